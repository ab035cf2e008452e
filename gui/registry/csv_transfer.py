# SPDX-License-Identifier: MIT
"""Import and export of the registry as CSV: ask for the file, then report what was done."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets.file_dialogs import ask_to_open, ask_to_save
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.registry import spreadsheet
from claimdesk.models.registry.spreadsheet import ActorImportReport
from claimdesk.models.store.project import Project


def import_table(project: Project, path: Path, label: str) -> ActorImportReport:
    """Import a table in one edit."""
    lines = spreadsheet.read_actors(path)
    with project.edit(label) as session:
        return spreadsheet.import_actors(session, lines, path)


class CsvTransfer(QObject):
    """Imports and exports, off the window's thread."""

    reported = Signal(str)
    """What was done."""
    refused = Signal(str)
    """What was not done, and why."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._widget = parent

    def ask_import(self) -> None:
        """Ask for a table and import it."""
        ask_to_open(
            self._widget,
            _("Import actors"),
            self.import_from,
            kinds=_("Tables (*.csv *.tsv *.txt)"),
        )

    def ask_export(self) -> None:
        """Ask where to write the table to, and write it."""
        project = self._desk.project
        if project is None:
            return
        proposed = project.path.with_name(f"{project.path.stem} actors.csv")
        ask_to_save(
            self._widget, _("Export actors"), proposed, self.export_to, kinds=_("Tables (*.csv)")
        )

    def import_from(self, path: Path) -> None:
        """Import a table."""
        if self._desk.project is not None:
            label = _("Import actors from {file}").format(file=path.name)
            self._jobs.run(
                import_table,
                *(self._desk.project, path, label),
                done=partial(self._imported, label),
                failed=self._failed,
            )

    def export_to(self, path: Path) -> None:
        """Export the actors to a table."""
        if self._desk.project is not None:
            self._jobs.run(
                spreadsheet.export_actors,
                *(self._desk.project, path),
                done=partial(self._exported, path),
                failed=self._failed,
            )

    def _imported(self, label: str, found: ActorImportReport) -> None:
        self._desk.saved.emit(label)
        self.reported.emit(
            _("{added} added, {updated} updated, {unchanged} unchanged").format(
                added=found.added, updated=found.updated, unchanged=found.unchanged
            )
        )

    def _exported(self, path: Path, count: int) -> None:
        written = ngettext("1 actor written to {file}", "{n} actors written to {file}", count)
        self.reported.emit(written.format(n=count, file=path.name))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, ClaimdeskError):
            raise error
        self.refused.emit(str(error))
