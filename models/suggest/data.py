# SPDX-License-Identifier: MIT
"""What goes into a suggester and what comes out: plain data that any process can send.

Offsets are code points of the article's body, end-exclusive.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from claimdesk.models.learning.claims.result import Learned
from claimdesk.models.text.spans import Span

PURITY = 0.7
"""Share of the decisions about some words that must agree, for them to be sure."""


def primary(language: str) -> str:
    """Return the language itself of a tag such as `en-GB`."""
    return language.partition("-")[0].lower()


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the project or the gazetteer; `id` is its row in the project, if any."""

    name: str
    kind: str
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the state it belongs to."""
    aliases: tuple[str, ...] = ()
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Domain:
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
        return self.accepted >= PURITY * self.of


@dataclass(frozen=True, slots=True)
class Unwanted:
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
    unwanted: tuple[Unwanted, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedClaim:
    """The words of a claim and the codes that an analyst gave it."""

    cue: str
    content: str
    stance: str | None = None
    kind: str | None = None
    domains: tuple[str, ...] = ()
    """Names of its domains."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the project knows and a suggester may use."""

    actors: tuple[Actor, ...] = ()
    domains: tuple[Domain, ...] = ()
    language: str = "en"
    memory: Memory = Memory()
    recogniser: Learned | None = None
    """The model that finds mentions beside names and rules, if any."""
    coded: tuple[CodedClaim, ...] = ()
    claims: Learned | None = None
    """The model that finds claims; None: the rules."""
    threshold: float | None = None
    """The least score of a claim to be suggested; None: what the model advises."""
    pipeline: str | None = None
    """The language pipeline to read with; None: the best one installed."""
    labels: tuple[tuple[str, str | None], ...] = ()
    """Labels of the pipeline's entities and the kinds that they stand for, where not as usual."""


@dataclass(frozen=True, slots=True)
class MentionSuggestion:
    """One mention of an actor."""

    span: Span
    actor: Actor
    score: float
    """0..1: how sure the suggester is."""
    origin: str
    """Where it comes from, such as `rule:registry` or `model:en_core_web_sm/3.8.0`."""
    reason: str
    """Why, in a short sentence for the analyst."""


@dataclass(frozen=True, slots=True)
class ClaimSuggestion:
    """One claim: who (source), by which words (cue), says or believes what (content)."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: Actor | None
    score: float
    origin: str
    reason: str
    stance: str | None = None
    """Key of a stance of the codebook, such as `supportive`."""
    kind: str | None = None
    """Key of a claim kind of the codebook, such as `demand`."""
    domains: tuple[Domain, ...] = ()


@dataclass(frozen=True, slots=True)
class DomainSuggestion:
    """One piece of text about a domain."""

    span: Span
    domain: Domain
    score: float
    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Suggestions for a chunk of an article, in the order of the text."""

    mentions: tuple[MentionSuggestion, ...] = ()
    claims: tuple[ClaimSuggestion, ...] = ()
    domains: tuple[DomainSuggestion, ...] = ()

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
