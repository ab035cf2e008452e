# SPDX-License-Identifier: MIT
"""Bars, heat maps and time lines for print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from claimdesk.models.analysis.charts import Chart, Column, PictureStyle
from claimdesk.models.analysis.drawing.parts import (
    FAINT,
    INK,
    LETTER,
    MOST_TICKS,
    NARROW,
    finish,
    legend,
    legend_room,
    literal,
    looks,
    mark_event,
    name_axes,
    row_mm,
    series_keys,
    short,
)
from claimdesk.models.messages.catalogue import _

_AROUND_MM, _SLANTED_MM, _TIME_MM = 24.0, 20.0, 62.0
_CELLS = 0.45
"""Share of the width of a heat map that its cells have at least."""
_SMALLEST = 4.0
"""Letters of cells in points, at least."""
_DARK_FROM = 0.7
_AGAINST_FROM = -0.15
"""Cells that are more against than this are hatched, to be told apart without colours."""
_SCALE = [step / 10 for step in range(-10, 11)]
_LANE, _GROUP_GAP = 0.62, 0.5
"""Height of one of several bars side by side, and of the gap between groups, in rows."""
_LEAST_STEPS = 6
"""Steps of time that a picture has room for, so that a bar never fills it."""
_BAR, _THIN, _STEP_BAR = 0.7, 0.2, 0.84
"""Thickness of bars, of those of suggestions, and of those in time, as shares of a row or step."""


def height(chart: Chart, style: PictureStyle) -> float:
    """Return the height of a picture in millimetres."""
    if chart.kind == "heat map":
        return _AROUND_MM + _SLANTED_MM + row_mm(style) * max(len(chart.rows), 1)
    room = legend_room(style, [str(key.get_label()) for key in series_keys(chart.columns, style)])
    if chart.kind == "time line":
        return _TIME_MM + room
    rows = row_mm(style) * max(len(chart.rows), 1)
    if chart.kind == "grouped":
        rows = row_mm(style) * sum(_thickness(chart, place) for place in range(len(chart.rows)))
    return _AROUND_MM + rows + room


def draw(page: Any, chart: Chart, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw a chart on an empty page."""
    axes = page.add_subplot()
    drawings = {"heat map": _heat_map, "time line": _time_line, "grouped": _grouped_bars}
    drawings.get(chart.kind, _bars)(axes, chart, style)
    name_axes(axes, chart, style)


