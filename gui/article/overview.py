# SPDX-License-Identifier: MIT
"""The overview strip beside an article: a column for each layer; a click scrolls there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from claimdesk.gui.article.style import Style
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.roles import blend
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.span_index import Mark, SpanIndex

if TYPE_CHECKING:
    from claimdesk.gui.article.reading import ReadingView

_WIDTH = 20
_ROW = 3
"""The height of a row in pixels: a tick of two, and a gap."""
_LAYERS = ("actor", "claim", "domain")
_ROLES = frozenset({"mention", "content", "evidence"})
"""The words that a tick stands for."""


class OverviewStrip(QWidget):
    """A column of ticks for each layer along the whole text, in the order of the layer bar.

    A tick is dashed where something is to decide, and solid where all is accepted. Positions are
    by code points, so that they need no layout. An edit changes a few counts and repaints a few
    rows at most, however many marks there are.
    """

    point_clicked = Signal(int)

    def __init__(self, view: ReadingView) -> None:
        super().__init__(view)
        self._view = view
        self._index: SpanIndex | None = None
        self._length = 0
        self._counts: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        """How many marks begin in each row, by layer and state."""
        self._ticks: dict[str, tuple[list[int], list[int]]] = {}
        """The rows with a tick, by layer, until one appears or vanishes."""
        self._counted = False
        self._hidden: frozenset[str] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Overview of the article"))
        self.setToolTip(
            _("Actors, claims and domains; dashed where something is to decide. Click to go there.")
        )

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 0)

    def show_index(self, index: SpanIndex, length: int) -> None:
        """Show the marks of `index`, in a text of `length` code points."""
        self._index, self._length = index, length
        self._invalidate()

    def replace(self, before: Iterable[Mark], after: Iterable[Mark]) -> None:
        """Replace the marks `before` by `after`, after the same change of the index."""
        if self._counted:
            for row in self._count(before, -1) | self._count(after, 1):
                self.update(0, row * _ROW, self.width(), _ROW)

    def set_hidden(self, layers: Iterable[str]) -> None:
        """Leave the columns of layers empty that the text does not show."""
        self._hidden = frozenset(layers)
        self.update()

    def rows(self, layer: str) -> tuple[list[int], list[int]]:
        """Return the rows of a layer with a tick, from the top: to decide, and accepted."""
        if not self._counted:
            self._recount()
        if layer in self._hidden:
            return [], []
        if layer not in self._ticks:
            undecided, accepted = (self._rows(layer, state) for state in ("suggested", "accepted"))
            self._ticks[layer] = sorted(undecided), sorted(accepted - undecided)
        return self._ticks[layer]

    def _rows(self, layer: str, state: str) -> set[int]:
        return {row for row, count in self._counts[layer, state].items() if count}

    def _count(self, marks: Iterable[Mark], by: int) -> set[int]:
        """Add `by` to the counts of marks; return the rows whose tick appeared or vanished."""
        changed: set[int] = set()
        rows = max(1, self.height() // _ROW)
        for mark in marks:
            if mark.role not in _ROLES:
                continue
            counts = self._counts[mark.layer, mark.state]
            row = mark.start * rows // self._length
            had = counts[row] > 0
            counts[row] += by
            if (counts[row] > 0) != had:
                changed.add(row)
        if changed:
            self._ticks.clear()
        return changed

    def _invalidate(self) -> None:
        # Counting is deferred to the next paint event, so that the text appears first.
        self._counted = False
        self.update()

    def _recount(self) -> None:
        self._counts.clear()
        self._ticks.clear()
        if self._index is not None:
            self._count(self._index.all(), 1)
        self._counted = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._invalidate()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._view.style_of_text()
        column = (self.width() - 4) // len(_LAYERS)
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), style.base)
            if self._length:
                self._paint_visible_part(painter, style)
                for place, layer in enumerate(_LAYERS):
                    undecided, accepted = self.rows(layer)
                    painter.setBrush(style.line(None, layer))
                    left, width = 2 + place * column, column - 1
                    self._paint_ticks(painter, event.rect(), accepted, left, width)
                    dash = max(1, (width - 1) // 2)
                    for x in (left, left + width - dash):
                        self._paint_ticks(painter, event.rect(), undecided, x, dash)

    def _paint_visible_part(self, painter: QPainter, style: Style) -> None:
        """Paint a background behind the visible part."""
        start, end = self._view.visible_span()
        height = self.height() / self._length
        rect = QRectF(1, start * height, self.width() - 2, max(8.0, (end - start) * height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blend(style.base, style.text, 0.09))
        painter.drawRoundedRect(rect, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_ticks(
        self, painter: QPainter, area: QRect, rows: list[int], left: int, width: int
    ) -> None:
        low = bisect_left(rows, area.top() // _ROW)
        high = bisect_right(rows, area.bottom() // _ROW)
        painter.drawRects([QRect(left, row * _ROW, width, _ROW - 1) for row in rows[low:high]])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _go(self, event: QMouseEvent) -> None:
        if self._length and self.height():
            share = min(max(event.position().y() / self.height(), 0.0), 1.0)
            self.point_clicked.emit(min(int(share * self._length), self._length - 1))
