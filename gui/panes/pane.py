# SPDX-License-Identifier: MIT
"""One pane: a filter, the rows of a layer, and how many wait for a decision."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk import Desk
from claimdesk.gui.labels import SteadyLabel
from claimdesk.gui.panes.delegate import RowDelegate
from claimdesk.gui.panes.grouping import FLAT
from claimdesk.gui.panes.model import AnnotationModel
from claimdesk.gui.panes.rows import RowView


class Pane(QWidget):
    """The rows of one layer; its selection and the desk's current annotation go together."""

    cell_opened = Signal(object, QModelIndex)
    """This pane and the cell on which a picker should open."""
    menu_requested = Signal(object, QPoint)
    """This pane and a global position for its context menu."""
    selection_changed = Signal()

    def __init__(
        self,
        desk: Desk,
        model: AnnotationModel,
        lines: int,
        name: str,
        empty: str,
        settings: QSettings | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.model = model
        model.setParent(self)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(self.tr("Filter {rows}").format(rows=name))
        self._count = SteadyLabel(self)
        self._settings = settings
        self._delegate = RowDelegate(lines)
        self.view = RowView(self, model, self._delegate, lines)
        self.view.setAccessibleName(name)
        self.grouping = QToolButton(self)
        self._fill_grouping(name)
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
        model.rows_went.connect(self._settle)
        desk.current_changed.connect(self.show_current)
        desk.annotations_changed.connect(self._tell_count)
        self.view.horizontalHeader().sectionClicked.connect(self._sort_by)
        self._kept: list[int] = []
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
        selection = _selection(map(self.model.reveal, ids))
        if ids:
            self.desk.set_current(ids[0])
        self._select(selection)

    def show_current(self, annotation_id: int | None) -> None:
        """Select the row of the current annotation and scroll to it."""
        shown = QModelIndex() if annotation_id is None else self.model.reveal(annotation_id)
        selection = self.view.selectionModel()
        if annotation_id is None or not shown.isValid():
            if self.desk.current is not None:
                selection.clear()
            return
        if selection.currentIndex().siblingAtColumn(0) == shown:
            return
        column = max(selection.currentIndex().column(), 0)
        rows = QItemSelectionModel.SelectionFlag.Rows
        clear = QItemSelectionModel.SelectionFlag.ClearAndSelect
        selection.setCurrentIndex(shown.siblingAtColumn(column), clear | rows)
        self.view.scrollTo(shown)

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
        top.addWidget(self.grouping)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.view)
        header = self.view.horizontalHeader()
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
        waiting = self.desk.counts[self.model.cells.layer, "suggested"]
        self._count.show_text(self.tr("{n} to decide").format(n=waiting) if waiting else "")
        self._place_hint()

    def _ask_for_menu(self, position: QPoint) -> None:
        self.menu_requested.emit(self, self.view.viewport().mapToGlobal(position))

    def _row_became_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.annotation(index)
        if row is not None and not self.model.changing:
            self.desk.set_current(row.id)

    # Grouping and sorting.

    def _fill_grouping(self, name: str) -> None:
        self.grouping.setText(self.tr("Group"))
        self.grouping.setToolTip(self.tr("How the rows are grouped"))
        self.grouping.setAccessibleName(self.tr("Group {rows}").format(rows=name))
        self.grouping.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.grouping)
        choices = QActionGroup(menu)
        key = f"panes/{self.model.cells.layer}/grouping"
        if self._settings is not None:
            self.model.set_grouping(str(self._settings.value(key, self.model.grouping)))
        for grouping in self.model.cells.groupings:
            action = menu.addAction(self.model.cells.grouping_text(grouping))
            action.setCheckable(True)
            action.setChecked(grouping == self.model.grouping)
            action.setData(grouping)
            choices.addAction(action)
        choices.triggered.connect(lambda action: self.group_by(action.data()))
        self.grouping.setMenu(menu)
        self._tell_grouping()

    def group_by(self, grouping: str) -> None:
        """Group the rows otherwise and remember it."""
        self.model.set_grouping(grouping)
        if self._settings is not None:
            self._settings.setValue(f"panes/{self.model.cells.layer}/grouping", grouping)
        self._tell_grouping()

    def _tell_grouping(self) -> None:
        grouping = self.model.grouping
        words = self.model.cells.grouping_text(grouping)
        self.grouping.setText(self.tr("Group") if grouping == FLAT else words)
        self.grouping.setAccessibleDescription(words)

    def _sort_by(self, column: int) -> None:
        """Sort by a column; the second click turns it round, the third ends it."""
        sorting = self.model.sorting
        if sorting is None or sorting[0] != column:
            self.model.set_sorting(column)
        elif not sorting[1]:
            self.model.set_sorting(column, descending=True)
        else:
            self.model.set_sorting(None)
        self.view.show_sorting(self.model.sorting)

    def _settle(self) -> None:
        """Leave no row selected that only took the place of one that went."""
        shown = self.view.selectionModel().currentIndex()
        row = self.model.annotation(shown)
        current = self.desk.current
        if row is not None and row.id != current:
            place = self.model.index_of(current) if current is not None else QModelIndex()
            if place.isValid():
                self.show_current(current)
            elif not self.model.ids_below(shown) or not self.view.hasFocus():
                self.view.selectionModel().clear()

    def _remember(self) -> None:
        rows = self.view.selectionModel().selectedRows()
        self._kept = [row.id for i in rows if (row := self.model.annotation(i)) is not None]
        self._scrolled = self.view.verticalScrollBar().value()

    def _restore(self) -> None:
        self.view.verticalScrollBar().setValue(self._scrolled)
        self.show_current(self.desk.current)
        if len(self._kept) > 1:
            self._select(_selection(map(self.model.index_of, self._kept)))
        self._tell_count()

    def _select(self, selection: QItemSelection) -> None:
        rows = QItemSelectionModel.SelectionFlag.Rows
        clear = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().select(selection, clear | rows)


def _selection(shown: Iterable[QModelIndex]) -> QItemSelection:
    """What is shown of some rows; the selection follows them where later ones move them."""
    selection = QItemSelection()
    for index in shown:
        if index.isValid():
            selection.select(index, index)
    return selection
