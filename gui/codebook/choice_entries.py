# SPDX-License-Identifier: MIT
"""The values of one coded field, as the codebook editor lists them."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.codebook.entries import Entry, Uses, act, set_label
from claimdesk.gui.desk.desk import Desk
from claimdesk.models import codebook
from claimdesk.models.codebook import EVERYWHERE, Example, Scope
from claimdesk.models.messages.catalogue import _


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
        """Values have no terms."""
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
        """Let all uses of a value become another's; it is gone then."""
        return act(
            self._desk,
            _("Merge the value “{name}” into “{other}”").format(
                name=self._name(entry_id), other=self._name(target)
            ),
            lambda session: codebook.delete_choice(session, entry_id, target),
        )

    def recode(self, entry_id: int, target: int | None, scope: Scope) -> bool:
        """Let uses of a value become those of another, or not coded."""
        return act(
            self._desk,
            _("Recode the value “{name}”").format(name=self._name(entry_id)),
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
