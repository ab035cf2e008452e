# SPDX-License-Identifier: MIT
"""Where the marks of an article lie on the page: boxes per line and run, cached block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLayout, QTextLine

from claimdesk.gui.article.display import DisplayText, right_to_left
from claimdesk.models.layout import Mark, SpanIndex, depths, lanes

_KEPT_BLOCKS = 400
_GLYPHS = (
    QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphIndexes
    | QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphPositions
    | QTextLayout.GlyphRunRetrievalFlag.RetrieveStringIndexes
)


@dataclass(slots=True)
class Box:
    """One unbroken piece of a mark on one line, in document pixels.

    The text stands between `top` and `bottom`; the `lanes` of the line share `room` pixels below
    `lanes_top`. The mark begins at `start_x` and ends at `end_x`, to the left where text runs so.
    `first` and `last` say whether the mark itself begins and ends here.
    """

    start_x: float
    end_x: float
    top: float
    bottom: float
    lanes_top: float
    room: float
    lanes: int = 1
    first: bool = False
    last: bool = False

    @property
    def left(self) -> float:
        return min(self.start_x, self.end_x)

    @property
    def right(self) -> float:
        return max(self.start_x, self.end_x)

    def rect(self) -> QRectF:
        """The box of the text, without the lanes."""
        return QRectF(self.left, self.top, self.right - self.left, self.bottom - self.top)


@dataclass(slots=True)
class Shape:
    """A mark and its boxes in one block. `lane` is its lane, or its depth among actor mentions."""

    mark: Mark
    lane: int
    boxes: list[Box]


@dataclass(slots=True)
class BlockShapes:
    """What one block of text holds: code points `start` to `end`, and its shapes, largest first."""

    start: int
    end: int
    shapes: list[Shape]


class Geometry:
    """Lays the marks of one document out.

    Made for one layout of the document: `drop` when fonts or widths change. Marks change by
    `drop_range`, at a cost that depends on the cached blocks only.
    """

    def __init__(
        self, document: QTextDocument, display: DisplayText, index: SpanIndex, line_height: float
    ) -> None:
        self._document = document
        self._display = display
        self._index = index
        self._line_height = line_height
        self._right_to_left = right_to_left(display.shown)
        self._cache: dict[int, BlockShapes] = {}
        self.replaced: dict[Mark, Mark] = {}
        """Marks that are shown as others for the moment, while an end is dragged."""

    def drop(self) -> None:
        """Forgets every block."""
        self._cache.clear()

    def drop_range(self, start: int, end: int) -> None:
        """Forgets the blocks that touch code points `start` to `end`."""
        stale = [n for n, b in self._cache.items() if b.start <= end and start <= b.end]
        for number in stale:
            del self._cache[number]

    def block_at(self, y: float) -> QTextBlock:
        """The block at or nearest to `y` in document pixels."""
        layout = self._document.documentLayout()
        unit = layout.hitTest(QPointF(0, max(0.0, y)), Qt.HitTestAccuracy.FuzzyHit)
        return self._document.findBlock(max(0, unit))

    def visible(self, top: float, bottom: float) -> Iterator[tuple[QRectF, BlockShapes]]:
        """The rectangle and the shapes of each block between `top` and `bottom`."""
        layout = self._document.documentLayout()
        block = self.block_at(top)
        # The room for lanes below a block's last line belongs to the block before the hit one.
        if block.previous().isValid():
            block = block.previous()
        while block.isValid():
            rect = layout.blockBoundingRect(block)
            if rect.top() > bottom:
                return
            yield rect, self._shapes(block)
            block = block.next()

    def line_of(self, point: int) -> Box:
        """The place of the character at code point `point`."""
        unit = self._display.unit(point)
        block = self._document.findBlock(unit)
        self._document.documentLayout().blockBoundingRect(block)
        layout = block.layout()
        line = layout.lineForTextPosition(min(unit - block.position(), block.length() - 1))
        if not line.isValid():
            origin = layout.position()
            return Box(origin.x(), origin.x(), origin.y(), origin.y(), origin.y(), 0.0)
        x = line.cursorToX(unit - block.position())[0]  # type: ignore[index]
        return self._box(line, layout.position(), x, x)

    def point_at(self, position: QPointF) -> int | None:
        """The code point of the character under a place in document pixels, if there is one."""
        layout = self._document.documentLayout()
        unit = layout.hitTest(position, Qt.HitTestAccuracy.FuzzyHit)
        block = self._document.findBlock(unit)
        if unit < 0 or not block.isValid():
            return None
        local = position - block.layout().position()
        line = self._line_at(block, local.y())
        if line is None:
            return None
        extent = line.naturalTextRect()
        if not extent.left() <= local.x() <= extent.right():
            return None
        at = line.xToCursor(local.x(), QTextLine.CursorPosition.CursorOnCharacter)
        return self._display.point(block.position() + at)

    def _line_at(self, block: QTextBlock, y: float) -> QTextLine | None:
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            if line.y() - 1 <= y < line.y() + line.height() * self._line_height:
                return line
        return None

    def _shapes(self, block: QTextBlock) -> BlockShapes:
        number = block.blockNumber()
        known = self._cache.get(number)
        if known is None:
            if len(self._cache) >= _KEPT_BLOCKS:
                self._cache.clear()
            known = self._cache[number] = self._lay_out(block)
        return known

    def _marks(self, start: int, end: int) -> list[Mark]:
        marks = self._index.in_range(start, end)
        if not self.replaced:
            return marks
        shown = [mark for mark in marks if mark not in self.replaced]
        shown += [m for m in self.replaced.values() if m.start < end and start < m.end]
        return shown

    def _lay_out(self, block: QTextBlock) -> BlockShapes:
        first = block.position()
        start = self._display.point(first)
        end = self._display.point(first + block.length() - 1)
        marks = self._marks(start, end)
        lane_of = lanes(m for m in marks if m.state != "rejected")
        depth_of = depths(m for m in marks if m.state != "rejected")
        by_character = self._right_to_left and right_to_left(block.text())
        shapes = []
        for mark in marks:
            boxes = list(self._boxes(block, mark, by_character))
            lane = depth_of if mark.layer == "actor" else lane_of
            if boxes:
                shapes.append(Shape(mark, lane.get(mark.annotation, 0), boxes))
        shapes.sort(key=lambda shape: shape.mark.start - shape.mark.end)
        _share_room(shapes)
        return BlockShapes(start, end, shapes)

    def _boxes(self, block: QTextBlock, mark: Mark, by_character: bool) -> Iterator[Box]:
        layout = block.layout()
        start = self._display.unit(mark.start) - block.position()
        end = self._display.unit(mark.end) - block.position()
        low, high = max(0, start), min(end, block.length() - 1)
        origin = layout.position()
        made: list[Box] = []
        line = layout.lineForTextPosition(low)
        while line.isValid() and line.textStart() < high:
            a = max(low, line.textStart())
            b = min(high, line.textStart() + line.textLength())
            made += self._line_boxes(line, origin, a, b, by_character)
            line = layout.lineAt(line.lineNumber() + 1)
        if made:
            made[0].first = start >= 0
            made[-1].last = end <= block.length()
        return iter(made)

    def _line_boxes(
        self, line: QTextLine, origin: QPointF, start: int, end: int, by_character: bool
    ) -> list[Box]:
        extent = line.naturalTextRect()
        low, high = extent.left(), extent.right()
        runs = _runs(line, start, end) if by_character else [_run(line, start, end)]
        clipped = ((min(max(a, low), high), min(max(b, low), high)) for a, b in runs)
        return [self._box(line, origin, a, b) for a, b in clipped if a != b]

    def _box(self, line: QTextLine, origin: QPointF, start_x: float, end_x: float) -> Box:
        top = origin.y() + line.y()
        bottom = top + line.ascent() + line.descent()
        # Lanes may use the lower part of the descent and the blank above the next line's capitals.
        lanes_top = top + line.ascent() + line.descent() * 0.8
        room = top + line.height() * self._line_height + line.ascent() * 0.1 - lanes_top
        return Box(origin.x() + start_x, origin.x() + end_x, top, bottom, lanes_top, room)


def _share_room(shapes: list[Shape]) -> None:
    """Tells the boxes of each line how many lanes the line has."""
    lined = [shape for shape in shapes if shape.mark.layer != "actor"]
    deepest: dict[float, int] = {}
    for shape in lined:
        for box in shape.boxes:
            deepest[box.top] = max(deepest.get(box.top, 0), shape.lane + 1)
    for shape in lined:
        for box in shape.boxes:
            box.lanes = deepest[box.top]


def _run(line: QTextLine, start: int, end: int) -> tuple[float, float]:
    return line.cursorToX(start)[0], line.cursorToX(end)[0]  # type: ignore[index]


def _runs(line: QTextLine, start: int, end: int) -> list[tuple[float, float]]:
    """The runs of a span on a line that mixes directions, each from its start to its end.

    By glyph, since a cursor between two directions stands at one of two places.
    """
    glyphs: list[tuple[int, float, float, bool]] = []
    for run in line.glyphRuns(start, end - start, _GLYPHS):
        backwards = run.isRightToLeft()
        widths = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())
        for unit, place, width in zip(run.stringIndexes(), run.positions(), widths, strict=True):
            glyphs.append((unit, place.x(), place.x() + width.x(), backwards))
    glyphs.sort(key=lambda glyph: (glyph[0], -glyph[1] if glyph[3] else glyph[1]))
    runs: list[tuple[float, float]] = []
    previous: bool | None = None
    for _, left, right, backwards in glyphs:
        a, b = (right, left) if backwards else (left, right)
        if runs and backwards == previous and abs(runs[-1][1] - a) < 1.0:
            runs[-1] = (runs[-1][0], b)
        elif a != b:
            runs.append((a, b))
        previous = backwards
    return runs
