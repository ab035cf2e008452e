# SPDX-License-Identifier: MIT
"""What the library shows instead of a list: how to begin, or that nothing was found."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from claimdesk.gui.widgets.spacing import EMPTY, USUAL
from claimdesk.models.messages.catalogue import _


class _Hint(QWidget):
    """A few words and buttons in the middle of an empty space."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(EMPTY)
        self._column.setSpacing(USUAL)
        self._column.addStretch(2)

    def _add_heading(self, text: str) -> None:
        title = self._add_text(text)
        font = QFont(title.font())
        font.setWeight(QFont.Weight.DemiBold)
        title.setFont(font)

    def _add_text(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        self._column.addWidget(label)
        return label

    def _add_note(self, text: str) -> None:
        label = self._add_text(text)
        label.setForegroundRole(label.palette().ColorRole.PlaceholderText)

    def _add_button(self, text: str, signal: SignalInstance) -> None:
        button = QPushButton(text, self)
        button.setMinimumWidth(button.fontMetrics().averageCharWidth() * 22)
        button.clicked.connect(signal)
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)


class EmptyLibrary(_Hint):
    """The project has no article."""

    import_requested = Signal()
    paste_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._add_heading(_("No articles yet"))
        self._add_button(_("Import articles…"), self.import_requested)
        self._add_button(_("Paste text…"), self.paste_requested)
        self._add_note(_("Files and folders can also be dropped on the window."))
        self._column.addStretch(3)


class NothingFound(_Hint):
    """No article matches the search."""

    clear_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._add_heading(_("No article has these words"))
        self._add_button(_("Show all articles"), self.clear_requested)
        self._column.addStretch(3)
