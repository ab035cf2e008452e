# SPDX-License-Identifier: MIT
"""The welcome page, shown while no article is open: what to do next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.window import theme
from claimdesk.gui.window.projects import Projects
from claimdesk.models.messages.catalogue import _

_WIDTH = 300


class Welcome(QWidget):
    """Offers to create or open a project, or the sample; with a project, to import articles."""

    import_requested = Signal()
    sample_requested = Signal()

    def __init__(self, desk: Desk, projects: Projects) -> None:
        super().__init__()
        self._desk = desk
        self._projects = projects
        self._layout = QVBoxLayout(self)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout.setSpacing(8)
        self._shown: list[QWidget] = []

    def refresh(self) -> None:
        """Offer what fits what is open."""
        for widget in self._shown:
            # At once: a button that awaits its deletion could still be clicked. Hidden first:
            # one with the focus would become a window of its own and keep the focus.
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        self._shown = []
        if self._desk.project is None:
            self._add_text("Claimdesk", _("Who claims what in the news, and about what."))
            self._add_button("new", _("New project…"), self._projects.ask_new)
            self._add_button("open", _("Open project…"), self._projects.ask_open)
            self._add_button("claim", _("Try the sample"), self.sample_requested.emit)
        else:
            self._add_text(
                _("No article is open"),
                _("Choose one on the left or import articles. You can also drop files here."),
            )
            self._add_button("import", _("Import articles…"), self.import_requested.emit)

    def _add_text(self, headline: str, text: str) -> None:
        for words, scale in ((headline, 1.7), (text, 1.0)):
            label = QLabel(words, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            font = QFont(label.font())
            font.setPointSizeF(font.pointSizeF() * scale)
            label.setFont(font)
            self._add(label)

    def _add_button(self, icon: str, text: str, act: Callable[[], object]) -> None:
        button = QPushButton(text, self)
        theme.give_icon(button, icon)
        button.setMinimumHeight(round(button.fontMetrics().height() * 2.2))
        button.setMinimumWidth(_WIDTH)
        button.clicked.connect(lambda _on=False: act())
        self._add(button, Qt.AlignmentFlag.AlignHCenter)

    def _add(self, widget: QWidget, alignment: Qt.AlignmentFlag | None = None) -> None:
        if alignment is None:
            self._layout.addWidget(widget)
        else:
            self._layout.addWidget(widget, 0, alignment)
        self._shown.append(widget)
