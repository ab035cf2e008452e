# SPDX-License-Identifier: MIT
"""One pane: a filter, the rows of a layer, and how many wait for a decision.

What is selected in it is what the desk holds as chosen: what the analyst selects here is told to
the desk at once, and what is chosen elsewhere, or goes from the list, is shown here at once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

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
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.panes.delegate import RowDelegate
from claimdesk.gui.panes.grouping import FLAT
from claimdesk.gui.panes.model import AnnotationModel
from claimdesk.gui.panes.rows import RowView
from claimdesk.gui.widgets.column_settings import ColumnSettings
from claimdesk.gui.widgets.column_sorting import ColumnSorting
from claimdesk.gui.widgets.column_widths import SharedColumns, TableColumn
from claimdesk.gui.widgets.labels import SteadyLabel
from claimdesk.gui.widgets.spacing import BAR, INSET, USUAL
from claimdesk.models.messages.catalogue import _


class Pane(QWidget):
    """The list of one layer; its selection is the selection of the desk."""

    cell_opened = Signal(object, QModelIndex)
    """This pane and the cell on which a picker should open."""
    menu_requested = Signal(object, QPoint)
    """This pane and a global position for its context menu."""

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
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(_("Filter {rows}").format(rows=name))
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
        self.view.selectionModel().currentChanged.connect(self._take_selection)
        self.view.selectionModel().selectionChanged.connect(self._take_selection)
        self.view.clicked.connect(self._take_selection)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        model.rows_moved.connect(self._show_selection)
        desk.selection_changed.connect(self._show_selection)
        desk.annotations_changed.connect(self._show_count)
        self._shown: frozenset[int] = frozenset()
        """The chosen annotations that are selected in the list."""
        self._showing = self._selecting = False
        self._selected_before_reset: frozenset[int] = frozenset()
        """What stood in the selected rows before the list was filled anew."""
        self._scrolled = 0
        group = f"panes/{model.cells.layer}"
        remembered = ColumnSettings(settings, group) if settings is not None else None
        self._shared = SharedColumns(
            self.view,
            lambda: [TableColumn(one.key, one.width, one.hidden) for one in model.columns],
            remembered,
        )
        self._sorting = ColumnSorting(
            self.view, lambda: [one.key for one in model.columns], remembered
        )
        self._sorting.changed.connect(self._sort)
        model.columns_changed.connect(self._take_columns)
        self._sort()
        self._show_count()

    def selected(self) -> list[int]:
        """Return the annotations of the selected rows, those of selected groups included."""
        rows = self.view.selectionModel().selectedRows()
        ids = (i for row in rows for i in self.model.ids_below(row))
        return [i for i in dict.fromkeys(ids) if i in self.desk.annotations]

    def select(self, ids: list[int]) -> None:
        """Select exactly these annotations and make the first one current."""
        self.desk.select(ids, ids[0] if ids else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the hint of an empty pane in its middle."""
        super().resizeEvent(event)
        self._place_hint()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(BAR)
        top.setSpacing(USUAL)
        top.addWidget(self.filter, 1)
        top.addWidget(self._count)
        top.addWidget(self.grouping)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.view)
        header = self.view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(self.fontMetrics().averageCharWidth() * 5)

    def _place_hint(self) -> None:
        area = self.view.viewport().rect().translated(self.view.viewport().pos())
        self._empty.setGeometry(area.marginsRemoved(INSET))
        self._empty.setVisible(self.model.rowCount() == 0)

    def _show_count(self) -> None:
        waiting = self.desk.counts[self.model.cells.layer, "suggested"]
        self._count.show_text(_("{n} to decide").format(n=waiting) if waiting else "")
        self._place_hint()

    def _ask_for_menu(self, position: QPoint) -> None:
        if self.selected():
            self.menu_requested.emit(self, self.view.viewport().mapToGlobal(position))

    # Selection.

    def _take_selection(self) -> None:
        """Select on the desk what the analyst selects here."""
        if self._showing or self.model.changing:
            return
        ids = self.selected()
        if not ids and not self._shown:
            return
        self._shown = frozenset(ids)
        self._selecting = True
        self.desk.select(ids, self._leading())
        self._selecting = False

    def _leading(self) -> int | None:
        """Return the current one of the selected annotations: that with the focus, if any."""
        rows = map(self.model.annotation, self.view.selectionModel().selectedRows())
        ids = [row.id for row in rows if row is not None]
        here = self.model.annotation(self.view.currentIndex())
        for wanted in (here.id if here is not None else None, self.desk.current):
            if wanted in ids:
                return wanted
        return ids[0] if ids else None

    def _show_selection(self) -> None:
        """Show the selection of the desk; deselect what the list no longer shows."""
        if self._showing:
            return
        annotations, layer = self.desk.annotations, self.model.cells.layer
        own = [i for i in self.desk.selected if annotations[i].layer == layer]
        before = self._shown
        self._showing = True
        if set(own) != set(self.selected()) or not self._stands_out(own):
            self._select_shown(own)
        if not self._selecting:
            self._go_to_current()
        self._showing = False
        self._shown = frozenset(self.selected())
        gone = (before | set(own if len(own) > 1 else ())) - self._shown
        if not gone.isdisjoint(own) and not self._only_rejected(own):
            kept = [i for i in self.desk.selected if i not in gone]
            self.desk.select(kept, self.desk.current)

    def _only_rejected(self, ids: Sequence[int]) -> bool:
        """Return whether only one, rejected annotation is selected; the text keeps showing it."""
        row = self.desk.current_row()
        return row is not None and list(ids) == [row.id] and row.state == "rejected"

    def _stands_out(self, ids: Collection[int]) -> bool:
        """Return whether the row of the current annotation, if it is one of these, is selected."""
        current = self.desk.current
        if current is None or current not in ids:
            return True
        shown = self.model.reveal(current)
        return not shown.isValid() or self.view.selectionModel().isSelected(shown)

    def _select_shown(self, ids: list[int]) -> None:
        """Select the rows of annotations, and groups that were selected and hold no others."""
        model = self.model
        heads = [number for number in self._selected_before_reset if number < 0]
        below = {head: set(model.ids_below(model.index_of(head))) for head in heads}
        numbers = [head for head, rows in below.items() if rows and rows <= set(ids)]
        under = {i for head in numbers for i in below[head]}
        # All are revealed before any is selected: that moves rows.
        rows = [i for i in ids if i not in under or i in self._selected_before_reset]
        numbers += [i for i in rows if model.reveal(i).isValid()]
        selection = QItemSelection()
        for number in numbers:
            index = model.index_of(number)
            selection.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)

    def _go_to_current(self) -> None:
        """Move the focus to the row of the current annotation and scroll to it."""
        current, selection = self.desk.current, self.view.selectionModel()
        here = selection.currentIndex()
        shown = self.model.index_of(current) if current is not None else QModelIndex()
        if not shown.isValid() or not selection.isSelected(shown):
            return
        if here.siblingAtColumn(0) != shown:
            column = shown.siblingAtColumn(max(here.column(), 0))
            selection.setCurrentIndex(column, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.view.scrollTo(shown)

    # Grouping and sorting.

    def _fill_grouping(self, name: str) -> None:
        self.grouping.setText(_("Group"))
        self.grouping.setToolTip(_("How the rows are grouped"))
        self.grouping.setAccessibleName(_("Group {rows}").format(rows=name))
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
        self._show_grouping()

    def group_by(self, grouping: str) -> None:
        """Change the grouping of the rows and remember it."""
        self.model.set_grouping(grouping)
        if self._settings is not None:
            self._settings.setValue(f"panes/{self.model.cells.layer}/grouping", grouping)
        self._show_grouping()

    def _show_grouping(self) -> None:
        grouping = self.model.grouping
        words = self.model.cells.grouping_text(grouping)
        self.grouping.setText(_("Group") if grouping == FLAT else words)
        self.grouping.setAccessibleDescription(words)

    def _sort(self) -> None:
        """Sort as the headings say."""
        sorting, model = self._sorting.current, self.model
        wanted = None if sorting is None else (model.column(sorting.key), sorting.descending)
        if wanted == model.sorting:
            return
        if wanted is None:
            model.set_sorting(None)
        else:
            model.set_sorting(wanted[0], descending=wanted[1])

    def _take_columns(self) -> None:
        """Arrange the columns of the model as the analyst left them."""
        self._shared.take_columns()
        self._sorting.show()
        self._sort()

    def _remember(self) -> None:
        rows = self.view.selectionModel().selectedRows()
        self._selected_before_reset = frozenset(map(self.model.number_at, rows))
        self._scrolled = self.view.verticalScrollBar().value()

    def _restore(self) -> None:
        self.view.verticalScrollBar().setValue(self._scrolled)
        self._show_selection()
        self._selected_before_reset = frozenset()
        self._show_count()
