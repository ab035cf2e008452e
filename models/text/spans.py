# SPDX-License-Identifier: MIT
"""Spans: pieces of text by their offsets, anchors that find them again, and UTF-16 conversion.

Offsets are Unicode code points of the article's body, end-exclusive, everywhere but inside
claimdesk.gui.article, which maps them to the UTF-16 units of Qt.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

CONTEXT = 32
"""Code points of context stored on either side of a span."""


class Span(NamedTuple):
    """One piece of text: code points `start` to `end`, end-exclusive."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Return whether both have at least one code point in common."""
        return self.start < other.end and other.start < self.end


_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span with its quote and context, by which it is found again."""

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


def anchor(text: str, span: Span) -> Anchor:
    """Return the anchor of `span` in `text`.

    Raises ValueError if the span is empty or not inside the text.
    """
    start, end = span
    if not 0 <= start < end <= len(text):
        raise ValueError(f"span {start}-{end} is not inside a text of {len(text)} code points")
    before = text[max(0, start - CONTEXT) : start]
    return Anchor(start, end, text[start:end], before, text[end : end + CONTEXT])


class Utf16Map:
    """Converts between code points and UTF-16 units of one text.

    Built once per text in time linear in its length; a conversion is a binary search among the
    characters outside the Basic Multilingual Plane, of which most articles have none.
    """

    def __init__(self, text: str) -> None:
        # An expression finds them at the speed of C, and most texts have hardly any.
        astral = [] if text.isascii() else [found.start() for found in _ASTRAL.finditer(text)]
        self._points = astral
        self._units = [point + i for i, point in enumerate(astral)]

    def unit(self, point: int) -> int:
        """Return the UTF-16 unit at which code point `point` begins."""
        return point + bisect_left(self._points, point)

    def point(self, unit: int) -> int:
        """Return the code point that UTF-16 unit `unit` belongs to."""
        if not self._units:
            return unit
        before = bisect_left(self._units, unit)
        if before and self._units[before - 1] + 1 == unit:
            return self._points[before - 1]
        return unit - before


def trimmed(text: str, span: Span) -> Span:
    """Return `span` without white space at its ends; an empty span keeps its start."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def joined(spans: Sequence[Span]) -> list[Span]:
    """Return the spans in order, those that overlap as one, empty ones left out."""
    disjoint: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if disjoint and span.start < disjoint[-1].end:
            disjoint[-1] = Span(disjoint[-1].start, max(disjoint[-1].end, span.end))
        else:
            disjoint.append(span)
    return disjoint


def line_bounds(text: str, point: int) -> Span:
    """Return the line around code point `point`, without its line break."""
    start = text.rfind("\n", 0, point) + 1
    end = text.find("\n", point)
    return Span(start, len(text) if end < 0 else end)


class Paragraphs:
    """The paragraphs (lines that are not blank) of a text, and the look-up by offset."""

    def __init__(self, text: str) -> None:
        self.spans: list[Span] = []
        start = 0
        for line in text.split("\n"):
            kept = trimmed(text, Span(start, start + len(line)))
            if kept.start < kept.end:
                self.spans.append(kept)
            start += len(line) + 1
        self._starts = [span.start for span in self.spans]

    def index(self, point: int) -> int:
        """Return the index of the paragraph at or before code point `point`; -1 before all."""
        return bisect_right(self._starts, point) - 1
