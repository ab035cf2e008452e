# SPDX-License-Identifier: MIT
"""What corrects how probable a candidate is, beside the others: the fourth stage.

The third stage knows words; this one sees the plain numbers of a candidate, and what the third
stage says of the candidates around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from claimdesk.models.learning.arrays.net import Columns, log_odds
from claimdesk.models.learning.claims.candidate_relations import CandidateRelations, Values
from claimdesk.models.learning.claims.candidates import RULE, SAFE, ClaimCandidate
from claimdesk.models.learning.claims.table import Index, Table

WIDTH = 40
"""How many columns there are."""
_NOBODY = -7.0
"""The log-odds of a candidate that is not there."""
_FAR = 15
"""Tokens between anchor and content from which on it is the same how many they are."""
_MANY = 10
"""Sentences, or cues, from which on it is the same how many they are."""


def reranker_columns(
    table: Table, found: Sequence[ClaimCandidate], relations: CandidateRelations, points: Values
) -> Columns:
    """Return the columns of the candidates, shape (candidates, WIDTH).

    `points` are the scores of the third stage.
    """
    if not found:
        return np.zeros((0, WIDTH), np.float32)
    columns = [
        *_chances(found),
        *_shapes(table, found),
        *_neighbours(table, found, relations, points),
    ]
    return np.array(columns, np.float32).T


def _chances(found: Sequence[ClaimCandidate]) -> Iterator[Values]:
    for name in ("cue_probability", "content_fit", "source_fit", "weakest", "same", "same_source"):
        yield log_odds(np.array([getattr(candidate, name) for candidate in found]))
    yield np.log(np.clip([candidate.expected for candidate in found], 0.05, 20))
    for name in ("agreement", "source_agreement"):
        yield np.array([getattr(candidate, name) for candidate in found])
    for version in (RULE, SAFE):
        yield np.array([candidate.version == version for candidate in found], np.float64)


def _shapes(table: Table, found: Sequence[ClaimCandidate]) -> Iterator[Values]:
    anchor = np.array([candidate.anchor for candidate in found])
    first = np.array([min(candidate.content) for candidate in found])
    last = np.array([max(candidate.content) for candidate in found])
    length = np.array([len(candidate.content) for candidate in found], np.float64)
    sentence = np.bincount(table.sentence)[table.sentence[anchor]]
    yield np.array([candidate.anchor in table.kept for candidate in found], np.float64)
    yield np.log1p(length)
    yield np.log1p(sentence)
    yield np.minimum(length / sentence, 4)
    yield np.array([_pieces(candidate) for candidate in found], np.float64)
    yield np.array([min(len(candidate.source), 8) for candidate in found], np.float64)
    yield np.array([bool(candidate.source) for candidate in found], np.float64)
    yield np.sign(first - anchor).astype(np.float64)
    yield np.minimum(np.abs(first - anchor), _FAR).astype(np.float64)
    yield np.array([table.quoted[list(candidate.content)].mean() for candidate in found])
    yield table.quoted[anchor].astype(np.float64)
    for start, end in ((first, last), (anchor, first)):
        sentences = (table.sentence[end] - table.sentence[start]).astype(np.float64)
        yield np.clip(sentences, -_MANY, _MANY)
    yield from _edges(table, first, last)


def _edges(table: Table, first: Index, last: Index) -> Iterator[Values]:
    """Whether a mark stands around the content, and whether it ends where a sentence does."""
    (mark,) = table.vocabulary.hashes(["PUNCT"])
    before, after = np.maximum(first - 1, 0), np.minimum(last + 1, table.size - 1)
    for place in (before, after):
        yield (table.pos[place] == mark).astype(np.float64)
    yield (table.sentence[before] != table.sentence[first]).astype(np.float64)
    yield (table.sentence[after] != table.sentence[last]).astype(np.float64)


def _neighbours(
    table: Table, found: Sequence[ClaimCandidate], relations: CandidateRelations, points: Values
) -> Iterator[Values]:
    odds, sure = log_odds(points), np.array([candidate.cue_probability for candidate in found])
    yield odds
    for relation in (relations.outside, relations.inside, relations.alike, relations.crossed):
        for values in (odds, log_odds(sure)):
            yield relation(values, _NOBODY)
    yield relations.rivals(odds, _NOBODY)
    anchor = np.array([candidate.anchor for candidate in found])
    _, one_each = np.unique(anchor, return_index=True)
    for groups in (table.sentence[anchor], table.paragraph[anchor]):
        cues = np.bincount(groups[one_each], sure[one_each], groups.max() + 1)[groups]
        yield np.minimum(cues, _MANY)


def _pieces(candidate: ClaimCandidate) -> int:
    return min(sum(token - 1 not in candidate.content for token in candidate.content), 4)
