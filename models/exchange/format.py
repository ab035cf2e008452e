# SPDX-License-Identifier: MIT
"""What a format is, and where formats register.

A format is one class in one module of this package whose name ends in `_format`; the module is
found by itself and registers an instance. A format is a pure function from files to a corpus,
from a corpus to files, or both.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import ClassVar

from claimdesk.models.articles.discovery import import_modules
from claimdesk.models.exchange.corpus import Corpus
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.mappable import Mappable
from claimdesk.models.exchange.reports import Written
from claimdesk.models.store.schema import LAYERS, STATES


class Format(ABC):
    """One format; a subclass also is a ReadableFormat, a WritableFormat, or both."""

    name: str
    """What commands call it."""
    extensions: tuple[str, ...]
    """The ends of the names of its files; exports get the first."""
    position: int = 100
    """Its place in lists, and in the order in which formats are recognised."""

    @property
    @abstractmethod
    def label(self) -> str:
        """What people call it, as a short phrase."""

    @property
    @abstractmethod
    def cannot_hold(self) -> tuple[str, ...]:
        """What of a project is lost in it, for people."""

    @property
    def reads(self) -> bool:
        """Whether it can be read."""
        return isinstance(self, ReadableFormat)

    @property
    def writes(self) -> bool:
        """Whether it can be written."""
        return isinstance(self, WritableFormat)


class ReadableFormat(Format):
    """A format that corpora are read from."""

    gathers: ClassVar[bool] = False
    """Whether all its paths are one corpus, as where texts and annotations are in two folders."""
    reads_annotations: ClassVar[bool] = True
    """Whether annotations are read; without them only the codebook and the actors are."""

    also: ClassVar[tuple[str, ...]] = ()
    """Further ends of names that its files may have; their content decides."""
    takes_mapping: bool = False
    """Whether ImportOptions.mapping says how it is read."""

    def looks_like(self, path: Path, head: bytes) -> bool:
        """Return whether a file that begins with `head`, or a folder, is in this format.

        The end of its name has the last word only if no format says so.
        """
        return False

    def companions(self, paths: Sequence[Path]) -> Callable[[Path], bool]:
        """Return a test for article files outside `paths` that belong to the corpus there."""
        return lambda path: False

    def mappable(self, paths: Sequence[Path], options: ImportOptions) -> Sequence[Mappable]:
        """Return what of the corpus at `paths` ImportOptions.mapping may name.

        Raises ClaimdeskError if it cannot be read, and Stopped if that is to end.
        """
        return ()

    @abstractmethod
    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        """Return the corpus at `paths`, which are several only if the format gathers.

        What cannot be read is listed in the report of the corpus and does not stop the rest.
        Raises ClaimdeskError naming the file and the reason if nothing can be read, here or while
        the articles are read, and Stopped if the import is to end.
        """


class WritableFormat(Format):
    """A format that corpora are written in."""

    layers: ClassVar[tuple[str, ...]] = LAYERS
    """The layers of annotations that it holds."""
    states: ClassVar[tuple[str, ...]] = STATES
    """The states of annotations that it holds."""
    takes_part: ClassVar[bool] = True
    """Whether part of a corpus can be written."""
    is_folder: ClassVar[bool] = False
    """Whether an export is a folder of files."""
    drops: ClassVar[tuple[str, ...]] = ()
    """What else it does not hold and the report counts: keys of losses.py."""

    @abstractmethod
    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        """Write a corpus to a file that does not exist yet, or into an empty folder.

        `name` is what errors call the export. Raises ClaimdeskError if the format cannot hold it.
        """

    @abstractmethod
    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        """Return whether what was written says the same as the corpus."""


_registered: dict[str, Format] = {}


def register_format(known: Format) -> None:
    """Let a format be used everywhere; it replaces one of the same name."""
    _registered[known.name] = known


def unregister_format(name: str) -> None:
    """Forget a format."""
    del _registered[name]


def registered_formats() -> list[Format]:
    """Return what is registered, in no order."""
    _discover()
    return list(_registered.values())


@cache
def _discover() -> None:
    import_modules("claimdesk.models.exchange", "_format")
