# SPDX-License-Identifier: MIT
"""A table for print, set as in a journal: rules above and below, sums in bold."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from claimdesk.models.analysis.charts import PictureStyle
from claimdesk.models.analysis.drawing.parts import FAINT, INK, LETTER, literal, row_mm
from claimdesk.models.analysis.print_figures import Sheet

_FIRST = 0.34
"""Share of the width that the names of the rows take at most."""
_AROUND_MM = 10.0
_HEAD_LINES = 3
_SMALLEST = 4.5
_CELL_LETTER = 0.21
"""As LETTER, for digits and the room between them."""
_UPRIGHT_FROM = 0.8
"""Size of the heads, as a share of the usual size, below which they are turned instead."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the columns are, and how large and which way round their heads are written."""

    first: float
    """Share of the width that the names of the rows take."""
    each: float
    """That of each column."""
    size: float
    """Of the letters of cells, in points."""
    heads: tuple[str, ...]
    head_size: float
    is_turned: bool
    head_rows: float
    """Height of the heads, in rows."""


def _plan(figure: Sheet, style: PictureStyle) -> _Plan:
    letter = style.points * LETTER
    names = max((len(label) for label in figure.rows), default=1) + 2
    first = min(names * letter / style.width, _FIRST)
    each = (1 - first) / max(len(figure.columns), 1)
    room = style.width * each
    longest = max((len(cell) for row in figure.cells for cell in row), default=1)
    size = max(min(style.points, room / (_CELL_LETTER * (longest + 1))), _SMALLEST)
    word = max((len(word) for label in figure.columns for word in label.split()), default=1)
    head_size = min(size, room / (LETTER * (word + 1)))
    if head_size < _UPRIGHT_FROM * style.points:
        most = max((len(label) for label in figure.columns), default=1)
        rows = (min(most, 24) + 1) * size * LETTER / row_mm(style)
        heads = tuple(label if len(label) <= 24 else f"{label[:23]}…" for label in figure.columns)
        return _Plan(first, each, size, heads, size, True, rows)
    wide = max(int(room / (head_size * LETTER)) - 1, word)
    wrapped = [textwrap.wrap(label, wide)[:_HEAD_LINES] for label in figure.columns]
    lines = max(map(len, wrapped), default=1)
    rows = lines * head_size * 0.45 / row_mm(style) + 0.3
    return _Plan(first, each, size, tuple(map("\n".join, wrapped)), head_size, False, rows)


def height(figure: Sheet, style: PictureStyle) -> float:
    """Return the height of a picture in millimetres."""
    return _AROUND_MM + row_mm(style) * (len(figure.rows) + _plan(figure, style).head_rows)


def draw(page: Any, figure: Sheet, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw the table on an empty page."""
    axes, plan = page.add_subplot(), _plan(figure, style)
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    top = -0.5 - plan.head_rows
    axes.set_ylim(len(figure.rows) - 0.4, top - 0.05)
    if not figure.rows:
        return
    for place, head in enumerate(plan.heads):
        axes.text(
            *(plan.first + (place + 1) * plan.each, -0.62, literal_lines(head)),
            ha="right",
            va="bottom",
            rotation=90 if plan.is_turned else 0,
            fontsize=plan.head_size,
            fontweight="bold" if place == len(plan.heads) - 1 else "normal",
            color=INK,
        )
    for row in range(len(figure.rows)):
        _row(axes, figure, style, plan, row)
    for y, width in (
        *((top, 0.9), (-0.5, 0.5)),
        *((len(figure.rows) - 1.5, 0.5), (len(figure.rows) - 0.45, 0.9)),
    ):
        axes.axhline(y, color=INK if width > 0.5 else FAINT, linewidth=width)


def literal_lines(text: str) -> str:
    """Escape data of several lines."""
    return "\n".join(map(literal, text.split("\n")))


def _row(axes: Any, figure: Sheet, style: PictureStyle, plan: _Plan, row: int) -> None:  # noqa: ANN401
    is_sum = row == len(figure.rows) - 1
    most = int(style.width * plan.first / (style.points * LETTER))
    name = figure.rows[row]
    name = name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
    weight = "bold" if is_sum else "normal"
    axes.text(0, row, literal(name), va="center", fontweight=weight, color=INK)
    for place, cell in enumerate(figure.cells[row]):
        bold = is_sum or place == len(figure.columns) - 1
        axes.text(
            *(plan.first + (place + 1) * plan.each, row, literal(cell)),
            ha="right",
            va="center",
            fontsize=plan.size,
            fontweight="bold" if bold else "normal",
            color=INK,
        )
