# SPDX-License-Identifier: MIT
"""The geometry of marks on the page: boxes by line and run, cached by block."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLine

from claimdesk.gui.article.display import DisplayText, right_to_left
from claimdesk.gui.article.page import line_height_of
from claimdesk.gui.article.runs import Ends, run_of, runs_of
from claimdesk.models.text.span_index import Mark, SpanIndex, depths, lanes
from claimdesk.models.text.spans import Span

_KEPT_BLOCKS = 400


@dataclass(slots=True)
class Box(Ends):
    """One unbroken piece of a mark on one line, in document pixels.

    The text is between `top` and `bottom`; the `lanes` of the line share `room` pixels below
    `lanes_top`. The mark begins at `start_x` and ends at `end_x`, which is smaller in text from
    right to left.
    `first` and `last` tell whether the mark itself begins and ends here.
    """

    top: float
    bottom: float
    lanes_top: float
    room: float
    lanes: int = 1
    first: bool = False
    last: bool = False

    def move(self, by: float) -> None:
        """Move the box down by pixels."""
        self.top += by
        self.bottom += by
        self.lanes_top += by

    def rect(self) -> QRectF:
        """Return the box of the text, without the lanes."""
        return QRectF(self.left, self.top, self.right - self.left, self.bottom - self.top)


@dataclass(slots=True)
class Shape:
    """A mark and its boxes in one block. `lane` is its lane, or its depth among actor mentions."""

    mark: Mark
    lane: int
    boxes: list[Box]


@dataclass(slots=True)
class BlockShapes:
    """The shapes in one block of text, code points `start` to `end`, largest first.

    `top` is where the block itself begins, in document pixels.
    """

    start: int
    end: int
    top: float
    shapes: list[Shape]

    def move_to(self, top: float) -> None:
        """Move all shapes with their block, after blocks above it have grown or shrunk."""
        by = top - self.top
        if by:
            self.top = top
            for shape in self.shapes:
                for box in shape.boxes:
                    box.move(by)


class Geometry:
    """Lays out the marks of one document.

    Valid for one layout of the document: call `drop` when fonts or widths change, `drop_block` when
    the line height of a block does: those below it move with it. When marks change, call
    `drop_range`, whose cost depends only on the cached blocks.
    """

    def __init__(self, document: QTextDocument, display: DisplayText, index: SpanIndex) -> None:
        self._document = document
        self._display = display
        self._index = index
        self._right_to_left = right_to_left(display.shown)
        self._cache: dict[int, BlockShapes] = {}
        self._before: dict[int, BlockShapes] = {}
        self._last_block = 0
        self.replaced: dict[Mark, Mark] = {}
        """Marks that are temporarily replaced by others while an end is dragged."""

    def drop(self) -> None:
        """Forget every block."""
        self._cache.clear()
        self._before.clear()
        self._last_block = 0

    def drop_block(self, number: int) -> None:
        """Forget the block of a number."""
        self._cache.pop(number, None)
        self._before.pop(number, None)

    def drop_range(self, start: int, end: int) -> None:
        """Lay out the blocks that overlap code points `start` to `end` again when needed.

        Unchanged marks keep their boxes: only their lanes may change.
        """
        stale = [n for n, b in self._cache.items() if b.start <= end and start <= b.end]
        for number in stale:
            self._before[number] = self._cache.pop(number)

    def block_at(self, y: float) -> QTextBlock:
        """Return the block at or before `y` in document pixels.

        The search starts from the last result, in growing steps: Qt's own search visits every
        block, and asking for a distant block would lay out everything before it.
        """
        known, step = self._last_block, 1
        if self._top(known) > y:
            low, high = 0, known
        else:
            low, high = known, known + 1
            while high < self._document.blockCount() and self._top(high) <= y:
                low, step = high, step * 2
                high = low + step
            high = min(high, self._document.blockCount())
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._top(middle) <= y else (low, middle)
        self._last_block = low
        return self._document.findBlockByNumber(low)

    def _top(self, number: int) -> float:
        block = self._document.findBlockByNumber(number)
        return self._document.documentLayout().blockBoundingRect(block).top()

    def visible(self, top: float, bottom: float) -> Iterator[tuple[QRectF, BlockShapes]]:
        """Return the rectangle and the shapes of each block between `top` and `bottom`."""
        layout = self._document.documentLayout()
        block = self.block_at(top)
        while block.isValid():
            rect = layout.blockBoundingRect(block)
            if rect.top() > bottom:
                return
            yield rect, self._shapes(block)
            block = block.next()

    def line_of(self, point: int) -> Box:
        """Return the place of the character at code point `point`."""
        unit = self._display.unit(point)
        block = self._document.findBlock(unit)
        self._document.documentLayout().blockBoundingRect(block)
        layout = block.layout()
        line = layout.lineForTextPosition(min(unit - block.position(), block.length() - 1))
        if not line.isValid():
            origin = layout.position()
            return Box(origin.x(), origin.x(), origin.y(), origin.y(), origin.y(), 0.0)
        x = line.cursorToX(unit - block.position())[0]  # type: ignore[index]
        return _box(line, layout.position(), x, x, line_height_of(block))

    def point_at(self, position: QPointF) -> int | None:
        """Return the code point of the character at a document position, if there is one."""
        block = self.block_at(position.y())
        local = position - block.layout().position()
        line = _line_at(block, local.y())
        if line is None or local.y() > line.y() + line.height() * line_height_of(block):
            return None
        extent = line.naturalTextRect()
        if not extent.left() <= local.x() <= extent.right():
            return None
        at = line.xToCursor(local.x(), QTextLine.CursorPosition.CursorOnCharacter)
        return self._display.point(block.position() + at)

    def boundary_at(self, position: QPointF) -> int:
        """Return the code point before the caret position nearest to a document position."""
        block = self.block_at(position.y())
        local = position - block.layout().position()
        line = _line_at(block, local.y())
        at = line.xToCursor(local.x()) if line is not None else 0
        return self._display.point(block.position() + at)

    def span_boxes(
        self, spans: Sequence[Span], top: float, bottom: float
    ) -> Iterator[tuple[Span, Box]]:
        """Return the boxes of `spans` in the blocks between `top` and `bottom`, in document pixels.

        The spans are in text order and do not overlap.
        """
        layout = self._document.documentLayout()
        block = self.block_at(top)
        while block.isValid() and layout.blockBoundingRect(block).top() <= bottom:
            start = self._display.point(block.position())
            end = self._display.point(block.position() + block.length() - 1)
            mixed = self._right_to_left and right_to_left(block.text())
            at = bisect_right(spans, start, key=lambda span: span.end)
            while at < len(spans) and spans[at].start < end:
                for box in self._boxes(block, spans[at], mixed):
                    yield spans[at], box
                at += 1
            block = block.next()

    def span_between(self, top: float, bottom: float) -> Span:
        """Return the text on the lines from `top` to `bottom` in document pixels."""
        first, last = self.block_at(top), self.block_at(bottom)
        start, end = first.position(), last.position()
        line = _line_at(first, top - first.layout().position().y())
        if line is not None:
            start += line.textStart()
        line = _line_at(last, bottom - last.layout().position().y())
        if line is not None:
            end += line.textStart() + line.textLength()
        return Span(self._display.point(start), self._display.point(end))

    def _shapes(self, block: QTextBlock) -> BlockShapes:
        number = block.blockNumber()
        known = self._cache.get(number)
        if known is None:
            if len(self._cache) >= _KEPT_BLOCKS:
                self._cache.clear()
                self._before.clear()
            known = self._cache[number] = self._lay_out(block)
        known.move_to(block.layout().position().y())
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
        mixed = self._right_to_left and right_to_left(block.text())
        top = block.layout().position().y()
        before = self._shapes_before(block.blockNumber(), top)
        shapes = []
        for mark in marks:
            # By identity, which is safe as long as the shape refers to the mark.
            known = before.get(id(mark))
            boxes = known.boxes if known else list(self._boxes(block, mark, mixed))
            lane = depth_of if mark.layer == "actor" else lane_of
            if boxes:
                shapes.append(Shape(mark, lane.get(mark.annotation, 0), boxes))
        shapes.sort(key=lambda shape: shape.mark.start - shape.mark.end)
        _share_room(shapes)
        return BlockShapes(start, end, top, shapes)

    def _shapes_before(self, number: int, top: float) -> dict[int, Shape]:
        """Return the shapes of a block that was dropped, by the identity of their marks."""
        before = self._before.pop(number, None)
        if before is None:
            return {}
        before.move_to(top)
        return {id(shape.mark): shape for shape in before.shapes}

    def _boxes(self, block: QTextBlock, mark: Mark | Span, mixed: bool) -> Iterator[Box]:
        layout, height = block.layout(), line_height_of(block)
        start = self._display.unit(mark.start) - block.position()
        end = self._display.unit(mark.end) - block.position()
        low, high = max(0, start), min(end, block.length() - 1)
        line = layout.lineForTextPosition(low)
        while line.isValid() and line.textStart() < high:
            a = max(low, line.textStart())
            b = min(high, line.textStart() + line.textLength())
            boxes = _line_boxes(line, layout.position(), a, b, mixed, height)
            for box in boxes:
                box.first = box.first and a == start
                box.last = box.last and b == end
            yield from boxes
            line = layout.lineAt(line.lineNumber() + 1)


def _line_boxes(
    line: QTextLine, origin: QPointF, start: int, end: int, mixed: bool, height: float
) -> list[Box]:
    extent = line.naturalTextRect()
    low, high = extent.left(), extent.right()
    boxes = []
    for run in runs_of(line, start, end) if mixed else [run_of(line, start, end)]:
        a, b = min(max(run.start_x, low), high), min(max(run.end_x, low), high)
        if a != b:
            box = _box(line, origin, a, b, height)
            box.first, box.last = run.first, run.last
            boxes.append(box)
    return boxes


def _box(line: QTextLine, origin: QPointF, start_x: float, end_x: float, height: float) -> Box:
    """Return a box on a line, in a block of a line height."""
    top = origin.y() + line.y()
    bottom = top + line.ascent() + line.descent()
    # Lanes may use the lower part of the descent and the space above the next line's capitals.
    lanes_top = top + line.ascent() + line.descent() * 0.6
    room = top + line.height() * height + line.ascent() * 0.1 - lanes_top
    return Box(origin.x() + start_x, origin.x() + end_x, top, bottom, lanes_top, room)


def _line_at(block: QTextBlock, y: float) -> QTextLine | None:
    """Return the line at or before `y` in the layout of the block; else the first line."""
    layout = block.layout()
    low, high = 0, layout.lineCount()
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if layout.lineAt(middle).y() <= y else (low, middle)
    return layout.lineAt(low) if high else None


def _share_room(shapes: list[Shape]) -> None:
    """Set the number of lanes of each line in its boxes."""
    lined = [shape for shape in shapes if shape.mark.layer != "actor"]
    deepest: dict[float, int] = {}
    for shape in lined:
        for box in shape.boxes:
            deepest[box.top] = max(deepest.get(box.top, 0), shape.lane + 1)
    for shape in lined:
        for box in shape.boxes:
            box.lanes = deepest[box.top]
