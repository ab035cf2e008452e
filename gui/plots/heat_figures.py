# SPDX-License-Identifier: MIT
"""Figures of a heat map, named and in order, ready to be drawn; made in a job."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from claimdesk.gui.plots.bar_figures import row_label
from claimdesk.gui.plots.mark_canvas import Block
from claimdesk.gui.plots.plot import Fields
from claimdesk.models.analysis.charts import Chart, read_chart
from claimdesk.models.analysis.claim_filter import ClaimFilter, OneOf, Value
from claimdesk.models.analysis.cross_table import CrossTable, share_interval
from claimdesk.models.analysis.cross_words import independence_words
from claimdesk.models.analysis.distribution import count_claims
from claimdesk.models.analysis.grouping import cells_of, with_counts
from claimdesk.models.messages.catalogue import _, ngettext

Counts = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class HeatFigures:
    """The cells of a heat map: claims of both states, of which some are still to decide."""

    row_field: str
    column_field: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_values: tuple[Value, ...]
    column_values: tuple[Value, ...]
    counts: Counts
    suggested: Counts
    net: tuple[tuple[float | None, ...], ...]
    """The mean stance of each cell, -1 against to 1 for; None: no stance coded."""
    claims: int
    """Claims that are coded in both fields, each counted once; otherwise the sum of all cells."""
    title: str
    missing: str
    """What is not coded and so not shown, as sentences."""

    @cached_property
    def row_totals(self) -> tuple[int, ...]:
        """The sum of each row."""
        return tuple(map(sum, self.counts))

    @cached_property
    def column_totals(self) -> tuple[int, ...]:
        """The sum of each column."""
        return tuple(map(sum, zip(*self.counts, strict=True)))

    @cached_property
    def total(self) -> int:
        """The sum of all cells."""
        return sum(self.row_totals)

    def at(self, row: int, column: int) -> int:
        """Return the claims of a cell, or of a sum where a place is that after the last."""
        if row >= len(self.rows):
            return self.total if column >= len(self.columns) else self.column_totals[column]
        return self.row_totals[row] if column >= len(self.columns) else self.counts[row][column]

    @cached_property
    def share_rows(self) -> tuple[tuple[str | float, ...], ...]:
        """A row for each cell: its labels and claims, and its shares with their intervals.

        Shares are in per cent of the row, then of the column.
        """
        rows: list[tuple[str | float, ...]] = []
        for row, label in enumerate(self.rows):
            for column, other in enumerate(self.columns):
                count = self.counts[row][column]
                totals = (self.row_totals[row], self.column_totals[column])
                shares = [share for total in totals for share in _percents(count, total)]
                rows.append((label, other, count, *shares))
        return tuple(rows)

    @cached_property
    def test_words(self) -> str:
        """The test of independence in words."""
        table = CrossTable(
            self.row_field, self.column_field, self.row_values, self.column_values, self.counts
        )
        return independence_words(table.independence(), repeated=self.total > self.claims)

    def part(self, rows: range, columns: range) -> tuple[int, int]:
        """Return the claims in some rows and columns, and how many of them are to decide."""
        return tuple(  # type: ignore[return-value]
            sum(cells[row][column] for row in rows for column in columns)
            for cells in (self.counts, self.suggested)
        )

    def net_of(self, rows: range, columns: range) -> float | None:
        """Return the mean stance of some cells, weighted by their claims."""
        if not self.net:
            return None
        known = [
            (self.counts[row][column], net)
            for row in rows
            for column in columns
            if (net := self.net[row][column]) is not None
        ]
        weight = sum(count for count, _net in known)
        return sum(count * net for count, net in known) / weight if weight else None

    def ranges(self, block: Block) -> tuple[range, range]:
        """Return the rows and columns of a block; a sum stands for all of them."""
        ranges = []
        for first, last, count in (
            (block.first.row, block.last.row, len(self.rows)),
            (block.first.column, block.last.column, len(self.columns)),
        ):
            ranges.append(range(count) if last >= count else range(first, last + 1))
        return ranges[0], ranges[1]

    def describe(self, block: Block) -> str:
        """Return the exact numbers of marks."""
        rows, columns = self.ranges(block)
        count, suggested = self.part(rows, columns)
        words = _("{row} · {column}: {claims}").format(
            row=_named(self.rows, rows),
            column=_named(self.columns, columns),
            claims=ngettext("1 claim", "{n} claims", count).format(n=count),
        )
        if suggested:
            words += _(", {n} of them to decide").format(n=suggested)
        net = self.net_of(rows, columns)
        return words if net is None else f"{words}; {stance_words(net)}"


@dataclass(frozen=True, slots=True)
class HeatReader:
    """Reads claims by two fields."""

    row_field: str
    column_field: str
    fields: Fields
    stances: bool = False
    """Whether to read the mean stance of each cell."""
    counts_once: bool = False
    """Whether to count the claims apart from how often each is in a cell."""

    def __call__(self, connection: Connection, claims: ClaimFilter) -> HeatFigures:
        """Return the cells for the claims that a filter lets through."""
        chart = read_chart(
            connection,
            "heat map",
            self.row_field,
            self.column_field,
            claims,
            self.fields,
            stances=self.stances,
        )
        columns = tuple(column.value for column in chart.columns)
        figures = HeatFigures(
            self.row_field,
            self.column_field,
            tuple(row_label(self.row_field, value, self.fields) for value in chart.row_values),
            tuple(row_label(self.column_field, value, self.fields) for value in columns),
            chart.row_values,
            columns,
            chart.counts,
            self._suggested(connection, claims, chart),
            chart.net,
            self._claims(connection, claims, chart),
            chart.title,
            chart.note,
        )
        if self.counts_once:
            # Computed here, so that the window need not.
            _known = figures.share_rows, figures.test_words
        return figures

    def _claims(self, connection: Connection, claims: ClaimFilter, chart: Chart) -> int:
        if not chart.rows or not self.counts_once:
            return chart.total
        columns = tuple(column.value for column in chart.columns)
        for field, values in ((self.row_field, chart.row_values), (self.column_field, columns)):
            claims = claims.with_value(field, values_of(values, range(len(values))))
        return count_claims(connection, claims).of(claims)

    def _suggested(self, connection: Connection, claims: ClaimFilter, chart: Chart) -> Counts:
        columns = tuple(column.value for column in chart.columns)
        if "suggested" not in claims.states:
            return tuple((0,) * len(columns) for _row in chart.row_values)
        shape = CrossTable(self.row_field, self.column_field, chart.row_values, columns, ())
        return with_counts(shape, cells_of(connection, shape, claims.in_state("suggested"))).counts


def _percents(count: int, total: int) -> list[float]:
    """Return a share and the ends of its interval in per cent, to one digit after the point."""
    ends = share_interval(count, total)
    return [round(100 * share, 1) for share in (count / total if total else 0.0, *ends)]


def values_of(values: tuple[Value, ...], chosen: range) -> Value:
    """Return what stands for some of the values: one of them, or all of them together."""
    if len(chosen) == 1:
        return values[chosen[0]]
    found: list[Value] = []
    for place in chosen:
        value = values[place]
        found.extend(value.values if isinstance(value, OneOf) else [value])
    return OneOf(tuple(found))


def stance_words(net: float) -> str:
    """Return a mean stance in words, with its number."""
    words = _("for and against alike") if abs(net) < 0.1 else _("for") if net > 0 else _("against")
    return _("mean stance {number:+.2f}, {words}").format(number=net, words=words)


def _named(labels: tuple[str, ...], chosen: range) -> str:
    if len(chosen) == len(labels) and len(labels) > 1:
        return _("All")
    if len(chosen) == 1:
        return labels[chosen[0]]
    return _("{first} to {last}").format(first=labels[chosen[0]], last=labels[chosen[-1]])
