# SPDX-License-Identifier: MIT
"""What tells the role of a token in the claim of a cue: the second stage.

A row is a pair of an anchor, which a cue is built around, and a token near it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimdesk.models.learning.arrays.hashing import Column, Features, Templates, Values, mixed
from claimdesk.models.learning.claims.table import NOWHERE, Flags, Index, Table, picked

REACH = 130
"""Tokens on either side of an anchor, in its paragraph, that may belong to its claim."""
_FAMILY = 2_000
_UP, _DOWN = 8, 12
"""Steps that are followed in the tree from an anchor up, and from there down."""
_EXACT = 3
"""Steps down of which the relations count; what is deeper is like what it depends on."""
_BINS = (1, 2, 3, 4, 6, 9, 14, 20, 30)
_SURE = (0.1, 0.3, 0.6, 0.9)

Combinations = list[tuple[Values, ...]]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The tokens around each anchor; the rows of one anchor stand together."""

    anchors: Index
    sizes: Index
    """How many rows each anchor has."""
    anchor: Index
    """The anchor of each row."""
    token: Index
    """The token of each row."""
    offsets: Index
    """The first row of each anchor."""

    @classmethod
    def around(cls, table: Table, anchors: Sequence[int]) -> Pairs:
        """Return the pairs for these anchors, in their order."""
        at = np.array(anchors, dtype=np.int64)
        paragraph = table.paragraph[at]
        first = np.maximum(table.starts[paragraph], at - REACH)
        last = np.minimum(table.starts[paragraph + 1], at + REACH)
        sizes = last - first
        offsets = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
        rows = np.arange(int(sizes.sum()))
        token = rows - np.repeat(offsets - first, sizes)
        return cls(at, sizes, np.repeat(at, sizes), token, offsets)

    def rows(self, number: int) -> slice:
        """Return the rows of the anchor with this number."""
        start = int(self.offsets[number])
        return slice(start, start + int(self.sizes[number]))

    @property
    def begins(self) -> Flags:
        """Whether a row is the first of its anchor."""
        found = np.zeros(len(self.anchor), np.bool_)
        found[self.offsets] = True
        return found

    @property
    def ends(self) -> Flags:
        """Whether a row is the last of its anchor."""
        return np.roll(self.begins, -1)


@dataclass(frozen=True, slots=True)
class Paths:
    """How each row's token hangs together with its anchor in the dependency tree."""

    path: Column
    """The relations on the way, as one number; 0 where they do not hang together."""
    branch: Index
    """The token through which the way goes down, NOWHERE without a way."""
    depth: Index
    """Steps down."""

    @classmethod
    def between(cls, table: Table, pairs: Pairs) -> Paths:
        """Return the ways of all pairs, one level of all trees at a time."""
        count = len(pairs.anchor)
        path = np.zeros(count, np.uint64)
        branch: Index = np.full(count, NOWHERE)
        depth: Index = np.full(count, 9)
        first = pairs.token[pairs.offsets]
        self_hash = np.ones(len(pairs.anchors), np.uint64)
        current, moving = pairs.anchors.copy(), np.ones(len(pairs.anchors), np.bool_)
        on_the_way = np.zeros(count, np.bool_)
        for step in range(_UP + 1):
            row = pairs.offsets + current - first
            inside = moving & (current >= first) & (current < first + pairs.sizes)
            rows = row[inside]
            path[rows], branch[rows], depth[rows] = self_hash[inside], current[inside], step
            on_the_way[rows] = True
            self_hash = mixed(3, self_hash, table.dep[current])
            above = table.head[current]
            moving &= above != current
            current = above
        cls._descend(table, pairs, path, branch, depth, on_the_way)
        return cls(path, branch, depth)

    @staticmethod
    def _descend(
        table: Table, pairs: Pairs, path: Column, branch: Index, depth: Index, known: Flags
    ) -> None:
        rows = np.arange(len(path))
        up = rows + table.head[pairs.token] - pairs.token
        inside = (up >= 0) & (up < len(path))
        up = np.where(inside, up, 0)
        inside &= pairs.anchor[up] == pairs.anchor
        start = np.where(known, 0, -1)
        """Steps down from the way up; -1 where that is not known yet."""
        trunk = known.copy()
        for step in range(1, _DOWN + 1):
            new = np.flatnonzero(inside & ~known & known[up] & (start[up] == step - 1))
            if not len(new):
                break
            above = up[new]
            deeper = mixed(4, path[above], table.dep[pairs.token[new]])
            path[new] = deeper if step <= _EXACT else path[above]
            branch[new] = np.where(trunk[above], pairs.token[new], branch[above])
            depth[new] = depth[above] + 1
            start[new] = step
            known[new] = True


