# SPDX-License-Identifier: MIT
"""Dates as news texts and file names write them.

A general date parser is of no use here: it finds a date in nearly anything and fills in what is
missing. Only spellings that can mean nothing else are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_WEEKDAY}{_DAY}\s+{_MONTH}(?:,?\s+{_YEAR})?",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?(?:,?\s+[MTWFS][a-z]{{2,5}}day)?",
        rf"{_YEAR}-(?P<month>[01]\d)-{_DAY}",
        rf"{_YEAR}\s*年\s*(?P<month>[01]?\d)\s*月\s*{_DAY}\s*日",
        rf"{_YEAR}\s*년\s*(?P<month>[01]?\d)\s*월\s*{_DAY}\s*일",
    )
)
DATE_PATTERN = (
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
    r"(?:[0-3]?\d(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.?\s+[0-3]?\d(?:st|nd|rd|th)?)"
    r"(?:,?\s+(?:19|20)\d\d)?"
)
"""What looks like an English date inside a longer line; `read_date` says whether it is one."""

_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[-_.]?)(?P<month>[01]\d)(?P=mark)(?P<day>[0-3]\d)(?!\d)"
)
_YEAR_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NEAR = 31
"""Days by which the day of a text and the date of its file may differ."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day of a month, of a year if the text says so."""

    day: int
    month: int
    year: int | None = None

    def full(self, year: int | None = None) -> date | None:
        """Return the date, in `year` if it has none of its own; None if there is no such day."""
        year = self.year or year
        try:
            return date(year, self.month, self.day) if year else None
        except ValueError:
            return None

    def nearest(self, other: date) -> date | None:
        """Return the date in the year that brings it nearest to `other`, at most 31 days away."""
        dates = [self.full(other.year + step) for step in (-1, 0, 1)]
        near = [d for d in dates if d and abs((d - other).days) <= _NEAR]
        return min(near, key=lambda d: abs((d - other).days), default=None)


def read_date(text: str) -> PartialDate | None:
    """Return the date that `text` is, such as `12 May`, `March 3, 2024`, `2024-03-03`."""
    for form in _FORMS:
        match = form.fullmatch(text.strip())
        if match:
            month = match["month"].lower()
            number = int(month) if month.isdecimal() else 1 + _MONTHS.index(month[:3])
            year = match["year"]
            found = PartialDate(int(match["day"]), number, int(year) if year else None)
            return found if found.full(found.year or 2000) else None
    return None


def date_in_name(name: str) -> date | None:
    """Return the date in a file name such as `2024-05-12 talks.txt` or `kyodo_20240512.txt`."""
    for match in _IN_NAME.finditer(name):
        found = PartialDate(int(match["day"]), int(match["month"]), int(match["year"])).full()
        if found:
            return found
    return None


def year_in_name(name: str) -> int | None:
    """Return the year in a file name, if it names exactly one."""
    years = set(_YEAR_IN_NAME.findall(name))
    return int(years.pop()) if len(years) == 1 else None
