# SPDX-License-Identifier: MIT
"""Retention of backups: many recent ones and few old ones, as Anki does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Retention:
    """How many backups to keep: the latest, and the last one of so many days, weeks and months."""

    latest: int = 12
    daily: int = 10
    weekly: int = 9
    monthly: int = 9


def retained(moments: Iterable[datetime], retention: Retention) -> set[datetime]:
    """Return the moments whose backups to keep; days, weeks and months are in local time."""
    newest_first = sorted(moments, reverse=True)
    return {
        *newest_first[: retention.latest],
        *_last_of_each(newest_first, lambda m: m.date().toordinal(), retention.daily),
        *_last_of_each(newest_first, lambda m: m.isocalendar()[:2], retention.weekly),
        *_last_of_each(newest_first, lambda m: (m.year, m.month), retention.monthly),
    }


def _last_of_each(
    newest_first: list[datetime], period: Callable[[datetime], object], most: int
) -> list[datetime]:
    found: dict[object, datetime] = {}
    for moment in newest_first:
        found.setdefault(period(moment.astimezone()), moment)
    return list(found.values())[:most]
