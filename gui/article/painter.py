# SPDX-License-Identifier: MIT
"""Painting of marks: fills behind mentions, lanes under claims and domains, search hits.

The shape tells the kind of a mark, the colour what it belongs to:

- an actor mention is a filled box; a claim's content a line, its source a line with raised ends,
  its cue a heavy line; a domain a line that begins with a dot;
- suggestions to decide have dashed outlines and lines, without fill; rejected annotations are
  struck through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from claimdesk.gui.article.geometry import BlockShapes, Box, Shape
from claimdesk.gui.article.style import Style
from claimdesk.gui.widgets.roles import HIT, TEXT_CONTRAST, blend, contrast, ink_on, of_role
from claimdesk.models.text.span_index import Mark
from claimdesk.models.text.spans import Span

FILL, CURRENT_FILL, CURRENT_WASH = 0.24, 0.42, 0.16

_QUIET, _RECEDING = 0.4, 0.55
"""How strongly a quiet layer is painted, and what is not current beside what is."""


@dataclass(slots=True)
class Handle:
    """One end of a span of the current annotation that can be dragged."""

    shape: Shape
    at_start: bool
    x: float
    top: float
    bottom: float
    outward: int
    """The direction in which the text beside the span is: -1 to the left, 1 to the right."""

    def is_grabbed_at(self, position: QPointF, reach: float, unit: float) -> bool:
        """Return whether a press at a position takes the end.

        It does on the knob, and within the span beside its end; what is next to the span belongs to
        the words there, where a selection may begin.
        """
        away = (position.x() - self.x) * self.outward
        if self.bottom < position.y() <= self.bottom + 6 * unit:
            return abs(away) <= reach
        return self.top <= position.y() <= self.bottom and -reach <= away <= 1


class MarkPainter:
    """Draws the shapes of blocks with one style and font size.

    `unit` is the width of a thin line in pixels, which grows with the font.
    """

    def __init__(self, style: Style, font: QFont, tag_text: Callable[[Shape], str]) -> None:
        self._style = style
        self._tag_text = tag_text
        metrics = QFontMetricsF(font)
        self._height = metrics.height()
        self._headroom = max(0.0, metrics.ascent() - metrics.capHeight())
        """Pixels of a line that are empty above its capitals."""
        self.unit = max(1.0, self._height / 18)
        self._tag_font = QFont(font)
        self._tag_font.setPointSizeF(max(6.5, font.pointSizeF() * 0.6))
        self._tag_font.setWeight(QFont.Weight.DemiBold)
        self.reach = max(round(24 * self.unit), round(QFontMetricsF(self._tag_font).height()) + 2)
        """Distance in pixels around its lines to which the current annotation is painted."""
        self.current: int | None = None
        self.show_rejected = False
        self.hovered: int | None = None
        """A claim whose words are lit, since the mouse is over its bar in the margin."""
        self.layers: Mapping[str, str] = {}
        """How much of each layer is shown: full (also if it is missing), quiet or off."""

    def shows(self, mark: Mark) -> bool:
        """Return whether a mark is painted: the current annotation always is."""
        return mark.annotation == self.current or self.layers.get(mark.layer) != "off"

    def _opacity(self, mark: Mark) -> float:
        """Return how strongly a mark is painted: with something current all else recedes."""
        if mark.annotation in (self.current, self.hovered):
            return 1.0
        quiet = self.layers.get(mark.layer) == "quiet"
        return (_QUIET if quiet else 1.0) * (1.0 if self.current is None else _RECEDING)

    def under(self, painter: QPainter, block: BlockShapes, area: QRectF) -> None:
        """Draw what is behind the text of one block and intersects `area`."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_background(painter, block)
        top, bottom = area.top(), area.bottom()
        lined: list[tuple[Shape, list[Box]]] = []
        for shape in block.shapes:
            if shape.mark.state == "rejected" or not self.shows(shape.mark):
                continue
            boxes = [b for b in shape.boxes if b.lanes_top + b.room >= top and b.top <= bottom]
            if not boxes:
                continue
            if shape.mark.layer == "actor":
                painter.setOpacity(self._opacity(shape.mark))
                self._actor(painter, shape, boxes)
            else:
                lined.append((shape, boxes))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for shape, boxes in lined:
            painter.setOpacity(self._opacity(shape.mark))
            self._lane(painter, shape, boxes)
        painter.setOpacity(1.0)

    def over(self, painter: QPainter, block: BlockShapes) -> None:
        """Draw what is on top of the text of one block."""
        if not self.show_rejected:
            return
        painter.setPen(QPen(self._style.muted, self.unit))
        for shape in block.shapes:
            if shape.mark.state != "rejected":
                continue
            for box in shape.boxes:
                y = round(box.top + (box.bottom - box.top) * 0.58) + 0.5
                painter.drawLine(QPointF(box.left, y), QPointF(box.right, y))

    def lane_rect(self, shape: Shape, box: Box) -> QRectF:
        """Return the rectangle of the lane of a claim or domain below `box`."""
        pitch = self._pitch(box)
        stroke = max(self.unit, min(2 * self.unit, float(int(pitch - 1))))
        top = float(round(box.lanes_top + self.unit + shape.lane * pitch))
        return QRectF(box.left, top, box.right - box.left, round(stroke))

    def _pitch(self, box: Box) -> float:
        fitting = (box.room - self.unit) / box.lanes
        wanted = min(5 * self.unit, fitting)
        return max(2.0, float(int(wanted)))

    def _paint_background(self, painter: QPainter, block: BlockShapes) -> None:
        """Draw a faint background for the parts of the current claim or domain."""
        lit = {self.current, self.hovered} - {None}
        if not lit:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        for shape in block.shapes:
            if shape.mark.annotation in lit and shape.mark.layer != "actor":
                colour = self._style.fill(shape.mark.colour, shape.mark.layer, CURRENT_WASH)
                painter.setBrush(colour)
                for box in shape.boxes:
                    painter.drawRect(box.rect().adjusted(0, 0, 0, self.unit))

    def _actor(self, painter: QPainter, shape: Shape, boxes: list[Box]) -> None:
        mark = shape.mark
        current = mark.annotation == self.current
        suggested = mark.state == "suggested"
        inset = min(shape.lane, 3) * 2 * self.unit
        line = self._style.line(mark.colour, mark.layer)
        if suggested and not current:
            painter.setBrush(self._style.base if shape.lane else Qt.BrushStyle.NoBrush)
        else:
            strength = (CURRENT_FILL if current else FILL) + 0.08 * min(shape.lane, 2)
            strength -= 0.2 if suggested else 0
            painter.setBrush(self._style.fill(mark.colour, mark.layer, strength))
        painter.setPen(self._outline(line, suggested, current))
        # Dashes aligned to pixels are crisper, and seven times faster.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not suggested)
        radius = 3 * self.unit
        for box in boxes:
            rect = box.rect().adjusted(-0.5, inset - 0.5, 0.5, 0.5 - inset)
            if suggested:
                rect = QRectF(rect.toRect())
            painter.drawRoundedRect(rect, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _outline(self, line: QColor, suggested: bool, current: bool) -> QPen:
        if suggested:
            pen = QPen(line, round(self.unit * (2 if current else 1)))
            pen.setDashPattern([3.0, 2.2])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            return pen
        if current:
            return QPen(line, self.unit * 1.6)
        return QPen(self._style.line_of(blend(self._style.base, line, 0.6)), self.unit)

    def _lane(self, painter: QPainter, shape: Shape, boxes: list[Box]) -> None:
        """Draw a line below the text; among several, every other one has another shade."""
        mark = shape.mark
        # Lines have the hue of their layer; what a domain is, its dot tells.
        plain = self._style.line(None, mark.layer)
        current = mark.annotation == self.current
        for box in boxes:
            rect = self.lane_rect(shape, box)
            pitch = self._pitch(box)
            shaded = box.lanes > 2 and shape.lane % 2
            colour = blend(plain, self._style.text, 0.35) if shaded else plain
            height = rect.height() * (2 if mark.role == "cue" else 1)
            height += round(self.unit) if current else 0
            # Must not reach into the lane below.
            rect.setHeight(min(height, max(pitch, rect.height())))
            self._stroke(painter, rect, colour, mark.state == "suggested")
            if mark.role == "source":
                self._raised_ends(painter, rect, box, colour)
            elif mark.layer == "domain" and box.first:
                dot = self._style.line(mark.colour, mark.layer)
                self._dot(painter, rect, box, dot, mark.state == "suggested")

    def _stroke(self, painter: QPainter, rect: QRectF, colour: QColor, dashed: bool) -> None:
        if not dashed:
            painter.fillRect(rect, colour)
            return
        pen = QPen(colour, rect.height())
        dash, gap = 4 * self.unit / rect.height(), 3 * self.unit / rect.height()
        pen.setDashPattern([dash, gap])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        y = rect.center().y()
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))

    def _raised_ends(self, painter: QPainter, rect: QRectF, box: Box, colour: QColor) -> None:
        width, rise = max(1.0, round(1.4 * self.unit)), round(4 * self.unit)
        if box.first:
            x = box.start_x if box.start_x <= box.end_x else box.start_x - width
            painter.fillRect(QRectF(x, rect.bottom() - rise, width, rise), colour)
        if box.last:
            x = box.end_x - width if box.start_x <= box.end_x else box.end_x
            painter.fillRect(QRectF(x, rect.bottom() - rise, width, rise), colour)

    def _dot(self, painter: QPainter, rect: QRectF, box: Box, colour: QColor, hollow: bool) -> None:
        radius = max(2.5, 3 * self.unit)
        inward = radius if box.start_x <= box.end_x else -radius
        centre = QPointF(box.start_x + inward, rect.center().y())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, self.unit))
        painter.setBrush(self._style.base if hollow else colour)
        painter.drawEllipse(centre, radius - 0.5, radius - 0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def current_overlay(
        self, painter: QPainter, blocks: Iterable[BlockShapes], column_left: float, clip: QRectF
    ) -> None:
        """Draw what marks the parts of the current annotation: bracket, tags and handles."""
        shapes = [
            shape
            for block in blocks
            for shape in block.shapes
            if shape.mark.annotation == self.current
        ]
        if not shapes:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if shapes[0].mark.layer != "actor":
            self._bracket(painter, shapes, column_left)
        for handle in handles(shapes):
            self._handle(painter, handle)
        self._tags(painter, shapes, clip)

    def _bracket(self, painter: QPainter, shapes: list[Shape], column_left: float) -> None:
        """Draw a bracket in the margin along the lines of the annotation."""
        boxes = [box for shape in shapes for box in shape.boxes]
        mark = shapes[0].mark
        colour = self._style.line(mark.colour, mark.layer)
        x = round(column_left - 12 * self.unit) + 0.5
        reach = 5 * self.unit
        top = min(box.top for box in boxes) + self.unit
        bottom = max(box.bottom for box in boxes)
        pen = QPen(colour, 2 * self.unit)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(
            [
                QPointF(x + reach, top),
                QPointF(x, top),
                QPointF(x, bottom),
                QPointF(x + reach, bottom),
            ]
        )

    def _tags(self, painter: QPainter, shapes: list[Shape], clip: QRectF) -> None:
        """Draw the tag of each part above its first word, shifted where two would overlap.

        It is low enough to stand between the capitals of its line and the letters that hang down
        from the line before.
        """
        metrics = QFontMetricsF(self._tag_font)
        height = metrics.capHeight() + metrics.descent() + 1.5 * self.unit
        taken: dict[int, float] = {}
        named = [(s, b) for s in shapes for b in s.boxes if b.first and self._tag_text(s)]
        named.sort(key=lambda pair: (round(pair[1].top), pair[1].left))
        painter.setFont(self._tag_font)
        for shape, box in named:
            text = metrics.elidedText(
                self._tag_text(shape), Qt.TextElideMode.ElideRight, 14 * self._height
            )
            width = metrics.horizontalAdvance(text) + 7 * self.unit
            line = round(box.top)
            anchor = box.left if box.start_x <= box.end_x else box.right - width
            x = max(anchor, taken.get(line, 0.0))
            x = max(clip.left(), min(x, clip.right() - width - 2))
            taken[line] = x + width + 2 * self.unit
            rect = QRectF(x, box.top + self._headroom - height, width, height)
            self._tag(painter, rect, text, self._style.line(shape.mark.colour, shape.mark.layer))

    def _tag(self, painter: QPainter, rect: QRectF, text: str, colour: QColor) -> None:
        ink = ink_on(colour)
        away = QColor("black" if ink.lightnessF() > 0.5 else "white")
        while contrast(ink, colour) < TEXT_CONTRAST:
            colour = blend(colour, away, 0.08)
        painter.setPen(QPen(self._style.base, self.unit))
        painter.setBrush(colour)
        painter.drawRoundedRect(rect, 3 * self.unit, 3 * self.unit)
        painter.setPen(ink)
        baseline = rect.top() + 1.2 * self.unit + QFontMetricsF(self._tag_font).capHeight()
        painter.drawText(QPointF(rect.left() + 3.5 * self.unit, baseline), text)

    def _handle(self, painter: QPainter, handle: Handle) -> None:
        mark = handle.shape.mark
        colour = self._style.line(mark.colour, mark.layer)
        radius = 2.8 * self.unit
        x = handle.x - self.unit if handle.at_start else handle.x + self.unit
        painter.setPen(QPen(colour, 1.6 * self.unit))
        painter.drawLine(QPointF(x, handle.top), QPointF(x, handle.bottom + self.unit))
        painter.setPen(QPen(self._style.base, self.unit))
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x, handle.bottom + self.unit + radius * 0.6), radius, radius)


def handles(shapes: Iterable[Shape]) -> list[Handle]:
    """Return the handles of the span ends in `shapes`."""
    found = []
    for shape in shapes:
        for box in shape.boxes:
            forwards = 1 if box.start_x <= box.end_x else -1
            if box.first:
                found.append(Handle(shape, True, box.start_x, box.top, box.bottom, -forwards))
            if box.last:
                found.append(Handle(shape, False, box.end_x, box.top, box.bottom, forwards))
    return found


def paint_hits(
    painter: QPainter,
    found: Iterable[tuple[Span, Box]],
    current: Span | None,
    style: Style,
    unit: float,
) -> None:
    """Outline each piece of a hit; `unit` is the width of a thin line in pixels."""
    colour = of_role(HIT, style.base)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for span, box in found:
        painter.setPen(QPen(colour, unit * (2.4 if span == current else 1)))
        painter.drawRoundedRect(box.rect().adjusted(-1, 0.5, 1, -0.5), 2 * unit, 2 * unit)
