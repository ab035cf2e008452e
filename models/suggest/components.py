# SPDX-License-Identifier: MIT
"""The parts of the engine that can be exchanged: what finds claims, recognises mentions, codes.

Rules are in this room. What is learned in a project comes from outside: whoever loads an engine
passes a `ComponentFactory` along.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from claimdesk.models.suggest.claim_drafts import Paragraph, TokenDraft
from claimdesk.models.suggest.claims import draft_claims
from claimdesk.models.suggest.coding import CodeProposer
from claimdesk.models.suggest.cues import cue_lexicon
from claimdesk.models.suggest.data import Knowledge, MentionSuggestion, Pipeline
from claimdesk.models.suggest.recognition import RecognisedMention

if TYPE_CHECKING:
    from spacy.tokens import Doc


class ClaimFinder(Protocol):
    """Finds claims in parsed paragraphs."""

    def find(self, paragraphs: Sequence[Paragraph]) -> list[list[TokenDraft]]:
        """Return the claims of each paragraph, in the order of the text."""

    def origin(self, rule: str) -> str:
        """Return the origin of the claims whose draft bears this rule, such as `rule:clause`."""


class MentionRecogniser(Protocol):
    """Recognises mentions of actors beside the rules."""

    @property
    def version(self) -> int:
        """Its number in the project."""

    def find(
        self, text: str, offset: int, doc: Doc, known: Sequence[MentionSuggestion]
    ) -> list[RecognisedMention]:
        """Return the mentions in a chunk of `text` that begins at `offset`.

        `doc` is the parse of the chunk, `known` are the mentions that the rules found there.
        """


class ComponentFactory(Protocol):
    """Makes the exchangeable parts for what a project knows."""

    def claim_finder(self, knowledge: Knowledge, pipeline: Pipeline) -> ClaimFinder:
        """Return the finder of claims.

        Raises ClaimdeskError if the project's model can't be used; rules then find the claims.
        """

    def mention_recogniser(self, knowledge: Knowledge) -> MentionRecogniser | None:
        """Return the recogniser of mentions; None: known names and rules alone find them.

        Raises ClaimdeskError if the project's model can't be used.
        """

    def code_proposer(self, knowledge: Knowledge) -> CodeProposer | None:
        """Return what proposes codes as the analyst gave them; None: rules alone propose codes.

        Raises ClaimdeskError if what the project learned can't be used.
        """


class RuleClaimFinder:
    """Finds claims by rules on the parse."""

    def __init__(self, min_score: float = 0.0) -> None:
        self._min_score = min_score

    def find(self, paragraphs: Sequence[Paragraph]) -> list[list[TokenDraft]]:
        """Return the claims of each paragraph, in the order of the text."""
        lexicon = cue_lexicon()
        return [
            [draft for draft in draft_claims(paragraph, lexicon) if draft.score >= self._min_score]
            for paragraph in paragraphs
        ]

    def origin(self, rule: str) -> str:
        """Return the name of the rule."""
        return f"rule:{rule}"


class RuleComponents:
    """The factory of an engine that knows rules only."""

    def claim_finder(self, knowledge: Knowledge, pipeline: Pipeline) -> ClaimFinder:
        """Return the rules, down to the score that the project wants."""
        return RuleClaimFinder(knowledge.threshold or 0.0)

    def mention_recogniser(self, knowledge: Knowledge) -> MentionRecogniser | None:
        """Return None: known names and rules find the mentions."""
        return None

    def code_proposer(self, knowledge: Knowledge) -> CodeProposer | None:
        """Return None: rules propose the codes."""
        return None
