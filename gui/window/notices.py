# SPDX-License-Identifier: MIT
"""Notices above the article: what an analyst should know about the open project."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.widgets.spacing import STRIP
from claimdesk.models.messages.catalogue import _

Action = tuple[str, Callable[[], object]]
"""The text of a button and what it does."""


class Notices(QWidget):
    """Shows a column of notices; one with a key that is already shown replaces it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Notices"))
        self._shown: dict[str, Notice] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.hide()

    def show_notice(
        self,
        key: str,
        text: str,
        actions: Sequence[Action] = (),
        *,
        dismissed: Callable[[], object] | None = None,
        lasting: bool = False,
    ) -> None:
        """Show a notice with buttons. `dismissed` is called when the analyst closes it.

        A `lasting` one cannot be closed.
        """
        self.remove(key)
        notice = Notice(text, actions, lasting=lasting, parent=self)
        if dismissed is not None:
            notice.closer.clicked.connect(lambda: dismissed())
        notice.closer.clicked.connect(lambda: self.remove(key))
        self._shown[key] = notice
        self._layout.addWidget(notice)
        self.show()

    def remove(self, key: str) -> None:
        """Remove a notice if it is shown."""
        notice = self._shown.pop(key, None)
        if notice is not None:
            self._layout.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self.setVisible(bool(self._shown))

    def clear(self) -> None:
        """Remove all notices."""
        for key in list(self._shown):
            self.remove(key)

    def texts(self) -> list[str]:
        """Return the texts that are shown."""
        return [notice.label.text() for notice in self._shown.values()]

    def notice(self, key: str) -> Notice | None:
        """Return the notice with a key."""
        return self._shown.get(key)


class Notice(QFrame):
    """A text with buttons, which can be closed."""

    def __init__(
        self, text: str, actions: Sequence[Action], *, lasting: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setStyleSheet(
            "QFrame#notice { background: palette(midlight); border-bottom: 1px solid palette(mid);"
            " border-left: 4px solid palette(accent); }"
        )
        self.label = QLabel(text, self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons: list[QPushButton] = []
        self.closer = QToolButton(self)
        self.closer.setText("✕")
        self.closer.setToolTip(_("Close this notice"))
        self.closer.setAccessibleName(_("Close this notice"))
        self.closer.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.closer.setVisible(not lasting)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(STRIP)
        layout.addWidget(self.label, 1)
        for words, act in actions:
            button = QPushButton(words, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, act=act: act())
            self.buttons.append(button)
            layout.addWidget(button)
        layout.addWidget(self.closer)
