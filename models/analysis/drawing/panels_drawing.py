# SPDX-License-Identifier: MIT
"""Small multiples for print: the same bars in each panel, all on one scale that begins at 0."""

from __future__ import annotations

import math
import textwrap
from typing import Any

from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from claimdesk.models.analysis.charts import PictureStyle
from claimdesk.models.analysis.drawing.parts import (
    FAINT,
    INK,
    LETTER,
    SUGGESTED,
    finish,
    legend_room,
    literal,
    row_mm,
    short,
)
from claimdesk.models.analysis.print_figures import Panels
from claimdesk.models.messages.catalogue import _

_PANEL_MM, _HEAD_MM, _AROUND_MM = 34.0, 9.0, 22.0
_BAR, _THIN = 0.7, 0.2
_TITLES = 0.6
"""Share of the width that all panels beside one another have at least."""
_FEW_TICKS = 3


def _shape(figure: Panels, style: PictureStyle) -> tuple[int, int]:
    """Return the lines of panels, and how many stand beside one another."""
    count = max(len(figure.panels), 1)
    most = max(int(style.width * 0.8 / _PANEL_MM), 1)
    lines = math.ceil(count / most)
    return lines, math.ceil(count / lines)


def height(figure: Panels, style: PictureStyle) -> float:
    """Return the height of a picture in millimetres."""
    lines, _across = _shape(figure, style)
    room = legend_room(style, [str(_key().get_label())]) if _has_suggested(figure) else 0.0
    return _AROUND_MM + room + lines * (_HEAD_MM + row_mm(style) * max(len(figure.rows), 1))


def draw(page: Any, figure: Panels, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw all panels on an empty page."""
    lines, across = _shape(figure, style)
    grid = page.subplots(lines, across, squeeze=False, sharex=True, sharey=True)
    drawn = [row for row in range(len(figure.rows)) if row not in figure.bare]
    wide = style.width * _TITLES / across / (style.points * LETTER)
    for number, axes in enumerate(grid.flat):
        if number >= len(figure.panels):
            axes.set_visible(False)
            continue
        _panel(axes, figure, style, number, drawn)
        words = textwrap.wrap(literal(figure.panels[number]), max(int(wide), 10))[:2]
        axes.set_title("\n".join(words), loc="left", fontsize=style.points, color=INK)
        # The lowest panel of each column has the numbers of the scale.
        axes.tick_params(axis="x", labelbottom=number + across >= len(figure.panels))
    across_words, up_words = figure.axes
    page.supxlabel(
        literal(across_words if style.across is None else style.across), fontsize=style.points
    )
    page.supylabel(literal(up_words if style.up is None else style.up), fontsize=style.points)
    if _has_suggested(figure):
        page.legend(handles=[_key()], loc="outside upper right", frameon=False)


def _panel(axes: Any, figure: Panels, style: PictureStyle, number: int, drawn: list[int]) -> None:  # noqa: ANN401
    beside = _has_suggested(figure)
    thick = _BAR - (_THIN + 0.04 if beside else 0.0)
    axes.barh(
        [row - _BAR / 2 + thick / 2 for row in drawn],
        [figure.accepted[row][number] for row in drawn],
        height=thick,
        color=figure.colours[number],
    )
    if beside:
        used = [row for row in drawn if figure.suggested[row][number]]
        axes.barh(
            [row + _BAR / 2 - _THIN / 2 for row in used],
            [figure.suggested[row][number] for row in used],
            height=_THIN,
            facecolor="white",
            edgecolor=figure.colours[number],
            hatch=SUGGESTED,
            linewidth=0.4,
        )
    axes.set_ylim(max(len(figure.rows), 1) - 0.5, -0.5)
    axes.set_yticks(range(len(figure.rows)), [short(label, style) for label in figure.rows])
    axes.set_xlim(left=0)
    for row in range(len(figure.rows)):
        accepted, suggested = figure.accepted[row][number], figure.suggested[row][number]
        if accepted or suggested:
            end = 0 if row in figure.bare else max(accepted, suggested)
            axes.annotate(
                f"{accepted} + {suggested}" if suggested else str(accepted),
                (end, row),
                xytext=(2, 0),
                textcoords="offset points",
                va="center",
                color=FAINT,
                fontsize=style.points - 1.5,
            )
    finish(axes.xaxis, axes)
    axes.xaxis.set_major_locator(MaxNLocator(_FEW_TICKS - 1, integer=True))


def _has_suggested(figure: Panels) -> bool:
    return any(map(any, figure.suggested))


def _key() -> Patch:
    return Patch(
        label=_("Dotted: to decide"),
        facecolor="white",
        edgecolor=FAINT,
        hatch=SUGGESTED,
        linewidth=0.4,
    )
