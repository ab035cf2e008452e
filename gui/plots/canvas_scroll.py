# SPDX-License-Identifier: MIT
"""What scrolls a canvas whose marks need more room than there is, and follows the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from claimdesk.gui.plots.mark_canvas import MarkCanvas


class CanvasScroll(QScrollArea):
    """Shows a canvas, which fills it unless it has a larger minimum size."""

    def __init__(self, canvas: MarkCanvas, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(canvas)
        canvas.moved.connect(self._follow)

    def _follow(self, point: QPointF) -> None:
        self.ensureVisible(round(point.x()), round(point.y()))
