# SPDX-License-Identifier: MIT
"""The model of claims: finds the claims in parsed paragraphs, each with how sure it is.

Four stages: which tokens a cue is built around (logistic regression), which tokens around each are
its source, content and further cue words (a conditional random field), and how probable each claim
so found, or found by a rule at the same place, is to be recorded: by its words (logistic
regression), then by its numbers and what stands around it (a small net, which also minds how much
would be left to correct).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from claimdesk.models.learning.arrays.crf import Linear, probability, scores
from claimdesk.models.learning.arrays.net import Net, Probabilities
from claimdesk.models.learning.arrays.weights import Weights, packed, unpacked, unpacked_net
from claimdesk.models.learning.claims.candidate_relations import CandidateRelations
from claimdesk.models.learning.claims.candidates import (
    ROLES,
    RULE,
    ClaimCandidate,
    cue_chances,
    find_candidates,
    selected,
)
from claimdesk.models.learning.claims.ranking import rank_features
from claimdesk.models.learning.claims.reranker import WIDTH, reranker_columns
from claimdesk.models.learning.claims.table import Table
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.suggest import syntax
from claimdesk.models.suggest.claim_drafts import (
    ClaimDraft,
    Paragraph,
    TokenDraft,
)
from claimdesk.models.suggest.cues import cue_lexicon
from claimdesk.models.suggest.data import Pipeline
from claimdesk.models.suggest.syntax import Tokens

LEARNED = "learned"
"""The name of the rule of a draft that no rule found."""
_PARTS = {"cues": 2, "roles": ROLES, "ranks": 2}
_DEFAULT_THRESHOLD = 0.3


@dataclass(frozen=True, slots=True)
class ClaimModel:
    """A claim model, ready to use."""

    cues: Weights
    roles: Weights
    ranks: Weights
    net: Net
    threshold: float
    """The score from which on a claim is worth suggesting, as its own articles showed."""
    pipeline: str
    """Name and version of the spaCy pipeline whose parses it was trained on."""

    @classmethod
    def of(
        cls, cues: Linear, roles: Linear, ranks: Linear, net: Net, threshold: float, pipeline: str
    ) -> ClaimModel:
        """Return the model with these weights."""
        return cls(Weights(cues), Weights(roles), Weights(ranks), net, threshold, pipeline)

    @classmethod
    def read(cls, data: bytes) -> ClaimModel:
        """Return the model that `packed` made these bytes of.

        Raises ClaimdeskError if they are anything else; they may come from anywhere.
        """
        parts, about = unpacked(data, _PARTS)
        return cls.of(
            parts["cues"],
            parts["roles"],
            parts["ranks"],
            unpacked_net(data, WIDTH),
            _threshold(about),
            str(about.get("pipeline", "")),
        )

    def packed(self) -> bytes:
        """Return the model as bytes, the same for the same model."""
        parts = {"cues": self.cues, "roles": self.roles, "ranks": self.ranks}
        return packed(
            {name: weights.linear for name, weights in parts.items()},
            {"threshold": self.threshold, "pipeline": self.pipeline},
            self.net,
        )

    def check_pipeline(self, pipeline: Pipeline) -> None:
        """Raise ClaimdeskError if the model was trained on another pipeline's parses."""
        if self.pipeline != pipeline_name(pipeline):
            raise ClaimdeskError(
                _(
                    "The learned model can't be used: it was trained with {pipeline}, "
                    "not with {pipeline_name}."
                ).format(pipeline=self.pipeline, pipeline_name=pipeline_name(pipeline))
            )

    def find(self, paragraphs: Sequence[Paragraph], least: float) -> list[list[TokenDraft]]:
        """Return the claims of each paragraph that are at least so sure, in the order of the text.

        A draft's score is how much of a right claim it is expected to have, 0..1; its rule is
        LEARNED or the rule that found it first.
        """
        found: list[list[TokenDraft]] = [[] for _unused in paragraphs]
        filled = [i for i, paragraph in enumerate(paragraphs) if len(paragraph.doc)]
        if not filled:
            return found
        table = Table([paragraphs[i] for i in filled])
        for candidate, points in self._selected(table, least):
            number = int(table.paragraph[candidate.anchor])
            draft = _draft(table, candidate, points)
            found[filled[number]].append(draft)
        for drafts in found:
            drafts.sort(key=lambda draft: (min(draft.content), draft.anchor))
        return found

    def claims(self, table: Table) -> list[ClaimCandidate]:
        """Return the claims worth suggesting, as tokens of the table."""
        return [candidate for candidate, _unused in self._selected(table, self.threshold)]

    def _selected(self, table: Table, least: float) -> list[tuple[ClaimCandidate, float]]:
        candidates = find_candidates(table, cue_chances(table, self.cues), self.roles)
        return selected(candidates, self._points(table, candidates), least)

    def _points(self, table: Table, candidates: Sequence[ClaimCandidate]) -> Probabilities:
        """How much of a claim that the analyst would record each candidate is expected to have."""
        if not candidates:
            return np.zeros(0)
        relations = CandidateRelations(table, candidates)
        points = probability(scores(self.ranks.table, rank_features(table, candidates, relations)))
        return self.net.corrected(points, reranker_columns(table, candidates, relations, points))


def pipeline_name(pipeline: Pipeline) -> str:
    """Name and version, as models and reports keep it."""
    return f"{pipeline.name} {pipeline.version}"


def _threshold(about: Mapping[str, Any]) -> float:
    value = about.get("threshold")
    return float(value) if isinstance(value, float) and 0 < value < 1 else _DEFAULT_THRESHOLD


def _draft(table: Table, candidate: ClaimCandidate, points: float) -> TokenDraft:
    """Return the candidate as a draft with the indices of its own paragraph."""
    begin = int(table.starts[table.paragraph[candidate.anchor]])

    def own(tokens: Tokens) -> Tokens:
        return frozenset(i - begin for i in tokens)

    known = table.drafts.get(candidate.anchor)
    if known is None:
        known = _unread(table.paragraphs[int(table.paragraph[candidate.anchor])], candidate, begin)
    return replace(
        known,
        source=own(candidate.source),
        cue=own(candidate.cue),
        content=own(candidate.content),
        rule=known.rule if candidate.version == RULE else LEARNED,
        score=points,
        anchor=candidate.anchor - begin,
    )


def _unread(paragraph: Paragraph, candidate: ClaimCandidate, begin: int) -> TokenDraft:
    """Return a draft without words that reads the anchor of the cue as the lexicon does."""
    token = paragraph.doc[candidate.anchor - begin]
    lexicon, lemma = cue_lexicon(), token.lemma_.lower()
    readings = lexicon.verb(lexicon.lemma(token.text, token.lemma_))
    reading = next(iter(readings.values()), None)
    if reading is None:
        reading = lexicon.nouns.get(lemma) or lexicon.adjectives.get(lemma)
    negated = syntax.negation(token) is not None
    return ClaimDraft(syntax.NONE, syntax.NONE, syntax.NONE, LEARNED, reading, negated)
