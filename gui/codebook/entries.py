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
from claimdesk.models.codebook import EVERYWHERE, Example, Scope


@dataclass(frozen=True, slots=True)
class Entry:
    """A domain or a value."""

    id: int
    name: str
    definition: str | None
    colour: str | None
    terms: tuple[str, ...] = ()
    parent_id: int | None = None
    depth: int = 0
    """How many domains it is inside of."""


@dataclass(frozen=True, slots=True)
class Uses:
    """How many annotations use an entry, by what they are, and how many entries are inside it."""

    claims: int = 0
    mentions: int = 0
    children: int = 0
    terms: int = 0

    @property
    def total(self) -> int:
        """Annotations that use it."""
        return self.claims + self.mentions


class Entries(Protocol):
    """One list of the codebook. Changing functions say whether the edit could be done."""

    has_terms: bool
    """Whether entries have terms and a parent, so that they are a tree."""

    def read(self) -> list[Entry]:
        """The entries in their order, each after the one that it is inside of."""
        ...

    def taken(self, name: str) -> str:
        """That an entry of this name is there already, as a sentence."""
        ...

    def uses(self, ids: Sequence[int]) -> dict[int, Uses]:
        """How often entries are used, by id."""
        ...

    def add(self, name: str, colour: str) -> int | None:
        """Add an entry at the end; its id, None if it could not be."""
        ...

    def set(self, entry_id: int, **values: str | int | None) -> bool:
        """Set columns of an entry."""
        ...

    def set_terms(self, entry_id: int, terms: Sequence[str]) -> bool:
        """Let an entry have exactly these terms."""
        ...

    def move(self, entry_id: int, parent_id: int | None, place: int | None) -> bool:
        """Put an entry inside another, or at the top, at a place among those there."""
        ...

    def delete(self, entry_id: int, replacement: int | None) -> bool:
        """Delete an entry; annotations that use it get the replacement, or nothing."""
        ...

    def uses_in(self, entry_id: int, scope: Scope) -> Uses:
        """How often an entry is used in some articles."""
        ...

    def merge(self, entry_id: int, target: int, *, terms: bool) -> bool:
        """Let another entry take an entry over, its terms as well if so wanted."""
        ...

    def recode(self, entry_id: int, target: int | None, scope: Scope) -> bool:
        """Give annotations of some articles that use an entry another one, or nothing."""
        ...

    def examples(self, entry_id: int) -> list[Example]:
        """Accepted annotations that use an entry, those recorded last first."""
        ...


def name_problem(entries: Entries, name: str, own_id: int | None = None) -> str | None:
    """Why an entry can't be called `name`, in a sentence; None if it can."""
    for entry in entries.read():
        if entry.id != own_id and entry.name.lower() == name.lower():
            return entries.taken(entry.name)
    return None


def outlets(desk: Desk) -> list[str]:
    """The outlets of the project's articles."""
    if desk.project is None:
        return []
    with desk.project.reading() as connection:
        return codebook.outlets(connection)


