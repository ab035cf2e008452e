# SPDX-License-Identifier: MIT
"""Figures of stacked bars, named and in order, ready to be drawn; made in a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from claimdesk.gui.plots.fields import distinct_labels, in_order, value_label
from claimdesk.gui.plots.plot import Fields
from claimdesk.models.analysis.alike import AlikeSpeakers, alike_speakers
from claimdesk.models.analysis.charts import side_of, side_score
from claimdesk.models.analysis.claim_filter import ClaimFilter, OneOf, Value
from claimdesk.models.analysis.distribution import distribution_by_identity, number_without
from claimdesk.models.analysis.field_labels import TIMES, is_coded, others_label
from claimdesk.models.analysis.grouping import grouped_values
from claimdesk.models.analysis.identities import Identity
from claimdesk.models.analysis.stacks import Series, Stack, read_stacks
from claimdesk.models.analysis.stance_scores import mean_stance
from claimdesk.models.store.queries import ChoiceRow
from claimdesk.models.text.collation import sort_key

_LONGEST = 20
LARGE_REST = 1.5
"""How many times as long as the longest bar that of the rarer values may be."""
FREQUENT, BY_NAME, SUPPORTIVE = "frequent", "name", "supportive"
"""Orders of the rows; the first is that of the codebook or of time where there is one."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """One stacked bar: the value that it stands for, its label, and the count of each series."""

    value: Value
    label: str
    counts: tuple[int, ...]
    total: int
    is_large_rest: bool = False
    """Whether it sums so many claims of the rarer values that its bar would dwarf the others."""

    @property
    def is_uncoded(self) -> bool:
        """Whether it stands for claims that are not coded in the field."""
        return self.value is None

    def is_bare(self, shares: bool) -> bool:
        """Return whether it has a number and no bar, so that it does not set the scale."""
        return self.is_uncoded or (self.is_large_rest and not shares)

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
    sides: tuple[float, ...] = ()
    """Of diverging bars: on which side each series is, -1 left, 1 right, 0 half on either."""
    without_stance: int = 0
    """Claims that diverging bars do not show."""
    alike: tuple[AlikeSpeakers, ...] = ()
    """Speakers that are probably one, and have a bar each."""


@dataclass(frozen=True, slots=True)
class BarReader:
    """Reads claims by a field, stacked by stance."""

    field: str
    fields: Fields
    most: int | None = None
    """Rows that are shown by name; the others are summed in one. None: all."""
    order: str = FREQUENT
    diverging: bool = False

    def __call__(self, connection: Connection, claims: ClaimFilter) -> BarFigures:
        """Return a row for each value of the field."""
        ordered = self._in_order(connection, claims)
        alike = alike_speakers(connection, ordered) if self.field == "speaker" else ()
        stacks = self._grouped(connection, claims, ordered)
        stances = self.fields["stance"].choices if "stance" in self.fields else ()
        keys: list[str | None] = [choice.key for choice in stances]
        sides: tuple[float, ...] = ()
        if self.diverging:
            keys.sort(key=lambda key: side_score(key, keys))
            sides = tuple(side_of(key, keys) for key in keys) * len(claims.states)
        else:
            keys.append(None)
        series = tuple(Series(state, stance) for state in claims.states for stance in keys)
        rows = self._rows(stacks, series)
        longest = sorted((row.label for row in rows), key=len)[-_LONGEST:]
        without = 0
        if self.diverging:
            rows = tuple(row for row in rows if row.total)
            without = number_without(connection, claims, "stance")
        return BarFigures(self.field, rows, series, stances, tuple(longest), sides, without, alike)

    def _in_order(self, connection: Connection, claims: ClaimFilter) -> list[Stack]:
        stacks = in_order(self.field, read_stacks(connection, claims, self.field), self.fields)
        if self.order == FREQUENT:
            return stacks
        if self.order == BY_NAME:
            stacks.sort(key=lambda stack: sort_key(str(stack.value)))
        elif self.order == SUPPORTIVE:
            stacks.sort(key=lambda stack: -_net(stack))
        return sorted(stacks, key=lambda stack: stack.value is None)

    def _grouped(
        self, connection: Connection, claims: ClaimFilter, stacks: list[Stack]
    ) -> list[Stack]:
        """Return the stacks with the rarest ones summed, each of their claims counted once."""
        field = self.field
        if self.most is None or field in TIMES or is_coded(field, self.fields):
            return stacks
        frequent = sorted(stacks, key=lambda stack: -stack.total)
        values = grouped_values([stack.value for stack in frequent], self.most)
        others = next((value for value in values if isinstance(value, OneOf)), None)
        if others is None:
            return stacks
        summed = Stack(others, {})
        for state in claims.states:
            sought = claims.in_state(state).with_value(field, others)
            for row in distribution_by_identity(connection, ("stance",), sought):
                summed.counts[Series(state, row["stance"])] = row["claims"]
        named = {stack.value: stack for stack in stacks if stack.value in values}
        uncoded = named.pop(None, None)
        return [*named.values(), summed, *([uncoded] if uncoded else [])]

    def _rows(self, stacks: Sequence[Stack], series: Sequence[Series]) -> tuple[BarRow, ...]:
        labels = distinct_labels(
            [row_label(self.field, stack.value, self.fields) for stack in stacks],
            [stack.value is not None for stack in stacks],
        )
        named = (s.total for s in stacks if s.value is not None and not _is_rest(s))
        most = LARGE_REST * max(named, default=0)
        rows = []
        for stack, label in zip(stacks, labels, strict=True):
            counts = tuple(stack.counts.get(one, 0) for one in series)
            is_large = _is_rest(stack) and stack.total > most
            rows.append(BarRow(stack.value, label, counts, sum(counts), is_large))
        return tuple(rows)


def row_label(field: str, value: Value, fields: Fields) -> str:
    """Return the label of a row, which may stand for all other values."""
    if isinstance(value, OneOf):
        return others_label(field, len(value.values))
    return value_label(field, value, fields)


def _is_rest(stack: Stack) -> bool:
    return isinstance(stack.value, OneOf)


def _net(stack: Stack) -> float:
    """Return the mean stance of a stack, -1 against to 1 for; between them if none is coded."""
    return mean_stance((series.stance, count) for series, count in stack.counts.items()) or 0.0
