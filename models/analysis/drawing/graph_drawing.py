# SPDX-License-Identifier: MIT
"""A network for print: names where they do not meet, disagreement dashed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.lines import Line2D

from claimdesk.models.analysis.charts import PictureStyle
from claimdesk.models.analysis.drawing.parts import (
    INK,
    LETTER,
    NARROW,
    legend,
    legend_room,
    literal,
)
from claimdesk.models.analysis.print_figures import Graph, GraphNode

_ASPECT = 0.72
_THIN, _THICK = 0.4, 3.2
"""Widths of links in points."""
_SMALL, _LARGE = 2.0, 7.0
"""Radii of nodes in points."""
_LONGEST = 26
"""Characters of a name at most."""
_POINT_MM = 25.4 / 72
_SPREAD = 0.6
"""Distances from the middle are drawn to this power."""
_DASHES = (0, (3.0, 2.0))
Box = tuple[float, float, float, float]
"""Left, low, right and high."""


def height(figure: Graph, style: PictureStyle) -> float:
    """Return the height of a picture in millimetres."""
    return style.width * _ASPECT + 8 + legend_room(style, [name for *_look, name in figure.keys])


def draw(page: Any, figure: Graph, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw the network on an empty page."""
    axes = page.add_subplot()
    axes.set_axis_off()
    if not figure.nodes:
        return
    nodes, units = _placed(figure.nodes), _scale(axes, figure, style)
    for edge in sorted(figure.edges, key=lambda edge: edge.width):
        (x, y), (other_x, other_y) = nodes[edge.first], nodes[edge.second]
        axes.plot(
            *([x, other_x], [y, other_y]),
            color=edge.colour,
            alpha=0.6,
            linewidth=_THIN + (_THICK - _THIN) * edge.width,
            linestyle=_DASHES if edge.dashed else "-",
            solid_capstyle="butt",
            dash_capstyle="butt",
            zorder=1,
        )
    for place in sorted(range(len(nodes)), key=lambda place: -figure.nodes[place].size):
        node = figure.nodes[place]
        axes.plot(
            *([nodes[place][0]], [nodes[place][1]]),
            marker="s" if node.square else "o",
            markersize=2 * _radius(node) * (0.9 if node.square else 1.0),
            markerfacecolor=node.colour,
            markeredgecolor="white",
            markeredgewidth=0.5,
            linestyle="",
            zorder=2,
        )
    _names(axes, figure, style, units)
    legend(axes, style, [_key(*key) for key in figure.keys])


def _placed(nodes: Sequence[GraphNode]) -> list[tuple[float, float]]:
    """Return where nodes are: in the directions of the screen, the crowded middle spread.

    On paper nobody can zoom in.
    """
    x = sum(node.x for node in nodes) / len(nodes)
    y = sum(node.y for node in nodes) / len(nodes)
    found = []
    for node in nodes:
        across, down = node.x - x, node.y - y
        stretch = max(math.hypot(across, down), 1e-9) ** (_SPREAD - 1)
        found.append((across * stretch, -down * stretch))
    return found


def _scale(axes: Any, figure: Graph, style: PictureStyle) -> tuple[float, float]:  # noqa: ANN401
    """Set the limits with room for names; return the width and the height of a millimetre."""
    places = _placed(figure.nodes)
    xs, ys = [x for x, _y in places], [y for _x, y in places]
    wide = style.width * (0.94 if style.width < NARROW or not figure.keys else 0.74)
    tall = style.width * _ASPECT * 0.94
    size = (style.points - 1) * LETTER
    longest = max(min(len(node.name), _LONGEST) for node in figure.nodes) * size
    edge = (_LARGE + 2) * _POINT_MM
    across = (max(xs) - min(xs) or 1.0) / max(wide - longest - 2 * edge, wide / 3)
    up = (max(ys) - min(ys) or 1.0) / (tall - 2 * edge)
    axes.set_xlim(min(xs) - edge * across, min(xs) + (wide - edge) * across)
    axes.set_ylim(min(ys) - edge * up, max(ys) + edge * up)
    return across, up


def _radius(node: GraphNode) -> float:
    return _SMALL + (_LARGE - _SMALL) * node.size


def _names(
    axes: Any,  # noqa: ANN401
    figure: Graph,
    style: PictureStyle,
    units: tuple[float, float],
) -> None:
    """Write the names of the largest nodes beside them, where they meet nothing."""
    places, size, (across, up) = _placed(figure.nodes), style.points - 1, units
    taken: list[Box] = []
    for node, (x, y) in zip(figure.nodes, places, strict=True):
        reach = _radius(node) * _POINT_MM * 0.7
        taken.append((x - reach * across, y - reach * up, x + reach * across, y + reach * up))
    for place in sorted(range(len(places)), key=lambda place: -figure.nodes[place].size):
        node, (x, y) = figure.nodes[place], places[place]
        name = " ".join(node.name.split())
        name = name if len(name) <= _LONGEST else f"{name[:_LONGEST].rstrip()}…"
        away = (_radius(node) + 1.5) * _POINT_MM * across
        wide, tall = len(name) * size * LETTER * across, size * 0.4 * up
        for side in (1, -1):
            start = x + side * away
            ends = sorted((start, start + side * wide))
            box = (ends[0], y - tall / 2, ends[1], y + tall / 2)
            inside = axes.get_xlim()[0] <= ends[0] and ends[1] <= axes.get_xlim()[1]
            if inside and not any(_meet(box, other) for other in taken):
                break
        else:
            continue
        taken.append(box)
        axes.text(
            *(start, y, literal(name)),
            ha="left" if side > 0 else "right",
            va="center",
            fontsize=size,
            color=INK,
            bbox={"boxstyle": "square,pad=0", "facecolor": "white", "alpha": 0.7, "linewidth": 0},
            zorder=3,
        )


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _key(shape: str, colour: str, name: str) -> Line2D:
    if shape in ("circle", "square"):
        mark = "o" if shape == "circle" else "s"
        return Line2D([], [], linestyle="", marker=mark, color=colour, label=literal(name))
    style: Any = _DASHES if shape == "dashes" else "-"
    return Line2D([], [], linestyle=style, color=colour, linewidth=2, label=literal(name))
