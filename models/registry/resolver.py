# SPDX-License-Identifier: MIT
"""Find the actor that a name means: one rule for the window, imports and suggestions.

Names are compared by `folding.name_key`: NFC, case folded, with single spaces and without invisible
characters. If several actors have the name, the order of preference is: it is the own name rather
than an alias; the actor is of the wanted kind; the actor is not rejected; the oldest actor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from claimdesk.models.store import queries
from claimdesk.models.store.queries import ActorRow
from claimdesk.models.text.folding import name_key


class _Bearer(NamedTuple):
    """An actor that has a name, as its own or as an alias."""

    actor_id: int
    kind: str
    state: str
    by_alias: bool


class ActorResolver:
    """Finds actors by name, among those that were added; it does not read the project by itself."""

    def __init__(self, actors: Iterable[ActorRow] = ()) -> None:
        self._bearers: defaultdict[str, list[_Bearer]] = defaultdict(list)
        for actor in actors:
            self.add_row(actor)

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
        """Add an actor with its names."""
        self._bearers[name_key(name)].append(_Bearer(actor_id, kind, state, False))
        for alias in aliases:
            self._bearers[name_key(alias)].append(_Bearer(actor_id, kind, state, True))

    def add_row(self, actor: ActorRow) -> None:
        """Add an actor as it was read from the project."""
        self.add(actor.id, actor.name, actor.kind, actor.aliases, actor.state)

    def remove_row(self, actor: ActorRow) -> None:
        """Remove an actor, given as it was added."""
        for key in {name_key(name) for name in (actor.name, *actor.aliases)}:
            others = [b for b in self._bearers.get(key, ()) if b.actor_id != actor.id]
            if others:
                self._bearers[key] = others
            else:
                self._bearers.pop(key, None)

    def find(self, name: str, kind: str | None = None) -> int | None:
        """Return the actor that `name` means, or None."""
        return _best(self._bearers.get(name_key(name), ()), kind)

    def find_any(self, names: Iterable[str], among: Container[int] | None = None) -> int | None:
        """Return the actor that one of `names` means, or None; `among` limits the ids."""
        return _best(
            (
                bearer
                for key in {name_key(name) for name in names}
                for bearer in self._bearers.get(key, ())
                if among is None or bearer.actor_id in among
            ),
            None,
        )

    def namesakes(self, name: str, kind: str) -> list[int]:
        """Return the actors of a kind with that own name, otherwise one that has it as an alias."""
        bearers = [b for b in self._bearers.get(name_key(name), ()) if b.kind == kind]
        ranked = sorted(bearers, key=lambda bearer: _rank(bearer, kind))
        own = [bearer.actor_id for bearer in ranked if not bearer.by_alias]
        return own or [bearer.actor_id for bearer in ranked[:1]]


def _best(bearers: Iterable[_Bearer], kind: str | None) -> int | None:
    best = min(bearers, key=lambda bearer: _rank(bearer, kind), default=None)
    return None if best is None else best.actor_id


def _rank(bearer: _Bearer, kind: str | None) -> tuple[bool, bool, bool, int]:
    other_kind = kind is not None and bearer.kind != kind
    return bearer.by_alias, other_kind, bearer.state == "rejected", bearer.actor_id
