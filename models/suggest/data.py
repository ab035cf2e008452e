# SPDX-License-Identifier: MIT
"""What goes into a suggester and what comes out: plain data that any process can send.

Offsets are code points of the article's body, end-exclusive. Annotations say which values are
possible; they are checked where data comes in from another process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

from annotated_types import Interval, Predicate

from claimdesk.models.store.actor_kinds import ACTOR_KINDS
from claimdesk.models.text.spans import Span

DOMAINS, NAMES, WORDS = ":domains", ":names", ":words"
"""Stand for the domains of claims, for names that were accepted and for words that are left alone,
among the keys of coded fields, which have no colon."""

MIN_AGREEMENT = 0.7
"""Share of the decisions about some words that must agree, for them to be sure."""


DOCUMENTS: str | None = "organization"
NAMED, MEMBERS, GROUP = "named", "members", "group"
"""Whom `Ruritanian and Graustarkian ministers` means: each of them if the article names all, always
each of them, or always the group."""


def base_language(language: str) -> str:
    """Return the language itself of a tag such as `en-GB`."""
    return language.partition("-")[0].lower()


def is_actor_kind(kind: str) -> bool:
    """Return whether it is the key of a kind of actor."""
    return kind in ACTOR_KINDS


def is_filled(span: Span) -> bool:
    """Return whether the span is a place in a text, of one code point at least."""
    return 0 <= span.start < span.end


ActorKind = Annotated[str, Predicate(is_actor_kind)]
Score = Annotated[float, Interval(ge=0, le=1)]
FilledSpan = Annotated[Span, Predicate(is_filled)]


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """An actor of the project or the gazetteer; `id` is its row in the project, if any."""

    name: str
    kind: ActorKind
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the state it belongs to."""
    aliases: tuple[str, ...] = ()
    id: int | None = None


@dataclass(frozen=True, slots=True)
class DomainEntry:
    """A domain of the project's codebook with the terms that point to it."""

    name: str
    terms: tuple[str, ...] = ()
    id: int | None = None


@dataclass(frozen=True, slots=True)
class LearnedName:
    """Words that were accepted as a mention of an actor, and may be so again."""

    text: str
    actor_id: int
    accepted: int
    """How many mentions with these words mean the actor."""
    of: int
    """How many mentions with these words were decided, whatever they mean, rejected ones too."""

    @property
    def sure(self) -> bool:
        """Whether nearly all of them mean the actor."""
        return self.accepted >= MIN_AGREEMENT * self.of


@dataclass(frozen=True, slots=True)
class RejectedWords:
    """Words that were rejected again and again and never accepted: no longer suggested."""

    layer: str
    """`actor` or `domain`."""
    text: str
    what: str | None
    """The kind of actor or the name of the domain that they are not; None: not any."""
    rejected: int


