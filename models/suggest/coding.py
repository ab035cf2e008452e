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

_RULED = ("stance", "kind")
"""The fields that rules propose codes in."""


@dataclass(frozen=True, slots=True)
class ProposedCode:
    """A value of a coded field, learned from claims that were coded."""

    key: str
    certainty: float
    """0..1: how often such a proposal was right in articles that it was not learned from."""
    claims: int
    """From how many claims it was learned."""


@dataclass(frozen=True, slots=True)
class ProposedDomain:
    """A domain, learned from claims that were coded."""

    domain: DomainEntry
    certainty: float
    """As that of a code."""
    claims: int


class CodeProposer(Protocol):
    """Proposes codes as an analyst gave them to other claims."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys of the fields that it proposes something in."""

    def code(self, field: str, claim: CodedClaim, by_rule: str | None) -> ProposedCode | None:
        """Return the value of a field that was learned; None: what the rules propose stands.

        `by_rule` is the value that the rules propose.
        """

    def domain(self, content: str) -> ProposedDomain | None:
        """Return the domain that a content is similar to; None if nothing sure was learned."""


@dataclass(frozen=True, slots=True)
class ClaimCodes:
    """Codes of a claim; `reason` says in short sentences where they come from."""

    stance: str | None
    kind: str | None
    domains: tuple[DomainEntry, ...]
    reason: str
    others: tuple[tuple[str, str], ...] = ()
    """Keys of fields that no rule speaks of, and of the choices learned for them."""


class ClaimCoder:
    """Codes claims by rules, and as `proposer` learned it if there is one."""

    def __init__(self, proposer: CodeProposer | None) -> None:
        self._proposer = proposer

    def codes(self, text: str, draft: SpanDraft, domains: Iterable[DomainEntry]) -> ClaimCodes:
        """Return the codes of a claim; `domains` are those whose terms were found in it."""
        claim = CodedClaim(_quote(text, draft.cue), _quote(text, draft.content))
        reasons: list[str] = []
        stance = self._code("stance", claim, stance_of(text, draft), reasons)
        kind = self._code("kind", claim, kind_of(text, draft), reasons)
        named = tuple(domains)
        if not named and self._proposer is not None:
            similar = self._proposer.domain(claim.content)
            if similar is not None:
                named = (similar.domain,)
                reasons.append(_domain_reason(similar))
        others = tuple(
            (field, key)
            for field in (self._proposer.fields if self._proposer is not None else ())
            if field not in _RULED and (key := self._code(field, claim, None, reasons)) is not None
        )
        return ClaimCodes(stance, kind, named, " ".join(reasons), others)

    def _code(
        self, field: str, claim: CodedClaim, by_rule: str | None, reasons: list[str]
    ) -> str | None:
        proposed = None
        if self._proposer is not None:
            proposed = self._proposer.code(field, claim, by_rule)
        if proposed is not None:
            reasons.append(_learned_reason(field, proposed))
            return proposed.key
        if by_rule is not None:
            reasons.append(_rule_reason(field, by_rule))
        return by_rule


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
    other = ngettext(
        "{field} {key} ({probability}): learned from 1 claim.",
        "{field} {key} ({probability}): learned from {n} claims.",
        n,
    )
    probability = f"{proposed.certainty:.0%}"
    return sentences.get(field, other).format(
        field=field, key=proposed.key, probability=probability, n=n
    )


def _domain_reason(similar: ProposedDomain) -> str:
    return ngettext(
        "Domain {name} ({probability}): learned from 1 claim.",
        "Domain {name} ({probability}): learned from {n} claims.",
        similar.claims,
    ).format(name=similar.domain.name, n=similar.claims, probability=f"{similar.certainty:.0%}")


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
