# SPDX-License-Identifier: MIT
"""Looking after an open project: checks, and backups on opening, regularly, before large edits."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.backups.backups import (
    BEFORE_EDIT,
    ON_OPEN,
    REGULAR,
    Backup,
    BackupFailed,
    Snapshot,
    backup_folder,
    list_backups,
    sibling_folder,
    thin,
)
from claimdesk.models.store.backups.retention import Keeping
from claimdesk.models.store.integrity.report import CheckStopped
from claimdesk.models.store.project import Project

EVERY_SECONDS = 30 * 60.0
_BETWEEN_SMALL = 5 * 60.0
"""Seconds between two backups before edits that are risky but not large."""

_log = logging.getLogger(__name__)

Starter = Callable[[Callable[[], None]], None]
"""Runs a function in another thread, or at once."""


def in_thread(work: Callable[[], None]) -> None:
    """Run `work` in a thread that the end of the program waits for."""
    threading.Thread(target=work, name="backup").start()


def at_once(work: Callable[[], None]) -> None:
    """Run `work` now: for commands, which have nothing else to do."""
    work()


class Keeper:
    """Makes the backups of an open project.

    `start` runs the making; in the same thread, `told` hears of each backup, or why there is none,
    and `checked` hears the report of a full check (see `Project.verify`) where one was due, or why
    it could not be made. Nothing else checks a project that is opened. Call `opened` once, `tick`
    about every minute, and `close` before the project is closed.
    """

    def __init__(
        self,
        project: Project,
        *,
        start: Starter = in_thread,
        told: Callable[[Backup | BackupFailed], object] = lambda _outcome: None,
        checked: Callable[[dict[str, Any] | ClaimdeskError], object] = lambda _report: None,
        keeping: Keeping = Keeping(),  # noqa: B008
        every: float = EVERY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._project = project
        self._start = start
        self._told = told
        self._checked = checked
        self.keeping = keeping
        """How many backups are kept from now on."""
        self._every = every
        self._clock = clock
        self._now = now
        self._last = clock()
        self._last_before_edit: float | None = None
        self._changed = False
        self._closing = False
        self._turn = threading.Lock()
        self._idle = threading.Condition()
        self._running = 0
        self._stop_observing = project.observe(self._note_change)
        project.before_risky_edit = self._before_edit

    def opened(self) -> None:
        """Check what was not checked while it was opened, all after an interruption; back up.

        There is no backup if the project is as it was at the last one, or is damaged.
        """
        if self._project.was_interrupted or not self._project.is_verified:
            self._run(self._check)
        self._make(ON_OPEN)

    def tick(self) -> None:
        """Make a backup if it is time and something changed."""
        if self._changed and self._clock() - self._last >= self._every:
            self._make(REGULAR)

    def close(self) -> None:
        """Wait for the backup that is being made, if one is, and end all else."""
        self._closing = True
        self._stop_observing()
        self._project.before_risky_edit = None
        with self._idle:
            self._idle.wait_for(lambda: self._running == 0)

    def _note_change(self, _changes: object) -> None:
        self._changed = True

    def _before_edit(self, label: str, large: bool) -> None:
        """Called inside the edit, before its commit: readers still see what was before."""
        since = None if self._last_before_edit is None else self._clock() - self._last_before_edit
        if not large and since is not None and since < _BETWEEN_SMALL:
            return
        self._last_before_edit = self._clock()
        self._make(BEFORE_EDIT, label)

    def _make(self, reason: str, detail: str = "") -> None:
        self._last, self._changed = self._clock(), False
        try:
            snapshot = Snapshot(self._project.path)
        except BackupFailed as error:
            self._told(error)
            return
        self._run(lambda: self._save(snapshot, reason, detail))

    def _run(self, work: Callable[[], object]) -> None:
        with self._idle:
            self._running += 1
        self._start(lambda: self._in_turn(work))

    def _in_turn(self, work: Callable[[], object]) -> None:
        try:
            with self._turn:
                work()
        except Exception:
            _log.exception("the project was not looked after")
        finally:
            with self._idle:
                self._running -= 1
                self._idle.notify_all()

    def _check(self) -> None:
        try:
            report = self._project.verify(lambda: self._closing)
        except CheckStopped:
            return
        except ClaimdeskError as error:
            self._checked(error)
        else:
            self._checked(report)

    def _save(self, snapshot: Snapshot, reason: str, detail: str) -> None:
        with snapshot:
            outcome = self._outcome(snapshot, reason, detail)
        if isinstance(outcome, BackupFailed):
            self._changed = True  # so that it is tried again when it is time
        if outcome is not None:
            self._told(outcome)

    def _outcome(
        self, snapshot: Snapshot, reason: str, detail: str
    ) -> Backup | BackupFailed | None:
        """The backup that was made, why not, or None if there is one of this state already."""
        path = self._project.path
        try:
            backups = list_backups(path)
            if backups and backups[0].contents.state == snapshot.state():
                return None
            folder = backup_folder(path)
            if not folder.parent.is_dir():
                # The chosen disk is not there: better here than nowhere.
                folder = sibling_folder(path)
            backup = snapshot.save(reason, detail=detail, folder=folder, now=self._now())
            thin([backup, *backups], self.keeping)
            return backup
        except BackupFailed as error:
            return error
        except ClaimdeskError as error:
            return BackupFailed(str(error))


@contextlib.contextmanager
def kept_at_once(project: Project) -> Iterator[None]:
    """For commands: back up before an edit that is large or risky, before it goes on."""
    keeper = Keeper(project, start=at_once)
    try:
        yield
    finally:
        keeper.close()
