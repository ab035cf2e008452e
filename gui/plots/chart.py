# SPDX-License-Identifier: MIT
"""Horizontal stacked bars: scrolled, pointed at, navigated by keys, and chosen.

Imports pyqtgraph, so it is imported only once there is something to draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QPalette,
)
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QWidget

from claimdesk.gui.plots.bar_figures import BarFigures, BarRow
from claimdesk.gui.plots.bars import (
    Bars,
    PixelLayer,
    RowLabels,
    Scale,
    Scene,
    draw_above,
    draw_below,
)
from claimdesk.gui.plots.plot_view import PlotView
from claimdesk.gui.plots.series_style import SeriesStyle
from claimdesk.gui.widgets.labels import set_description
from claimdesk.models.messages.catalogue import _, ngettext

_ROW, _ROW_BESIDE = 1.75, 2.3
"""Height of a row, as a share of the font's height; with suggestions beside."""
_LANE, _LANE_BESIDE, _BETWEEN = 0.9, 1.5, 0.5
"""Height of each bar of a group, with suggestions, and of the gap between groups, so, too."""
_LABEL_SHARE = 0.42
"""The most that labels take of the width."""
_PADDING = 10
_MEASURED = 200
"""Rows whose numbers are measured: the longest bars come first."""

BarPosition = tuple[int, int | None]
"""A row, and a series of it or None for the whole row."""


