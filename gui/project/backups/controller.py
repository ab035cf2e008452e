# SPDX-License-Identifier: MIT
"""Runs the backup scheduler for the project that is open in the window."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from claimdesk.gui.desk.desk import Desk
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.backups.backup_scheduler import BackupScheduler
from claimdesk.models.store.backups.backups import Backup, BackupFailed
from claimdesk.models.store.backups.retention import Retention
from claimdesk.models.store.project import Project

_TICK_MILLISECONDS = 60_000


class BackupController(QObject):
    """Backs up and checks the open project; the work is done in a thread."""

    made = Signal(object)
    """The Backup that was made."""
    failed = Signal(str)
    """Why no backup was made."""
    checked = Signal(object)
    """The report on the open project, where one was due (see `BackupScheduler`)."""
    check_failed = Signal(str)
    """Why the check could not be made."""
    _backup_finished = Signal(object)
    _check_finished = Signal(object, object)

    def __init__(self, desk: Desk, settings: QSettings) -> None:
        super().__init__(desk)
        self._desk, self._settings = desk, settings
        self._scheduler: BackupScheduler | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MILLISECONDS)
        self._timer.timeout.connect(self.tick)
        self._backup_finished.connect(self._emit_outcome)
        self._check_finished.connect(self._emit_report)
        desk.project_changed.connect(self._project_changed)
        desk.project_closing.connect(self._end)

    def retention(self) -> Retention:
        """Return how many backups to keep."""
        known = asdict(Retention())
        return Retention(
            **{
                name: _number(self._settings.value(f"backups/{name}", number), number)
                for name, number in known.items()
            }
        )

    def set_retention(self, retention: Retention) -> None:
        """Set how many backups to keep from now on."""
        for name, number in asdict(retention).items():
            self._settings.setValue(f"backups/{name}", number)
        if self._scheduler is not None:
            self._scheduler.retention = retention

    def tick(self) -> None:
        """Make a backup if one is due and something changed."""
        if self._scheduler is not None:
            self._scheduler.tick()

    def _project_changed(self) -> None:
        project = self._desk.project
        if project is None or project.read_only_reason:
            return
        self._scheduler = BackupScheduler(
            project,
            on_backup=self._backup_finished.emit,
            on_check=partial(self._check_finished.emit, project),
            retention=self.retention(),
        )
        self._timer.start()
        self._scheduler.project_opened()

    def _end(self) -> None:
        self._timer.stop()
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is not None:
            scheduler.close()

    def _emit_outcome(self, outcome: Backup | BackupFailed) -> None:
        if isinstance(outcome, Backup):
            self.made.emit(outcome)
        else:
            self.failed.emit(str(outcome))

    def _emit_report(self, project: Project, report: dict[str, Any] | ClaimdeskError) -> None:
        if project is not self._desk.project:
            return
        if isinstance(report, ClaimdeskError):
            self.check_failed.emit(str(report))
        else:
            self.checked.emit(report)


def _number(value: object, otherwise: int) -> int:
    text = str(value)
    return int(text) if text.isdecimal() else otherwise
