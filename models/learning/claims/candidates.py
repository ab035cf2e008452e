# SPDX-License-Identifier: MIT
"""Claims that may be: around each probable cue, as the second stage reads it and as a rule does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from claimdesk.models.learning.arrays.crf import (
    Labels,
    Scores,
    best,
    probability,
    sample_labels,
    scores,
)
from claimdesk.models.learning.arrays.net import Probabilities
from claimdesk.models.learning.arrays.weights import Weights
from claimdesk.models.learning.claims.cue_features import candidates, cue_features
from claimdesk.models.learning.claims.role_features import Pairs, role_features
from claimdesk.models.learning.claims.table import Flags, Table
from claimdesk.models.suggest.claim_drafts import ClaimParts, TokenClaim
from claimdesk.models.suggest.syntax import NONE, Tokens

OTHER, SOURCE, CONTENT, CUE = range(4)
"""The labels of the second stage."""
ROLES = 4
READ, RULE, SAFE = range(3)
"""The likeliest reading of the second stage, what a rule found, and the reading that is expected to
be right most often (minimum Bayes risk: Kumar and Byrne, HLT-NAACL 2004)."""
SAME = 0.5
"""Two claims are one if the Jaccard of their contents is at least this."""
DRAWN = 24
"""Readings that are sampled from the second stage, to tell how often another one is right."""
_SAFER = 0.15
"""In how many more of the sampled readings the safe one has to be the same than the likeliest."""
LEAST = 0.06
"""How probable a cue has to be for a claim to be looked for around it."""


@dataclass(frozen=True, slots=True)
class ClaimCandidate(ClaimParts[Tokens]):
    """A claim that may be, as tokens of the table. Probabilities are 0..1."""

    anchor: int
    version: int
    """Whose reading of the words it is: READ or RULE."""
    cue_probability: float
    """How probable it is that a cue is built around the anchor."""
    content_fit: float
    """The Jaccard of the content that the second stage expects."""
    source_fit: float
    """The Jaccard of the source that it expects; without one, how probable that is."""
    weakest: float
    """The least probability of a word of the content."""
    expected: float
    """How many words of content the second stage expects, for each that there is."""
    agreement: float
    """The Jaccard of the contents of rule and second stage; -1 without a rule."""
    source_agreement: float
    """The Jaccard of their sources; 1 if neither has one, -1 without a rule."""
    same: float
    """The share of the sampled readings whose content is the same by half."""
    same_source: float
    """The share of those whose source shares a word too, or neither has one."""


def cue_chances(table: Table, cues: Weights) -> Scores:
    """For each token how probable it is that a cue is built around it: the first stage."""
    chances = np.zeros(table.size)
    rows = candidates(table)
    chances[rows] = probability(scores(cues.table, cue_features(table, rows)))
    return chances


def find_candidates(table: Table, chances: Scores, roles: Weights) -> list[ClaimCandidate]:
    """Return the candidates around probable cues and around drafts of rules, ordered by anchor."""
    anchors = sorted({*np.flatnonzero(chances >= LEAST).tolist(), *table.kept})
    if not anchors:
        return []
    pairs = Pairs.around(table, anchors)
    row_scores = scores(roles.table, role_features(table, pairs, chances))
    labels, likely = best(row_scores, pairs.sizes, roles.linear.transitions)
    draws = sample_labels(row_scores, pairs.sizes, roles.linear.transitions, DRAWN)
    found: list[ClaimCandidate] = []
    for number, anchor in enumerate(anchors):
        rows = pairs.rows(number)
        reading = _RoleReading(
            int(pairs.token[rows.start]), labels[rows], likely[rows], draws[rows]
        )
        found += _around(table, anchor, float(chances[anchor]), reading)
    return found


class _RoleReading:
    """What the second stage says of the tokens around one anchor."""

    def __init__(self, first: int, labels: Labels, likely: Scores, draws: NDArray[np.int8]) -> None:
        self.first, self.labels, self.likely = first, labels, likely
        self._contents = (draws == CONTENT).astype(np.float32)
        self._sources = (draws == SOURCE).astype(np.float32)
        self._lengths = self._contents.sum(axis=0)
        self._sums = likely.sum(axis=0)

    def tokens(self, label: int) -> Tokens:
        """Return the tokens with a label."""
        return frozenset((np.flatnonzero(self.labels == label) + self.first).tolist())

    def chances(self, tokens: Tokens, label: int) -> Scores:
        """Return how probable the label is for each of the tokens that the reading knows."""
        at = np.fromiter(tokens, np.int64, len(tokens)) - self.first
        known = at[(at >= 0) & (at < len(self.likely))]
        return np.asarray(self.likely[known, label])

    def fit(self, tokens: Tokens, label: int) -> float:
        """Return the expected Jaccard index of these tokens and those that have the label."""
        inside = float(self.chances(tokens, label).sum())
        return inside / max(len(tokens) + float(self._sums[label]) - inside, 1e-9)

    def same(self, content: Tokens) -> Flags:
        """For each sampled reading whether its content is the same by half."""
        shared = self._rows(content) @ self._contents
        return np.asarray(shared >= SAME * (len(content) + self._lengths - shared))

    def sourced(self, source: Tokens) -> Flags:
        """For each sampled reading whether its source shares a word, or neither has one."""
        if not source:
            return np.asarray(~self._sources.any(axis=0))
        return np.asarray(self._rows(source) @ self._sources > 0)

    def _rows(self, tokens: Tokens) -> NDArray[np.float32]:
        rows = np.zeros(len(self.likely), np.float32)
        at = np.fromiter(tokens, np.int64, len(tokens)) - self.first
        rows[at[(at >= 0) & (at < len(rows))]] = 1
        return rows

    def safe(self) -> Tokens:
        """Return the content of most sampled readings that are like the most central one."""
        shared = self._contents.T @ self._contents
        alike = shared / np.maximum(self._lengths + self._lengths[:, None] - shared, 1)
        central = ((alike >= SAME).mean(axis=1) + 0.1 * alike.mean(axis=1)).argmax()
        near = self._contents[:, alike[central] >= SAME]
        rows = np.flatnonzero(2 * near.sum(axis=1) > near.shape[1])
        return frozenset((rows + self.first).tolist())

    def none(self, label: int) -> float:
        """Return how probable it is that no token has the label, roughly."""
        return 1 - float(self.likely[:, label].max())

    def expected(self, label: int) -> float:
        """Return how many tokens with the label are expected."""
        return float(self._sums[label])


def _around(table: Table, anchor: int, sure: float, reading: _RoleReading) -> list[ClaimCandidate]:
    read = ClaimParts(
        reading.tokens(SOURCE),
        reading.tokens(CUE) | {anchor},
        trimmed(table, reading.tokens(CONTENT)),
    )
    draft = table.drafts.get(anchor)
    # The second stage knows better which words are the cue, also where the rule has the content.
    ruled = ClaimParts(draft.source, read.cue, draft.content) if draft is not None else None
    versions = {READ: read}
    if (same := float(reading.same(read.content).mean())) <= 1 - _SAFER:
        safe = replace(read, content=trimmed(table, reading.safe()))
        if reading.same(safe.content).mean() >= same + _SAFER:
            versions[SAFE] = safe
    if ruled is not None and ruled not in versions.values():
        versions[RULE] = ruled
    return [
        _candidate(anchor, words, version, sure, reading, read if version == RULE else ruled)
        for version, words in versions.items()
        if words.content
    ]


def _agreement(one: TokenClaim, other: TokenClaim) -> tuple[float, float]:
    neither = not (one.source or other.source)
    sources = 1.0 if neither else jaccard(one.source, other.source)
    return jaccard(one.content, other.content), sources


def _candidate(
    anchor: int,
    words: TokenClaim,
    version: int,
    sure: float,
    reading: _RoleReading,
    other: TokenClaim | None,
) -> ClaimCandidate:
    chances = reading.chances(words.content, CONTENT)
    source, same = words.source, reading.same(words.content)
    return ClaimCandidate(
        words.source,
        words.cue,
        words.content,
        anchor,
        version,
        sure,
        reading.fit(words.content, CONTENT),
        reading.fit(source, SOURCE) if source else reading.none(SOURCE),
        float(chances.min()) if len(chances) else 0.0,
        reading.expected(CONTENT) / len(words.content),
        *((-1.0, -1.0) if other is None else _agreement(words, other)),
        float(same.mean()),
        float((same & reading.sourced(source)).mean()),
    )


def trimmed(table: Table, tokens: Tokens) -> Tokens:
    """Return the tokens without marks and conjunctions at their ends, as the rules do."""
    if not tokens:
        return NONE
    number = int(table.paragraph[min(tokens)])
    begin = int(table.starts[number])
    kept = table.paragraphs[number].trimmed(frozenset(i - begin for i in tokens))
    return frozenset(i + begin for i in kept)


def jaccard(one: Tokens, other: Tokens) -> float:
    """Return what two sets share of what they hold together; 0 if both are empty."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def selected(
    found: Sequence[ClaimCandidate], points: Probabilities, least: float
) -> list[tuple[ClaimCandidate, float]]:
    """Return the best candidates from a score on, one for an anchor and none like a better one."""
    kept: list[tuple[ClaimCandidate, float]] = []
    anchors: set[int] = set()
    holders: dict[int, list[Tokens]] = {}
    for number in sorted(range(len(found)), key=lambda i: -points[i]):
        candidate = found[number]
        if points[number] < least:
            break
        others = {id(o): o for token in candidate.content for o in holders.get(token, ())}
        same = any(jaccard(candidate.content, other) >= SAME for other in others.values())
        if same or candidate.anchor in anchors:
            continue
        kept.append((candidate, float(points[number])))
        anchors.add(candidate.anchor)
        for token in candidate.content:
            holders.setdefault(token, []).append(candidate.content)
    return kept
