# SPDX-License-Identifier: MIT
"""Who finds the claims in parsed paragraphs: the rules, or a model learned in the project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from claimdesk.models.suggest.claim_drafts import Draft, Paragraph
from claimdesk.models.suggest.claims import draft_claims
from claimdesk.models.suggest.cues import cue_lexicon
from claimdesk.models.suggest.data import Knowledge, Pipeline

if TYPE_CHECKING:
    from claimdesk.models.learning.claims.model import ClaimModel

_REASONS = {
    "quotation": "A quotation with the words that name its speaker.",
    "clause": "A verb of saying or thinking with its clause.",
    "according": "“According to” names the source.",
    "pattern": "A quotation beside a verb of saying; found without a parser.",
    "quoted": "A quotation beside a name that is known.",
    "learned": "Learned from the claims of your finished articles.",
}
_REASON = "The words before it report what somebody says or thinks."


class ClaimFinder(Protocol):
    """What finds claims."""

    def find(self, paragraphs: Sequence[Paragraph]) -> list[list[Draft]]:
        """Return the claims of each paragraph, in the order of the text."""

    def origin(self, rule: str) -> str:
        """Return where a claim comes from that a draft with this rule told of."""


def reason_for(rule: str) -> str:
    """Return why a draft with this rule is suggested, in a short sentence for the analyst."""
    return _REASONS.get(rule, _REASON)


class RuleFinder:
    """The rules, down to a score."""

    def __init__(self, least: float = 0.0) -> None:
        self._least = least

    def find(self, paragraphs: Sequence[Paragraph]) -> list[list[Draft]]:
        """Return the claims of each paragraph, in the order of the text."""
        lexicon = cue_lexicon()
        return [
            [draft for draft in draft_claims(paragraph, lexicon) if draft.score >= self._least]
            for paragraph in paragraphs
        ]

    def origin(self, rule: str) -> str:
        """Return which rule it was."""
        return f"rule:{rule}"


class LearnedFinder:
    """A model learned in the project, down to a probability."""

    def __init__(self, model: ClaimModel, version: int, least: float | None) -> None:
        self._model, self._version = model, version
        self._least = model.threshold if least is None else least

    def find(self, paragraphs: Sequence[Paragraph]) -> list[list[Draft]]:
        """Return the claims of each paragraph, in the order of the text."""
        return self._model.find(paragraphs, self._least)

    def origin(self, rule: str) -> str:
        """Return the model, or the rule whose words it chose."""
        return f"model:claims/{self._version}" if rule == "learned" else f"rule:{rule}"


def finder_for(knowledge: Knowledge, pipeline: Pipeline) -> ClaimFinder:
    """Return what is to find the claims, given what the project knows.

    Raises ClaimdeskError if the project's model is damaged, or was trained with another pipeline.
    """
    learned = knowledge.claims
    if learned is None:
        return RuleFinder(knowledge.threshold or 0.0)
    # Here, because without a model numpy need not be there.
    from claimdesk.models.learning.claims.model import ClaimModel

    model = ClaimModel.read(learned.data)
    model.check_pipeline(pipeline)
    return LearnedFinder(model, learned.version, knowledge.threshold)
