# SPDX-License-Identifier: MIT
"""Which actor a name means: one rule for the window, the registry, imports and suggestions.

Names are compared by `folding.name_key`: NFC, case folded, white space and what is not displayed
left out. Of several actors that go by a name one whose own name it is goes before one that has it
as an alias, then one of the wanted kind, then one that was not rejected, then the oldest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.store import queries
from claimdesk.models.store.queries import ActorRow
from claimdesk.models.text.folding import name_key


class _Bearer(NamedTuple):
    """An actor that goes by a name."""

    actor_id: int
    kind: str
    state: str
    by_alias: bool


# What SQLite's own lower() does not settle is asked of Python: it takes longer.
_FIND = """
SELECT id, kind, state, 0 FROM actor WHERE lower(name) = :key
  OR (name GLOB '*[^ -~]*' OR name GLOB '*  *') AND name_key(name) = :key
UNION ALL SELECT actor.id, kind, state, 1 FROM alias JOIN actor ON actor.id = actor_id
WHERE lower(text) = :key
  OR (text GLOB '*[^ -~]*' OR text GLOB '*  *') AND name_key(text) = :key
"""


def find_actor(session: Session, name: str, kind: str | None = None) -> int | None:
    """Return the actor that goes by `name`; None if nobody does."""
    rows = session.connection().exec_driver_sql(_FIND, {"key": name_key(name)})
    return _best([_Bearer(*row) for row in rows], kind)


def first_named(actors: Iterable[ActorRow], keys: Collection[str]) -> int | None:
    """Of `actors` the one that goes by a name with one of `keys`; None if nobody does."""
    return _best(
        (
            _Bearer(actor.id, actor.kind, actor.state, by_alias)
            for actor in actors
            for by_alias, names in ((False, (actor.name,)), (True, actor.aliases))
            if any(name_key(name) in keys for name in names)
        ),
        None,
    )


class ActorResolver:
    """Finds many actors by name, without asking the project again."""

    def __init__(self, actors: Iterable[ActorRow] = ()) -> None:
        self._bearers: defaultdict[str, list[_Bearer]] = defaultdict(list)
        for actor in actors:
            self.add(actor.id, actor.name, actor.kind, actor.aliases, actor.state)

    @classmethod
    def of(cls, connection: Connection) -> ActorResolver:
        """Return the resolver of all actors of a project."""
        return cls(queries.actors(connection).values())

    def add(
        self,
        actor_id: int,
        name: str,
        kind: str,
        aliases: Iterable[str] = (),
        state: str = "accepted",
    ) -> None:
        """Let an actor be found."""
        self._bearers[name_key(name)].append(_Bearer(actor_id, kind, state, False))
        for alias in aliases:
            self._bearers[name_key(alias)].append(_Bearer(actor_id, kind, state, True))

    def find(self, name: str, kind: str | None = None) -> int | None:
        """Return the actor that goes by `name`."""
        return _best(self._bearers.get(name_key(name), ()), kind)

    def namesakes(self, name: str, kind: str) -> list[int]:
        """Return the actors of one kind whose name it is, else the one that has it as an alias."""
        bearers = [b for b in self._bearers.get(name_key(name), ()) if b.kind == kind]
        ranked = sorted(bearers, key=lambda bearer: _rank(bearer, kind))
        own = [bearer.actor_id for bearer in ranked if not bearer.by_alias]
        return own or [bearer.actor_id for bearer in ranked[:1]]


def _best(bearers: Iterable[_Bearer], kind: str | None) -> int | None:
    found = min(bearers, key=lambda bearer: _rank(bearer, kind), default=None)
    return None if found is None else found.actor_id


def _rank(bearer: _Bearer, kind: str | None) -> tuple[bool, bool, bool, int]:
    other_kind = kind is not None and bearer.kind != kind
    return bearer.by_alias, other_kind, bearer.state == "rejected", bearer.actor_id
