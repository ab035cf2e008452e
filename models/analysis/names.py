# SPDX-License-Identifier: MIT
"""Names of one project in the form that is compared with those of another."""

from __future__ import annotations

from sqlalchemy import Connection

from claimdesk.models.store.lookup import Lookup
from claimdesk.models.text.folding import name_key


def comparable_name(name: str) -> str:
    """Return a name without case, full stops, repeated spaces and a leading `the`."""
    return name_key(name.replace(".", "")).removeprefix("the ")


class ComparableNames:
    """Look up what the ids of a project are called, and compare names across projects."""

    def __init__(self, connection: Connection) -> None:
        self._lookup = Lookup(connection)

    def kind(self, actor_id: int | None) -> str | None:
        """Return the kind of an actor."""
        actor = self._lookup.actor(actor_id)
        return None if actor is None else actor.kind

    def actor(self, actor_id: int | None) -> str | None:
        """Return what people call the actor."""
        actor = self._lookup.actor(actor_id)
        return None if actor is None else actor.name

    def actor_names(self, actor_id: int | None) -> frozenset[str]:
        """Return all its names, ready to be compared; empty without an actor."""
        actor = self._lookup.actor(actor_id)
        names = () if actor is None else (actor.name, *actor.aliases)
        return frozenset(map(comparable_name, names))

    def domain(self, domain_id: int | None) -> str | None:
        """Return what people call the domain."""
        domain = self._lookup.domain(domain_id)
        return None if domain is None else domain.name

    def domain_names(self, domain_id: int | None) -> frozenset[str]:
        """Return its name in the form that is compared."""
        name = self.domain(domain_id)
        return frozenset() if name is None else frozenset({comparable_name(name)})

    def choice(self, choice_id: int | None) -> str | None:
        """Return the label of a choice of the codebook."""
        choice = self._lookup.choice(choice_id)
        return None if choice is None else choice.label

    def choice_names(self, choice_id: int | None) -> frozenset[str]:
        """Return key and label of a choice, ready to be compared."""
        choice = self._lookup.choice(choice_id)
        names = () if choice is None else (choice.key, choice.label)
        return frozenset(map(comparable_name, names))
