# SPDX-License-Identifier: MIT
"""Polarisation as it is drawn: a line from 0 to 1 through time, over the phases of the debate."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from claimdesk.gui.plots.fields import value_label
from claimdesk.gui.plots.mark_canvas import Block, Look, Place
from claimdesk.gui.plots.time_axis import GAP, TimeAxis
from claimdesk.gui.widgets.roles import blend
from claimdesk.models.analysis.events import Event
from claimdesk.models.analysis.field_labels import range_label
from claimdesk.models.analysis.networks.debate import Moment
from claimdesk.models.messages.catalogue import _

_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_DOT, _REACH = 3.0, 10.0
_PALE, _SHADE = 0.03, 0.05
"""How much of the colour of texts is behind the first phase, and how much more behind each next."""
_NAMED = 3
"""Actors of a camp that are named."""


class DebateDrawing(TimeAxis):
    """Lays out and draws the windows."""

    def __init__(self, moments: Sequence[Moment], events: Sequence[Event]) -> None:
        super().__init__()
        self.moments = moments
        self._events = events

    @property
    def _span(self) -> tuple[datetime.date, datetime.date]:
        first, last = self.moments[0].period, self.moments[-1].period
        return first.start.date(), last.stop.date() + datetime.timedelta(days=1)

    def lay_out(self, size: QSize, look: Look) -> None:
        self._look = look
        metrics = QFontMetricsF(look.font)
        left = metrics.horizontalAdvance("0.75") + 3 * GAP
        top = 2 * GAP + metrics.height() * (3 if self._events else 1)
        below = metrics.height() + 2 * GAP
        self._area = QRectF(
            left,
            top,
            max(size.width() - left - 3 * GAP, 1.0),
            max(size.height() - top - below, 1.0),
        )

    def _point(self, place: int) -> QPointF:
        moment = self.moments[place]
        y = self._area.bottom() - (moment.polarisation or 0.0) * self._area.height()
        return QPointF(self.x_of(moment.period.centre.date()), y)

    def rect_of(self, block: Block) -> QRectF:
        places = range(block.first.column, block.last.column + 1)
        points = [self._point(place) for place in places]
        left, right = points[0].x(), points[-1].x()
        top = min(point.y() for point in points)
        bottom = max(point.y() for point in points)
        reach = 2 * _DOT
        return QRectF(left, top, right - left, bottom - top).adjusted(-reach, -reach, reach, reach)

    def place_at(self, point: QPointF, *, nearest: bool = False) -> Place | None:
        if not self.moments or not (nearest or self._area.contains(point)):
            return None
        away = [abs(self._point(place).x() - point.x()) for place in range(len(self.moments))]
        found = min(range(len(away)), key=away.__getitem__)
        return Place(0, found) if nearest or away[found] <= _REACH else None

    def step(self, place: Place | None, across: int, down: int) -> Place | None:
        if place is None or not self.moments:
            return self.end(last=False)
        stride = across or -down * max(len(self.moments) // 10, 1)
        return Place(0, min(max(place.column + stride, 0), len(self.moments) - 1))

    def end(self, last: bool) -> Place | None:
        return Place(0, len(self.moments) - 1 if last else 0) if self.moments else None

    def describe(self, block: Block) -> str:
        first, last = self.moments[block.first.column], self.moments[block.last.column]
        time = range_label(*(_day(each) for each in (first.period.start, last.period.stop)))
        if block.first != block.last:
            scores = [
                moment.polarisation
                for moment in self.moments[block.first.column : block.last.column + 1]
                if moment.polarisation is not None
            ]
            if not scores:
                return _("{time}: too few claims to tell").format(time=time)
            return _("{time}: polarisation {low:.2f} to {high:.2f}").format(
                time=time, low=min(scores), high=max(scores)
            )
        if first.polarisation is None:
            return _("{time}: too few claims to tell").format(time=time)
        words = _("{time}: polarisation {score:.2f}, phase {phase}").format(
            time=time, score=first.polarisation, phase=first.phase + 1
        )
        camps = _(" against ").join(_named(camp) for camp in first.camps)
        return f"{words}; {camps}" if camps else words

    def paint(self, painter: QPainter) -> None:
        look = self._look
        assert look is not None
        if not self.moments:
            painter.setPen(look.faded)
            words = _(
                "There is nothing to compare: it takes dated claims of several speakers with "
                "domains and stances, over some time."
            )
            painter.drawText(
                QRectF(painter.viewport()),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                words,
            )
            return
        self._paint_phases(painter, look)
        self._paint_scores(painter, look)
        self._paint_times(painter)
        self._paint_line(painter, look)
        self._paint_events(painter, self._events)

    def _runs(self) -> Iterator[tuple[int, float, float]]:
        """Yield each run of windows of one phase: its number, and its ends in pixels."""
        start = 0
        for place in range(1, len(self.moments) + 1):
            phase = self.moments[start].phase
            if place < len(self.moments) and self.moments[place].phase == phase:
                continue
            left = self._area.left() if not start else self._between(start)
            right = self._area.right() if place == len(self.moments) else self._between(place)
            yield phase, left, right
            start = place

    def _between(self, place: int) -> float:
        return (self._point(place - 1).x() + self._point(place).x()) / 2

    def _paint_phases(self, painter: QPainter, look: Look) -> None:
        metrics = QFontMetricsF(look.font)
        for phase, left, right in self._runs():
            band = QRectF(left, self._area.top(), right - left, self._area.height())
            painter.fillRect(band, blend(look.base, look.text, _PALE + _SHADE * phase))
            label = _("Phase {n}").format(n=phase + 1)
            label = next(
                (each for each in (label, str(phase + 1)) if self._fits(metrics, each, band)), ""
            )
            painter.setPen(look.faded)
            above = QRectF(left, band.top() - metrics.height(), band.width(), metrics.height())
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, label)

    @staticmethod
    def _fits(metrics: QFontMetricsF, label: str, band: QRectF) -> bool:
        return metrics.horizontalAdvance(label) + 2 <= band.width()

    def _paint_scores(self, painter: QPainter, look: Look) -> None:
        metrics = QFontMetricsF(look.font)
        for tick in _TICKS:
            y = self._area.bottom() - tick * self._area.height()
            painter.setPen(QPen(look.grid, 1))
            painter.drawLine(QPointF(self._area.left(), y), QPointF(self._area.right(), y))
            painter.setPen(look.faded)
            box = QRectF(0, y - metrics.height() / 2, self._area.left() - GAP, metrics.height())
            painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{tick:g}"
            )

    def _paint_line(self, painter: QPainter, look: Look) -> None:
        """Draw a line through windows that follow one another; it is broken where any has none."""
        run: list[QPointF] = []
        painter.setPen(QPen(look.text, 1.8))
        known = [n for n, moment in enumerate(self.moments) if moment.polarisation is not None]
        for before, place in zip([-1, *known], known, strict=False):
            if before != place - 1 or self._is_gap(place):
                painter.drawPolyline(QPolygonF(run))
                run = []
            run.append(self._point(place))
        painter.drawPolyline(QPolygonF(run))
        crowded = len(self.moments) * 3 * _DOT > self._area.width()
        radius = _DOT / 3 if crowded else _DOT
        painter.setBrush(look.text)
        painter.setPen(Qt.PenStyle.NoPen if crowded else QPen(look.base, 1))
        for place in known:
            painter.drawEllipse(self._point(place), radius, radius)

    def _is_gap(self, place: int) -> bool:
        if not place:
            return True
        before, period = self.moments[place - 1].period, self.moments[place].period
        return period.start > before.stop


def _day(time: datetime.datetime) -> str:
    return value_label("date", time.date().isoformat(), {})


def _named(camp: Sequence[str]) -> str:
    """Return the names of a camp, the rest as a number."""
    names = ", ".join(camp[:_NAMED])
    rest = len(camp) - _NAMED
    return _("{names} and {n} more").format(names=names, n=rest) if rest > 0 else names
