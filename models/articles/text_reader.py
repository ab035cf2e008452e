# SPDX-License-Identifier: MIT
"""Plain text as articles, one article a file, in whatever encoding."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from claimdesk.models.articles.plain import Decoded, decode
from claimdesk.models.articles.read import (
    MAX_BYTES,
    TEXT_EXTENSIONS,
    ArticleFile,
    article_of,
    read_bytes,
    too_long,
)
from claimdesk.models.articles.readers import ArticleReader, ReadingOptions, register_reader
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.text.normalization import REPLACEMENT

_DOCUMENTS = frozenset(
    [".docx", ".docm", ".doc", ".odt", ".ott", ".rtf", ".epub", ".pdf", ".xlsx", ".xls", ".zip"]
)
"""Endings of files that are not text; what is in such a file may be, but not with NULs in it."""


class TextReader(ArticleReader):
    """Reads plain text of at most MAX_BYTES bytes."""

    name = "text"
    extensions = TEXT_EXTENSIONS
    position = 0

    @property
    def label(self) -> str:
        return _("Plain text, one article a file")

    def read(self, path: Path, options: ReadingOptions) -> ArticleFile:
        name = str(path)
        data = read_bytes(path, name)
        decoded = decode(data, name, options.encoding)
        if decoded.choices and options.choose is not None:
            possible = [(each, decode(data, name, each).text) for each in decoded.choices]
            chosen = options.choose(name, possible)
            decoded = decode(data, name, chosen or decoded.encoding)
        if path.suffix.lower() in _DOCUMENTS and "\0" in decoded.text:
            raise ClaimdeskError(
                _("{name} is damaged, or not the document that its name says.").format(name=name)
            )
        return _article(decoded, name, options.day_first)


def parse_text(
    data: bytes, name: str, encoding: str | None = None, day_first: bool | None = None
) -> ArticleFile:
    """Return the article that the bytes of a plain text are; nobody is asked for the encoding.

    Raises ClaimdeskError if it is empty, too long or no plain text.
    """
    if len(data) > MAX_BYTES:
        raise ClaimdeskError(too_long(name, len(data)))
    return _article(decode(data, name, encoding), name, day_first)


def _article(decoded: Decoded, name: str, day_first: bool | None) -> ArticleFile:
    article = article_of(decoded.text, name, decoded.encoding, day_first=day_first)
    if decoded.certain and not decoded.choices:
        return article
    return replace(
        article,
        encoding_is_guess=bool(decoded.choices) and not _is_damaged(decoded),
        warnings=[*_doubts(decoded), *article.warnings],
    )


def _is_damaged(decoded: Decoded) -> bool:
    return REPLACEMENT in decoded.text and not decoded.certain


def _doubts(decoded: Decoded) -> list[str]:
    if _is_damaged(decoded):
        count = decoded.text.count(REPLACEMENT)
        return [
            ngettext(
                "Damaged {encoding} became {replacement} (once); check the text.",
                "Damaged {encoding} became {replacement} ({n} times); check the text.",
                count,
            ).format(encoding=decoded.encoding, replacement=REPLACEMENT, n=count)
        ]
    if not decoded.choices:
        return []
    return [encoding_doubt(decoded.encoding)]


def encoding_doubt(encoding: str) -> str:
    """Return what an analyst should know if the encoding of a text is a guess."""
    return _(
        "The encoding is a guess ({encoding}); check the letters, and if they are wrong,"
        " undo the import and name the encoding."
    ).format(encoding=encoding)


register_reader(TextReader())
