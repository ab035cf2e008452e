# SPDX-License-Identifier: MIT
"""The codes that a suggested claim comes with, and why: by rules, or as learned in the project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.suggest.claim_drafts import ClaimDraft, SpanDraft
from claimdesk.models.suggest.cues import cue_lexicon
from claimdesk.models.suggest.data import CodedClaim, DomainEntry
from claimdesk.models.suggest.stance import kind_of, stance_of
from claimdesk.models.text.spans import Span

MIN_PROBABILITY = 0.5
"""Probability below which no code is proposed."""


@dataclass(frozen=True, slots=True)
class ProposedCode:
    """A value of a coded field, learned from claims that were coded."""

    key: str
    probability: float
    claims: int
    """From how many claims it was learned."""


@dataclass(frozen=True, slots=True)
class ProposedDomain:
    """A domain, learned from claims that were coded."""

    domain: DomainEntry
    similarity: float
    """0..1: how similar the words are to those of the domain's claims."""
    claims: int


class CodeProposer(Protocol):
    """Proposes codes as an analyst gave them to other claims."""

    def code(self, field: str, claim: CodedClaim, by_rule: str | None) -> ProposedCode | None:
        """Return the most probable value of `stance` or `kind`; its probability may be low.

        `by_rule` is the value that the rules propose. None if too few claims are coded.
        """

    def domain(self, content: str) -> ProposedDomain | None:
        """Return the domain that a content is similar to, if it is similar enough."""


@dataclass(frozen=True, slots=True)
class ClaimCodes:
    """Codes of a claim; `reason` says in short sentences where they come from."""

    stance: str | None
    kind: str | None
    domains: tuple[DomainEntry, ...]
    reason: str


class ClaimCoder:
    """Codes claims by rules, and as `proposer` learned it if there is one."""

    def __init__(self, proposer: CodeProposer | None) -> None:
        self._proposer = proposer

    def codes(self, text: str, draft: SpanDraft, domains: Iterable[DomainEntry]) -> ClaimCodes:
        """Return the codes of a claim; `domains` are those whose terms were found in it."""
        claim = CodedClaim(_quote(text, draft.cue), _quote(text, draft.content))
        by_words = rule_codes(claim)
        reasons: list[str] = []
        stance = self._code("stance", claim, by_words[0], stance_of(text, draft), reasons)
        kind = self._code("kind", claim, by_words[1], kind_of(text, draft), reasons)
        named = tuple(domains)
        if not named and self._proposer is not None:
            similar = self._proposer.domain(claim.content)
            if similar is not None:
                named = (similar.domain,)
                reasons.append(_domain_reason(similar))
        return ClaimCodes(stance, kind, named, " ".join(reasons))

    def _code(
        self,
        field: str,
        claim: CodedClaim,
        by_words: str | None,
        by_parse: str | None,
        reasons: list[str],
    ) -> str | None:
        proposed = None
        if self._proposer is not None:
            proposed = self._proposer.code(field, claim, by_words)
        if proposed is None:
            if by_parse is not None:
                reasons.append(_rule_reason(field, by_parse))
            return by_parse
        if proposed.probability < MIN_PROBABILITY:
            return None
        reasons.append(_learned_reason(field, proposed))
        return proposed.key


def _rule_reason(field: str, key: str) -> str:
    sentences = {
        "stance": _("Stance {key}: by the cue and the words of the content."),
        "kind": _("Kind {key}: by the cue and the words of the content."),
    }
    return sentences[field].format(key=key)


def _learned_reason(field: str, proposed: ProposedCode) -> str:
    n = proposed.claims
    sentences = {
        "stance": ngettext(
            "Stance {key} ({probability}): learned from 1 claim.",
            "Stance {key} ({probability}): learned from {n} claims.",
            n,
        ),
        "kind": ngettext(
            "Kind {key} ({probability}): learned from 1 claim.",
            "Kind {key} ({probability}): learned from {n} claims.",
            n,
        ),
    }
    probability = f"{proposed.probability:.0%}"
    return sentences[field].format(key=proposed.key, probability=probability, n=n)


def _domain_reason(similar: ProposedDomain) -> str:
    return ngettext(
        "Domain {name}: like 1 coded claim ({similarity}).",
        "Domain {name}: like {n} coded claims ({similarity}).",
        similar.claims,
    ).format(name=similar.domain.name, n=similar.claims, similarity=f"{similar.similarity:.0%}")


def rule_codes(claim: CodedClaim) -> tuple[str | None, str | None]:
    """Return stance and kind as the rules propose them from the words alone, without a parse."""
    words = claim.cue.lower().split()
    reading = next((cue for word in words if (cue := cue_lexicon().form(word))), None)
    text = f"{claim.cue}\n{claim.content}"
    places = _span(0, claim.cue), _span(len(claim.cue) + 1, claim.content)
    negated = any(word in ("not", "never") or word.endswith(("n’t", "n't")) for word in words)
    draft: SpanDraft = ClaimDraft((), *places, "", reading, negated)
    return stance_of(text, draft), kind_of(text, draft)


def _span(start: int, words: str) -> tuple[Span, ...]:
    return (Span(start, start + len(words)),) if words else ()


def _quote(text: str, spans: Iterable[Span]) -> str:
    return " … ".join(" ".join(text[span.start : span.end].split()) for span in spans)[:300]
