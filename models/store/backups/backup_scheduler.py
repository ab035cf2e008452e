# SPDX-License-Identifier: MIT
"""Schedule backups of an open project (on opening, regularly, before large edits), and checks."""

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
    prune,
    sibling_folder,
)
from claimdesk.models.store.backups.retention import Retention
from claimdesk.models.store.integrity.report import CheckStopped
from claimdesk.models.store.project import Project

EVERY_SECONDS = 30 * 60.0
_BETWEEN_SMALL = 5 * 60.0
"""Seconds between two backups before edits that are risky but not large."""

_log = logging.getLogger(__name__)

Runner = Callable[[Callable[[], None]], None]
"""Runs a function in another thread, or immediately."""


def run_in_thread(work: Callable[[], None]) -> None:
    """Run `work` in a thread; the program does not exit before it is finished."""
    threading.Thread(target=work, name="backup").start()


def run_now(work: Callable[[], None]) -> None:
    """Run `work` now; for the command line, which has nothing else to do."""
    work()


class BackupScheduler:
    """Makes the backups of an open project, and checks it in full where that is due.

    `run` runs the work. In the same thread, `on_backup` is called with each backup, or with the
    error if none could be made, and `on_check` with the report of a full check (see
    `Project.verify`), or with the error. Nothing else checks a project after it was opened. Call
    `project_opened` once, `tick` about every minute, and `close` before the project is closed.
    """

    def __init__(
        self,
        project: Project,
        *,
        run: Runner = run_in_thread,
        on_backup: Callable[[Backup | BackupFailed], object] = lambda _outcome: None,
        on_check: Callable[[dict[str, Any] | ClaimdeskError], object] = lambda _report: None,
        retention: Retention = Retention(),  # noqa: B008
        every: float = EVERY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._project = project
        self._run_job = run
        self._on_backup = on_backup
        self._on_check = on_check
        self.retention = retention
        """How many backups to keep from now on."""
        self._every = every
        self._clock = clock
        self._now = now
        self._last = clock()
        self._last_before_edit: float | None = None
        self._changed = False
        self._closing = False
        self._one_at_a_time = threading.Lock()
        self._idle = threading.Condition()
        self._running = 0
        self._stop_observing = project.observe(self._note_change)
        project.before_risky_edit = self._before_edit

    def project_opened(self) -> None:
        """Check what opening did not check (everything after a crash), then back up.

        No backup is made if nothing changed since the last one, or if the project is damaged.
        """
        if self._project.was_interrupted or not self._project.is_verified:
            self._run(self._check)
        self._make(ON_OPEN)

    def tick(self) -> None:
        """Make a backup if one is due and something changed."""
        if self._changed and self._clock() - self._last >= self._every:
            self._make(REGULAR)

    def close(self) -> None:
        """Wait for a backup in progress; stop everything else."""
        self._closing = True
        self._stop_observing()
        self._project.before_risky_edit = None
        with self._idle:
            self._idle.wait_for(lambda: self._running == 0)

    def _note_change(self, _changes: object) -> None:
        self._changed = True

    def _before_edit(self, label: str, large: bool) -> None:
        """Back up before the commit of an edit, while readers still see the previous state."""
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
            self._on_backup(error)
            return
        self._run(lambda: self._save(snapshot, reason, detail))

    def _run(self, work: Callable[[], object]) -> None:
        with self._idle:
            self._running += 1
        self._run_job(lambda: self._run_in_turn(work))

    def _run_in_turn(self, work: Callable[[], object]) -> None:
        try:
            with self._one_at_a_time:
                work()
        except Exception:
            _log.exception("a backup or check of the project failed")
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
            self._on_check(error)
        else:
            self._on_check(report)

    def _save(self, snapshot: Snapshot, reason: str, detail: str) -> None:
        with snapshot:
            outcome = self._outcome(snapshot, reason, detail)
        if isinstance(outcome, BackupFailed):
            self._changed = True  # so that it is tried again when the next one is due
        if outcome is not None:
            self._on_backup(outcome)

    def _outcome(
        self, snapshot: Snapshot, reason: str, detail: str
    ) -> Backup | BackupFailed | None:
        """Return the new backup, the error, or None if this state is backed up already."""
        path = self._project.path
        try:
            backups = list_backups(path)
            if backups and backups[0].summary.state == snapshot.state():
                return None
            folder = backup_folder(path)
            if not folder.parent.is_dir():
                # The chosen drive is not connected: better beside the project than nowhere.
                folder = sibling_folder(path)
            backup = snapshot.save(reason, detail=detail, folder=folder, now=self._now())
            prune([backup, *backups], self.retention)
            return backup
        except BackupFailed as error:
            return error
        except ClaimdeskError as error:
            return BackupFailed(str(error))


@contextlib.contextmanager
def backing_up_before_edits(project: Project) -> Iterator[None]:
    """Back up before each large or risky edit, and wait for it; for the command line."""
    scheduler = BackupScheduler(project, run=run_now)
    try:
        yield
    finally:
        scheduler.close()