def counted(uses: Uses, *, terms: bool = False) -> str:
    """Uses as people say them, such as "12 claims, 3 mentions and 9 terms"; empty for none."""
    parts = []
    for number, one, several in (
        (uses.claims, _tr("1 claim"), _tr("{} claims")),
        (uses.mentions, _tr("1 mention"), _tr("{} mentions")),
        (uses.terms if terms else 0, _tr("1 term"), _tr("{} terms")),
    ):
        if number:
            parts.append(one if number == 1 else several.format(number))
    if len(parts) < 2:
        return "".join(parts)
    return _tr("{} and {}").format(", ".join(parts[:-1]), parts[-1])


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
        """The domains in the order of their tree."""
        rows = self._desk.domains
        found: dict[int, Entry] = {}
        for number in codebook.in_tree_order({row.id: row.parent_id for row in rows.values()}):
            row = rows[number]
            above = found.get(row.parent_id) if row.parent_id is not None else None
            found[number] = Entry(
                row.id,
                row.name,
                row.definition,
                row.colour,
                row.terms,
                row.parent_id,
                above.depth + 1 if above else 0,
            )
        return list(found.values())

    def taken(self, name: str) -> str:
        """The sentence that says that another domain has the name."""
        return _tr("There is a domain “{}” already; choose another name.").format(name)

    def uses(self, ids: Sequence[int]) -> dict[int, Uses]:
        """How often domains are used."""
        return {i: self.uses_in(i, EVERYWHERE) for i in ids}

    def uses_in(self, entry_id: int, scope: Scope) -> Uses:
        """How often a domain is used in some articles."""
        if self._desk.project is None:
            return Uses()
        with self._desk.project.reading() as connection:
            found = codebook.uses_of(connection, [entry_id], scope)
        return Uses(found.claims, found.mentions, found.children, found.terms)

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

    def move(self, entry_id: int, parent_id: int | None, place: int | None) -> bool:
        """Put a domain into another, or at the top; `place` counts what else is there."""
        return _act(
            self._desk,
            _tr("Move the domain “{}”").format(self._desk.domains[entry_id].name),
            lambda session: codebook.move_domain(session, entry_id, parent_id, place),
        )

    def delete(self, entry_id: int, replacement: int | None) -> bool:
        """Delete a domain; domains inside it move up to where it was."""
        return _act(
            self._desk,
            _tr("Delete the domain “{}”").format(self._desk.domains[entry_id].name),
            lambda session: codebook.delete_domain(session, entry_id, replacement),
        )

    def merge(self, entry_id: int, target: int, *, terms: bool) -> bool:
        """Let all that a domain has become another's; it is gone then."""
        names = (self._desk.domains[i].name for i in (entry_id, target))
        return _act(
            self._desk,
            _tr("Merge the domain “{}” into “{}”").format(*names),
            lambda session: codebook.merge_domains(session, [entry_id], target, terms=terms),
        )

    def recode(self, entry_id: int, target: int | None, scope: Scope) -> bool:
        """Let uses of a domain become those of another, or of none."""
        return _act(
            self._desk,
            _tr("Recode the domain “{}”").format(self._desk.domains[entry_id].name),
            lambda session: codebook.recode_domain(session, entry_id, target, scope),
        )

    def examples(self, entry_id: int) -> list[Example]:
        """Accepted annotations of a domain, newest first."""
        if self._desk.project is None:
            return []
        with self._desk.project.reading() as connection:
            return codebook.domain_examples(connection, entry_id)


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
        return {i: self.uses_in(i, EVERYWHERE) for i in ids}

    def uses_in(self, entry_id: int, scope: Scope) -> Uses:
        """How often a value is used in some articles."""
        field = self._desk.fields.get(self._key)
        if self._desk.project is None or field is None:
            return Uses()
        with self._desk.project.reading() as connection:
            count = codebook.choice_uses(connection, entry_id, scope)
        return Uses(claims=count) if field.layer == "claim" else Uses(mentions=count)

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

    def move(self, entry_id: int, parent_id: int | None, place: int | None) -> bool:
        """Put a value at a place among the others."""
        ids = [entry.id for entry in self.read() if entry.id != entry_id]
        ids.insert(len(ids) if place is None else place, entry_id)
        return _act(
            self._desk,
            _tr("Order the values"),
            lambda session: codebook.order_choices(session, ids),
        )

    def delete(self, entry_id: int, replacement: int | None) -> bool:
        """Delete a value."""
        return _act(
            self._desk,
            _tr("Delete the value “{}”").format(self._name(entry_id)),
            lambda session: codebook.delete_choice(session, entry_id, replacement),
        )

    def merge(self, entry_id: int, target: int, *, terms: bool) -> bool:
        """Let all uses of a value become another's; it is gone then."""
        return _act(
            self._desk,
            _tr("Merge the value “{}” into “{}”").format(self._name(entry_id), self._name(target)),
            lambda session: codebook.delete_choice(session, entry_id, target),
        )

    def recode(self, entry_id: int, target: int | None, scope: Scope) -> bool:
        """Let uses of a value become those of another, or not coded."""
        return _act(
            self._desk,
            _tr("Recode the value “{}”").format(self._name(entry_id)),
            lambda session: codebook.recode_choice(session, entry_id, target, scope),
        )

    def examples(self, entry_id: int) -> list[Example]:
        """Accepted annotations that have a value, newest first."""
        if self._desk.project is None:
            return []
        with self._desk.project.reading() as connection:
            return codebook.choice_examples(connection, entry_id)

    def _name(self, entry_id: int) -> str:
        return next((entry.name for entry in self.read() if entry.id == entry_id), "")


def _label(values: Mapping[str, object]) -> str:
    labels = {
        "name": _tr("Rename an entry of the codebook"),
        "definition": _tr("Define an entry of the codebook"),
        "colour": _tr("Colour an entry of the codebook"),
        "parent_id": _tr("Move a domain into another"),
    }
    return labels[next(iter(values))]
