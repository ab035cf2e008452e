# SPDX-License-Identifier: MIT
"""The widget that a figure of marks is drawn on: point, choose and brush, by mouse and keyboard.

Marks stand on a grid of places (row, column). Arrow keys go from mark to mark, with Shift they
select a rectangle of them, Home and End lead to the first and the last, Enter chooses. A drag with
the mouse selects as Shift does.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from claimdesk.gui.plots.figure_widget import FigureWidget
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import literal_tip, set_description

_VEIL = 0.6
"""How much of what is not chosen the ground covers."""


class Place(NamedTuple):
    """Where a mark stands on the grid."""

    row: int
    column: int


class Block(NamedTuple):
    """The marks from one place to another; a single one if both are the same."""

    one: Place
    other: Place

    @property
    def first(self) -> Place:
        """The upper left end."""
        return Place(min(self.one.row, self.other.row), min(self.one.column, self.other.column))

    @property
    def last(self) -> Place:
        """The lower right end."""
        return Place(max(self.one.row, self.other.row), max(self.one.column, self.other.column))


class Look(NamedTuple):
    """Colours and font of the widget."""

    font: QFont
    text: QColor
    faded: QColor
    grid: QColor
    base: QColor
    highlight: QColor


class Drawing(Protocol):
    """What is drawn on the canvas."""

    def lay_out(self, size: QSize, look: Look) -> None:
        """Take the size and the look that everything is drawn with from now on."""

    def paint(self, painter: QPainter) -> None:
        """Draw everything but what is current or chosen."""

    def place_at(self, point: QPointF, *, nearest: bool = False) -> Place | None:
        """Return the mark at a pixel, or the one next to it if `nearest`."""

    def rect_of(self, block: Block) -> QRectF:
        """Return where marks are drawn."""

    def step(self, place: Place | None, across: int, down: int) -> Place | None:
        """Return the next mark that way; from None the first one."""

    def end(self, last: bool) -> Place | None:
        """Return the first or the last mark."""

    def describe(self, block: Block) -> str:
        """Return the exact numbers of marks."""


ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""Across and down, which way an arrow key leads."""


class MarkCanvas(FigureWidget):
    """Draws a drawing and finds its marks."""

    chosen = Signal(object)
    """The block that was clicked, brushed, or taken with Enter."""
    pointed = Signal(str)
    """Exact numbers of what is pointed at or current; empty for nothing."""
    moved = Signal(QPointF)
    """The middle of what the keyboard is at now."""
    typed = Signal(str)
    """Another letter or sign that was typed, for what the plot offers beside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: Drawing | None = None
        self._current: Block | None = None
        self._hovered: Place | None = None
        self._pressed: Place | None = None
        self._chosen: Block | None = None

    @property
    def current(self) -> Block | None:
        """What the keyboard is at."""
        return self._current

    def show_drawing(self, drawing: Drawing, current: Block | None = None) -> None:
        """Draw something else; `current` is where the keyboard is in it."""
        self._drawing, self._current = drawing, current
        self._pressed = None
        self._lay_out()
        self._tell()

    def show_chosen(self, block: Block | None) -> None:
        """Fade everything but these marks; nothing for None."""
        self._chosen = block
        self.update()

    def center_of(self, place: Place) -> QPointF:
        """Return the middle of a mark in pixels."""
        assert self._drawing is not None
        return self._drawing.rect_of(Block(place, place)).center()

    def choose(self, block: Block | None) -> None:
        """Make marks current and emit that they were chosen."""
        if block is not None:
            self._make_current(block)
            self.chosen.emit(block)

    def _look(self) -> Look:
        palette = self.palette()
        role = QPalette.ColorRole
        return Look(
            self.font(),
            palette.color(role.Text),
            palette.color(role.PlaceholderText),
            palette.color(role.Midlight),
            palette.color(role.Base),
            palette.color(role.Highlight),
        )

    def _lay_out(self) -> None:
        if self._drawing is not None:
            self._drawing.lay_out(self.size(), self._look())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._lay_out()

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            look = self._look()
            painter.fillRect(self.rect(), look.base)
            if self._drawing is None:
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(look.font)
            self._drawing.paint(painter)
            if self._chosen is not None:
                self._fade(painter, self._drawing.rect_of(self._chosen), look.base)
            if self._current is not None and self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(look.text, 2))
                painter.drawRect(self._drawing.rect_of(self._current))
            elif self._hovered is not None:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(look.faded, 1))
                painter.drawRect(self._drawing.rect_of(Block(self._hovered, self._hovered)))

    def _fade(self, painter: QPainter, kept: QRectF, base: QColor) -> None:
        veil = QColor(base)
        veil.setAlphaF(_VEIL)
        whole = QRectF(self.rect())
        for part in (
            QRectF(whole.left(), whole.top(), whole.width(), kept.top() - whole.top()),
            QRectF(whole.left(), kept.bottom(), whole.width(), whole.bottom() - kept.bottom()),
            QRectF(whole.left(), kept.top(), kept.left() - whole.left(), kept.height()),
            QRectF(kept.right(), kept.top(), whole.right() - kept.right(), kept.height()),
        ):
            painter.fillRect(part, veil)

    # By mouse.

    def _at(self, position: QPointF) -> Place | None:
        if self._drawing is None:
            return None
        # A drag may begin or end beside a mark.
        return self._drawing.place_at(position, nearest=self._pressed is not None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._at(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position())
        if self._pressed is not None and place is not None and place != self._pressed:
            self._make_current(Block(self._pressed, place))
        self._show_hand(place is not None)
        if place != self._hovered:
            self._hovered = place
            self._refresh()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            place = self._at(event.position())
            pressed, self._pressed = self._pressed, None
            if place is not None:
                self.choose(Block(pressed, place))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = None
        self._refresh()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._at(QPointF(event.pos()))
            text = ""
            if place is not None and self._drawing is not None:
                text = self._drawing.describe(Block(place, place))
            QToolTip.showText(event.globalPos(), literal_tip(text), self)
            return True
        return bool(super().event(event))

    # By keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = modifiers == Qt.KeyboardModifier.ShiftModifier
        if modifiers and not shift:
            event.ignore()
        elif self._navigate(Qt.Key(event.key()), shift):
            event.accept()
        elif not shift and event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            event.ignore()

    def _navigate(self, key: Qt.Key, shift: bool) -> bool:
        drawing, current = self._drawing, self._current
        if drawing is None or drawing.end(last=False) is None:
            return False
        if key in ARROWS:
            place = drawing.step(current.other if current else None, *ARROWS[key])
            if place is not None:
                start = current.one if shift and current is not None else place
                self._make_current(Block(start, place))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            place = drawing.end(last=key == Qt.Key.Key_End)
            assert place is not None
            self._make_current(Block(place, place))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self.choose(current)
        else:
            return False
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        place = None if self._drawing is None else self._drawing.end(last=False)
        if self._current is None and place is not None:
            self._current = Block(place, place)
        self._refresh()

    def _make_current(self, block: Block) -> None:
        self._current = block
        self.moved.emit(self.center_of(block.other))
        self._refresh()

    def _tell(self) -> None:
        """Tell the numbers of what is pointed at; to those who can't see it, what is current."""
        drawing = self._drawing
        if drawing is None:
            return
        current = "" if self._current is None else drawing.describe(self._current)
        if self._hovered is not None and self._pressed is None:
            self.pointed.emit(drawing.describe(Block(self._hovered, self._hovered)))
        else:
            self.pointed.emit(current if self.hasFocus() else "")
        set_description(self, current)
