# SPDX-License-Identifier: MIT
"""The readers of article files: one class per kind of file, each in a module of its own.

A module of this package whose name ends in `_reader` is found by itself: it defines a subclass of
ArticleReader and registers an instance of it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import ClassVar

from claimdesk.models.articles.ahead import TextsAhead
from claimdesk.models.articles.discovery import import_modules
from claimdesk.models.articles.isolation import ReadingProcess
from claimdesk.models.articles.kinds import kind_of
from claimdesk.models.articles.read import ArticleFile, find_articles, read_head
from claimdesk.models.messages.errors import ClaimdeskError

Chooser = Callable[[str, Sequence[tuple[str, str]]], str | None]
"""Asked for the encoding of a file by its name and the possible readings, each an encoding
with the text as it would read, the likeliest first. None: the likeliest."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How article files are read.

    `encoding` is that of plain texts; where it is not given and not certain, `choose` is asked.
    """

    encoding: str | None = None
    choose: Chooser | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    """What columns of tables hold, by their headings: fields such as text, title, date, outlet."""
    column_maps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The same for tables with certain columns, by their `columns_key`."""
    day_first: bool | None = None
    """Whether 03/04/2024 is the third of April. None: where the file doesn't say it is not read."""
    process: ReadingProcess | None = field(default=None, compare=False)
    """Where documents are read; None: in a process for each."""


Result = ArticleFile | ClaimdeskError
"""An article, or why a part of a file is none."""


class ArticleReader(ABC):
    """Reads files of one kind."""

    name: ClassVar[str]
    """What commands call it."""
    extensions: ClassVar[tuple[str, ...]]
    """The ends of names by which its files are found in folders."""
    kinds: ClassVar[tuple[str, ...]] = ()
    """The keys of the kinds in kinds.py that it reads."""
    position: ClassVar[int] = 100
    """Its place in lists. The first reader takes what no other recognises."""

    @property
    @abstractmethod
    def label(self) -> str:
        """What people call it, as a short phrase."""

    def recognises(self, head: bytes) -> bool:
        """Return whether a file that begins with `head` is one of its own."""
        kind = kind_of(head) if self.kinds else None
        return kind is not None and kind.key in self.kinds

    def may_be(self, head: bytes) -> bool:
        """Return whether a file that begins with `head` is one of its own if its name says so.

        Asked only where no content says what it is.
        """
        return False

    @abstractmethod
    def read(self, path: Path, options: ReadingOptions) -> ArticleFile:
        """Read one file, of several articles in it the first.

        Raises ClaimdeskError, naming the file and the reason, if it cannot.
        """

    def read_all(self, path: Path, options: ReadingOptions) -> Iterator[Result]:
        """Read all articles of one file; a part that cannot be read yields the error instead.

        Raises ClaimdeskError, before the first one, if the file cannot be read.
        """
        yield self.read(path, options)


_registered: dict[str, ArticleReader] = {}


def register_reader(reader: ArticleReader) -> None:
    """Let files be read by `reader`; it replaces one of the same name."""
    _registered[reader.name] = reader
    _in_order.cache_clear()


def unregister_reader(name: str) -> None:
    """Forget a reader."""
    del _registered[name]
    _in_order.cache_clear()


def article_readers() -> tuple[ArticleReader, ...]:
    """Return all readers in their order."""
    _discover()
    return _in_order()


@cache
def _in_order() -> tuple[ArticleReader, ...]:
    return tuple(sorted(_registered.values(), key=lambda reader: (reader.position, reader.name)))


@cache
def _discover() -> None:
    import_modules("claimdesk.models.articles", "_reader")


def article_extensions() -> tuple[str, ...]:
    """Return the ends of the names of all files that can be read as articles."""
    return tuple(end for reader in article_readers() for end in reader.extensions)


def reader_of(path: Path) -> ArticleReader:
    """Return the reader for a file, by its content, or else by its name if that decides."""
    return reader_for(read_head(path), path.name)


def reader_for(head: bytes, name: str) -> ArticleReader:
    """Return the reader for what begins with `head` and is called `name`."""
    first, *others = article_readers()
    lower = name.lower()
    by_content = (reader for reader in others if reader.recognises(head))
    by_name = (
        reader for reader in others if lower.endswith(reader.extensions) and reader.may_be(head)
    )
    return next(by_content, None) or next(by_name, None) or first


def read_article(
    path: Path | str, options: ReadingOptions | None = None, reader: ArticleReader | None = None
) -> ArticleFile:
    """Read one file, or its first article, by `reader`, or else by the one that recognises it.

    Raises ClaimdeskError, naming the file and the reason, if it cannot be read.
    """
    path = Path(path)
    return (reader or reader_of(path)).read(path, options or ReadingOptions())


def read_articles(
    path: Path | str, options: ReadingOptions | None = None, reader: ArticleReader | None = None
) -> Iterator[Result]:
    """Read all articles of one file; see ArticleReader.read_all."""
    path = Path(path)
    return (reader or reader_of(path)).read_all(path, options or ReadingOptions())


def read_many(
    paths: Sequence[Path],
    progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] | None = None,
    *,
    options: ReadingOptions | None = None,
    reader: ArticleReader | None = None,
) -> Iterator[tuple[Path, Result]]:
    """Read one file after the other; a file or part that cannot be read yields the error instead.

    `progress` gets how many of how many files are read; once `stopped` says so, no more are.
    """
    shared = options or ReadingOptions()
    with ExitStack() as stack:
        if shared.process is None:
            shared = replace(shared, process=stack.enter_context(ReadingProcess()))
        ahead = stack.enter_context(_texts_ahead(paths, shared, reader, stopped))
        for number, path in enumerate(paths, 1):
            if stopped and stopped():
                return
            text = ahead.take(path)
            try:
                for result in read_articles(path, shared, reader) if text is None else (text,):
                    yield path, result
            except ClaimdeskError as error:
                yield path, error
            if progress:
                progress(number, len(paths))


def _texts_ahead(
    paths: Sequence[Path],
    options: ReadingOptions,
    reader: ArticleReader | None,
    stopped: Callable[[], bool] | None,
) -> TextsAhead:
    """Return the plain texts among files, which several processes read if they are many."""
    texts = article_readers()[0]
    ends = texts.extensions if reader is None or reader is texts else ()
    asked = {
        "recognise": reader is None,
        "encoding": options.encoding,
        "day_first": options.day_first,
        "asks": options.choose is not None,
    }
    return TextsAhead([path for path in paths if path.suffix.lower() in ends], asked, stopped)


def find_article_files(
    paths: Sequence[Path | str], reader: ArticleReader | None = None
) -> list[Path]:
    """Return the files at `paths` that one reader reads, or any; see find_articles."""
    return find_articles(paths, extensions=reader.extensions if reader else article_extensions())
