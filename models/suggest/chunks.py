# SPDX-License-Identifier: MIT
"""A text cut into the pieces that are parsed one at a time: paragraphs, long ones in parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimdesk.models.text.spans import Paragraphs, Span

LIMIT = 5_000
"""Code points of the longest chunk; a parser's memory and time grow with it."""

_SYMBOLS = re.compile(r"[^\w\s]{400}")
"""Tokenizers take such a run apart in time that grows with its square."""
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*\s+")


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of an article; it holds no line break."""

    span: Span
    paragraph: Span
    """The paragraph it is part of; the same as `span` but for very long ones."""


def split_into_chunks(text: str) -> list[Chunk]:
    """Return the pieces of `text` in order, in time linear in its length."""
    return [
        Chunk(part, paragraph)
        for paragraph in Paragraphs(text).spans
        for part in _parts(text, paragraph)
    ]


def _parts(text: str, paragraph: Span) -> list[Span]:
    found, start = [], paragraph.start
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
