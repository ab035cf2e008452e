# SPDX-License-Identifier: MIT
"""The figures of a plot as a table: copied into a spreadsheet, or saved as CSV or XLSX."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.plots.plot import Table
from claimdesk.gui.widgets.file_dialogs import ask_to_save
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.gui.widgets.read_only_table import fit_columns, make_read_only
from claimdesk.models.analysis.figure_tables import table_text, write_table
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.numbers import number_text

_WIDEST = 40
"""The most that a column takes, in characters."""
_NO_PARENT = QModelIndex()
_ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Rows(QAbstractTableModel):
    """Gives a table cell by cell, so that tens of thousands of rows cost nothing to show."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = Table(())

    def show_table(self, table: Table) -> None:
        """Take another table."""
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    @guarded
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._table.rows)

    @guarded
    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._table.columns)

    @guarded
    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        cell = self._table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            if isinstance(cell, str):
                return " ".join(cell.split())
            return number_text(cell) if isinstance(cell, float) else str(cell)
        if role == Qt.ItemDataRole.TextAlignmentRole and not isinstance(cell, str):
            return _ALIGN_RIGHT
        return None

    @guarded
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return " ".join(self._table.columns[section].split())


class _View(QTableView):
    """Copies what is selected, or everything."""

    def __init__(self, table: FiguresTable) -> None:
        super().__init__(table)
        self._table = table
        self.setAccessibleName(_("Figures of the plot"))
        make_read_only(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._table.copy()
        else:
            super().keyPressEvent(event)


class FiguresTable(QWidget):
    """Shows rows of figures, the head in bold."""

    save_wanted = Signal(object, object)
    """What writes a file whole or not at all, to be called in a job with its path; the path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = Table(())
        self._name = ""
        self._rows = _Rows(self)
        self.view = _View(self)
        self.view.setModel(self._rows)
        self.message = hint_label(self)
        self.copy_button = QPushButton(_("&Copy"), self)
        self.copy_button.setToolTip(_("Copy the selected rows, or all, for a spreadsheet"))
        self.save_button = QPushButton(_("&Save…"), self)
        self.save_button.setToolTip(_("Save the table as CSV, TSV or Excel workbook"))
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self._ask_where)
        row = QHBoxLayout()
        row.addWidget(self.message, 1)
        row.addWidget(self.copy_button)
        row.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view, 1)
        layout.addLayout(row)

    def show_table(self, table: Table, name: str) -> None:
        """Show other figures; `name` is what the file is called that they are saved in."""
        self._table, self._name = table, name
        view = self.view
        self._rows.show_table(table)
        fit_columns(view, _WIDEST)
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        if table.rows:
            first, flag = self._rows.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            view.selectionModel().setCurrentIndex(first, flag)
        self.message.clear()

    def copy(self) -> None:
        """Copy the selected rows with the head, or all rows if fewer than two cells are."""
        chosen = sorted({index.row() for index in self.view.selectedIndexes()})
        rows = self._table.rows
        if len(self.view.selectedIndexes()) > 1:
            rows = tuple(rows[row] for row in chosen)
        QGuiApplication.clipboard().setText(table_text(self._table.columns, rows, "\t"))
        self.message.setText(_("Copied. Paste it into a spreadsheet."))

    def save(self, path: Path) -> None:
        """Have all rows saved in a job; the ending of `path` says whether as CSV, TSV or XLSX."""
        self.message.setText(_("Saving {file}…").format(file=path.name))
        self.save_wanted.emit(partial(write_table, self._table.columns, self._table.rows), path)

    def show_saved(self, words: str) -> None:
        """Say that the rows were saved, or why they could not be."""
        self.message.setText(words)

    def _ask_where(self) -> None:
        kinds = ";;".join(("XLSX (*.xlsx)", "CSV (*.csv)", "TSV (*.tsv)"))
        ask_to_save(self, _("Save the table"), Path(f"{self._name}.xlsx"), self.save, kinds=kinds)
