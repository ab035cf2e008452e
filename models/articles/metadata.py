# SPDX-License-Identifier: MIT
"""What the text of a wire story says about itself: headline, byline, dateline, copyright.

Each rule reads one form that can hardly mean anything else, and leaves the field empty otherwise:
an analyst fills in a gap sooner than they notice a mistake. The text itself is never changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from claimdesk.models.articles.dates import (
    DATE_PATTERN,
    PartialDate,
    date_in_name,
    read_date,
    year_in_name,
)

AGENCIES = frozenset((
    "aap", "aa", "afp", "ana", "anadolu", "ani", "ansa", "ap", "apa", "belga", "bernama",
    "bloomberg", "bta", "cna", "cp", "ctk", "dpa", "efe", "interfax", "irna", "jiji", "kcna",
    "keystone-sda", "kyodo", "lusa", "mti", "ntb", "pa", "pap", "pti", "reuters", "ritzau",
    "sputnik", "tanjug", "tass", "tt", "ukrinform", "unian", "uni", "upi", "xinhua", "yonhap",
))  # fmt: skip
"""News agencies by the names that datelines give them, in lower case."""

_HEADLINE = 200
"""Code points that a headline has at most."""
_LINE = 200
"""Code points of a line that are looked at for a byline, a dateline or a copyright."""
_HEAD = 10
"""Lines with text in which byline, dateline and date are looked for."""
_FOOT = 20
"""Lines with text at the end in which the copyright line is looked for."""

_CAPITAL = "A-ZÀ-ÖØ-ÞĆČŁŚŠŻŽ"
_NOBILIARY = r"(?:(?:van|von|der|den|de|da|di|del|la|le|al|bin|el)\s+)*"
_NAME = rf"[{_CAPITAL}][\w.'’-]*(?:\s+{_NOBILIARY}[{_CAPITAL}][\w.'’-]*){{1,4}}"
_BYLINE = re.compile(
    rf"(?:By|BY)\s+(?P<names>{_NAME}(?:(?:,\s+{_NAME})*,?\s+(?:and|AND|&)\s+{_NAME})?)"
    r"(?:\s*[,|/]\s*[^.!?]{2,60})?"
)
_PLACE = rf"[{_CAPITAL}][^\W\d_]*(?:[\s.'’-]+[^\W\d_]+\.?){{0,4}}(?:,\s+[{_CAPITAL}][\w.]*){{0,2}}?"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})(?:,\s*(?P<date>{DATE_PATTERN}))?"
    r"(?:,?\s*(?:/(?P<slashed>[^/\n]{2,40})/|\((?P<bracketed>[A-Z][^()\n]{1,40}|dpa)\)))?"
    r"\s*(?P<end>[-–—]{1,2}\s|[-–—]{0,2}$)"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright\b)\s*(?:©|\(c\))?\s*(?:(?:\d{4}\s*[-–]\s*)?(?P<year>(?:19|20)\d\d)\b,?)?"
    r"\s*(?:by\s+)?(?P<holder>[^\d.|]{2,60}?)?\s*,?\s*(?P<later>(?:19|20)\d\d)?"
    r"(?:\s*[.,|-]?\s*all rights reserved)?\.?",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:Published|Posted|Date|Updated)(?:\s+on)?\s*:?\s+(.{6,40})", re.IGNORECASE
)
_URL = re.compile(r"https?://[^\s<>\"]{3,2000}")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found; None is unknown."""

    title: str | None = None
    author: str | None = None
    place: str | None = None
    published_on: date | None = None
    agency: str | None = None
    outlet: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class _Dateline:
    place: str
    day: PartialDate | None
    name: str | None
    """Who stands in slashes or brackets."""


def read_metadata(text: str, file_name: str = "") -> Metadata:
    """What a cleaned text says about itself; the file name may add a date or year.

    - Title: the first line with text, if it is short, has no full stop and a blank line follows.
    - Author: a line such as `By Jane Doe`.
    - Place, date, agency: a dateline such as `Oslo, 12 May, /NAME/`, `OSLO, May 12 (Reuters) - `.
    - Outlet: the holder of the copyright, unless that is a known agency; then the agency is the
      holder, and the name in the dateline is the outlet.
    - Date without a year: the year comes from a full date in the head or the file name that is at
      most a month away, else from the copyright line or the file name, else the date is unknown.
    - URL: the one line that is nothing but a web address.
    """
    lines = [line.strip() for line in text.split("\n")]
    title = headline(text)
    written = [line for line in lines if line]
    head = written[1 if title else 0 :][:_HEAD]
    dateline = next(filter(None, map(_dateline, head)), None)
    holder, year = _copyright(written[-_FOOT:])
    agency, outlet = _names(dateline.name if dateline else None, holder)
    urls = {line for line in written if _URL.fullmatch(line)}
    return Metadata(
        title=title,
        author=next(filter(None, map(_byline, head)), None),
        place=dateline.place if dateline else None,
        published_on=_published(dateline, head, year, file_name),
        agency=agency,
        outlet=outlet,
        url=urls.pop() if len(urls) == 1 else None,
    )


def headline(text: str) -> str | None:
    """The first line with text, if it can be told to be a headline."""
    first, _, rest = text.lstrip().partition("\n")
    first = first.strip()
    following = rest.partition("\n")[0]
    if not rest.strip() or following.strip() or len(first) > _HEADLINE:
        return None
    return None if first.rstrip("\"'”’»)").endswith((".", "。", ":", ",", ";")) else first


def _byline(line: str) -> str | None:
    match = _BYLINE.fullmatch(line) if len(line) <= _LINE else None
    return match["names"] if match else None


def _dateline(line: str) -> _Dateline | None:
    match = _DATELINE.match(line[:_LINE])
    if not match:
        return None
    day = read_date(match["date"]) if match["date"] else None
    name = match["slashed"] or match["bracketed"]
    place = match["place"].strip()
    ends_paragraph = not match["end"].strip()
    if match["date"] and not day:
        return None
    if not (name or day) and (ends_paragraph or not place.isupper()):
        return None
    return _Dateline(place, day, name.strip() if name else None)


def _copyright(lines: list[str]) -> tuple[str | None, int | None]:
    for line in reversed(lines):
        match = _COPYRIGHT.fullmatch(line) if len(line) <= _LINE else None
        if match:
            year = match["year"] or match["later"]
            holder = (match["holder"] or "").strip(" ,-–")
            return holder or None, int(year) if year else None
    return None, None


def _is_agency(name: str | None) -> bool:
    words = re.findall(r"[\w-]+", name.lower()) if name else []
    return bool(words) and words[0] in AGENCIES


def _names(in_dateline: str | None, holder: str | None) -> tuple[str | None, str | None]:
    """Agency and outlet, from the names in the dateline and in the copyright line."""
    if _is_agency(holder):
        if in_dateline and not _is_agency(in_dateline):
            return holder, in_dateline
        return in_dateline or holder, None
    return in_dateline, holder


def _published(
    dateline: _Dateline | None, head: list[str], year: int | None, file_name: str
) -> date | None:
    stated = _stated(head) or date_in_name(file_name)
    if dateline is None or dateline.day is None:
        return stated
    day = dateline.day
    if day.year:
        return day.full()
    if stated:
        return day.nearest(stated)
    return day.full(year or year_in_name(file_name))


def _stated(head: list[str]) -> date | None:
    """A line of the head that is nothing but a full date, with or without `Published`."""
    for line in head:
        match = _PUBLISHED.fullmatch(line)
        found = read_date(match[1] if match else line)
        if found and found.year:
            return found.full()
    return None
