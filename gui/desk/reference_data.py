# SPDX-License-Identifier: MIT
"""Reference data of the open project: actors, domains and coded fields, refreshed incrementally.

Reading everything takes 50 ms where there are many actors, and a review changes an actor whenever
the first annotation that names it is accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import Connection

from claimdesk.models.codebook.looks import DomainLook, domain_looks
from claimdesk.models.registry import ActorResolver
from claimdesk.models.store import queries
from claimdesk.models.store.queries import ActorRow, DomainRow, FieldRow
from claimdesk.models.text.collation import sort_key

K = TypeVar("K")

Name = tuple[str, int]
"""Kind (`actor`, `domain`, `field` or `choice`) and id of something that has a name."""

_ACTORS, _DOMAINS, _FIELDS = {"actor", "alias"}, {"domain", "term"}, {"field", "choice"}
TABLES = frozenset(_ACTORS | _DOMAINS | _FIELDS)
"""The tables that hold the names."""
_FEW = 500
"""Up to this number, changed actors are read one by one; otherwise all are read."""


class ReferenceData:
    """Actors, domains and coded fields of a project; the dicts are replaced, never changed."""

    def __init__(self) -> None:
        self.actors: dict[int, ActorRow] = {}
        """By id, in the order of their names."""
        self.domains: dict[int, DomainRow] = {}
        """By id, in the order of the codebook."""
        self.domain_looks: dict[int, DomainLook] = {}
        """In which colour and with which letters each domain is shown."""
        self.fields: dict[str, FieldRow] = {}
        self._resolver: ActorResolver | None = None

    @property
    def resolver(self) -> ActorResolver:
        """Finds the actors by name; do not keep it, it is replaced with the actors."""
        if self._resolver is None:
            self._resolver = ActorResolver(self.actors.values())
        return self._resolver

    def read_all(self, connection: Connection) -> frozenset[Name]:
        """Read everything; return what was added or removed or has another name or colour."""
        return self.read(connection, dict.fromkeys(TABLES, frozenset()))

    def read(self, connection: Connection, rows: Mapping[str, Set[int]]) -> frozenset[Name]:
        """Refresh what `rows`, the ids of changed rows by table, concern.

        Return what was added or removed or has another name or colour. It may be nothing: accepting
        an actor that was only suggested does not change a name.
        """
        changed: set[Name] = set()
        if _ACTORS & rows.keys():
            changed.update(self._read_actors(connection, rows))
        if _DOMAINS & rows.keys():
            before, self.domains = self.domains, queries.domains(connection)
            looked, self.domain_looks = self.domain_looks, domain_looks(self.domains)
            changed.update(("domain", i) for i in _differing(before, self.domains))
            changed.update(("domain", i) for i in _differing(looked, self.domain_looks))
        if _FIELDS & rows.keys():
            changed.update(self._read_fields(connection))
        return frozenset(changed)

    def _read_actors(self, connection: Connection, rows: Mapping[str, Set[int]]) -> Iterable[Name]:
        before = self.actors
        ids: Iterable[int] = self._read_few(connection, rows)
        if not ids:
            self.actors, self._resolver = queries.actors(connection), None
            ids = before.keys() | self.actors.keys()
        after = self.actors
        return [("actor", i) for i in ids if not _has_same_name(before.get(i), after.get(i))]

    def _read_few(self, connection: Connection, rows: Mapping[str, Set[int]]) -> frozenset[int]:
        """Read only the actors of the changed rows; none if they are many or unknown."""
        actors, aliases = rows.get("actor", frozenset()), rows.get("alias", frozenset())
        if len(actors) + len(aliases) > _FEW:
            return frozenset()
        ids = frozenset(actors) | queries.owners_of_aliases(connection, aliases)
        self._replace_actors(ids, queries.actors(connection, ids))
        if not aliases:
            return ids
        # An alias does not say whose it was before; the total shows whether anybody lost one.
        known = sum(len(row.aliases) for row in self.actors.values())
        return ids if known == queries.alias_count(connection) else frozenset()

    def _replace_actors(self, ids: Iterable[int], rows: dict[int, ActorRow]) -> None:
        known = self.actors
        if self._resolver is not None:
            for row in (known[i] for i in ids if i in known):
                self._resolver.remove_row(row)
            for row in rows.values():
                self._resolver.add_row(row)
        if all(i in known and i in rows and known[i].name == rows[i].name for i in ids):
            self.actors = {**known, **rows}
            return
        rest = {i: row for i, row in known.items() if i not in ids}
        both = {**rest, **rows}.values()
        in_order = sorted(both, key=lambda row: (sort_key(row.name), row.id))
        self.actors = {row.id: row for row in in_order}

    def _read_fields(self, connection: Connection) -> Iterable[Name]:
        before, self.fields = self.fields, queries.fields(connection)
        for key in _differing(before, self.fields):
            for field in (before.get(key), self.fields.get(key)):
                if field is not None:
                    yield "field", field.id
                    yield from (("choice", choice.id) for choice in field.choices)


def _has_same_name(one: ActorRow | None, other: ActorRow | None) -> bool:
    if one is None or other is None:
        return one is other
    return one == other or replace(one, state=other.state) == other


def _differing(before: Mapping[K, object], after: Mapping[K, object]) -> set[K]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
