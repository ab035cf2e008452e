# SPDX-License-Identifier: MIT
"""The domains, as the codebook editor lists them."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.codebook.entries import Entry, Uses, act, set_label
from claimdesk.gui.desk.desk import Desk
from claimdesk.models import codebook
from claimdesk.models.codebook import EVERYWHERE, Example, Scope
from claimdesk.models.messages.catalogue import _


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
        """Let exactly these terms point to the domain."""
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
        """Let all that a domain has become another's; it is gone then."""
        name, other = (self._desk.domains[i].name for i in (entry_id, target))
        return act(
            self._desk,
            _("Merge the domain “{name}” into “{other}”").format(name=name, other=other),
            lambda session: codebook.merge_domains(session, [entry_id], target, terms=terms),
        )

    def recode(self, entry_id: int, target: int | None, scope: Scope) -> bool:
        """Let uses of a domain become those of another, or of none."""
        return act(
            self._desk,
            _("Recode the domain “{name}”").format(name=self._desk.domains[entry_id].name),
            lambda session: codebook.recode_domain(session, entry_id, target, scope),
        )

    def examples(self, entry_id: int) -> list[Example]:
        """Accepted annotations of a domain, newest first."""
        if self._desk.project is None:
            return []
        with self._desk.project.reading() as connection:
            return codebook.domain_examples(connection, entry_id)
