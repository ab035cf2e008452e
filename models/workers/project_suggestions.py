# SPDX-License-Identifier: MIT
"""Suggestions for the articles of a queue, made by a pool and written into their project.

All of an article is written in one transaction, so that none is ever left half-suggested.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection

from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.suggest import runs
from claimdesk.models.suggest.data import Knowledge, Pipeline
from claimdesk.models.suggest.language_support import settle_language
from claimdesk.models.workers.suggestion_messages import Request
from claimdesk.models.workers.suggestion_pool import Found
from claimdesk.models.workers.suggestion_queue import SuggestionQueue, save_queue

_SAVE_AFTER = 5.0
"""Seconds between two savings of the queue while it goes on."""


def ignore(_value: object = None) -> None:
    """Do nothing with what is heard."""


class ProjectSuggestions:
    """The work of a pool: the articles of a queue.

    `changed` is called, in a thread of the pool, whenever the queue has changed, and `notify` with
    sentences about the pipeline.
    """

    def __init__(
        self,
        project: Project,
        queue: SuggestionQueue,
        *,
        changed: Callable[[], object] = ignore,
        notify: Callable[[str], object] = ignore,
        kept: bool = True,
    ) -> None:
        """`kept`: the queue is kept in the project."""
        self.queue = queue
        self.pipeline = Pipeline("none", "")
        """What read the articles."""
        self.error: Exception | None = None
        """Why it was paused by itself, such as a full disk."""
        self._project = project
        self._changed = changed
        self._notify = notify
        self._kept = kept
        self._known = _KnowledgeCache()
        self._sentences: set[str] = set()
        self._lock = threading.Lock()
        self._saved = time.monotonic()

    def take(self) -> int | None:
        """Return the article that is next in the queue."""
        return self.queue.take()

    def prepare(self, article_id: int) -> Request | None:
        """Read an article and what the project knows; None if it is gone."""
        language = settle_language(self._project, article_id)
        with self._project.reading() as connection:
            article = queries.article(connection, article_id)
            if article is None or language is None:
                return None
            knowledge = self._known.read(connection, language)
        self._changed()
        return Request(article_id, article.body, knowledge)

    def progress(self, article_id: int, share: float) -> None:
        """Note how much of an article is done."""
        self.queue.progress(article_id, share)
        self._changed()

    def write(self, request: Request, found: Found) -> None:
        """Write the suggestions of an article, and keep the queue now and then."""
        self.pipeline = found.pipeline
        settings = runs.settings_for(request.knowledge)
        run = runs.Run(self._project, request.article_id, found.pipeline, request.text, settings)
        run.add(found.suggestions)
        run.finish()
        self.queue.finish(request.article_id)
        self._after()

    def fail(self, article_id: int, reason: str) -> None:
        """List an article as failed."""
        self.queue.fail(article_id, reason)
        self._after()

    def put_back(self, article_id: int) -> None:
        """Let an article wait again."""
        self.queue.put_back(article_id)

    def broke(self, article_id: int, error: Exception) -> None:
        """Pause: what the project refuses for one article, it would refuse for all."""
        self.error = error
        self.queue.pause()
        self.queue.put_back(article_id)
        self._changed()

    def notice(self, sentence: str) -> None:
        """Pass a sentence on, once."""
        with self._lock:
            known = sentence in self._sentences
            self._sentences.add(sentence)
        if not known:
            self._notify(sentence)

    def save(self) -> None:
        """Keep the queue in the project. Raises ClaimdeskError if that fails."""
        if self._kept:
            self._saved = time.monotonic()
            save_queue(self._project, self.queue)

    def _after(self) -> None:
        state = self.queue.state()
        if not state.left or time.monotonic() - self._saved > _SAVE_AFTER:
            try:
                self.save()
            except ClaimdeskError as error:
                # What is written stands; only this many articles would be read again.
                self.error = error
                self.queue.pause()
        self._changed()


class _KnowledgeCache:
    """What the project knows, read again when something was edited or learned."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: tuple[object, ...] = ()
        self._known = Knowledge()

    def read(self, connection: Connection, language: str) -> Knowledge:
        """Return the knowledge for an article in a language."""
        with self._lock:
            version = _version(connection)
            if version != self._version:
                self._known, self._version = read_knowledge(connection, language), version
            return replace(self._known, language=language)


def _version(connection: Connection) -> tuple[object, ...]:
    """Return what changes with every edit and every model that is learned or chosen."""
    edits = connection.exec_driver_sql("SELECT max(id) FROM changeset").scalar_one()
    rows = connection.exec_driver_sql("SELECT id FROM model WHERE active ORDER BY id")
    return (edits, *(row[0] for row in rows))
