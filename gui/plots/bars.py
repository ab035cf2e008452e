# SPDX-License-Identifier: MIT
"""The items that draw stacked bars: bars, row labels, a scale of whole numbers, totals.

Imports pyqtgraph, so it is imported only once there is something to draw.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from claimdesk.gui.plots.bar_figures import BarRow
from claimdesk.gui.plots.series_style import SeriesStyle
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.models.messages.catalogue import _

BAR = 0.66
"""Height of a bar, as a share of its row's."""
_THIN = 0.2
"""Height of the bar of suggestions under that of accepted claims."""
_GAP = 8
_BETWEEN_GROUPS = 0.16
"""Share of a row that is free between groups of bars."""
_ACCEPTED = 0.6
"""Share of a stance's bars that is that of accepted claims, where both are shown."""
_NUMBER = 200
"""Room for the number beside a bar, in pixels."""
_WIDE_UNIT = 4
"""Pixels per claim from which on segments are separated by a line."""
_VEIL = 0.6
"""How much of the rows that are not chosen the ground covers."""
_MOST_STEPS = 5
"""Steps of the scale."""

Extent = tuple[float, float]
"""Where a segment begins on the scale, and how long it is."""


@dataclass(slots=True)
class Scene:
    """The state that all items of a plot draw from.

    Lengths are pixels; row `i` begins at `i * row_height`, minus how far the rows are scrolled.
    """

    rows: Sequence[BarRow] = ()
    styles: Sequence[SeriesStyle] = ()
    sides: Sequence[float] = ()
    """Of diverging bars: the side of each series; empty: all begin at 0."""
    shares: bool = False
    """Whether the scale is of shares, 0..1, and not of claims."""
    font: QFont = field(default_factory=QFont)
    text: QColor = field(default_factory=QColor)
    faded: QColor = field(default_factory=QColor)
    grid: QColor = field(default_factory=QColor)
    base: QColor = field(default_factory=QColor)
    highlight: QColor = field(default_factory=QColor)
    row_height: int = 1
    top: int = 0
    """How far the rows are scrolled."""
    unit: float = 1.0
    """Width of one claim, or of the share 1."""
    origin: float = 0.0
    """Where the scale is 0."""
    low: float = 0.0
    """How far bars reach to the left on the scale, not positive."""
    high: float = 1.0
    """How far they reach to the right."""
    current: int | None = None
    segment: int | None = None
    anchor: int | None = None
    """The row at the other end of those that the keyboard selects; None: only one is."""
    focused: bool = False
    has_beside: bool = False
    """Whether suggestions have a thin bar of their own beside that of accepted claims."""
    chosen: frozenset[int] = frozenset()
    """The rows that filter the other plots; the others are faded. Empty: none do."""
    grouped: bool = False
    """Whether each series has a bar of its own, side by side in its row."""
    lanes: Sequence[str | None] = ()
    """Of grouped bars: the stances that have one, from the top."""
    _bars: Sequence[Sequence[int]] = ()
    """The series in the bar of accepted claims, and those in that of suggestions."""
    _extents: dict[int, tuple[Extent, ...]] = field(default_factory=dict)

    def show(
        self,
        rows: Sequence[BarRow],
        styles: Sequence[SeriesStyle],
        sides: Sequence[float],
        shares: bool,
        *,
        grouped: bool = False,
    ) -> None:
        """Take other bars, and how they stand on the scale."""
        self.grouped = grouped
        used = (n for n in range(len(styles)) if any(row.counts[n] for row in rows))
        self.lanes = list(dict.fromkeys(styles[n].series.stance for n in used))
        self.rows, self.styles, self.sides, self.shares = rows, tuple(styles), sides, shares
        hatched = [style.hatched for style in styles]
        self.has_beside = len(set(hatched)) > 1
        self._bars = [[n for n, own in enumerate(hatched) if own == wanted] for wanted in (0, 1)]
        self._extents = {}
        ends = [
            (start, start + length)
            for row in range(len(rows))
            for start, length in self.extents(row)
        ]
        self.low = min([0.0, *(start for start, _end in ends)])
        self.high = max([0.0, *(end for _start, end in ends)])
        if self.low == self.high:
            self.high = 1.0

    def extents(self, row: int) -> tuple[Extent, ...]:
        """Return where each segment of a row is; a bare row has none, only a number."""
        if row not in self._extents:
            self._extents[row] = self._computed(self.rows[row])
        return self._extents[row]

    def _computed(self, row: BarRow) -> tuple[Extent, ...]:
        found: list[Extent] = [(0.0, 0.0)] * len(row.counts)
        if self.is_bare(row):
            return tuple(found)
        for own in self._bars:
            total = sum(row.counts[n] for n in own)
            scale = 1 / total if self.shares and total else 1.0
            at = -sum(row.counts[n] * self._left_share(n) for n in own) * scale
            for n in own:
                found[n] = (0.0 if self.grouped else at, row.counts[n] * scale)
                at += found[n][1]
        return tuple(found)

    def is_bare(self, row: BarRow) -> bool:
        """Return whether a row has a number and no bar, so that it does not set the scale."""
        return row.is_bare(self.shares)

    def _left_share(self, series: int) -> float:
        """Return which part of a series is left of 0."""
        return (1 - self.sides[series]) / 2 if self.sides else 0.0

    def visible(self, height: float) -> range:
        """Return the rows that are at least partly visible in `height` pixels."""
        first = self.top // self.row_height
        last = int((self.top + height) // self.row_height) + 1
        return range(max(first, 0), min(last, len(self.rows)))

    def bar(self, row: int, series: int | None = None) -> tuple[float, float]:
        """Return the upper edge of the bar of a series and its height, as it is scrolled.

        None for all bars of the row.
        """
        if self.grouped:
            return self._lane(row, series)
        hatched = None if series is None else self.styles[series].hatched
        whole = round(self.row_height * BAR)
        top = row * self.row_height - self.top + (self.row_height - whole) // 2
        thin = round(self.row_height * _THIN)
        if hatched is None or not self.has_beside:
            return top, whole
        return (top + whole - thin, thin) if hatched else (top, whole - thin - 1)

    def _lane(self, row: int, series: int | None) -> tuple[float, float]:
        """Return the same for bars side by side."""
        each = self.row_height * (1 - _BETWEEN_GROUPS) / max(len(self.lanes), 1)
        top = row * self.row_height - self.top + self.row_height * _BETWEEN_GROUPS / 2
        if series is None:
            return top, each * max(len(self.lanes), 1)
        style = self.styles[series]
        stance = style.series.stance
        top += each * (self.lanes.index(stance) if stance in self.lanes else 0)
        if not self.has_beside:
            return top, each - 1
        # What is to decide is a thinner bar under that of its own stance.
        split = each * _ACCEPTED
        return (top + split, each - split - 1) if style.hatched else (top, split)

    def segment_rect(self, row: int, segment: int | None) -> QRectF:
        """Return the rectangle of a segment of a row; of the whole bar for None."""
        if segment is None:
            top, height = self.bar(row)
            extents = [each for each in self.extents(row) if each[1]] or [(0.0, 0.0)]
            left = min(start for start, _length in extents)
            right = max(start + length for start, length in extents)
            return QRectF(self.origin + left * self.unit, top, (right - left) * self.unit, height)
        top, height = self.bar(row, segment)
        start, length = self.extents(row)[segment]
        return QRectF(self.origin + start * self.unit, top, length * self.unit, height)

    def ticks(self, width: float, metrics: QFontMetricsF) -> list[float]:
        """Return the places of the scale that are labelled, at most about five."""
        if not self.rows:
            return []
        if self.shares:
            return [step / 4 for step in range(math.ceil(self.low * 4), int(self.high * 4) + 1)]
        span = self.high - self.low
        step = whole_step(span, min(width, span * self.unit), metrics)
        return [float(n * step) for n in range(-int(-self.low // step), int(self.high // step) + 1)]

    def tick_label(self, value: float) -> str:
        """Return the label of a place of the scale; both sides count upwards."""
        return f"{abs(value):.0%}" if self.shares else f"{abs(value):.0f}"

    def total_label(self, row: int) -> str:
        """Return the number at the end of a bar, that of suggestions after a plus."""
        entry = self.rows[row]
        suggested = sum(entry.counts[n] for n in self._bars[1]) if self.has_beside else 0
        if not suggested:
            return str(entry.total)
        return f"{entry.total - suggested} + {suggested}"


class Bars(pg.BarGraphItem):  # type: ignore[misc]
    """The segments of one series."""

    def __init__(self, scene: Scene, series: int) -> None:
        self._scene = scene
        self._series = series
        super().__init__(x0=[], y0=[], width=[], height=BAR, pen=None, brush=None)

    def refresh(self, visible: range) -> None:
        """Draw the visible rows as they are now."""
        scene, series = self._scene, self._series
        rows = [row for row in visible if scene.extents(row)[series][1]]
        style = scene.styles[series]
        self.setOpts(
            x0=[scene.extents(row)[series][0] for row in rows],
            width=[scene.extents(row)[series][1] for row in rows],
            y0=[(scene.bar(row, series)[0] + scene.top) / scene.row_height for row in rows],
            height=scene.bar(0, series)[1] / scene.row_height,
            pen=self._pen(style),
            brush=style.fill,
        )

    def _pen(self, style: SeriesStyle) -> QPen:
        separated = self._scene.shares or self._scene.unit >= _WIDE_UNIT
        hollow = style.hatched or style.series.stance is None
        pen = QPen(style.edge if hollow else self._scene.base, 1 if separated else 0)
        pen.setCosmetic(True)
        if not separated:
            pen.setStyle(Qt.PenStyle.NoPen)
        return pen

    @guarded
    def paint(self, painter: QPainter, *_args: object) -> None:
        # The view is stretched, but a pattern must not be: lay it out in pixels.
        brush = QBrush(self.opts["brush"])
        brush.setTransform(painter.transform().inverted()[0])
        painter.setPen(self.opts["pen"])
        painter.setBrush(brush)
        # The line that separates solid segments takes a part of their height.
        inset = 1 / self._scene.row_height if self.opts["pen"].color() != self._scene.base else 0.0
        height = self.opts["height"] - 2 * inset
        for x, y, width in zip(self.opts["x0"], self.opts["y0"], self.opts["width"], strict=True):
            painter.drawRect(QRectF(x, y + inset, width, height))


class Scale(pg.AxisItem):  # type: ignore[misc]
    """An axis of whole numbers or of shares."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        super().__init__("bottom")
        self.enableAutoSIPrefix(False)

    def tickValues(self, _low: float, _high: float, size: float) -> list[tuple[float, list[float]]]:
        metrics = QFontMetricsF(self.style["tickFont"] or QFont())
        return [(1.0, self._scene.ticks(size, metrics))]

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [self._scene.tick_label(value) for value in values]

    def drawPicture(self, painter: QPainter, axis: object, _ticks: object, texts: object) -> None:
        # The lines of the grid are the ticks.
        super().drawPicture(painter, axis, [], texts)


def whole_step(span: float, size: float, metrics: QFontMetricsF) -> int:
    """Return the smallest of 1, 2, 5, 10, … whose labels fit on `size` pixels for `span` claims."""
    room = metrics.horizontalAdvance(f"{span:.0f}") + 2 * metrics.averageCharWidth()
    step = 1
    while span and (step * size / span < room or span / step > _MOST_STEPS):
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


class RowLabels(pg.AxisItem):  # type: ignore[misc]
    """The names of the rows, elided to the width of the axis."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        super().__init__("left")

    @guarded
    def paint(self, painter: QPainter, *_args: object) -> None:
        scene = self._scene
        painter.setFont(scene.font)
        metrics = QFontMetricsF(scene.font)
        width = self.size().width() - _GAP
        painter.setClipRect(self.mapRectFromParent(self.geometry()))
        for row in scene.visible(self.size().height()):
            top = row * scene.row_height - scene.top
            entry = scene.rows[row]
            painter.setPen(scene.faded if scene.is_bare(entry) else scene.text)
            text = metrics.elidedText(entry.label, Qt.TextElideMode.ElideRight, width)
            painter.drawText(
                QRectF(0, top, width, scene.row_height),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                text,
            )


class PixelLayer(pg.GraphicsObject):  # type: ignore[misc]
    """Draws in pixels of the plot's area, below or above the bars."""

    def __init__(self, view: Any, draw: Callable[[QPainter, QRectF], None], above: bool) -> None:  # noqa: ANN401
        super().__init__()
        self._view = view
        self._draw = draw
        self.setParentItem(view)
        self.setZValue(10 if above else -10)

    @guarded
    def boundingRect(self) -> QRectF:
        return QRectF(QPointF(0, 0), self._view.size())

    @guarded
    def paint(self, painter: QPainter, *_args: object) -> None:
        self._draw(painter, self.boundingRect())


def draw_below(scene: Scene, painter: QPainter, area: QRectF) -> None:
    """Draw the background of the current row, and a grid line at every number of the scale."""
    if scene.current is not None and scene.focused:
        ends = (scene.current, scene.current if scene.anchor is None else scene.anchor)
        top = min(ends) * scene.row_height - scene.top
        height = (abs(ends[0] - ends[1]) + 1) * scene.row_height
        painter.fillRect(QRectF(0, top, area.width(), height), scene.highlight)
    for value in scene.ticks(area.width(), QFontMetricsF(scene.font)):
        painter.setPen(QPen(scene.faded if scene.sides and not value else scene.grid, 1))
        x = round(scene.origin + value * scene.unit)
        painter.drawLine(QPointF(x, 0), QPointF(x, area.height()))


def draw_above(scene: Scene, painter: QPainter, area: QRectF) -> None:
    """Draw totals at the ends of bars, counts where they fit, and the current segment's frame."""
    painter.setFont(scene.font)
    metrics = QFontMetricsF(scene.font)
    if not scene.rows:
        painter.setPen(scene.faded)
        words = _("No claims have a stance. Code them, or choose another plot.")
        align = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, align, words)
    for row in scene.visible(area.height()):
        _draw_counts(scene, painter, row, metrics)
        bar = scene.segment_rect(row, None)
        is_faded = scene.is_bare(scene.rows[row])
        painter.setPen(scene.faded if is_faded else scene.text)
        right = bar.right() if not is_faded else 0.0
        if is_faded or not scene.grouped:
            painter.drawText(
                QRectF(right + _GAP, bar.top(), area.width(), bar.height()),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                scene.total_label(row),
            )
        if scene.chosen and row not in scene.chosen:
            veil = QColor(scene.base)
            veil.setAlphaF(_VEIL)
            painter.fillRect(
                QRectF(0, bar.top() - _GAP / 2, area.width(), bar.height() + _GAP), veil
            )
    if scene.current is not None and scene.focused and scene.current < len(scene.rows):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(scene.text, 2))
        frame = scene.segment_rect(scene.current, scene.segment)
        # Around a whole bar, where one segment may be all of it.
        painter.drawRect(frame if scene.segment is not None else frame.adjusted(0, -3, 3, 3))


def _draw_lane_counts(scene: Scene, painter: QPainter, row: int) -> None:
    """Draw the claims of each stance at the end of its bars, those to decide after a plus."""
    if scene.is_bare(scene.rows[row]):
        return
    painter.setPen(scene.text)
    for stance in scene.lanes:
        own = [n for n, style in enumerate(scene.styles) if style.series.stance == stance]
        counts = [scene.rows[row].counts[n] for n in own]
        if not any(counts):
            continue
        # One number for both bars, since each alone would have no room.
        rects = [scene.segment_rect(row, n) for n in own]
        middle = (min(r.top() for r in rects) + max(r.bottom() for r in rects)) / 2
        beside = QRectF(max(r.right() for r in rects) + _GAP / 2, middle - 50, _NUMBER, 100)
        words = " + ".join(map(str, counts)) if counts[-1] and len(counts) > 1 else str(counts[0])
        painter.drawText(beside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def _draw_counts(scene: Scene, painter: QPainter, row: int, metrics: QFontMetricsF) -> None:
    counts = scene.rows[row].counts
    if scene.grouped:
        _draw_lane_counts(scene, painter, row)
        return
    if sum(count > 0 for count in counts) < 2 or scene.is_bare(scene.rows[row]):
        return
    for series, count in enumerate(counts):
        style = scene.styles[series]
        # On stripes a number would be hard to read; hovering shows it.
        if not count or style.hatched:
            continue
        rect, text = scene.segment_rect(row, series), str(count)
        if rect.width() < metrics.horizontalAdvance(text) + _GAP:
            continue
        painter.setPen(style.ink)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
