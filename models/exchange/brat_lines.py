# SPDX-License-Identifier: MIT
"""Parsing one brat annotation file, which is not trusted.

- `T1<tab>TYPE 0 5;8 12<tab>words`: text-bound, one or several fragments, end-exclusive.
- `E1<tab>TYPE:T1 ROLE:T2 …`: an event with its trigger and arguments.
- `A1<tab>NAME E1 [VALUE]`: an attribute. `#1<tab>AnnotatorNotes E1<tab>words`: a note.
- `N1<tab>Reference T1 DB:KEY<tab>words`: what is meant, as other data call it.
- `R1<tab>TYPE Arg1:T1 Arg2:T2`: a relation. `*<tab>TYPE T1 T2 …`: equivalents.

A line that begins as none of these goes on with the words of the text-bound above it: some
programs write the line breaks of a text as they are. A line that cannot be read is skipped and
reported; it does not stop the rest of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from claimdesk.models.articles.read import read_bytes
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.text.spans import Span

_MAX_BYTES = 20_000_000
_MOST_REPORTS = 1000
_RECORD = re.compile(r"(?:[TERANM#][0-9]{1,9}|\*)\t", re.ASCII)
_OFFSETS = re.compile(r"[0-9]{1,9} [0-9]{1,9}(?:;[0-9]{1,9} [0-9]{1,9})*", re.ASCII)
_ARGUMENT = re.compile(r"([^\s:]+):([TERANM#][0-9]{1,9})", re.ASCII)
_REFERENCE = re.compile(r"Reference (\S+) ([^\s:]+):(\S+)", re.ASCII)


@dataclass(slots=True)
class TextBound:
    """Words with a type; `spans` are offsets in the text as its program saw it.

    One without spans marks a place between words, or says no place at all.
    """

    line: int
    type: str
    spans: list[Span]
    words: str | None
    """The words as the file quotes them; None if it does not."""
    fault: str = ""
    """Why it has no place in the text; empty if it has one."""


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


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation or, without roles, an equivalence; `arguments` are roles with ids."""

    type: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a kind, such as `AnnotatorNotes`."""

    kind: str
    words: str


@dataclass(slots=True)
class AnnFile:
    """One annotation file. Ids are those of the file, such as `T1`."""

    path: Path
    text_bounds: dict[str, TextBound] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    attributes: list[Attribute] = field(default_factory=list)
    notes: dict[str, list[Note]] = field(default_factory=dict)
    references: dict[str, list[Reference]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)
    """What a relation, attribute, note or reference is about, by its id."""
    reports: list[str] = field(default_factory=list)
    """What could not be read as it is, in sentences that name the line."""
    unreported: int = 0
    """How many more there are of those than are kept."""

    @property
    def is_empty(self) -> bool:
        """Whether nobody annotated: brat makes an empty file for each text."""
        return not (
            self.text_bounds or self.events or self.relations or self.targets or self.reports
        )

    def report(self, line: int, reason: str) -> None:
        """Keep that something in a line is not as it should be, and what was done about it."""
        if len(self.reports) < _MOST_REPORTS:
            self.reports.append(f"Line {line}: {reason}.")
        else:
            self.unreported += 1


class _Unreadable(Exception):
    """A line that cannot be parsed."""


def read_ann(path: Path, encoding: str | None = None) -> AnnFile:
    """Read a file. Whether offsets and words agree with the text is not checked here.

    One that is not UTF-8 is read in `encoding`, that of its text.
    Raises ClaimdeskError naming the file and the line if it is in neither, or if none of its lines
    is one of brat standoff.
    """
    reader = _Reader(AnnFile(path))
    number = 0
    for number, line in enumerate(_text(path, encoding).split("\n"), 1):
        reader.take(number, line.removesuffix("\r"))
    return reader.finished()


def _text(path: Path, encoding: str | None) -> str:
    data = read_bytes(path, str(path), _MAX_BYTES).removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        try:
            if encoding is not None:
                return data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeError, LookupError):
            pass
        number = data.count(b"\n", 0, error.start) + 1
        raise ClaimdeskError(
            _("{path}, line {number} is not UTF-8 text.").format(path=path, number=number)
        ) from error


class _Reader:
    """Takes lines one by one."""

    def __init__(self, file: AnnFile) -> None:
        self._file = file
        self._open: TextBound | None = None
        """The text-bound whose words may go on."""
        self._ids: dict[str, str] = {}
        self._kinds: dict[str, Callable[[int, str, str], None]] = {
            "T": self._text_bound,
            "E": self._event,
            "A": self._attribute,
            "M": self._attribute,
            "#": self._note,
            "N": self._reference,
            "R": self._relation,
            "*": self._equivalence,
        }

    def take(self, number: int, line: str) -> None:
        """Take one line."""
        if not _RECORD.match(line):
            self._go_on(number, line)
            return
        line_id, _tab, rest = line.partition("\t")
        self._open = None
        free = self._free(number, line_id, rest)
        if free is None:
            return
        try:
            self._kinds[line_id[0]](number, free, rest)
        except _Unreadable as error:
            self._file.report(number, _("{reason}; the line is left out").format(reason=error))

    def finished(self) -> AnnFile:
        """Return the file. Raises ClaimdeskError if it has lines, but none that could be read."""
        file = self._file
        if file.reports and not self._ids:
            raise ClaimdeskError(f"{file.path}: {file.reports[0]}")
        return file

    def _free(self, number: int, line_id: str, rest: str) -> str | None:
        """Return the id that a line is kept under; None if the same line was there before."""
        if line_id not in self._ids or line_id == "*":
            self._ids[line_id] = rest
            return line_id
        if self._ids[line_id] == rest:
            self._file.report(
                number, _("{name} is there twice; it is read once").format(name=line_id)
            )
            return None
        if line_id[0] in "TE":
            self._file.report(
                number,
                _(
                    "{name} is there for the second time; it is kept, and references to {name} "
                    "mean the first one"
                ).format(name=line_id),
            )
        return _("{name} in line {line}").format(name=line_id, line=number)

    def _go_on(self, number: int, line: str) -> None:
        if self._open is not None and self._open.words is not None:
            self._open.words += f"\n{line}"
        elif line.strip():
            self._file.report(
                number, _("this is not a line of a brat annotation file; the line is left out")
            )

    def _text_bound(self, number: int, line_id: str, rest: str) -> None:
        head, tab, words = rest.partition("\t")
        kind, _space, offsets = head.strip().partition(" ")
        if not kind:
            raise _Unreadable(_("a text-bound needs a type and offsets"))
        bound = TextBound(number, kind, [], words if tab else None)
        self._open = self._file.text_bounds[line_id] = bound
        if not _OFFSETS.fullmatch(offsets.strip()):
            bound.fault = _("a text-bound needs a type and offsets")
            return
        spans = [Span(*map(int, part.split())) for part in offsets.strip().split(";")]
        bound.spans = [span for span in spans if span.start < span.end]
        for start, end in spans:
            if start >= end and bound.spans:
                self._file.report(
                    number,
                    _("there are no words from {start} to {end}; this piece is left out").format(
                        start=start, end=end
                    ),
                )
            elif start >= end:
                bound.fault = _("there are no words from {start} to {end}").format(
                    start=start, end=end
                )

    def _event(self, number: int, line_id: str, rest: str) -> None:
        arguments = []
        for argument in rest.split():
            found = _ARGUMENT.fullmatch(argument)
            if found:
                arguments.append((found[1], found[2]))
            elif not arguments:
                raise _Unreadable(
                    _("“{argument}” is not the trigger of an event").format(argument=argument[:60])
                )
            else:
                self._file.report(
                    number,
                    _("“{argument}” is not an argument of an event; it is left out").format(
                        argument=argument[:60]
                    ),
                )
        if not arguments:
            raise _Unreadable(_("an event needs a trigger"))
        (kind, trigger), *others = arguments
        self._file.events[line_id] = Event(number, kind, trigger, tuple(others))

    def _attribute(self, _number: int, line_id: str, rest: str) -> None:
        words = rest.split(maxsplit=2)
        if len(words) < 2:
            raise _Unreadable(_("an attribute needs a name and what it belongs to"))
        value = words[2].strip() if len(words) > 2 else None
        self._file.attributes.append(Attribute(words[0], words[1], value))
        self._file.targets[line_id] = words[1]

    def _note(self, _number: int, line_id: str, rest: str) -> None:
        head, _tab, words = rest.partition("\t")
        about = head.split()
        if len(about) != 2:
            raise _Unreadable(_("a note needs a kind and what it belongs to"))
        self._file.notes.setdefault(about[1], []).append(Note(about[0], words))
        self._file.targets[line_id] = about[1]

    def _reference(self, _number: int, line_id: str, rest: str) -> None:
        head, _tab, words = rest.partition("\t")
        found = _REFERENCE.fullmatch(head.strip())
        if found:
            name = " ".join(words.split())
            reference = Reference(found[2], found[3], name)
            self._file.references.setdefault(found[1], []).append(reference)
            self._file.targets[line_id] = found[1]
        else:  # whatever it says, it says it of what it names
            kind, _space, about = head.strip().partition(" ")
            target, _space, more = about.partition(" ")
            if not target:
                raise _Unreadable(_("a link needs what it belongs to and what it leads to"))
            said = Note(kind, " ".join(f"{more} {words}".split()))
            self._file.notes.setdefault(target, []).append(said)
            self._file.targets[line_id] = target

    def _relation(self, _number: int, line_id: str, rest: str) -> None:
        kind, *words = rest.split() or [""]
        found = [_ARGUMENT.fullmatch(word) for word in words]
        arguments = tuple((match[1], match[2]) for match in found if match)
        if not arguments or len(arguments) < len(words):
            raise _Unreadable(_("a relation needs a type and what it relates"))
        self._file.relations.append(Relation(kind, arguments))
        self._file.targets[line_id] = arguments[0][1]

    def _equivalence(self, _number: int, _own: str, rest: str) -> None:
        kind, *ids = rest.split() or [""]
        if not ids:
            raise _Unreadable(_("an equivalence needs a type and what is equivalent"))
        self._file.relations.append(Relation(kind, tuple(("", line_id) for line_id in ids)))
