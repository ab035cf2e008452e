# SPDX-License-Identifier: MIT
"""The list of a codebook page: colour, name, number of uses; renamed and ordered in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QDropEvent, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from claimdesk.gui.codebook.entries import Entry
from claimdesk.gui.codebook.model import COUNT, ENTRY, EntryModel, Index
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.models.messages.catalogue import _

_MUTED = 0.75
"""How opaque the lesser words of a selected row are."""


class EntryDelegate(QStyledItemDelegate):
    """Paints a colour chip, the name, indented by its depth in the tree, and the number of uses."""

    @guarded
    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, round(option.fontMetrics.height() * 1.9))

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY)
        assert isinstance(entry, Entry)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row(painter, option)
        _move_in(option, entry)
        self._paint_chip(painter, option, entry.colour)
        self._paint_text(painter, option, index, entry)
        painter.restore()

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: Index
    ) -> QLineEdit:
        editor = QLineEdit(parent)
        editor.setAccessibleName(_("Name"))
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
        editor.setModified(False)
        editor.selectAll()
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        name = str(index.data(Qt.ItemDataRole.EditRole))
        # A refresh while someone types leaves what they typed.
        if not editor.isModified() and editor.text() != name:
            editor.setText(name)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        _move_in(option, index.data(ENTRY))
        area = _name_area(option)
        editor.setGeometry(area.adjusted(-4, 1, 0, -1))

    def _paint_chip(
        self, painter: QPainter, option: QStyleOptionViewItem, colour: str | None
    ) -> None:
        chip = _chip_area(option)
        painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Dark), 1))
        painter.setBrush(QColor(colour) if colour else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(chip)

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, entry: Entry
    ) -> None:
        area, metrics = _name_area(option), option.fontMetrics
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = option.palette.color(
            QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        )
        muted = (
            QColor(ink) if selected else option.palette.color(QPalette.ColorRole.PlaceholderText)
        )
        if selected:
            muted.setAlphaF(_MUTED)
        painter.setFont(option.font)
        count = str(index.data(COUNT) or "–")
        painter.setPen(muted)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        area.setRight(area.right() - metrics.horizontalAdvance("0000") - 4)
        name = metrics.elidedText(entry.name, Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(ink)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, name)


def paint_row(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint what is behind a selected row or one under the mouse."""
    state, palette = option.state, option.palette
    selected = bool(state & QStyle.StateFlag.State_Selected)
    if not selected and not state & QStyle.StateFlag.State_MouseOver:
        return
    role = QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Midlight
    area = QRectF(option.rect).adjusted(3, 1, -3, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(role))
    painter.drawRoundedRect(area, 5, 5)
    if selected and state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(0.75, 0.75, -0.75, -0.75), 5, 5)


def _move_in(option: QStyleOptionViewItem, entry: Entry) -> None:
    """Leave room on the left for the depth of an entry, as far as the row is wide."""
    step = round(option.fontMetrics.height() * 1.3)
    room = option.rect.width() // 3
    option.rect.setLeft(option.rect.left() + min(step * entry.depth, room))


def _chip_area(option: QStyleOptionViewItem) -> QRectF:
    side = round(option.fontMetrics.height() * 0.8)
    left = option.rect.left() + side * 0.75
    return QRectF(left + 0.5, option.rect.center().y() - side / 2 + 1, side, side)


def _name_area(option: QStyleOptionViewItem) -> QRect:
    left = round(_chip_area(option).right() + option.fontMetrics.height() * 0.55)
    area = QRect(option.rect)
    area.setLeft(left)
    area.setRight(area.right() - round(option.fontMetrics.height() * 0.6))
    return area


class EntryList(QListView):
    """The list; F2 or a double click renames, Alt with arrow keys or dragging moves."""

    deletion_requested = Signal()

    def __init__(self, model: EntryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(EntryDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def entry_model(self) -> EntryModel:
        """Return the model, by its own type."""
        model: QAbstractItemModel = self.model()
        assert isinstance(model, EntryModel)
        return model

    def move_current(self, step: int) -> None:
        """Move the current entry up (-1) or down (1)."""
        self.entry_model().step(self.currentIndex(), step)
        self.scrollTo(self.currentIndex())

    def move_up(self) -> None:
        """Move the current entry up."""
        self.move_current(-1)

    def move_down(self) -> None:
        """Move the current entry down."""
        self.move_current(1)

    def indent_current(self) -> None:
        """Put the current domain into the one before it."""
        self.entry_model().indent(self.currentIndex())

    def outdent_current(self) -> None:
        """Take the current domain out of the one that it is inside of."""
        self.entry_model().outdent(self.currentIndex())

    def dropEvent(self, event: QDropEvent) -> None:
        """Move the dragged entry before, after or into the one under the mouse."""
        target = self.indexAt(event.position().toPoint())
        self.entry_model().drop(self.currentIndex(), target, self._place_in(target, event))
        # The model has moved it; the view must not take the old row away.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.viewport().update()

    def _place_in(self, target: QModelIndex, event: QDropEvent) -> str:
        area = self.visualRect(target)
        # The same edges as Qt's drop indicator has.
        edge = min(12, max(2, round(area.height() / 5.5)))
        y = event.position().toPoint().y()
        if not self.model().flags(target) & Qt.ItemFlag.ItemIsDropEnabled:
            return "before" if y < area.center().y() else "after"
        if y - area.top() < edge:
            return "before"
        return "after" if area.bottom() - y < edge else "inside"

    def finish_renaming(self) -> None:
        """Save what is typed in an open editor and close it."""
        editor = self.viewport().findChild(QLineEdit)
        if editor is not None and self._is_editing():
            self.commitData(editor)
            self.closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def _is_editing(self) -> bool:
        return self.state() == QAbstractItemView.State.EditingState

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Up: self.move_up,
            Qt.Key.Key_Down: self.move_down,
            Qt.Key.Key_Right: self.indent_current,
            Qt.Key.Key_Left: self.outdent_current,
        }
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in moves:
            moves[event.key()]()
        elif event.key() == Qt.Key.Key_Delete:
            self.deletion_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # An editor lets Enter through to the list as well.
            if not self._is_editing():
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)
