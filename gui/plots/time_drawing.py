# SPDX-License-Identifier: MIT
"""A time line as it is drawn: a bar where a step has claims, time at the bottom, events on top."""

from __future__ import annotations

import bisect
import datetime
import itertools
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen, QPolygonF

from claimdesk.gui.plots.fields import value_label
from claimdesk.gui.plots.mark_canvas import Block, Look, Place
from claimdesk.gui.plots.plot import Fields
from claimdesk.gui.plots.series_style import SeriesStyle
from claimdesk.gui.plots.time_axis import GAP, MOST_TICKS, TimeAxis
from claimdesk.models.analysis.field_labels import range_label
from claimdesk.models.analysis.time_line import Step, TimeLine
from claimdesk.models.messages.catalogue import _, ngettext

_BAR, _BESIDE = 0.9, 0.64
"""Width of a bar as a share of its step's; of that of accepted claims beside one of suggestions."""
_REACH = 4.0
"""Pixels beside a bar that still belong to it."""
_PIECE = 32
"""Points of a line that are drawn at once."""
_FEW = 7
"""Fewer steps than these have empty time on either side."""
_NARROW = 3.0
"""Pixels of a step below which its bar has no room for a gap."""


class TimeDrawing(TimeAxis):
    """Lays out and draws the steps."""

    def __init__(
        self, figures: TimeLine, styles: Sequence[SeriesStyle], fields: Fields, average: int
    ) -> None:
        super().__init__()
        self.figures = figures
        self._styles = styles
        self._fields = fields
        self._average = figures.moving_average(average)
        self._beside = [number for number, style in enumerate(styles) if style.hatched]
        self._main = [number for number, style in enumerate(styles) if not style.hatched]
        if not self._main:
            self._main, self._beside = self._beside, []
        self._starts = [step.first for step in figures.steps]
        self._most = max((max(self._sums(step)) for step in figures.steps), default=1)

    def lay_out(self, size: QSize, look: Look) -> None:
        self._look = look
        metrics = QFontMetricsF(look.font)
        left = metrics.horizontalAdvance(str(self._most)) + 3 * GAP
        top = GAP + (2 * metrics.height() if self.figures.events else 0)
        bottom = metrics.height() + 2 * GAP
        self._area = QRectF(
            left,
            top,
            max(size.width() - left - 3 * GAP, 1.0),
            max(size.height() - top - bottom, 1.0),
        )

    def _sums(self, step: Step) -> tuple[int, int]:
        """Return the claims of the bar and of that beside it."""
        one, other = (sum(step.counts[n] for n in part) for part in (self._main, self._beside))
        return one, other

    @property
    def _span(self) -> tuple[datetime.date, datetime.date]:
        steps = self.figures.steps
        first, after = steps[0].first, steps[-1].after
        # A few steps alone would fill everything with a bar or two.
        beside = (after - first) * max(_FEW - self.figures.count, 0) / (2 * self.figures.count)
        try:
            return first - beside, after + beside
        except OverflowError:
            return first, after

    def _y_of(self, claims: float) -> float:
        return self._area.bottom() - claims / self._most * self._area.height()

    def _extent(self, step: Step) -> tuple[float, float]:
        """Return left and right of a bar, with that beside it."""
        left, right = self.x_of(step.first), self.x_of(step.after)
        if right - left < _NARROW:
            return left, max(right, left + 1)
        gap = (right - left) * (1 - _BAR) / 2
        return left + gap, right - gap

    def rect_of(self, block: Block) -> QRectF:
        first = self.figures.steps[block.first.column]
        last = self.figures.steps[block.last.column]
        left, right = self._extent(first)[0], self._extent(last)[1]
        chosen = self.figures.steps[block.first.column : block.last.column + 1]
        top = self._y_of(max(max(self._sums(step)) for step in chosen))
        return QRectF(left, top, right - left, self._area.bottom() - top).adjusted(-2, -2, 2, 2)

    def place_at(self, point: QPointF, *, nearest: bool = False) -> Place | None:
        steps = self.figures.steps
        inside = self._area.adjusted(-_REACH, -GAP, _REACH, 2 * GAP).contains(point)
        if not steps or not (inside or nearest):
            return None
        distances = []
        place = bisect.bisect_right(self._starts, self._day_at(point.x())) - 1
        for number in range(max(place, 0), min(place + 2, len(steps))):
            left, right = self._extent(steps[number])
            distances.append((max(left - point.x(), point.x() - right, 0.0), number))
        distance, found = min(distances)
        return Place(0, found) if nearest or distance <= _REACH else None

    def step(self, place: Place | None, across: int, down: int) -> Place | None:
        if place is None or not self.figures.steps:
            return self.end(last=False)
        # Up and Down make strides, for time lines of many steps.
        stride = across or -down * max(len(self.figures.steps) // 10, 1)
        return Place(0, min(max(place.column + stride, 0), len(self.figures.steps) - 1))

    def end(self, last: bool) -> Place | None:
        steps = self.figures.steps
        return Place(0, len(steps) - 1 if last else 0) if steps else None

    def describe(self, block: Block) -> str:
        steps = self.figures.steps[block.first.column : block.last.column + 1]
        unit = self.figures.unit
        ends = [value_label(unit, step.value, self._fields) for step in (steps[0], steps[-1])]
        total = sum(step.total for step in steps)
        parts = []
        for number, style in enumerate(self._styles):
            count = sum(step.counts[number] for step in steps)
            if count:
                parts.append(f"{count} {style.full_label}")
        words = _("{row}: {claims} ({parts})").format(
            row=range_label(*ends),
            claims=ngettext("1 claim", "{n} claims", total).format(n=total),
            parts="; ".join(parts),
        )
        first, after = steps[0].first.isoformat(), steps[-1].after.isoformat()
        marked = [event.label for event in self.figures.events if first <= event.day < after]
        return f"{words} · {'; '.join(marked)}" if marked else words

    def paint(self, painter: QPainter) -> None:
        look = self._look
        assert look is not None
        if not self.figures.steps:
            painter.setPen(look.faded)
            words = _("No claims have a date. Give their articles the day they were published.")
            painter.drawText(
                QRectF(painter.viewport()),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                words,
            )
            return
        self._paint_counts(painter)
        self._paint_times(painter)
        for step in self.figures.steps:
            self._paint_step(painter, step)
        self._paint_suggested(painter)
        self._paint_average(painter)
        self._paint_events(painter, self.figures.events)

    def _paint_counts(self, painter: QPainter) -> None:
        look = self._look
        assert look is not None
        metrics = QFontMetricsF(look.font)
        for value in range(0, self._most + 1, count_step(self._most)):
            y = self._y_of(value)
            painter.setPen(QPen(look.grid, 1))
            painter.drawLine(QPointF(self._area.left(), y), QPointF(self._area.right(), y))
            painter.setPen(look.faded)
            box = QRectF(0, y - metrics.height() / 2, self._area.left() - GAP, metrics.height())
            painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(value)
            )

    def _paint_step(self, painter: QPainter, step: Step) -> None:
        left, right = self._extent(step)
        share = _BESIDE if self._beside and right - left >= _NARROW else 1.0
        middle = left + (right - left) * share
        self._paint_bar(painter, step, self._main, QRectF(left, 0, middle - left, 0))
        if self._beside and right - left >= _NARROW:
            rest = QRectF(middle, 0, max(right - middle, 1.0), 0)
            self._paint_bar(painter, step, self._beside, rest)

    def _paint_bar(
        self, painter: QPainter, step: Step, series: Sequence[int], across: QRectF
    ) -> None:
        below = 0
        for number in series:
            count = step.counts[number]
            if not count:
                continue
            top, bottom = self._y_of(below + count), self._y_of(below)
            style = self._styles[number]
            rect = QRectF(across.left(), top, across.width(), bottom - top)
            painter.fillRect(rect, QBrush(style.fill))
            if style.series.stance is None and rect.width() >= _NARROW:
                painter.setPen(QPen(style.edge, 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
            below += count

    def _paint_suggested(self, painter: QPainter) -> None:
        """Draw suggestions as a dashed line where steps have no room for a bar beside."""
        look = self._look
        assert look is not None
        points = []
        for step in self.figures.steps if self._beside else ():
            left, right = self._extent(step)
            if right - left >= _NARROW:
                return
            points.append(QPointF((left + right) / 2, self._y_of(self._sums(step)[1])))
        painter.setPen(QPen(look.base, 3))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(QPen(look.text, 1, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF(points))

    def _paint_average(self, painter: QPainter) -> None:
        look = self._look
        assert look is not None
        if self._average:
            points = _one_a_pixel(
                [QPointF(self.x_of(day), self._y_of(mean)) for day, mean in self._average]
            )
            for pen in (QPen(look.base, 4), QPen(look.text, 1.6)):
                painter.setPen(pen)
                # Qt takes very long for one line of many points.
                for start in range(0, len(points), _PIECE):
                    painter.drawPolyline(QPolygonF(points[start : start + _PIECE + 1]))


def _one_a_pixel(points: Sequence[QPointF]) -> list[QPointF]:
    """Return points of which those in one column of pixels are their mean."""
    found = []
    for _column, group in itertools.groupby(points, lambda point: int(point.x())):
        own = list(group)
        x, y = (sum(values) / len(own) for values in zip(*(p.toTuple() for p in own), strict=True))
        found.append(QPointF(x, y))
    return found


def count_step(most: int) -> int:
    """Return the distance of at most six labelled whole numbers from 0 to `most`."""
    step = 1
    while most / step > MOST_TICKS - 1:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step
