# SPDX-License-Identifier: MIT
"""A text cut into the pieces that are parsed one at a time: paragraphs, long ones in parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimdesk.models.text.paragraphs import dateline_end
from claimdesk.models.text.spans import Paragraphs, Span

LIMIT = 5_000
"""Code points of the longest chunk; a parser's memory and time grow with it."""

_LONGEST_SENTENCE = 1_000
"""Code points after which a sentence is taken for a list; work inside one grows with its square."""
_SYMBOLS = re.compile(r"[^\w\s]{400}")
"""Tokenizers take such a run apart in time that grows with its square."""
_ITEM_ENDS = ("; ", " • ", " | ", ", ", " ")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*\s+")


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of an article; it holds no line break."""

    span: Span
    paragraph: Span
    """The paragraph it is part of; the same as `span` but for very long ones and for a dateline,
    which is a piece of its own because parsers take it for a part of the sentence."""


def split_into_chunks(text: str) -> list[Chunk]:
    """Return the pieces of `text` in order, in time linear in its length."""
    return [
        Chunk(part, paragraph)
        for paragraph in Paragraphs(text).spans
        for long in _parts(text, paragraph)
        for part in _list_parts(text, long)
    ]


def _parts(text: str, paragraph: Span) -> list[Span]:
    found, start = [], dateline_end(text, *paragraph)
    if paragraph.start < start < paragraph.end:
        found.append(Span(paragraph.start, start))
    for run in _SYMBOLS.finditer(text, *paragraph):
        while run.end() - start > LIMIT:
            found.append(Span(start, _cut(text, start)))
            start = found[-1].end
        if run.end() > start:
            found.append(Span(start, run.end()))
            start = run.end()
    while paragraph.end - start > LIMIT:
        end = _cut(text, start)
        found.append(Span(start, end))
        start = end
    if start < paragraph.end:
        found.append(Span(start, paragraph.end))
    return found


def _list_parts(text: str, part: Span) -> Iterator[Span]:
    """Yield a part as it is, or cut where it goes on for very long without a full stop."""
    start = last = part.start
    ends = (match.end() for match in _SENTENCE_END.finditer(text, *part))
    for end in (*ends, part.end):
        while end - last > _LONGEST_SENTENCE:
            last = _item_end(text, last)
            yield Span(start, last)
            start = last
        last = end
    if start < part.end:
        yield Span(start, part.end)


def _item_end(text: str, start: int) -> int:
    """Return where an item of a list ends: after a mark, else a word, else anywhere."""
    half, end = start + _LONGEST_SENTENCE // 2, start + _LONGEST_SENTENCE
    for mark in _ITEM_ENDS:
        at = text.rfind(mark, half, end)
        if at >= 0:
            return at + len(mark)
    return end


def _cut(text: str, start: int) -> int:
    """Return where a chunk from `start` ends: after a sentence, else a word, else anywhere."""
    half, end = start + LIMIT // 2, start + LIMIT
    sentences = [match.end() for match in _SENTENCE_END.finditer(text, half, end)]
    if sentences:
        return sentences[-1]
    for at in range(end, half, -1):
        if text[at - 1].isspace():
            return at
    return end
