# SPDX-License-Identifier: MIT
"""The list of a codebook page: colour, name, number of uses; renamed and ordered in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from claimdesk.gui.codebook.entries import Entries, Entry, Uses, name_problem

Index = QModelIndex | QPersistentModelIndex

_ENTRY = Qt.ItemDataRole.UserRole
_PARENT_NAME = Qt.ItemDataRole.UserRole + 1
_COUNT = Qt.ItemDataRole.UserRole + 2
_NOWHERE = QModelIndex()
_MUTED = 0.75
"""How opaque the lesser words of a selected row are."""


class EntryModel(QAbstractListModel):
    """The entries of one list of the codebook, one per row."""

    refused = Signal(str)
    """Why a name that was typed was not taken."""

    def __init__(self, entries: Entries, parent: QWidget) -> None:
        super().__init__(parent)
        self._source = entries
        self._entries: list[Entry] = []
        self._uses: Mapping[int, Uses] = {}

    def refresh(self) -> None:
        """Show the entries as they are now; rows that stay keep their place and their editor."""
        entries = self._source.read()
        ids, old = [entry.id for entry in entries], self.ids()
        if ids != old:
            self._arrange(entries, ids, old)
        self._entries = entries
        self._uses = self._source.uses(ids)
        if entries:
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))

    def refresh_uses(self) -> None:
        """Count the uses again."""
        uses = self._source.uses(self.ids())
        if uses != self._uses:
            self._uses = uses
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def ids(self) -> list[int]:
        """The ids of the entries in order."""
        return [entry.id for entry in self._entries]

    def entry(self, index: Index) -> Entry | None:
        """The entry at an index."""
        return self._entries[index.row()] if index.isValid() else None

    def index_of(self, entry_id: int | None) -> QModelIndex:
        """Where an entry is; invalid if it is gone."""
        ids = self.ids()
        return self.index(ids.index(entry_id)) if entry_id in ids else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index)
        if entry is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return entry.name
        if role == _ENTRY:
            return entry
        if role == _PARENT_NAME:
            parent = self.entry(self.index_of(entry.parent_id))
            return parent.name if parent else ""
        if role == _COUNT:
            return self._uses.get(entry.id, Uses()).total
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.name}, {self._told(entry)}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self.entry(index)
        if entry is None or role != Qt.ItemDataRole.EditRole:
            return False
        name = " ".join(str(value).split())
        if not name or name == entry.name:
            return False
        problem = name_problem(self._source, name, entry.id)
        if problem is not None:
            self.refused.emit(problem)
            return False
        return self._source.set(entry.id, name=name)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def moveRows(
        self,
        sourceParent: Index,
        sourceRow: int,
        count: int,
        destinationParent: Index,
        destinationChild: int,
    ) -> bool:
        ids = self.ids()
        moved = ids[sourceRow : sourceRow + count]
        if not moved or sourceRow <= destinationChild <= sourceRow + count:
            return False
        rest = [i for i in ids if i not in moved]
        place = destinationChild - (count if destinationChild > sourceRow else 0)
        return self._source.order([*rest[:place], *moved, *rest[place:]])

    def _arrange(self, entries: Sequence[Entry], ids: Sequence[int], old: Sequence[int]) -> None:
        """Come from the `old` order to that of `ids` by removals, insertions and one reordering."""
        wanted = set(ids)
        for row in reversed(range(len(old))):
            if old[row] not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._entries[row]
                self.endRemoveRows()
        known = set(old)
        for entry in entries:
            if entry.id not in known:
                row = len(self._entries)
                self.beginInsertRows(QModelIndex(), row, row)
                self._entries.append(entry)
                self.endInsertRows()
        if self.ids() != list(ids):
            self.layoutAboutToBeChanged.emit()
            before = self.persistentIndexList()
            moved = [self._entries[index.row()].id for index in before]
            self._entries = list(entries)
            self.changePersistentIndexList(before, [self.index_of(i) for i in moved])
            self.layoutChanged.emit()

    def _told(self, entry: Entry) -> str:
        uses = self._uses.get(entry.id, Uses())
        parts = []
        if uses.claims:
            parts.append(
                self.tr("1 claim") if uses.claims == 1 else self.tr("%n claims", None, uses.claims)
            )
        if uses.mentions:
            parts.append(
                self.tr("1 mention")
                if uses.mentions == 1
                else self.tr("%n mentions", None, uses.mentions)
            )
        return self.tr(" and ").join(parts) or self.tr("not used")

    def _tip(self, entry: Entry) -> str:
        # Marked as rich text and escaped, so that tags in a name stay what they are: characters.
        return f"<span>{escape(entry.name)} · {escape(self._told(entry))}</span>"


class EntryDelegate(QStyledItemDelegate):
    """Paints a chip, the name, the domain it is inside of, and the number of uses."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, round(option.fontMetrics.height() * 1.9))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(_ENTRY)
        assert isinstance(entry, Entry)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row(painter, option)
        self._paint_chip(painter, option, entry.colour)
        self._paint_text(painter, option, index, entry)
        painter.restore()

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: Index
    ) -> QLineEdit:
        editor = QLineEdit(parent)
        editor.setAccessibleName(self.tr("Name"))
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
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
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
        count = str(index.data(_COUNT) or "–")
        painter.setPen(muted)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        area.setRight(area.right() - metrics.horizontalAdvance("0000") - 4)
        name = metrics.elidedText(entry.name, Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(ink)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, name)
        above = index.data(_PARENT_NAME)
        if above:
            area.setLeft(area.left() + metrics.horizontalAdvance(name + " "))
            text = self.tr("in {}").format(above)
            painter.setPen(muted)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)


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
    """The list; F2 or a double click renames, Alt with Up or Down or dragging orders."""

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
        """The model, by its own type."""
        model: QAbstractItemModel = self.model()
        assert isinstance(model, EntryModel)
        return model

    def move_current(self, step: int) -> None:
        """Move the current entry up (-1) or down (1)."""
        row, model = self.currentIndex().row(), self.entry_model()
        target = row + (2 if step > 0 else -1)
        if row >= 0 and 0 <= target <= model.rowCount():
            model.moveRow(QModelIndex(), row, QModelIndex(), target)
            self.scrollTo(self.currentIndex())

    def finish_renaming(self) -> None:
        """Save what is typed in an open editor and close it."""
        editor = self.viewport().findChild(QLineEdit)
        if editor is not None and self._is_editing():
            self.commitData(editor)
            self.closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def _is_editing(self) -> bool:
        return self.state() == QAbstractItemView.State.EditingState

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in steps:
            self.move_current(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Delete:
            self.deletion_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # An editor lets Enter through to the list as well.
            if not self._is_editing():
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)
