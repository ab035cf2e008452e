# SPDX-License-Identifier: MIT
"""Readers of documents: pure functions from bytes to articles, run in a process of their own."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from claimdesk.models.articles.columns import TableColumns
from claimdesk.models.articles.drafts import Draft, article_of_draft
from claimdesk.models.articles.isolation import ReadingProcess
from claimdesk.models.articles.plain import decoded_plain
from claimdesk.models.articles.read import ArticleFile, read_bytes
from claimdesk.models.articles.readers import ArticleReader, ReadingOptions, Result
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

MOST_BYTES = 200_000_000
"""The largest document or export that is read."""


@dataclass(frozen=True, slots=True)
class ParsingOptions:
    """What of ReadingOptions a parser needs."""

    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    column_maps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    day_first: bool | None = None
    depth: int = 0
    """How many archives or mails the document is in."""


class DocumentReader(ArticleReader):
    """Reads documents with any number of articles."""

    most_bytes: ClassVar[int] = MOST_BYTES
    in_characters: ClassVar[bool] = False
    """Whether its files may be plain text, whose encoding may have to be asked for."""

    @abstractmethod
    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterable[Draft | Result]:
        """Return the articles of a document called `name`.

        Raises ClaimdeskError, naming it and the reason, if it cannot be read.
        """

    def parse_all(self, data: bytes, name: str, options: ParsingOptions) -> Iterator[Result]:
        """Return the same with each draft as an article, or as an error."""
        for found in self.parse(data, name, options):
            yield _finished(found, name, options.day_first)

    def parse_file(self, path: Path, name: str, options: ParsingOptions) -> Iterator[Result]:
        """Return the articles of a file."""
        return self.parse_all(read_bytes(path, name, self.most_bytes), name, options)

    def read(self, path: Path, options: ReadingOptions) -> ArticleFile:
        first = next(self.read_all(path, options))
        if isinstance(first, ClaimdeskError):
            raise first
        return first

    def read_all(self, path: Path, options: ReadingOptions) -> Iterator[Result]:
        request = self._request(path, options)
        if options.process is not None:
            yield from options.process.read(request)
        else:
            with ReadingProcess() as process:
                yield from process.read(request)

    def _request(self, path: Path, options: ReadingOptions) -> dict[str, Any]:
        """Return what the process that reads is asked. Raises ClaimdeskError for what it can't."""
        name = str(path)
        _check(path, name)
        return {
            "reader": self.name,
            "path": str(path.absolute()),
            "name": name,
            "options": {
                "encoding": self._encoding(path, name, options),
                "columns": dict(options.columns),
                "column_maps": {key: dict(each) for key, each in options.column_maps.items()},
                "day_first": options.day_first,
            },
        }

    def read_columns(self, path: Path, options: ReadingOptions) -> list[TableColumns]:
        """Return the columns of the tables in a file; none in documents of other kinds."""
        request = self._request(path, options)
        if options.process is not None:
            return options.process.read_columns(request)
        with ReadingProcess() as process:
            return process.read_columns(request)

    def describe_file(
        self, path: Path, name: str, options: ParsingOptions
    ) -> Iterable[TableColumns]:
        """Return the same, in the process that reads."""
        return ()

    def _encoding(self, path: Path, name: str, options: ReadingOptions) -> str | None:
        """Return the encoding of a plain text: the one that is given, or that is chosen."""
        if not self.in_characters or options.encoding or options.choose is None:
            return options.encoding
        data = read_bytes(path, name, self.most_bytes)
        if data[:1] in (b"<", b"P"):
            return None
        decoded = decoded_plain(data, name)
        if not decoded.choices:
            return None
        possible = [(each, decoded_plain(data, name, each).text) for each in decoded.choices]
        return options.choose(name, possible) or decoded.encoding


def _check(path: Path, name: str) -> None:
    """Refuse what this process knows better than the one that reads: the open project."""
    from claimdesk.models.store.locking import belongs_to_open

    if belongs_to_open(path):
        raise ClaimdeskError(_("{name} is the open project; choose a text file.").format(name=name))


def _finished(found: Draft | Result, name: str, day_first: bool | None) -> Result:
    if not isinstance(found, Draft):
        return found
    try:
        return article_of_draft(found, name, day_first)
    except ClaimdeskError as error:
        return error
