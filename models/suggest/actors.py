# SPDX-License-Identifier: MIT
"""Mentions of actors in one stretch: known names, entities, names met before, each linked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimdesk.models.spans import Span
from claimdesk.models.suggest.cast import Cast, is_acronym_of
from claimdesk.models.suggest.entities import BODIES, Entity, bodies, entities
from claimdesk.models.suggest.gazetteer import gazetteer
from claimdesk.models.suggest.names import Hit, words
from claimdesk.models.suggest.registry import Known, Registry, country_of
from claimdesk.models.suggest.types import Actor, MentionSuggestion

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_LOCATIVE = """
    in at across over near into through throughout around within outside inside toward towards
    off along beyond via
"""
LOCATIVE = frozenset(_LOCATIVE.split())
"""Prepositions whose object is a place rather than an actor."""

_ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z0-9&.-]{1,9})\)")
_LAST_WORD_BODY = re.compile(rf"(?:{BODIES}|Forces?|Guard|Bank)$")


@dataclass(frozen=True, slots=True)
class Read:
    """One stretch as it was read: its text's place and its parse, if there is a parser."""

    text: str
    span: Span
    doc: Doc | None

    def root(self, span: Span) -> Token | None:
        """The head word of a piece of the stretch."""
        if self.doc is None or not self.doc.has_annotation("DEP"):
            return None
        start = self.span.start
        found = self.doc.char_span(span.start - start, span.end - start, alignment_mode="expand")
        return found.root if found is not None and len(found) else None


class MentionFinder:
    """Finds and links the mentions of one article, stretch by stretch from the beginning."""

    def __init__(self, registry: Registry, cast: Cast, model: str) -> None:
        self.registry = registry
        self.cast = cast
        self.model = model

    def find(self, read: Read) -> list[MentionSuggestion]:
        """The mentions in one stretch, in the order of the text."""
        found_words = words(read.text, read.span)
        known = list(self.registry.index.hits(read.text, found_words))
        met = list(self.cast.index.hits(read.text, found_words))
        named = self._entities(read)
        known, named = _resolved(known, named)
        mentions = [self._known(read, hit) for hit in known]
        taken = [m.span for m in mentions]
        for hit in met:
            rivals = [e for e in named if e.span.overlaps(hit.span)]
            wider = any(len_of(e.span) > len_of(hit.span) for e in rivals)
            if not wider and not _overlaps(hit.span, taken):
                mentions.append(_again(hit))
                taken.append(hit.span)
        for entity in named:
            if not _overlaps(entity.span, taken):
                mentions.append(self._entity(read, entity))
                taken.append(entity.span)
        mentions.sort(key=lambda mention: mention.span)
        self._learn(read, mentions)
        return mentions

    def again(self, read: Read, taken: list[Span]) -> list[MentionSuggestion]:
        """Names that the article introduced only later, where nothing was found before."""
        hits = self.cast.index.hits(read.text, words(read.text, read.span))
        return [_again(hit) for hit in hits if not _overlaps(hit.span, taken)]

    # ---- known names

    def _known(self, read: Read, hit: Hit[Known]) -> MentionSuggestion:
        actor, source = hit.value.actor, hit.value.source
        if source == "capital":
            return self._capital(read, hit)
        origin = "rule:registry" if source == "project" else "rule:gazetteer"
        where = "the project" if source == "project" else "the list of states and alliances"
        reason = f"“{hit.name}” is a name of {actor.name} in {where}."
        score = 0.95
        if actor.kind == "state" and _is_locative(read.root(hit.span)):
            score, reason = 0.6, f"{reason} It may be meant as a place here."
        return MentionSuggestion(hit.span, actor, score, origin, reason)

    def _capital(self, read: Read, hit: Hit[Known]) -> MentionSuggestion:
        state = hit.value.actor
        root = read.root(hit.span)
        place = root is None or _is_locative(root) or _is_dateline(read, hit.span)
        if place:
            actor = self.cast.actor(hit.name, "place", state.country)
            reason = f"{hit.name} is a city here; where it acts it would mean {state.name}."
            return MentionSuggestion(hit.span, actor, 0.5, "rule:capital", reason)
        reason = f"The capital stands for {state.name}, as it is not used as a place."
        return MentionSuggestion(hit.span, state, 0.7, "rule:capital", reason)

    # ---- entities

    def _entities(self, read: Read) -> list[Entity]:
        found = entities(read.doc, read.text, read.span.start) if read.doc is not None else []
        for body in bodies(read.text, read.span):
            rivals = [e for e in found if e.span.overlaps(body.span)]
            if not any(len_of(e.span) >= len_of(body.span) for e in rivals):
                found = [e for e in found if e not in rivals] + [body]
        return [self._with_adjective(read, e) for e in sorted(found, key=lambda e: e.span)]

    def _with_adjective(self, read: Read, entity: Entity) -> Entity:
        """`Ruritanian` + `Foreign Ministry` as one name."""
        if entity.kind != "organization":
            return entity
        name = read.text[entity.span.start : entity.span.end]
        before = read.text[max(read.span.start, entity.span.start - 30) : entity.span.start]
        match = re.search(r"([A-Z][\w.]*(?: [A-Z]\w+)?) $", before)
        if match is None or not _LAST_WORD_BODY.search(name):
            return entity
        for adjective in (match[1], match[1].split()[-1]):
            if country_of(adjective) is not None:
                start = entity.span.start - len(adjective) - 1
                return Entity(Span(start, entity.span.end), entity.kind, entity.label)
        return entity

    def _entity(self, read: Read, entity: Entity) -> MentionSuggestion:
        name = " ".join(read.text[entity.span.start : entity.span.end].split())
        kind, country, score = entity.kind, None, 0.75
        root = read.root(entity.span)
        origin = "rule:pattern" if entity.label == "pattern" else self.model
        reason = f"The parser takes it for a name ({entity.label})."
        if entity.label == "pattern":
            reason = "It is written like the name of a ministry."
        if kind == "person" and root is not None:
            country = _country_beside(root)
        if kind == "organization":
            country = country_of(name.split()[0])
            if country is None and _LAST_WORD_BODY.search(name) and len(name.split()) == 2:
                country = self._country_around(read, root)
                if country is not None:
                    name = f"{gazetteer().adjective_of.get(country, '')} {name}".strip()
                    reason += " The state is taken from the sentence."
        actor = self.cast.actor(name, kind, country)
        if root is not None and actor.kind == "person":
            self._roles(root, actor)
        return MentionSuggestion(entity.span, actor, score, origin, reason)

    def _country_around(self, read: Read, root: Token | None) -> str | None:
        """The state that the sentence is about, for a bare `Foreign Ministry`."""
        if root is None:
            return None
        best = None
        for token in root.sent:
            country = country_of(token.text)
            if country is None:
                known = self.registry.index.get(token.text) if token.text[:1].isupper() else None
                country = known.actor.country if known and known.actor.kind == "state" else None
            if country is not None and (token.i < root.i or best is None):
                best = country
            if token.i > root.i:
                break
        return best

    def _roles(self, root: Token, actor: Actor) -> None:
        relations = ("appos", "compound", "nmod", "conj", "nsubj")
        for token in root.subtree:
            near = 0 < abs(token.i - root.i) <= 8
            if near and token.pos_ == "NOUN" and token.dep_ in relations:
                self.cast.add_role(token.lemma_.lower(), actor)

    def _learn(self, read: Read, mentions: list[MentionSuggestion]) -> None:
        for mention in mentions:
            self.cast.meet(mention.actor)
            match = _ACRONYM.match(read.text, mention.span.end)
            name = read.text[mention.span.start : mention.span.end]
            if match and (
                is_acronym_of(match[1], name) or is_acronym_of(match[1], mention.actor.name)
            ):
                self.cast.add_acronym(match[1], mention.actor)


