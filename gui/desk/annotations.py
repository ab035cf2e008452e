# SPDX-License-Identifier: MIT
"""The annotations of the open article, kept in text order while they change."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from claimdesk.models.store.queries import AnnotationRow


class Annotations:
    """The rows, their order and their counts."""

    def __init__(self, rows: Sequence[AnnotationRow] = ()) -> None:
        """`rows` are in text order."""
        self.rows = {row.id: row for row in rows}
        """By id, in text order."""
        self.counts = Counter((row.layer, row.state) for row in rows)
        """How many there are of each layer in each state."""
        self._order = [(row.start, row.id) for row in rows]

    def take(self, ids: Iterable[int], rows: Mapping[int, AnnotationRow]) -> frozenset[int]:
        """Replace the rows of some annotations; return the ids that were added, changed or removed.

        Annotations that `rows` does not have are removed.
        """
        touched = frozenset(i for i in ids if i in rows or i in self.rows)
        moved = False
        for annotation_id in touched:
            moved |= self._replace(annotation_id, rows.get(annotation_id))
        if moved:
            self.rows = {i: self.rows[i] for _, i in self._order}
        return touched

    def walk(self, place: tuple[int, int], step: int) -> Iterator[AnnotationRow]:
        """Iterate over all annotations from (start, id), forwards or backwards, wrapping around."""
        here = bisect_right(self._order, place)
        if step > 0:
            order = chain(islice(self._order, here, None), islice(self._order, here))
        else:
            order = chain(reversed(self._order[:here]), reversed(self._order[here:]))
        return (self.rows[number] for _, number in order)

    def waiting(self, layer: str | None = None) -> int:
        """Count the suggestions to decide, of one layer or of all."""
        return sum(
            count
            for (kind, state), count in self.counts.items()
            if state == "suggested" and layer in (None, kind)
        )

    def _replace(self, annotation_id: int, row: AnnotationRow | None) -> bool:
        """Replace the row of an annotation; None removes it. Return whether the order changed."""
        before = self.rows.get(annotation_id)
        if row is None:
            self.rows.pop(annotation_id, None)
        else:
            self.rows[annotation_id] = row
            self.counts[row.layer, row.state] += 1
        if before is not None:
            self.counts[before.layer, before.state] -= 1
        if before is not None and row is not None and before.start == row.start:
            return False
        if before is not None:
            del self._order[bisect_left(self._order, (before.start, annotation_id))]
        if row is not None:
            insort(self._order, (row.start, annotation_id))
        return True
