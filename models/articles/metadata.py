# SPDX-License-Identifier: MIT
"""What the text of a wire story says about itself: headline, byline, dateline, copyright.

Each rule reads one form that can hardly mean anything else, and leaves the field empty otherwise:
an analyst fills in a gap sooner than they notice a mistake. The text itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from claimdesk.models.articles.boilerplate import (
    COPYRIGHT,
    is_authority,
    is_furniture,
    is_institution,
    is_note_to_desk,
    is_outlet,
    is_section,
    labelled_headline,
    unbracketed,
)
from claimdesk.models.articles.bylines import CAPITAL, LINE, byline
from claimdesk.models.articles.dates import (
    DATE_PATTERN,
    WIDE,
    YEAR,
    PartialDate,
    date_in_name,
    find_date,
    read_date,
    unclear_date,
    year_in_name,
)
from claimdesk.models.articles.mastheads import (
    copy_of,
    day_cited,
    day_in,
    outlet_with_date,
    parts_of,
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
_BEGINNING = 20_000
"""Code points at the beginning in which a headline is looked for."""
_BROKEN = 40
"""Code points from which on a line in capitals may have been broken."""
_LETTERHEAD = 70
"""Code points of a line of a letterhead at most."""
_HEAD = 10
"""Lines with text in which byline, dateline and date are looked for."""
_LABELS = 6
"""Lines with text at the end in which the outlet may stand behind a label."""
_FOOT = 20
"""Lines with text at the end in which the copyright line is looked for."""

_PLACE = rf"[{CAPITAL}][^\W\d_]*(?:[\s.'’-]+[^\W\d_]+\.?){{0,4}}(?:,\s+[{CAPITAL}][\w.]*){{0,2}}?"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})(?:,\s*(?P<date>{DATE_PATTERN}))?"
    r"(?:,?\s*(?:/(?P<slashed>[^/\n]{2,40})/"
    rf"|\((?P<bracketed>[{CAPITAL}][^()\n]{{1,40}}|[a-z]{{2,4}}(?:/[a-z]{{2,4}}){{0,2}})\)))?"
    r"\s*(?P<end>(?:[-–—_]{1,2}|\|)\s|[-–—_]{0,2}$)"
)
_MARKS = frozenset("-–—/(_|")
_DATELINE_WORDS = 12
"""More words than a place of seven and a date of four, which is all without one of the marks."""
_EAST_ASIAN = (
    # “…社…５月３日电（记者 …）”
    re.compile(
        r"[(（【]?(?P<agency>[\u3400-\u9fff]{1,8}?(?:社|网|新闻))(?P<place>[\u3400-\u9fff]{0,10}?)"
        r"\s?(?:\d{1,2}月)?\d{1,2}日(?:电|讯|電|訊)[】)）]?\s?(?:[(（][^（）()]{1,60}[)）])?\s?"
    ),
    # “【…＝…】”, “【…共同】”
    re.compile(r"【(?P<place>[^【】]{1,24}?)(?:[＝=](?P<agency>[^【】]{1,24}))?】\s?(?=\S)"),
    # “(…=…) … 기자 = ”
    re.compile(
        r"[(（\[](?P<place>[가-힣]{1,10})=(?P<agency>[가-힣A-Za-z0-9]{2,12})[)）\]]\s*"
        r"(?:[가-힣·, ]{2,30}(?:기자|특파원)\s*=\s*)?"
    ),
)
"""Datelines of Chinese, Japanese and Korean agencies."""
_PUBLISHED = re.compile(
    r"(?:Published|Posted|Date|Updated|Publication date)(?:\s+on)?\s*:?\s+(.{6,40})", re.IGNORECASE
)
_NUMBERS = re.compile(
    r"(?:(?:Published|Posted|Date|Updated)(?:\s+on)?\s*:?\s+)?\d{1,2}([/-])\d{1,2}\1(?:19|20)\d\d"
    r"(?:[,\s]+(?:at\s+)?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?)?",
    re.IGNORECASE,
)
_OUTLET_LABEL = re.compile(
    r"(?:publication(?: title)?|journal title|published (?:by|in)|issued by|publisher|outlet"
    r"|newspaper|paper|medium|media outlet|source|quelle|zeitung|fonte|fuente"
    r"|journal|média|gazeta|źródło|noviny|zdroj)\s*:\s*(.*)",
    re.IGNORECASE,
)
_OUTLET_WORDS = 6
"""Words of a name behind a label at most."""
_URL = re.compile(r"https?://[^\s<>\"]{3,2000}")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found; None is unknown."""

    title: str | None = None
    author: str | None = None
    place: str | None = None
    published_on: date | None = None
    unclear_date: str | None = None
    """What a line says of the date if the day or the month may stand first in it."""
    agency: str | None = None
    outlet: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class _Dateline:
    place: str
    day: PartialDate | None
    name: str | None
    """Who stands in slashes or brackets."""


