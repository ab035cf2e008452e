# SPDX-License-Identifier: MIT
"""Coreference: the actors of one article by their shorter names, roles and pronouns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from claimdesk.models.registry.name_matching import COMMON, NameIndex, folded, is_acronym
from claimdesk.models.registry.person_names import (
    family_names,
    gender,
    is_given_name,
    may_be_same,
    name_words,
)
from claimdesk.models.store.actor_kinds import ACTOR_KINDS
from claimdesk.models.suggest.data import ActorEntry
from claimdesk.models.suggest.known_names import KnownNames, country_of

_SMALL_WORDS = frozenset({"of", "the", "and", "for", "on", "in", "to", "de", "&"})
_ALIKE = ({"alliance", "organization"}, *({kind} for kind in ACTOR_KINDS))
_PLURAL = ("group", "organization", "alliance", "state")
_NEARNESS = 300
"""Code points that weigh as much as being the subject of a sentence."""
_CROWD = 3
"""More actors than this whose names begin alike: none is meant by the word alone."""
_SAME_SENTENCE = 0.9
_MOST = 4_000
"""Referents that are kept, and names that initials are compared with."""


@dataclass(frozen=True, slots=True)
class Referent:
    """A place where the article speaks of an actor, or of several as one."""

    at: int
    actors: tuple[ActorEntry, ...]
    strong: bool
    """Whether it is the subject of a sentence, or the speaker of a claim."""
    quoted: bool = False
    """Whether it stands inside a quotation."""


@dataclass(frozen=True, slots=True)
class Role:
    """A description that an article gives of a person, such as `French foreign minister`."""

    head: str
    words: frozenset[str]
    actor: ActorEntry


class ArticleActors:
    """Collects actors while an article is read from beginning to end."""

    def __init__(self, known_names: KnownNames) -> None:
        self.known_names = known_names
        self.index: NameIndex[ActorEntry] = NameIndex()
        self._referents: list[Referent] = []
        """Who was spoken of, in the order of the text."""
        self._seen: dict[str, ActorEntry] = {}
        self._by_first_word: defaultdict[str, list[ActorEntry]] = defaultdict(list)
        self._roles: defaultdict[str, dict[Role, None]] = defaultdict(dict)
        """The descriptions by their nouns, in the order of the text."""
        self._groups: dict[str, ActorEntry] = {}
        self._types: defaultdict[str, set[str]] = defaultdict(set)
        self._documents: dict[str, tuple[ActorEntry, ...]] = {}
        self._genders: dict[str, str] = {}
        self._sexes: dict[str, str] = {}
        """What pronouns told of persons of whom neither title nor given name does."""
        self._counted: tuple[int, ActorEntry] | None = None

    def actor(self, name: str, kind: str, country: str | None = None) -> ActorEntry:
        """Return the actor of this name: known, met before in the article, or new."""
        found = self.like(name, kind, country)
        self.add(found)
        return found

    def like(self, name: str, kind: str, country: str | None = None) -> ActorEntry:
        """Return the same as `actor` without remembering a new one."""
        known = self.known_names.find(name)
        if known is not None and (known.id is not None or {known.kind, kind} in _ALIKE):
            return known
        met = self._seen.get(folded(name))
        if met is None and " " not in name and kind in ("person", "organization"):
            met = self.person_by_surname(name) or self._begins_with(name)
        if met is None and " " in name and kind == "person":
            met = self._namesake(name)
        return met or ActorEntry(name, kind, country)

    def add(self, actor: ActorEntry) -> None:
        """Remember an actor by its name and, for persons, by the surname."""
        if folded(actor.name) in self._seen:
            return
        self._seen[folded(actor.name)] = actor
        self._by_first_word[actor.name.split(" ")[0]].append(actor)
        if self.known_names.find(actor.name) is None and actor.name[:1].isupper():
            self.index.add(actor.name, actor)
        if actor.kind == "person":
            for surname in family_names(actor.name):
                if self._is_free(surname):
                    other = self.index.get(surname)
                    instead = other is not None and other.kind != "person"
                    self.index.add(surname, actor, instead=instead)

    def _is_free(self, surname: str) -> bool:
        if len(surname) < 2 or not surname[0].isupper() or folded(surname) in COMMON:
            return False
        return surname not in self.known_names.index

    def _namesake(self, name: str) -> ActorEntry | None:
        """Return the person whose name is written longer or shorter: `B. Lee`, `Ann B. Lee`."""
        met = self.person_by_surname(family_names(name)[0])
        if met is None or " " not in met.name:
            return None
        joined = met.name.replace("-", " ").casefold() == name.replace("-", " ").casefold()
        return met if joined or may_be_same(met.name, name) else None

    def _begins_with(self, word: str) -> ActorEntry | None:
        """Return the one person or body whose name begins with a word, but for given names."""
        if is_given_name(word) or country_of(word) or folded(word) in COMMON:
            return None
        found = [
            actor
            for actor in self._by_first_word.get(word, ())[:_CROWD]
            if actor.kind in ("person", "organization") and _is_written_as_name(actor.name)
        ]
        return found[0] if len(found) == 1 else None

    def add_acronym(self, acronym: str, actor: ActorEntry) -> None:
        """Remember an acronym that the article introduced in brackets after a name."""
        if self.known_names.find(acronym) is None or folded(acronym) in COMMON:
            self.index.add(acronym, actor, introduced=True)
            self._seen.setdefault(folded(acronym), actor)

    # ---- descriptions

    def add_role(self, head: str, words: frozenset[str], actor: ActorEntry) -> None:
        """Remember a description of an actor: its noun and the words that stand with it."""
        self._roles[head][Role(head, words, actor)] = None

    def by_role(self, head: str, words: frozenset[str] = frozenset()) -> ActorEntry | None:
        """Return the latest actor that was described by this noun and all of these words."""
        roles = self._roles.get(head, {})
        return next((role.actor for role in reversed(roles) if words <= role.words), None)

    def in_role(self, head: str) -> list[ActorEntry]:
        """Return the actors that were described by this noun, each once."""
        return list(dict.fromkeys(role.actor for role in self._roles.get(head, {})))

    def nouns_of(self, actor: ActorEntry) -> set[str]:
        """Return the nouns that described an actor."""
        found = self._roles.items()
        return {noun for noun, roles in found if any(role.actor == actor for role in roles)}

    def add_group(self, head: str, actor: ActorEntry) -> None:
        """Remember a group by its noun, such as `experts`."""
        self._groups[head] = actor

    def group(self, head: str) -> ActorEntry | None:
        """Return the group that `the experts` means."""
        return self._groups.get(head)

    def add_counted(self, at: int, actor: ActorEntry) -> None:
        """Remember of whom the article counted some: `one of the officials`."""
        self._counted = at, actor

    def counted(self, before: int, within: int) -> ActorEntry | None:
        """Return of whom `the other` and `the rest` are, if the article counted them nearby."""
        if self._counted is None or before - self._counted[0] > within:
            return None
        return self._counted[1]

    def add_type(self, noun: str, actor: ActorEntry) -> None:
        """Remember what the article calls a body, such as `newspaper`."""
        self._types[folded(actor.name)].add(noun)

    def types(self, actor: ActorEntry) -> set[str]:
        """Return what the article calls a body."""
        return self._types.get(folded(actor.name), set())

    def add_document(self, noun: str, issuers: tuple[ActorEntry, ...]) -> None:
        """Remember whose report, statement or the like the article speaks of."""
        self._documents[noun] = issuers

    def document(self, noun: str) -> tuple[ActorEntry, ...]:
        """Return whose `the report` is; nobody if the article has not said."""
        return self._documents.get(noun, ())

    # ---- persons

    def add_gender(self, actor: ActorEntry, of: str) -> None:
        """Remember whether a person is a woman or a man, by a title such as `Ms`."""
        self._genders.setdefault(folded(actor.name), of)

    def gender(self, actor: ActorEntry) -> str | None:
        """Return whether a person is a woman or a man, if title or given name tell."""
        key = folded(actor.name)
        return self._genders.get(key) or gender(actor.name) or self._sexes.get(key)

    def add_pronoun(self, actor: ActorEntry, of: str) -> None:
        """Remember that the article calls a person `she` or `he`."""
        self._sexes.setdefault(folded(actor.name), of)

    def person_by_surname(self, name: str) -> ActorEntry | None:
        """Return the person of the article whose surname `name` is."""
        found = self.index.get(name)
        return found if found is not None and found.kind == "person" else None

    def by_initials(self, letters: str) -> ActorEntry | None:
        """Return the latest person or body of the article with these initials."""
        for actor in islice(reversed(self._seen.values()), _MOST):
            words = name_words(actor.name)
            if len(words) > 1 and "".join(word[0] for word in words).upper() == letters:
                return actor
        return None

    # ---- whom pronouns mean

    def refer(
        self, at: int, actors: tuple[ActorEntry, ...], *, strong: bool, quoted: bool = False
    ) -> None:
        """Note that the article speaks of these actors there."""
        self._referents.append(Referent(at, actors, strong, quoted))
        if len(self._referents) > _MOST:
            del self._referents[: _MOST // 2]

    def latest(
        self,
        before: int,
        within: int,
        fits: Callable[[Referent], bool],
        sentence: int | None = None,
    ) -> tuple[ActorEntry, ...]:
        """Return whom a word at `before` means: near, a subject rather than not, not quoted.

        `sentence` is where its sentence begins: who stands in it is likelier to be meant.
        """
        best: tuple[float, Referent] | None = None
        for found in self._back(before, within):
            if fits(found):
                score = found.strong - found.quoted - (before - found.at) / _NEARNESS
                if sentence is not None and found.at >= sentence:
                    score += _SAME_SENTENCE
                if best is None or score > best[0]:
                    best = score, found
        return best[1].actors if best is not None else ()

    def _back(self, before: int, within: int) -> Iterator[Referent]:
        for found in reversed(self._referents):
            if found.at < before - 2 * within:
                return
            if before - within <= found.at < before:
                yield found

    def main_person(self) -> tuple[ActorEntry, ...]:
        """Return the person spoken of most often so far; nobody if there is none."""
        named = [r.actors[0] for r in self._referents if r.actors[0].kind == "person"]
        return tuple(actor for actor, _times in Counter(named).most_common(1))

    def last_of(
        self, kind: str, number: int, before: int, within: int
    ) -> tuple[int, tuple[ActorEntry, ...]]:
        """Return the actors of a kind that were spoken of last, each once, in the text's order.

        With the place of the first of them; -1 and nobody if there are not so many.
        """
        found: dict[ActorEntry, int] = {}
        for referent in self._back(before, within):
            for actor in reversed(referent.actors):
                if actor.kind == kind and len(found) < number:
                    found.setdefault(actor, referent.at)
        if len(found) < number:
            return -1, ()
        return min(found.values()), tuple(reversed(found))


def _is_written_as_name(name: str) -> bool:
    """Return whether a name has several words, the last of them with a capital."""
    words = name.split()
    return len(words) > 1 and words[-1][0].isupper()


def is_plural(referent: Referent) -> bool:
    """Return whether `they` may mean it."""
    return len(referent.actors) > 1 or referent.actors[0].kind in _PLURAL


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
