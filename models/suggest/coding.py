# SPDX-License-Identifier: MIT
"""The codes that a suggested claim comes with, and why: by rules, or as learned in the project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimdesk.models.suggest.claim_drafts import FoundClaim
from claimdesk.models.suggest.cues import cue_lexicon
from claimdesk.models.suggest.data import CodedClaim, Domain, Knowledge
from claimdesk.models.suggest.stance import kind_of, stance_of
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from claimdesk.models.learning.codes import Coder, DomainCoder


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of a claim; `why` says in short sentences where they come from."""

    stance: str | None
    kind: str | None
    domains: tuple[Domain, ...]
    why: str


class Coding:
    """Codes claims with what a project knows; trained once, for any number of articles."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._stance: Coder | None = None
        self._kind: Coder | None = None
        self._domain: DomainCoder | None = None
        if knowledge.coded:
            self._learn(knowledge)

    def _learn(self, knowledge: Knowledge) -> None:
        # Here, because without coded claims numpy need not be there.
        from claimdesk.models.learning.codes import Coder, DomainCoder

        rules = [rules_say(claim) for claim in knowledge.coded]
        pairs = list(zip(knowledge.coded, rules, strict=True))
        self._stance = Coder([(c, rule[0], c.stance) for c, rule in pairs if c.stance])
        self._kind = Coder([(c, rule[1], c.kind) for c, rule in pairs if c.kind])
        self._domain = DomainCoder(knowledge.coded, knowledge.domains)

    def codes(self, text: str, found: FoundClaim, domains: Iterable[Domain]) -> Codes:
        """Return the codes of a claim; `domains` are those whose terms were found in it."""
        claim = CodedClaim(_quote(text, found.cue), _quote(text, found.content))
        rules = rules_say(claim)
        why: list[str] = []
        stance = _coded("Stance", self._stance, claim, rules[0], stance_of(text, found), why)
        kind = _coded("Kind", self._kind, claim, rules[1], kind_of(text, found), why)
        named = tuple(domains)
        alike = self._domain.propose(claim.content) if self._domain and not named else None
        if alike is not None and self._domain is not None:
            named = (alike[0],)
            why.append(
                f"Domain {alike[0].name}: like {self._domain.claims} coded claims ({alike[1]:.0%})."
            )
        return Codes(stance, kind, named, " ".join(why))


def _coded(
    field: str,
    coder: Coder | None,
    claim: CodedClaim,
    feature: str | None,
    rule: str | None,
    why: list[str],
) -> str | None:
    from claimdesk.models.learning.codes import LEAST

    found = coder.propose(claim, feature) if coder is not None else None
    if found is None:
        if rule is not None:
            why.append(f"{field} {rule}: by the cue and the words of the content.")
        return rule
    if found.probability < LEAST:
        return None
    why.append(
        f"{field} {found.key} ({found.probability:.0%}): learned from {found.claims} claims."
    )
    return found.key


def rules_say(claim: CodedClaim) -> tuple[str | None, str | None]:
    """Stance and kind as the rules see them in the words alone, without a parse."""
    words = claim.cue.lower().split()
    reading = next((cue for word in words if (cue := cue_lexicon().form(word))), None)
    text = f"{claim.cue}\n{claim.content}"
    places = _span(0, claim.cue), _span(len(claim.cue) + 1, claim.content)
    negated = any(word in ("not", "never") or word.endswith(("n’t", "n't")) for word in words)
    found = FoundClaim((), *places, "", reading, negated)
    return stance_of(text, found), kind_of(text, found)


def _span(start: int, words: str) -> tuple[Span, ...]:
    return (Span(start, start + len(words)),) if words else ()


def _quote(text: str, spans: Iterable[Span]) -> str:
    return " … ".join(" ".join(text[span.start : span.end].split()) for span in spans)[:300]
