# SPDX-License-Identifier: MIT
"""Small multiples as they are drawn: a panel of bars for each column, all with one scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from claimdesk.gui.plots.bar_figures import LARGE_REST
from claimdesk.gui.plots.heat_figures import HeatFigures
from claimdesk.gui.plots.mark_canvas import Block, Look, Place
from claimdesk.gui.plots.series_style import hatching
from claimdesk.models.analysis.claim_filter import OneOf
from claimdesk.models.messages.catalogue import _

_GAP = 6.0
_LABELS = 0.3
"""The most that the names of rows take of the width."""
_WIDE, _WIDE_ENOUGH = 14.0, 34.0
"""Least width of a panel in characters, and from which on it is not made wider."""
_TALLEST, _SMALLEST = 1.6, 0.65
"""Height of a row at most, and size of its letters at least, as a share of the font's."""
_LEAST_ROW = 0.75
"""Least height of a row, in heights of the font."""
_READABLE = 0.8
"""Height of a row, in heights of its letters, from which on these are drawn."""
_BAR, _BESIDE = 0.8, 0.3
"""Share of a row that its bar takes; of that, what suggestions take."""


class MultiplesDrawing:
    """Lays out and draws the panels."""

    def __init__(self, figures: HeatFigures, colours: Sequence[QColor]) -> None:
        self.figures = figures
        self._colours = colours
        self._look: Look | None = None
        self._across = 1
        """Panels side by side."""
        self._left = 0.0
        self._panel = (1.0, 1.0)
        self._row = 1.0
        self._head = 1.0
        self._beside = any(map(any, figures.suggested))
        self._most = max(self._lengths(rest=False), default=0)
        longest = max(self._lengths(rest=True), default=0)
        if longest <= LARGE_REST * self._most:
            self._most = longest
        self._most = self._most or 1

    def _lengths(self, *, rest: bool) -> Iterator[int]:
        """Yield the lengths of bars, with those that sum the rarer values or without."""
        figures = self.figures
        for row, value in enumerate(figures.row_values):
            for column, other in enumerate(figures.column_values):
                if rest or not (isinstance(value, OneOf) or isinstance(other, OneOf)):
                    suggested = figures.suggested[row][column]
                    yield max(figures.counts[row][column] - suggested, suggested)

    def lay_out(self, size: QSize, look: Look) -> None:
        rows, columns = max(len(self.figures.rows), 1), max(len(self.figures.columns), 1)
        metrics = QFontMetricsF(look.font)
        self._measure(size.width(), metrics)
        room = size.width() - self._left
        self._across = self._panels_across(room, size.height(), metrics)
        lines = math.ceil(columns / self._across)
        self._panel = (room / self._across, size.height() / lines)
        free = self._panel[1] - self._head - _GAP
        self._row = max(min(free / rows, metrics.height() * _TALLEST), 1.0)
        font = QFont(look.font)
        share = min(max(self._row / metrics.height(), _SMALLEST), 1.0)
        font.setPointSizeF(font.pointSizeF() * share)
        self._look = look._replace(font=font)

    def _measure(self, width: float, metrics: QFontMetricsF) -> None:
        widest = max((metrics.horizontalAdvance(name) for name in self.figures.rows), default=0.0)
        self._left = min(widest, width * _LABELS) + 2 * _GAP
        self._head = metrics.height() + _GAP

    def least_height(self, width: float, font: QFont) -> int:
        """Return the height from which on all rows can be read, at a width."""
        metrics = QFontMetricsF(font)
        self._measure(width, metrics)
        columns = max(len(self.figures.columns), 1)
        lines = math.ceil(columns / self._panels_across(width - self._left, 0, metrics))
        rows = len(self.figures.rows) * metrics.height() * _LEAST_ROW
        return math.ceil(lines * (self._head + _GAP + rows))

    def _panels_across(self, width: float, height: float, metrics: QFontMetricsF) -> int:
        """Return how many panels stand side by side: fewer, and wider, where rows have room."""
        columns, rows = max(len(self.figures.columns), 1), max(len(self.figures.rows), 1)
        character = metrics.averageCharWidth()
        most = max(min(int(width / (character * _WIDE)), columns), 1)
        lines = math.ceil(columns / most)
        needed = self._head + _GAP + rows * metrics.height()
        while (
            lines < columns
            and (lines + 1) * needed <= height
            and width / math.ceil(columns / lines) < character * _WIDE_ENOUGH
        ):
            lines += 1
        return math.ceil(columns / lines)

    def _corner(self, column: int) -> QPointF:
        """Return where the rows of a panel begin."""
        line, place = divmod(column, self._across)
        return QPointF(self._left + place * self._panel[0], line * self._panel[1] + self._head)

    def _cell(self, place: Place) -> QRectF:
        corner = self._corner(place.column)
        top = corner.y() + place.row * self._row
        return QRectF(corner.x(), top, self._panel[0] - _GAP, self._row)

    def rect_of(self, block: Block) -> QRectF:
        found = QRectF()
        for column in range(block.first.column, block.last.column + 1):
            for row in (block.first.row, block.last.row):
                found = found.united(self._cell(Place(row, column)))
        return found

    def place_at(self, point: QPointF, *, nearest: bool = False) -> Place | None:
        rows, columns = len(self.figures.rows), len(self.figures.columns)
        if not rows or not columns:
            return None
        line = math.floor(point.y() / self._panel[1])
        # The name of a row stands for that row in the first panel of its line.
        across = max(math.floor((point.x() - self._left) / self._panel[0]), 0)
        row = math.floor((point.y() - line * self._panel[1] - self._head) / self._row)
        if nearest:
            row, across = min(max(row, 0), rows - 1), min(across, self._across - 1)
        column = line * self._across + across
        inside = 0 <= row < rows and across < self._across and 0 <= column < columns
        return Place(row, column) if inside else None

    def step(self, place: Place | None, across: int, down: int) -> Place | None:
        if place is None:
            return self.end(last=False)
        last = Place(len(self.figures.rows) - 1, len(self.figures.columns) - 1)
        return Place(
            min(max(place.row + down, 0), last.row), min(max(place.column + across, 0), last.column)
        )

    def end(self, last: bool) -> Place | None:
        rows, columns = len(self.figures.rows), len(self.figures.columns)
        if not rows or not columns:
            return None
        return Place(rows - 1, columns - 1) if last else Place(0, 0)

    def describe(self, block: Block) -> str:
        return self.figures.describe(block)

    def paint(self, painter: QPainter) -> None:
        look = self._look
        assert look is not None
        if not self.figures.rows:
            painter.setPen(look.faded)
            words = _("No claims are coded in both fields. Choose others.")
            painter.drawText(QRectF(painter.viewport()), Qt.AlignmentFlag.AlignCenter, words)
            return
        for column in range(len(self.figures.columns)):
            self._paint_panel(painter, look, column)

    def _paint_panel(self, painter: QPainter, look: Look, column: int) -> None:
        corner, metrics = self._corner(column), QFontMetricsF(look.font)
        height = self._row * len(self.figures.rows)
        painter.setPen(QPen(look.grid, 1))
        painter.drawLine(corner, QPointF(corner.x(), corner.y() + height))
        painter.setFont(look.font)
        painter.setPen(look.text)
        width = self._panel[0] - _GAP
        total = f" ({self.figures.column_totals[column]})"
        room = width - metrics.horizontalAdvance(total)
        name = metrics.elidedText(self.figures.columns[column], Qt.TextElideMode.ElideRight, room)
        above = QRectF(corner.x(), corner.y() - metrics.height() - 2, width, metrics.height())
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft, name + total)
        readable = self._row >= metrics.height() * _READABLE
        for row in range(len(self.figures.rows)):
            self._paint_bars(painter, look, Place(row, column), metrics, numbered=readable)
            if column % self._across == 0 and readable:
                self._paint_label(painter, look, Place(row, column), metrics)

    def _paint_label(
        self, painter: QPainter, look: Look, place: Place, metrics: QFontMetricsF
    ) -> None:
        width = self._left - 2 * _GAP
        label = metrics.elidedText(self.figures.rows[place.row], Qt.TextElideMode.ElideRight, width)
        painter.setPen(look.text)
        box = QRectF(_GAP, self._cell(place).top(), width, self._row)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, label)

    def _paint_bars(
        self,
        painter: QPainter,
        look: Look,
        place: Place,
        metrics: QFontMetricsF,
        *,
        numbered: bool,
    ) -> None:
        """Draw the bar of accepted claims, the thin one of suggestions, and both numbers."""
        suggested = self.figures.suggested[place.row][place.column]
        accepted = self.figures.counts[place.row][place.column] - suggested
        if not accepted and not suggested:
            return
        number = f"{accepted} + {suggested}" if suggested else str(accepted)
        cell, colour = self._cell(place), self._colours[place.column]
        wide = metrics.horizontalAdvance(f"{self._most} + {self._most}" if self._beside else "0000")
        unit = max(cell.width() - wide - _GAP, cell.width() / 3) / self._most
        height = cell.height() * _BAR
        thin = height * _BESIDE if self._beside else 0.0
        top = cell.top() + (cell.height() - height) / 2
        # What sums the rarer values and is far larger has its number alone.
        is_drawn = max(accepted, suggested) <= self._most
        if is_drawn:
            painter.fillRect(QRectF(cell.left(), top, accepted * unit, height - thin), colour)
        if suggested and is_drawn:
            beside = QRectF(cell.left(), top + height - thin, suggested * unit, thin)
            painter.fillRect(beside, QBrush(hatching(colour, look.base)))
        end = cell.left() + (max(accepted, suggested) * unit if is_drawn else 0) + 3
        if numbered and end + metrics.horizontalAdvance(number) <= cell.right() + _GAP:
            painter.setPen(look.faded)
            box = QRectF(end, cell.top(), cell.width(), cell.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, number)
