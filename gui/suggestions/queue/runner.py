# SPDX-License-Identifier: MIT
"""The queue of the open project: its processes run beside the window and end with the project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from claimdesk.gui.desk.debounce import Debouncer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.priority import most_processes
from claimdesk.models.workers.project_suggestions import ProjectSuggestions
from claimdesk.models.workers.suggestion_pool import SuggestionPool
from claimdesk.models.workers.suggestion_queue import QueueState, SuggestionQueue, read_queue

_REST, _AT_LATEST = 100, 400
"""Milliseconds between two refreshes of what shows the queue."""


class QueueRunner(QObject):
    """Articles of the open project that wait for suggestions, and the processes that make them.

    The queue is kept in the project; what was not paused goes on when the project is opened.
    """

    changed = Signal()
    """The queue, or what is done of it, changed."""
    notice = Signal(str)
    """A sentence about the pipeline or a model."""
    failed = Signal(str)
    """Why everything was paused, such as a full disk."""
    _heard = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._work: ProjectSuggestions | None = None
        self._pool: SuggestionPool | None = None
        self._refresh = Debouncer(self._tell, _REST, _AT_LATEST, self)
        self._heard.connect(self._refresh.schedule)
        desk.project_opened.connect(self._open)
        desk.project_closing.connect(self.close)

    @property
    def state(self) -> QueueState:
        """The queue as it is now."""
        return SuggestionQueue().state() if self._work is None else self._work.queue.state()

    def add(self, ids: Sequence[int]) -> None:
        """Make suggestions for articles after those that wait; unless it is paused, at once."""
        self._edit(lambda queue: queue.add(ids))

    def to_front(self, ids: Sequence[int]) -> None:
        """Let waiting articles go first."""
        self._edit(lambda queue: queue.to_front(ids))

    def remove(self, ids: Sequence[int]) -> None:
        """Let articles wait no longer, and forget those that failed."""
        self._edit(lambda queue: queue.remove(ids))

    def pause(self, paused: bool) -> None:
        """Begin no further article, or go on."""
        self._edit(lambda queue: queue.pause(paused))

    def close(self) -> None:
        """End the processes and keep the queue; what was not finished starts again next time."""
        work, pool, self._work, self._pool = self._work, self._pool, None, None
        self._refresh.cancel()
        if work is None or pool is None:
            return
        pool.stop()
        try:
            work.save()
        except ClaimdeskError as error:
            self.failed.emit(str(error))
        self.changed.emit()

    def _open(self) -> None:
        project = self._desk.project
        if project is None or project.read_only_reason is not None:
            return
        with self._desk.reading() as connection:
            queue = read_queue(connection)
        self._work = ProjectSuggestions(
            project, queue, changed=self._heard.emit, notify=self.notice.emit
        )
        self._pool = SuggestionPool(self._work, most_processes())
        self._start()
        self.changed.emit()

    def _edit(self, change: Callable[[SuggestionQueue], None]) -> None:
        work = self._work
        if work is None:
            return
        change(work.queue)
        self._jobs.run(work.save, failed=partial(self._not_saved, work), name="suggestion queue")
        self._start()
        self.changed.emit()

    def _start(self) -> None:
        if self._work is not None and self._pool is not None:
            state = self._work.queue.state()
            if not state.paused:
                self._pool.start(state.left)

    def _tell(self) -> None:
        work = self._work
        if work is not None and work.error is not None:
            error, work.error = work.error, None
            self.failed.emit(str(error))
        self.changed.emit()

    def _not_saved(self, work: ProjectSuggestions, error: Exception) -> None:
        # A project that is closed now was saved when it was closed.
        if work is self._work:
            self.failed.emit(str(error))
