# SPDX-License-Identifier: MIT
"""One pane: a filter, the rows of a layer, and how many wait for a decision."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk import Desk
from claimdesk.gui.panes.delegate import RowDelegate
from claimdesk.gui.panes.model import AnnotationModel

_EDIT_KEYS = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowView(QTreeView):
    """The list of a pane. A double click, F2 or Enter edits the cell where it stands."""

    cell_opened = Signal(QModelIndex)
    """A cell that is not edited as text: a picker should open on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setExpandsOnDoubleClick(False)
        self.doubleClicked.connect(self.open_cell)

    def open_cell(self, index: QModelIndex) -> None:
        """Edit a cell in place, or ask for its picker."""
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            self.cell_opened.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current cell with F2 or Enter; leave letters to the window's keys."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in _EDIT_KEYS and not editing and self.currentIndex().isValid():
            self.open_cell(self.currentIndex())
            return
        if event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
            return
        super().keyPressEvent(event)


class Pane(QWidget):
    """The rows of one layer; its selection and the desk's current annotation go together."""

    cell_opened = Signal(object, QModelIndex)
    """This pane and the cell on which a picker should open."""
    menu_requested = Signal(object, QPoint)
    """This pane and a global position for its context menu."""
    selection_changed = Signal()

    def __init__(
        self, desk: Desk, model: AnnotationModel, lines: int, name: str, empty: str
    ) -> None:
        super().__init__()
        self.desk = desk
        self.model = model
        model.setParent(self)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(self.tr("Filter {rows}").format(rows=name))
        self._count = QLabel(self)
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self.view = RowView(self)
        self.view.setAccessibleName(name)
        self.view.setModel(model)
        self._delegate = RowDelegate(lines)
        self.view.setItemDelegate(self._delegate)
        self.view.setRootIsDecorated(model.grouped)
        self._empty = QLabel(empty, self.view)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._lay_out()
        self.filter.textChanged.connect(model.set_filter)
        self.view.cell_opened.connect(lambda index: self.cell_opened.emit(self, index))
        self.view.customContextMenuRequested.connect(self._ask_for_menu)
        self.view.selectionModel().currentChanged.connect(self._row_became_current)
        self.view.selectionModel().selectionChanged.connect(self.selection_changed)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        desk.current_changed.connect(self.show_current)
        desk.annotations_changed.connect(self._tell_count)
        desk.names_changed.connect(self.view.viewport().update)
        self._expanded: set[int | None] = set()
        self._scrolled = 0
        self._tell_count()

    def selected(self) -> list[int]:
        """The annotations of the selected rows, those of selected groups included."""
        rows = self.view.selectionModel().selectedRows()
        return list(dict.fromkeys(i for row in rows for i in self.model.ids_below(row)))

    def has_selection(self) -> bool:
        """Whether any row is selected."""
        return self.view.selectionModel().hasSelection()

    def select(self, ids: list[int]) -> None:
        """Select exactly these annotations and make the first one current."""
        selection = QItemSelection()
        for annotation_id in ids:
            index = self.model.index_of(annotation_id)
            if index.isValid():
                selection.select(index, index)
        rows = QItemSelectionModel.SelectionFlag.Rows
        clear = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if ids:
            self.desk.set_current(ids[0])
        self.view.selectionModel().select(selection, clear | rows)

    def show_current(self, annotation_id: int | None) -> None:
        """Select the row of the current annotation and scroll to it."""
        index = QModelIndex() if annotation_id is None else self.model.index_of(annotation_id)
        selection = self.view.selectionModel()
        if not index.isValid():
            if self.desk.current is not None:
                selection.clear()
            return
        if selection.currentIndex().siblingAtColumn(0) == index:
            return
        column = max(selection.currentIndex().column(), 0)
        rows = QItemSelectionModel.SelectionFlag.Rows
        clear = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.expand(index.parent())
        selection.setCurrentIndex(index.siblingAtColumn(column), clear | rows)
        self.view.scrollTo(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the hint of an empty pane in its middle."""
        super().resizeEvent(event)
        self._place_hint()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(8, 2, 10, 5)
        top.setSpacing(10)
        top.addWidget(self.filter, 1)
        top.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.view)
        header = self.view.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(self.fontMetrics().averageCharWidth() * 5)

    def set_widths(self, characters: list[int]) -> None:
        """Give the columns their first widths, in average characters."""
        for column, width in enumerate(characters):
            self.view.setColumnWidth(column, self.fontMetrics().averageCharWidth() * width)

    def _place_hint(self) -> None:
        area = self.view.viewport().rect().translated(self.view.viewport().pos())
        self._empty.setGeometry(area.adjusted(16, 8, -16, -8))
        self._empty.setVisible(self.model.rowCount() == 0)

    def _tell_count(self) -> None:
        rows = [r for r in self.desk.annotations.values() if r.layer == self.model.layer]
        waiting = sum(row.state == "suggested" for row in rows)
        self._count.setText(self.tr("{n} to decide").format(n=waiting) if waiting else "")
        self._place_hint()

    def _ask_for_menu(self, position: QPoint) -> None:
        self.menu_requested.emit(self, self.view.viewport().mapToGlobal(position))

    def _row_became_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.annotation(index)
        if row is not None:
            self.desk.set_current(row.id)

    def _remember(self) -> None:
        model = self.model
        keys = set()
        for number in range(model.rowCount() if model.grouped else 0):
            index = model.index(number, 0)
            group = model.group(index)
            if group is not None and self.view.isExpanded(index):
                keys.add(group.key)
        self._expanded = keys
        self._scrolled = self.view.verticalScrollBar().value()

    def _restore(self) -> None:
        model = self.model
        for number in range(model.rowCount() if model.grouped and self._expanded else 0):
            index = model.index(number, 0)
            group = model.group(index)
            if group is not None and group.key in self._expanded:
                self.view.expand(index)
        self.view.verticalScrollBar().setValue(self._scrolled)
        self.show_current(self.desk.current)
        self._tell_count()
