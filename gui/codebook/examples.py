# SPDX-License-Identifier: MIT
"""Examples of an entry: the words of accepted annotations, newest first, a click away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from claimdesk.gui.codebook.list import paint_row
from claimdesk.gui.codebook.model import Index
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.models.codebook import Example
from claimdesk.models.messages.catalogue import _

_ID = Qt.ItemDataRole.UserRole
_PLACE = Qt.ItemDataRole.UserRole + 1


class _TwoLines(QStyledItemDelegate):
    """Paints the quote, and below it, lighter, where it is from."""

    @guarded
    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, round(option.fontMetrics.height() * 2.5))

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row(painter, option)
        metrics, palette = option.fontMetrics, option.palette
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        muted = ink if selected else QPalette.ColorRole.PlaceholderText
        pad = round(metrics.height() * 0.5)
        area = option.rect.adjusted(pad, round(metrics.height() * 0.2), -pad, 0)
        area.setHeight(metrics.height())
        for role, colour in ((Qt.ItemDataRole.DisplayRole, ink), (_PLACE, muted)):
            text = metrics.elidedText(
                str(index.data(role)), Qt.TextElideMode.ElideRight, area.width()
            )
            painter.setPen(palette.color(colour))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
            area.translate(0, metrics.height())
        painter.restore()


class ExampleList(QListWidget):
    """The examples; a click or Enter opens one."""

    opened = Signal(int)
    """Id of the annotation to be shown in its article."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setItemDelegate(_TwoLines(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._open)

    def show_examples(self, examples: Sequence[Example]) -> None:
        """Show these examples, the same one current if it is still there."""
        shown = [self.item(row).data(_ID) for row in range(self.count())]
        if shown and shown == [example.annotation_id for example in examples]:
            return
        self.clear()
        for example in examples:
            self.addItem(self._item(example))
        if not examples:
            item = QListWidgetItem(_("None yet"), self)
            item.setData(_PLACE, _("Accepted annotations appear here"))
            item.setFlags(Qt.ItemFlag.NoItemFlags)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current example by Enter, wherever the platform opens by another key."""
        if event.type() == QEvent.Type.KeyPress and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            self._open(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_ID) is not None:
            self.opened.emit(item.data(_ID))

    def _item(self, example: Example) -> QListWidgetItem:
        item = QListWidgetItem(f"“{example.quote}”")
        date = (example.published_on or "").replace("T", " ")
        place = " · ".join(p for p in (example.article, example.outlet, date) if p)
        item.setData(_ID, example.annotation_id)
        item.setData(_PLACE, place)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {place}")
        item.setToolTip(literal_tip(f"{item.text()}\n{place}"))
        return item
