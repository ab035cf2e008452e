# SPDX-License-Identifier: MIT
"""`claimdesk suggest` with several processes at the same time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.articles.readers import read_article
from claimdesk.models.cli import output
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.messages.time_left import time_left_text
from claimdesk.models.store.priority import most_processes
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.data import Knowledge, Pipeline
from claimdesk.models.workers.project_suggestions import ProjectSuggestions
from claimdesk.models.workers.suggestion_messages import Request
from claimdesk.models.workers.suggestion_pool import Found, SuggestionPool
from claimdesk.models.workers.suggestion_queue import SuggestionQueue

_WORTH = 8
"""Articles for which it is worth to start a process: that takes as long as some articles do."""

Failure = dict[str, Any]
"""{"article": its id, "reason": a sentence}"""


def useful(jobs: int | None, articles: int) -> int:
    """Return how many processes to work with: those asked for, or as many as are useful."""
    if jobs is not None:
        return min(jobs, articles)
    return 1 if articles < 2 * _WORTH else min(most_processes(), articles // _WORTH)


def for_project(
    project: Project, articles: Sequence[int], processes: int
) -> tuple[Pipeline, list[Failure]]:
    """Suggest for these articles; return what read them, and which of them could not be read.

    Raises the error that kept the project from being read or written.
    """
    queue = SuggestionQueue()
    queue.add(articles)
    progress = output.Progress(_("Suggesting"))
    lock = threading.Lock()

    def show() -> None:
        state = queue.state()
        with lock:
            left = state.seconds_left
            progress.show(state.share, 1, "" if left is None else time_left_text(left))

    work = ProjectSuggestions(project, queue, changed=show, notify=output.say, kept=False)
    pool = SuggestionPool(work, processes)
    try:
        pool.start(len(articles))
        pool.wait()
    finally:
        pool.stop()
        progress.clear()
    if work.error is not None:
        raise work.error
    failed = queue.state().failed.items()
    return work.pipeline, [{"article": i, "reason": reason} for i, reason in failed]


def for_files(
    paths: Sequence[Path], knowledge: Knowledge, processes: int
) -> Iterator[tuple[Path, ArticleFile, Found]]:
    """Yield the suggestions for each file in the order of the files.

    Raises the error of the first file that can't be read, after those before it.
    """
    work = _Files(paths, knowledge)
    pool = SuggestionPool(work, processes)
    progress = output.Progress(_("Suggesting"))
    try:
        pool.start(len(paths))
        for number, path in enumerate(paths):
            progress.show(number, len(paths), path.name)
            article, found = work.result(number)
            progress.clear()
            yield path, article, found
    finally:
        pool.stop()
        progress.clear()


class _Files:
    """The work of a pool: files, whose results are fetched in their order."""

    def __init__(self, paths: Sequence[Path], knowledge: Knowledge) -> None:
        self._paths = paths
        self._knowledge = knowledge
        self._waiting = iter(range(len(paths)))
        self._articles: dict[int, ArticleFile] = {}
        self._found: dict[int, Found | Exception] = {}
        self._changed = threading.Condition()
        self._said: set[str] = set()

    def result(self, number: int) -> tuple[ArticleFile, Found]:
        """Wait for a file and return what it holds and what was found. Raises its error."""
        with self._changed:
            self._changed.wait_for(lambda: number in self._found)
            found = self._found.pop(number)
        if isinstance(found, Exception):
            raise found
        return self._articles.pop(number), found

    def take(self) -> int | None:
        return next(self._waiting, None)

    def prepare(self, article_id: int) -> Request:
        article = self._articles[article_id] = read_article(self._paths[article_id])
        knowledge = replace(self._knowledge, language=article.language)
        return Request(article_id, article.body, knowledge)

    def progress(self, article_id: int, share: float) -> None:
        """Nothing is shown of parts of a file."""

    def write(self, request: Request, found: Found) -> None:
        self._put(request.article_id, found)

    def fail(self, article_id: int, reason: str) -> None:
        self._put(article_id, ClaimdeskError(f"{self._paths[article_id]}: {reason}"))

    def put_back(self, article_id: int) -> None:
        """Nobody waits for it any more."""

    def broke(self, article_id: int, error: Exception) -> None:
        self._put(article_id, error)

    def notice(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            output.say(sentence)

    def _put(self, number: int, found: Found | Exception) -> None:
        with self._changed:
            self._found[number] = found
            self._changed.notify_all()
