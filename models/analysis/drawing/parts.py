# SPDX-License-Identifier: MIT
"""What drawings for print have in common: axes, legends, labels, and looks that survive in grey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.colors import to_rgb
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from claimdesk.models.analysis.charts import Column, Figure, PictureStyle
from claimdesk.models.messages.catalogue import _

NARROW = 120
"""Below this width, in millimetres, the legend stands under the figure."""
INK, FAINT, PALE = "#1a1a1a", "#5a5a5a", "#dddddd"
MOST_TICKS = 5
LETTER = 0.19
"""About how many millimetres a letter is wide, for each point of its size."""
_LABEL_SHARE = 0.19
"""Letters of a label for each millimetre of the picture."""
_AGAINST = ("xxxx", "////")
"""Hatches of what is against, from most to least, so that it is told apart without colours."""
_OTHERS = ("||||", "----", "++++", "oo", "\\\\\\\\", "**")
"""Hatches of what would be as dark as another series in grey."""
SUGGESTED = "...."
_ALIKE = 0.16
"""Differences of brightness, 0..1, below which two series look alike in grey."""
_BRIGHT = 0.6


def brightness(colour: str) -> float:
    """Return how bright a colour is in grey, 0..1."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def looks(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Return for each series its colours and hatching, as matplotlib's patches take them.

    No two of them are alike in grey: they differ in brightness or in hatching.
    """
    against = [n for n, one in enumerate(columns) if one.side < 0 and not one.suggested]
    if against and any(one.side > 0 for one in columns[: against[0]]):
        # What is most against is at the outer end, whichever that is.
        against.reverse()
    hatches = {n: _AGAINST[min(rank, 1)] for rank, n in enumerate(against)}
    others, plain = iter(_OTHERS), list[float]()
    for number, column in sorted(enumerate(columns), key=lambda each: -each[1].side):
        if number in hatches or column.suggested or column.uncoded:
            continue
        bright = brightness(column.colour)
        if any(abs(bright - other) < _ALIKE for other in plain):
            hatches[number] = next(others, "")
        plain.append(bright)
    return [_look(column, hatches.get(number, "")) for number, column in enumerate(columns)]


def _look(column: Column, hatch: str) -> dict[str, Any]:
    if column.suggested:
        # Of the colour of its stance, on white: what is accepted is solid.
        colour = FAINT if column.uncoded else column.colour
        return {"facecolor": "white", "edgecolor": colour, "hatch": SUGGESTED}
    if column.uncoded:
        return {"facecolor": "white", "edgecolor": FAINT, "hatch": ""}
    edge = "#444444" if brightness(column.colour) > _BRIGHT else "white"
    return {"facecolor": column.colour, "edgecolor": edge, "hatch": hatch}


def series_keys(columns: Sequence[Column], style: PictureStyle) -> list[Patch]:
    """Return a key for each stance, and one for all that is still to decide."""
    accepted = {column.value for column in columns if not column.suggested}
    keys = [
        Patch(label=short(column.label, style), linewidth=0.4, **own)
        for column, own in zip(columns, looks(columns), strict=True)
        if not column.suggested or column.value not in accepted
    ]
    if any(column.suggested for column in columns):
        look: dict[str, Any] = {"facecolor": "white", "edgecolor": FAINT, "hatch": SUGGESTED}
        keys.append(Patch(label=_("Dotted: to decide"), linewidth=0.4, **look))
    return keys


def finish(axis: Any, axes: Any, *, diverging: bool = False, share: bool = False) -> None:  # noqa: ANN401
    """Give the axis of counts few whole ticks, and take away lines that say nothing."""
    axis.set_major_locator(MaxNLocator(MOST_TICKS - 1, integer=not share))
    if share:
        axis.set_major_formatter(lambda value, _place: f"{abs(value) * 100:g} %")
    elif diverging:
        axis.set_major_formatter(lambda value, _place: f"{abs(value):g}")
    axes.grid(axis="both", visible=False)
    axis.grid(visible=True, linewidth=0.3, color=PALE)
    bare(axes)


def bare(axes: Any) -> None:  # noqa: ANN401
    """Take away the frame and the ticks of a plot, and leave their labels."""
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, colors=INK)


def mark_event(axes: Any, at: float, name: str, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw a line where an event is on the scale of time, and its name at the top."""
    axes.axvline(at, color=FAINT, linewidth=0.6, linestyle=(0, (2, 2)))
    axes.annotate(
        short(name, style),
        (at, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(2, -2),
        textcoords="offset points",
        rotation=90,
        va="top",
        fontsize=style.points - 1.5,
        color=FAINT,
    )


def name_axes(axes: Any, figure: Figure, style: PictureStyle) -> None:  # noqa: ANN401
    """Write the titles of both axes."""
    across, up = figure.axes
    axes.set_xlabel(literal(across if style.across is None else style.across), color=INK)
    axes.set_ylabel(literal(up if style.up is None else style.up), color=INK)


def legend(axes: Any, style: PictureStyle, keys: Sequence[Any]) -> None:  # noqa: ANN401
    """Name what the keys stand for: at the right, or under a narrow picture."""
    if not keys:
        return
    looks_so: dict[str, Any] = {"frameon": False, "handlelength": 1.4, "handleheight": 1.0}
    if style.width < NARROW:
        across = _keys_across(style, [key.get_label() for key in keys])
        axes.figure.legend(handles=keys, loc="outside lower left", ncols=across, **looks_so)
    else:
        axes.legend(handles=keys, loc="upper left", bbox_to_anchor=(1.0, 1.0), **looks_so)


def legend_room(style: PictureStyle, labels: Sequence[str]) -> float:
    """Return the height of the legend under the figure, in millimetres."""
    if style.width >= NARROW or not labels:
        return 0.0
    return style.points * 0.55 * -(-len(labels) // _keys_across(style, labels))


def _keys_across(style: PictureStyle, labels: Sequence[str]) -> int:
    """Return how many keys there is room for beside one another."""
    letters = style.width / (style.points * LETTER)
    return max(min(int(letters / (max(map(len, labels)) + 6)), len(labels)), 1)


def row_mm(style: PictureStyle) -> float:
    """Return the height of a row with letters of a size, in millimetres."""
    return max(5.2, style.points * 0.62)


def literal(text: str) -> str:
    """Escape data, in which matplotlib would take dollar signs for formulas; drop the unseen."""
    return "".join(char for char in text if char.isprintable()).replace("$", r"\$")


def short(label: str, style: PictureStyle) -> str:
    """Return a label that leaves room for the figure."""
    most = max(int(style.width * _LABEL_SHARE), 12)
    return literal(label if len(label) <= most else label[: most - 1].rstrip() + "…")
