# SPDX-License-Identifier: MIT
"""Exports of Factiva, split into their articles: XML, field codes, and lines without codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from claimdesk.models.articles.boilerplate import COPYRIGHT
from claimdesk.models.articles.bylines import is_byline
from claimdesk.models.articles.dates import find_date
from claimdesk.models.articles.drafts import Draft, text_of
from claimdesk.models.articles.nexis import language_code, writer
from claimdesk.models.articles.normalizing import normal_line

_END = re.compile(r"\s*(?:Document|Dokument|Documento|Документ) [A-Za-z0-9]{16,}\s*")
_CODES = (
    "SE HD CR BY WC PD ET SN SC ED PG LA CY VOL CX LP TD CT RF CO IN NS RE IPC IPD PUB AN ART CLM"
    " NGC GC DP AU DID DJIC NP"
)
_CODE = re.compile(rf"\s*({'|'.join(_CODES.split())})(?:[ \t]{{2,}}(.*)|[ \t]*$|\t(.*))", re.DOTALL)
_WORDS = re.compile(
    r"\s*[\d.,\s]+\s?(?:words?|mots|wörter|palabras|parole|palavras|woorden|слов\w*|ord|słów|字|語)\s*",
    re.IGNORECASE,
)
_TIME = re.compile(r"\s*\d{1,2}[:.]\d\d(?:\s?[AP]M)?(?:\s+\w{2,5})?\s*", re.IGNORECASE)
_SOURCE_CODE = re.compile(r"[A-Z][A-Z0-9]{2,7}")
_PAGE = re.compile(r"(?:p(?:age|\.)?\s*)?[A-Z]{0,3}-?\d{1,4}[A-Z]?(?:[-,]\s?\d+)*", re.IGNORECASE)
_LANGUAGE = re.compile(r"[^\W\d_]{4,20}")
_RIGHTS = re.compile(r"\s*(?:copyright\b|©|\(c\)|all rights reserved|tous droits)", re.IGNORECASE)


def split_factiva(paragraphs: Sequence[str]) -> list[Draft]:
    """Return the articles of an export; empty if the paragraphs are none."""
    lines = [line for line in paragraphs if line.strip()]
    codes = {match[1] for line in lines if (match := _CODE.fullmatch(line))}
    if {"HD", "SN"} <= codes and codes & {"LP", "TD"}:
        found = [_coded(fields) for fields in _records(lines)]
    else:
        found = [_plain(part) for part in _ended(lines)]
    return [draft for draft in found if draft is not None]


def factiva_xml(root: Any) -> Iterator[Draft]:  # noqa: ANN401
    """Return the articles of an export in XML."""
    for article in root.iter("{*}article"):
        texts = [
            "".join(paragraph.itertext())
            for part in ("leadParagraph", "tailParagraphs")
            for paragraph in article.iterfind(f"{{*}}{part}/{{*}}paragraph")
        ]
        yield Draft(
            text_of(" ".join(text.split()) for text in texts),
            title=_inside(article, "headline"),
            author=writer(_inside(article, "byline") or ""),
            outlet=_inside(article, "sourceName"),
            stated_date=(_inside(article, "publicationDate") or "").partition("T")[0],
            language=language_code(_inside(article, "baseLanguage") or ""),
            section=_inside(article, "sectionName") or _inside(article, "columnName"),
        )


def _inside(article: Any, name: str) -> str | None:  # noqa: ANN401
    found = article.find(f"{{*}}{name}")
    text = "" if found is None else " ".join("".join(found.itertext()).split())
    return text or None


def _records(lines: Sequence[str]) -> Iterator[dict[str, list[str]]]:
    """Yield the fields of each article; one begins where a code comes again that it has."""
    fields: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in lines:
        match = _CODE.fullmatch(line)
        if match:
            code, rest = match[1], match[2] or match[3] or ""
            if code in fields and code in ("HD", "SE", "AN", "SN", "PD"):
                yield fields
                fields = {}
            current = fields.setdefault(code, [])
            if rest.strip():
                current.append(rest)
        elif current is not None and not _END.fullmatch(line):
            current.append(line)
    if fields:
        yield fields


def _coded(fields: dict[str, list[str]]) -> Draft | None:
    text = text_of([*fields.get("LP", []), *fields.get("TD", [])])
    if "HD" not in fields and not text:
        return None

    def line(code: str) -> str | None:
        return normal_line(" ".join(fields.get(code, []))) or None

    return Draft(
        text,
        title=line("HD"),
        author=writer(line("BY") or ""),
        outlet=line("SN"),
        stated_date=line("PD"),
        language=language_code(line("LA") or ""),
        section=line("SE"),
    )


def _ended(lines: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for line in lines:
        if _END.fullmatch(line):
            yield part
            part = []
        else:
            part.append(line)


def _plain(lines: Sequence[str]) -> Draft | None:
    """Read headline, byline, words, date, source and its code, page, language, rights, text."""
    counted = next((n for n, line in enumerate(lines[:20]) if _WORDS.fullmatch(line)), None)
    if counted is None:
        return None
    above = [normal_line(line) for line in lines[:counted]]
    named = next((line for line in above[1:] if is_byline(line)), None)
    if named is None and len(above) > 1 and len(above[-1]) < 60 and len(above[-2]) > 15:
        named = above[-1]
    titles = [line for line in above if line != named]
    draft = Draft("", title=titles[-1] if titles else None, author=writer(named or ""))
    draft.section = titles[0] if len(titles) > 1 else None
    rest = list(lines[counted + 1 :])
    draft.text = text_of(rest[_take_source(draft, [normal_line(line) for line in rest[:9]]) :])
    return draft


def _take_source(draft: Draft, lines: Sequence[str]) -> int:
    """Read what follows the number of words; return how many lines that were."""
    for number, line in enumerate(lines):
        if draft.published_on is None:
            draft.published_on = find_date(line)
            if draft.published_on is not None:
                continue
        if _TIME.fullmatch(line):
            continue
        if draft.outlet is None:
            draft.outlet = line
        elif _RIGHTS.match(line) or COPYRIGHT.fullmatch(line):
            return number + 1
        elif language_code(line) and _LANGUAGE.fullmatch(line):
            draft.language = language_code(line)
        elif not (_SOURCE_CODE.fullmatch(line) or _PAGE.fullmatch(line) or len(line) < 12):
            return number
    return len(lines)
