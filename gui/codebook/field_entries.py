# SPDX-License-Identifier: MIT
"""The own fields of claims, as the codebook editor lists them."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.codebook.entries import Entry, Uses, act
from claimdesk.gui.desk.desk import Desk
from claimdesk.models.codebook import fields
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import FieldRow


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
