# SPDX-License-Identifier: MIT
"""The codes that a suggested claim comes with, and why: by rules, or as learned in the project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.suggest.certainty import certainty_of
from claimdesk.models.suggest.claim_drafts import SpanDraft
from claimdesk.models.suggest.claim_kinds import kind_of
from claimdesk.models.suggest.claim_words import ClaimWords
from claimdesk.models.suggest.data import CodedClaim, DomainEntry
from claimdesk.models.suggest.stance import stance_of
from claimdesk.models.suggest.topics import FoundDomain
from claimdesk.models.text.spans import Span

RULED = ("stance", "kind", "certainty")
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
    """Keys of further fields, and of the choices proposed for them."""


class ClaimCoder:
    """Codes claims by rules, and as `proposer` learned it if there is one."""

    def __init__(self, proposer: CodeProposer | None) -> None:
        self._proposer = proposer

    def codes(
        self,
        text: str,
        draft: SpanDraft,
        domains: Sequence[FoundDomain],
        *,
        by_rules: bool = True,
    ) -> ClaimCodes:
        """Return the codes of a claim; `domains` are those that its words point to.

        The rules know English words only: without `by_rules`, only what was learned is proposed.
        """
        cue, content = _quote(text, draft.cue), _quote(text, draft.content)
        claim = CodedClaim(cue, content, source=_quote(text, draft.source))
        words = ClaimWords.of(*(_joined(text, part) for part in _parts(draft)))
        ruled = rules_for(words, draft) if by_rules else RuledCodes(None, None, None)
        reasons: list[str] = []
        stance = self._code("stance", claim, ruled.stance, reasons)
        kind = self._code("kind", claim, ruled.kind, reasons)
        reasons += map(_words_reason, domains)
        named = tuple(found.domain for found in domains)
        if not named and self._proposer is not None:
            similar = self._proposer.domain(claim.content)
            if similar is not None:
                named = (similar.domain,)
                reasons.append(_domain_reason(similar))
        learned = self._proposer.fields if self._proposer is not None else ()
        others = tuple(
            (field, key)
            for field in dict.fromkeys(("certainty", *learned))
            if field not in ("stance", "kind")
            if (key := self._code(field, claim, ruled.rule(field), reasons)) is not None
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
        "certainty": _("Certainty {key}: by the words that hedge the content."),
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


def _words_reason(found: FoundDomain) -> str:
    if not found.words:
        return _("Domain {name}: what the article is about.").format(name=found.domain.name)
    words = ", ".join(f"“{word}”" for word in found.words)
    return _("Domain {name}: {words}.").format(name=found.domain.name, words=words)


@dataclass(frozen=True, slots=True)
class RuledCodes:
    """The codes of a claim as the rules propose them."""

    stance: str | None
    kind: str | None
    certainty: str | None

    def rule(self, field: str) -> str | None:
        """Return what is proposed in a field; None where no rule speaks of it."""
        return getattr(self, field) if field in RULED else None


def rules_for(claim: ClaimWords, draft: SpanDraft | None = None) -> RuledCodes:
    """Return the codes by rules; the reading in `draft` helps where the words of the cue do not."""
    reading = draft.reading if draft is not None else None
    kind = kind_of(claim)
    stance = stance_of(claim, kind)
    if reading is not None and claim.cue_class.name == "report":
        if reading.kind not in (None, "assertion"):
            kind = reading.kind
        if stance == "neutral" and reading.stance is not None:
            stance = reading.stance
    return RuledCodes(stance, kind, certainty_of(claim, kind))


def rule_codes(claim: CodedClaim) -> tuple[str | None, ...]:
    """Return what the rules propose for a claim that was coded, in the order of RULED."""
    codes = rules_for(ClaimWords.of(claim.source, claim.cue, claim.content))
    return tuple(codes.rule(field) for field in RULED)


def _parts(draft: SpanDraft) -> tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]:
    return draft.source, draft.cue, draft.content


def _joined(text: str, spans: Iterable[Span]) -> str:
    return " … ".join(text[span.start : span.end] for span in spans)


def _quote(text: str, spans: Iterable[Span]) -> str:
    return " … ".join(" ".join(text[span.start : span.end].split()) for span in spans)[:300]
