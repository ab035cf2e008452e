# SPDX-License-Identifier: MIT
"""How probable it is that a candidate is a claim that the analyst would record: the third stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from claimdesk.models.learning.arrays.hashing import Features, Templates, Values
from claimdesk.models.learning.claims.candidate_relations import CandidateRelations
from claimdesk.models.learning.claims.candidates import ClaimCandidate
from claimdesk.models.learning.claims.table import Index, Table, picked

_FAMILY = 3_000
_BINS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
_LENGTHS = (2, 3, 5, 8, 12, 20, 35, 60)

Combinations = list[tuple[Values, ...]]


def rank_features(
    table: Table, found: Sequence[ClaimCandidate], relations: CandidateRelations
) -> Features:
    """Return the features of the candidates, shape (candidates, features)."""
    features = Templates(_FAMILY)
    columns = _Columns(table, found, relations)
    for group in (_chances, _words, _shapes, _company):
        for combination in group(columns):
            features.add(*combination)
    return features.features()


class _Columns:
    """The candidates as columns."""

    def __init__(
        self, table: Table, found: Sequence[ClaimCandidate], relations: CandidateRelations
    ) -> None:
        self.table = table
        self.anchor = _whole(c.anchor for c in found)
        self.version = _whole(c.version for c in found)
        self.cue_probability = _binned(c.cue_probability for c in found)
        self.content_fit = _binned(c.content_fit for c in found)
        self.source_fit = _binned(c.source_fit for c in found)
        self.weakest = _binned(c.weakest for c in found)
        self.expected = _binned(c.expected for c in found)
        self.agreement = _binned(c.agreement for c in found)
        self.source_agreement = _binned(c.source_agreement for c in found)
        self.same = _binned(c.same for c in found)
        self.same_source = _binned(c.same_source for c in found)
        self.rule = table.any_rule[self.anchor] + 20 * _whole(c.anchor in table.kept for c in found)
        self.first = _whole(min(c.content) for c in found)
        self.last = _whole(max(c.content) for c in found)
        self.length = np.digitize([len(c.content) for c in found], _LENGTHS)
        self.pieces = _whole(min(_pieces(c), 4) for c in found)
        self.source_first = _whole(min(c.source, default=-1) for c in found)
        self.source_last = _whole(max(c.source, default=-1) for c in found)
        self.source_length = _whole(min(len(c.source), 8) for c in found)
        self.sourced = np.minimum(self.source_length, 1)
        self.side = np.sign(self.first - self.anchor) + 1
        self.quoted = _whole(int(3 * np.mean(table.quoted[list(c.content)])) for c in found)
        surest = np.array([c.cue_probability for c in found])
        self.outside = np.digitize(relations.outside(surest, 0), _BINS)
        self.inside = np.digitize(relations.inside(surest, 0), _BINS)
        self.alike = np.digitize(relations.alike(surest, 0), _BINS)


def _chances(c: _Columns) -> Combinations:
    none = np.zeros_like(c.anchor)
    return [
        (none,),
        (c.cue_probability,),
        (c.cue_probability, c.version),
        (c.cue_probability, c.rule),
        (c.content_fit,),
        (c.content_fit, c.version),
        (c.source_fit,),
        (c.source_fit, c.sourced),
        (c.cue_probability, c.content_fit // 2),
        (c.weakest,),
        (c.expected,),
        (c.rule, c.version),
        (c.rule, c.version, c.agreement // 2),
        (c.agreement, c.version),
        (c.source_agreement // 2, c.sourced, c.version),
        (c.source_fit // 2, c.content_fit // 2),
        (c.same,),
        (c.same, c.version),
        (c.same_source,),
        (c.cue_probability, c.same_source // 2),
        (c.same // 2, c.same_source // 2),
    ]


def _words(c: _Columns) -> Combinations:
    t, a = c.table, c.anchor
    lemma, pos, dep = t.lemma[a], t.pos[a], t.dep[a]
    final = np.where(t.pos[c.last] == t.vocabulary.hashes(["PUNCT"])[0], t.lower[c.last], 0)
    return [
        (lemma,),
        (lemma, c.side),
        (pos, dep),
        (pos, dep, c.length),
        (lemma, c.rule),
        (lemma, c.cue_probability // 3),
        (pos, c.cue_probability, c.content_fit // 3),
        (t.subject_kind[a],),
        (t.subject_kind[a], c.sourced),
        (t.lower[c.first],),
        (t.dep[c.first], c.side),
        (t.pos[c.first],),
        (final,),
        (picked(t.entity, c.source_last), picked(t.pos, c.source_last), c.sourced),
        (picked(t.lower, c.source_first),),
        (t.known[a], c.cue_probability // 2),
    ]


def _shapes(c: _Columns) -> Combinations:
    t, a = c.table, c.anchor
    distance = np.minimum(np.abs(c.first - a), 6)
    return [
        (c.length,),
        (c.length, c.version),
        (c.sourced,),
        (c.sourced, t.pos[a]),
        (c.sourced, c.rule),
        (c.quoted, c.length),
        (c.quoted, c.side, t.pos[a]),
        (t.quoted[a],),
        (t.quoted[a], c.cue_probability // 2),
        (distance, c.side),
        (t.sentence[c.first] != t.sentence[a], c.quoted),
        (c.pieces,),
        (c.source_length,),
    ]


def _company(c: _Columns) -> Combinations:
    return [
        (c.outside,),
        (c.outside // 2, c.cue_probability // 2),
        (c.inside // 2,),
        (c.alike // 2, c.cue_probability // 2),
        (c.alike // 2, c.version),
    ]


def _whole(values: Iterable[int]) -> Index:
    return np.fromiter(values, np.int64)


def _binned(values: Iterable[float]) -> Index:
    return np.digitize(np.fromiter(values, np.float64), _BINS).astype(np.int64)


def _pieces(candidate: ClaimCandidate) -> int:
    return sum(token - 1 not in candidate.content for token in candidate.content)