def _bars(axes: Any, chart: Chart, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw stacked bars; diverging ones begin left of the middle with what is against.

    Suggestions have a thin bar of their own under that of accepted claims.
    """
    places = range(len(chart.rows))
    drawn = [place for place in places if place not in chart.bare]
    ends = dict.fromkeys(places, 0.0)
    for series, top, thickness in _lanes(chart):
        counts = {place: [chart.counts[place][n] for n in series] for place in drawn}
        totals = {place: max(sum(counts[place]), 1) if chart.share else 1 for place in drawn}
        at = dict.fromkeys(drawn, 0.0)
        if chart.kind == "diverging":
            columns = [chart.columns[n] for n in series]
            at = {place: -_left(counts[place], columns) / totals[place] for place in drawn}
        for rank, number in enumerate(series):
            used = [place for place in drawn if counts[place][rank]]
            widths = [counts[place][rank] / totals[place] for place in used]
            axes.barh(
                [place + top + thickness / 2 for place in used],
                widths,
                left=[at[place] for place in used],
                height=thickness,
                linewidth=0.4,
                **looks(chart.columns)[number],
            )
            at |= {place: at[place] + width for place, width in zip(used, widths, strict=True)}
        ends |= {place: max(ends[place], at[place]) for place in drawn}
    axes.set_ylim(max(len(places), 1) - 0.5, -0.5)
    axes.set_yticks(places, [short(label, style) for label in chart.rows])
    for place in places:
        _number(axes, chart, style, place, ends[place])
    if chart.kind == "diverging":
        axes.axvline(0, color=INK, linewidth=0.6)
    else:
        axes.set_xlim(left=0)
    finish(axes.xaxis, axes, diverging=chart.kind == "diverging", share=chart.share)
    legend(axes, style, series_keys(chart.columns, style))


def _grouped_bars(axes: Any, chart: Chart, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw a bar from zero for each series of a row that has claims, one below the other."""
    looked, middles, top = looks(chart.columns), [], 0.0
    stances = [column.value for column in chart.columns]
    # What is to decide stands under what is accepted of the same stance.
    order = sorted(range(len(stances)), key=lambda number: stances.index(stances[number]))
    for place, row in enumerate(chart.counts):
        middles.append(top + _thickness(chart, place) / 2)
        at = top + (_GROUP_GAP + _LANE) / 2
        total = [
            sum(n for n, other in zip(row, chart.columns, strict=True) if other.suggested == wanted)
            for wanted in (False, True)
        ]
        for number in order if place not in chart.bare else ():
            if not (count := row[number]):
                continue
            long = count / total[chart.columns[number].suggested] if chart.share else count
            axes.barh(at, long, height=_LANE * 0.94, linewidth=0.4, **looked[number])
            _write_beside(axes, style, (long, at), str(count))
            at += _LANE
        if place in chart.bare:
            _number(axes, chart, style, place, 0.0, at=middles[-1])
        top += _thickness(chart, place)
    axes.set_ylim(max(top, 1.0), 0)
    axes.set_yticks(middles, [short(label, style) for label in chart.rows])
    axes.set_xlim(left=0)
    finish(axes.xaxis, axes, share=chart.share)
    legend(axes, style, series_keys(chart.columns, style))


def _thickness(chart: Chart, place: int) -> float:
    """Return the height of a group of bars with its gap, in rows."""
    drawn = 0 if place in chart.bare else sum(map(bool, chart.counts[place]))
    return max(drawn * _LANE + _GROUP_GAP, 1.0)


def _lanes(chart: Chart) -> list[tuple[list[int], float, float]]:
    """Return the series of each bar of a row, where it begins and how thick it is, in rows."""
    parts = [
        [n for n, column in enumerate(chart.columns) if column.suggested == wanted]
        for wanted in (False, True)
    ]
    if not all(parts):
        return [([*parts[0], *parts[1]], -_BAR / 2, _BAR)]
    thick = _BAR - _THIN
    return [(parts[0], -_BAR / 2, thick - 0.04), (parts[1], -_BAR / 2 + thick, _THIN)]


def _number(
    axes: Any,  # noqa: ANN401
    chart: Chart,
    style: PictureStyle,
    place: int,
    end: float,
    *,
    at: float | None = None,
) -> None:
    """Write the sum of a row at the end of its bar, that of suggestions after a plus."""
    suggested = sum(
        count
        for count, column in zip(chart.counts[place], chart.columns, strict=True)
        if column.suggested
    )
    accepted = chart.totals[place] - suggested
    words = f"{accepted} + {suggested}" if suggested else str(accepted)
    _write_beside(axes, style, (end, place if at is None else at), words)


def _write_beside(
    axes: Any,  # noqa: ANN401
    style: PictureStyle,
    at: tuple[float, float],
    words: str,
) -> None:
    """Write a number at the end of a bar."""
    axes.annotate(
        words,
        at,
        xytext=(3, 0),
        textcoords="offset points",
        va="center",
        color=FAINT,
        fontsize=style.points - 1,
    )


def _left(row: Sequence[int], columns: Sequence[Column]) -> float:
    return sum(
        count if column.side < 0 else count / 2 if column.side == 0 else 0.0
        for count, column in zip(row, columns, strict=True)
    )


def _heat_map(axes: Any, chart: Chart, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw a cell for each pair: the number is that of its claims, the colour the mean stance."""
    shape = (max(len(chart.rows), 1), max(len(chart.columns), 1))
    cells = np.full(shape, np.nan)
    # Numbers get as small as they must to fit into their cells, which have half of the width.
    digits = max((len(str(count)) for row in chart.counts for count in row), default=1)
    fitting = style.width * _CELLS / shape[1] / (LETTER * 1.3 * digits)
    size = max(min(style.points - 1, fitting), _SMALLEST)
    for place, row in enumerate(chart.counts):
        for column, count in enumerate(row):
            if not count:
                continue
            net = chart.net[place][column] if chart.net else None
            cells[place, column] = 0.0 if net is None else net
            _cell(axes, size, (column, place), count, net)
    shown = axes.imshow(cells, cmap="RdBu", aspect="auto", vmin=-1.2, vmax=1.2)
    _stance_scale(axes, shown)
    totals = zip(chart.rows, chart.totals, strict=True)
    sums = map(sum, zip(*chart.counts, strict=True))
    axes.set_yticks(range(len(chart.rows)), [f"{short(label, style)}  {n}" for label, n in totals])
    axes.set_xticks(
        range(len(chart.columns)),
        [f"{short(one.label, style)}  {n}" for one, n in zip(chart.columns, sums, strict=False)],
    )
    slanted = style.width >= NARROW
    axes.tick_params(axis="x", labelrotation=40 if slanted else 90, length=0)
    for label in axes.get_xticklabels() if slanted else ():
        label.set_ha("right")
        label.set_rotation_mode("anchor")
    axes.tick_params(axis="y", length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _cell(
    axes: Any,  # noqa: ANN401
    size: float,
    at: tuple[int, int],
    count: int,
    net: float | None,
) -> None:
    """Write the number of a cell, and hatch the cell if it is against."""
    dark = net is not None and abs(net) > _DARK_FROM
    behind = None
    if net is not None and net < _AGAINST_FROM:
        column, row = at
        axes.bar(
            column,
            1,
            1,
            bottom=row - 0.5,
            fill=False,
            hatch="////",
            edgecolor="white" if dark else "#a06060",
            linewidth=0,
        )
        # A number on stripes would be hard to read.
        behind = {"boxstyle": "round,pad=0.06", "facecolor": "white", "linewidth": 0}
    axes.text(
        *(*at, str(count)),
        ha="center",
        va="center",
        color="white" if dark and behind is None else INK,
        fontsize=size,
        bbox=behind,
    )


def _stance_scale(axes: Any, shown: Any) -> None:  # noqa: ANN401
    """Draw what the colours of a heat map stand for, hatched where cells are."""
    bar = axes.figure.colorbar(shown, ax=axes, shrink=0.6, aspect=16, boundaries=_SCALE)
    bar.set_ticks([-1, 0, 1], labels=[_("against"), _("neither"), _("for")])
    bar.ax.axhspan(-1, _AGAINST_FROM, fill=False, hatch="////", edgecolor="white", linewidth=0)
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)


def _time_line(axes: Any, chart: Chart, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw a stacked bar for each step of time; a step without claims is a gap.

    Suggestions have a bar of their own beside that of accepted claims.
    """
    for series, left, width in _lanes(chart):
        left, width = left * _STEP_BAR / _BAR, width * _STEP_BAR / _BAR
        at = dict.fromkeys(range(len(chart.rows)), 0)
        for number in series:
            used = [place for place in at if chart.counts[place][number]]
            heights = [chart.counts[place][number] for place in used]
            axes.bar(
                [place + left + width / 2 for place in used],
                heights,
                bottom=[at[place] for place in used],
                width=width,
                linewidth=0.3,
                **looks(chart.columns)[number],
            )
            at |= {place: at[place] + more for place, more in zip(used, heights, strict=True)}
    axes.set_xlim(-0.7, max(len(chart.rows), _LEAST_STEPS) - 0.3)
    axes.set_ylim(bottom=0)
    step = max(-(-len(chart.rows) // MOST_TICKS), 1)
    shown = range(0, len(chart.rows), step)
    axes.set_xticks(shown, [literal(chart.rows[place]) for place in shown])
    keys: list[Any] = [*series_keys(chart.columns, style)]
    if any(value is not None for value in chart.line):
        heights_of = [np.nan if value is None else value for value in chart.line]
        axes.plot(heights_of, color="white", linewidth=2.4)
        keys += axes.plot(heights_of, color=INK, linewidth=1.1, label=_("Moving average"))
    for place, name in chart.events:
        mark_event(axes, place, name, style)
    finish(axes.yaxis, axes)
    legend(axes, style, keys)
