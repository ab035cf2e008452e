# SPDX-License-Identifier: MIT
"""Compare two lists of rows: which runs of rows are removed and which inserted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_RUNS = 48
"""With more runs than this, resetting the model is cheaper than changing it step by step."""


@dataclass(frozen=True, slots=True)
class RowDiff:
    """Runs (start, end), end-exclusive, of rows to remove and then to insert.

    `removed` is in the order in which to do it, from the end of the old list; `inserted` from the
    beginning of the new one, whose positions it names.
    """

    removed: tuple[tuple[int, int], ...]
    inserted: tuple[tuple[int, int], ...]


def diff_rows(old: Sequence[int], new: Sequence[int]) -> RowDiff | None:
    """Return how `old` becomes `new`; None if rows that stay are reordered."""
    before, after = set(old), set(new)
    if [row for row in old if row in after] != [row for row in new if row in before]:
        return None
    removed = _runs([place for place, row in enumerate(old) if row not in after])
    inserted = _runs([place for place, row in enumerate(new) if row not in before])
    if len(removed) + len(inserted) > MOST_RUNS:
        return None
    return RowDiff(tuple(reversed(removed)), tuple(inserted))


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = runs[-1][0], place + 1
        else:
            runs.append((place, place + 1))
    return runs