def role_features(table: Table, pairs: Pairs, sure: NDArray[np.float64]) -> Features:
    """Return the features of these pairs, shape (pairs, features).

    `sure` is for each token of the table how probable it is that a cue is built around it.
    """
    features = Templates(_FAMILY)
    near = _PairColumns(table, pairs, sure)
    for group in (_tokens, _ways, _places, _quotations, _drafts, _cues):
        for columns in group(near):
            features.add(*columns)
    return features.features()


class _PairColumns:
    """The columns of the pairs that several groups of features need."""

    def __init__(self, table: Table, pairs: Pairs, sure: NDArray[np.float64]) -> None:
        self.table, self.pairs = table, pairs
        self.j, self.a = pairs.token, pairs.anchor
        self.begins, self.ends = pairs.begins, pairs.ends
        self.side: Index = np.sign(self.j - self.a)
        self.distance: Index = np.abs(self.j - self.a)
        self.lemma, self.known = table.lemma[self.a], table.known[self.a]
        sentence = table.sentence
        self.sentence: Index = np.clip(sentence[self.j] - sentence[self.a], -3, 3) + 3
        self.quoted = table.quoted[self.j]
        self.ways = Paths.between(table, pairs)
        branch = self.ways.branch
        self.branch_dep = picked(table.dep, branch)
        self.branch_side: Index = np.where(branch >= 0, np.sign(branch - self.a), 0)
        self.part = table.part[self.j]
        self.draft = self._drafted()
        self.cue_probability: Index = np.digitize(sure[self.j], _SURE)
        self.between = self._cues_between(sure)

    def before(self, column: Values) -> Values:
        """Return the value of the row before; 0 for the first of an anchor."""
        return np.where(self.begins, 0, np.roll(column, 1)).astype(column.dtype)

    def after(self, column: Values) -> Values:
        """Return the value of the row after; 0 for the last of an anchor."""
        return np.where(self.ends, 0, np.roll(column, -1)).astype(column.dtype)

    def _drafted(self) -> Index:
        """Return the role in what a rule found around the anchor: 0 no rule, 4 no role."""
        found: Index = np.zeros(len(self.a), np.int64)
        for number, anchor in enumerate(self.pairs.anchors.tolist()):
            draft = self.table.drafts.get(anchor)
            if draft is None:
                continue
            rows = self.pairs.rows(number)
            roles, first = found[rows], int(self.j[rows.start])
            roles[:] = 4
            for tokens, role in ((draft.content, 1), (draft.source, 2), (draft.cue, 3)):
                places = np.fromiter(tokens, np.int64, len(tokens)) - first
                roles[places[(places >= 0) & (places < len(roles))]] = role
        return found

    def _cues_between(self, sure: NDArray[np.float64]) -> Index:
        """Return how many other cues stand between anchor and token, 2 for more."""
        counted = np.concatenate([[0], np.cumsum(sure > 0.5)])
        low, high = np.minimum(self.j, self.a), np.maximum(self.j, self.a)
        between = counted[high] - counted[np.minimum(low + 1, high)]
        return np.asarray(np.minimum(between, 2))