class Chart(QWidget):
    """Draws a stacked bar per row; Up and Down change the row, Left and Right the segment."""

    chosen = Signal(int, object)
    """Row and series (None: the whole row) that were clicked, or taken with Enter."""
    several_chosen = Signal(int, int)
    """The first and the last of rows that were brushed with the mouse or with Shift."""
    pointed = Signal(str)
    """Exact numbers of what is pointed at or current; empty for nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = Scene()
        self._figures = BarFigures("", (), (), ())
        self._mouse: QPoint | None = None
        self._bars: list[Bars] = []
        self.plot = PlotView(self)
        self._scroll = QScrollBar(Qt.Orientation.Vertical, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.plot)
        layout.addWidget(self._scroll)
        self._scroll.valueChanged.connect(self._scrolled)
        self.setFocusProxy(self.plot)
        self._labels = RowLabels(self._scene)
        self._scale = Scale(self._scene)
        self._view = self._make_view()
        self._below = PixelLayer(self._view, partial(draw_below, self._scene), above=False)
        self._above = PixelLayer(self._view, partial(draw_above, self._scene), above=True)
        self._view.sigResized.connect(self._update_layout)
        self._apply_palette()

    @property
    def rows(self) -> Sequence[BarRow]:
        """The rows that are shown, from the top."""
        return self._scene.rows

    @property
    def current(self) -> BarPosition | None:
        """The row and series that the keyboard is at."""
        if self._scene.current is None:
            return None
        return self._scene.current, self._scene.segment

    def show_bars(
        self,
        figures: BarFigures,
        styles: Sequence[SeriesStyle],
        *,
        shares: bool = False,
        grouped: bool = False,
    ) -> None:
        """Show other figures; the current row stays current if its value is still there.

        `grouped` is whether each series has a bar of its own, all side by side.
        """
        scene = self._scene
        current = self._current_among(figures, styles)
        self._figures = figures
        scene.show(figures.rows, styles, figures.sides, shares, grouped=grouped)
        scene.current, scene.segment = current if current is not None else (None, None)
        scene.anchor = None
        self._match_bars()
        self._apply_palette()
        self._announce_current()
        if self._mouse is not None:
            self.point_at(self._mouse)

    def describe(self, place: BarPosition) -> str:
        """Return the numbers of a row or one series, such as “Japan · supportive: 4 claims”."""
        row = self._scene.rows[place[0]]
        if place[1] is not None:
            style = self._scene.styles[place[1]]
            return _("{row} · {series}: {claims}").format(
                row=row.label,
                series=style.full_label,
                claims=_claims(row.counts[place[1]]),
            )
        parts = [
            f"{count} {style.full_label}"
            for count, style in zip(row.counts, self._scene.styles, strict=True)
            if count
        ]
        return _("{row}: {claims} ({parts})").format(
            row=row.label, claims=_claims(row.total), parts="; ".join(parts)
        )

    def describe_rows(self, one: int, other: int) -> str:
        """Return the labels of the first and the last of several rows, and their claims."""
        rows = self._scene.rows[min(one, other) : max(one, other) + 1]
        return _("{first} to {last}: {claims}").format(
            first=rows[0].label, last=rows[-1].label, claims=_claims(sum(r.total for r in rows))
        )

    def place_at(self, position: QPoint) -> BarPosition | None:
        """Return what is at a pixel of `plot`; label, total and space beside a bar are its row."""
        point = self._view.mapFromScene(self.plot.mapToScene(position))
        area = self._view.size()
        row = int((point.y() + self._scene.top) // self._scene.row_height)
        if not (0 <= point.y() < area.height() and 0 <= row < len(self._scene.rows)):
            return None
        return row, self._segment_at(row, point)

    def segment_center(self, row: int, series: int | None) -> QPoint:
        """Return the middle of a segment, or of a whole bar, as a position of `plot`."""
        middle = self._scene.segment_rect(row, series).center()
        position: QPoint = self.plot.mapFromScene(self._view.mapToScene(middle))
        return position

    def navigate(self, key: int) -> bool:
        """Make another row or segment current; return whether `key` is one that does."""
        if not self._scene.rows:
            return False
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
            return True
        last = len(self._scene.rows) - 1
        page = max(self._scroll.pageStep() // self._scene.row_height, 1)
        here = -1 if self._scene.current is None else self._scene.current
        target = {
            Qt.Key.Key_Up: max(here - 1, 0),
            Qt.Key.Key_Down: here + 1,
            Qt.Key.Key_PageUp: max(here - page, 0),
            Qt.Key.Key_PageDown: here + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(key))
        if target is None:
            return False
        self._make_current(min(target, last), None)
        return True

    def choose(self, place: BarPosition | None) -> None:
        """Make a position current and emit that it was chosen."""
        if place is not None:
            self._make_current(*place)
            self.chosen.emit(*place)

    def choose_rows(self, one: int, other: int) -> None:
        """Make the second row current and emit that all from one to the other were chosen."""
        self._make_current(other, None)
        if one == other:
            self.chosen.emit(other, None)
        else:
            self.several_chosen.emit(min(one, other), max(one, other))

    def choose_current(self) -> None:
        """Choose the position or the rows that the keyboard is at."""
        scene = self._scene
        if scene.anchor is not None and scene.current is not None:
            self.choose_rows(scene.anchor, scene.current)
        else:
            self.choose(self.current)

    def extend(self, key: int) -> bool:
        """Extend the current row by the one above or below; return whether `key` does that."""
        if key not in (Qt.Key.Key_Up, Qt.Key.Key_Down) or not self._scene.rows:
            return False
        here = self._scene.current or 0
        anchor = here if self._scene.anchor is None else self._scene.anchor
        target = here + (1 if key == Qt.Key.Key_Down else -1)
        self._make_current(min(max(target, 0), len(self._scene.rows) - 1), None)
        self._scene.anchor = anchor
        self._announce_current()
        self._repaint()
        return True

    def show_chosen(self, rows: Iterable[int]) -> None:
        """Fade all rows but these; none if there are none."""
        self._scene.chosen = frozenset(rows)
        self._repaint()

    def focus_changed(self, has_focus: bool) -> None:
        """Show or hide the current row."""
        self._scene.focused = has_focus
        if has_focus and self._scene.current is None and self._scene.rows:
            self._scene.current = 0
        self._announce_current()
        self._show_numbers(None)
        self._repaint()

    def scroll_by(self, pixels: int) -> None:
        """Scroll the rows down by `pixels`."""
        self._scroll.setValue(self._scroll.value() + pixels)

    def point_at(self, position: QPoint | None) -> None:
        """Show the numbers of what is at the pixel of `plot` that the mouse is on."""
        self._mouse = position
        place = self.place_at(position) if position is not None else None
        hand = Qt.CursorShape.PointingHandCursor if place else Qt.CursorShape.ArrowCursor
        self.plot.setCursor(hand)
        self._show_numbers(place)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._apply_palette()

    def _make_view(self) -> pg.ViewBox:
        item = self.plot.getPlotItem()
        item.setAxisItems({"left": self._labels, "bottom": self._scale})
        item.hideButtons()
        item.setMenuEnabled(False)
        item.setContentsMargins(0, 0, 0, 0)
        for axis in (self._labels, self._scale):
            axis.setZValue(0)
        view = item.getViewBox()
        view.setMouseEnabled(False, False)
        view.setDefaultPadding(0)
        view.invertY(True)
        view.disableAutoRange()
        return view

    def _apply_palette(self) -> None:
        """Take colours and sizes from the palette and the font."""
        scene, palette = self._scene, self.palette()
        scene.font = self.font()
        scene.text = palette.color(QPalette.ColorRole.Text)
        scene.faded = palette.color(QPalette.ColorRole.PlaceholderText)
        scene.base = palette.color(QPalette.ColorRole.Base)
        scene.grid = palette.color(QPalette.ColorRole.Midlight)
        scene.highlight = palette.color(QPalette.ColorRole.Highlight)
        metrics = QFontMetricsF(scene.font)
        heights = _ROW_BESIDE if scene.has_beside else _ROW
        if scene.grouped:
            lane = _LANE_BESIDE if scene.has_beside else _LANE
            heights = max(lane * len(scene.lanes) + _BETWEEN, _ROW)
        scene.row_height = round(metrics.height() * heights)
        self._scroll.setSingleStep(scene.row_height)
        self.plot.setBackground(scene.base)
        self._scale.setTickFont(scene.font)
        self._scale.setPen(pg.mkPen(None))
        self._scale.setTextPen(scene.faded)
        self._scale.setStyle(tickLength=0, tickTextOffset=4, hideOverlappingLabels=False)
        self._scale.setHeight(round(metrics.height()) + 6)
        self._update_layout()

    def _current_among(
        self, figures: BarFigures, styles: Sequence[SeriesStyle]
    ) -> BarPosition | None:
        """Return where the current position is in other figures."""
        if self.current is None:
            return None
        row, segment = self.current
        if figures.field != self._figures.field:
            return None
        key = self._scene.rows[row].key
        same = next((i for i, other in enumerate(figures.rows) if other.key == key), None)
        if same is None or segment is None:
            return None if same is None else (same, None)
        series = self._scene.styles[segment].series
        for place, style in enumerate(styles):
            if style.series == series and figures.rows[same].counts[place]:
                return same, place
        return same, None

    def _match_bars(self) -> None:
        item = self.plot.getPlotItem()
        while len(self._bars) > len(self._scene.styles):
            item.removeItem(self._bars.pop())
        while len(self._bars) < len(self._scene.styles):
            self._bars.append(Bars(self._scene, len(self._bars)))
            item.addItem(self._bars[-1], ignoreBounds=True)

    def _update_layout(self) -> None:
        """Compute the room for labels and totals, the unit of the scale, and the scroll range."""
        scene = self._scene
        metrics = QFontMetricsF(scene.font or self.font())
        widths = (metrics.horizontalAdvance(label) for label in self._figures.longest)
        wanted = max(widths, default=0.0)
        room = self.plot.width() * _LABEL_SHARE
        self._labels.setWidth(round(min(wanted + 2 * _PADDING, room)))
        area = self._view.size()
        shown = range(min(len(scene.rows), _MEASURED))
        labels = {scene.total_label(row) for row in shown}
        totals = max(map(metrics.horizontalAdvance, labels), default=0.0) + 2 * _PADDING
        left = _PADDING if scene.low else 0
        scene.unit = max(area.width() - totals - left, 1.0) / (scene.high - scene.low)
        scene.origin = left - scene.low * scene.unit
        hidden = len(scene.rows) * scene.row_height - area.height()
        with QSignalBlocker(self._scroll):
            self._scroll.setRange(0, max(round(hidden), 0))
            self._scroll.setPageStep(max(round(area.height()), 1))
        self._scroll.setVisible(hidden > 0)
        self._scrolled()

    def _scrolled(self) -> None:
        scene, area = self._scene, self._view.size()
        if area.width() <= 0 or area.height() <= 0:
            return
        scene.top = self._scroll.value()
        first = scene.top / scene.row_height
        self._view.setRange(
            xRange=(-scene.origin / scene.unit, (area.width() - scene.origin) / scene.unit),
            yRange=(first, first + area.height() / scene.row_height),
            padding=0,
        )
        visible = scene.visible(area.height())
        for bars in self._bars:
            bars.refresh(visible)
        self._repaint()

    def _repaint(self) -> None:
        for item in (self._below, self._above, self._labels):
            item.prepareGeometryChange()
            item.update()

    def _segment_at(self, row: int, point: QPointF) -> int | None:
        for series, (_start, length) in enumerate(self._scene.extents(row)):
            if length and self._scene.segment_rect(row, series).contains(point):
                return series
        return None

    def _step(self, by: int) -> None:
        """Go to the next segment of the current row; before the first comes the row as a whole."""
        row = self._scene.current or 0
        lengths = [length for _start, length in self._scene.extents(row)]
        places = [None, *(series for series, length in enumerate(lengths) if length)]
        here = places.index(self._scene.segment) if self._scene.segment in places else 0
        self._make_current(row, places[min(max(here + by, 0), len(places) - 1)])

    def _make_current(self, row: int, segment: int | None) -> None:
        self._scene.current, self._scene.segment = row, segment
        self._scene.anchor = None
        top = row * self._scene.row_height
        page = self._scroll.pageStep()
        if top < self._scroll.value():
            self._scroll.setValue(top)
        elif top + self._scene.row_height > self._scroll.value() + page:
            self._scroll.setValue(top + self._scene.row_height - page)
        self._announce_current()
        self._repaint()

    def _announce_current(self) -> None:
        scene = self._scene
        text = self.describe(self.current) if self.current is not None else ""
        if scene.anchor is not None and scene.current is not None:
            text = self.describe_rows(scene.anchor, scene.current)
        if self._scene.focused:
            self.pointed.emit(text)
        set_description(self.plot, text)

    def _show_numbers(self, place: BarPosition | None) -> None:
        """Show the numbers of a position; of the current one if it is None."""
        place = place or (self.current if self._scene.focused else None)
        self.pointed.emit(self.describe(place) if place is not None else "")


def _claims(count: int) -> str:
    return ngettext("1 claim", "{n} claims", count).format(n=count)
