# SPDX-License-Identifier: MIT
"""The table of the preview, in which several lines can be chosen at once."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from claimdesk.gui.library.preview.model import (
    DATE,
    KIND,
    LANGUAGE,
    OUTLET,
    PROBLEMS,
    TAKE_COLUMN,
    TITLE,
    WORDS,
    PreviewModel,
)
from claimdesk.gui.widgets.selection import selected_rows
from claimdesk.models.messages.catalogue import _

_WIDTHS = {TITLE: 30, DATE: 13, OUTLET: 13, PROBLEMS: 48}
"""Widths of the columns in average characters; the others are as wide as their headings."""


class _TakeDelegate(QStyledItemDelegate):
    """Paints ticks; the frame around the current cell would look like a button beside its tick."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Leave the frame out; the row shows where the keys are."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus


class PreviewTable(QTableView):
    """Shows the articles of an import."""

    toggled = Signal()
    """The chosen articles are to be taken or left out."""

    def __init__(self, model: PreviewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Articles of this import"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.setModel(model)
        unit = self.fontMetrics().averageCharWidth()
        for column in (TAKE_COLUMN, LANGUAGE, WORDS, KIND):
            self.setColumnWidth(column, self.horizontalHeader().sectionSizeHint(column))
        for column, characters in _WIDTHS.items():
            self.setColumnWidth(column, characters * unit)
        self.setItemDelegateForColumn(TAKE_COLUMN, _TakeDelegate(self))
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        # It would ask every cell of a column, whenever it is painted, whether it is selected.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setSortIndicatorClearable(True)
        self.setSortingEnabled(True)

    def chosen_rows(self) -> list[int]:
        """Return the rows that are chosen, from the top."""
        return selected_rows(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the chosen articles, or leave them out, with Space."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.toggled.emit()
        else:
            super().keyPressEvent(event)
