# SPDX-License-Identifier: MIT
"""What a REFI-QDA project says beside its sources: users, codes, notes, links, variables, cases."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from claimdesk.models.articles.read import MAX_BYTES, read_bytes
from claimdesk.models.exchange import refi_codes
from claimdesk.models.exchange.coded_texts import Code
from claimdesk.models.exchange.hostile_xml import Archive, child, children, local
from claimdesk.models.exchange.reports import Loss, Losses
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.regular_files import NotRegular, open_regular

TEXTS = frozenset({"TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource"})
"""Elements that may hold a text with codes."""

_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_VALUES = frozenset(
    {"TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue"}
)
_PARTS = frozenset(
    {"Users", "CodeBook", "Variables", "Cases", "Notes", "Links", "Sets", "Graphs", *TEXTS}
)


class ProjectFiles:
    """The files of a project: an archive, or an XML file with its texts beside it."""

    def __init__(self, path: Path) -> None:
        """Raise ClaimdeskError naming the file if it holds no project."""
        self.path = path
        with self._head() as file:
            self._archive = Archive(path) if file.read(2) == b"PK" else None
        self._project = "project.qde"
        if self._archive is not None and not self._archive.has(self._project):
            found = self._archive.ending(".qde")
            if len(found) != 1:
                self.close()
                raise ClaimdeskError(
                    _("{path} is no REFI-QDA project: there is no project.qde in it.").format(
                        path=path
                    )
                )
            self._project = found[0]

    def close(self) -> None:
        """Close them."""
        if self._archive is not None:
            self._archive.close()

    def __enter__(self) -> ProjectFiles:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def project(self) -> IO[bytes]:
        """Open the XML file of the project."""
        return self._head() if self._archive is None else self._archive.open(self._project)

    def text(self, address: str) -> str:
        """Return a text of the project. Raises ClaimdeskError if it cannot be read."""
        kind, sign, name = address.partition("://")
        name = name.lstrip("/") if sign else kind
        if (sign and kind.casefold() != "internal") or ".." in name or "\\" in name:
            raise ClaimdeskError(
                _("{path}: the text “{name}” is outside of the project.").format(
                    path=self.path, name=address
                )
            )
        folder = self._project.rpartition("/")[0]
        places = [f"{start}{name}" for start in (f"{folder}/sources/".lstrip("/"), "sources/", "")]
        data = self._bytes(places, address)
        marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return data.decode("utf-16" if marked else "utf-8", "replace")

    def _bytes(self, places: Iterable[str], address: str) -> bytes:
        for place in places:
            if self._archive is not None and self._archive.has(place):
                return self._archive.read(place, MAX_BYTES)
            beside = self.path.parent / place
            if self._archive is None and beside.is_file():
                return read_bytes(beside, str(beside))
        raise ClaimdeskError(
            _("{path}: the text “{name}” is missing.").format(path=self.path, name=address)
        )

    def _head(self) -> IO[bytes]:
        try:
            return open_regular(self.path)
        except (OSError, NotRegular) as error:
            raise ClaimdeskError(
                _("{name} cannot be read: {reason}.").format(
                    name=self.path, reason=getattr(error, "strerror", None) or error
                )
            ) from error


@dataclass(slots=True)
class Note:
    """A note, and who wrote it."""

    name: str
    text: str
    by: str | None


@dataclass(slots=True)
class Scan:
    """What stands around the sources."""

    users: dict[str, str] = field(default_factory=dict)
    codes: list[Code] = field(default_factory=list)
    """Parents before children."""
    variables: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Of Claimdesk's own: the head of an annotation, and another piece of it."""
    sets: dict[str, str] = field(default_factory=dict)
    """The names of sets by the codes in them."""
    cases: dict[str, list[str]] = field(default_factory=dict)
    """Lines to note, by source."""
    left_out: Losses = field(default_factory=Counter)
    used: set[str] = field(default_factory=set)
    """Notes that have found their place."""

    @property
    def is_own(self) -> bool:
        """Whether Claimdesk wrote the project."""
        return any(code.key in refi_codes.ROOTS for code in self.codes)

    def user(self, element: Any) -> str | None:  # noqa: ANN401
        """Return who made something."""
        guid = plain(element.get("creatingUser") or element.get("modifyingUser"))
        return (self.users.get(guid) or guid) if guid else None

    def notes_of(self, element: Any) -> list[Note]:  # noqa: ANN401
        """Return the notes that an element refers to."""
        guids = [target(each) for each in element if local(each) == "NoteRef"]
        self.used.update(guids)
        return [self.notes[guid] for guid in guids if guid in self.notes]

    def values_of(self, element: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
        """Yield the variables of an element with their values as texts."""
        for each in element:
            if local(each) == "VariableValue":
                reference = child(each, "VariableRef")
                guid = "" if reference is None else target(reference)
                value = next((one.text or "" for one in each if local(one) in _VALUES), "")
                if value.strip():
                    yield self.variables.get(guid, guid), value


def plain(guid: str | None) -> str:
    """Return an identifier without braces, in lower case."""
    return (guid or "").strip().strip("{}").lower()


def target(element: Any) -> str:  # noqa: ANN401
    """Return what a reference names."""
    return plain(element.get("targetGUID"))


def scan(files: ProjectFiles) -> Scan:
    """Read all but the sources. Raises ClaimdeskError naming the file if that is not possible."""
    found = Scan()
    with files.project() as stream:
        for element in children(stream, str(files.path), _PARTS):
            _TAKE.get(local(element), _ignore)(found, element)
    return found


def codes_in(element: Any, parent: str | None = None) -> Iterator[Code]:  # noqa: ANN401
    """Yield the codes inside an element, parents before children."""
    waiting = [(each, parent) for each in element if local(each) == "Code"]
    while waiting:
        one, parent = waiting.pop(0)
        guid = plain(one.get("guid"))
        said = child(one, "Description")
        colour = one.get("color") or ""
        yield Code(
            guid,
            one.get("name") or "",
            parent,
            (said.text or "").strip() or None if said is not None else None,
            _long(colour) if _COLOUR.fullmatch(colour) else None,
        )
        waiting[:0] = [(each, guid) for each in one if local(each) == "Code"]


def _long(colour: str) -> str:
    if len(colour) == 4:
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    return colour.lower()


def text_of(element: Any) -> str | None:  # noqa: ANN401
    """Return the text inside an element that may hold one; None if it is elsewhere."""
    inside = child(element, "PlainTextContent")
    return None if inside is None else inside.text or ""


def _users(found: Scan, element: Any) -> None:  # noqa: ANN401
    for each in element:
        if local(each) == "User":
            guid = plain(each.get("guid"))
            found.users[guid] = each.get("name") or each.get("id") or guid


def _codebook(found: Scan, element: Any) -> None:  # noqa: ANN401
    for codes in element:
        if local(codes) == "Codes":
            found.codes += codes_in(codes)


def _variables(found: Scan, element: Any) -> None:  # noqa: ANN401
    for each in element:
        if local(each) == "Variable":
            found.variables[plain(each.get("guid"))] = each.get("name") or ""


def _notes(found: Scan, element: Any) -> None:  # noqa: ANN401
    for each in element:
        if local(each) == "Note":
            address = each.get("plainTextPath") or each.get("richTextPath")
            text = text_of(each)
            text = (address or "") if text is None else text
            found.notes[plain(each.get("guid"))] = Note(
                each.get("name") or "", text, found.user(each)
            )


def _links(found: Scan, element: Any) -> None:  # noqa: ANN401
    for each in element:
        if local(each) == "Link" and each.get("name") == refi_codes.LINK:
            found.links.append((plain(each.get("originGUID")), plain(each.get("targetGUID"))))
        elif local(each) == "Link":
            found.left_out[Loss("links", _("links"))] += 1


def _sets(found: Scan, element: Any) -> None:  # noqa: ANN401
    for each in element:
        if local(each) == "Set":
            name = each.get("name") or ""
            members = [target(one) for one in each if local(one) == "MemberCode"]
            found.sets.update(dict.fromkeys(members, name))
            if not _FIELD.fullmatch(name):
                found.left_out[Loss("sets", _("sets"))] += 1


_FIELD = re.compile(r"(actor|claim|domain)\.(.+):(choice|number|boolean|text)")


def field_of(name: str) -> tuple[str, str, str] | None:
    """Return layer, key and kind of the coded field that a set of Claimdesk's is called by."""
    match = _FIELD.fullmatch(name)
    return None if match is None else (match[1], match[2], match[3])


def _cases(found: Scan, element: Any) -> None:  # noqa: ANN401
    for each in element:
        if local(each) != "Case":
            continue
        lines = [_("Case: {name}").format(name=each.get("name") or "")]
        lines += [f"{name}: {value}" for name, value in found.values_of(each)]
        sources = [target(one) for one in each if local(one) == "SourceRef"]
        for guid in sources:
            found.cases.setdefault(guid, []).extend(lines)
        if not sources:
            found.left_out[Loss("cases", _("cases"))] += 1


def _graphs(found: Scan, element: Any) -> None:  # noqa: ANN401
    found.left_out[Loss("graphs", _("graphs"))] += len(element)


def _ignore(found: Scan, element: Any) -> None:  # noqa: ANN401
    """Leave out what is read later: the sources."""


_TAKE = {
    "Users": _users,
    "CodeBook": _codebook,
    "Variables": _variables,
    "Notes": _notes,
    "Links": _links,
    "Sets": _sets,
    "Cases": _cases,
    "Graphs": _graphs,
}
