# SPDX-License-Identifier: MIT
"""A drawing whose axis is time: its labels, and the events that the analyst marks."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QDate, QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from claimdesk.gui.plots.mark_canvas import Look
from claimdesk.gui.widgets.wording import date_text
from claimdesk.models.analysis.events import Event

GAP = 6.0
MOST_TICKS = 6
_MONTH_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_DAY_STEPS = (1, 2, 7, 14)


class TimeAxis:
    """Knows where days are across the area; a subclass says from when to when."""

    def __init__(self) -> None:
        self._look: Look | None = None
        self._area = QRectF()

    @property
    def _span(self) -> tuple[datetime.date, datetime.date]:
        """The first day that is drawn, and the day after the last."""
        raise NotImplementedError

    def x_of(self, day: datetime.date) -> float:
        """Return where a day begins."""
        first, after = self._span
        share = (day - first).days / max((after - first).days, 1)
        return self._area.left() + share * self._area.width()

    def _day_at(self, x: float) -> datetime.date:
        first, after = self._span
        share = min(max((x - self._area.left()) / self._area.width(), 0.0), 1.0)
        return first + datetime.timedelta(days=int(share * (after - first).days))

    def _paint_times(self, painter: QPainter) -> None:
        """Draw days, months or years below the area."""
        look = self._look
        assert look is not None
        metrics = QFontMetricsF(look.font)
        painter.setPen(look.faded)
        taken = -math.inf
        for day, label in time_ticks(*self._span):
            width = metrics.horizontalAdvance(label)
            x = self.x_of(day)
            left = min(max(x - width / 2, 0.0), self._area.right() + 3 * GAP - width)
            if left < taken or x > self._area.right() + 1:
                continue
            taken = left + width + GAP
            painter.drawLine(QPointF(x, self._area.bottom()), QPointF(x, self._area.bottom() + 3))
            box = QRectF(left, self._area.bottom() + GAP, width + 1, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, label)

    def _paint_events(self, painter: QPainter, events: Sequence[Event]) -> None:
        """Draw a line for each event, with its words where they do not meet others."""
        look = self._look
        assert look is not None
        metrics = QFontMetricsF(look.font)
        first, after = self._span
        ends = [-math.inf, -math.inf]
        for event in events:
            day = datetime.date.fromisoformat(event.day)
            if not first <= day < after:
                continue
            x = self.x_of(day)
            line = min(range(2), key=lambda number: ends[number])
            top = GAP + line * metrics.height()
            painter.setPen(QPen(look.faded, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, top), QPointF(x, self._area.bottom()))
            room = max(self._area.right() - x, 60.0)
            label = metrics.elidedText(event.label, Qt.TextElideMode.ElideRight, min(room, 180.0))
            left = min(x + 3, self._area.right() - metrics.horizontalAdvance(label))
            if left < ends[line]:
                continue
            ends[line] = left + metrics.horizontalAdvance(label) + GAP
            painter.setPen(look.text)
            painter.drawText(QPointF(left, top + metrics.ascent()), label)


def time_ticks(first: datetime.date, after: datetime.date) -> list[tuple[datetime.date, str]]:
    """Return at most six days with their labels, on beginnings of years, months or weeks."""
    days = (after - first).days
    for step in _DAY_STEPS:
        if days / step <= MOST_TICKS:
            return [(day, date_text(day)) for day in _days(first, after, step)]
    months = days / 30.44
    step = next((each for each in _MONTH_STEPS if months / each <= MOST_TICKS), _MONTH_STEPS[-1])
    return [(day, _month_label(day, step)) for day in _months(first, after, step)]


def _days(first: datetime.date, after: datetime.date, step: int) -> Iterator[datetime.date]:
    day = first
    while day < after:
        yield day
        day += datetime.timedelta(days=step)


def _months(first: datetime.date, after: datetime.date, step: int) -> Iterator[datetime.date]:
    number = -(-(first.year * 12 + first.month - (first.day == 1)) // step) * step
    while number < after.year * 12 + after.month and number // 12 <= datetime.MAXYEAR:
        yield datetime.date(number // 12, number % 12 + 1, 1)
        number += step


def _month_label(day: datetime.date, step: int) -> str:
    return (
        str(day.year)
        if step % 12 == 0
        else QLocale().toString(QDate(day.year, day.month, day.day), "MMM yyyy")
    )