def _tokens(n: _PairColumns) -> Combinations:
    t, j = n.table, n.j
    lower, pos, tag, dep = t.lower[j], t.pos[j], t.tag[j], t.dep[j]
    return [
        (np.zeros_like(j),),
        (lower,),
        (pos,),
        (tag,),
        (dep,),
        (lower, n.side),
        (pos, n.side, n.sentence),
        (n.before(lower), lower, n.side),
        (lower, n.after(lower), n.side),
        (n.before(pos), pos, n.after(pos), n.side),
        (t.lemma[t.head[j]], dep, n.side),
        (t.entity[j], n.side, n.sentence),
        (t.shape[j], n.side, n.distance < 4),
        (n.before(tag), tag, n.side, t.pos[n.a]),
    ]


def _ways(n: _PairColumns) -> Combinations:
    t, path, dep, side = n.table, n.ways.path, n.branch_dep, n.branch_side
    branch = n.ways.branch
    branch_pos, branch_lemma = picked(t.pos, branch), picked(t.lemma, branch)
    same = branch == n.before(branch)
    anchor_pos, anchor_dep = t.pos[n.a], t.dep[n.a]
    return [
        (path,),
        (path, n.lemma),
        (path, anchor_pos, anchor_dep),
        (path, t.pos[n.j]),
        (path, n.known),
        (n.before(path), path),
        (path, n.after(path)),
        (dep, side),
        (dep, side, n.lemma),
        (dep, side, n.known),
        (dep, branch_pos, side, anchor_dep),
        (dep, side, n.side, same),
        (dep, side, t.dep[n.j]),
        (branch_lemma, dep, side, n.known),
        (n.before(dep), dep, same, n.side),
        (dep, n.after(dep), n.side),
        (t.subject_kind[n.a], dep, side),
        (np.clip(n.ways.depth, 0, 6), n.side, n.sentence),
    ]


def _places(n: _PairColumns) -> Combinations:
    t = n.table
    binned = np.digitize(n.distance, _BINS)
    step = np.minimum(n.distance, 12) * n.side + 20
    return [
        (n.side, binned),
        (n.side, binned, t.pos[n.a]),
        (n.side, binned, n.lemma),
        (n.side, binned, t.pos[n.j]),
        (n.sentence,),
        (n.sentence, n.lemma),
        (step, n.lemma),
        (step, n.known, t.pos[n.j]),
    ]


def _quotations(n: _PairColumns) -> Combinations:
    t, lower = n.table, n.table.lower[n.j]
    own, quotation = t.quotation[n.a], t.quotation[n.j]
    of_anchor = np.where(n.quoted, np.where(quotation == own, 1, 2), 0)
    after, before = t.quotation_after[n.a], t.quotation_before[n.a]
    near = np.where(
        n.quoted, np.where(quotation == after, 1, np.where(quotation == before, 2, 3)), 0
    )
    return [
        (n.sentence, of_anchor),
        (n.sentence, near, n.side),
        (n.sentence, near, n.known),
        (near, n.lemma, n.side),
        (of_anchor, t.pos[n.a], n.side),
        (near, n.side, n.before(n.quoted), n.after(n.quoted), n.sentence),
        (near, lower, n.after(lower), n.side),
        (n.draft, n.sentence, near),
    ]


def _drafts(n: _PairColumns) -> Combinations:
    t, draft = n.table, n.draft
    return [
        (draft,),
        (draft, t.any_rule[n.a]),
        (draft, n.lemma),
        (draft, n.known),
        (draft, t.pos[n.j]),
        (draft, n.branch_dep, n.branch_side),
        (draft, n.before(draft), n.after(draft)),
        (draft, n.ways.path),
        (draft, n.part),
    ]


def _cues(n: _PairColumns) -> Combinations:
    t = n.table
    return [
        (n.cue_probability, n.side, n.sentence),
        (n.cue_probability, n.ways.path),
        (n.between, n.side),
        (n.between, n.side, n.sentence, n.quoted),
        (n.between, n.branch_dep, n.branch_side),
        (n.between, n.lemma, n.side),
        (n.part, n.between, n.side),
        (t.rule[n.j], n.side),
        (n.part, n.sentence, n.side),
    ]
