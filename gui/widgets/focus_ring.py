# SPDX-License-Identifier: MIT
"""Shows which control has the keyboard where the style shows nothing, in every window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QSlider,
    QTabBar,
    QWidget,
)

from claimdesk.gui.widgets.guarded import guarded

_RINGED = (QAbstractScrollArea, QSlider, QTabBar)
LINE = 3
"""Pixels of the line along the upper edge of a list or text."""


class FocusRing(QObject):
    """Follows the keyboard: a line above lists and texts, a frame around a tab or a slider."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.setObjectName("focus_ring")
        self._mark: _Mark | None = None
        application.focusChanged.connect(self._move)

    def _move(self, _before: QWidget | None, now: QWidget | None) -> None:
        mark, self._mark = self._mark, None
        if mark is not None:
            mark.end()
        if isinstance(now, _RINGED) and now.window().windowType() != Qt.WindowType.Popup:
            self._mark = _Mark(now)
        if now is not None:
            _bring_into_sight(now)


def _bring_into_sight(control: QWidget) -> None:
    """Scroll the list that a control is in to its row, which Qt does for other areas only."""
    around = control.parentWidget()
    view = around.parentWidget() if around is not None else None
    if isinstance(view, QAbstractItemView) and view.viewport() is around:
        view.scrollTo(view.indexAt(control.geometry().center()))


class _Mark(QWidget):
    """The line or frame on one control, for as long as that has the keyboard."""

    def __init__(self, control: QWidget) -> None:
        super().__init__(control)
        self._control: QWidget | None = control
        self.setObjectName("focus_ring_mark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        control.destroyed.connect(self._forget)
        control.installEventFilter(self)
        self._place()
        self.show()

    def end(self) -> None:
        """Go from the control, unless that is gone itself."""
        if self._control is not None:
            self._control.removeEventFilter(self)
            self.hide()
            self.deleteLater()

    def _forget(self) -> None:
        self._control = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the control: a tab bar is painted anew when another tab is chosen."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Paint):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        control = self._control
        if control is None:
            return
        area = control.rect()
        if isinstance(control, QAbstractScrollArea):
            area = QRect(0, 0, area.width(), LINE)
        elif isinstance(control, QTabBar):
            area = control.tabRect(control.currentIndex())
        if area != self.geometry():
            self.setGeometry(area)
        self.raise_()

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colour of what has the focus."""
        with QPainter(self) as painter:
            pen = QPen(self.palette().color(QPalette.ColorRole.Accent), LINE)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(self.rect())
