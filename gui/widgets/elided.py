# SPDX-License-Identifier: MIT
"""A line of text that is cut to the room there is; its tool tip has all of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import literal_tip

_LEAST = 6
"""Characters that are always shown."""


class ElidedLabel(QLabel):
    """One line of plain text that never limits the width of what is around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def whole(self) -> str:
        """All of the text."""
        return self._whole

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self._cut()
        self.updateGeometry()

    @guarded
    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, size.height())

    @guarded
    def minimumSizeHint(self) -> QSize:
        least = min(_LEAST, len(self._whole)) * self.fontMetrics().averageCharWidth()
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text to the width."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = self.width() - self.contentsMargins().left() - self.contentsMargins().right()
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(literal_tip(self._whole) if shown != self._whole else "")
