# SPDX-License-Identifier: MIT
"""Backups of the open project: when it is opened, every half hour, before much changes."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from claimdesk.gui.desk.desk import Desk
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.backups.backup_scheduler import Keeper
from claimdesk.models.store.backups.backups import Backup, BackupFailed
from claimdesk.models.store.backups.retention import Keeping
from claimdesk.models.store.project import Project

_TICK_MILLISECONDS = 60_000


class Backups(QObject):
    """Keeps backups of what the desk has open, and checks it; all that is done in a thread."""

    made = Signal(object)
    """The Backup that was made."""
    failed = Signal(str)
    """Why there is none."""
    checked = Signal(object)
    """The report on the open project, where one was due (see `Keeper`)."""
    check_failed = Signal(str)
    """Why there is none."""
    _told = Signal(object)
    _report = Signal(object, object)

    def __init__(self, desk: Desk, settings: QSettings) -> None:
        super().__init__(desk)
        self._desk, self._settings = desk, settings
        self._keeper: Keeper | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MILLISECONDS)
        self._timer.timeout.connect(self.tick)
        self._told.connect(self._tell)
        self._report.connect(self._tell_report)
        desk.project_changed.connect(self._project_changed)
        desk.project_closing.connect(self._end)

    def keeping(self) -> Keeping:
        """Return how many backups are kept."""
        known = asdict(Keeping())
        return Keeping(
            **{
                name: _number(self._settings.value(f"backups/{name}", most), most)
                for name, most in known.items()
            }
        )

    def set_keeping(self, keeping: Keeping) -> None:
        """Keep this many from now on."""
        for name, most in asdict(keeping).items():
            self._settings.setValue(f"backups/{name}", most)
        if self._keeper is not None:
            self._keeper.keeping = keeping

    def tick(self) -> None:
        """Make a backup if it is time and something changed."""
        if self._keeper is not None:
            self._keeper.tick()

    def _project_changed(self) -> None:
        project = self._desk.project
        if project is None or project.read_only_reason:
            return
        self._keeper = Keeper(
            project,
            told=self._told.emit,
            checked=partial(self._report.emit, project),
            keeping=self.keeping(),
        )
        self._timer.start()
        self._keeper.opened()

    def _end(self) -> None:
        self._timer.stop()
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.close()

    def _tell(self, outcome: Backup | BackupFailed) -> None:
        if isinstance(outcome, Backup):
            self.made.emit(outcome)
        else:
            self.failed.emit(str(outcome))

    def _tell_report(self, project: Project, report: dict[str, Any] | ClaimdeskError) -> None:
        if project is not self._desk.project:
            return
        if isinstance(report, ClaimdeskError):
            self.check_failed.emit(str(report))
        else:
            self.checked.emit(report)


def _number(value: object, otherwise: int) -> int:
    text = str(value)
    return int(text) if text.isdecimal() else otherwise
