# SPDX-License-Identifier: MIT
"""Who speaks: the actor that a claim's source means, also by pronoun, role or description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimdesk.models.messages.catalogue import _
from claimdesk.models.suggest.actors import ParsedChunk
from claimdesk.models.suggest.coreference import ArticleActors
from claimdesk.models.suggest.cues import CueLexicon
from claimdesk.models.suggest.data import ActorEntry, MentionSuggestion
from claimdesk.models.suggest.known_names import country_of
from claimdesk.models.suggest.syntax import RELATIVES
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

PERSON = ("person",)
MANY = ("group", "organization", "alliance", "state")
BODY = ("organization", "alliance", "state")
PRONOUNS = {"he": PERSON, "she": PERSON, "him": PERSON, "her": PERSON, "they": MANY, "it": BODY}
REACH = 1_500
"""Code points back that a pronoun or `the professor` is looked for."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and the mention that this adds, if the source is a description."""

    actor: ActorEntry
    mention: MentionSuggestion | None = None


class SpeakerFinder:
    """Resolves the sources of one article's claims, from its beginning to its end."""

    def __init__(self, article_actors: ArticleActors, lexicon: CueLexicon) -> None:
        self.article_actors = article_actors
        self.lexicon = lexicon

    def find(
        self, chunk: ParsedChunk, source: tuple[Span, ...], mentions: list[MentionSuggestion]
    ) -> Speaker | None:
        """Return the speaker whom the first span of `source` names; None if it names no actor."""
        if not source:
            return None
        span = source[0]
        inside = [m for m in mentions if m.span.overlaps(span)]
        head = _head(chunk, span)
        if head is not None and head.lower_ in RELATIVES and head.head.dep_ == "relcl":
            head = head.head.head
            inside = mentions
        if head is None:
            return Speaker(inside[0].actor) if inside else None
        if (named := self._named(chunk, head, inside)) is not None:
            return Speaker(named)
        if head.pos_ == "PRON" or head.lower_ in PRONOUNS:
            kinds = PRONOUNS.get(head.lower_)
            found = self.article_actors.last_speaker(kinds, span.start, REACH) if kinds else None
            return Speaker(found) if found is not None else None
        return self._described(chunk, head)

    def _named(
        self, chunk: ParsedChunk, head: Token, inside: list[MentionSuggestion]
    ) -> ActorEntry | None:
        at = chunk.span.start + head.idx
        for mention in sorted(inside, key=lambda m: m.span.end - m.span.start):
            if mention.span.start <= at < mention.span.end:
                return mention.actor
        role = head.lemma_.lower() in self.lexicon.people or head.pos_ == "PROPN"
        persons = [m for m in inside if m.actor.kind == "person"]
        if role and persons and _is_beside(chunk, head, persons[0]):
            self.article_actors.add_role(head.lemma_.lower(), persons[0].actor)
            return persons[0].actor
        return None

    # ---- descriptions

    def _described(self, chunk: ParsedChunk, head: Token) -> Speaker | None:
        lemma = head.lemma_.lower()
        plural = head.tag_ in ("NNS", "NNPS")
        kind = self._kind(lemma, plural)
        if kind is None:
            return None
        span = _phrase(chunk, head)
        determiner = next((t.lower_ for t in head.lefts if t.dep_ in ("det", "poss")), "")
        if determiner in ("the", "that", "this", "these", "those"):
            met = self._met(head, kind, span)
            if met is not None:
                reason = _("“The {noun}” is taken to mean {actor}.").format(
                    noun=head.text, actor=met.name
                )
                return self._speaker(span, met, 0.6, reason)
        name = _name(chunk, head)
        if name is None:
            return None
        actor = self.article_actors.actor(name, kind, _country(head))
        self.article_actors.add_group(head.lower_, actor)
        return self._speaker(span, actor, 0.65, _("It is the source of a claim."))

    def _met(self, head: Token, kind: str, span: Span) -> ActorEntry | None:
        bare = not any(t.dep_ in ("amod", "compound", "nmod") for t in head.lefts)
        if bare and (group := self.article_actors.group(head.lower_)) is not None:
            return group
        if kind != "person":
            return None
        if bare and (actor := self.article_actors.by_role(head.lemma_.lower())) is not None:
            return actor
        return self.article_actors.last_speaker(PERSON, span.start, REACH // 2)

    def _speaker(self, span: Span, actor: ActorEntry, score: float, reason: str) -> Speaker:
        return Speaker(actor, MentionSuggestion(span, actor, score, "rule:description", reason))

    def _kind(self, lemma: str, plural: bool) -> str | None:
        if lemma in self.lexicon.bodies:
            return "organization"
        if lemma in self.lexicon.people:
            return "group" if plural else "person"
        return None


def _head(chunk: ParsedChunk, span: Span) -> Token | None:
    return chunk.root(span)


def _is_beside(chunk: ParsedChunk, head: Token, person: MentionSuggestion) -> bool:
    """Return whether the name stands right after the role, or after a comma."""
    end = chunk.span.start + head.idx + len(head)
    between = chunk.text[end : person.span.start]
    return person.span.start >= end and len(between) <= 40 and "," not in between.strip(" ,")


def _phrase(chunk: ParsedChunk, head: Token) -> Span:
    """Return the noun with what stands before it."""
    start = min((t.left_edge.idx for t in head.lefts if t.dep_ != "relcl"), default=head.idx)
    return Span(chunk.span.start + start, chunk.span.start + head.idx + len(head))


def _name(chunk: ParsedChunk, head: Token) -> str | None:
    """Return the phrase without its article or pronoun, as the name of the actor."""
    kept = [t for t in head.lefts if t.dep_ not in ("det", "predet", "punct", "cc")]
    if any(t.dep_ == "poss" and t.pos_ == "PRON" for t in kept):
        kept = [t for t in kept if t.dep_ != "poss"]
    start = min((t.left_edge.idx for t in kept), default=head.idx)
    name = chunk.text[chunk.span.start + start : chunk.span.start + head.idx + len(head)]
    name = " ".join(name.split()).strip(' ,;:“”"')
    return name if 2 < len(name) <= 80 else None


def _country(head: Token) -> str | None:
    for token in head.lefts:
        for part in token.subtree:
            if (country := country_of(part.text)) is not None:
                return country
    return None
