# SPDX-License-Identifier: MIT
"""The items that draw stacked bars: bars, row labels, a scale of whole numbers, totals.

Imports pyqtgraph, so it is imported only once there is something to draw.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from claimdesk.gui.plots.bar_figures import BarRow
from claimdesk.gui.plots.series_style import SeriesStyle
from claimdesk.gui.widgets.guarded import guarded

BAR = 0.66
"""Height of a bar, as a share of its row's."""
_GAP = 8
_WIDE_UNIT = 4
"""Pixels per claim from which on segments are separated by a line."""


@dataclass(slots=True)
class Scene:
    """The state that all items of a plot draw from.

    Lengths are pixels; row `i` begins at `i * row_height`, minus how far the rows are scrolled.
    """

    rows: Sequence[BarRow] = ()
    styles: Sequence[SeriesStyle] = ()
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
    """Width of one claim."""
    current: int | None = None
    segment: int | None = None
    focused: bool = False

    def visible(self, height: float) -> range:
        """Return the rows that are at least partly visible in `height` pixels."""
        first = self.top // self.row_height
        last = int((self.top + height) // self.row_height) + 1
        return range(max(first, 0), min(last, len(self.rows)))

    def bar(self, row: int) -> tuple[float, float]:
        """Return the upper edge of a bar and its height, as it is scrolled."""
        height = round(self.row_height * BAR)
        return row * self.row_height - self.top + (self.row_height - height) // 2, height

    def segment_rect(self, row: int, segment: int | None) -> QRectF:
        """Return the rectangle of a segment of a row; of the whole bar for None."""
        top, height = self.bar(row)
        counts = self.rows[row].counts
        if segment is None:
            return QRectF(0, top, sum(counts) * self.unit, height)
        left = sum(counts[:segment]) * self.unit
        return QRectF(left, top, counts[segment] * self.unit, height)


class Bars(pg.BarGraphItem):  # type: ignore[misc]
    """The segments of one series."""

    def __init__(self, scene: Scene, series: int) -> None:
        self._scene = scene
        self._series = series
        super().__init__(x0=[], y0=[], width=[], height=BAR, pen=None, brush=None)

    def refresh(self, visible: range) -> None:
        """Draw the visible rows as they are now."""
        scene, series = self._scene, self._series
        rows = [row for row in visible if scene.rows[row].counts[series]]
        style = scene.styles[series]
        self.setOpts(
            x0=[sum(scene.rows[row].counts[:series]) for row in rows],
            width=[scene.rows[row].counts[series] for row in rows],
            y0=[(scene.bar(row)[0] + scene.top) / scene.row_height for row in rows],
            height=round(scene.row_height * BAR) / scene.row_height,
            pen=self._pen(style),
            brush=style.fill,
        )

    def _pen(self, style: SeriesStyle) -> QPen:
        separated = self._scene.unit >= _WIDE_UNIT
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
    """An axis of whole numbers."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self.enableAutoSIPrefix(False)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        step = whole_step(high - low, size, QFontMetricsF(self.style["tickFont"] or QFont()))
        return [(step, [float(value) for value in range(0, int(high) + 1, step)])]

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [f"{value:.0f}" for value in values]

    def drawPicture(self, painter: QPainter, axis: object, _ticks: object, texts: object) -> None:
        # The lines of the grid are the ticks.
        super().drawPicture(painter, axis, [], texts)


def whole_step(span: float, size: float, metrics: QFontMetricsF) -> int:
    """Return the smallest of 1, 2, 5, 10, … whose labels fit on `size` pixels for `span` claims."""
    room = metrics.horizontalAdvance(f"{span:.0f}") + 2 * metrics.averageCharWidth()
    step = 1
    while span and step * size / span < room:
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
            painter.setPen(scene.faded if entry.is_uncoded else scene.text)
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
        top = scene.current * scene.row_height - scene.top
        painter.fillRect(QRectF(0, top, area.width(), scene.row_height), scene.highlight)
    painter.setPen(QPen(scene.grid, 1))
    span = area.width() / scene.unit
    step = whole_step(span, area.width(), QFontMetricsF(scene.font))
    for value in range(0, int(span) + 1, step):
        x = round(value * scene.unit)
        painter.drawLine(QPointF(x, 0), QPointF(x, area.height()))


def draw_above(scene: Scene, painter: QPainter, area: QRectF) -> None:
    """Draw totals at the ends of bars, counts where they fit, and the current segment's frame."""
    painter.setFont(scene.font)
    metrics = QFontMetricsF(scene.font)
    for row in scene.visible(area.height()):
        _draw_counts(scene, painter, row, metrics)
        bar = scene.segment_rect(row, None)
        painter.setPen(scene.text)
        painter.drawText(
            QRectF(bar.right() + _GAP, bar.top(), area.width(), bar.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            str(scene.rows[row].total),
        )
    if scene.current is not None and scene.focused and scene.current < len(scene.rows):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(scene.text, 2))
        frame = scene.segment_rect(scene.current, scene.segment)
        # Around a whole bar, where one segment may be all of it.
        painter.drawRect(frame if scene.segment is not None else frame.adjusted(0, -3, 3, 3))


def _draw_counts(scene: Scene, painter: QPainter, row: int, metrics: QFontMetricsF) -> None:
    counts = scene.rows[row].counts
    if sum(count > 0 for count in counts) < 2:
        return
    for series, count in enumerate(counts):
        rect = scene.segment_rect(row, series)
        text = str(count)
        width = metrics.horizontalAdvance(text)
        style = scene.styles[series]
        # On stripes a number would be hard to read; hovering shows it.
        if not count or style.hatched or rect.width() < width + _GAP:
            continue
        painter.setPen(style.ink)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
