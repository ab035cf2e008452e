# SPDX-License-Identifier: MIT
"""A network for print: names where they do not meet, disagreement dashed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.lines import Line2D

from claimdesk.models.analysis.charts import DOUBLE_COLUMN, PictureStyle
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
_ROOMY = 100
"""Nodes that have room at their usual size in a picture of two columns."""
_ALWAYS = 8
"""Nodes whose names are written although they cover smaller nodes."""
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
    crowd = _crowd(figure, style)
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
            markersize=2 * _radius(node, crowd) * (0.9 if node.square else 1.0),
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


def _radius(node: GraphNode, crowd: float) -> float:
    """Return the radius of a node in points; in a crowd, the small ones shrink most."""
    small, large = _SMALL * crowd, _LARGE * math.sqrt(crowd)
    return small + (large - small) * node.size


def _crowd(figure: Graph, style: PictureStyle) -> float:
    """Return 1 where nodes have room at their usual size, less where they would hide each other."""
    return min(1.0, math.sqrt(_ROOMY * style.width / DOUBLE_COLUMN / len(figure.nodes)))


def _names(
    axes: Any,  # noqa: ANN401
    figure: Graph,
    style: PictureStyle,
    units: tuple[float, float],
) -> None:
    """Write the names of the largest nodes beside them, where they meet nothing.

    Of the very largest those without such a place cover smaller nodes: who is in the middle of a
    dense network matters most.
    """
    places, size, (across, up) = _placed(figure.nodes), style.points - 1, units
    crowd = _crowd(figure, style)
    nodes: list[Box] = []
    for node, (x, y) in zip(figure.nodes, places, strict=True):
        reach = _radius(node, crowd) * _POINT_MM * 0.7
        nodes.append((x - reach * across, y - reach * up, x + reach * across, y + reach * up))
    taken: list[Box] = []
    order = sorted(range(len(places)), key=lambda place: -figure.nodes[place].size)
    largest = order[:_ALWAYS]
    for place in order:
        node, (x, y) = figure.nodes[place], places[place]
        name = " ".join(node.name.split())
        name = name if len(name) <= _LONGEST else f"{name[:_LONGEST].rstrip()}…"
        away = (_radius(node, crowd) + 1.5) * _POINT_MM
        extent = (len(name) * size * LETTER * across, size * 0.4 * up)
        boxes = [
            box
            for box in _beside((x, y), (away * across, away * up), extent)
            if axes.get_xlim()[0] <= box[0]
            and box[2] <= axes.get_xlim()[1]
            and not any(_meet(box, other) for other in taken)
        ]
        free = [box for box in boxes if not any(_meet(box, other) for other in nodes)]
        if not free and place in largest:
            held = [nodes[other] for other in largest]
            free = [box for box in boxes if not any(_meet(box, other) for other in held)] or boxes
        if not free:
            continue
        box = free[0]
        taken.append(box)
        axes.text(
            *((box[0] + box[2]) / 2, (box[1] + box[3]) / 2),
            literal(name),
            ha="center",
            va="center",
            fontsize=size,
            color=INK,
            bbox={"boxstyle": "square,pad=0", "facecolor": "white", "alpha": 0.7, "linewidth": 0},
            zorder=3,
        )


def _beside(
    centre: tuple[float, float], away: tuple[float, float], extent: tuple[float, float]
) -> Iterator[Box]:
    """Yield where a name may be: at the right or left of a node, above or below it."""
    (x, y), (wide, tall) = centre, extent
    yield x + away[0], y - tall / 2, x + away[0] + wide, y + tall / 2
    yield x - away[0] - wide, y - tall / 2, x - away[0], y + tall / 2
    yield x - wide / 2, y + away[1], x + wide / 2, y + away[1] + tall
    yield x - wide / 2, y - away[1] - tall, x + wide / 2, y - away[1]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _key(shape: str, colour: str, name: str) -> Line2D:
    if shape in ("circle", "square"):
        mark = "o" if shape == "circle" else "s"
        return Line2D([], [], linestyle="", marker=mark, color=colour, label=literal(name))
    style: Any = _DASHES if shape == "dashes" else "-"
    return Line2D([], [], linestyle=style, color=colour, linewidth=2, label=literal(name))
