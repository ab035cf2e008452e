# SPDX-License-Identifier: MIT
"""Claims in time: those of each day, week, month, quarter or year, by stance; gaps stay gaps."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection

from claimdesk.models.analysis.charts import next_step, steps_between
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.distribution import distribution
from claimdesk.models.analysis.events import Event, events
from claimdesk.models.analysis.stacks import Series

UNITS = ("date", "week", "month", "quarter", "year")
"""The fields of time, from fine to coarse."""
_MOST_DAYS = {"date": 62, "week": 400, "month": 3_000, "quarter": 12_000}
"""Up to so many days from the first claim to the last, these steps are usual."""
_MOST_STEPS = 100_000
_MOST_FAR, _FAR = 0.02, 3
"""Claims that are few, as a share, are far away if without them a time line is so much shorter."""


@dataclass(frozen=True)
class Step:
    """One step of time that has claims."""

    value: str
    """As the field says it, such as 2024-05."""
    first: datetime.date
    after: datetime.date
    """The first day of the next step."""
    counts: tuple[int, ...]
    """By series."""

    @property
    def total(self) -> int:
        """All its claims."""
        return sum(self.counts)


@dataclass(frozen=True)
class TimeLine:
    """The steps that have claims, in order, and what has no date."""

    unit: str
    steps: tuple[Step, ...]
    series: tuple[Series, ...]
    undated: int
    events: tuple[Event, ...] = ()
    far: tuple[Step, ...] = ()
    """Steps that are so far from the others that drawing them would leave these no room."""

    averages: dict[int, list[tuple[datetime.date, float]]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """Moving averages by size that were computed before."""

    @property
    def total(self) -> int:
        """All claims in the steps."""
        return sum(step.total for step in self.steps)

    @property
    def every_step(self) -> list[Step]:
        """The steps in order with those that are far away."""
        return sorted((*self.steps, *self.far), key=lambda step: step.first)

    @cached_property
    def count(self) -> int:
        """How many steps there are from the first to the last, also those without claims."""
        if not self.steps:
            return 0
        return _distance(self.unit, self.steps[0].first, self.steps[-1].first) + 1

    def moving_average(self, size: int) -> list[tuple[datetime.date, float]]:
        """Return the middle of each step and the mean claims of `size` steps around it.

        Steps without claims count as 0; only windows inside the whole time are taken. Empty if
        there are fewer steps than that, or too many to draw.
        """
        if size not in self.averages:
            self.averages[size] = self._moving_average(size)
        return self.averages[size]

    def _moving_average(self, size: int) -> list[tuple[datetime.date, float]]:
        if size < 2 or not size <= self.count <= _MOST_STEPS:
            return []
        names = steps_between(self.unit, self.steps[0].value, self.steps[-1].value)
        totals = {step.value: step.total for step in self.steps}
        window = [totals.get(name, 0) for name in names]
        found = []
        running = sum(window[:size])
        for place in range(len(window) - size + 1):
            if place:
                running += window[place + size - 1] - window[place - 1]
            centre = place + size // 2
            first = first_day(self.unit, names[centre])
            if size % 2:
                first += (first_day(self.unit, next_step(self.unit, names[centre])) - first) / 2
            found.append((first, running / size))
        return found


def read_time_line(
    connection: Connection, claims: ClaimFilter, unit: str | None, series: Sequence[Series]
) -> TimeLine:
    """Return the claims of a filter in time; `unit` is one of UNITS, None for what fits best.

    `series` hold, for each state of the filter, those of the stances and that of none.
    """
    unit = unit or usual_unit(crowded_time(connection, claims))
    places = {one: place for place, one in enumerate(series)}
    counts: dict[str, list[int]] = {}
    undated = 0
    for state in claims.states:
        uncoded = places[Series(state, None)]
        for row in distribution(connection, (unit, "stance"), claims.in_state(state)):
            if not _is_step(unit, row[unit]):
                undated += row["claims"]
                continue
            own = counts.setdefault(row[unit], [0] * len(series))
            own[places.get(Series(state, row["stance"]), uncoded)] += row["claims"]
    steps = tuple(
        Step(value, first_day(unit, value), _after(unit, value), tuple(own))
        for value, own in sorted(counts.items())
    )
    first, last = _crowded([(step.first, step.total) for step in steps])
    drawn = steps[first : last + 1]
    far = (*steps[:first], *steps[last + 1 :])
    return TimeLine(unit, drawn, tuple(series), undated, tuple(events(connection)), far)


def _crowded(days: Sequence[tuple[datetime.date, int]]) -> tuple[int, int]:
    """Return the first and last place of the days, with their claims, that are not far away.

    A day is far from the shortest run of days that has nearly all claims if the gap between them is
    longer than that run. None is if all days together are not much longer.
    """
    total = sum(claims for _day, claims in days)
    best, whole = (0, len(days) - 1), (0, len(days) - 1)
    first = inside = 0
    for last, (_day, claims) in enumerate(days):
        inside += claims
        while inside - days[first][1] >= total * (1 - _MOST_FAR):
            inside -= days[first][1]
            first += 1
        if inside >= total * (1 - _MOST_FAR) and _span(days, (first, last)) < _span(days, best):
            best = (first, last)
    # What is near the crowd belongs to it.
    first, last = best
    while first and _span(days, (first - 1, first)) <= _span(days, best):
        first -= 1
    while last < whole[1] and _span(days, (last, last + 1)) <= _span(days, best):
        last += 1
    return (first, last) if _span(days, (first, last)) * _FAR < _span(days, whole) else whole


def _span(days: Sequence[tuple[datetime.date, int]], ends: tuple[int, int]) -> int:
    return (days[ends[1]][0] - days[ends[0]][0]).days + 1


def crowded_time(
    connection: Connection, claims: ClaimFilter
) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day with claims that are not far from the others, if any."""
    rows = distribution(connection, ("date",), claims)
    days = sorted(
        (datetime.date.fromisoformat(row["date"]), row["claims"])
        for row in rows
        if _is_step("date", row["date"])
    )
    if not days:
        return None
    first, last = _crowded(days)
    return days[first][0], days[last][0]


def _is_step(unit: str, value: str | None) -> bool:
    """Return whether a value is a step of a calendar that Python knows, from the year 1."""
    try:
        return value is not None and bool(first_day(unit, value))
    except ValueError:
        return False


def usual_unit(ends: tuple[datetime.date, datetime.date] | None) -> str:
    """Return the finest unit that gives not too many steps from the first to the last day."""
    if ends is None:
        return "month"
    span = (ends[1] - ends[0]).days
    return next((unit for unit, most in _MOST_DAYS.items() if span <= most), "year")


def first_day(unit: str, value: str) -> datetime.date:
    """Return the first day of a step."""
    if unit == "year":
        return datetime.date(int(value), 1, 1)
    if unit == "quarter":
        year, quarter = value.split("-Q")
        return datetime.date(int(year), 3 * int(quarter) - 2, 1)
    if unit == "month":
        return datetime.date.fromisoformat(f"{value}-01")
    return datetime.date.fromisoformat(value)


def _after(unit: str, value: str) -> datetime.date:
    try:
        return first_day(unit, next_step(unit, value))
    except (ValueError, OverflowError):
        return datetime.date.max


def _distance(unit: str, first: datetime.date, last: datetime.date) -> int:
    months = (last.year - first.year) * 12 + last.month - first.month
    if unit in ("date", "week"):
        return (last - first).days // (7 if unit == "week" else 1)
    return months // {"month": 1, "quarter": 3, "year": 12}[unit]
