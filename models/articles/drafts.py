# SPDX-License-Identifier: MIT
"""What readers find in a file: the text of an article and what the file says about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from claimdesk.models.articles.boilerplate import is_furniture, outlet_name, without_release
from claimdesk.models.articles.dates import find_date, unclear_date
from claimdesk.models.articles.language import guess_language
from claimdesk.models.articles.mastheads import day_in, headline_and_outlet, outlet_beside
from claimdesk.models.articles.metadata import Metadata, first_words, headline, read_metadata
from claimdesk.models.articles.normalizing import normal_line, normal_text
from claimdesk.models.articles.read import (
    MAX_BYTES,
    ArticleFile,
    date_doubts,
    storable,
    too_long,
)
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_LONGEST = 1000
"""Code points of a title or another short text that are kept."""
_TITLE = 80
"""Code points of a title that is the beginning of the text."""
_FEW = 3
"""Words below which what a document calls itself is hardly a headline."""
_TOP = 12
"""Lines at the beginning of a text among which its headline stands."""
_TELLING = 200
"""Code points from which on a text tells its language."""
_LANGUAGE = re.compile(r"[A-Za-z]{2}(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a document; `level` is 1 to 6 for headings, 0 otherwise."""

    text: str
    level: int = 0


@dataclass(slots=True)
class Draft:
    """An article as a file has it; what is None the text is asked for unless `is_complete`."""

    text: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    agency: str | None = None
    published_on: date | None = None
    stated_date: str | None = None
    """What its file says of the date, where that is not read already."""
    url: str | None = None
    language: str | None = None
    """Its language as a database states it."""
    language_hint: str | None = None
    """Its language as a page or book says, which counts where the text is too short to tell."""
    section: str | None = None
    is_complete: bool = True
    """Whether the file has places for title, date, outlet and author of its own."""
    running: list[str] = field(default_factory=list)
    """Heads and feet of its pages, which may name the outlet."""
    encoding: str | None = None
    encoding_is_guess: bool = False
    warnings: list[str] = field(default_factory=list)
    doubts_are_reported: bool = False
    """Whether an article before it says that dates of the file may be read in two ways."""


def text_of(blocks: Iterable[Block | str]) -> str:
    """Return paragraphs as a text, with a blank line between them."""
    texts = (block if isinstance(block, str) else block.text for block in blocks)
    return "\n\n".join(text.strip() for text in texts if text.strip())


def article_of_draft(draft: Draft, origin: str, day_first: bool | None = None) -> ArticleFile:
    """Return the article; `origin` is what its file is called.

    `day_first` says how 03/04/2024 is meant.

    Raises ClaimdeskError if there is no text, or too much of it.
    """
    size = len(draft.text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise ClaimdeskError(too_long(origin, size))
    body = normal_text(draft.text)
    if not body.strip():
        raise ClaimdeskError(
            _("{name} holds no text; there is nothing to annotate.").format(name=origin)
        )
    name = re.split(r"[/\\]", origin)[-1]
    found = Metadata() if draft.is_complete else read_metadata(body, name, day_first)
    stated = without_release(_short(draft.title) or "") or None
    title = stated if stated and not is_furniture(stated) else found.title or headline(body)
    title = title or stated or first_words(body, _TITLE) or Path(name).stem
    body = _with_headline_once(body, title, keeps_one=title != stated)
    written = draft.stated_date or ""
    day = draft.published_on or find_date(written, day_first) or found.published_on
    day = day or next(filter(None, map(day_in, draft.running)), None)
    unclear = None if day else unclear_date(written) or found.unclear_date
    return ArticleFile(
        title=storable(title),
        body=body,
        language=_language(draft, body),
        author=_short(draft.author) or found.author,
        agency=_short(draft.agency) or found.agency,
        outlet=outlet_name(_short(draft.outlet) or "")
        or found.outlet
        or outlet_beside(draft.running),
        published_on=day.isoformat() if day else None,
        url=draft.url or found.url,
        origin=storable(origin),
        encoding=draft.encoding,
        encoding_is_guess=draft.encoding_is_guess,
        warnings=[*draft.warnings, *([] if draft.doubts_are_reported else date_doubts(unclear))],
        section=_short(draft.section),
        unclear_date=unclear,
    )


def document_draft(
    blocks: Sequence[Block], title: str | None = None, author: str | None = None
) -> Draft:
    """Return the article that a document of paragraphs is.

    Its title is what the document calls itself if that stands in it too, or else its first
    and highest heading; the text says the rest.
    """
    blocks = _with_whole_headline(blocks, normal_line(title or ""))
    lines = [normal_line(block.text) for block in blocks[:_TOP]]
    headings = [
        block
        for block in blocks
        if block.level and block.text.strip() and not is_furniture(block.text.strip())
    ]
    heading = min(headings, key=lambda block: block.level).text if headings else None
    named = normal_line(title or "")
    outlet = None
    if parted := headline_and_outlet(named, lines):
        heading, outlet = parted
    elif named and (_stands_in(named, lines) or not (heading or _looks_like_file(named))):
        heading = named
    return Draft(text_of(blocks), title=heading, author=author, outlet=outlet, is_complete=False)


def _with_whole_headline(blocks: Sequence[Block], named: str) -> list[Block]:
    """Return paragraphs in which a headline over several lines is one paragraph.

    Lines belong together if what the document calls itself begins with them in this order.
    """
    whole = list(blocks)
    for at in range(min(len(whole), _TOP)):
        for count in (4, 3, 2):
            lines = whole[at : at + count]
            joined = " ".join(normal_line(block.text) for block in lines)
            is_named = named and named.casefold().startswith(joined.casefold())
            if len(lines) == count and is_named and len(joined.split()) >= _FEW:
                level = max(block.level for block in lines)
                return [*whole[:at], Block(joined, level), *whole[at + count :]]
    return whole


def _stands_in(named: str, lines: Sequence[str]) -> bool:
    """Return whether what a document calls itself is a line at its beginning, or lines together."""
    key = named.casefold()
    words = [line.casefold() for line in lines]
    return key in words or key in (f"{one} {more}" for one, more in pairwise(words))


def _looks_like_file(title: str) -> bool:
    return (
        len(title.split()) < _FEW
        or re.search(r"\.\w{2,5}$|^(?:Microsoft|untitled|unknown|document\b)", title, re.IGNORECASE)
        is not None
    )


def _short(text: str | None) -> str | None:
    line = normal_line(text or "")[:_LONGEST].strip()
    return line or None


def _with_headline_once(body: str, title: str, *, keeps_one: bool) -> str:
    """Return a text without its headline among the first lines, or with it only once.

    A file that says which words are the headline has them twice. What was only taken for one stays.
    """
    lines = body.split("\n")
    key = normal_line(title).casefold()
    written = [n for n, line in enumerate(lines[:_TOP]) if line.strip()]
    same = [n for n in written if normal_line(lines[n]).casefold() == key][keeps_one:]
    kept = [line for n, line in enumerate(lines) if n not in same]
    shorter = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")
    return shorter if same and shorter.strip() else body


def _language(draft: Draft, body: str) -> str:
    stated = _LANGUAGE.match(draft.language or "")
    hint = _LANGUAGE.match(draft.language_hint or "") if len(body) < _TELLING else None
    match = stated or hint
    return match[0].lower() if match else guess_language(body)
