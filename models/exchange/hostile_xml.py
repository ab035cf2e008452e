# SPDX-License-Identifier: MIT
"""Reading XML and ZIP archives from outside: no entities, no bombs, nothing is unpacked.

Members of an archive are read from it by their names and never written anywhere.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.regular_files import NotRegular, open_regular

_MOST_MEMBERS = 200_000
_MOST_XML = 2_000_000_000
"""Bytes of an XML file after it is unpacked."""
_CHUNK = 1 << 16


class XmlError(ClaimdeskError):
    """It is not XML that can be read."""


def children(stream: IO[bytes], name: str, wanted: frozenset[str]) -> Iterator[Any]:
    """Yield the elements with these local names as soon as each is complete, then drop them.

    Elements inside one that is yielded are not yielded themselves.
    Raises XmlError calling the stream `name`.
    """
    from lxml import etree

    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth = 0
    try:
        for data in _limited(stream, name):
            parser.feed(data)
            for event, element in parser.read_events():
                _refuse_entities(element, name)
                if local(element) not in wanted:
                    continue
                if event == "start":
                    depth += 1
                    continue
                depth -= 1
                if depth == 0:
                    yield element
                    _drop(element)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise XmlError(
            _("{name} is not sound XML: {reason}.").format(name=name, reason=error)
        ) from error


def local(element: Any) -> str:  # noqa: ANN401
    """Return the name of an element without its namespace; empty for anything else."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Any, name: str) -> Any:  # noqa: ANN401
    """Return the first child of that local name, or None."""
    return next((each for each in element if local(each) == name), None)


def _drop(element: Any) -> None:  # noqa: ANN401
    element.clear(keep_tail=False)
    while element.getprevious() is not None:
        del element.getparent()[0]


def _refuse_entities(element: Any, name: str) -> None:  # noqa: ANN401
    if element.getparent() is None and element.getroottree().docinfo.internalDTD is not None:
        raise XmlError(_("{name} declares entities; no such file is read.").format(name=name))


def _limited(stream: IO[bytes], name: str) -> Iterator[bytes]:
    read = 0
    while data := _read(stream, name):
        read += len(data)
        if read > _MOST_XML:
            raise XmlError(
                _("{name} has more than {size:g} MB after unpacking; it is not read.").format(
                    name=name, size=_MOST_XML / 1e6
                )
            )
        yield data


def _read(stream: IO[bytes], name: str) -> bytes:
    try:
        return stream.read(_CHUNK)
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, zlib.error) as error:
        raise XmlError(
            _("{name} cannot be read: {reason}.").format(name=name, reason=error)
        ) from error


class Archive:
    """A ZIP archive from outside, open for reading."""

    def __init__(self, path: Path) -> None:
        """Raise ClaimdeskError naming the file if it is no archive that can be read."""
        self.path = path
        try:
            self._file = open_regular(path)
        except (OSError, NotRegular) as error:
            raise ClaimdeskError(
                _("{name} cannot be read: {reason}.").format(
                    name=path, reason=getattr(error, "strerror", None) or error
                )
            ) from error
        try:
            self._archive = zipfile.ZipFile(self._file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            self._file.close()
            raise ClaimdeskError(
                _("{name} is no sound archive: {reason}.").format(name=path, reason=error)
            ) from error
        names = self._archive.namelist()
        if len(names) > _MOST_MEMBERS:
            self.close()
            raise ClaimdeskError(
                _("{name} has {n} files in it; it is not read.").format(name=path, n=len(names))
            )
        self._names = {each.replace("\\", "/").casefold(): each for each in reversed(names)}

    def close(self) -> None:
        """Close it."""
        self._archive.close()
        self._file.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def has(self, name: str) -> bool:
        """Return whether it has a member of that name, in whatever case."""
        return name.casefold() in self._names

    def ending(self, extension: str) -> list[str]:
        """Return the members whose names end so."""
        return sorted(each for key, each in self._names.items() if key.endswith(extension))

    def open(self, name: str) -> IO[bytes]:
        """Open a member. Raises ClaimdeskError if it cannot be read."""
        try:
            return self._archive.open(self._names[name.casefold()])
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
            raise self._fault(name, error) from error

    def read(self, name: str, most: int) -> bytes:
        """Return the bytes of a member, of which there may be at most so many."""
        try:
            with self.open(name) as file:
                data = file.read(most + 1)
        except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, zlib.error) as error:
            raise self._fault(name, error) from error
        if len(data) > most:
            raise ClaimdeskError(
                _("{path}: “{name}” has more than {most:g} MB; split it into articles.").format(
                    path=self.path, name=name, most=most / 1e6
                )
            )
        return data

    def _fault(self, name: str, error: Exception) -> ClaimdeskError:
        return ClaimdeskError(
            _("{path}: “{name}” cannot be read: {reason}.").format(
                path=self.path, name=name, reason=error
            )
        )
