# SPDX-License-Identifier: MIT
"""The guideline of the project, to be read beside the article."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.spacing import BELOW, WIDE
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import settings


class GuidelinePanel(QWidget):
    """Shows the guideline as it is now; it is written in the codebook window."""

    edit_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._text.setAccessibleName(_("Guideline"))
        self._text.setTabChangesFocus(True)
        self._text.setPlaceholderText(_("No guideline yet. Write one with Edit…"))
        self._text.document().setDocumentMargin(WIDE)
        edit = QPushButton(_("Edit…"), self)
        edit.clicked.connect(self.edit_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(BELOW)
        layout.addWidget(self._text, 1)
        layout.addWidget(edit)
        desk.project_changed.connect(self.refresh)
        desk.settings_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the guideline again; the place that is being read stays."""
        text = ""
        if self._desk.project is not None:
            with self._desk.reading() as connection:
                text = settings.guideline(connection)
        if text != self._text.toPlainText():
            place = self._text.verticalScrollBar().value()
            self._text.setPlainText(text)
            self._text.verticalScrollBar().setValue(place)
