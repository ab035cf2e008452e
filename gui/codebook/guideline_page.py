# SPDX-License-Identifier: MIT
"""The page on which the guideline of a project is written."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from claimdesk.gui.codebook.form import SavedField
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import settings


class GuidelinePage(QWidget):
    """A text, saved when it is left."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text = QPlainTextEdit(self)
        self._text.setAccessibleName(_("Guideline"))
        self._text.setPlaceholderText(
            _("How to annotate in this project: what counts as a claim, which domain when, …")
        )
        self._text.setTabChangesFocus(True)
        hint = hint_label(self, _("Read it beside the article: View > Panels > Guideline."))
        layout = QVBoxLayout(self)
        layout.addWidget(self._text, 1)
        layout.addWidget(hint)
        self._field = SavedField(self._text, str.strip, self._save)
        self._text.installEventFilter(self)
        self._field.load(self._stored())

    def refresh(self) -> None:
        """Show what is saved now, unless something else is being typed."""
        self._field.refresh(self._stored())

    def commit(self) -> bool:
        """Save what is typed; False if that could not be done."""
        return self._field.commit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._text and event.type() == QEvent.Type.FocusOut:
            self._field.commit()
        return super().eventFilter(watched, event)

    def _stored(self) -> str:
        if self._desk.project is None:
            return ""
        with self._desk.project.reading() as connection:
            return settings.guideline(connection)

    def _save(self, text: str) -> bool:
        def write(session: object) -> bool:
            settings.set_guideline(session, text)  # type: ignore[arg-type]
            return True

        return self._desk.project is not None and bool(
            self._desk.act(_("Write the guideline"), write)
        )
