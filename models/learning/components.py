# SPDX-License-Identifier: MIT
"""The parts of the suggestion engine that are learned in a project, and an engine that has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from claimdesk.models.suggest.claim_drafts import Paragraph, TokenDraft
from claimdesk.models.suggest.coding import CodeProposer
from claimdesk.models.suggest.components import (
    ClaimFinder,
    MentionRecogniser,
    RuleComponents,
)
from claimdesk.models.suggest.data import Knowledge, Pipeline
from claimdesk.models.suggest.engine import Engine

if TYPE_CHECKING:
    from claimdesk.models.learning.claims.model import ClaimModel


class LearnedClaimFinder:
    """Finds claims by a model learned in the project, down to a score."""

    def __init__(self, model: ClaimModel, version: int, min_score: float | None) -> None:
        self._model, self._version = model, version
        self._min_score = model.threshold if min_score is None else min_score

    def find(self, paragraphs: Sequence[Paragraph]) -> list[list[TokenDraft]]:
        """Return the claims of each paragraph, in the order of the text."""
        return self._model.find(paragraphs, self._min_score)

    def origin(self, rule: str) -> str:
        """Return the model, or the rule whose draft the model chose."""
        return f"model:claims/{self._version}" if rule == "learned" else f"rule:{rule}"


class LearnedComponents(RuleComponents):
    """What the project learned, and rules where nothing is learned.

    Each import is late: numpy is needed only where there is something to use it for.
    """

    def claim_finder(self, knowledge: Knowledge, pipeline: Pipeline) -> ClaimFinder:
        """Return the project's model, or the rules.

        Raises ClaimdeskError if the model is damaged, or was trained with another pipeline.
        """
        stored = knowledge.claim_model
        if stored is None:
            return super().claim_finder(knowledge, pipeline)
        from claimdesk.models.learning.claims.model import ClaimModel

        model = ClaimModel.read(stored.data)
        model.check_pipeline(pipeline)
        return LearnedClaimFinder(model, stored.version, knowledge.threshold)

    def mention_recogniser(self, knowledge: Knowledge) -> MentionRecogniser | None:
        """Return the project's model. Raises ClaimdeskError if it is damaged."""
        stored = knowledge.mention_model
        if stored is None:
            return None
        from claimdesk.models.learning.mentions.model import MentionModel

        return MentionModel.read(stored.data, stored.version)

    def code_proposer(self, knowledge: Knowledge) -> CodeProposer | None:
        """Return what the coded claims teach. Raises ClaimdeskError if it is damaged."""
        if knowledge.code_model is None:
            return None
        from claimdesk.models.learning.coding.model import LearnedCodes

        return LearnedCodes.read(
            knowledge.code_model.data, knowledge.domains, knowledge.not_learned
        )


def load_engine(pipeline: str | None = None) -> Engine:
    """Return an engine that uses what a project learned.

    Raises ClaimdeskError if the pipeline is not installed or broken.
    """
    return Engine.load(pipeline, LearnedComponents())
