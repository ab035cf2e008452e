# SPDX-License-Identifier: MIT
"""Coreference: the actors of one article by their shorter names, roles and pronouns."""

from __future__ import annotations

from claimdesk.models.registry.name_matching import COMMON, NameIndex, folded, is_acronym
from claimdesk.models.suggest.data import ActorEntry
from claimdesk.models.suggest.known_names import KnownNames
from claimdesk.models.text.spans import Span

_SMALL_WORDS = frozenset({"of", "the", "and", "for", "on", "in", "to", "de", "&"})


class ArticleActors:
    """Collects actors while an article is read from beginning to end."""

    def __init__(self, known_names: KnownNames) -> None:
        self.known_names = known_names
        self.index: NameIndex[ActorEntry] = NameIndex()
        self.speakers: list[tuple[int, ActorEntry]] = []
        """Who spoke, with where, in the order of the text."""
        self._seen: dict[str, ActorEntry] = {}
        self._roles: dict[str, ActorEntry] = {}
        self._groups: dict[str, ActorEntry] = {}

    def actor(self, name: str, kind: str, country: str | None = None) -> ActorEntry:
        """Return the actor of this name: known, met before in the article, or new."""
        known = self.known_names.find(name)
        if known is not None and (known.id is not None or known.kind == kind):
            return known
        met = self._seen.get(folded(name))
        if met is None and " " not in name and kind in ("person", "organization"):
            met = self.person_by_surname(name)
        if met is not None:
            return met
        new = ActorEntry(name, kind, country)
        self.add(new)
        return new

    def add(self, actor: ActorEntry) -> None:
        """Remember an actor by its name and, for persons, by the surname."""
        if folded(actor.name) in self._seen:
            return
        self._seen[folded(actor.name)] = actor
        if self.known_names.find(actor.name) is None and actor.name[:1].isupper():
            self.index.add(actor.name, actor)
        if actor.kind == "person":
            surname = actor.name.split()[-1]
            if self._is_free(surname):
                other = self.index.get(surname)
                self.index.add(surname, actor, instead=other is not None and other.kind != "person")

    def _is_free(self, surname: str) -> bool:
        if len(surname) < 3 or not surname[0].isupper() or folded(surname) in COMMON:
            return False
        return surname not in self.known_names.index

    def add_acronym(self, acronym: str, actor: ActorEntry) -> None:
        """Remember an acronym that the article introduced in brackets after a name."""
        if self.known_names.find(acronym) is None:
            self.index.add(acronym, actor)
            self._seen.setdefault(folded(acronym), actor)

    def add_role(self, role: str, actor: ActorEntry) -> None:
        """Remember the noun that the article describes an actor with, such as `professor`."""
        self._roles[role] = actor

    def by_role(self, role: str) -> ActorEntry | None:
        """Return the actor whom `the professor` means."""
        return self._roles.get(role)

    def add_group(self, head: str, actor: ActorEntry) -> None:
        """Remember a group by its noun, such as `experts`."""
        self._groups[head] = actor

    def group(self, head: str) -> ActorEntry | None:
        """Return the group that `the experts` means."""
        return self._groups.get(head)

    def person_by_surname(self, name: str) -> ActorEntry | None:
        """Return the person of the article whose surname `name` is."""
        found = self.index.get(name)
        return found if found is not None and found.kind == "person" else None

    def add_speaker(self, span: Span, actor: ActorEntry) -> None:
        """Note that `actor` is the speaker of a claim whose source is at `span`."""
        self.speakers.append((span.start, actor))

    def last_speaker(self, kinds: tuple[str, ...], before: int, within: int) -> ActorEntry | None:
        """Return the latest speaker of one of the kinds, at most `within` code points back."""
        for at, actor in reversed(self.speakers):
            if before - within <= at < before and actor.kind in kinds:
                return actor
        return None


def is_acronym_of(acronym: str, name: str) -> bool:
    """Return whether the capitals of `acronym` are the initials of the words of `name`."""
    if not is_acronym(acronym):
        return False
    letters = [c for c in acronym if c.isalpha()]
    parts = [w for w in name.replace("-", " ").split() if w[0].isalpha()]
    for kept in (parts, [w for w in parts if w.lower() not in _SMALL_WORDS]):
        if [w[0].upper() for w in kept] == letters:
            return True
    return False
