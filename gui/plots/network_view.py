# SPDX-License-Identifier: MIT
"""The widget that a network is drawn on: drag, zoom, point, choose, by mouse and by keyboard.

Arrow keys go to the next node to the left, right, top or bottom, Page Up and Page Down to the links
of the current node, Enter chooses its claims; with Shift, arrows move the node. +, - and 0 zoom.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from claimdesk.gui.plots.figure_widget import FigureWidget
from claimdesk.gui.plots.mark_canvas import ARROWS
from claimdesk.gui.plots.network_drawing import (
    HELD,
    REST,
    Colours,
    Picture,
    colours_of,
    draw,
    radii,
)
from claimdesk.gui.plots.network_figures import Frame
from claimdesk.gui.plots.network_marks import NetworkMark
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.models.analysis.networks.layout import Position

_MARGIN = 26
_REACH = 4.0
"""Pixels beside a node or link that still belong to it."""
_ZOOM, _FARTHEST, _NEAREST = 1.2, 0.4, 12.0
_NUDGE = 8


class NetworkView(FigureWidget):
    """Draws one frame of a network."""

    chosen = Signal(object)
    """The mark that was clicked, or taken with Enter."""
    pointed = Signal(object)
    """The mark that is pointed at or current; None for nothing."""
    moved = Signal(str)
    """The key of the node that was moved by hand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.by_group = False
        """Whether colours are those of communities."""
        self.measure = "claims"
        """What the size of a node stands for: its claims, or a field of Centrality."""
        self._frame: Frame | None = None
        self._positions: dict[str, Position] = {}
        self._colours: Colours = colours_of(self.palette())
        self._zoom = 1.0
        self._pan = QPointF()
        self._hovered: NetworkMark | None = None
        self._current: NetworkMark | None = None
        self._anchor: str | None = None
        """The node whose links the keyboard goes through."""
        self._held: str | None = None
        """The node that is being dragged."""
        self._backdrop: QPixmap | None = None
        """All but the node that is being dragged and its links."""
        self._pressed: QPoint | None = None
        self._last = QPoint()
        self._was_dragged = False
        self._pixels = np.zeros((0, 2))
        self._sizes = np.zeros(0)

    @property
    def frame(self) -> Frame | None:
        """What is drawn."""
        return self._frame

    @property
    def positions(self) -> dict[str, Position]:
        """Where nodes are, by their keys."""
        return dict(self._positions)

    @property
    def current(self) -> NetworkMark | None:
        """What the keyboard is at."""
        return self._current

    def show_frame(self, frame: Frame, positions: Mapping[str, Position]) -> None:
        """Draw another frame; what is current stays if it is still there."""
        self._frame = frame
        self._positions = dict(positions)
        self._sizes = radii(frame, self.measure)
        self._backdrop = None
        if not self._is_there(self._current):
            self._current = None
        if not self._is_there(self._hovered):
            self._hovered = None
        self._place()

    def refresh_colours(self) -> None:
        """Take the colours of the palette."""
        self._colours = colours_of(self.palette())
        self._backdrop = None
        self.update()

    def fit(self) -> None:
        """Show the whole network."""
        self._zoom, self._pan = 1.0, QPointF()
        self._place()

    def node_center(self, key: str) -> QPoint:
        """Return where a node is drawn."""
        assert self._frame is not None
        return QPointF(*self._pixels[self._frame.places[key]]).toPoint()

    def link_center(self, mark: NetworkMark) -> QPoint:
        """Return the middle of a link."""
        assert mark.second is not None
        return (self.node_center(mark.first) + self.node_center(mark.second)) / 2

    def mark_at(self, point: QPoint) -> NetworkMark | None:
        """Return the node, or else the link, at a pixel."""
        frame = self._frame
        if frame is None or not len(frame.nodes):
            return None
        at = np.array([point.x(), point.y()], float)
        away = np.hypot(*(self._pixels - at).T) - self._sizes
        nearest = int(np.argmin(away))
        if away[nearest] <= _REACH:
            return NetworkMark(frame.keys[nearest])
        return self._link_at(frame, at)

    def _link_at(self, frame: Frame, at: np.ndarray) -> NetworkMark | None:
        edges = frame.edges
        if not len(edges):
            return None
        first, second = self._pixels[edges.first], self._pixels[edges.second]
        along = second - first
        length = np.maximum((along**2).sum(axis=1), 1e-9)
        share = np.clip(((at - first) * along).sum(axis=1) / length, 0, 1)
        away = np.hypot(*(first + share[:, None] * along - at).T)
        nearest = int(np.argmin(away))
        return self._link(frame, nearest) if away[nearest] <= _REACH + 1 else None

    @staticmethod
    def _link(frame: Frame, place: int) -> NetworkMark:
        first, second = int(frame.edges.first[place]), int(frame.edges.second[place])
        return NetworkMark(frame.keys[first], frame.keys[second])

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._colours.base)
            if self._frame is not None:
                picture = self._picture(self._frame)
                if self._backdrop is not None:
                    painter.drawPixmap(0, 0, self._backdrop)
                    picture.part = HELD
                draw(painter, picture, QRectF(self.rect()))
                if self.hasFocus() and not self._frame.nodes:
                    painter.setPen(self._colours.highlight)
                    painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _picture(self, frame: Frame) -> Picture:
        mark = self._hovered or (self._current if self.hasFocus() else None)
        if self._backdrop is not None and self._held is not None:
            mark = NetworkMark(self._held)
        picture = Picture(
            frame, self._pixels, self._sizes, self._colours, self.font(), self.by_group
        )
        if self._held in frame.places:
            picture.held = frame.places[self._held or ""]
        if mark is not None:
            ends = [frame.places[key] for key in mark if key is not None]
            picture.focus = frozenset(ends)
            picture.near = self._near(frame, ends) if mark.second is None else picture.focus
            picture.link = None if mark.second is None else self._place_of(frame, mark)
        if self._current is not None and self.hasFocus():
            picture.selected = frozenset(
                frame.places[key] for key in self._current if key is not None
            )
        return picture

    @staticmethod
    def _near(frame: Frame, ends: list[int]) -> frozenset[int]:
        edges, end = frame.edges, ends[0]
        others = [*edges.second[edges.first == end], *edges.first[edges.second == end]]
        return frozenset([end, *map(int, others)])

    @staticmethod
    def _place_of(frame: Frame, mark: NetworkMark) -> int | None:
        assert mark.second is not None
        ends = (frame.places[mark.first], frame.places[mark.second])
        found = np.flatnonzero((frame.edges.first == ends[0]) & (frame.edges.second == ends[1]))
        return int(found[0]) if len(found) else None

    def _is_there(self, mark: NetworkMark | None) -> bool:
        if mark is None or self._frame is None:
            return False
        if any(key is not None and key not in self._frame.places for key in mark):
            return False
        return mark.second is None or self._place_of(self._frame, mark) is not None

    def _scale(self) -> tuple[float, float]:
        """Return the pixels of one unit, across and down: the network fills the widget."""
        across = max(self.width() / 2 - 3 * _MARGIN, 30)
        return across * self._zoom, max(self.height() / 2 - _MARGIN, 30) * self._zoom

    def _place(self) -> None:
        """Compute where nodes are in pixels."""
        keys = self._frame.keys if self._frame is not None else ()
        known = [self._positions.get(key, (0.0, 0.0)) for key in keys]
        middle = (self.width() / 2 + self._pan.x(), self.height() / 2 + self._pan.y())
        places = np.array(known, float).reshape(len(known), 2)
        self._pixels = places * np.array(self._scale()) + np.array(middle)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._backdrop = None
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.refresh_colours()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._last = event.position().toPoint()
            mark = self.mark_at(self._pressed)
            self._held = mark.first if mark is not None and mark.second is None else None
            self._was_dragged = False
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._pressed is None:
            self._hover(self.mark_at(here))
            return
        distance = (here - self._pressed).manhattanLength()
        if self._was_dragged or distance >= QApplication.startDragDistance():
            by = here - self._last
            self._was_dragged = True
            self._last = here
            if self._held is not None:
                self._keep_rest()
                self._move(self._held, by.x(), by.y())
            else:
                self._pan += QPointF(by)
                self._place()

    def _keep_rest(self) -> None:
        """Draw once what stays where it is while a node is dragged."""
        if self._backdrop is not None or self._frame is None:
            return
        ratio = self.devicePixelRatioF()
        backdrop = QPixmap(self.size() * ratio)
        backdrop.setDevicePixelRatio(ratio)
        backdrop.fill(self._colours.base)
        picture = self._picture(self._frame)
        picture.part = REST
        with QPainter(backdrop) as painter:
            draw(painter, picture, QRectF(self.rect()))
        self._backdrop = backdrop

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        pressed, self._pressed = self._pressed, None
        self._backdrop = None
        self.update()
        if self._was_dragged:
            if self._held is not None:
                self.moved.emit(self._held)
        else:
            mark = self.mark_at(pressed)
            self._make_current(mark)
            if mark is not None:
                self.chosen.emit(mark)
        self._held = None
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self._zoom_by(_ZOOM if event.angleDelta().y() > 0 else 1 / _ZOOM, event.position())
        event.accept()

    def _zoom_by(self, factor: float, around: QPointF) -> None:
        zoom = min(max(self._zoom * factor, _FARTHEST), _NEAREST)
        factor, self._zoom = zoom / self._zoom, zoom
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._pan = (around - middle) * (1 - factor) + self._pan * factor
        self._place()

    def _move(self, key: str, by_x: float, by_y: float) -> None:
        x, y = self._positions[key]
        across, down = self._scale()
        self._positions[key] = (x + by_x / across, y + by_y / down)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._takes(Qt.Key(event.key()), event.modifiers()):
            event.ignore()

    def _takes(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Do what a key is for; return whether it is for anything."""
        shift = modifiers == Qt.KeyboardModifier.ShiftModifier
        plain = modifiers & ~Qt.KeyboardModifier.KeypadModifier
        if self._frame is None or not self._frame.nodes:
            return False
        if key in ARROWS and shift and self._current is not None and self._current.second is None:
            self._move(self._current.first, *(_NUDGE * part for part in ARROWS[key]))
            self.moved.emit(self._current.first)
            return True
        zooms = {Qt.Key.Key_Plus: _ZOOM, Qt.Key.Key_Equal: _ZOOM, Qt.Key.Key_Minus: 1 / _ZOOM}
        if key in zooms and (shift or plain == Qt.KeyboardModifier.NoModifier):
            self._zoom_by(zooms[key], QPointF(self.width() / 2, self.height() / 2))
            return True
        return plain == Qt.KeyboardModifier.NoModifier and self._takes_plain(key)

    def _takes_plain(self, key: Qt.Key) -> bool:
        if key in ARROWS:
            self._step(*ARROWS[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._step_link(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            order = np.argsort(-self._sizes, kind="stable")
            assert self._frame is not None
            largest = int(order[0 if key == Qt.Key.Key_Home else -1])
            self._make_current(NetworkMark(self._frame.keys[largest]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.chosen.emit(self._current)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            return False
        return True

    def _step(self, across: int, down: int) -> None:
        """Make the next node to the left, right, top or bottom current."""
        frame = self._frame
        assert frame is not None
        if self._current is None:
            self._make_current(NetworkMark(frame.keys[int(np.argmax(self._sizes))]))
            return
        # In the order of one axis every node can be reached.
        axis, by = (0, across) if across else (1, down)
        order = np.lexsort((np.arange(len(frame.keys)), self._pixels[:, axis])).tolist()
        at = order.index(frame.places[self._anchor or self._current.first]) + by
        if 0 <= at < len(order):
            self._make_current(NetworkMark(frame.keys[order[at]]))

    def _step_link(self, by: int) -> None:
        """Make the next link of the current node current, the strongest first."""
        frame = self._frame
        assert frame is not None
        if self._current is None:
            self._step(0, 1)
            return
        anchor = self._anchor if self._anchor in self._current else self._current.first
        edges, node = frame.edges, frame.places[anchor or self._current.first]
        own = np.flatnonzero((edges.first == node) | (edges.second == node))
        if not len(own):
            return
        order = own[np.argsort(-np.abs(edges.weight[own]), kind="stable")].tolist()
        links = [self._link(frame, place) for place in order]
        at = links.index(self._current) + by if self._current in links else min(by, 0)
        self._make_current(links[at % len(links)], anchor)

    def _hover(self, mark: NetworkMark | None) -> None:
        self._show_hand(mark is not None)
        if mark != self._hovered:
            self._hovered = mark
            self._refresh()

    def _make_current(self, mark: NetworkMark | None, anchor: str | None = None) -> None:
        self._current = mark
        self._anchor = anchor or (mark.first if mark is not None else None)
        self._refresh()

    def _tell(self) -> None:
        self.pointed.emit(self._hovered or (self._current if self.hasFocus() else None))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._current is None and self._frame is not None and self._frame.nodes:
            self._current = NetworkMark(self._frame.keys[int(np.argmax(self._sizes))])
        self._refresh()
