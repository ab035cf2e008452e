# SPDX-License-Identifier: MIT
"""Names of one project in the form that is compared with those of another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from sqlalchemy import Connection

from claimdesk.models.registry.resolver import ActorResolver
from claimdesk.models.store.coded_fields import CodeValue
from claimdesk.models.store.history.originals import original_actors
from claimdesk.models.store.lookup import Lookup
from claimdesk.models.store.queries import ActorRow
from claimdesk.models.text.collation import sort_key
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
        actor = self._actor(actor_id)
        return None if actor is None else actor.kind

    def actor(self, actor_id: int | None) -> str | None:
        """Return what people call the actor."""
        actor = self._actor(actor_id)
        return None if actor is None else actor.name

    def actor_names(self, actor_id: int | None) -> frozenset[str]:
        """Return all its names, ready to be compared; empty without an actor."""
        actor = self._actor(actor_id)
        return frozenset() if actor is None else _all_names(actor)

    def actor_key(self, actor_id: int | None) -> str | None:
        """Return its own name, ready to be compared; None without an actor."""
        actor = self._actor(actor_id)
        return None if actor is None else comparable_name(actor.name)

    def same_actor(
        self, actor_id: int | None, others: ComparableNames, other_id: int | None
    ) -> bool:
        """Return whether an actor is the same as one of another project; also if there is none.

        The own name of one must be a name of the other: that both have an alias is not enough.
        """
        one, other = self._actor(actor_id), others._actor(other_id)
        if one is None or other is None:
            return one is other
        return comparable_name(one.name) in _all_names(other) or comparable_name(
            other.name
        ) in _all_names(one)

    def actors(self, actor_ids: Iterable[int]) -> str | None:
        """Return the names of actors in their order; None without any."""
        return ", ".join(filter(None, map(self.actor, actor_ids))) or None

    def domain(self, domain_id: int | None) -> str | None:
        """Return what people call the domain."""
        domain = self._lookup.domain(domain_id)
        return None if domain is None else domain.name

    def domain_names(self, domain_id: int | None) -> frozenset[str]:
        """Return its name in the form that is compared."""
        name = self.domain(domain_id)
        return frozenset() if name is None else frozenset({comparable_name(name)})

    def domains(self, domain_ids: Iterable[int]) -> str | None:
        """Return the names of domains, as people list them; None without any."""
        names = sorted(filter(None, map(self.domain, domain_ids)), key=sort_key)
        return ", ".join(names) or None

    def field_label(self, key: str) -> str:
        """Return the label of a coded field."""
        field = self._lookup.fields.get(key)
        return key if field is None else field.label

    def code(self, value: CodeValue | None) -> str | None:
        """Return what people call a code: the label of a choice, otherwise its value."""
        choice = self._lookup.choice(value)
        if choice is not None:
            return choice.label
        return None if value is None else str(value)

    def code_names(self, value: CodeValue | None) -> frozenset[str]:
        """Return a code ready to be compared; of a choice key and label."""
        choice = self._lookup.choice(value)
        names = (str(value),) if choice is None else (choice.key, choice.label)
        return frozenset() if value is None else frozenset(map(comparable_name, names))

    def _actor(self, actor_id: int | None) -> ActorRow | None:
        return self._lookup.actor(actor_id)


class ProposedNames(ComparableNames):
    """The names of a project as they were suggested, before actors were corrected or merged."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        changed = connection.exec_driver_sql(_CHANGED_ACTORS)
        self._proposed = original_actors(connection, [row[0] for row in changed])

    def _actor(self, actor_id: int | None) -> ActorRow | None:
        """Return the actor; if it had another name when it was proposed, who bears that now."""
        now = self._lookup.actor(actor_id)
        was = self._proposed.get(actor_id or 0)
        if was is None or (now is not None and now.name == was["name"]):
            return now
        known = self._lookup.actor(self._resolver.find(was["name"], was["kind"]))
        if known is not None:
            return known
        columns = ("id", "name", "kind", "state", "country", "colour")
        return ActorRow(**{name: was[name] for name in columns}, aliases=())

    @cached_property
    def _resolver(self) -> ActorResolver:
        return ActorResolver(self._lookup.actors.values())


_CHANGED_ACTORS = "SELECT DISTINCT row_id FROM change WHERE table_name = 'actor'"


def _all_names(actor: ActorRow) -> frozenset[str]:
    return frozenset(map(comparable_name, (actor.name, *actor.aliases)))
