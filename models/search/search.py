# SPDX-License-Identifier: MIT
"""Finds words: in a text, and through a project as concordance lines.

Words are compared canonically (Unicode 3.13, D145), whether an accent is written as one character
or two, and whatever the quotation marks and what is not displayed. White space stands for any but
the end of a paragraph; words that were divided at the end of a line are whole. A query without
capitals finds words whatever their case; one with capitals finds them so written, which tells US
from us. Every match is whole: no half of ß, no letter without its accent.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from sqlalchemy import Connection

from claimdesk.models.search.patterns import MOST, PatternProcess, TooSlow
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.text.folding import FoldedText, fold
from claimdesk.models.text.paragraphs import flow, paragraph_bounds
from claimdesk.models.text.reading import ReadingText, readable, words_in
from claimdesk.models.text.spans import Span
from claimdesk.models.text.words import snapped

CONTEXT = 80
"""Code points on either side of a match in a concordance line, if its paragraph has them."""

_READ_AT_ONCE = 20
_SLOW_BORNE = 3
"""Articles in which a pattern may take too long before the search is given up."""
_ESCAPED = re.compile(r"\\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Query:
    """What to find. `whole_word` keeps matches that neither begin nor end within a word."""

    text: str
    whole_word: bool = False
    regex: bool = False

    @property
    def ignore_case(self) -> bool:
        """Whether it has no capitals; those of a regular expression's escapes do not count."""
        plain = _ESCAPED.sub("", self.text) if self.regex else self.text
        return not any(char.isupper() or char.istitle() for char in plain)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to find."""
        return not (self.text if self.regex else fold(self.text).strip())


def folded(quote: str) -> str:
    """Return the words of a quote without case, extra white space and kinds of quotation marks."""
    return " ".join(fold(readable(quote)).split())


def same(one: str, other: str) -> bool:
    """Return whether two quotes are the same words, whatever their case, white space and quotes."""
    return folded(one) == folded(other)


def matches(
    text: str, query: Query, patterns: PatternProcess, stopped: threading.Event | None = None
) -> list[Span]:
    """Return the matches in the order of the text, none overlapping another, at most `MOST`.

    `patterns` is asked for regular expressions only. Once `stopped` is set, what was found so far
    is enough. Raises InvalidPattern or TooSlow.
    """
    if stopped is not None and stopped.is_set():
        return []
    if query.empty:
        return []
    if query.regex:
        reading = ReadingText(text)
        spans = patterns.spans(reading.text, query.text, ignore_case=query.ignore_case)
        found = [reading.to_body(span) for span in spans]
        return [span for span in found if not query.whole_word or is_whole(text, span)]
    return _plain(text, query, stopped)


def is_whole(text: str, span: Span) -> bool:
    """Return whether a span neither begins nor ends within a word.

    Scripts written without spaces have no words in this sense: there it always holds.
    """
    return snapped(text, span) == span


def _plain(text: str, query: Query, stopped: threading.Event | None) -> list[Span]:
    words = [re.escape(word) for word in _words(query.text, query.ignore_case)]
    pattern = re.compile(r"[^\S\n]+".join(words))
    flowing = flow(text)
    found = _found(text, flowing.text, query, pattern, stopped)
    if flowing.doubtful:
        # Nobody can tell whether a hyphen at the end of a line belongs to the word: both ways.
        others = _found(text, flowing.with_other_hyphens(), query, pattern, stopped)
        found += [span for span in others if not any(map(span.overlaps, found))]
    return sorted(found)[:MOST]


def _found(
    text: str,
    flowing: str,
    query: Query,
    pattern: re.Pattern[str],
    stopped: threading.Event | None,
) -> list[Span]:
    folded_text = _folded_text(flowing, query.ignore_case)
    found: list[Span] = []
    match = pattern.search(folded_text.key)
    while match is not None and len(found) < MOST:
        if stopped is not None and stopped.is_set():
            break
        span = folded_text.span(match.start(), match.end())
        if span is not None and (not query.whole_word or is_whole(text, span)):
            found.append(span)
            match = pattern.search(folded_text.key, match.end())
        else:
            match = pattern.search(folded_text.key, match.start() + 1)
    return found


@lru_cache(maxsize=2)
def _folded_text(text: str, ignore_case: bool) -> FoldedText:
    """Kept for the next letter that is typed."""
    return FoldedText(text, ignore_case=ignore_case)


def _words(text: str, ignore_case: bool) -> list[str]:
    return fold(text, ignore_case=ignore_case).split()


@dataclass(frozen=True, slots=True)
class Body:
    """An article to search."""

    id: int
    title: str
    published_on: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Line:
    """A concordance line: a match with what stands before and after it in its paragraph."""

    article_id: int
    title: str
    published_on: str | None
    start: int
    end: int
    left: str
    match: str
    right: str


@dataclass(frozen=True, slots=True)
class Slice:
    """What a part of a search found: concordance lines, and how far the search is."""

    lines: list[Line]
    done: int
    """Articles searched so far."""
    of: int
    """Articles to search."""
    slow: int
    """Articles so far in which the pattern took too long."""


class ProjectSearch:
    """A search through the articles of a project, newest first, done slice by slice.

    Used by one thread at a time. Reads in short transactions, so that it holds up no writer.
    """

    def __init__(self, project: Project, query: Query, among: Sequence[int] | None = None) -> None:
        self.query = query
        self._project = project
        self._ids = None if among is None else list(among)
        self._read: list[Body] = []
        self._closed = False
        self._asked = self._done = self._slow = 0
        self._patterns = PatternProcess()

    @property
    def finished(self) -> bool:
        """Whether every article has been searched."""
        return self._ids is not None and self._done >= len(self._ids)

    def slice(self, seconds: float = 0.1) -> Slice:
        """Search on for about `seconds`. Raises InvalidPattern, or TooSlow if it often is."""
        end = time.monotonic() + seconds
        lines: list[Line] = []
        while not self.finished and not self._closed:
            lines += self._next()
            if time.monotonic() >= end:
                break
        if self.finished:
            self.close()
        return Slice(lines, self._done, len(self._ids or ()), self._slow)

    def close(self) -> None:
        """End the search, and the process that a regular expression needs."""
        self._closed = True
        self._patterns.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _next(self) -> list[Line]:
        """Return the lines of the next article."""
        if not self._read:
            self._read_on()
        if not self._read:
            return []
        article = self._read.pop(0)
        self._done += 1
        try:
            spans = matches(article.body, self.query, self._patterns)
        except TooSlow:
            self._slow += 1
            if self._slow > _SLOW_BORNE:
                raise
            return []
        return [_line(article, span) for span in spans]

    def _read_on(self) -> None:
        with self._project.reading() as connection:
            if self._ids is None:
                self._ids = queries.article_ids(connection)
            wanted = self._ids[self._asked : self._asked + _READ_AT_ONCE]
            self._asked += len(wanted)
            self._read = bodies(connection, wanted)
        self._done += len(wanted) - len(self._read)


def bodies(connection: Connection, ids: Sequence[int]) -> list[Body]:
    """Return the texts of those articles that exist, in the order of `ids`."""
    statement = (
        "SELECT id, title, published_on, body FROM article "
        "WHERE id IN (SELECT value FROM json_each(?))"
    )
    rows = connection.exec_driver_sql(statement, (json.dumps(list(ids)),))
    found = {row[0]: Body(*row) for row in rows}
    return [found[number] for number in ids if number in found]


def _line(article: Body, span: Span) -> Line:
    around = in_context(article.body, span)
    return Line(article.id, article.title, article.published_on, *span, *around)


def in_context(text: str, span: Span) -> tuple[str, str, str]:
    """(left, match, right) of a span on one line each, within its paragraph."""
    first, last = paragraph_bounds(text, span.start), paragraph_bounds(text, span.end - 1)
    flowing = flow(text).text
    left = flowing[max(first.start, span.start - CONTEXT) : span.start]
    right = flowing[span.end : min(last.end, span.end + CONTEXT)]
    return readable(left), words_in(text, span).replace("\n", " "), readable(right)
