# SPDX-License-Identifier: MIT
"""Which articles wait for suggestions: a queue that is seen, paused, re-ordered and kept."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.store.project import Project
from claimdesk.models.store.settings import SUGGESTION_QUEUE, put_setting, setting


@dataclass(frozen=True, slots=True)
class QueueState:
    """The queue at one moment."""

    running: dict[int, float]
    """Articles that are read now, and how much of each is done, 0..1."""
    waiting: tuple[int, ...]
    """Articles in the order in which they will be read."""
    failed: dict[int, str]
    """Articles without suggestions, and why."""
    done: int = 0
    """How many were finished since the queue was empty."""
    paused: bool = False
    seconds_left: float | None = None
    """At the pace so far; None while it is not known."""

    @property
    def left(self) -> int:
        """How many articles are not finished."""
        return len(self.running) + len(self.waiting)

    @property
    def share(self) -> float:
        """How much of all is done, 0..1."""
        total = self.done + self.left
        return (self.done + sum(self.running.values())) / total if total else 1.0


class SuggestionQueue:
    """Articles that wait for suggestions; any thread may use it.

    `clock` gives seconds, from which the time that is left is estimated.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._waiting: dict[int, None] = {}
        self._running: dict[int, float] = {}
        self._failed: dict[int, str] = {}
        self._paused = False
        self._done = 0
        self._begun: float | None = None
        """When the present stretch of work began; None while nothing runs."""
        self._worked = 0.0
        """Seconds of the stretches before it."""

    def state(self) -> QueueState:
        """Return what the queue is like now."""
        with self._lock:
            return QueueState(
                dict(self._running),
                tuple(self._waiting),
                dict(self._failed),
                self._done,
                self._paused,
                self._seconds_left(),
            )

    def add(self, ids: Iterable[int]) -> None:
        """Let articles wait behind the others; those that wait or run already stay as they are."""
        with self._lock:
            if not self._waiting and not self._running:
                self._done, self._worked = 0, 0.0
            for article in ids:
                self._failed.pop(article, None)
                if article not in self._running:
                    self._waiting.setdefault(article)

    def to_front(self, ids: Sequence[int]) -> None:
        """Let waiting articles go first, in the order given."""
        with self._lock:
            first = dict.fromkeys(i for i in ids if i in self._waiting)
            self._waiting = first | self._waiting

    def remove(self, ids: Iterable[int]) -> None:
        """Let articles wait no longer, and forget those that failed; what runs goes on."""
        with self._lock:
            for article in ids:
                self._waiting.pop(article, None)
                self._failed.pop(article, None)

    def pause(self, paused: bool = True) -> None:
        """Begin no further article until it is resumed."""
        with self._lock:
            self._paused = paused

    def take(self) -> int | None:
        """Return the article to read next, which runs from now on; None if there is none."""
        with self._lock:
            if self._paused or not self._waiting:
                return None
            article = next(iter(self._waiting))
            del self._waiting[article]
            self._running[article] = 0.0
            if self._begun is None:
                self._begun = self._clock()
            return article

    def progress(self, article: int, share: float) -> None:
        """Note how much of a running article is done."""
        with self._lock:
            if article in self._running:
                self._running[article] = share

    def finish(self, article: int) -> None:
        """Note that an article is finished."""
        with self._lock:
            self._end(article)
            self._done += 1

    def fail(self, article: int, reason: str) -> None:
        """Note that an article got no suggestions; the others go on."""
        with self._lock:
            self._end(article)
            self._done += 1
            self._failed[article] = reason

    def list_failed(self, article: int, reason: str) -> None:
        """List an article that failed before, unless it waits again."""
        with self._lock:
            if article not in self._waiting and article not in self._running:
                self._failed[article] = reason

    def put_back(self, article: int) -> None:
        """Let an article that was taken, but not finished, be the next one again."""
        with self._lock:
            if article in self._running:
                self._end(article)
                self._waiting = {article: None} | self._waiting

    def _end(self, article: int) -> None:
        self._running.pop(article, None)
        if not self._running and self._begun is not None:
            self._worked += self._clock() - self._begun
            self._begun = None

    def _seconds_left(self) -> float | None:
        now = 0.0 if self._begun is None else self._clock() - self._begun
        done = self._done + sum(self._running.values())
        if not self._done:
            return None
        left = len(self._waiting) + len(self._running) - sum(self._running.values())
        return (self._worked + now) / done * left

    def to_json(self) -> str:
        """Return what is to be kept of it: what runs counts as waiting."""
        state = self.state()
        kept: dict[str, Any] = {"waiting": [*state.running, *state.waiting]}
        if state.failed:
            kept["failed"] = {str(article): reason for article, reason in state.failed.items()}
        if state.paused:
            kept["paused"] = True
        return json.dumps(kept, ensure_ascii=False)


def save_queue(project: Project, queue: SuggestionQueue) -> None:
    """Keep the queue in the project, so that it goes on after a restart; no step of undo.

    Nothing is written if the project keeps it as it is already.
    """
    state = queue.state()
    kept = queue.to_json() if state.left or state.failed else None
    with project.reading() as connection:
        if setting(connection, SUGGESTION_QUEUE) == kept:
            return
    with project.unrecorded() as (connection, _changes), Session(connection) as session:
        put_setting(session, SUGGESTION_QUEUE, kept)


def read_queue(connection: Connection) -> SuggestionQueue:
    """Return the queue that the project keeps; articles that are gone are left out."""
    queue = SuggestionQueue()
    try:
        kept = json.loads(setting(connection, SUGGESTION_QUEUE) or "{}")
    except (ValueError, RecursionError):
        return queue
    if not isinstance(kept, dict):
        return queue
    waiting, failed = kept.get("waiting"), kept.get("failed")
    if isinstance(waiting, list):
        queue.add(_there(connection, [i for i in waiting if isinstance(i, int)]))
    if isinstance(failed, dict):
        reasons = {int(i): str(reason) for i, reason in failed.items() if i.isdecimal()}
        for article in _there(connection, list(reasons)):
            queue.list_failed(article, reasons[article])
    queue.pause(kept.get("paused") is True)
    return queue


def _there(connection: Connection, ids: list[int]) -> list[int]:
    """Return those of the articles that the project has, in the same order."""
    rows = connection.exec_driver_sql(
        "SELECT article.id FROM json_each(?) AS kept JOIN article ON article.id = kept.value "
        "ORDER BY kept.key",
        (json.dumps(ids),),
    )
    return [row[0] for row in rows]
