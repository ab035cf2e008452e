# SPDX-License-Identifier: MIT
"""The strip beside an article that shows where suggestions and claims are, and takes one there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from claimdesk.gui.article.style import Style, blend
from claimdesk.models.layout import Mark, SpanIndex

if TYPE_CHECKING:
    from claimdesk.gui.article.reading import ReadingView

_WIDTH = 16
_TICK = 2
_CELLS = 4096
"""The text is divided into so many places, finer than any screen is high."""


class OverviewStrip(QWidget):
    """Two columns of ticks along the whole text: undecided suggestions, and claims accepted.

    Places go by code points, so that nothing needs to be laid out for them. An edit changes a
    count or two, however many marks there are.
    """

    point_clicked = Signal(int)

    def __init__(self, view: ReadingView) -> None:
        super().__init__(view)
        self._view = view
        self._index: SpanIndex | None = None
        self._length = 0
        self._undecided: Counter[int] = Counter()
        self._claims: Counter[int] = Counter()
        self._counted = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Overview of the article"))
        self.setToolTip(self.tr("Left: suggestions to decide. Right: claims. Click to go there."))

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 0)

    def show_index(self, index: SpanIndex, length: int) -> None:
        """Shows the marks of `index`, in a text of `length` code points."""
        self._index, self._length = index, length
        # Counting is left to the first painting, so that the text appears before it.
        self._counted = False
        self.update()

    def replace(self, before: Iterable[Mark], after: Iterable[Mark]) -> None:
        """Takes the marks `before` away and adds `after`, once the index has been changed so."""
        if self._counted:
            self._count(before, -1)
            self._count(after, 1)
            self.update()

    def _count(self, marks: Iterable[Mark], by: int) -> None:
        for mark in marks:
            place = mark.start * _CELLS // self._length
            if mark.state == "suggested":
                self._undecided[place] += by
            elif mark.state == "accepted" and mark.role == "content":
                self._claims[place] += by

    def _recount(self) -> None:
        self._undecided.clear()
        self._claims.clear()
        if self._index is not None:
            self._count(self._index.all(), 1)
        self._counted = True

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._counted:
            self._recount()
        style = Style(self._view.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._view.palette().color(QPalette.ColorRole.Base))
        if self._length:
            self._paint_sight(painter, style)
            column = (self.width() - 4) / 2
            self._paint_ticks(painter, self._undecided, 2, column - 1, hollow=True, style=style)
            self._paint_ticks(
                painter, self._claims, 2 + column + 1, column - 1, hollow=False, style=style
            )
        painter.end()

    def _paint_sight(self, painter: QPainter, style: Style) -> None:
        """A ground behind what is in sight."""
        start, end = self._view.visible_span()
        height = self.height() / self._length
        rect = QRectF(1, start * height, self.width() - 2, max(8.0, (end - start) * height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blend(style.base, style.text, 0.09))
        painter.drawRoundedRect(rect, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_ticks(
        self,
        painter: QPainter,
        counts: Counter[int],
        left: float,
        width: float,
        *,
        hollow: bool,
        style: Style,
    ) -> None:
        scale = self.height() / _CELLS
        rows = {int(cell * scale) // (_TICK + 1) for cell, count in counts.items() if count > 0}
        colour = style.line(None, "actor" if hollow else "claim")
        for row in rows:
            tick = QRectF(left, row * (_TICK + 1), width, _TICK)
            if hollow:
                painter.fillRect(tick.adjusted(0, 0, -width / 2 - 0.5, 0), colour)
                painter.fillRect(tick.adjusted(width / 2 + 0.5, 0, 0, 0), colour)
            else:
                painter.fillRect(tick, colour)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        if self._length and self.height():
            share = min(max(event.position().y() / self.height(), 0.0), 1.0)
            self.point_clicked.emit(min(int(share * self._length), self._length - 1))
