# SPDX-License-Identifier: MIT
"""ZIP archives of articles of any kind, each member read as a file of its name would be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from claimdesk.models.articles.archives import Archive
from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.readers import (
    Result,
    article_extensions,
    reader_for,
    register_reader,
)
from claimdesk.models.articles.text_reader import parse_text
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_DEEPEST = 3
"""How many archives may be in one another."""
_JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_HEAD = 65_536


class ZipReader(DocumentReader):
    """Reads archives."""

    name = "zip"
    extensions = (".zip",)
    kinds = ("zip",)
    position = 200

    @property
    def label(self) -> str:
        return _("ZIP archives of articles")

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterator[Result]:
        if options.depth >= _DEEPEST:
            raise ClaimdeskError(
                _("{name} is an archive in an archive in another; unpack it.").format(name=name)
            )
        inner = replace(options, depth=options.depth + 1)
        with Archive(data, name) as archive:
            for member in sorted(archive.names()):
                if _is_article(member):
                    yield from _member(archive, member, inner)


def _is_article(member: str) -> bool:
    path = PurePosixPath(member.replace("\\", "/"))
    if any(part.startswith(".") and part not in ("..", ".") for part in path.parts):
        return False
    if member.startswith(_JUNK[0]) or path.name in _JUNK:
        return False
    return path.suffix.lower() in article_extensions()


def _member(archive: Archive, member: str, options: ParsingOptions) -> Iterator[Result]:
    # A name from outside is shown, but its folders above are not.
    parts = [part for part in member.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    name = f"{archive.name}/{'/'.join(parts)}"
    try:
        data = archive.read(member)
        head = data if data[:2] == b"PK" else data[:_HEAD]
        reader = reader_for(head, parts[-1] if parts else name)
        if isinstance(reader, DocumentReader):
            yield from reader.parse_all(data, name, options)
        else:
            yield parse_text(data, name, options.encoding, options.day_first)
    except ClaimdeskError as error:
        yield error


register_reader(ZipReader())
