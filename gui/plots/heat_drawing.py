# SPDX-License-Identifier: MIT
"""A heat map as it is drawn: the number of a cell is that of its claims, its colour their stance.

The last row and the last column hold the sums.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QLinearGradient, QPainter, QPen

from claimdesk.gui.plots.heat_figures import HeatFigures
from claimdesk.gui.plots.mark_canvas import Block, Look, Place
from claimdesk.gui.widgets.roles import STANCES, blend, ink_on, of_role
from claimdesk.models.messages.catalogue import _

_LABELS, _SLANTED = 0.34, 0.32
"""The most that labels take of the width and of the height."""
_GAP = 6.0
_ANGLE = 38
"""Degrees by which the labels of columns are turned at least; more where columns are narrow."""
_PALE, _FULL = 0.10, 0.85
"""How much of the colour of a stance is in a cell that is hardly, and one that is fully, so."""
_HATCHED_BELOW = -0.15
"""Cells that are more against than this are hatched, to be told apart without colours."""
_SCALE_WIDTH = 90.0
_SMALLEST = 0.65
"""Size of the letters of a low heat map, as a share of the usual size."""
_STRIP_FROM = 1.25
"""Height of a cell, in heights of the font, from which suggestions have a bar in it."""
_SMALLER = (1.0, 0.8, 0.65)
"""Sizes of the letters of a number, the largest that has room."""
_SPACE = 3.0
"""Pixels beside the number of a cell."""
_LEAST_LABEL = 22
"""Characters of the names of rows that have room, at least."""
_STRIP = 0.16
"""Height of the bar of suggestions, as a share of a cell's."""
_TALLEST, _WIDEST = 2.6, 9.0
"""The most that a cell grows, in heights of the font."""


