# SPDX-License-Identifier: MIT
"""Pictures for papers and slides, drawn by matplotlib: SVG, PDF or PNG at the width of a column.

Imports matplotlib, so it is imported late. The same figures give the same bytes. Fonts are embedded
(PDF) or outlined (SVG).
"""

from __future__ import annotations

import io
import textwrap
import threading
import warnings
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from claimdesk.models.analysis.charts import Chart, Column, PictureStyle
from claimdesk.models.messages.catalogue import _

PNG_DPI = 300
_INCH = 25.4
_FAMILIES = (
    *("DejaVu Sans", "Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic", "Hiragino Sans"),
    *("Yu Gothic", "Microsoft YaHei", "PingFang SC", "Malgun Gothic", "Noto Sans Arabic", "Arial"),
)
"""Fonts that are tried for each letter, in this order."""
_LABEL_SHARE = 0.19
"""Letters of a label for each millimetre of the picture."""
_NARROW = 120
"""Below this width, in millimetres, the legend stands under the figure."""
_LETTER = 0.19
"""About how many millimetres a letter is wide, for each point of its size."""
_ROW_MM, _AROUND_MM = 5.2, 22.0
_HATCHES = ("xxx", "///")
"""Of what is against, from most to least, so that it is told apart without colours."""
_one_at_a_time = threading.Lock()
"""matplotlib's settings are those of the process."""
_INK, _FAINT = "#1a1a1a", "#666666"
_MOST_TICKS = 5
_DARK_FROM = 0.7
_SCALE = [step / 10 for step in range(-10, 11)]
_ROTATE_FROM = 6
_LEAST_STEPS = 6
"""Steps of time that a picture has room for, so that a bar never fills it."""


def picture(chart: Chart, form: str, style: PictureStyle | None = None) -> bytes:
    """Return a chart as a picture; `form` is svg, pdf or png. ValueError for another one."""
    if form not in ("svg", "pdf", "png"):
        raise ValueError(form)
    style = style or PictureStyle()
    settings: Any = {
        "font.family": _known_families(),
        "font.size": style.points,
        "axes.titlesize": style.points + 1,
        "svg.hashsalt": "claimdesk",
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "hatch.linewidth": 0.4,
        "axes.linewidth": 0.5,
    }
    with _one_at_a_time, mpl.rc_context(settings):
        return _saved(_drawn(chart, style), form)


def _known_families() -> list[str]:
    from matplotlib.font_manager import fontManager

    known = set(fontManager.get_font_names())
    return [family for family in _FAMILIES if family in known]


def _saved(figure: Figure, form: str) -> bytes:
    FigureCanvasAgg(figure)
    undated: dict[str, dict[str, Any]] = {
        "svg": {"Date": None, "Creator": "Claimdesk"},
        "pdf": {"CreationDate": None, "Creator": "Claimdesk", "Producer": None},
        "png": {"Software": "Claimdesk"},
    }
    written = io.BytesIO()
    with warnings.catch_warnings():
        # A letter that no font of this computer has is drawn as a box.
        warnings.filterwarnings("ignore", message="Glyph")
        figure.savefig(written, format=form, dpi=PNG_DPI, metadata=undated[form])
    return written.getvalue()


