# SPDX-License-Identifier: MIT
"""What a project learned of codes: the coded claims, and in which fields they are used how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from annotated_types import Interval
from pydantic import TypeAdapter, ValidationError

from claimdesk.models.learning.calibration import Calibration
from claimdesk.models.learning.coding.coders import (
    CodeExample,
    CodeMemory,
    Coder,
    CodeRegression,
    DomainCoder,
)
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.suggest.coding import ProposedCode, ProposedDomain
from claimdesk.models.suggest.data import DOMAINS, CodedClaim, DomainEntry

MEMORY, MODEL = "memory", "model"
CODERS: dict[str, type[CodeMemory | CodeRegression]] = {MEMORY: CodeMemory, MODEL: CodeRegression}
"""What learns the codes of a field, the simplest first."""
MAX_CLAIMS, MAX_FIELDS = 600, 60
"""What is learned from and in at most: the newest claims, since older ones change little."""
MIN_CERTAINTY = 0.5
"""How often a proposal must be right to be made, at least."""


@dataclass(frozen=True, slots=True)
class LearnedField:
    """How what was learned is used in a field."""

    part: str
    """One of CODERS; MEMORY for domains."""
    calibration: Calibration
    least: Annotated[float, Interval(ge=0.5, le=1)] = MIN_CERTAINTY
    """Certainty below which the rules' proposal stands."""


@dataclass(frozen=True, slots=True)
class CodeModelContent:
    """What is stored: the coded claims, and the fields in which they are better than the rules."""

    claims: tuple[CodedClaim, ...] = ()
    fields: dict[str, LearnedField] = field(default_factory=dict)


_FORM = TypeAdapter(CodeModelContent)


def packed_codes(content: CodeModelContent) -> bytes:
    """Return the bytes that `LearnedCodes.read` reads."""
    return _FORM.dump_json(content)


def examples_of(claims: Iterable[CodedClaim], name: str) -> list[CodeExample]:
    """Return the claims that are coded in a field as examples for it."""
    return [
        CodeExample(claim, claim.rule(name), key) for claim in claims if (key := claim.code(name))
    ]


class LearnedCodes:
    """Proposes codes and domains as the coded claims have them, in fields where that is better."""

    def __init__(
        self,
        content: CodeModelContent,
        domains: Sequence[DomainEntry],
        not_learned: Iterable[str] = (),
    ) -> None:
        self._count = len(content.claims)
        self._used = {k: v for k, v in content.fields.items() if k not in set(not_learned)}
        self._coders: dict[str, Coder] = {
            name: CODERS[used.part](examples_of(content.claims, name))
            for name, used in self._used.items()
            if name != DOMAINS
        }
        self._domains = DomainCoder(content.claims, domains) if DOMAINS in self._used else None

    @classmethod
    def read(
        cls, data: bytes, domains: Sequence[DomainEntry], not_learned: Iterable[str] = ()
    ) -> LearnedCodes:
        """Return what is stored as `data`. Raises ClaimdeskError if it is damaged."""
        try:
            content = _FORM.validate_json(data, strict=True)
        except ValidationError as error:
            raise ClaimdeskError(_("What was learned of codes is damaged; learn again.")) from error
        too_many = len(content.claims) > MAX_CLAIMS or len(content.fields) > MAX_FIELDS
        if too_many or any(used.part not in CODERS for used in content.fields.values()):
            raise ClaimdeskError(_("What was learned of codes is damaged; learn again."))
        return cls(content, domains, not_learned)

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys of the fields that something is proposed in."""
        return tuple(self._coders)

    def code(self, field: str, claim: CodedClaim, by_rule: str | None) -> ProposedCode | None:
        """Return another value than the rules', if such are right often enough; None otherwise."""
        coder = self._coders.get(field)
        proposed = coder.propose(claim, by_rule) if coder is not None else None
        if proposed is None or proposed[0] == by_rule:
            return None
        certainty = self._used[field].calibration.certainty(proposed[1])
        if certainty < self._used[field].least:
            return None
        return ProposedCode(proposed[0], certainty, self._count)

    def domain(self, content: str) -> ProposedDomain | None:
        """Return the domain that a content is similar to, if such are right often enough."""
        proposed = self._domains.propose(content) if self._domains is not None else None
        if proposed is None:
            return None
        certainty = self._used[DOMAINS].calibration.certainty(proposed[1])
        if certainty < self._used[DOMAINS].least:
            return None
        return ProposedDomain(proposed[0], certainty, self._count)
