# SPDX-License-Identifier: MIT
"""Asks the worker process for suggestions and writes what comes back, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Signal

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.suggestions.worker import SuggestionWorker
from claimdesk.models.learning.knowledge import is_current, read_knowledge
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.data import Pipeline, Suggestions
from claimdesk.models.suggest.language_support import settle_language
from claimdesk.models.suggest.runs import Run, settings_for
from claimdesk.models.workers.suggestion_messages import Request


class SuggestionRunner(QObject):
    """Suggestions for articles of the open project."""

    progressed = Signal(int, float)
    """Article id and how much of it is done, 0..1."""
    finished = Signal(int)
    failed = Signal(str)
    notice = Signal(str)
    _read = Signal(int, object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._runs: dict[int, Run] = {}
        self._requests: dict[int, Request] = {}
        """The articles that suggestions are made for, as they were read."""
        self._asked = 0
        """Raised by `cancel`: what was asked for before must not be begun after it."""
        # One thread: batches are written in the order in which they came.
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="suggestions")
        self.worker = SuggestionWorker(self)
        self.worker.batch.connect(self._batch)
        self.worker.finished.connect(self._finished)
        self.worker.failed.connect(self._failed)
        self.worker.notice.connect(self.notice)
        self._read.connect(self._request)
        desk.project_changed.connect(self.cancel)

    @property
    def busy(self) -> bool:
        """Whether suggestions are being made."""
        return self.worker.busy

    def start(self, article_id: int, *, again: bool = True) -> None:
        """Make suggestions for an article; not `again`, only if it never had any."""
        project = self._desk.project
        if project is not None:
            self._submit(self._prepare, project, article_id, again, self._asked)

    def cancel(self) -> None:
        """Stop making suggestions; those that were shown stay."""
        self._asked += 1
        self.worker.cancel()
        self._runs.clear()

    def close(self) -> None:
        """End the process and the thread."""
        self._runs.clear()
        self.worker.close()
        self._writer.shutdown(wait=True, cancel_futures=True)

    def _submit(self, work: Callable[..., None], *values: object) -> None:
        future = self._writer.submit(work, *values)
        future.add_done_callback(self._show_error)

    def _show_error(self, future: Future[None]) -> None:
        error = None if future.cancelled() else future.exception()
        if error is not None:
            self.failed.emit(str(error))

    def _prepare(self, project: Project, article_id: int, again: bool, asked: int) -> None:
        with project.reading() as connection:
            if not again and is_current(connection, article_id):
                return
        language = settle_language(project, article_id)
        with project.reading() as connection:
            article = queries.article(connection, article_id)
            if article is None or language is None:
                return
            knowledge = read_knowledge(connection, language)
        self._read.emit(asked, Request(article_id, article.body, knowledge))

    def _request(self, asked: int, request: Request) -> None:
        if asked == self._asked:
            self._requests[request.article_id] = request
            self.worker.request(request)

    def _batch(
        self, article_id: int, pipeline: Pipeline, suggestions: Suggestions, progress: float
    ) -> None:
        project = self._desk.project
        if project is None:
            return
        run = self._runs.get(article_id)
        if run is None:
            request = self._requests[article_id]
            settings = settings_for(request.knowledge)
            run = Run(project, article_id, pipeline, request.text, settings)
            self._runs[article_id] = run
        self._submit(run.add, suggestions)
        self.progressed.emit(article_id, progress)

    def _finished(self, article_id: int) -> None:
        run = self._runs.pop(article_id, None)
        self._requests.pop(article_id, None)
        if run is not None:
            self._submit(run.finish)
        self.finished.emit(article_id)

    def _failed(self, article_id: int, reason: str) -> None:
        self._runs.pop(article_id, None)
        self.failed.emit(reason)
        self.finished.emit(article_id)
