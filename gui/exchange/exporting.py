# SPDX-License-Identifier: MIT
"""The export dialog: which format, which annotations, where to; then what was left out."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets.dialogs import inform, show_error
from claimdesk.gui.widgets.file_dialogs import ask_to_save
from claimdesk.gui.widgets.labels import hint_label, make_room
from claimdesk.models.exchange.format import WritableFormat
from claimdesk.models.exchange.formats import export_project, writable_formats
from claimdesk.models.exchange.reports import ExportReport
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.project import Project


class ExportDialog(QDialog):
    """Asks what to export, writes it in a job, and says what was left out."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setWindowTitle(_("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._jobs = jobs
        self.format = QComboBox(self)
        self._formats = writable_formats()
        for entry in self._formats:
            self.format.addItem(entry.label, entry.name)
        self.state = QComboBox(self)
        self.state.addItem(_("Accepted annotations"), "accepted")
        self.state.addItem(_("Everything, suggestions and rejected too"), "all")
        self._limits = hint_label(self)
        self.buttons = QDialogButtonBox(self)
        choose = self.buttons.addButton(_("Choose a file…"), QDialogButtonBox.ButtonRole.AcceptRole)
        choose.setDefault(True)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._ask_for_path)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(_("Format"), self.format)
        form.addRow(_("What"), self.state)
        form.addRow(self._limits)
        form.addRow(self.buttons)
        self.format.currentIndexChanged.connect(self._show_limits)
        self._show_limits()
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)

    def _selected_format(self) -> WritableFormat:
        return next(entry for entry in self._formats if entry.name == self.format.currentData())

    def _show_limits(self) -> None:
        entry = self._selected_format()
        limits = "; ".join(entry.cannot_hold)
        self._limits.setText(
            _("This format can't hold: {limits}.").format(limits=limits) if limits else ""
        )
        make_room(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the hint fit in the new width."""
        super().resizeEvent(event)
        make_room(self)

    def _ask_for_path(self) -> None:
        project = self._desk.project
        if project is None:
            return
        entry = self._selected_format()
        suffix = entry.extensions[0].lstrip(".")
        if entry.is_folder:
            start, kinds = project.path.with_name(f"{project.path.stem}-{entry.name}"), ""
        else:
            start, kinds = project.path.with_suffix(f".{suffix}"), f"{entry.label} (*.{suffix})"
        ask_to_save(self, _("Export to"), start, partial(self.write, project), kinds=kinds)

    def write(self, project: Project, output: Path) -> None:
        """Export to `output` and close; say what went wrong, or what was left out."""
        window = self._window

        def done(report: ExportReport) -> None:
            left = "; ".join(f"{count} × {loss.words}" for loss, count in report.left_out.items())
            self._desk.status_message.emit(_("Exported to {file}").format(file=output))
            if left:
                inform(
                    window,
                    _(
                        "The export is complete: {file} was written and read back.\n\n"
                        "This format has no place for: {left}. All of it stays in the project."
                    ).format(file=output, left=left),
                )

        self._jobs.run(
            _export,
            project,
            self.format.currentData(),
            output,
            self.state.currentData(),
            done=done,
            failed=lambda message: show_error(window, str(message)),
            name="export",
        )
        self.accept()


def _export(project: Project, name: str, output: Path, state: str) -> ExportReport:
    return export_project(project, name, output, state=state)