def read_metadata(text: str, file_name: str = "", day_first: bool | None = None) -> Metadata:
    """Return what a cleaned text says about itself; the file name may add a date or year.

    - Title: see `headline`.
    - Author: a line such as `By Jane Doe`, `Von Max Muster`.
    - Place, date, agency: a dateline such as `Oslo, 12 May, /NAME/`, `OSLO, May 12 (Reuters) - `.
    - Outlet: the holder of the copyright, or the name of one above the title, unless that is a
      known agency; then the agency is the holder, and the name in the dateline is the outlet.
    - Date without a year: the year comes from a full date in the head or the file name that is at
      most a month away, else from the copyright line or the file name, else the date is unknown.
    - URL: the one line that is nothing but a web address.
    """
    lines = [line.strip() for line in text.split("\n")]
    title = headline(text)
    written = [line for line in lines if line]
    head = [line for line in written[: _HEAD + 1] if line != title][:_HEAD]
    dateline = next(filter(None, map(_dateline, head)), None)
    holder, year = _copyright(written[-_FOOT:])
    if holder is None and year is None:
        holder, year = _copyright(head)
    holder = holder or _masthead(_before(head, written, title), head) or _labelled(written[:_HEAD])
    holder = holder or _labelled(written[-_LABELS:])
    if holder is None and (dateline is None or dateline.name is None):
        holder = authority_in([line for line in head if line != title])
    agency, outlet = _names(dateline.name if dateline else None, holder)
    published = _published(dateline, head, year, file_name, day_first)
    urls = {line for line in written if _URL.fullmatch(line)}
    return Metadata(
        title=title,
        author=next(filter(None, map(byline, head)), None),
        place=dateline.place if dateline else None,
        published_on=published,
        unclear_date=None if published else next(filter(None, map(_unclear, head)), None),
        agency=agency,
        outlet=outlet,
        url=urls.pop() if len(urls) == 1 else None,
    )


def headline(text: str) -> str | None:
    """Return the first line that looks like a headline: short, without a full stop, by itself.

    Lines before it that are not part of the article are passed over, and names of outlets and
    sections if a headline follows.
    """
    lines = _Lines(text)
    passed: str | None = None
    for number, line in enumerate(lines.written):
        if lines.is_noted(number):
            continue
        if found := labelled_headline(line):
            return found
        if is_furniture(line) or _only_dateline(line) or outlet_with_date(line):
            continue
        alone = lines.stands_alone(number)
        if lines.is_letterhead(number):
            continue
        if _may_name_outlet(line):
            passed = passed or (line if alone else None)
        elif alone and lines.goes_on_in_capitals(number):
            return f"{line} {lines.written[number + 1]}"
        else:
            return line if alone else passed
    return passed


def _may_name_outlet(line: str) -> bool:
    return is_outlet(line) or is_section(line) or is_authority(line) or _is_name_of_agency(line)


def first_words(body: str, most: int) -> str:
    """Return the beginning of a text, for one without a headline."""
    lines = [line.strip() for line in body[:_BEGINNING].split("\n") if line.strip()]
    own = (line for line in lines if not (is_furniture(line) or _only_dateline(line)))
    line = next(own, lines[0] if lines else "")
    return line if len(line) <= most else line[:most].rpartition(" ")[0] + " …"


