# SPDX-License-Identifier: MIT
"""Running heads and mastheads: lines that name the outlet, the day or the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from claimdesk.models.articles.boilerplate import COPYRIGHT, is_furniture, is_outlet, names_paper
from claimdesk.models.articles.bylines import LINE
from claimdesk.models.articles.dates import WIDE, YEAR, read_date

_PARTS = re.compile(r"\s*[|·•\t]\s*|\s+[–—-]+\s+|\s{3,}")
_COMMA = re.compile(r",\s+")
_TIME = re.compile(
    r"[,\s]+(?:(?:at|um|à|o|kl\.?|klo|alle|às|a las)\s+)?\d{1,2}[:.h]\d\d(?::\d\d)?"
    r"(?:\s*(?:[ap]\.?m\.?|Uhr|[A-Z]{2,5}))*$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:S|p|pp|s|str|pg|pág|page|pages|Seite|Seiten|strona|стр|с|No|Nr|no|nr|n°|č|vol|Vol|Jg|issue"
    r"|Issue|Heft|Ausgabe|numéro|number|bd|Bd|t)\.?\s*[A-Z]?\d+(?:\s?[-–/]\s?[A-Z]?\d+)?"
    r"|https?://\S+|www\.\S+",
)
"""A page, a volume, a number or an address in a citation."""
_COPY = re.compile(r"(\S{2,12}?)(?:稿件|通稿|电讯稿|供稿|配信記事|配信)")
_OF_DAY = re.compile(r"\s+(?:vom|du|del|z dnia|van|от|ze dne|of)\s+(?=\S*\d)")
_MOST_CITED = 8
"""Words of an outlet in a citation at most."""
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
        if cited := outlet_with_date(line):
            return cited
        match = COPYRIGHT.fullmatch(line.strip())
        if match and match["holder"]:
            return match["holder"].strip(" ,-–") or None
        for part in _names(line):
            if is_outlet(part) and not is_furniture(part):
                return part
    return None


def outlet_with_date(line: str) -> str | None:
    """Return the outlet in a line that cites an article, such as `The Post, 3 May 2024, p. 4`.

    Beside a place a date is a dateline: what is no name of a paper needs a page, a volume or an
    address in the same line.
    """
    if len(line) > LINE or YEAR.search(line) is None:
        return None
    pieces = _cited(line)
    dated = _dated(pieces)
    if dated is None:
        return None
    rest = [piece for n, piece in enumerate(pieces) if n not in dated]
    named = [piece for piece in rest if not (_REFERENCE.fullmatch(piece) or is_furniture(piece))]
    if len(named) != 1 or len(named[0].split()) > _MOST_CITED or named[0][:1].islower():
        return None
    is_sure = any(_REFERENCE.fullmatch(piece) for piece in rest)
    is_named = is_outlet(named[0]) or names_paper(named[0])
    return named[0] if is_sure or is_named else None


def day_cited(line: str) -> date | None:
    """Return the date in a line that cites an article with its outlet."""
    if outlet_with_date(line) is None:
        return None
    pieces = _cited(line)
    dated = _dated(pieces)
    found = read_date(_TIME.sub("", ", ".join(pieces[dated.start : dated.stop]))) if dated else None
    return found.full() if found else None


def copy_of(line: str) -> str | None:
    """Return the agency whose copy a line says that the text is."""
    match = _COPY.fullmatch(line)
    return match[1] if match else None


def _cited(line: str) -> list[str]:
    """Return what a citation lists."""
    parts = (part for whole in parts_of(line.strip("()[] ")) for part in _OF_DAY.split(whole))
    return [piece.strip() for part in parts for piece in _COMMA.split(part) if piece.strip()]


def _dated(pieces: Sequence[str]) -> range | None:
    """Return which pieces together are a full date."""
    for length in (3, 2, 1):
        for start in range(len(pieces) - length + 1):
            found = read_date(_TIME.sub("", ", ".join(pieces[start : start + length])))
            if found and found.full():
                return range(start, start + length)
    return None


def day_in(line: str) -> date | None:
    """Return the full date that one part of a line is nothing but."""
    if len(line) > LINE or YEAR.search(line.translate(WIDE)) is None:
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