def len_of(span: Span) -> int:
    """Code points of a span."""
    return span.end - span.start


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


def _again(hit: Hit[Actor]) -> MentionSuggestion:
    reason = f"The article calls {hit.value.name} so."
    return MentionSuggestion(hit.span, hit.value, 0.8, "rule:document", reason)


def _resolved(
    known: list[Hit[Known]], named: list[Entity]
) -> tuple[list[Hit[Known]], list[Entity]]:
    """Known names win over entities, but for states and cities inside a longer name."""
    kept = []
    for hit in known:
        wider = [
            e for e in named if e.span.overlaps(hit.span) and len_of(e.span) > len_of(hit.span)
        ]
        is_part = hit.value.actor.kind in ("state", "place") and any(
            e.label != "GPE" or e.kind != "place" for e in wider
        )
        if not is_part:
            kept.append(hit)
    spans = [hit.span for hit in kept]
    return kept, [e for e in named if not _overlaps(e.span, spans)]


def _is_locative(root: Token | None) -> bool:
    """Whether the word is the object of a preposition of place, alone or in a list."""
    if root is None:
        return False
    while root.dep_ in ("conj", "appos") and root.head is not root:
        root = root.head
    return root.dep_ == "pobj" and root.head.lower_ in LOCATIVE


def _is_dateline(read: Read, span: Span) -> bool:
    """Whether the name begins a paragraph as the place that the news comes from."""
    if span.start != read.span.start:
        return False
    line = read.text[span.end : min(read.span.end, span.end + 60)]
    return bool(
        re.match(
            r"(?:,? [A-Z][\w.]*)?(?:,[^.]{3,40})?\s*(?:\([^)]*\)|/[^/]*/)?\s*(?:[—–-]|/|$)", line
        )
    )


def _country_beside(root: Token) -> str | None:
    """The state in the words before a person's name, as in `Ruritanian Foreign Minister`."""
    for token in reversed([t for t in root.lefts if root.i - t.i <= 8]):
        for part in token.subtree:
            if (country := country_of(part.text)) is not None:
                return country
    return None
