# SPDX-License-Identifier: MIT
"""Exports of Europresse, split into their articles: in tables as before, and in pages as today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from claimdesk.models.articles.dates import find_date
from claimdesk.models.articles.drafts import Draft, text_of
from claimdesk.models.articles.markup import blocks_of
from claimdesk.models.articles.normalizing import normal_line

_RIGHTS = re.compile(r"\s*(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_END = re.compile(
    r"\s*(?:Numéro de document|Document number|Note\(s\)|Cet article est paru dans|news[·:]\d)",
    re.I,
)
_TRAILING = re.compile(r",?\s+(?:no|n°|nº|vol)\.?\s*\d[\w, .°-]*$", re.IGNORECASE)


def split_europresse(root: Any) -> Iterator[Draft]:  # noqa: ANN401
    """Yield the articles of an export."""
    names = root.xpath("//*[contains(@class, 'DocPublicationName')]")
    for name in names:
        if any(below in names for below in name.iterdescendants()):
            continue
        holder = _holder(name)
        yield _draft(holder, name)


def _holder(name: Any) -> Any:  # noqa: ANN401
    """Return the innermost element that has both the name of the outlet and the headline."""
    at = name.getparent()
    while at.getparent() is not None and not _titles(at):
        at = at.getparent()
    # What was opened around the headline ends before the text.
    while at.getparent() is not None and at.tag in ("span", "header", "p", "b", "font"):
        at = at.getparent()
    return at


def _titles(element: Any) -> list[Any]:  # noqa: ANN401
    lower = "translate(@class, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
    found = element.xpath(f".//*[contains({lower}, 'titrearticle')]")
    return [each for each in found if not any(other in found for other in each.iterdescendants())]


def _draft(holder: Any, name: Any) -> Draft:  # noqa: ANN401
    titles = [normal_line(" ".join(each.itertext())) for each in _titles(holder)]
    headers = holder.xpath(".//*[contains(@class, 'DocHeader')]")
    header = normal_line("".join("".join(each.itertext()) for each in headers))
    title = titles[0] if titles else None
    day = find_date(header)
    authors = holder.xpath(".//*[contains(@class, 'sm-margin-bottomNews')]")
    author = normal_line(authors[0].text_content()) if authors else None
    texts = holder.xpath(".//*[contains(@class, 'docOcurrContainer')]")
    blocks = [block.text for each in texts for block in blocks_of(each)]
    if not blocks:
        author, blocks = _after_title(holder, title)
    return Draft(
        text_of(_until_end(blocks)),
        title=title,
        author=author,
        outlet=_TRAILING.sub("", normal_line("".join(name.itertext()))),
        published_on=day,
        stated_date=header,
        section=_section(header),
    )


def _after_title(holder: Any, title: str | None) -> tuple[str | None, list[str]]:  # noqa: ANN401
    """Return who wrote it and the paragraphs, in the layout with line breaks alone."""
    blocks = [block.text for block in blocks_of(holder)]
    lines = [line for block in blocks for line in block.split("\n") if line.strip()]
    at = next((n for n, line in enumerate(lines) if normal_line(line) == title), -1)
    rest = lines[at + 1 :]
    first = normal_line(rest[0]) if rest else ""
    is_name = len(first) < 80 and not re.search(r"[.!?:;»”\"]$", first) and len(rest) > 1
    ended = len(rest) < 2 or _RIGHTS.match(rest[1]) or _END.match(rest[1])
    return (first, rest[1:]) if is_name and not ended else (None, rest)


def _until_end(lines: list[str]) -> list[str]:
    at = next(
        (n for n, line in enumerate(lines) if _END.match(line) or _RIGHTS.match(line)), len(lines)
    )
    return lines[:at]


def _section(header: str) -> str | None:
    first = header.partition(",")[0].strip()
    return (
        first if first and first != header and not find_date(first) and "p." not in first else None
    )
