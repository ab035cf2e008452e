# SPDX-License-Identifier: MIT
"""The cells of a cross-tabulation as a table: pointed at, chosen and copied by mouse or keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from claimdesk.gui.plots.mark_canvas import Block, Place
from claimdesk.models.analysis.figure_tables import table_text

_ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CrossView(QTableWidget):
    """Shows texts by row and column; several cells are chosen by dragging or with Shift."""

    chosen = Signal(object)
    """The block of cells that was clicked, brushed, or taken with Enter."""
    pointed = Signal(object)
    """The block that is pointed at or current; None for nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.cellEntered.connect(lambda row, column: self.pointed.emit(_cell(row, column)))
        self.itemSelectionChanged.connect(lambda: self.pointed.emit(self.block))

    @property
    def block(self) -> Block | None:
        """The cells that are selected."""
        ranges = self.selectedRanges()
        if not ranges:
            return None
        one = ranges[0]
        return Block(
            Place(one.topRow(), one.leftColumn()), Place(one.bottomRow(), one.rightColumn())
        )

    def show_cells(
        self, rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[str]]
    ) -> None:
        """Show other cells; the current one stays if it is still there."""
        before = (max(self.currentRow(), 0), max(self.currentColumn(), 0))
        self.setRowCount(len(rows))
        self.setColumnCount(len(columns))
        self.setVerticalHeaderLabels([" ".join(label.split()) for label in rows])
        self.setHorizontalHeaderLabels([" ".join(label.split()) for label in columns])
        for row, texts in enumerate(cells):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_ALIGN_RIGHT)
                self.setItem(row, column, item)
        most = self.fontMetrics().averageCharWidth()
        self.horizontalHeader().setMaximumSectionSize(most * 24)
        self.verticalHeader().setMaximumWidth(most * 36)
        self.resizeColumnsToContents()
        if before[0] < len(rows) and before[1] < len(columns):
            self.setCurrentCell(*before, QItemSelectionModel.SelectionFlag.NoUpdate)

    def show_chosen(self, block: Block | None) -> None:
        """Select the cells that filter the other plots."""
        if block is None or block == self.block:
            return
        self.setCurrentCell(block.first.row, block.first.column)
        for row in range(block.first.row, block.last.row + 1):
            for column in range(block.first.column, block.last.column + 1):
                item = self.item(row, column)
                if item is not None:
                    item.setSelected(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if (
            event.button() == Qt.MouseButton.LeftButton
            and self.indexAt(event.position().toPoint()).isValid()
        ):
            self._choose()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(self.block if self.hasFocus() else None)

    def _choose(self) -> None:
        block = self.block or (
            _cell(self.currentRow(), self.currentColumn()) if self.currentRow() >= 0 else None
        )
        if block is not None:
            self.chosen.emit(block)

    def _copy(self) -> None:
        """Copy the whole table for a spreadsheet."""
        heads = [self.horizontalHeaderItem(n) for n in range(self.columnCount())]
        labels = [self.verticalHeaderItem(n) for n in range(self.rowCount())]
        rows = [
            [label.text() if label else "", *(self._text(n, m) for m in range(self.columnCount()))]
            for n, label in enumerate(labels)
        ]
        columns = ["", *(head.text() if head else "" for head in heads)]
        QGuiApplication.clipboard().setText(table_text(columns, rows, "\t"))

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text() if item is not None else ""


def _cell(row: int, column: int) -> Block:
    return Block(Place(row, column), Place(row, column))