@dataclass(frozen=True, slots=True)
class Memory:
    """What the decisions of a project say about single words and names."""

    names: tuple[LearnedName, ...] = ()
    rejected_words: tuple[RejectedWords, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedClaim:
    """The words of a claim and the codes that an analyst gave it."""

    cue: str
    content: str
    codes: tuple[tuple[str, str], ...] = ()
    """Keys of fields and of the choices it is coded with."""
    domains: tuple[str, ...] = ()
    """Names of its domains."""
    by_rule: tuple[tuple[str, str], ...] = ()
    """What the rules propose, in the form of `codes`."""
    source: str = ""
    """The words that name its speaker."""

    def code(self, field: str) -> str | None:
        """Return the key of the choice in a field; None if it is not coded there."""
        return dict(self.codes).get(field)

    def rule(self, field: str) -> str | None:
        """Return what the rules propose in a field."""
        return dict(self.by_rule).get(field)


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model that a project keeps, as bytes. Two are equal if version and content are."""

    version: int
    data: bytes = field(default=b"", repr=False, compare=False)
    digest: str = ""
    """SHA-256 of `data` in hexadecimal digits."""

    @classmethod
    def of(cls, version: int, data: bytes) -> StoredModel:
        """Return the model with these bytes."""
        return cls(version, data, hashlib.sha256(data).hexdigest())

    def without_data(self) -> StoredModel:
        """Return what identifies the model, without its bytes."""
        return replace(self, data=b"")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the project knows and a suggester may use."""

    actors: tuple[ActorEntry, ...] = ()
    domains: tuple[DomainEntry, ...] = ()
    language: str = "en"
    memory: Memory = Memory()
    mention_model: StoredModel | None = None
    """The model that recognises mentions beside names and rules, if any."""
    code_model: StoredModel | None = None
    """What coded claims teach, where it is better than the rules; None: the rules."""
    claim_model: StoredModel | None = None
    """The model that finds claims; None: the rules."""
    threshold: Score | None = None
    """The least score of a claim to be suggested; None: what the model advises."""
    pipeline: str | None = None
    """The language pipeline to read with; None: the best one installed."""
    labels: tuple[tuple[str, ActorKind | None], ...] = ()
    """Labels of the pipeline's entities and the kinds that they stand for, where not as usual."""
    documents: ActorKind | None = DOCUMENTS
    """The kind of actor that a report or poll is which names no author; None: it is none."""
    joint: str = NAMED
    """Whom a joint source means: NAMED, MEMBERS or GROUP."""
    not_learned: tuple[str, ...] = ()
    """Fields, and DOMAINS, in which the analyst wants nothing learned to be used."""


@dataclass(frozen=True, slots=True)
class MentionSuggestion:
    """One mention of an actor."""

    span: FilledSpan
    actor: ActorEntry
    score: Score
    """0..1: how sure the suggester is."""
    origin: str
    """Where it comes from, such as `rule:registry` or `model:en_core_web_sm/3.8.0`."""
    reason: str
    """Why, in a short sentence for the analyst."""


@dataclass(frozen=True, slots=True)
class ClaimSuggestion:
    """One claim: who (source), by which words (cue), says or believes what (content)."""

    source: tuple[FilledSpan, ...]
    cue: tuple[FilledSpan, ...]
    content: tuple[FilledSpan, ...]
    speaker: ActorEntry | None
    score: Score
    origin: str
    reason: str
    stance: str | None = None
    """Key of a stance of the codebook, such as `supportive`."""
    kind: str | None = None
    """Key of a claim kind of the codebook, such as `demand`."""
    domains: tuple[DomainEntry, ...] = ()
    speakers: tuple[ActorEntry, ...] = ()
    """All who speak together, in the order of the text; `speaker` is the first of them."""
    codes: tuple[tuple[str, str], ...] = ()
    """Keys of other fields and of the choices in them."""


@dataclass(frozen=True, slots=True)
class DomainSuggestion:
    """One piece of text about a domain."""

    span: FilledSpan
    domain: DomainEntry
    score: Score
    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Suggestions for a chunk of an article, in the order of the text."""

    mentions: tuple[MentionSuggestion, ...] = ()
    claims: tuple[ClaimSuggestion, ...] = ()
    domains: tuple[DomainSuggestion, ...] = ()

    @classmethod
    def of(cls, batches: Sequence[Suggestions]) -> Suggestions:
        """Return the suggestions of all chunks of an article, in the order of the text."""
        return cls(
            tuple(sorted((m for b in batches for m in b.mentions), key=lambda m: m.span)),
            tuple(sorted((c for b in batches for c in b.claims), key=lambda c: c.content)),
            tuple(sorted((d for b in batches for d in b.domains), key=lambda d: d.span)),
        )

    def placed(self, place: Callable[[Span], Span]) -> Suggestions:
        """Return the same with other spans: those that `place` gives for theirs."""

        def each(spans: tuple[Span, ...]) -> tuple[Span, ...]:
            return tuple(map(place, spans))

        return Suggestions(
            tuple(replace(m, span=place(m.span)) for m in self.mentions),
            tuple(
                replace(c, source=each(c.source), cue=each(c.cue), content=each(c.content))
                for c in self.claims
            ),
            tuple(replace(d, span=place(d.span)) for d in self.domains),
        )


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What made the suggestions: recorded with each run, shown to the analyst."""

    name: str
    """Name of the spaCy pipeline, or `none` when no parser is installed."""
    version: str
    settings: dict[str, str] = field(default_factory=dict)
