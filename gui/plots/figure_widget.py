# SPDX-License-Identifier: MIT
"""What figures have in common whose parts are pointed at by mouse and walked by keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from claimdesk.gui.widgets.guarded import guarded


class FigureWidget(QWidget):
    """Takes the focus and follows the mouse; subclasses draw, and tell what is pointed at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(420, 260)

    @guarded
    def minimumSizeHint(self) -> QSize:
        return QSize(160, 100)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._refresh()

    def _tell(self) -> None:
        """Tell what is pointed at, or else current."""
        raise NotImplementedError

    def _refresh(self) -> None:
        """Draw and tell what is pointed at or current now."""
        self.update()
        self._tell()

    def _show_hand(self, over_part: bool) -> None:
        """Show that a click does something here."""
        hand = Qt.CursorShape.PointingHandCursor if over_part else Qt.CursorShape.ArrowCursor
        self.setCursor(hand)
