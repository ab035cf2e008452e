# SPDX-License-Identifier: MIT
"""What pictures for print show: the rows, columns and order of a table of claims; no drawing.

What is not coded is counted and named, but never sets the scale.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import ClaimFilter, OneOf, Value
from claimdesk.models.analysis.cross_table import CrossTable, read_cross_table
from claimdesk.models.analysis.distribution import number_without
from claimdesk.models.analysis.field_labels import (
    TIMES,
    Fields,
    field_names,
    in_order,
    is_coded,
    others_label,
    uncoded_label,
    value_label,
)
from claimdesk.models.analysis.grouping import cells_of, grouped_table
from claimdesk.models.analysis.stance_scores import STANCE_SCORES, mean_stance
from claimdesk.models.messages.catalogue import _, ngettext

ChartKind = Literal["stacked", "grouped", "diverging", "heat map", "time line"]

MOST_ROWS = 12
"""Rows that are shown by name; the others are summed in one."""
MOST_ORDERED = 60
"""The same for values with an order of their own: days, numbers, choices of the codebook."""

NO_COLOUR = "#9a9a9a"
SINGLE_COLUMN, DOUBLE_COLUMN = 85.0, 180.0
"""Usual widths of pictures in journals, in millimetres."""


@dataclass(frozen=True, slots=True)
class Column:
    """One series: its label, its colour (#rrggbb), and on which side of a diverging bar it is."""

    label: str
    colour: str
    side: float
    """-1: left of the middle, 0: half on either side, 1: right of it."""
    value: Value = None
    """What it stands for."""
    suggested: bool = False
    """Whether it is of suggestions, which are still to decide."""
    uncoded: bool = False
    """Whether it is of claims that are not coded, which have no colour."""


class Figure(Protocol):
    """What can be printed: words around it, and its numbers as a table.

    How it is drawn is known to `pictures.py`, by the class of the figure.
    """

    @property
    def title(self) -> str:
        """What it shows."""

    @property
    def note(self) -> str:
        """What has to be known to read it, as sentences; empty for nothing."""

    @property
    def axes(self) -> tuple[str, str]:
        """The titles of the axis across and of that up; empty for an axis without one."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""

    def table(self) -> FigureTable:
        """Return the head and the rows of its numbers."""


FigureTable = tuple[tuple[str, ...], list[tuple[str | float, ...]]]


@dataclass(frozen=True, slots=True)
class Chart:
    """The figures of one picture."""

    kind: ChartKind
    title: str
    row_name: str
    rows: tuple[str, ...]
    """Labels, from the top or in time."""
    columns: tuple[Column, ...]
    counts: tuple[tuple[int, ...], ...]
    note: str
    """What is not shown, as sentences; empty if all is."""
    net: tuple[tuple[float | None, ...], ...] = ()
    """Of a heat map: the mean stance of each cell, -1 against to 1 for; None: no stance coded."""
    row_values: tuple[Value, ...] = ()
    """What each row stands for."""
    share: bool = False
    """Whether each bar is 100 %."""
    bare: frozenset[int] = frozenset()
    """Rows that have a number and no bar, since they must not set the scale."""
    line: tuple[float | None, ...] = ()
    """Of a time line: the moving average at each row; empty: none is drawn."""
    events: tuple[tuple[int, str], ...] = ()
    """Of a time line: the row of each event, and its name."""

    @property
    def axes(self) -> tuple[str, str]:
        """The titles of both axes."""
        counted = _("Share of claims") if self.share else _("Claims")
        if self.kind == "time line":
            return self.row_name, counted
        return ("", "") if self.kind == "heat map" else (counted, self.row_name)

    @property
    def is_empty(self) -> bool:
        """Whether there are no claims to draw."""
        return not self.total

    def table(self) -> FigureTable:
        """Return the head, and the rows with the sums last."""
        head, rows = chart_table(self)
        return head, [*rows]

    @property
    def totals(self) -> tuple[int, ...]:
        """The sum of each row."""
        return tuple(map(sum, self.counts))

    @property
    def total(self) -> int:
        """How many claims are shown."""
        return sum(self.totals)


@dataclass(frozen=True, slots=True)
class PictureStyle:
    """Width in millimetres, size of the letters in points, and the words around the figure."""

    width: float = DOUBLE_COLUMN
    points: float = 8.0
    title: str | None = None
    """None: that of the chart; empty: none."""
    note: str | None = None
    across: str | None = None
    """The title of the axis across; None: that of the figure."""
    up: str | None = None
    """The title of the axis that goes up; None: that of the figure."""


def read_chart(
    connection: Connection,
    kind: ChartKind,
    row_field: str,
    column_field: str,
    claims: ClaimFilter,
    fields: Fields,
    *,
    stances: bool = True,
) -> Chart:
    """Return the chart of two fields; without `stances` a heat map has no mean stance of its cells.

    Raises UnknownField for an unknown field.
    """
    table = read_cross_table(connection, row_field, column_field, claims)
    names = field_names(fields)
    title = _("{rows} by {columns}").format(
        rows=names.get(row_field, row_field), columns=names.get(column_field, column_field).lower()
    )
    notes = _missing_notes(connection, (row_field, column_field), claims, names)
    shown = _without_uncoded(table, keep_columns=kind in ("stacked", "grouped", "time line"))
    shown = _sorted(shown, fields)
    if kind != "time line":
        shown = _grouped(connection, shown, claims, fields, columns=kind == "heat map")
    columns = _columns(shown, fields)
    rows, counts = (
        _with_gaps(shown) if kind == "time line" else (_labels(shown, fields), shown.counts)
    )
    net = _net_stances(connection, shown, claims) if kind == "heat map" and stances else ()
    return Chart(
        kind,
        title,
        names.get(row_field, row_field),
        rows,
        columns,
        counts,
        notes,
        net,
        rows if kind == "time line" else shown.rows,
    )


def _grouped(
    connection: Connection, table: CrossTable, claims: ClaimFilter, fields: Fields, *, columns: bool
) -> CrossTable:
    """Return a table with few rows, and if wanted few columns.

    Values with an order of their own, such as days or choices of the codebook, are nearly all
    shown: only of very many those with the most claims. Nobody reads thousands of rows, and
    drawing them would hold up the window.
    """
    wanted = (True, columns)
    most = [
        _most(field, fields) if limited else len(values)
        for field, values, limited in zip(
            (table.row_field, table.column_field), (table.rows, table.columns), wanted, strict=True
        )
    ]
    if max(len(table.rows) - most[0], len(table.columns) - most[1]) <= 1:
        return table
    frequent = table.part(
        _by_frequency(table.rows, table.row_totals),
        _by_frequency(table.columns, table.column_totals),
    )
    return _ordered_as(grouped_table(connection, frequent, claims, *most), table)


def _most(field: str, fields: Fields) -> int:
    return MOST_ORDERED if is_coded(field, fields) or field in TIMES else MOST_ROWS


def _by_frequency(values: Sequence[Value], totals: Sequence[int]) -> list[int]:
    """Return the places of values, those with the most claims first and what is not coded last."""
    return sorted(
        range(len(values)), key=lambda place: (values[place] is None, -totals[place], place)
    )


def _ordered_as(table: CrossTable, before: CrossTable) -> CrossTable:
    """Return a table in the order of one before it, what stands for several values after that."""
    places = []
    for values, known in ((table.rows, before.rows), (table.columns, before.columns)):
        rank = {value: place for place, value in enumerate(known)}
        last = len(rank)
        order = sorted(
            range(len(values)),
            key=lambda n: (values[n] is None, rank.get(values[n], last)),
        )
        places.append(order)
    return table.part(*places)


def _net_stances(
    connection: Connection, table: CrossTable, claims: ClaimFilter
) -> tuple[tuple[float | None, ...], ...]:
    """Return the mean stance of each cell."""
    counts: dict[tuple[Value, Value], list[tuple[Value, int]]] = {}
    for (row, column, stance), count in cells_of(connection, table, claims, "stance").items():
        counts.setdefault((row, column), []).append((stance, count))
    return tuple(
        tuple(mean_stance(counts.get((row, column), ())) for column in table.columns)
        for row in table.rows
    )


def _missing_notes(
    connection: Connection, fields: Sequence[str], claims: ClaimFilter, names: Mapping[str, str]
) -> str:
    notes = []
    for field in dict.fromkeys(fields):
        missing = number_without(connection, claims, field)
        if missing:
            notes.append(
                ngettext("{label}: 1 claim.", "{label}: {n} claims.", missing).format(
                    label=_uncoded(field, names.get(field, field)), n=missing
                )
            )
    return " ".join(notes)


def _uncoded(field: str, name: str) -> str:
    label = uncoded_label(field)
    if field == "speaker":
        return _("No speaker named")
    if field == "domain":
        return _("Without a domain")
    return _("{label} ({field})").format(label=label, field=name.lower())


def _without_uncoded(table: CrossTable, *, keep_columns: bool) -> CrossTable:
    """Return the table without what is not coded, and without what is empty then."""
    columns = [
        place for place, value in enumerate(table.columns) if keep_columns or value is not None
    ]
    rows = [
        place
        for place, value in enumerate(table.rows)
        if value is not None and any(table.counts[place][column] for column in columns)
    ]
    columns = [place for place in columns if any(table.counts[row][place] for row in rows)]
    return table.part(rows, columns)


def _sorted(table: CrossTable, fields: Fields) -> CrossTable:
    """Return the table with the order of the codebook, of time, or of frequency."""
    rows = in_order(table.row_field, table.rows, fields)
    columns = in_order(table.column_field, table.columns, fields)
    if table.column_field == "stance" and all(str(v) in STANCE_SCORES for v in columns if v):
        columns.sort(key=lambda v: (v is None, STANCE_SCORES.get(str(v), 0.0)))
    places = [
        {value: place for place, value in enumerate(values)}
        for values in (table.rows, table.columns)
    ]
    return table.part([places[0][value] for value in rows], [places[1][value] for value in columns])


def _columns(table: CrossTable, fields: Fields) -> tuple[Column, ...]:
    field = table.column_field
    colours = (
        {choice.key: choice.colour for choice in fields[field].choices}
        if is_coded(field, fields)
        else {}
    )
    values = [value for value in table.columns if value is not None]
    return tuple(
        Column(
            label_of(field, value, fields),
            (value is not None and colours.get(str(value))) or NO_COLOUR,
            side_of(value, values),
            value,
            uncoded=value is None,
        )
        for value in table.columns
    )


def side_of(value: Value, values: Sequence[Value]) -> float:
    """Return the side of a diverging bar: -1 for against, 0 for neither, 1 for for."""
    if value is None:
        return 0.0
    score = side_score(value, values)
    return -1.0 if score < 0.5 else 0.0 if score == 0.5 else 1.0


def side_score(value: Value, values: Sequence[Value]) -> float:
    """Return how far a value is for: by its score, or else by its place among the others, 0..1."""
    score = STANCE_SCORES.get(str(value))
    return values.index(value) / max(len(values) - 1, 1) if score is None else score


def _labels(table: CrossTable, fields: Fields) -> tuple[str, ...]:
    return tuple(label_of(table.row_field, value, fields) for value in table.rows)


def label_of(field: str, value: Value, fields: Fields) -> str:
    """Return the label of a row or column, which may stand for all other values."""
    if isinstance(value, OneOf):
        return others_label(field, len(value.values))
    return value_label(field, value, fields)


def _with_gaps(table: CrossTable) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """Return a row for every step of time from the first to the last, also those without claims."""
    found = {str(value): row for value, row in zip(table.rows, table.counts, strict=True)}
    if not found or table.row_field not in TIMES:
        return tuple(found), tuple(found.values())
    none = (0,) * len(table.columns)
    steps = steps_between(table.row_field, min(found), max(found))
    return tuple(steps), tuple(found.get(step, none) for step in steps)


def steps_between(field: str, first: str, last: str) -> list[str]:
    """Return all steps of a field of time from `first` to `last`, both included."""
    steps = [first]
    while steps[-1] < last:
        steps.append(next_step(field, steps[-1]))
    return steps


def next_step(field: str, step: str) -> str:
    """Return the step of a field of time that follows another one."""
    if field == "year":
        return f"{int(step) + 1:04}"
    if field in ("month", "quarter"):
        mark, most = ("-", 12) if field == "month" else ("-Q", 4)
        year, number = (int(part) for part in step.split(mark))
        year, number = (year + 1, 1) if number == most else (year, number + 1)
        return f"{year:04}{mark}{number:02}" if field == "month" else f"{year:04}{mark}{number}"
    days = 7 if field == "week" else 1
    return (datetime.date.fromisoformat(step) + datetime.timedelta(days)).isoformat()


def chart_table(chart: Chart) -> tuple[tuple[str, ...], list[tuple[str | int, ...]]]:
    """Return the figures of a chart: the head, and the rows with the sums last."""
    head = (chart.row_name, *(column.label for column in chart.columns), _("All"))
    rows: list[tuple[str | int, ...]] = [
        (label, *row, sum(row)) for label, row in zip(chart.rows, chart.counts, strict=True)
    ]
    return head, [*rows, (_("All"), *map(sum, zip(*chart.counts, strict=True)), chart.total)]
