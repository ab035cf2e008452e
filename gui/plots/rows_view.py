# SPDX-License-Identifier: MIT
"""A table of rows that can be sorted, copied, walked by keys, and chosen with Enter or a click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from claimdesk.gui.widgets.read_only_table import choose_whole_rows, fit_columns, make_read_only
from claimdesk.models.analysis.figure_tables import Cell, table_text

_SOURCE = Qt.ItemDataRole.UserRole
_SPACE = 6
"""Pixels between the texts of two rows."""
_WIDEST = 44
"""The most that a column takes, in characters."""
_ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _EndShown(QStyledItemDelegate):
    """Draws texts so that their ends are seen where there is little room."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideLeft


class RowsView(QTableWidget):
    """Shows rows of texts and numbers."""

    moved = Signal(int)
    """The number of the row that is current now, as it was given; -1 for none."""
    chosen = Signal(int)
    """The number of the row that was clicked, or taken with Enter."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self._columns: Sequence[str] = ()
        self.setAccessibleName(name)
        make_read_only(self)
        choose_whole_rows(self, _SPACE)
        self._end_shown = _EndShown(self)
        self.currentItemChanged.connect(lambda: self.moved.emit(self.current))
        self.itemClicked.connect(lambda _item: self.chosen.emit(self.current))

    @property
    def current(self) -> int:
        """The number of the current row, as it was given; -1 for none."""
        item = self.item(self.currentRow(), 0)
        return int(item.data(_SOURCE)) if item is not None else -1

    def show_rows(
        self, columns: Sequence[str], rows: Sequence[Sequence[Cell]], right: Sequence[int] = ()
    ) -> None:
        """Show other rows; texts of the columns `right` end at their right edge."""
        self._columns = columns
        self.setSortingEnabled(False)
        self.setRowCount(len(rows))
        self.setColumnCount(len(columns))
        self.setHorizontalHeaderLabels(list(columns))
        for column in right:
            self.setItemDelegateForColumn(column, self._end_shown)
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                item = QTableWidgetItem()
                item.setData(Qt.ItemDataRole.DisplayRole, cell)
                item.setData(_SOURCE, number)
                if column in right or not isinstance(cell, str):
                    item.setTextAlignment(_ALIGN_RIGHT)
                self.setItem(number, column, item)
        fit_columns(self, _WIDEST)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(table_text(self._columns, self._texts(), "\t"))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self.chosen.emit(self.current)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _texts(self) -> list[list[str]]:
        return [
            [item.text() if (item := self.item(row, n)) else "" for n in range(self.columnCount())]
            for row in range(self.rowCount())
        ]
