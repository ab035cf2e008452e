# SPDX-License-Identifier: MIT
"""What the codebook editor lists: the domains, the values of a coded field, or the own fields.

Each change is one edit of the desk, so one step of undo.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.codebook.entries import Entry, Uses, act, set_label
from claimdesk.gui.desk.desk import Desk
from claimdesk.models import codebook
from claimdesk.models.codebook import EVERYWHERE, Example, Scope, fields
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import FieldRow


class DomainSource:
    """The domains."""

    has_terms = True

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self) -> list[Entry]:
        """Return the domains in the order of their tree."""
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
        """Return the sentence that says that another domain has the name."""
        return _("There is a domain “{name}” already; choose another name.").format(name=name)

    def uses(self, ids: Sequence[int]) -> dict[int, Uses]:
        """Return how often domains are used."""
        return {i: self.uses_in(i, EVERYWHERE) for i in ids}

    def uses_in(self, entry_id: int, scope: Scope) -> Uses:
        """Return how often a domain is used in some articles."""
        if self._desk.project is None:
            return Uses()
        with self._desk.project.reading() as connection:
            found = codebook.uses_of(connection, [entry_id], scope)
        return Uses(found.claims, found.mentions, found.children, found.terms)

    def add(self, name: str, colour: str) -> int | None:
        """Add a domain at the end; its id."""
        added = self._desk.act(
            _("Add a domain"), lambda session: codebook.add_domain(session, name, colour=colour)
        )
        return added.value if added else None

    def set(self, entry_id: int, **values: str | int | None) -> bool:
        """Set `name`, `definition`, `colour` or `parent_id`."""
        return act(
            self._desk,
            set_label(values),
            lambda session: codebook.set_domain_fields(session, entry_id, **values),
        )

    def set_terms(self, entry_id: int, terms: Sequence[str]) -> bool:
        """Give the domain exactly these terms."""
        return act(
            self._desk,
            _("Change the terms of a domain"),
            lambda session: codebook.set_terms(session, entry_id, terms),
        )

    def move(self, entry_id: int, parent_id: int | None, place: int | None) -> bool:
        """Put a domain into another, or at the top; `place` counts what else is there."""
        return act(
            self._desk,
            _("Move the domain “{name}”").format(name=self._desk.domains[entry_id].name),
            lambda session: codebook.move_domain(session, entry_id, parent_id, place),
        )

    def delete(self, entry_id: int, replacement: int | None) -> bool:
        """Delete a domain; domains inside it move up to where it was."""
        return act(
            self._desk,
            _("Delete the domain “{name}”").format(name=self._desk.domains[entry_id].name),
            lambda session: codebook.delete_domain(session, entry_id, replacement),
        )

    def merge(self, entry_id: int, target: int, *, terms: bool) -> bool:
        """Merge a domain into another one."""
        name, other = (self._desk.domains[i].name for i in (entry_id, target))
        return act(
            self._desk,
            _("Merge the domain “{name}” into “{other}”").format(name=name, other=other),
            lambda session: codebook.merge_domains(session, [entry_id], target, terms=terms),
        )

    def recode(self, entry_id: int, target: int | None, scope: Scope) -> bool:
        """Replace a domain by another one, or by none."""
        return act(
            self._desk,
            _("Recode the domain “{name}”").format(name=self._desk.domains[entry_id].name),
            lambda session: codebook.recode_domain(session, entry_id, target, scope),
        )

    def examples(self, entry_id: int) -> list[Example]:
        """Return accepted annotations of a domain, newest first."""
        if self._desk.project is None:
            return []
        with self._desk.project.reading() as connection:
            return codebook.domain_examples(connection, entry_id)


class ChoiceSource:
    """The values of the coded field whose key is `key`."""

    has_terms = False

    def __init__(self, desk: Desk, key: str) -> None:
        self._desk = desk
        self._key = key

    def read(self) -> list[Entry]:
        """Return the values in order."""
        field = self._desk.fields.get(self._key)
        return [
            Entry(row.id, row.label, row.definition, row.colour)
            for row in (field.choices if field else ())
        ]

    def taken(self, name: str) -> str:
        """Return the sentence that says that another value has the name."""
        return _("There is a value “{name}” already; choose another name.").format(name=name)

    def uses(self, ids: Sequence[int]) -> dict[int, Uses]:
        """Return how often values are used."""
        return {i: self.uses_in(i, EVERYWHERE) for i in ids}

    def uses_in(self, entry_id: int, scope: Scope) -> Uses:
        """Return how often a value is used in some articles."""
        field = self._desk.fields.get(self._key)
        if self._desk.project is None or field is None:
            return Uses()
        with self._desk.project.reading() as connection:
            count = codebook.choice_uses(connection, entry_id, scope)
        return Uses(claims=count) if field.layer == "claim" else Uses(mentions=count)

    def add(self, name: str, colour: str) -> int | None:
        """Add a value at the end; its id."""
        field = self._desk.fields[self._key]
        added = self._desk.act(
            _("Add a value to “{label}”").format(label=field.label),
            lambda session: codebook.add_choice(session, field.id, name, colour=colour),
        )
        return added.value if added else None

    def set(self, entry_id: int, **values: str | int | None) -> bool:
        """Set `name`, `definition` or `colour`."""
        texts = {
            "label" if column == "name" else column: None if value is None else str(value)
            for column, value in values.items()
        }
        return act(
            self._desk,
            set_label(values),
            lambda session: codebook.set_choice_fields(session, entry_id, **texts),
        )

    def set_terms(self, entry_id: int, terms: Sequence[str]) -> bool:
        """Raise NotImplementedError: values have no terms."""
        raise NotImplementedError

    def move(self, entry_id: int, parent_id: int | None, place: int | None) -> bool:
        """Put a value at a place among the others."""
        ids = [entry.id for entry in self.read() if entry.id != entry_id]
        ids.insert(len(ids) if place is None else place, entry_id)
        return act(
            self._desk,
            _("Order the values"),
            lambda session: codebook.order_choices(session, ids),
        )

    def delete(self, entry_id: int, replacement: int | None) -> bool:
        """Delete a value."""
        return act(
            self._desk,
            _("Delete the value “{name}”").format(name=self._name(entry_id)),
            lambda session: codebook.delete_choice(session, entry_id, replacement),
        )

    def merge(self, entry_id: int, target: int, *, terms: bool) -> bool:
        """Merge a value into another one."""
        return act(
            self._desk,
            _("Merge the value “{name}” into “{other}”").format(
                name=self._name(entry_id), other=self._name(target)
            ),
            lambda session: codebook.delete_choice(session, entry_id, target),
        )

    def recode(self, entry_id: int, target: int | None, scope: Scope) -> bool:
        """Replace a value by another one, or by none."""
        return act(
            self._desk,
            _("Recode the value “{name}”").format(name=self._name(entry_id)),
            lambda session: codebook.recode_choice(session, entry_id, target, scope),
        )

    def examples(self, entry_id: int) -> list[Example]:
        """Return accepted annotations that have a value, newest first."""
        if self._desk.project is None:
            return []
        with self._desk.project.reading() as connection:
            return codebook.choice_examples(connection, entry_id)

    def _name(self, entry_id: int) -> str:
        return next((entry.name for entry in self.read() if entry.id == entry_id), "")


class OwnFieldSource:
    """The own fields of claims."""

    has_terms = False

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rows(self) -> list[FieldRow]:
        """Return the own fields in order."""
        return fields.own_fields(self._desk.fields.values())

    def read(self) -> list[Entry]:
        """Return the own fields in order."""
        return [Entry(row.id, row.label, None, None) for row in self.rows()]

    def taken(self, name: str) -> str:
        """Return the sentence that says that another field has the name."""
        return _("There is a field “{name}” already; choose another name.").format(name=name)

    def uses(self, ids: Sequence[int]) -> dict[int, Uses]:
        """Return how many claims have a value in each field."""
        if self._desk.project is None:
            return {}
        with self._desk.project.reading() as connection:
            return {i: Uses(claims=fields.field_uses(connection, i)) for i in ids}

    def add(self, name: str, kind: str) -> int | None:
        """Add a field of a kind."""
        added = self._desk.act(
            _("Add the field “{name}”").format(name=name),
            lambda session: fields.add_field(session, name, kind),
        )
        return added.value if added else None

    def set(self, entry_id: int, **values: str | int | None) -> bool:
        """Set the `name`."""
        return act(
            self._desk,
            _("Rename a field"),
            lambda session: fields.rename_field(session, entry_id, str(values["name"])),
        )

    def set_letter(self, entry_id: int, letter: str | None) -> bool:
        """Set the key that picks the field."""
        return act(
            self._desk,
            _("Give a field a key"),
            lambda session: fields.set_letter(session, entry_id, letter),
        )

    def move(self, entry_id: int, _parent_id: int | None, place: int | None) -> bool:
        """Put a field at a place among the others."""
        ids = [row.id for row in self.rows() if row.id != entry_id]
        ids.insert(len(ids) if place is None else place, entry_id)
        return act(
            self._desk, _("Order the fields"), lambda session: fields.order_fields(session, ids)
        )

    def delete(self, entry_id: int) -> bool:
        """Delete a field with its values."""
        return act(
            self._desk,
            _("Delete a field"),
            lambda session: fields.delete_field(session, entry_id),
        )

    def letter(self, entry_id: int) -> str:
        """Return the key of a field, or an empty text."""
        if self._desk.project is None:
            return ""
        with self._desk.project.reading() as connection:
            return fields.letters(connection).get(entry_id, "")
