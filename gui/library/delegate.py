# SPDX-License-Identifier: MIT
"""How the library paints an article: a mark for its status, the headline, and a line below."""

from __future__ import annotations

from PySide6.QtCore import (
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from claimdesk.gui.library.model import HEADING, ROW, ArticleModel, Heading, shown_date
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.models.messages.catalogue import _
from claimdesk.models.search.library import Snippet
from claimdesk.models.store.queries import ArticleRow

_SMALLER = 0.9
_DOT = " · "
_OUTLET_LETTERS = 6
"""An outlet is cut to no less than this before the rest of the line is cut."""


class ArticleDelegate(QStyledItemDelegate):
    """Paints one article on two lines; `open_id` is the one that is open."""

    open_id: int | None = None
    has_snippets = False
    """Whether a third line shows what was found in the text."""

    @guarded
    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:  # type: ignore[override]
        unit = option.fontMetrics.height()
        return QSize(unit * 8, round(unit * (4.05 if self.has_snippets else 2.95)))

    @guarded
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        heading = index.data(HEADING)
        if isinstance(heading, Heading):
            painter.save()
            _paint_heading(painter, option, heading)
            painter.restore()
            return
        row = index.data(ROW)
        if not isinstance(row, ArticleRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, row.id == self.open_id)
        ink, muted = _inks(option)
        unit = option.fontMetrics.height()
        mark = QRectF(option.rect.left() + unit * 0.85, 0, unit * 0.62, unit * 0.62)
        area = QRect(option.rect)
        area.setLeft(round(mark.right() + unit * 0.5))
        area.setRight(area.right() - round(unit * 0.6))
        upper, lower = QRect(area), QRect(area)
        upper.setTop(area.top() + round(unit * 0.38))
        upper.setHeight(unit)
        lower.setTop(upper.bottom() + round(unit * 0.2))
        lower.setHeight(unit)
        mark.moveTop(upper.center().y() - mark.height() / 2 + 1)
        paint_status(painter, mark, row.status, option.palette, ink)
        self._paint_title(painter, upper, option.font, row, ink)
        model = index.model()
        assert isinstance(model, ArticleModel)
        self._paint_details(painter, lower, option.font, row, model, muted)
        if self.has_snippets:
            lower.moveTop(lower.bottom() + round(unit * 0.1))
            _paint_snippet(painter, lower, model.snippet(row.id), ink, muted)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, is_open: bool) -> None:
        palette, state = option.palette, option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        area = QRectF(option.rect).adjusted(4, 1, -4, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            role = QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Midlight
            painter.setBrush(palette.color(role))
            painter.drawRoundedRect(area, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus and selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 1.5))
            painter.drawRoundedRect(area.adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)
            painter.setPen(Qt.PenStyle.NoPen)
        if is_open:
            painter.setBrush(palette.color(QPalette.ColorRole.Accent))
            bar = QRectF(area.left() + 1, area.top() + 7, 3, area.height() - 14)
            painter.drawRoundedRect(bar, 1.5, 1.5)

    def _paint_title(
        self, painter: QPainter, area: QRect, font: QFont, row: ArticleRow, ink: QColor
    ) -> None:
        title = QFont(font)
        title.setWeight(QFont.Weight.DemiBold if row.status == "unread" else QFont.Weight.Medium)
        text = " ".join(row.title.split()) or _("Untitled")
        painter.setFont(title)
        painter.setPen(ink)
        _draw(painter, area, QFontMetrics(title), text)

    def _paint_details(
        self,
        painter: QPainter,
        area: QRect,
        font: QFont,
        row: ArticleRow,
        model: ArticleModel,
        muted: QColor,
    ) -> None:
        small = QFont(font)
        if font.pointSizeF() > 0:
            small.setPointSizeF(font.pointSizeF() * _SMALLER)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        painter.setPen(muted)
        _draw(painter, area, metrics, _details(metrics, row, model.counts(row), area.width()))


