# SPDX-License-Identifier: MIT
"""The end of an import that needs attention: which files could not be read, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.widgets.dialogs import dialog_sheet
from claimdesk.models.exchange.reports import FileNote, ImportReport
from claimdesk.models.messages.catalogue import _


class ImportProblems(QDialog):
    """Lists files that failed and files to check; the list can be selected and copied."""

    def __init__(self, sentence: str, report: ImportReport, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Import articles"))
        self.setStyleSheet(dialog_sheet())
        layout = QVBoxLayout(self)
        heading = QLabel(sentence, self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        layout.addWidget(heading)
        self._texts: list[str] = []
        self._add(layout, _("Not imported:"), report.failed)
        self._add(layout, _("Imported, but check these:"), report.warnings)
        self._add(layout, _("Good to know:"), report.notes)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = buttons.addButton(_("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._copy)
        copy.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        unit = self.fontMetrics().height()
        self.resize(unit * 38, unit * 18)

    def _add(self, layout: QVBoxLayout, title: str, notes: Sequence[FileNote]) -> None:
        if not notes:
            return
        text = "\n".join(_line(note) for note in notes)
        self._texts.append(text)
        box = QPlainTextEdit(text, self)
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        box.setAccessibleName(title)
        layout.addWidget(QLabel(title, self))
        layout.addWidget(box, 1)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._texts))


def _line(note: FileNote) -> str:
    reason = " ".join(note.reason.split())
    return reason if not note.file or note.file in reason else f"{note.file}: {reason}"
