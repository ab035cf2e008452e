# SPDX-License-Identifier: MIT
"""A toast: a message with a button, for a while above the status bar of a window.

It says what was done. Everything can be undone, so nothing is asked before many things change.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMainWindow, QPushButton, QToolButton

from claimdesk.gui.widgets.spacing import STRIP
from claimdesk.models.messages.catalogue import _

_MILLISECONDS = 12_000
_ABOVE = 12
"""Pixels between the toast and the status bar."""


class Toast(QFrame):
    """One message at a time above the status bar; the keyboard stays where it is.

    Tab and F6 come by its buttons; while one has the keyboard, the message stays.
    """

    def __init__(self, parent: QMainWindow) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("toast")
        self.setAccessibleName(_("Message"))
        self.setStyleSheet(
            "QFrame#toast { background: palette(tooltip-base); border-radius: 6px; }"
            "QFrame#toast QLabel { color: palette(tooltip-text); }"
        )
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton(_("Undo"), self)
        self.button.setAutoDefault(False)
        self.closer = QToolButton(self)
        self.closer.setText("✕")
        self.closer.setAccessibleName(_("Close this message"))
        self.closer.setStyleSheet("color: palette(tooltip-text);")
        for button in (self.button, self.closer):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(STRIP)
        for widget in (self.label, self.button, self.closer):
            layout.addWidget(widget)
        self._act: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_out)
        self.button.clicked.connect(self._clicked)
        self.closer.clicked.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def show_text(
        self, text: str, act: Callable[[], object] | None = None, words: str = ""
    ) -> None:
        """Show a message, with a button that calls `act`; another one replaces it.

        `words` are those of the button, which undoes if there are none.
        """
        self.label.setText(text)
        self._act = act
        self.button.setText(words or _("Undo"))
        self.button.setVisible(act is not None)
        self.show()
        self._place()
        self.raise_()
        self._timer.start(_MILLISECONDS)

    def _clicked(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()

    def _time_out(self) -> None:
        if self.button.hasFocus() or self.closer.hasFocus():
            self._timer.start(_MILLISECONDS)
        else:
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        self.adjustSize()
        parent = self._parent
        width = min(self.width(), parent.width() - 2 * _ABOVE)
        self.resize(width, self.height())
        bottom = parent.height() - parent.statusBar().height()
        self.move((parent.width() - width) // 2, bottom - self.height() - _ABOVE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge while the parent changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
