# SPDX-License-Identifier: MIT
"""Figures of stacked bars, named and in order, ready to be drawn; made in a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from claimdesk.gui.plots.fields import distinct_labels, in_order, value_label
from claimdesk.gui.plots.plot import Fields
from claimdesk.models.analysis.claim_filter import ClaimFilter, Value
from claimdesk.models.analysis.identities import Identity
from claimdesk.models.analysis.stacks import Series, Stack, read_stacks
from claimdesk.models.store.queries import ChoiceRow

_LONGEST = 20


@dataclass(frozen=True, slots=True)
class BarRow:
    """One stacked bar: the value that it stands for, its label, and the count of each series."""

    value: Value
    label: str
    counts: tuple[int, ...]
    total: int

    @property
    def is_uncoded(self) -> bool:
        """Whether it stands for claims that are not coded in the field."""
        return self.value is None

    @property
    def key(self) -> Value:
        """What stays the same of the value when it is renamed."""
        return self.value.id if isinstance(self.value, Identity) else self.value


@dataclass(frozen=True, slots=True)
class BarFigures:
    """The rows from the top, and the series that their counts stand for."""

    field: str
    rows: tuple[BarRow, ...]
    series: tuple[Series, ...]
    stances: tuple[ChoiceRow, ...]
    """The stances of the codebook, which name and colour the series."""
    longest: tuple[str, ...] = ()
    """The longest labels, of which one is the widest."""
    most: int = 1
    """The largest total."""


@dataclass(frozen=True, slots=True)
class BarReader:
    """Reads claims by a field, stacked by stance."""

    field: str
    fields: Fields

    def __call__(self, connection: Connection, claims: ClaimFilter) -> BarFigures:
        """Return a row for each value of the field."""
        stacks = in_order(self.field, read_stacks(connection, claims, self.field), self.fields)
        stances = self.fields["stance"].choices if "stance" in self.fields else ()
        series = tuple(
            Series(state, stance)
            for state in claims.states
            for stance in (*(choice.key for choice in stances), None)
        )
        rows = self._rows(stacks, series)
        longest = sorted((row.label for row in rows), key=len)[-_LONGEST:]
        most = max((row.total for row in rows), default=1)
        return BarFigures(self.field, rows, series, stances, tuple(longest), most)

    def _rows(self, stacks: Sequence[Stack], series: Sequence[Series]) -> tuple[BarRow, ...]:
        labels = distinct_labels(
            [value_label(self.field, stack.value, self.fields) for stack in stacks],
            [stack.value is not None for stack in stacks],
        )
        rows = []
        for stack, label in zip(stacks, labels, strict=True):
            counts = tuple(stack.counts.get(one, 0) for one in series)
            rows.append(BarRow(stack.value, label, counts, sum(counts)))
        return tuple(rows)