def _paint_heading(painter: QPainter, option: QStyleOptionViewItem, heading: Heading) -> None:
    """Paint the title of a group, how many articles it has, and whether they are listed."""
    ink = option.palette.color(QPalette.ColorRole.Text)
    unit = option.fontMetrics.height()
    area = option.rect.adjusted(round(unit * 0.85), 0, -round(unit * 0.6), 0)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Accent), 1.5))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(5, 2, -5, -2), 6, 6)
    font = QFont(option.font)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(ink)
    count = QLocale().toString(heading.count)
    metrics = QFontMetrics(font)
    room = area.adjusted(0, 0, -metrics.horizontalAdvance(count) - unit, 0)
    _draw(painter, room, metrics, f"{'▾' if heading.unfolded else '▸'}  {heading.title}")
    painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
    painter.drawText(area, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, count)


def _paint_snippet(
    painter: QPainter, area: QRect, snippet: Snippet | None, ink: QColor, muted: QColor
) -> None:
    """Paint the words around a hit, and the hit itself bold; in the font of the line above."""
    if snippet is None:
        return
    font = painter.font()
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    hit = snippet.text[snippet.start : snippet.end]
    metrics, wide = QFontMetrics(font), QFontMetrics(bold)
    # What stands before the hit is cut first: the hit has to be seen.
    room = max(0, area.width() // 2 - wide.horizontalAdvance(hit))
    before = metrics.elidedText(
        snippet.text[: snippet.start], Qt.TextElideMode.ElideLeft, max(room, area.width() // 4)
    )
    pieces = ((before, font, muted), (hit, bold, ink), (snippet.text[snippet.end :], font, muted))
    for text, used, colour in pieces:
        painter.setFont(used)
        painter.setPen(colour)
        fits = QFontMetrics(used)
        _draw(painter, area, fits, text)
        area = area.adjusted(fits.horizontalAdvance(text), 0, 0, 0)
        if area.width() <= 0:
            return


def _details(metrics: QFontMetrics, row: ArticleRow, counts: list[str], width: int) -> str:
    """Outlet, date and counts on one line; where it is narrow, without the year, outlet cut."""
    outlet = " ".join((row.outlet or "").split())
    line = ""
    for date in (shown_date(row.published_on), shown_date(row.published_on, year=False)):
        rest = _DOT.join(part for part in (date, *counts) if part)
        line = _DOT.join(part for part in (outlet, rest) if part)
        if metrics.horizontalAdvance(line) <= width:
            return line
    left = width - metrics.horizontalAdvance(_DOT + rest)
    left = max(left, metrics.averageCharWidth() * _OUTLET_LETTERS)
    cut = metrics.elidedText(outlet, Qt.TextElideMode.ElideRight, left)
    return _DOT.join(part for part in (cut, rest) if part)


def _draw(painter: QPainter, area: QRect, metrics: QFontMetrics, text: str) -> None:
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, cut)


def _inks(option: QStyleOptionViewItem) -> tuple[QColor, QColor]:
    palette = option.palette
    if option.state & QStyle.StateFlag.State_Selected:
        ink = palette.color(QPalette.ColorRole.HighlightedText)
        muted = QColor(ink)
        muted.setAlphaF(0.78)
        return ink, muted
    return (
        palette.color(QPalette.ColorRole.Text),
        palette.color(QPalette.ColorRole.PlaceholderText),
    )


def paint_status(
    painter: QPainter, area: QRectF, status: str, palette: QPalette, ink: QColor
) -> None:
    """Paint the mark of a status: a dot, a half-filled circle, or a tick."""
    accent = palette.color(QPalette.ColorRole.Accent)
    if status == "done":
        pen = QPen(ink, area.width() / 6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        x, y, side = area.x(), area.y(), area.width()
        points = ((0.05, 0.55), (0.36, 0.86), (0.95, 0.16))
        painter.drawPolyline([QPointF(x + side * a, y + side * b) for a, b in points])
        return
    if status == "unread":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        inset = area.width() * 0.12
        painter.drawEllipse(area.adjusted(inset, inset, -inset, -inset))
        return
    width = area.width() / 8
    ring = area.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setPen(QPen(accent, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    painter.drawPie(ring, 90 * 16, 180 * 16)
