# SPDX-License-Identifier: MIT
"""The widget that a chart is drawn on: handles mouse and keyboard, without zooming or panning.

Imports pyqtgraph, so it is imported only once there is something to draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from claimdesk.gui.widgets.guarded import guard_classes
from claimdesk.gui.widgets.labels import literal_tip

if TYPE_CHECKING:
    from claimdesk.gui.plots.chart import BarPosition, Chart

guard_classes(vars(pg).values())


class PlotView(pg.PlotWidget):  # type: ignore[misc]
    """Passes mouse and keyboard events to its chart; does not zoom or pan."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._pressed: BarPosition | None = None
        super().__init__(chart)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAntialiasing(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._chart.place_at(event.position().toPoint())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            place = self._chart.place_at(event.position().toPoint())
            if place == self._pressed:
                self._chart.choose(place)
            elif place is not None and self._pressed is not None:
                self._chart.choose_rows(self._pressed[0], place[0])
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._chart.point_at(event.position().toPoint())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._chart.point_at(None)
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._chart.place_at(event.pos())
            text = self._chart.describe(place) if place is not None else ""
            QToolTip.showText(event.globalPos(), literal_tip(text), self)
            return True
        return bool(super().viewportEvent(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels = event.pixelDelta().y()
        if not pixels:
            lines = event.angleDelta().y() / 120 * QApplication.wheelScrollLines()
            pixels = round(lines * self.fontMetrics().height())
        self._chart.scroll_by(-pixels)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain == Qt.KeyboardModifier.ShiftModifier and self._chart.extend(event.key()):
            return
        if plain == Qt.KeyboardModifier.NoModifier:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._chart.choose_current()
                return
            if self._chart.navigate(event.key()):
                return
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._chart.focus_changed(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._chart.focus_changed(False)
