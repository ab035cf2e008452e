# SPDX-License-Identifier: MIT
"""The names that are known before an article is read: the project's, then the gazetteer's."""

from __future__ import annotations

from dataclasses import dataclass

from claimdesk.models.articles.language import LATIN
from claimdesk.models.registry.gazetteer import gazetteer, known_places
from claimdesk.models.registry.name_matching import NameIndex, folded, is_acronym
from claimdesk.models.suggest.data import ActorEntry, Knowledge, LearnedName, base_language


@dataclass(frozen=True, slots=True)
class KnownName:
    """What a known name stands for."""

    actor: ActorEntry
    source: str
    """`project`, `gazetteer`, `capital` for a capital that may stand for its state, or `memory`."""
    learned: LearnedName | None = None
    """What was accepted, if the source is `memory`."""


class KnownNames:
    """Names that were accepted, of the project's actors and of the gazetteer, in this order.

    Words are first of all what the analyst took them for most often. A state or alliance of the
    gazetteer that the project has under any of its names is the project's actor, with the
    gazetteer's further names. The gazetteer
    is English: in other languages in Latin letters, its short names and capitals mean other things.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.index: NameIndex[KnownName] = NameIndex()
        self.knowledge = knowledge
        self.language = base_language(knowledge.language)
        self._states: dict[str, ActorEntry] = {}
        self._of_kind: dict[tuple[str, str], ActorEntry] = {}
        self.rejected_words = frozenset(
            (entry.text, entry.what)
            for entry in knowledge.memory.rejected_words
            if entry.layer == "actor"
        )
        """Words that are not a mention, or not one of an actor of that kind."""
        self.labels: dict[str, str | None] = dict(knowledge.labels)
        """Labels of the pipeline's entities that do not stand for what they usually do."""
        actors = {actor.id: actor for actor in knowledge.actors}
        for learned in knowledge.memory.names:
            if (meant := actors.get(learned.actor_id)) is not None:
                self.index.add(learned.text, KnownName(meant, "memory", learned))
        for actor in knowledge.actors:
            for name in (actor.name, *actor.aliases):
                self._of_kind.setdefault((folded(name), actor.kind), actor)
                self.index.add(name, KnownName(actor, "project"))
            if actor.kind == "state" and actor.country:
                self._states.setdefault(actor.country, actor)
        for entry in gazetteer().actors:
            self._add_known(ActorEntry(entry.name, entry.kind, entry.country, entry.aliases))
        if self.language in LATIN:
            return
        for capital, country in gazetteer().capitals.items():
            self.index.add(capital, KnownName(self._states[country], "capital"))
        for place, of in known_places().items():
            self.index.add(place, KnownName(ActorEntry(place, "place", of), "gazetteer"))

    def _add_known(self, actor: ActorEntry) -> None:
        own = self._own(actor)
        for name in (actor.name, *actor.aliases):
            if self.language not in LATIN or _is_safe_abroad(name):
                self.index.add(name, KnownName(own or actor, "project" if own else "gazetteer"))
        if actor.country is not None:
            self._states.setdefault(actor.country, own or actor)

    def _own(self, actor: ActorEntry) -> ActorEntry | None:
        if actor.country and actor.country in self._states:
            return self._states[actor.country]
        for name in (actor.name, *actor.aliases):
            known = self.index.get(name)
            if known is not None and known.actor.id is not None and known.actor.kind == actor.kind:
                return known.actor
        return None

    def find(self, name: str) -> ActorEntry | None:
        """Return the actor that is known by exactly this name, apart from capitals."""
        known = self.index.get(name)
        return known.actor if known is not None and known.source != "capital" else None

    def of_kind(self, name: str, kind: str) -> ActorEntry | None:
        """Return the project's actor of a kind that has exactly this name."""
        return self._of_kind.get((folded(name), kind))

    def state(self, country: str) -> ActorEntry | None:
        """Return the state with this ISO 3166-1 alpha-2 code."""
        return self._states.get(country)


_OTHER_ABROAD = frozenset(("Dominica", "Georgia", "Jordan", "Monaco", "Niger", "Turkey"))
"""States whose English names are persons, rivers, cities and the like in other languages."""


def _is_safe_abroad(name: str) -> bool:
    least = 4 if is_acronym(name) else 5
    return sum(map(str.isalpha, name)) >= least and name not in _OTHER_ABROAD


def country_of(word: str) -> str | None:
    """Return the country that an adjective such as `Japanese` belongs to."""
    return gazetteer().adjectives.get(folded(word))
