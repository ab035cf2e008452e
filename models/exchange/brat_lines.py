# SPDX-License-Identifier: MIT
"""The lines of one brat annotation file, from a file that nobody vouches for.

- `T1<tab>TYPE 0 5;8 12<tab>words`: text-bound, one or several fragments, end-exclusive.
- `E1<tab>TYPE:T1 ROLE:T2 …`: an event with its trigger and arguments.
- `A1<tab>NAME E1 [VALUE]`: an attribute. `#1<tab>AnnotatorNotes E1<tab>words`: a note.
- `N1<tab>Reference T1 DB:KEY<tab>words`: what is meant, as other data call it.
- `R1`, `*`: relations and equivalences, which are only counted.

A line that begins as none of these goes on with the words of the text-bound above it: some
programs write the line breaks of a text as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from claimdesk.models.articles.read import read_bytes
from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.spans import Span

_MAX_BYTES = 20_000_000
_RECORD = re.compile(r"(?:[TERANM#][0-9]{1,9}|\*)\t", re.ASCII)
_TEXT_BOUND = re.compile(r"(\S+) ([0-9]{1,9} [0-9]{1,9}(?:;[0-9]{1,9} [0-9]{1,9})*)", re.ASCII)
_ARGUMENT = re.compile(r"([^\s:]+):([TE][0-9]{1,9})", re.ASCII)
_REFERENCE = re.compile(r"Reference ([TE][0-9]{1,9}) ([^\s:]+):(\S+)", re.ASCII)
_COUNTED = {"R": "relations", "N": "links to other data", "*": "equivalences"}


@dataclass(slots=True)
class TextBound:
    """Words with a type; `spans` are offsets in the text as its program saw it."""

    line: int
    type: str
    spans: list[Span]
    words: str | None
    """The words as the file quotes them; None if it does not."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event; `arguments` are roles with the ids that fill them, in the order of the file."""

    line: int
    type: str
    trigger: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of an event or of a text-bound; without a value it is a mark."""

    name: str
    target: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """What a text-bound means in other data: the data, the key there, and what it is called."""

    data: str
    key: str
    name: str


@dataclass(slots=True)
class AnnFile:
    """One annotation file. Ids are those of the file, such as `T1`."""

    path: Path
    text_bounds: dict[str, TextBound] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    attributes: list[Attribute] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)
    """How many there are of what is not read, by what it is called."""

    @property
    def is_empty(self) -> bool:
        """Whether nobody annotated: brat makes an empty file for each text."""
        return not (self.text_bounds or self.counted)

    def fault(self, line: int, reason: str) -> ClaimdeskError:
        """The error that something in a line is wrong."""
        return ClaimdeskError(f"{self.path}, line {line}: {reason}.")


def read_ann(path: Path) -> AnnFile:
    """Reads a file. Whether offsets lie in the text and words stand there is not checked here.

    Raises ClaimdeskError naming the file and the line if it is not UTF-8 or not brat standoff.
    """
    reader = _Reader(AnnFile(path))
    for number, line in enumerate(_text(path).split("\n"), 1):
        reader.take(number, line.removesuffix("\r"))
    return reader.finished()


def _text(path: Path) -> str:
    data = read_bytes(path, str(path), _MAX_BYTES).removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise ClaimdeskError(f"{path}, line {number} is not UTF-8 text.") from error


class _Reader:
    """Takes lines one by one."""

    def __init__(self, file: AnnFile) -> None:
        self._file = file
        self._open: TextBound | None = None
        """The text-bound whose words may go on."""
        self._ids: set[str] = set()

    def take(self, number: int, line: str) -> None:
        """Take one line."""
        if not _RECORD.match(line):
            self._go_on(number, line)
            return
        own, _tab, rest = line.partition("\t")
        if own != "*" and own in self._ids:
            raise self._file.fault(number, f"{own} stands there for the second time")
        self._ids.add(own)
        self._open = None
        kind = own[0]
        if kind == "T":
            self._open = self._file.text_bounds[own] = self._text_bound(number, rest)
        elif kind == "E":
            self._file.events[own] = self._event(number, rest)
        elif kind in "AM":
            self._file.attributes.append(self._attribute(number, rest))
        elif kind == "#":
            self._note(number, rest)
        elif kind == "N" and (found := _REFERENCE.fullmatch(rest.partition("\t")[0].strip())):
            name = " ".join(rest.partition("\t")[2].split())
            self._file.references[found[1]] = Reference(found[2], found[3], name)
        else:
            self._file.counted[_COUNTED[kind]] += 1

    def finished(self) -> AnnFile:
        """The file, once every event names what is there."""
        file = self._file
        for event in file.events.values():
            if event.trigger not in file.text_bounds:
                raise file.fault(event.line, f"the trigger {event.trigger} is not in the file")
            for _role, target in event.arguments:
                if target not in self._ids:
                    raise file.fault(event.line, f"{target} is not in the file")
        return file

    def _go_on(self, number: int, line: str) -> None:
        if self._open is not None and self._open.words is not None:
            self._open.words += f"\n{line}"
        elif line.strip():
            raise self._file.fault(number, "this is no line of a brat annotation file")

    def _text_bound(self, number: int, rest: str) -> TextBound:
        head, tab, words = rest.partition("\t")
        found = _TEXT_BOUND.fullmatch(head.strip())
        if not found:
            raise self._file.fault(number, "a text-bound needs a type and offsets")
        spans = [Span(*map(int, part.split())) for part in found[2].split(";")]
        for start, end in spans:
            if start >= end:
                raise self._file.fault(number, f"there are no words from {start} to {end}")
        return TextBound(number, found[1], spans, words if tab else None)

    def _event(self, number: int, rest: str) -> Event:
        arguments = []
        for argument in rest.split():
            found = _ARGUMENT.fullmatch(argument)
            if not found:
                raise self._file.fault(number, f"“{argument[:60]}” is no argument of an event")
            arguments.append((found[1], found[2]))
        if not arguments:
            raise self._file.fault(number, "an event needs a trigger")
        (kind, trigger), *others = arguments
        return Event(number, kind, trigger, tuple(others))

    def _attribute(self, number: int, rest: str) -> Attribute:
        words = rest.split(maxsplit=2)
        if len(words) < 2:
            raise self._file.fault(number, "an attribute needs a name and what it belongs to")
        return Attribute(words[0], words[1], words[2].strip() if len(words) > 2 else None)

    def _note(self, number: int, rest: str) -> None:
        head, _tab, words = rest.partition("\t")
        about = head.split()
        if len(about) != 2:
            raise self._file.fault(number, "a note needs a kind and what it belongs to")
        if words.strip():
            self._file.notes.setdefault(about[1], []).append(words.strip())
