# SPDX-License-Identifier: MIT
"""Mapping the offsets that another program gives to the body of the article.

Programs count code points, UTF-16 units or bytes of UTF-8, and differ in whether a byte order mark
and the two characters of a CR LF count. How a file counts is inferred from the words that it
quotes, or else from what lies inside the text; the format says what is tried first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from claimdesk.models.exchange.foreign.offsets import split_edges
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.spans import Span

POINTS = _("characters")
UNITS = _("UTF-16 units")
BYTES = _("bytes of UTF-8")

_WIDTHS: dict[str, Callable[[str], int]] = {
    POINTS: lambda char: 1,
    UNITS: lambda char: 1 + (char > "\uffff"),
    BYTES: lambda char: len(char.encode("utf-8", "surrogatepass")),
}
_MARK = "\ufeff"
_COMPARED = 400
"""Characters of a quote that are compared, white space aside."""


@dataclass(frozen=True, slots=True)
class Range:
    """Offsets as a program gives them, with the words that it quotes for them, if any."""

    start: int
    end: int
    quote: str | None = None
    """The words there, or their beginning; anything else says nothing."""
    is_exact: bool = False
    """Whether the quote is all of the words, so that it can place them."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where ranges are in the body."""

    spans: list[Span | None]
    """None for those without a place."""
    faults: list[str]
    """What is wrong with each range; empty if nothing is."""
    unit: str
    """What the offsets count, one of the units above."""


class SourceText:
    """A text as a file has it, beside the body that it became."""

    def __init__(self, text: str, body: str, units: Sequence[str] = (POINTS, UNITS, BYTES)) -> None:
        self._body = body
        self._views = list(_views(text, body, units))

    def place(self, ranges: Sequence[Range]) -> Placed:
        """Find ranges in the body, all in the unit in which most of their words stand there."""
        view = max(self._views, key=lambda each: each.score(ranges))
        spans: list[Span | None] = []
        faults: list[str] = []
        for one in ranges:
            span, fault = self._place(view, one)
            spans.append(span)
            faults.append(fault)
        return Placed(spans, faults, view.unit)

    def _place(self, view: _View, one: Range) -> tuple[Span | None, str]:
        span = view.span(one)
        if one.is_exact and one.quote and one.quote.strip() and not view.holds(one):
            found = _only_place(self._body, one.quote)
            if found is not None:
                return found, _("the words are elsewhere once; it is put there")
            if span is not None:
                return span, _("the words there are others; it is kept where it is")
        if span is None:
            return None, _("there is no text from {start} to {end}; it is left out").format(
                start=one.start, end=one.end
            )
        return span, ""


def _only_place(body: str, quote: str) -> Span | None:
    """Return where words stand if they stand there once."""
    start = body.find(quote)
    if start < 0 or body.find(quote, start + 1) >= 0:
        return None
    return Span(start, start + len(quote))


def _views(text: str, body: str, units: Sequence[str]) -> Iterator[_View]:
    bare = text.lstrip(_MARK)
    lines = bare.replace("\r\n", "\n")
    mark = text[: len(text) - len(bare)]
    readings = list(dict.fromkeys([bare, lines, mark + bare, mark + lines]))
    for unit in units:
        for reading in readings:
            width = _WIDTHS[unit]
            if unit == units[0] or any(width(char) > 1 for char in set(reading)):
                yield _View(reading, unit, body)


@dataclass
class _View:
    """The text as one program saw and counted it."""

    text: str
    unit: str
    body: str

    def score(self, ranges: Sequence[Range]) -> tuple[int, int, int]:
        """Return how many quotes and ranges stand where they should, and edges not in words."""
        quotes = sum(self.holds(one) for one in ranges if one.quote)
        spans = [span for one in ranges if (span := self.span(one)) is not None]
        return quotes, len(spans), -sum(split_edges(self.body, span) for span in spans)

    def holds(self, one: Range) -> bool:
        """Return whether the quoted words stand at a range."""
        if not self._is_inside(one):
            return False
        start, end = self._character(one.start), self._character(one.end)
        said = _bare((one.quote or "")[: 4 * _COMPARED])[:_COMPARED].rstrip("…").rstrip(".")
        there = _bare(self.text[start : min(end, start + 4 * _COMPARED)])[:_COMPARED]
        return bool(said) and there.startswith(said)

    def span(self, one: Range) -> Span | None:
        """Return a range in the body, as far as the body has it; None if there is nothing."""
        if not self._is_inside(one):
            return None
        most = len(self.body)
        start, end = (min(self._point(offset), most) for offset in (one.start, one.end))
        return Span(start, end) if start < end else None

    def _is_inside(self, one: Range) -> bool:
        if not 0 <= one.start < one.end <= self._length:
            return False
        if self.unit == POINTS:
            return True
        starts = self._starts
        return all(starts[bisect_left(starts, offset)] == offset for offset in (one.start, one.end))

    @cached_property
    def _length(self) -> int:
        return len(self.text) if self.unit == POINTS else self._starts[-1]

    @cached_property
    def _starts(self) -> list[int]:
        """Where each character begins, and the text ends, in this unit."""
        return list(accumulate(map(_WIDTHS[self.unit], self.text), initial=0))

    @cached_property
    def _dropped(self) -> list[int]:
        """Where characters stand that the body does not have."""
        marks = len(self.text) - len(self.text.lstrip(_MARK))
        found, at = list(range(marks)), self.text.find("\r\n")
        while at >= 0:
            found.append(at)
            at = self.text.find("\r\n", at + 2)
        return found

    def _character(self, offset: int) -> int:
        return offset if self.unit == POINTS else bisect_left(self._starts, offset)

    def _point(self, offset: int) -> int:
        at = self._character(offset)
        return at - bisect_left(self._dropped, at)


def _bare(words: str) -> str:
    return "".join(words.split())