class HeatDrawing:
    """Lays out and draws the cells."""

    def __init__(self, figures: HeatFigures) -> None:
        self.figures = figures
        self._look: Look | None = None
        self._area = QRectF()
        """Where the cells and sums are."""
        self._cell = (1.0, 1.0)
        self._angle = math.radians(_ANGLE)
        self._number_font = QFont()
        self._wider = 0.0
        """How much wider the sums are than other cells."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns, with those of the sums."""
        return len(self.figures.rows) + 1, len(self.figures.columns) + 1

    def least_width(self, font: QFont) -> int:
        """Return the width from which on the numbers of all cells have room."""
        metrics = QFontMetricsF(font)
        labels = metrics.averageCharWidth() * _LEAST_LABEL
        cells = self._widest(metrics) * _SMALLER[-1] + _SPACE
        return math.ceil(labels + (len(self.figures.columns) + 1) * cells)

    def _widest(self, metrics: QFontMetricsF) -> float:
        """Return the width of the widest number that is not the sum of a row."""
        numbers = (self.figures.at(len(self.figures.rows), n) for n in range(self.shape[1] - 1))
        return max((metrics.horizontalAdvance(str(number)) for number in numbers), default=0.0)

    def lay_out(self, size: QSize, look: Look) -> None:
        # Rows that have little room get smaller letters, as small as can still be read.
        self._measure(size, look)
        fits = self._cell[1] / QFontMetricsF(look.font).height()
        if fits < 1:
            font = QFont(look.font)
            font.setPointSizeF(font.pointSizeF() * max(fits, _SMALLEST))
            self._measure(size, look._replace(font=font))

    def _measure(self, size: QSize, look: Look) -> None:
        self._look = look
        metrics = QFontMetricsF(look.font)
        rows, columns = self.shape
        labels = [metrics.horizontalAdvance(label) for label in (*self.figures.rows, _("All"))]
        left = min(max(labels), size.width() * _LABELS) + 2 * _GAP
        top = metrics.height() + 2 * _GAP
        heads = (*self.figures.columns, _("All"))
        longest = max(metrics.horizontalAdvance(label) for label in heads)
        sums = metrics.horizontalAdvance(str(self.figures.total)) + _GAP
        across = size.width() - left - 2 * _GAP
        self._angle = self._angle_for((across - sums) / columns, metrics.height())
        slanted = longest * math.sin(self._angle) + metrics.height()
        below = min(slanted, size.height() * _SLANTED) + _GAP
        room = (across, size.height() - top - below)
        self._wider = max(sums - room[0] / columns, 0.0)
        self._cell = (
            max(min((room[0] - self._wider) / columns, metrics.height() * _WIDEST), 1.0),
            max(min(room[1] / rows, metrics.height() * _TALLEST), 1.0),
        )
        room_for = (self._cell[0] - 1) / max(self._widest(metrics), 1.0)
        scale = next((each for each in _SMALLER if each <= room_for), _SMALLER[-1])
        self._number_font = QFont(look.font)
        self._number_font.setPointSizeF(look.font.pointSizeF() * scale)
        wide = self._cell[0] * columns + self._wider
        self._area = QRectF(left, top, wide, self._cell[1] * rows)

    @staticmethod
    def _angle_for(width: float, height: float) -> float:
        """Return the angle at which labels of this height, so far apart, do not meet."""
        return max(math.asin(min(height / max(width, 1.0), 1.0)), math.radians(_ANGLE))

    def rect_of(self, block: Block) -> QRectF:
        first, last = block.first, block.last
        width, height = self._cell
        wider = self._wider if last.column == len(self.figures.columns) else 0.0
        return QRectF(
            self._area.left() + first.column * width,
            self._area.top() + first.row * height,
            (last.column - first.column + 1) * width + wider,
            (last.row - first.row + 1) * height,
        )

    def place_at(self, point: QPointF, *, nearest: bool = False) -> Place | None:
        rows, columns = self.shape
        column = math.floor((point.x() - self._area.left()) / self._cell[0])
        row = math.floor((point.y() - self._area.top()) / self._cell[1])
        if columns <= column < columns + self._wider / self._cell[0]:
            column = columns - 1
        if nearest:
            row, column = min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)
        # The label of a row, and that of a column, stand for its sum.
        if column < 0 and 0 <= row < rows:
            column = columns - 1
        if row >= rows and 0 <= column < columns:
            row = rows - 1
        if not (0 <= row < rows and 0 <= column < columns) or not self.figures.rows:
            return None
        return Place(row, column)

    def step(self, place: Place | None, across: int, down: int) -> Place | None:
        if place is None:
            return self.end(last=False)
        rows, columns = self.shape
        return Place(
            min(max(place.row + down, 0), rows - 1), min(max(place.column + across, 0), columns - 1)
        )

    def end(self, last: bool) -> Place | None:
        if not self.figures.rows:
            return None
        rows, columns = self.shape
        return Place(rows - 1, columns - 1) if last else Place(0, 0)

    def describe(self, block: Block) -> str:
        return self.figures.describe(block)

    def paint(self, painter: QPainter) -> None:
        assert self._look is not None
        if not self.figures.rows:
            painter.setPen(self._look.faded)
            where = QRectF(painter.viewport())
            words = _("No claims are coded in both fields. Choose others.")
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, words)
            return
        self._paint_scale(painter)
        for row in range(self.shape[0]):
            self._paint_row(painter, row)
        for column in range(self.shape[1]):
            self._paint_column_label(painter, column)

    def _paint_scale(self, painter: QPainter) -> None:
        """Paint the colour bar, with its words."""
        look = self._look
        assert look is not None
        painter.setFont(look.font)
        metrics = QFontMetricsF(look.font)
        against, for_ = _("against"), _("for")
        height = metrics.height()
        left = self._area.left()
        painter.setPen(look.faded)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(left, _GAP, 200, height), align, against)
        bar = QRectF(
            left + metrics.horizontalAdvance(against) + _GAP, _GAP + 2, _SCALE_WIDTH, height - 4
        )
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for step in range(11):
            gradient.setColorAt(step / 10, fill_of(step / 5 - 1, look.base))
        painter.fillRect(bar, QBrush(gradient))
        half = QRectF(bar.left(), bar.top(), bar.width() * (1 + _HATCHED_BELOW) / 2, bar.height())
        _hatch(painter, half, look.base)
        right = QRectF(bar.right() + _GAP, _GAP, 200, height)
        painter.drawText(right, align, for_)

    def _paint_row(self, painter: QPainter, row: int) -> None:
        look, figures = self._look, self.figures
        assert look is not None
        is_sum = row == len(figures.rows)
        top = self._area.top() + row * self._cell[1]
        metrics = QFontMetricsF(look.font)
        width = self._area.left() - 2 * _GAP
        label = _("All") if is_sum else figures.rows[row]
        painter.setPen(look.faded if is_sum else look.text)
        painter.drawText(
            QRectF(_GAP, top, width, self._cell[1]),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(label, Qt.TextElideMode.ElideRight, width),
        )
        for column in range(self.shape[1]):
            self._paint_cell(painter, Place(row, column))

    def _paint_cell(self, painter: QPainter, place: Place) -> None:
        look, figures = self._look, self.figures
        assert look is not None
        block = Block(place, place)
        rect = self.rect_of(block).adjusted(0.5, 0.5, -0.5, -0.5)
        count, suggested = figures.part(*figures.ranges(block))
        is_sum = place.row == len(figures.rows) or place.column == len(figures.columns)
        ink = look.faded
        if not is_sum and count:
            net = figures.net[place.row][place.column]
            fill = blend(look.base, look.text, 0.08) if net is None else fill_of(net, look.base)
            painter.fillRect(rect, fill)
            if net is not None and net < _HATCHED_BELOW:
                _hatch(painter, rect, look.base)
            ink = ink_on(fill)
        if not count:
            return
        self._paint_number(painter, rect, count - suggested, ink)
        if (
            suggested
            and not is_sum
            and rect.height() > QFontMetricsF(look.font).height() * _STRIP_FROM
        ):
            self._paint_suggested(painter, rect, suggested / count)

    def _paint_number(self, painter: QPainter, rect: QRectF, number: int, ink: QColor) -> None:
        """Paint the number of accepted claims."""
        look = self._look
        assert look is not None
        painter.setFont(self._number_font)
        painter.setPen(ink)
        align = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
        painter.drawText(rect, align, str(number))
        painter.setFont(look.font)

    def _paint_suggested(self, painter: QPainter, rect: QRectF, share: float) -> None:
        """Paint a thin hatched bar: the share of the claims of a cell that is still to decide."""
        look = self._look
        assert look is not None
        height = max(round(rect.height() * _STRIP), 3)
        strip = QRectF(rect.left(), rect.bottom() - height, rect.width() * share, height)
        painter.fillRect(strip, look.base)
        _hatch(painter, strip, look.text, 1.0, 4)
        painter.setPen(QPen(look.text, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(strip)

    def _paint_column_label(self, painter: QPainter, column: int) -> None:
        look, figures = self._look, self.figures
        assert look is not None
        metrics = QFontMetricsF(look.font)
        is_sum = column == len(figures.columns)
        if self._cell[0] * 2 < metrics.height() and column % math.ceil(
            metrics.height() / self._cell[0]
        ):
            return
        label = _("All") if is_sum else figures.columns[column]
        x = self._area.left() + (column + 0.5) * self._cell[0]
        room = painter.viewport().height() / painter.device().devicePixelRatioF()
        down = (room - self._area.bottom() - metrics.height()) / math.sin(self._angle)
        length = min(down, (x - _GAP) / max(math.cos(self._angle), 0.01))
        painter.save()
        # The middle of the end of the label is under the middle of the column.
        half = metrics.height() / 2
        painter.translate(x - half * math.sin(self._angle), self._area.bottom() + _GAP)
        painter.rotate(-math.degrees(self._angle))
        painter.setPen(look.faded if is_sum else look.text)
        painter.drawText(
            QRectF(-length, 0, length, metrics.height()),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop,
            metrics.elidedText(label, Qt.TextElideMode.ElideRight, length),
        )
        painter.restore()


def fill_of(net: float, base: QColor) -> QColor:
    """Return the colour of a mean stance, -1 against to 1 for."""
    role = STANCES["opposed" if net < 0 else "supportive"]
    return blend(base, of_role(role, base), _PALE + (_FULL - _PALE) * min(abs(net), 1.0))


def _hatch(
    painter: QPainter, rect: QRectF, colour: QColor, share: float = 0.35, step: int = 6
) -> None:
    colour = QColor(colour)
    colour.setAlphaF(share)
    painter.save()
    painter.setClipRect(rect)
    painter.setPen(QPen(colour, 1))
    x = rect.left() - rect.height()
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
        x += step
    painter.restore()
