# SPDX-License-Identifier: MIT
"""Which backups to keep as they grow older: many recent ones, few old ones, as Anki does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many backups are kept: the latest, and the last of as many days, weeks and months."""

    latest: int = 12
    daily: int = 10
    weekly: int = 9
    monthly: int = 9


def kept(moments: Iterable[datetime], keeping: Keeping) -> set[datetime]:
    """Those of `moments` whose backups are kept; days, weeks and months are the analyst's own."""
    newest_first = sorted(moments, reverse=True)
    return {
        *newest_first[: keeping.latest],
        *_last_of_each(newest_first, lambda m: m.date().toordinal(), keeping.daily),
        *_last_of_each(newest_first, lambda m: m.isocalendar()[:2], keeping.weekly),
        *_last_of_each(newest_first, lambda m: (m.year, m.month), keeping.monthly),
    }


def _last_of_each(
    newest_first: list[datetime], period: Callable[[datetime], object], most: int
) -> list[datetime]:
    found: dict[object, datetime] = {}
    for moment in newest_first:
        found.setdefault(period(moment.astimezone()), moment)
    return list(found.values())[:most]
