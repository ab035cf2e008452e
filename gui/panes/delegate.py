# SPDX-License-Identifier: MIT
"""Paint the rows of a pane: state mark, chips, one or two lines of text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QPalette,
    QPen,
    QTextLayout,
)
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from claimdesk.gui.panes.model import CELL_ROLE, Cell
from claimdesk.gui.widgets.chips import paint_chip
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.roles import STATES

Index = QModelIndex | QPersistentModelIndex

MARK = 14
"""Side of the state mark, pixels at the default font."""
_GAP = 6
ARROW = 14
"""Width of the arrow that opens and closes a group, pixels at the default font."""
_SELECTED = QStyle.StateFlag.State_Selected.value
_LIT = _SELECTED | QStyle.StateFlag.State_MouseOver.value | QStyle.StateFlag.State_HasFocus.value
"""States in which the style paints something behind a cell."""


def is_dark(palette: QPalette) -> bool:
    """Return whether the palette has light text on a dark base."""
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def draw_state(painter: QPainter, box: QRectF, state: str, *, dark: bool) -> None:
    """Draw the mark of a state: dashed ring, filled disc with a tick, or ring with a cross."""
    ratio = painter.device().devicePixelRatioF()
    # Whole pixels, so that the picture is not smeared over two of them.
    place = QPointF(round(box.left() * ratio) / ratio, round(box.top() * ratio) / ratio)
    painter.drawImage(place, _state_mark(state, box.width(), ratio, dark))


@lru_cache(maxsize=64)
def _state_mark(state: str, side: float, ratio: float, dark: bool) -> QImage:
    """Return the mark of a state as a cached picture: stroking arcs for every row is slow."""
    pixels = math.ceil(side * ratio)
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _stroke_state(painter, QRectF(0, 0, side, side), state, dark=dark)
    return image


def _stroke_state(painter: QPainter, box: QRectF, state: str, *, dark: bool) -> None:
    colour = QColor(STATES[state][dark])
    pen = QPen(colour, max(1.4, box.width() / 10))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    ring = box.adjusted(1, 1, -1, -1)
    if state == "suggested":
        pen.setDashPattern([1.6, 2.2])
        painter.setPen(pen)
        painter.drawEllipse(ring)
    elif state == "accepted":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(ring)
        pen.setColor(QColor("#ffffff" if not dark else "#10261b"))
        painter.setPen(pen)
        painter.drawPolyline([_at(box, 0.30, 0.53), _at(box, 0.45, 0.68), _at(box, 0.72, 0.35)])
    else:
        painter.setPen(pen)
        painter.drawEllipse(ring)
        painter.drawLine(_at(box, 0.36, 0.36), _at(box, 0.64, 0.64))
        painter.drawLine(_at(box, 0.64, 0.36), _at(box, 0.36, 0.64))


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + box.width() * x, box.top() + box.height() * y)


@dataclass(frozen=True, slots=True)
class _Script:
    """A font with its cached key and line height, which are needed for every cell."""

    font: QFont
    key: str
    line_height: int
    """Pixels."""


def _script(plain: QFont, state: str, strong: bool) -> _Script:
    font = QFont(plain)
    font.setStrikeOut(state == "rejected")
    font.setItalic(state == "suggested")
    if strong:
        font.setWeight(QFont.Weight.Medium)
    return _Script(font, font.key(), QFontMetrics(font).lineSpacing())


class RowDelegate(QStyledItemDelegate):
    """Paints `lines` lines of text a row, with the state mark in the first column."""

    def __init__(self, lines: int, muted: Sequence[str] = ("—",)) -> None:
        super().__init__()
        self._lines = lines
        self._muted = frozenset(muted)
        self._plain = QFont()
        self._scripts: dict[tuple[str, bool], _Script] = {}

    @guarded
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Height for the lines of text and some air; width as the text needs it."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), option.fontMetrics.lineSpacing() * self._lines + 10)

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the background as the style does, then mark, chips and text."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return
        first = index.column() == 0
        if option.state.value & _LIT:
            widget = option.widget
            style = widget.style() if widget is not None else QApplication.style()
            style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        box: QRect = option.rect.adjusted(_GAP, 4, -_GAP, -4)
        painter.save()
        if first:
            box.setLeft(box.left() + self._paint_arrow(painter, box, option, cell))
        box = self._paint_marks(painter, box, option, cell, first=first)
        self._paint_text(painter, box, option, cell, first=first)
        painter.restore()

    def _paint_marks(
        self,
        painter: QPainter,
        box: QRect,
        option: QStyleOptionViewItem,
        cell: Cell,
        *,
        first: bool,
    ) -> QRect:
        metrics: QFontMetrics = option.fontMetrics
        middle = box.top() + metrics.lineSpacing() / 2
        if first:
            side = min(MARK * metrics.height() / 16, metrics.height())
            mark = QRectF(box.left(), middle - side / 2, side, side)
            draw_state(painter, mark, cell.state, dark=is_dark(option.palette))
            box.setLeft(round(mark.right()) + _GAP)
        ground = option.palette.color(
            QPalette.ColorRole.Highlight
            if option.state.value & _SELECTED
            else QPalette.ColorRole.Base
        )
        for place, colour in enumerate(cell.colours[:3]):
            code = cell.codes[place] if place < len(cell.codes) else ""
            width = paint_chip(painter, box.left(), middle, option.font, colour, code, ground)
            box.setLeft(box.left() + width + 4)
        return box

    def _paint_arrow(
        self, painter: QPainter, box: QRect, option: QStyleOptionViewItem, cell: Cell
    ) -> int:
        """Draw the arrow of a group; return its width, by which rows below a group are indented."""
        width = arrow_width(option.fontMetrics) if cell.level else 0
        if cell.level and cell.level not in ("open", "closed"):
            return 2 * width
        if cell.level in ("open", "closed"):
            metrics: QFontMetrics = option.fontMetrics
            arrow = QStyleOptionViewItem(option)
            arrow.rect = QRect(box.left() - 2, box.top(), width, metrics.lineSpacing())
            element = (
                QStyle.PrimitiveElement.PE_IndicatorArrowDown
                if cell.level == "open"
                else QStyle.PrimitiveElement.PE_IndicatorArrowRight
            )
            widget = option.widget
            style = widget.style() if widget is not None else QApplication.style()
            style.drawPrimitive(element, arrow, painter, widget)
        return width

    def _paint_text(
        self,
        painter: QPainter,
        box: QRect,
        option: QStyleOptionViewItem,
        cell: Cell,
        *,
        first: bool,
    ) -> None:
        if not cell.text:
            return
        selected = bool(option.state.value & _SELECTED)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        if not selected and (cell.text in self._muted or cell.state == "rejected"):
            role = QPalette.ColorRole.PlaceholderText
        script = self._script(option.font, cell.state, first and cell.level != "below")
        painter.setPen(option.palette.color(role))
        painter.setFont(script.font)
        line_box = QRect(box.left(), box.top(), box.width(), script.line_height)
        for line in _elided(cell.text, script.key, box.width(), self._lines):
            painter.drawText(line_box, cell.alignment, line)
            line_box.translate(0, script.line_height)

    def _script(self, plain: QFont, state: str, strong: bool) -> _Script:
        """Return the font for text of a state in a list with the font `plain`."""
        if plain != self._plain:
            self._plain = QFont(plain)
            self._scripts.clear()
        script = self._scripts.get((state, strong))
        if script is None:
            script = self._scripts[state, strong] = _script(plain, state, strong)
        return script


def arrow_width(metrics: QFontMetrics) -> int:
    """Width of the arrow of a group in a font, pixels."""
    return round(ARROW * metrics.height() / 16)


@lru_cache(maxsize=4096)
def _elided(text: str, font_key: str, width: int, lines: int) -> tuple[str, ...]:
    font = QFont()
    font.fromString(font_key)
    return tuple(elided_lines(text, font, width, lines))


def elided_lines(text: str, font: QFont, width: int, lines: int) -> list[str]:
    """`text` wrapped at words into at most `lines` lines of `width` pixels, the last elided."""
    metrics = QFontMetrics(font)
    if lines == 1 or metrics.horizontalAdvance(text) <= width:
        return [metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)]
    layout = QTextLayout(text, font)
    layout.beginLayout()
    result, start = [], 0
    for _ in range(lines - 1):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start = line.textStart() + line.textLength()
        # A word that is wider than the line is not broken by the layout.
        piece = _units(text, line.textStart(), start)
        result.append(metrics.elidedText(piece, Qt.TextElideMode.ElideRight, width))
    layout.endLayout()
    rest = _units(text, start, None)
    if rest:
        result.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
    return result


def _units(text: str, start: int, end: int | None) -> str:
    """Return the part of `text` between two offsets in UTF-16 units, as QTextLayout counts."""
    data = text.encode("utf-16-le", "surrogatepass")
    piece = data[start * 2 : None if end is None else end * 2]
    return piece.decode("utf-16-le", "replace").strip()
