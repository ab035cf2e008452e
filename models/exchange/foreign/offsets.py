# SPDX-License-Identifier: MIT
"""Finding the pieces of another tool's document in the body of the article.

How a file counts is said by its format; where the words that it quotes, or the edges of words,
show that its program counted otherwise, these decide. Words that stand elsewhere are found by
themselves if they are there once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Literal

from claimdesk.models.exchange.foreign.documents import ForeignDocument, Piece
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.folding import fold
from claimdesk.models.text.spans import Span

Unit = Literal["points", "utf16", "bytes"]
UNITS: tuple[Unit, ...] = ("points", "utf16", "bytes")
_WRONG = 1000
"""How much a wrong quote counts against an edge inside of a word."""
_MARK = "\ufeff"
_MOST_FOUND = 1000


def unit_words(unit: Unit) -> str:
    """Return what people call a unit."""
    words = {
        "points": _("characters"),
        "utf16": _("UTF-16 units"),
        "bytes": _("bytes of UTF-8"),
    }
    return words[unit]


def _width(unit: Unit, char: str) -> int:
    if unit == "utf16":
        return 1 + (char > "\uffff")
    return len(char.encode("utf-8", "surrogatepass"))


class Counted:
    """A text as one program counts it, and the body that it became."""

    def __init__(self, text: str, unit: Unit, body: str) -> None:
        self.unit = unit
        self._text = text
        self._body = body

    @cached_property
    def _starts(self) -> list[int] | None:
        """Where each character begins, and the text ends; None if that is its index."""
        ascii_only = self._text.isascii()
        if self.unit == "points" or ascii_only:
            return None
        return list(accumulate((_width(self.unit, char) for char in self._text), initial=0))

    @cached_property
    def _dropped(self) -> list[int]:
        """Where characters stand that the body does not have."""
        marks = len(self._text) - len(self._text.lstrip(_MARK))
        if "\r\n" not in self._text:
            return list(range(marks))
        return [*range(marks), *(found.start() for found in re.finditer("\r\n", self._text))]

    def point(self, offset: int) -> int | None:
        """Return where an offset is in the body; None if it is outside, or inside a character."""
        at = offset
        if self._starts is not None:
            at = bisect_left(self._starts, offset)
            if at == len(self._starts) or self._starts[at] != offset:
                return None
        if not 0 <= at <= len(self._text):
            return None
        return min(at - bisect_left(self._dropped, at), len(self._body))

    def span(self, piece: Piece) -> Span | None:
        """Return a piece in the body; None if it has no place there."""
        if piece.start is None or piece.end is None or piece.start > piece.end:
            return None
        start, end = self.point(piece.start), self.point(piece.end)
        return None if start is None or end is None else Span(start, end)

    def faults(self, piece: Piece) -> int:
        """Return how unlikely it is that the program counted like this."""
        if piece.start is None:
            return 0
        span = self.span(piece)
        if span is None:
            return _WRONG
        if piece.quote is not None:
            return 0 if same_words(self._body[span.start : span.end], piece.quote) else _WRONG
        return split_edges(self._body, span)


def split_edges(body: str, span: Span) -> int:
    """Return how many edges of a span are inside of words or beside white space."""
    start, end = span
    if start >= end:
        return 0
    cut = start > 0 and body[start - 1].isalnum() and body[start].isalnum()
    cut_end = end < len(body) and body[end - 1].isalnum() and body[end].isalnum()
    return cut + cut_end + body[start].isspace() + body[end - 1].isspace()


def same_words(there: str, quote: str) -> bool:
    """Return whether words are the same, white space and the width of letters aside."""
    if there == quote:
        return True
    bare, said = "".join(there.split()), "".join(quote.replace("\\n", " ").split())
    return bare == said or (
        bool(bare) and "".join(fold(bare).split()) == "".join(fold(said).split())
    )


def counted(document: ForeignDocument, body: str, declared: Unit, usual: Unit) -> Counted:
    """Return the text as the program of a document counted it.

    `usual` is how its file counts, where the words that it quotes do not tell.
    """
    quoted = [piece for each in document.spans for piece in each.pieces if piece.quote is not None]
    if not quoted:
        return Counted(document.text, usual, body)
    views = list(_views(document.text, body, (usual, declared, *UNITS)))
    return min(views, key=lambda view: sum(map(view.faults, quoted)))


def _views(text: str, body: str, units: Iterable[Unit]) -> Iterable[Counted]:
    readings = [text]
    if "\r\n" in text:
        readings.append(text.replace("\r\n", "\n"))
    for reading in readings:
        for unit in dict.fromkeys(units):
            if unit == "points" or not reading.isascii():
                yield Counted(reading, unit, body)


def usual_unit(documents: Sequence[tuple[ForeignDocument, str]], declared: Unit) -> Unit:
    """Return how the program of a file counts: as its format says, unless that hardly fits."""
    faults: dict[Unit, int] = dict.fromkeys((declared, "points", "utf16"), 0)
    for document, body in documents:
        if not any(char > "\uffff" for char in document.text):
            continue
        for unit in faults:
            view = Counted(document.text, unit, body)
            pieces = (piece for span in document.spans for piece in span.pieces)
            faults[unit] += sum(map(view.faults, pieces))
    return min(faults, key=lambda unit: faults[unit])


def find_words(body: str, piece: Piece) -> list[Span]:
    """Return where the words of a piece stand, those in their context if any are."""
    words = (piece.quote or "").split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    found: list[Span] = []
    for match in pattern.finditer(body):
        found.append(Span(*match.span()))
        if len(found) == _MOST_FOUND:
            break
    there = [
        span
        for span in found
        if body[: span.start].endswith(piece.prefix) and body.startswith(piece.suffix, span.end)
    ]
    return there if there and (piece.prefix or piece.suffix) else found
