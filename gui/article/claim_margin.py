# SPDX-License-Identifier: MIT
"""Claims in the margin: a bar along the lines of each, with its speaker and stance."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
        top = min(box.top for box in shape.boxes)
        bottom = max(box.bottom for box in shape.boxes)
        _unused, high, low = extents.get(mark.annotation, (mark, top, bottom))
        extents[mark.annotation] = mark, min(high, top), max(low, bottom)
    ends: list[float] = []
    bars = []
    for mark, top, bottom in sorted(extents.values(), key=lambda e: (e[1], -e[2], e[0].annotation)):
        column = next((n for n, end in enumerate(ends) if end <= top + 1), len(ends))
        ends[column : column + 1] = [bottom]
        bars.append(Bar(mark, top, bottom, column))
    return bars


class ClaimMargin:
    """Draws the bars at the right of the text, and tells which one is at a place."""

    def __init__(self, style: Style, font: QFont, unit: float) -> None:
        self._style = style
        self._unit = unit
        self._font = QFont(font)
        self._font.setPointSizeF(max(6.5, font.pointSizeF() * 0.7))
        self._places: list[tuple[QRectF, int, str]] = []
        """Where bars and labels are: the claim of each, and which field of it."""

    def paint(
        self,
        painter: QPainter,
        bars: Iterable[Bar],
        area: QRectF,
        note_of: NoteOf,
        current: int | None,
    ) -> None:
        """Draw bars within `area`, the margin as far as it is seen, in document pixels."""
        bars = list(bars)
        self._places = []
        width, step = 3 * self._unit, 6 * self._unit
        labels = area.left() + step * (1 + max((bar.column for bar in bars), default=0))
        labels += 3 * self._unit
        metrics = QFontMetricsF(self._font)
        fits = area.right() - labels >= _LEAST_LABEL * metrics.averageCharWidth()
        painter.setFont(self._font)
        free = area.top() - 1e6
        for bar in bars:
            note = note_of(bar.mark.annotation) or Note(bar.mark.label, "", None)
            colour = self._colour(note)
            rect = QRectF(
                area.left() + bar.column * step, bar.top + 2, width, bar.bottom - bar.top - 4
            )
            strong = bar.mark.annotation == current
            self._bar(painter, rect, colour, strong, bar.mark.state == "suggested")
            self._places.append((rect.adjusted(-2, 0, 3, 0), bar.mark.annotation, "stance"))
            if fits:
                room = QRectF(labels, max(bar.top, free), area.right() - labels, metrics.height())
                free = self._label(painter, room, note, bar, strong)

    def at(self, place: QPointF) -> int | None:
        """Return the claim whose bar or label is at a document position."""
        found = self.field_at(place)
        return found[0] if found is not None else None

    def field_at(self, place: QPointF) -> tuple[int, str] | None:
        """Return a claim and the field of it, `speaker` or `stance`, that a position shows."""
        found = ((claim, field) for rect, claim, field in self._places if rect.contains(place))
        return next(found, None)

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

    def _label(self, painter: QPainter, room: QRectF, note: Note, bar: Bar, strong: bool) -> float:
        """Draw speaker and stance, below one another where there is room; return the lower end."""
        metrics = QFontMetricsF(self._font)
        font = QFont(self._font)
        font.setBold(strong)
        painter.setFont(font)
        painter.setPen(self._style.text)
        two = bar.bottom - room.top() >= 2 * room.height()
        said, joined = (note.speaker, "speaker"), f"{note.speaker} · {note.stance}"
        lines = [said, (note.stance, "stance")]
        if not two and note.speaker and note.stance:
            lines = [(joined, "stance")]
            # The speaker is in front, so that a click there is about that.
            front = QRectF(room)
            front.setWidth(min(room.width(), metrics.horizontalAdvance(note.speaker)))
            self._places.append((front, bar.mark.annotation, "speaker"))
        for text, field in lines:
            if not text:
                continue
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - 4)
            painter.drawText(
                room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown
            )
            self._places.append((QRectF(room), bar.mark.annotation, field))
            room.translate(0, room.height())
        return room.top()
