# SPDX-License-Identifier: MIT
"""Running heads and mastheads: lines that name the outlet, the day or the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from claimdesk.models.articles.boilerplate import COPYRIGHT, is_furniture, is_outlet
from claimdesk.models.articles.bylines import LINE
from claimdesk.models.articles.dates import YEAR, read_date

_PARTS = re.compile(r"\s*[|·•\t]\s*|\s+[–—-]+\s+|\s{3,}")
_COMMA = re.compile(r",\s+")
_TIME = re.compile(
    r"[,\s]+(?:(?:at|um|à|o|kl\.?|klo|alle|às|a las)\s+)?\d{1,2}[:.h]\d\d(?::\d\d)?"
    r"(?:\s*(?:[ap]\.?m\.?|Uhr|[A-Z]{2,5}))*$",
    re.IGNORECASE,
)
_MOST_WORDS = 6
"""Words that the name of an outlet behind a headline has at most."""


def parts_of(line: str) -> list[str]:
    """Return what a line says side by side, such as an outlet, a date and a page."""
    return [part for part in _PARTS.split(line.strip()) if part]


def outlet_beside(lines: Sequence[str]) -> str | None:
    """Return the outlet that running heads name."""
    for line in lines[:_MOST_LINES]:
        if len(line) > LINE:
            continue
        match = COPYRIGHT.fullmatch(line.strip())
        if match and match["holder"]:
            return match["holder"].strip(" ,-–") or None
        for part in _names(line):
            if is_outlet(part) and not is_furniture(part):
                return part
    return None


def outlet_with_date(line: str) -> str | None:
    """Return the outlet in a line that is one and a date, such as `The Post, 3 May 2024`."""
    if len(line) > LINE or day_in(line) is None:
        return None
    rest = [part for part in _names(line) if not is_furniture(part)]
    return rest[0] if len(rest) == 1 and is_outlet(rest[0]) else None


def day_in(line: str) -> date | None:
    """Return the full date that one part of a line is nothing but."""
    if len(line) > LINE or YEAR.search(line) is None:
        return None
    for part in (line, *parts_of(line), *_after_commas(line)):
        found = read_date(_TIME.sub("", part.strip()))
        if found and found.year:
            return found.full()
    return None


def headline_and_outlet(line: str, headings: Sequence[str]) -> tuple[str, str] | None:
    """Return headline and outlet of a line that is one of the headings, a bar or dash, and more."""
    for heading in headings:
        if len(heading) < _SHORT or not line.casefold().startswith(heading.casefold()):
            continue
        behind = line[len(heading) :]
        match = _PARTS.match(behind)
        rest = behind[match.end() :].strip() if match else ""
        if rest and len(rest.split()) <= _MOST_WORDS:
            return heading, rest
    return None


_SHORT = 8
"""Characters that a headline has at least."""
_MOST_LINES = 20


def _names(line: str) -> Iterator[str]:
    """Yield the parts of a line without the dates behind their commas."""
    for part in parts_of(line):
        pieces = _COMMA.split(part)
        dated = (at for at in range(1, len(pieces)) if read_date(", ".join(pieces[at:])))
        yield ", ".join(pieces[: next(dated, len(pieces))])


def _after_commas(line: str) -> Iterator[str]:
    for part in parts_of(line):
        pieces = _COMMA.split(part)
        yield from (", ".join(pieces[at:]) for at in range(1, len(pieces)))
