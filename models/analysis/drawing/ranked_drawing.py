# SPDX-License-Identifier: MIT
"""Bars of one kind, the longest first, for print."""

from __future__ import annotations

from typing import Any

from claimdesk.models.analysis.charts import PictureStyle
from claimdesk.models.analysis.drawing.parts import FAINT, finish, name_axes, row_mm, short
from claimdesk.models.analysis.print_figures import RankedBars

_AROUND_MM, _BAR, _COLOUR = 24.0, 0.66, "#3f5f7f"


def height(figure: RankedBars, style: PictureStyle) -> float:
    """Return the height of a picture in millimetres."""
    return _AROUND_MM + row_mm(style) * max(len(figure.labels), 1)


def draw(page: Any, figure: RankedBars, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw the bars on an empty page."""
    axes = page.add_subplot()
    places = range(len(figure.labels))
    axes.barh(places, figure.values, height=_BAR, color=_COLOUR)
    axes.set_ylim(max(len(places), 1) - 0.5, -0.5)
    axes.set_yticks(places, [short(label, style) for label in figure.labels])
    axes.set_xlim(left=min(0.0, *figure.values, 0.0))
    for place in places:
        axes.annotate(
            figure.ends[place],
            (max(figure.values[place], 0.0), place),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            color=FAINT,
            fontsize=style.points - 1,
        )
    finish(axes.xaxis, axes, share=False)
    name_axes(axes, figure, style)
