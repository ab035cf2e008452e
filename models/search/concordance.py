# SPDX-License-Identifier: MIT
"""Concordance: a search through the articles of a project, as matches with their context."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection

from claimdesk.models.search.matching import Query, matches
from claimdesk.models.search.patterns import PatternProcess, TooSlow
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.text.paragraphs import flow, paragraph_bounds
from claimdesk.models.text.reading import readable, words_in
from claimdesk.models.text.spans import Span

CONTEXT = 80
"""Code points of context on either side of a match, within its paragraph."""

_ARTICLES_AT_A_TIME = 20
_MOST_TIMEOUTS = 3
"""Articles in which a pattern may time out before the search is given up."""


@dataclass(frozen=True, slots=True)
class ArticleBody:
    """An article to search."""

    id: int
    title: str
    published_on: str | None
    body: str


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A match with its context before and after it in its paragraph."""

    article_id: int
    title: str
    published_on: str | None
    start: int
    end: int
    left: str
    match: str
    right: str


@dataclass(frozen=True, slots=True)
class SearchProgress:
    """The result of one step of a search: new lines, and the progress so far."""

    lines: list[ConcordanceLine]
    done: int
    """The number of articles searched so far."""
    of: int
    """The number of articles to search."""
    slow: int
    """The number of articles so far in which the pattern timed out."""


class ProjectSearch:
    """A search through the articles of a project, newest first, step by step.

    Used by one thread at a time. Reads in short transactions, so that it does not block writers.
    """

    def __init__(self, project: Project, query: Query, among: Sequence[int] | None = None) -> None:
        self.query = query
        self._project = project
        self._ids = None if among is None else list(among)
        self._read: list[ArticleBody] = []
        self._closed = False
        self._requested = self._done = self._slow = 0
        self._patterns = PatternProcess()

    @property
    def finished(self) -> bool:
        """Whether every article has been searched."""
        return self._ids is not None and self._done >= len(self._ids)

    def advance(self, seconds: float = 0.1) -> SearchProgress:
        """Continue for about `seconds`. Raises InvalidPattern, or TooSlow after some timeouts."""
        end = time.monotonic() + seconds
        lines: list[ConcordanceLine] = []
        while not self.finished and not self._closed:
            lines += self._search_next_article()
            if time.monotonic() >= end:
                break
        if self.finished:
            self.close()
        return SearchProgress(lines, self._done, len(self._ids or ()), self._slow)

    def close(self) -> None:
        """End the search and its process for regular expressions."""
        self._closed = True
        self._patterns.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _search_next_article(self) -> list[ConcordanceLine]:
        """Return the lines of the next article."""
        if not self._read:
            self._read_next_articles()
        if not self._read:
            return []
        article = self._read.pop(0)
        self._done += 1
        try:
            spans = matches(article.body, self.query, self._patterns)
        except TooSlow:
            self._slow += 1
            if self._slow > _MOST_TIMEOUTS:
                raise
            return []
        return [_line(article, span) for span in spans]

    def _read_next_articles(self) -> None:
        with self._project.reading() as connection:
            if self._ids is None:
                self._ids = queries.article_ids(connection)
            wanted = self._ids[self._requested : self._requested + _ARTICLES_AT_A_TIME]
            self._requested += len(wanted)
            self._read = bodies(connection, wanted)
        self._done += len(wanted) - len(self._read)


def bodies(connection: Connection, ids: Sequence[int]) -> list[ArticleBody]:
    """Return the existing articles among `ids`, in their order."""
    statement = (
        "SELECT id, title, published_on, body FROM article "
        "WHERE id IN (SELECT value FROM json_each(?))"
    )
    rows = connection.exec_driver_sql(statement, (json.dumps(list(ids)),))
    found = {row[0]: ArticleBody(*row) for row in rows}
    return [found[number] for number in ids if number in found]


def _line(article: ArticleBody, span: Span) -> ConcordanceLine:
    around = in_context(article.body, span)
    return ConcordanceLine(article.id, article.title, article.published_on, *span, *around)


def in_context(text: str, span: Span) -> tuple[str, str, str]:
    """Return (left, match, right) of a span within its paragraph, each on one line."""
    first, last = paragraph_bounds(text, span.start), paragraph_bounds(text, span.end - 1)
    flowing = flow(text).text
    left = flowing[max(first.start, span.start - CONTEXT) : span.start]
    right = flowing[span.end : min(last.end, span.end + CONTEXT)]
    return readable(left), words_in(text, span).replace("\n", " "), readable(right)
