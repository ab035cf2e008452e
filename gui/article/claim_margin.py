# SPDX-License-Identifier: MIT
"""Claims in the margin: a bar along the lines of each, with its speaker and stance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from claimdesk.gui.article.geometry import BlockShapes
from claimdesk.gui.article.style import Style
from claimdesk.models.text.span_index import Mark

_LEAST_LABEL = 9
"""Characters; a narrower margin has bars alone."""


class Note(NamedTuple):
    """What the margin says of a claim."""

    speaker: str
    stance: str
    colour: str | None


class Bar(NamedTuple):
    """The bar of a claim along its lines in one block, in document pixels."""

    mark: Mark
    top: float
    bottom: float
    column: int


NoteOf = Callable[[int], Note | None]


def bars_of(block: BlockShapes, shows: Callable[[Mark], bool]) -> list[Bar]:
    """Return the bars of a block from the top; those that overlap are in columns of their own."""
    extents: dict[int, tuple[Mark, float, float]] = {}
    for shape in block.shapes:
        mark = shape.mark
        if mark.layer != "claim" or mark.state == "rejected" or not shows(mark):
            continue
        # Boxes are in the order of their lines.
        top, bottom = shape.boxes[0].top, shape.boxes[-1].bottom
        _unused, high, low = extents.get(mark.annotation, (mark, top, bottom))
        extents[mark.annotation] = mark, min(high, top), max(low, bottom)
    ends: list[float] = []
    bars = []
    for mark, top, bottom in sorted(extents.values(), key=lambda e: (e[1], -e[2], e[0].annotation)):
        column = next((n for n, end in enumerate(ends) if end <= top + 1), len(ends))
        ends[column : column + 1] = [bottom]
        bars.append(Bar(mark, top, bottom, column))
    return bars


class _Place(NamedTuple):
    """Where the margin shows a field of a claim, in document pixels."""

    left: float
    top: float
    right: float
    bottom: float
    claim: int
    field: str

    def rect(self) -> QRectF:
        return QRectF(self.left, self.top, self.right - self.left, self.bottom - self.top)


class ClaimMargin:
    """Draws the bars at the right of the text, and tells which one is at a place."""

    def __init__(self, style: Style, font: QFont, unit: float) -> None:
        self._style = style
        self._unit = unit
        self._font = QFont(font)
        self._font.setPointSizeF(max(6.5, font.pointSizeF() * 0.7))
        self._metrics = QFontMetricsF(self._font)
        self._line = self._metrics.height()
        self._places: list[_Place] = []

    def paint(
        self,
        painter: QPainter,
        bars: Iterable[Bar],
        area: QRectF,
        painted: QRectF,
        note_of: NoteOf,
        current: int | None,
    ) -> None:
        """Draw the bars that are in `painted`, a part of the margin, in document pixels.

        `area` is the margin as far as it is seen, and `bars` are all of those in it.
        """
        bars = list(bars)
        self._places = []
        left, right = area.left(), area.right()
        high, low = painted.top() - 2, painted.bottom() + 2
        width, step = 3 * self._unit, 6 * self._unit
        labels = left + step * (1 + max((bar.column for bar in bars), default=0)) + width
        fits = right - labels >= _LEAST_LABEL * self._metrics.averageCharWidth()
        free = area.top() - 1e6
        for bar in bars:
            mark = bar.mark
            note = note_of(mark.annotation) or Note(mark.label, "", None)
            strong = mark.annotation == current
            x = left + bar.column * step
            if bar.top <= low and high <= bar.bottom:
                rect = QRectF(x, bar.top + 2, width, bar.bottom - bar.top - 4)
                self._bar(painter, rect, self._colour(note), strong, mark.state == "suggested")
            self._places.append(
                _Place(x - 2, bar.top, x + width + 3, bar.bottom, mark.annotation, "stance")
            )
            if not fits:
                continue
            free = max(bar.top, free)
            for text, place in self._lines(note, bar, labels, right, free):
                if place.top <= low and high <= place.bottom:
                    self._write(painter, place.rect(), text, strong)
                free = place.bottom

    def at(self, place: QPointF) -> int | None:
        """Return the claim whose bar or label is at a document position."""
        found = self.field_at(place)
        return found[0] if found is not None else None

    def field_at(self, position: QPointF) -> tuple[int, str] | None:
        """Return a claim and the field of it, `speaker` or `stance`, that a position shows."""
        x, y = position.x(), position.y()
        found = (p for p in self._places if p.left <= x < p.right and p.top <= y < p.bottom)
        place = next(found, None)
        return None if place is None else (place.claim, place.field)

    def _colour(self, note: Note) -> QColor:
        if note.colour:
            return self._style.line_of(QColor(note.colour))
        return self._style.muted

    def _bar(
        self, painter: QPainter, rect: QRectF, colour: QColor, strong: bool, dashed: bool
    ) -> None:
        if strong:
            rect = rect.adjusted(-self._unit, 0, self._unit, 0)
        if not dashed:
            painter.fillRect(rect, colour)
            return
        pen = QPen(colour, rect.width())
        pen.setDashPattern([1.2, 0.8])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        x = rect.center().x()
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))

    def _lines(
        self, note: Note, bar: Bar, left: float, right: float, top: float
    ) -> Iterator[tuple[str, _Place]]:
        """Yield speaker and stance with their places, below one another where there is room."""
        lines = [(note.speaker, "speaker"), (note.stance, "stance")]
        two = bar.bottom - top >= 2 * self._line
        if not two and note.speaker and note.stance:
            lines = [(f"{note.speaker} · {note.stance}", "stance")]
            # The speaker is in front, so that a click there is about that.
            front = min(right, left + self._metrics.horizontalAdvance(note.speaker))
            below = top + self._line
            self._places.append(_Place(left, top, front, below, bar.mark.annotation, "speaker"))
        for text, field in lines:
            if text:
                place = _Place(left, top, right, top + self._line, bar.mark.annotation, field)
                self._places.append(place)
                yield text, place
                top = place.bottom

    def _write(self, painter: QPainter, room: QRectF, text: str, strong: bool) -> None:
        shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - 4)
        font = QFont(self._font)
        font.setBold(strong)
        painter.setFont(font)
        painter.setPen(self._style.text)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