class _Lines:
    """The lines with text at the beginning of an article, and what stands around them."""

    def __init__(self, text: str) -> None:
        found = [line.strip() for line in text[:_BEGINNING].split("\n")]
        numbers = [number for number, line in enumerate(found) if line][: _HEAD + 1]
        self.written = [found[number] for number in numbers[:_HEAD]]
        self._more = len(numbers) > len(self.written)
        self._blank_after = [
            number + 1 >= len(found) or not found[number + 1] for number in numbers
        ]

    def is_noted(self, number: int) -> bool:
        """Return whether a line goes on with a note to those who edit the article."""
        while number and not self._blank_after[number - 1]:
            number -= 1
            if is_note_to_desk(self.written[number]):
                return True
        return False

    def is_letterhead(self, number: int) -> bool:
        """Return whether a line is one of several that say from whom a text comes."""
        start, end = number, number
        while start and not self._blank_after[start - 1]:
            start -= 1
        while end + 1 < len(self.written) and not self._blank_after[end]:
            end += 1
        lines = self.written[start : end + 1]
        return (
            len(lines) > 1
            and end + 1 < len(self.written)
            and all(len(line) <= _LETTERHEAD and not line.endswith((".", ",")) for line in lines)
            and any(is_institution(line) for line in lines)
            and all(line.isupper() or is_institution(line) or is_furniture(line) for line in lines)
        )

    def stands_alone(self, number: int) -> bool:
        """Return whether a line is a paragraph that may be a headline, with text below it."""
        line = self.written[number]
        below = self.written[number + 1 :]
        if not (below or self._more) or len(line) > _HEADLINE or _begins_story(line):
            return False
        if line.rstrip("\"'”’»)").endswith((".", "。", ":", ",", ";")):
            return False
        return self._blank_after[number] or bool(below and self._heads(number, below[0]))

    def goes_on_in_capitals(self, number: int) -> bool:
        """Return whether a headline in capitals was broken at the end of its line."""
        pair = self.written[number : number + 2]
        is_broken = len(pair) > 1 and not self._blank_after[number]
        return is_broken and all(line.isupper() for line in pair) and len(pair[0]) > _BROKEN

    def _heads(self, number: int, below: str) -> bool:
        """Return whether a line is a headline with another line below it that is none of it."""
        if is_furniture(below) or outlet_with_date(below):
            return True
        # A second headline: it stands alone with the first one, and does not go on with it.
        is_last = number + 1 < len(self.written) and self._blank_after[number + 1]
        is_first = number == 0 or self._blank_after[number - 1]
        ends = below.rstrip("\"'”’»)").endswith((".", "。", "!", "?", ":", ",", ";"))
        return is_first and is_last and not ends and below[:1].isupper() and len(below) <= LINE


def _only_dateline(line: str) -> bool:
    match = _DATELINE.fullmatch(line) if len(line) <= LINE else None
    return match is not None and _dateline(line) is not None


def _begins_story(line: str) -> bool:
    """Whether the first paragraph begins here, after the place and who reports from there."""
    dateline = _dateline(line)
    return dateline is not None and (dateline.name is not None or dateline.day is not None)


def dateline_end(line: str) -> int:
    """Return where a line goes on after its dateline; 0 if it has none."""
    far = next(filter(None, (form.match(line.translate(WIDE)) for form in _EAST_ASIAN)), None)
    if far is not None and far.end() < len(line):
        return far.end()
    match = _DATELINE.match(line[:LINE])
    return match.end() if match is not None and _dateline(line) is not None else 0


