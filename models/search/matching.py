# SPDX-License-Identifier: MIT
"""Matching: finds the words or the regular expression of a query in one text.

Words are compared in their folded form (see `text.folding`): an accent matches whether written as
one character or two, and quotation marks and invisible characters make no difference. White space
matches any white space within a paragraph; words divided at the end of a line are joined. A query
without capitals ignores case; one with capitals respects it, which distinguishes US from us. Every
match consists of whole characters: never half of ß, nor a letter without its accent.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import lru_cache

from claimdesk.models.search.patterns import MOST, PatternProcess
from claimdesk.models.text.folding import FoldedText, fold
from claimdesk.models.text.paragraphs import flow
from claimdesk.models.text.reading import ReadingText, readable
from claimdesk.models.text.spans import Span
from claimdesk.models.text.words import snapped

_ESCAPED = re.compile(r"\\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for. `whole_word` drops matches that begin or end within a word."""

    text: str
    whole_word: bool = False
    regex: bool = False

    @property
    def ignore_case(self) -> bool:
        """Whether it has no capitals; those in escapes of a regular expression do not count."""
        plain = _ESCAPED.sub("", self.text) if self.regex else self.text
        return not any(char.isupper() or char.istitle() for char in plain)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to search for."""
        return not (self.text if self.regex else fold(self.text).strip())


def comparable(quote: str) -> str:
    """Return a quote in a form that ignores case, white space and the style of quotes."""
    return " ".join(fold(readable(quote)).split())


def same_words(one: str, other: str) -> bool:
    """Return whether two quotes have the same words, ignoring case, white space and quotes."""
    return comparable(one) == comparable(other)


def matches(
    text: str, query: Query, patterns: PatternProcess, stopped: threading.Event | None = None
) -> list[Span]:
    """Return the matches in text order, without overlaps, at most `MOST`.

    `patterns` is used for regular expressions only. Once `stopped` is set, the matches so far are
    returned. Raises InvalidPattern or TooSlow.
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
    return _find_words(text, query, stopped)


def is_whole(text: str, span: Span) -> bool:
    """Return whether a span neither begins nor ends within a word.

    In scripts without spaces, which have no words in this sense, this is always true.
    """
    return snapped(text, span) == span


def _find_words(text: str, query: Query, stopped: threading.Event | None) -> list[Span]:
    words = [re.escape(word) for word in _words(query.text, query.ignore_case)]
    pattern = re.compile(r"[^\S\n]+".join(words))
    flowing = flow(text)
    found = _find_pattern(text, flowing.text, query, pattern, stopped)
    if flowing.doubtful:
        # A hyphen at the end of a line may divide a word or belong to it: search for both.
        others = _find_pattern(text, flowing.with_other_hyphens(), query, pattern, stopped)
        found += [span for span in others if not any(map(span.overlaps, found))]
    return sorted(found)[:MOST]


def _find_pattern(
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
    """Return the folded text, cached for the next letter that is typed."""
    return FoldedText(text, ignore_case=ignore_case)


def _words(text: str, ignore_case: bool) -> list[str]:
    return fold(text, ignore_case=ignore_case).split()
