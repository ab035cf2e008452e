# SPDX-License-Identifier: MIT
"""Background jobs: functions that run in worker threads and report back to the GUI thread."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, TypeVarTuple

import shiboken6
from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from claimdesk.models.messages.errors import ClaimdeskError

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_THREADS = 2

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Job:
    """One run of a function, and its outcome."""

    work: Callable[[], Any]
    name: str
    number: int
    done: Callable[[Any], object] | None
    failed: Callable[[Exception], object] | None
    result: Any = None
    error: Exception | None = None


class _Post(QObject):
    """Carries finished jobs to the window's thread; outlives `Jobs`, so that emitting is safe."""

    arrived = Signal(object)


class Jobs(QObject):
    """Runs functions on a few threads; `done` and `failed` are called in this object's thread.

    Of the runs under one name only the newest reports; earlier ones finish, but their results are
    dropped. Runs without a name all report.
    """

    failed = Signal(str)
    """A sentence about a job that failed and has no handler of its own."""
    ending = Signal()
    """The window closes: who waits for an answer of the analyst in a job gives up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.unexpected: Callable[[BaseException, str], object] | None = None
        """Called with errors of jobs that are mistakes in the program."""
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(_THREADS)
        self._post = _Post()
        self._post.arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._newest: dict[str, int] = {}
        self._count = 0
        # The parent may delete this object at any time: the threads must end first.
        pool = self._pool
        self.destroyed.connect(lambda: _finish(pool))

    def run(
        self,
        function: Callable[[*Ts], T],
        *args: *Ts,
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        name: str = "",
    ) -> None:
        """Call `function(*args)` in another thread, then `done(result)` or `failed(error)` here.

        An error without a `failed` is logged and emitted by the signal of that name. Neither is
        called once its owner, if it is a QObject, or this object has been deleted.
        """
        self._count += 1
        if name:
            self._newest[name] = self._count
        job = _Job(lambda: function(*args), name, self._count, done, failed)
        post = self._post

        def work() -> None:
            try:
                job.result = job.work()
            except Exception as error:
                job.error = error
            # If the program ended without waiting, nobody is left to report to.
            with contextlib.suppress(RuntimeError):
                post.arrived.emit(job)

        self._pool.start(work)

    def wait(self) -> None:
        """Wait until every job has finished; the event loop then delivers their results."""
        _finish(self._pool)

    def end(self) -> None:
        """Let jobs give up where they can, and wait until every one has finished."""
        self.ending.emit()
        self.wait()

    def _deliver(self, job: _Job) -> None:
        if job.name and self._newest.get(job.name) != job.number:
            _log.debug("dropped the result of an earlier “%s”", job.name)
            return
        self._newest.pop(job.name, None)
        if job.error is None:
            if job.done is not None and _is_alive(job.done):
                job.done(job.result)
        else:
            self._deliver_error(job, job.error)

    def _deliver_error(self, job: _Job, error: Exception) -> None:
        mistake = not isinstance(error, ClaimdeskError | OSError)
        if mistake and self.unexpected is not None:
            self.unexpected(error, f"the job “{job.name or '?'}”")
        elif job.failed is None:
            _log.error("the job “%s” failed", job.name or "?", exc_info=error)
            self.failed.emit(str(error) or type(error).__name__)
        if job.failed is not None and _is_alive(job.failed):
            job.failed(error)


def _finish(pool: QThreadPool) -> None:
    # At the end of the program Qt may have taken the pool before Python takes its owner.
    if shiboken6.isValid(pool):
        pool.waitForDone()


def _is_alive(callback: Callable[..., object]) -> bool:
    """Return whether the object whose method this is still exists in Qt."""
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
