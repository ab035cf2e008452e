# SPDX-License-Identifier: MIT
"""What ids of actors, domains, fields and choices stand for, and domains and choices by name.

What is asked for is read once from the connection; what changes later is not seen.
"""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from claimdesk.models.store import queries
from claimdesk.models.store.coded_fields import CodeValue
from claimdesk.models.store.queries import ActorRow, ChoiceRow, DomainRow, FieldRow
from claimdesk.models.text.folding import name_key


class Lookup:
    """Looks up what a project has. An id may be None or of something that is gone.

    For actors by name see `registry.ActorResolver`, which also decides among namesakes.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def actors(self) -> dict[int, ActorRow]:
        """All actors by id, in the order of their names."""
        return queries.actors(self._connection)

    @cached_property
    def domains(self) -> dict[int, DomainRow]:
        """All domains by id, in the order of the codebook."""
        return queries.domains(self._connection)

    @cached_property
    def fields(self) -> dict[str, FieldRow]:
        """All coded fields by key, in the order of the codebook."""
        return queries.fields(self._connection)

    @cached_property
    def choices(self) -> dict[int, ChoiceRow]:
        """The choices of all fields by id."""
        return {choice.id: choice for field in self.fields.values() for choice in field.choices}

    def actor(self, actor_id: int | None) -> ActorRow | None:
        """Return an actor."""
        return None if actor_id is None else self.actors.get(actor_id)

    def domain(self, domain_id: int | None) -> DomainRow | None:
        """Return a domain."""
        return None if domain_id is None else self.domains.get(domain_id)

    def choice(self, value: CodeValue | None) -> ChoiceRow | None:
        """Return the choice that is the value of a coded field; None for other values."""
        return self.choices.get(value) if type(value) is int else None

    def choice_key(self, value: CodeValue | None) -> str | None:
        """Return the key of the choice that is the value of a coded field."""
        choice = self.choice(value)
        return None if choice is None else choice.key

    def domain_id(self, name: str) -> int | None:
        """Return the domain of this name, whatever its case; None if the codebook has none."""
        return self._domain_ids.get(name_key(name))

    def choice_id(self, field_key: str, key: str | None) -> int | None:
        """Return the choice with this key of the field with that key; None if there is none."""
        field = self.fields.get(field_key)
        choices = field.choices if field is not None else ()
        return next((choice.id for choice in choices if choice.key == key), None)

    @cached_property
    def _domain_ids(self) -> dict[str, int]:
        return {name_key(row.name): row.id for row in self.domains.values()}
