# SPDX-License-Identifier: MIT
"""How candidates of one paragraph stand to one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimdesk.models.learning.claims.candidates import SAME, ClaimCandidate
from claimdesk.models.learning.claims.table import Flags, Table

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Block:
    """The candidates of one paragraph; relations have shape (candidates, candidates)."""

    rows: slice
    rival: Flags
    """Both are built around the same anchor."""
    holds: Flags
    """The content holds the other's anchor."""
    alike: Flags
    """Another anchor, and contents that are the same by half."""
    crossed: Flags
    """Another anchor, and contents that share words but are not the same by half."""


class CandidateRelations:
    """The relations of some candidates, which are in the order of their anchors."""

    def __init__(self, table: Table, found: Sequence[ClaimCandidate]) -> None:
        self._count = len(found)
        self._blocks = [_block(table, found, rows) for rows in _paragraphs(table, found)]

    def rivals(self, values: Values, none: float) -> Values:
        """Return the largest value of the others with the same anchor; `none` without any."""
        return self._largest([block.rival for block in self._blocks], values, none)

    def outside(self, values: Values, none: float) -> Values:
        """Return the largest value of those whose content holds the candidate's anchor."""
        return self._largest([block.holds.T for block in self._blocks], values, none)

    def inside(self, values: Values, none: float) -> Values:
        """Return the largest value of those whose anchor stands in the candidate's content."""
        return self._largest([block.holds for block in self._blocks], values, none)

    def alike(self, values: Values, none: float) -> Values:
        """Return the largest value of those of another anchor whose content is half the same."""
        return self._largest([block.alike for block in self._blocks], values, none)

    def crossed(self, values: Values, none: float) -> Values:
        """Return the largest value of those whose content shares words, but is another."""
        return self._largest([block.crossed for block in self._blocks], values, none)

    def _largest(self, relations: Sequence[Flags], values: Values, none: float) -> Values:
        found = np.full(self._count, none, np.float64)
        for block, related in zip(self._blocks, relations, strict=True):
            own = np.where(related, values[block.rows], -np.inf).max(axis=1)
            found[block.rows] = np.where(np.isfinite(own), own, none)
        return found


def _paragraphs(table: Table, found: Sequence[ClaimCandidate]) -> Iterator[slice]:
    numbers = table.paragraph[np.array([candidate.anchor for candidate in found], np.int64)]
    cuts = np.flatnonzero(np.diff(numbers)) + 1
    for start, end in zip([0, *cuts], [*cuts, len(found)], strict=True):
        if start < end:
            yield slice(int(start), int(end))


def _block(table: Table, found: Sequence[ClaimCandidate], rows: slice) -> _Block:
    own = found[rows]
    anchors = np.array([candidate.anchor for candidate in own])
    begin, end = table.starts[table.paragraph[anchors[0]] :][:2]
    contents = np.zeros((len(own), end - begin), np.float32)
    for number, candidate in enumerate(own):
        contents[number, np.fromiter(candidate.content, np.int64) - begin] = 1
    shared, lengths = contents @ contents.T, contents.sum(axis=1)
    same = shared >= SAME * (lengths + lengths[:, None] - shared)
    rival = anchors == anchors[:, None]
    holds = contents[:, anchors - begin] > 0
    others = ~np.eye(len(own), dtype=np.bool_)
    return _Block(
        rows, rival & others, holds & ~rival, same & ~rival, (shared > 0) & ~same & ~rival
    )
