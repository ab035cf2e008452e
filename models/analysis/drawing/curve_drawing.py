# SPDX-License-Identifier: MIT
"""A curve from 0 to 1 through time, over the phases that are told apart, for print."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from matplotlib import dates

from claimdesk.models.analysis.charts import PictureStyle
from claimdesk.models.analysis.drawing.parts import (
    FAINT,
    INK,
    MOST_TICKS,
    finish,
    mark_event,
    name_axes,
)
from claimdesk.models.analysis.print_figures import Curve
from claimdesk.models.messages.catalogue import _

_HEIGHT_MM = 62.0
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_EPOCH = datetime.date(1970, 1, 1)
_PALE, _SHADE, _DARKEST = 0.03, 0.055, 0.3
_CROWDED = 60
"""Points from which on their dots are small."""


def height(_figure: Curve, _style: PictureStyle) -> float:
    """Return the height of a picture in millimetres."""
    return _HEIGHT_MM


def draw(page: Any, figure: Curve, style: PictureStyle) -> None:  # noqa: ANN401
    """Draw the curve on an empty page."""
    axes = page.add_subplot()
    days = [_number(point.day) for point in figure.points]
    if days:
        half = (days[-1] - days[0]) / max(len(days) - 1, 1) / 2 or 1.0
        axes.set_xlim(days[0] - half, days[-1] + half)
        _phases(axes, figure, style, days)
    for run in _runs(figure):
        size = 1.2 if len(days) > _CROWDED else 3
        values = [figure.points[place].value for place in run]
        axes.plot([days[n] for n in run], values, color=INK, linewidth=1.2, marker="o", ms=size)
    for day, name in figure.events:
        mark_event(axes, _number(day), name, style)
    finish(axes.yaxis, axes)
    axes.set_ylim(0, 1)
    axes.set_yticks(_TICKS, [f"{tick:g}" for tick in _TICKS])
    time: Any = dates
    locator = time.AutoDateLocator(minticks=2, maxticks=MOST_TICKS)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(time.ConciseDateFormatter(locator, show_offset=False))
    name_axes(axes, figure, style)


def _number(day: datetime.date) -> float:
    """Return a day as matplotlib counts days."""
    return float((day - _EPOCH).days)


def _phases(axes: Any, figure: Curve, style: PictureStyle, days: list[float]) -> None:  # noqa: ANN401
    """Shade each phase, and write its number above it."""
    points, (left, right) = figure.points, axes.get_xlim()
    starts = [n for n in range(len(points)) if not n or points[n].phase != points[n - 1].phase]
    for start, after in zip(starts, [*starts[1:], None], strict=True):
        first = left if not start else (days[start - 1] + days[start]) / 2
        last = right if after is None else (days[after - 1] + days[after]) / 2
        phase = points[start].phase
        shade = 1 - min(_PALE + _SHADE * phase, _DARKEST)
        axes.axvspan(first, last, color=(shade, shade, shade), linewidth=0, zorder=0)
        wide = (last - first) / (right - left) * style.width * 0.85
        words = _("Phase {n}").format(n=phase + 1)
        if wide < len(words) * style.points * 0.2:
            words = str(phase + 1)
        if wide >= len(words) * style.points * 0.2:
            axes.annotate(
                words,
                ((first + last) / 2, 1.0),
                xycoords=("data", "axes fraction"),
                xytext=(0, 2),
                textcoords="offset points",
                ha="center",
                fontsize=style.points - 1,
                color=FAINT,
            )


def _runs(figure: Curve) -> Iterator[list[int]]:
    """Yield the places of points that are joined by a line."""
    run: list[int] = []
    for place, point in enumerate(figure.points):
        if run and (point.value is None or point.after_gap):
            yield run
            run = []
        if point.value is not None:
            run.append(place)
    if run:
        yield run
