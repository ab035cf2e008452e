# SPDX-License-Identifier: MIT
"""The list of a pane: rows of a table, cells that open, groups that open and close."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from claimdesk.gui.panes.delegate import RowDelegate, arrow_width
from claimdesk.gui.panes.grouping import Group
from claimdesk.gui.panes.model import AnnotationModel, Index

_EDIT_KEYS = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_AIR = 10
"""Pixels of a row above and below its text."""


class RowView(QTableView):
    """The list of a pane. A double click, F2 or Enter edits the cell where it stands.

    Left and Right close and open the group of the current row, or go to the next cell.
    """

    cell_opened = Signal(QModelIndex)
    """A cell that is not edited as text: a picker should open on it."""

    def __init__(
        self, parent: QWidget, model: AnnotationModel, delegate: RowDelegate, lines: int
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._lines = lines
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self._fit_rows()
        self.doubleClicked.connect(self.open_cell)

    def open_cell(self, index: QModelIndex) -> None:
        """Edit a cell in place, or ask for its picker; its row is selected then."""
        if not self.selectionModel().isSelected(index):
            self._go(index)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            self.cell_opened.emit(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open or close a group whose arrow is pressed."""
        index = self.indexAt(event.position().toPoint())
        group = self._model.group(index)
        if (
            group is not None
            and index.column() == 0
            and event.button() == Qt.MouseButton.LeftButton
        ):
            inside = event.position().x() - self.visualRect(index).left()
            if inside < arrow_width(self.fontMetrics()) + 6:
                if self._model.is_open(group):
                    self._close(group)
                else:
                    self._model.set_open(group, True)
                event.accept()
                return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current cell with F2 or Enter; leave letters to the window's keys."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in _EDIT_KEYS and not editing and self.currentIndex().isValid():
            self.open_cell(self.currentIndex())
            return
        if event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Left and not event.modifiers() and self._close_group():
            return
        if event.key() == Qt.Key.Key_Right and not event.modifiers() and self._open_group():
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Keep input methods away: letters are keys here, on cells that can be edited too."""
        super().currentChanged(current, previous)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keep input methods away, as when another row becomes current."""
        super().focusInEvent(event)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def changeEvent(self, event: QEvent) -> None:
        """Give the rows the height that another font needs."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()

    def _fit_rows(self) -> None:
        height = self.fontMetrics().lineSpacing() * self._lines + _AIR
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def _open_group(self) -> bool:
        index = self.currentIndex()
        group = self._model.group(index)
        if group is None or index.column() != 0 or self._model.is_open(group):
            return False
        self._model.set_open(group, True)
        return True

    def _close_group(self) -> bool:
        """Close the current group, or go from a row to the head of its group."""
        index = self.currentIndex()
        if index.column() != 0:
            return False
        group, row = self._model.group(index), self._model.annotation(index)
        if group is not None:
            self._close(group)
            return True
        head = self._model.head_of(row.id) if row is not None else QModelIndex()
        if head.isValid():
            self._go(head)
        return head.isValid()

    def _close(self, group: Group) -> None:
        """Close a group and deselect the rows that it hides."""
        flags = QItemSelectionModel.SelectionFlag
        rows = QItemSelection()
        for index in self.selectionModel().selectedRows():
            if self._model.number_at(index) in group.rows:
                rows.select(index, index)
        self.selectionModel().select(rows, flags.Deselect | flags.Rows)
        self._model.set_open(group, False)

    def _go(self, index: QModelIndex) -> None:
        """Select one row regardless of modifiers: Qt would toggle it while Ctrl is held."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