@lru_cache(maxsize=64)
def _dateline(line: str) -> _Dateline | None:
    # Cached, since the same lines at the beginning of an article are asked about repeatedly.
    head = line[:LINE].translate(WIDE)
    far = next(filter(None, (form.match(head) for form in _EAST_ASIAN)), None)
    if far is not None and far.end() < len(line):
        return _Dateline(far["place"], None, far["agency"])
    line = line[:LINE]
    if _MARKS.isdisjoint(line) and len(line.split()) > _DATELINE_WORDS:
        return None
    match = _DATELINE.match(line)
    if not match:
        return None
    day = read_date(match["date"]) if match["date"] else None
    name = match["slashed"] or match["bracketed"]
    place = match["place"].strip()
    ends_paragraph = not match["end"].strip()
    if match["date"] and not day:
        return None
    if not (name or day) and (ends_paragraph or not place.partition(",")[0].isupper()):
        return None
    return _Dateline(place, day, name.strip() if name else None)


def _before(head: list[str], written: list[str], title: str | None) -> list[str]:
    """Return the lines of the head above the title."""
    return head[: written.index(title)] if title in written[:_HEAD] else []


def _masthead(above: list[str], head: list[str]) -> str | None:
    """Return the outlet that a line above the title is, or one in the head beside a date."""
    is_dated = any(map(day_in, head))
    named = (
        line
        for line in (each.strip("-–— ") for each in (head if is_dated else above))
        if is_outlet(line) and not is_section(line) and not is_furniture(line)
    )
    cited = filter(None, map(outlet_with_date, head))
    return (
        next(named, None)
        or next(cited, None)
        or next(filter(None, map(copy_of, above)), None)
        or next(filter(None, map(_beside_byline, head)), None)
    )


def _beside_byline(line: str) -> str | None:
    """Return the outlet behind a byline, as in `By Ada Quill | The Herald`."""
    _first, *rest = parts_of(line) if byline(line) else [line]
    return next((part for part in rest if is_outlet(part) and not is_section(part)), None)


def authority_in(head: Sequence[str]) -> str | None:
    """Return the authority that a line of its own in a head names, as on letters."""
    return next((line for line in head if is_authority(line) and not byline(line)), None)


def _labelled(lines: list[str]) -> str | None:
    """Return what stands behind a label such as `Publication:`, or in the line below it."""
    labelled = ((part, below) for line, below in pairwise((*lines, "")) for part in _parts(line))
    for part, below in labelled:
        match = _OUTLET_LABEL.fullmatch(part)
        named = (match[1] or below).strip() if match else ""
        if named and len(named.split()) <= _OUTLET_WORDS and not is_furniture(named):
            return named
    return None


def _parts(line: str) -> list[str]:
    return parts_of(line) if len(line) <= LINE else []


def _copyright(lines: list[str]) -> tuple[str | None, int | None]:
    for line in reversed(lines):
        match = COPYRIGHT.fullmatch(unbracketed(line)) if len(line) <= LINE else None
        if match:
            year = match["year"] or match["later"]
            holder = (match["holder"] or "").strip(" ,-–")
            return holder or None, int(year) if year else None
    return None, None


def _is_name_of_agency(line: str) -> bool:
    return line.strip("()/ ").lower() in AGENCIES


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
    dateline: _Dateline | None,
    head: list[str],
    year: int | None,
    file_name: str,
    day_first: bool | None,
) -> date | None:
    stated = _stated(head, day_first) or date_in_name(file_name)
    if dateline is None or dateline.day is None:
        return stated
    day = dateline.day
    if day.year:
        return day.full()
    if stated:
        return day.nearest(stated)
    return day.full(year or year_in_name(file_name))


def _stated(head: list[str], day_first: bool | None) -> date | None:
    """Return a line of the head that is nothing but a full date, with or without `Published`."""
    for line in head:
        match = _PUBLISHED.fullmatch(line)
        day = day_in(match[1] if match else line) or day_cited(line)
        if day:
            return day
        numbers = _in_numbers(line)
        day = find_date(numbers, day_first) if numbers else None
        if day:
            return day
    return None


def _in_numbers(line: str) -> str | None:
    """Return the part of a line that is nothing but a date such as 03/04/2024, or that and a time.

    None if there is no such part.
    """
    if len(line) > LINE or YEAR.search(line) is None:
        return None
    return next(filter(_NUMBERS.fullmatch, (line, *parts_of(line))), None)


def _unclear(line: str) -> str | None:
    return unclear_date(_in_numbers(line) or "")
