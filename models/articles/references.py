# SPDX-License-Identifier: MIT
"""References in RIS and BibTeX: what is known of the articles in files beside them.

A reference is no article: its abstract says what others wrote. It gives title, author, outlet and
date to the file that it names, or whose name or headline is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from claimdesk.models.articles.dates import find_date
from claimdesk.models.articles.kinds import is_any_of, kind_of
from claimdesk.models.articles.normalizing import normal_line
from claimdesk.models.articles.plain import decoded_text
from claimdesk.models.articles.read import ArticleFile, read_bytes, read_head
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.text.folding import name_key

KINDS = ("ris", "bibtex")
MOST_BYTES = 50_000_000
_LEAST_TITLE = 12
"""Code points of a title by which an article may be found."""
_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*[{(]\s*([^,\s{}()]*)\s*,")
_FIELD = re.compile(r"\s*,?\s*([A-Za-z][\w-]*)\s*=\s*")
_NOT_ENTRIES = ("comment", "string", "preamble")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference says."""

    title: str | None
    author: str | None
    outlet: str | None
    published_on: date | None
    url: str | None
    names: tuple[str, ...]
    """What the file may be called, without folder and ending."""


class References:
    """References by the files and titles that they are about."""

    def __init__(self, found: Sequence[Reference]) -> None:
        self._unused = set(range(len(found)))
        self._found = found
        self._by_name: dict[str, int] = {}
        self._by_title: dict[str, int] = {}
        for number, reference in enumerate(found):
            for name in reference.names:
                self._by_name.setdefault(name_key(name), number)
            if reference.title and len(reference.title) >= _LEAST_TITLE:
                self._by_title.setdefault(name_key(reference.title), number)

    @property
    def unused(self) -> int:
        """How many are about no article that came."""
        return len(self._unused)

    def apply(self, article: ArticleFile) -> ArticleFile:
        """Return the article with what a reference says about it."""
        stem = Path(article.origin or "").stem
        keys = (self._by_name.get(name_key(stem)), self._by_title.get(name_key(stem)))
        number = next((each for each in keys if each is not None), None)
        if number is None:
            number = self._by_title.get(name_key(article.title))
        if number is None:
            return article
        self._unused.discard(number)
        known = self._found[number]
        day = known.published_on
        return replace(
            article,
            title=known.title or article.title,
            author=known.author or article.author,
            outlet=known.outlet or article.outlet,
            published_on=day.isoformat() if day else article.published_on,
            url=known.url or article.url,
        )


def is_reference_file(path: Path) -> bool:
    """Return whether a file holds references, by its content."""
    return is_any_of(read_head(path), KINDS)


def read_references(path: Path) -> list[Reference]:
    """Return the references in a file. Raises ClaimdeskError if it cannot be read."""
    name = str(path)
    data = read_bytes(path, name, MOST_BYTES)
    text = decoded_text(data, name)
    kind = kind_of(data)
    found = _ris(text, name) if kind is not None and kind.key == "ris" else _bibtex(text)
    return list(found)


def _ris(text: str, name: str) -> Iterator[Reference]:
    import rispy

    try:
        entries: list[dict[str, Any]] = rispy.loads(text.lstrip("\ufeff"))
    except (OSError, ValueError, KeyError, IndexError, NotImplementedError) as error:
        raise ClaimdeskError(
            _("{name} is damaged: {error}.").format(name=name, error=error)
        ) from error
    for entry in entries:
        yield _reference(
            title=_first(entry, "title", "primary_title", "translated_title"),
            authors=entry.get("authors") or entry.get("first_authors") or [],
            outlet=_first(
                entry, "journal_name", "secondary_title", "alternate_title3", "alternate_title1"
            ),
            day=_first(entry, "date", "publication_year", "year"),
            url=_first(entry, "urls", "url"),
            files=[
                str(value)
                for key in ("file_attachments1", "file_attachments2", "label", "id")
                for value in _values(entry.get(key))
            ],
        )


def _bibtex(text: str) -> Iterator[Reference]:
    for kind, key, fields in _entries(text):
        if kind in _NOT_ENTRIES:
            continue
        month = fields.get("month", "").lower()[:3]
        number = _MONTHS.index(month) + 1 if month in _MONTHS else 0
        full = number and fields.get("day", "").isdecimal()
        composed = f"{fields.get('year')}-{number:02}-{int(fields['day']):02}" if full else ""
        yield _reference(
            title=fields.get("title"),
            authors=re.split(r"\s+and\s+", fields.get("author", "")),
            outlet=fields.get("journal") or fields.get("journaltitle") or fields.get("publisher"),
            day=fields.get("date") or composed,
            url=fields.get("url"),
            files=[key, *re.split(r"[;:]", fields.get("file", ""))],
        )


def _entries(text: str) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    at = 0
    while match := _ENTRY.search(text, at):
        fields: dict[str, str] = {}
        at = match.end()
        while field := _FIELD.match(text, at):
            value, at = _value(text, field.end())
            fields[field[1].lower()] = value
        yield match[1].lower(), match[2], fields


def _value(text: str, start: int) -> tuple[str, int]:
    """Return a value in braces, in quotation marks or bare, and where it ends."""
    if text[start : start + 1] not in ("{", '"'):
        bare = re.compile(r"[^,{}\s]*").match(text, start)
        assert bare is not None
        return bare[0], bare.end()
    depth, quoted = 0, text[start] == '"'
    for at in range(start + quoted, len(text)):
        char = text[at]
        depth += (char == "{") - (char == "}")
        if (quoted and char == '"' and depth == 0) or (not quoted and depth == 0):
            return _plain(text[start + 1 : at]), at + 1
    return _plain(text[start + 1 :]), len(text)


def _plain(value: str) -> str:
    return normal_line(re.sub(r"[{}]", "", value.replace("\\&", "&").replace("~", " ")))


def _reference(
    *,
    title: str | None,
    authors: Sequence[str],
    outlet: str | None,
    day: str | None,
    url: str | None,
    files: Sequence[str],
) -> Reference:
    names = [PurePosixPath(each.replace("\\", "/")).stem for each in files if each.strip()]
    return Reference(
        normal_line(title or "") or None,
        ", ".join(_forward(each) for each in authors if each.strip()) or None,
        normal_line(outlet or "") or None,
        find_date((day or "").rstrip("/")),
        url if url and re.fullmatch(r"https?://\S{3,2000}", url) else None,
        tuple(names),
    )


def _forward(name: str) -> str:
    last, comma, first = name.partition(",")
    return normal_line(f"{first} {last}" if comma else name)


def _first(entry: Mapping[str, Any], *keys: str) -> str | None:
    return next((str(value) for key in keys for value in _values(entry.get(key)) if value), None)


def _values(value: Any) -> list[Any]:  # noqa: ANN401
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
