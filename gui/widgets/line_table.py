# SPDX-License-Identifier: MIT
"""A table of lines, each of which can be opened, and its model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView, QWidget

from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.read_only_table import choose_whole_rows, make_read_only

T = TypeVar("T")

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class LineTableModel(QAbstractTableModel, Generic[T]):
    """Lines under headings; subclasses provide the headings and the contents of the cells."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._headings = self.headings()
        self.lines: list[T] = []
        """The listed lines, in order."""

    def headings(self) -> Sequence[str]:
        """Return the headings of the columns."""
        raise NotImplementedError

    def set_lines(self, lines: Sequence[T]) -> None:
        """Replace all lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def add_lines(self, lines: Sequence[T]) -> None:
        """Append lines."""
        if lines:
            first = len(self.lines)
            self.beginInsertRows(_ROOT, first, first + len(lines) - 1)
            self.lines += lines
            self.endInsertRows()

    @guarded
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    @guarded
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headings)

    @guarded
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> str | None:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._headings[section]


class LineTable(QTableView):
    """The view of the lines; Enter or a click opens one."""

    opened = Signal(QModelIndex)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        make_read_only(self)
        choose_whole_rows(self, space=8)
        self.clicked.connect(self.opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current line with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
