# SPDX-License-Identifier: MIT
"""The dialog about an unexpected error and what can be done now."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.widgets.labels import plain_label
from claimdesk.gui.window.crash import reports
from claimdesk.models.messages.catalogue import _


class CrashDialog(QDialog):
    """Shows one error; further errors while it is open are counted in it."""

    close_wanted = Signal()
    """The analyst wants to close the window."""

    def __init__(self, what: str, report: str, path: Path | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._report, self._path = report, path
        self._count = 1
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Something unexpected went wrong"))
        self.setStyleSheet(
            "QPlainTextEdit { border: 1px solid palette(dark); border-radius: 4px; }"
            "QPlainTextEdit:focus { border-color: palette(accent); }"
        )
        self.message = plain_label(
            self,
            _(
                "Claimdesk ran into an unexpected error: {what}.\n\nEverything that the window "
                "showed as saved is saved. Your last action may not have been completed. You can "
                "continue; if it happens again, close Claimdesk and open it again."
            ).format(what=what),
        )
        self.counted = plain_label(self, "")
        self.counted.hide()
        place = (
            _("A report without any text of articles was saved on this computer:\n{path}")
            if path is not None
            else _("The report could not be saved; you can copy it.")
        )
        location = plain_label(self, place.format(path=path))
        location.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.note = QPlainTextEdit(self)
        self.note.setPlaceholderText(_("What were you doing? Added to the report (optional)"))
        self.note.setAccessibleName(_("What you were doing"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.fontMetrics().height() * 4)
        buttons = QDialogButtonBox(self)
        resume = buttons.addButton(_("C&ontinue"), QDialogButtonBox.ButtonRole.AcceptRole)
        resume.setDefault(True)
        end = buttons.addButton(_("&Close Claimdesk"), QDialogButtonBox.ButtonRole.DestructiveRole)
        copy = buttons.addButton(_("Co&py the report"), QDialogButtonBox.ButtonRole.HelpRole)
        show = buttons.addButton(_("&Open the folder"), QDialogButtonBox.ButtonRole.HelpRole)
        show.setEnabled(path is not None)
        for button in (end, copy, show):
            button.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        end.clicked.connect(self._close)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text()))
        show.clicked.connect(self._show_folder)
        layout = QVBoxLayout(self)
        for widget in (self.message, self.counted, location, self.note, buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 84)
        resume.setFocus()

    def again(self) -> None:
        """Count another error."""
        self._count += 1
        self.counted.setText(
            _("This or a similar error has occurred {n} times.").format(n=self._count)
        )
        self.counted.show()

    def done(self, result: int) -> None:
        """Add the note to the report, however the dialog is closed."""
        if self._path is not None and self.note.toPlainText().strip():
            reports.add_note(self._path, self.note.toPlainText())
        super().done(result)

    def _text(self) -> str:
        note = self.note.toPlainText().strip()
        return f"{self._report}\n{note}\n" if note else self._report

    def _close(self) -> None:
        self.accept()
        self.close_wanted.emit()

    def _show_folder(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))
