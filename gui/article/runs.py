# SPDX-License-Identifier: MIT
"""Horizontal runs of a span on a line of text: one, or several in bidirectional text.

Offsets on a line are UTF-16 units of its block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QTextLayout, QTextLine

_GLYPHS = (
    QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphIndexes
    | QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphPositions
)


@dataclass(slots=True)
class Ends:
    """The horizontal start and end in pixels; the end is smaller in text from right to left."""

    start_x: float
    end_x: float

    @property
    def left(self) -> float:
        """The left end."""
        return min(self.start_x, self.end_x)

    @property
    def right(self) -> float:
        """The right end."""
        return max(self.start_x, self.end_x)


@dataclass(slots=True)
class Run(Ends):
    """A piece of a span on a line, in layout pixels; and whether it has the ends of the span."""

    first: bool = False
    last: bool = False


def run_of(line: QTextLine, start: int, end: int) -> Run:
    """Return the run of a span on a line from left to right."""
    return Run(line.cursorToX(start)[0], line.cursorToX(end)[0], True, True)  # type: ignore[index]


def runs_of(line: QTextLine, start: int, end: int) -> list[Run]:
    """Return the runs of a span on a bidirectional line.

    By glyph, since the position of a cursor between two directions is ambiguous.
    """
    runs: list[Run] = []
    previous = None
    for left, right, backwards in sorted(_glyphs(line, start, end)):
        if runs and backwards == previous and left - runs[-1].right < 1.0:
            run = runs[-1]
            right = max(right, run.right)
            run.start_x, run.end_x = (right, run.end_x) if backwards else (run.start_x, right)
        else:
            runs.append(Run(right, left) if backwards else Run(left, right))
        previous = backwards
    _flag_ends(runs, _middle(line, start), _middle(line, end - 1))
    return runs


def _glyphs(line: QTextLine, start: int, end: int) -> Iterator[tuple[float, float, bool]]:
    """Yield (left, right, from right to left) of each glyph."""
    for run in line.glyphRuns(start, end - start, _GLYPHS):
        widths = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())
        for place, width in zip(run.positions(), widths, strict=True):
            yield place.x(), place.x() + width.x(), run.isRightToLeft()


def _middle(line: QTextLine, unit: int) -> float | None:
    glyph = next(_glyphs(line, unit, unit + 1), None)
    return (glyph[0] + glyph[1]) / 2 if glyph else None


def _flag_ends(runs: list[Run], first: float | None, last: float | None) -> None:
    for run in runs:
        run.first = first is not None and run.left <= first <= run.right
        run.last = last is not None and run.left <= last <= run.right
