# SPDX-License-Identifier: MIT
"""Names of one project in the form that is compared with those of another."""

from __future__ import annotations

from sqlalchemy import Connection

from claimdesk.models.store import queries
from claimdesk.models.text.folding import name_key


def comparable_name(name: str) -> str:
    """Return a name without case, full stops, repeated spaces and a leading `the`."""
    return name_key(name.replace(".", "")).removeprefix("the ")


class ComparableNames:
    """Look up what the ids of a project are called, and compare names across projects."""

    def __init__(self, connection: Connection) -> None:
        self._actors = queries.actors(connection)
        self._domains = queries.domains(connection)
        fields = queries.fields(connection)
        self._choices = {choice.id: choice for field in fields.values() for choice in field.choices}

    def kind(self, actor_id: int | None) -> str | None:
        """Return the kind of an actor."""
        return self._actors[actor_id].kind if actor_id in self._actors else None

    def actor(self, actor_id: int | None) -> str | None:
        """Return what people call the actor."""
        return self._actors[actor_id].name if actor_id in self._actors else None

    def actor_names(self, actor_id: int | None) -> frozenset[str]:
        """Return all its names in the form that is compared; nothing for an unknown actor."""
        if actor_id not in self._actors:
            return frozenset()
        actor = self._actors[actor_id]
        return frozenset(comparable_name(name) for name in (actor.name, *actor.aliases))

    def domain(self, domain_id: int | None) -> str | None:
        """Return what people call the domain."""
        return self._domains[domain_id].name if domain_id in self._domains else None

    def domain_names(self, domain_id: int | None) -> frozenset[str]:
        """Return its name in the form that is compared."""
        name = self.domain(domain_id)
        return frozenset() if name is None else frozenset({comparable_name(name)})

    def choice(self, choice_id: int | None) -> str | None:
        """Return the label of a value of the codebook."""
        return self._choices[choice_id].label if choice_id in self._choices else None

    def choice_names(self, choice_id: int | None) -> frozenset[str]:
        """Return key and label of a value in the form that is compared."""
        if choice_id not in self._choices:
            return frozenset()
        choice = self._choices[choice_id]
        return frozenset({comparable_name(choice.key), comparable_name(choice.label)})