def _drawn(chart: Chart, style: PictureStyle) -> Figure:
    rows = len(chart.rows)
    height = 60.0 if chart.kind == "time line" else _AROUND_MM + _ROW_MM * max(rows, 1)
    if chart.kind == "heat map":
        height += 20
    elif style.width < _NARROW:
        height += 4 * -(-len(chart.columns) // 3)
    figure = Figure(figsize=(style.width / _INCH, height / _INCH), layout="constrained")
    axes = figure.add_subplot()
    draw = {"heat map": _heat_map, "time line": _time_line}.get(chart.kind, _bars)
    draw(axes, chart, style)
    title = chart.title if style.title is None else style.title
    wide = int(style.width / (style.points * _LETTER))
    if title:
        lines = textwrap.wrap(literal(title), int(wide * 0.7))
        axes.set_title("\n".join(lines), loc="left", color=_INK, fontweight="bold", pad=6)
    note = chart.note if style.note is None else style.note
    if note:
        figure.supxlabel(
            "\n".join(textwrap.wrap(literal(note), wide)),
            x=0.01,
            ha="left",
            fontsize=style.points - 1,
            color=_FAINT,
        )
    return figure


def literal(text: str) -> str:
    """Escape data, in which matplotlib would take dollar signs for formulas; drop the unseen."""
    return "".join(char for char in text if char.isprintable()).replace("$", r"\$")


def _bars(axes: Any, chart: Chart, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw stacked bars; diverging ones begin left of the middle with what is against."""
    places = range(len(chart.rows))
    totals = [max(total, 1) if style.share else 1 for total in chart.totals]
    starts = [0.0] * len(chart.rows)
    diverging = chart.kind == "diverging"
    if diverging:
        starts = [
            -_left(row, chart.columns) / total
            for row, total in zip(chart.counts, totals, strict=True)
        ]
    for number, column in enumerate(chart.columns):
        widths = [row[number] / total for row, total in zip(chart.counts, totals, strict=True)]
        axes.barh(
            places,
            widths,
            left=starts,
            height=0.68,
            linewidth=0.4,
            **_look(column, number, style),
        )
        starts = [start + width for start, width in zip(starts, widths, strict=True)]
    axes.set_yticks(places, [_short(label, style) for label in chart.rows])
    axes.invert_yaxis()
    if diverging:
        axes.axvline(0, color=_INK, linewidth=0.6)
    elif not style.share:
        for place, total in zip(places, chart.totals, strict=True):
            axes.annotate(
                str(total),
                (total, place),
                xytext=(3, 0),
                textcoords="offset points",
                va="center",
                color=_FAINT,
                fontsize=style.points - 1,
            )
    _finish(axes.xaxis, axes, diverging=diverging, share=style.share)
    _legend(axes, chart, style)


def _look(column: Column, number: int, style: PictureStyle) -> dict[str, str]:
    """Return the colour, hatching and name of the series that is the `number`th."""
    return {
        "color": column.colour,
        "edgecolor": "white",
        "hatch": _HATCHES[min(number, 1)] if column.side < 0 else "",
        "label": _short(column.label, style),
    }


def _left(row: Sequence[int], columns: Sequence[Column]) -> float:
    return sum(
        count if column.side < 0 else count / 2 if column.side == 0 else 0.0
        for count, column in zip(row, columns, strict=True)
    )


def _heat_map(axes: Any, chart: Chart, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw a cell for each pair: the number is that of its claims, the colour the mean stance."""
    shape = (max(len(chart.rows), 1), max(len(chart.columns), 1))
    cells = np.full(shape, np.nan)
    for place, row in enumerate(chart.counts):
        for column, count in enumerate(row):
            if not count:
                continue
            net = chart.net[place][column]
            cells[place, column] = 0.0 if net is None else net
            axes.text(
                *(column, place, str(count)),
                ha="center",
                va="center",
                color="white" if net is not None and abs(net) > _DARK_FROM else _INK,
                fontsize=style.points - 1,
            )
    shown = axes.imshow(cells, cmap="RdBu", aspect="auto", vmin=-1.2, vmax=1.2)
    bar = axes.figure.colorbar(shown, ax=axes, shrink=0.6, aspect=16, boundaries=_SCALE)
    bar.set_ticks([-1, 0, 1], labels=[_("against"), _("neither"), _("for")])
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)
    totals = zip(chart.rows, chart.totals, strict=True)
    sums = map(sum, zip(*chart.counts, strict=True))
    axes.set_yticks(range(len(chart.rows)), [f"{_short(label, style)}  {n}" for label, n in totals])
    axes.set_xticks(
        range(len(chart.columns)),
        [f"{_short(one.label, style)}  {n}" for one, n in zip(chart.columns, sums, strict=False)],
    )
    slanted = style.width >= _NARROW
    axes.tick_params(axis="x", labelrotation=40 if slanted else 90, length=0)
    for label in axes.get_xticklabels() if slanted else ():
        label.set_ha("right")
        label.set_rotation_mode("anchor")
    axes.tick_params(axis="y", length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _time_line(axes: Any, chart: Chart, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw a stacked bar for each step of time; a step without claims is a gap."""
    places = range(len(chart.rows))
    bottoms = [0] * len(chart.rows)
    for number, column in enumerate(chart.columns):
        heights = [row[number] for row in chart.counts]
        axes.bar(
            places,
            heights,
            bottom=bottoms,
            width=0.8,
            linewidth=0.3,
            **_look(column, number, style),
        )
        bottoms = [one + other for one, other in zip(bottoms, heights, strict=True)]
    axes.set_xlim(-0.7, max(len(chart.rows), _LEAST_STEPS) - 0.3)
    step = max(-(-len(chart.rows) // (_ROTATE_FROM * 2)), 1)
    shown = list(places)[::step]
    axes.set_xticks(shown, [chart.rows[place] for place in shown])
    if len(shown) > _ROTATE_FROM:
        axes.tick_params(axis="x", labelrotation=40)
    _finish(axes.yaxis, axes, diverging=False, share=False)
    _legend(axes, chart, style)


def _finish(axis: Any, axes: Any, *, diverging: bool, share: bool) -> None:  # noqa: ANN401
    """Give the axis of counts few whole ticks, and take away lines that say nothing."""
    axis.set_major_locator(MaxNLocator(_MOST_TICKS, integer=not share))
    if share:
        axis.set_major_formatter(lambda value, _place: f"{abs(value) * 100:g} %")
    elif diverging:
        axis.set_major_formatter(lambda value, _place: f"{abs(value):g}")
    axes.grid(axis="both", visible=False)
    axis.grid(visible=True, linewidth=0.3, color="#dddddd")
    axes.set_axisbelow(True)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, colors=_INK)


def _legend(axes: Any, chart: Chart, style: PictureStyle) -> None:  # noqa: ANN401
    if not chart.columns:
        return
    if style.width < _NARROW:
        axes.figure.legend(loc="outside lower left", ncols=3, frameon=False, handlelength=1.2)
    else:
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, handlelength=1.2)


def _short(label: str, style: PictureStyle) -> str:
    """Return a label that leaves room for the figure."""
    most = max(int(style.width * _LABEL_SHARE), 12)
    return literal(label if len(label) <= most else label[: most - 1].rstrip() + "…")
