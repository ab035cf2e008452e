# SPDX-License-Identifier: MIT
"""Figures for print, made of what plots show: the same rows, series, order and numbers."""

from __future__ import annotations

import bisect
import datetime
from collections.abc import Iterable, Sequence

from claimdesk.gui.plots.bar_figures import BarFigures
from claimdesk.gui.plots.fields import value_label
from claimdesk.gui.plots.heat_figures import HeatFigures
from claimdesk.gui.plots.plot import Fields
from claimdesk.gui.plots.series_style import choice_colours
from claimdesk.models.analysis.charts import (
    NO_COLOUR,
    Chart,
    ChartKind,
    Column,
    side_of,
    steps_between,
)
from claimdesk.models.analysis.field_labels import field_names
from claimdesk.models.analysis.stacks import Series
from claimdesk.models.analysis.time_line import TimeLine, first_day
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.queries import ChoiceRow

_MOST_STEPS = 2_000
"""Steps of time with gaps; of more, only those with claims are drawn."""


def print_bars(kind: ChartKind, share: bool, fields: Fields, figures: BarFigures) -> Chart:
    """Return bars as they are shown; what has a number and no bar there has none here."""
    name = field_names(fields).get(figures.field, figures.field)
    columns = series_columns(figures.series, figures.stances)
    rows, columns = _used([row.counts for row in figures.rows], columns)
    note = ""
    if figures.without_stance:
        note = ngettext(
            "1 claim without a stance is not shown.",
            "{n} claims without a stance are not shown.",
            figures.without_stance,
        ).format(n=figures.without_stance)
    bare = (n for n, row in enumerate(figures.rows) if row.is_bare(share))
    return Chart(
        kind,
        _bar_title(kind).format(field=name.lower()),
        name,
        tuple(row.label for row in figures.rows),
        columns,
        rows,
        note,
        row_values=tuple(row.value for row in figures.rows),
        share=share,
        bare=frozenset(bare),
    )


def _bar_title(kind: ChartKind) -> str:
    if kind == "diverging":
        return _("Claims for and against by {field}")
    # The others differ only in how their bars stand.
    return _("Claims by {field} and stance")


def print_heat_map(fields: Fields, figures: HeatFigures) -> Chart:
    """Return a heat map as it is shown."""
    columns = tuple(
        Column(label, NO_COLOUR, 0.0, value)
        for label, value in zip(figures.columns, figures.column_values, strict=True)
    )
    return Chart(
        "heat map",
        figures.title,
        field_names(fields).get(figures.row_field, figures.row_field),
        figures.rows,
        columns,
        figures.counts,
        figures.missing,
        figures.net,
        figures.row_values,
    )


def print_time_line(average: int, fields: Fields, figures: TimeLine) -> Chart:
    """Return a time line as it is shown, with its gaps, moving average and events."""
    stances = fields["stance"].choices if "stance" in fields else ()
    unit, steps = figures.unit, figures.steps
    names = [step.value for step in steps]
    if 1 < figures.count <= _MOST_STEPS:
        names = steps_between(unit, names[0], names[-1])
    found = {step.value: step.counts for step in steps}
    none = (0,) * len(figures.series)
    columns = series_columns(figures.series, stances)
    counts, columns = _used([found.get(name, none) for name in names], columns)
    days = [first_day(unit, name) for name in names]
    means = {
        bisect.bisect_right(days, day) - 1: mean for day, mean in figures.moving_average(average)
    }
    return Chart(
        "time line",
        _("Claims in time, by stance"),
        field_names(fields).get(unit, unit),
        tuple(value_label(unit, name, fields) for name in names),
        columns,
        counts,
        time_note(figures),
        row_values=tuple(names),
        line=tuple(means.get(place) for place in range(len(names))) if means else (),
        events=tuple(
            (bisect.bisect_right(days, day) - 1, event.label)
            for event in figures.events
            if days and days[0] <= (day := datetime.date.fromisoformat(event.day)) < steps[-1].after
        ),
    )


def time_note(figures: TimeLine) -> str:
    """Say how many claims are not on a time line, and why; empty for none."""
    notes = []
    if figures.undated:
        notes.append(
            ngettext(
                "1 claim without a date is not on the time line.",
                "{n} claims without a date are not on the time line.",
                figures.undated,
            ).format(n=figures.undated)
        )
    if figures.far:
        far = sum(step.total for step in figures.far)
        notes.append(
            ngettext(
                "1 claim is too far from the others in time to be drawn; the table has it.",
                "{n} claims are too far from the others in time to be drawn; the table has them.",
                far,
            ).format(n=far)
        )
    return " ".join(notes)


def series_columns(series: Sequence[Series], stances: Sequence[ChoiceRow]) -> tuple[Column, ...]:
    """Return how series are printed, in the colours of the codebook."""
    colours = choice_colours(stances)
    labels = {stance.key: stance.label for stance in stances}
    keys = [stance.key for stance in stances]
    found = []
    for state, stance in series:
        label = _("Not coded") if stance is None else labels[stance]
        suggested = state == "suggested"
        if suggested:
            label = _("{stance}, to decide").format(stance=label)
        colour = NO_COLOUR if stance is None else colours[stance]
        side = side_of(stance, keys)
        found.append(Column(label, colour, side, stance, suggested, stance is None))
    return tuple(found)


def _used(
    rows: Iterable[Sequence[int]], columns: Sequence[Column]
) -> tuple[tuple[tuple[int, ...], ...], tuple[Column, ...]]:
    """Return the counts and series without those that have no claims anywhere."""
    rows = [*rows]
    used = [n for n in range(len(columns)) if any(row[n] for row in rows)]
    return tuple(tuple(row[n] for n in used) for row in rows), tuple(columns[n] for n in used)
