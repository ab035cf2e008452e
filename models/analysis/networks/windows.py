# SPDX-License-Identifier: MIT
"""Windows that move through time: centres in steps of one unit, each inside the whole range."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from claimdesk.models.analysis.networks.options import TimeWindow


@dataclass(frozen=True, slots=True)
class Period:
    """A window with its centre and both ends, inclusive."""

    centre: datetime
    start: datetime
    stop: datetime


def windows(window: TimeWindow, start: datetime, stop: datetime) -> Iterator[Period]:
    """Yield the windows around `start`, `start` + 1 unit … that lie wholly inside the range."""
    step = 0
    while True:
        try:
            centre = _moved(start, window.unit, step)
            last = _moved(centre, window.unit, window.reach)
        except (ValueError, OverflowError):  # after the year 9999
            return
        if last > stop:
            return
        if step >= window.reach:
            try:
                first = _moved(centre, window.unit, -window.reach)
            except (ValueError, OverflowError):
                first = datetime.min
            if first >= start:
                yield Period(centre, first, last)
        step += 1


def _moved(time: datetime, unit: str, count: int) -> datetime:
    """Return a time so many units later, on the last day of a month that is too short."""
    if unit in ("days", "weeks"):
        return time + timedelta(**{unit: count})
    months = time.year * 12 + time.month - 1 + count * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    day = min(time.day, monthrange(year, month + 1)[1])
    return time.replace(year=year, month=month + 1, day=day)
