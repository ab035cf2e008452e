# SPDX-License-Identifier: MIT
"""What the codebook editor lists: domains, or the values of one coded field, behind one face.

Each change is one edit of the desk, so one step of undo.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from sqlmodel import Session

from claimdesk.gui.desk import Desk
from claimdesk.models import codebook


@dataclass(frozen=True, slots=True)
class Entry:
    """A domain or a value."""

    id: int
    name: str
    definition: str | None
    colour: str | None
    terms: tuple[str, ...] = ()
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Uses:
    """How many annotations use an entry, by what they are, and how many entries are inside it."""

    claims: int = 0
    mentions: int = 0
    children: int = 0

    @property
    def total(self) -> int:
        """Annotations that use it."""
        return self.claims + self.mentions


class Entries(Protocol):
    """One list of the codebook. Changing functions say whether the edit could be done."""

    has_terms: bool
    """Whether entries have terms and a parent."""

    def read(self) -> list[Entry]: ...
    def taken(self, name: str) -> str: ...
    def uses(self, ids: Sequence[int]) -> dict[int, Uses]: ...
    def add(self, name: str, colour: str) -> int | None: ...
    def set(self, entry_id: int, **values: str | int | None) -> bool: ...
    def set_terms(self, entry_id: int, terms: Sequence[str]) -> bool: ...
    def order(self, ids: Sequence[int]) -> bool: ...
    def delete(self, entry_id: int, replacement: int | None) -> bool: ...


def name_problem(entries: Entries, name: str, own_id: int | None = None) -> str | None:
    """Why an entry can't be called `name`, in a sentence; None if it can."""
    for entry in entries.read():
        if entry.id != own_id and entry.name.lower() == name.lower():
            return entries.taken(entry.name)
    return None


def _act(desk: Desk, label: str, change: Callable[[Session], object]) -> bool:
    """Do an edit whose change returns nothing; whether it is on disk."""
    return desk.act(label, lambda session: (change(session), True)[1]) is True


def _tr(text: str) -> str:
    return QCoreApplication.translate("Entries", text)


class DomainEntries:
    """The domains."""

    has_terms = True

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self) -> list[Entry]:
        """The domains in order."""
        return [
            Entry(row.id, row.name, row.definition, row.colour, row.terms, row.parent_id)
            for row in self._desk.domains.values()
        ]

    def taken(self, name: str) -> str:
        """The sentence that says that another domain has the name."""
        return _tr("There is a domain “{}” already; choose another name.").format(name)

    def uses(self, ids: Sequence[int]) -> dict[int, Uses]:
        """How often domains are used."""
        if self._desk.project is None:
            return {}
        parents = [row.parent_id for row in self._desk.domains.values()]
        with self._desk.project.reading() as connection:
            return {i: Uses(*codebook.domain_uses(connection, i), parents.count(i)) for i in ids}

    def add(self, name: str, colour: str) -> int | None:
        """Add a domain at the end; its id."""
        return self._desk.act(
            _tr("Add a domain"), lambda session: codebook.add_domain(session, name, colour=colour)
        )

    def set(self, entry_id: int, **values: str | int | None) -> bool:
        """Set `name`, `definition`, `colour` or `parent_id`."""
        return _act(
            self._desk,
            _label(values),
            lambda session: codebook.set_domain_fields(session, entry_id, **values),
        )

    def set_terms(self, entry_id: int, terms: Sequence[str]) -> bool:
        """Let exactly these terms point to the domain."""
        return _act(
            self._desk,
            _tr("Change the terms of a domain"),
            lambda session: codebook.set_terms(session, entry_id, terms),
        )

    def order(self, ids: Sequence[int]) -> bool:
        """Put the domains in this order."""
        return _act(
            self._desk,
            _tr("Order the domains"),
            lambda session: codebook.order_domains(session, ids),
        )

    def delete(self, entry_id: int, replacement: int | None) -> bool:
        """Delete a domain; domains inside it move up to where it was."""
        row = self._desk.domains[entry_id]
        inside = [d.id for d in self._desk.domains.values() if d.parent_id == entry_id]

        def change(session: Session) -> None:
            for child in inside:
                codebook.set_domain_fields(session, child, parent_id=row.parent_id)
            codebook.delete_domain(session, entry_id, replacement)

        return _act(self._desk, _tr("Delete the domain “{}”").format(row.name), change)


class ChoiceEntries:
    """The values of the coded field whose key is `key`."""

    has_terms = False

    def __init__(self, desk: Desk, key: str) -> None:
        self._desk = desk
        self._key = key

    def read(self) -> list[Entry]:
        """The values in order."""
        field = self._desk.fields.get(self._key)
        return [
            Entry(row.id, row.label, row.definition, row.colour)
            for row in (field.choices if field else ())
        ]

    def taken(self, name: str) -> str:
        """The sentence that says that another value has the name."""
        return _tr("There is a value “{}” already; choose another name.").format(name)

    def uses(self, ids: Sequence[int]) -> dict[int, Uses]:
        """How often values are used."""
        field = self._desk.fields.get(self._key)
        if self._desk.project is None or field is None:
            return {}
        with self._desk.project.reading() as connection:
            counts = {i: codebook.choice_uses(connection, i) for i in ids}
        if field.layer == "claim":
            return {i: Uses(claims=count) for i, count in counts.items()}
        return {i: Uses(mentions=count) for i, count in counts.items()}

    def add(self, name: str, colour: str) -> int | None:
        """Add a value at the end; its id."""
        field = self._desk.fields[self._key]
        return self._desk.act(
            _tr("Add a value to “{}”").format(field.label),
            lambda session: codebook.add_choice(session, field.id, name, colour=colour),
        )

    def set(self, entry_id: int, **values: str | int | None) -> bool:
        """Set `name`, `definition` or `colour`."""
        texts = {
            "label" if column == "name" else column: None if value is None else str(value)
            for column, value in values.items()
        }
        return _act(
            self._desk,
            _label(values),
            lambda session: codebook.set_choice_fields(session, entry_id, **texts),
        )

    def set_terms(self, entry_id: int, terms: Sequence[str]) -> bool:
        """Values have no terms."""
        raise NotImplementedError

    def order(self, ids: Sequence[int]) -> bool:
        """Put the values in this order."""
        return _act(
            self._desk,
            _tr("Order the values"),
            lambda session: codebook.order_choices(session, ids),
        )

    def delete(self, entry_id: int, replacement: int | None) -> bool:
        """Delete a value."""
        name = next(entry.name for entry in self.read() if entry.id == entry_id)
        return _act(
            self._desk,
            _tr("Delete the value “{}”").format(name),
            lambda session: codebook.delete_choice(session, entry_id, replacement),
        )


def _label(values: Mapping[str, object]) -> str:
    labels = {
        "name": _tr("Rename an entry of the codebook"),
        "definition": _tr("Define an entry of the codebook"),
        "colour": _tr("Colour an entry of the codebook"),
        "parent_id": _tr("Move a domain into another"),
    }
    return labels[next(iter(values))]
