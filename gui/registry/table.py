# SPDX-License-Identifier: MIT
"""The table of the registry: sorted by its header, edited in place; it keeps its selection."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.registry.fields import ActorField, CountryField, KindField
from claimdesk.gui.registry.model import COUNTRY, KIND, MEMBER_OF, ActorTableModel, Index
from claimdesk.gui.widgets.column_settings import ColumnSettings, Sorting
from claimdesk.gui.widgets.column_sorting import ColumnSorting
from claimdesk.gui.widgets.column_widths import SharedColumns, TableColumn
from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry.listing import COLUMNS

_WIDTHS = (30, 17, 11, 18, 26, 12, 10, 15, 20)
"""Usual widths of the columns, in average characters."""
_COLUMNS = tuple(map(TableColumn, COLUMNS, _WIDTHS))
_MEMBERS_OF = "state alliance organization group"


class ActorDelegate(QStyledItemDelegate):
    """The editor of each column."""

    def __init__(self, desk: Desk, model: ActorTableModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._model = model

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = self._editor(parent, index)
        title = self._model.headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(str(title))
        return editor

    def _editor(self, parent: QWidget, index: Index) -> QWidget:
        if index.column() == KIND:
            combo = KindField(parent)
            combo.activated.connect(lambda: self._take(combo))
            return combo
        if index.column() == COUNTRY:
            return CountryField(parent)
        if index.column() == MEMBER_OF:
            actor = self._model.id_at(index)
            own = [] if actor is None else [actor]
            return ActorField(self._desk, parent, without=own, kinds=_MEMBERS_OF)
        return QLineEdit(parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, KindField):
            editor.show_kind(text)
        # A refresh while someone types leaves what they typed.
        elif isinstance(editor, QLineEdit) and not editor.isModified() and editor.text() != text:
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, KindField):
            model.setData(index, editor.kind())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def _take(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)


class ActorTable(QTableView):
    """The actors; F2, Enter or a double click edits a cell, a click on the head sorts."""

    sorted_otherwise = Signal()
    """A click on the head asked for another order."""
    chosen = Signal()
    """The selected actors changed."""
    editing_ended = Signal()
    """The editor of a cell closed."""

    def __init__(
        self, desk: Desk, model: ActorTableModel, parent: QWidget, settings: QSettings | None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._saved_selection: tuple[list[int], int | None, int] = ([], None, 0)
        self.setModel(model)
        delegate = ActorDelegate(desk, model, self)
        delegate.closeEditor.connect(self.editing_ended, Qt.ConnectionType.QueuedConnection)
        self.setItemDelegate(delegate)
        self.setAccessibleName(_("Actors"))
        self.setToolTip(_("F2, Enter or a double click edits a cell. Separate aliases by |."))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self._set_up_heads(settings)
        self.selectionModel().selectionChanged.connect(self.chosen)
        model.modelAboutToBeReset.connect(self._save_selection)
        model.modelReset.connect(self._restore_selection)

    @property
    def sorting(self) -> Sorting:
        """One of COLUMNS, and whether the largest comes first."""
        return self._sorting.current or Sorting(COLUMNS[0])

    def selected(self) -> list[int]:
        """Return the selected actors, the current one first."""
        rows = self.selectionModel().selectedRows()
        rows.sort(key=lambda index: (index.row() != self.currentIndex().row(), index.row()))
        return [actor for index in rows if (actor := self._model.id_at(index)) is not None]

    def is_editing(self) -> bool:
        """Return whether a cell is being edited; the model may not be reset then."""
        return self.state() == QAbstractItemView.State.EditingState

    def choose(self, actor_id: int) -> bool:
        """Select an actor and scroll to it; False if it is not listed."""
        index = self._model.index_of(actor_id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return index.isValid()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            # An editor lets Enter through to the table as well; the dialog must not close on it.
            if not self.is_editing() and self.currentIndex().isValid():
                self.edit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _set_up_heads(self, settings: QSettings | None) -> None:
        lines = self.verticalHeader()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(round(self.fontMetrics().height() * 1.7))
        lines.hide()
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        remembered = ColumnSettings(settings, "registry") if settings is not None else None
        SharedColumns(self, lambda: _COLUMNS, remembered)
        self._sorting = ColumnSorting(self, lambda: COLUMNS, remembered, Sorting(COLUMNS[0]))
        self._sorting.changed.connect(self.sorted_otherwise)

    def _save_selection(self) -> None:
        current = self.currentIndex()
        self._saved_selection = (
            self.selected(),
            self._model.id_at(current),
            max(0, current.column()),
        )

    def _restore_selection(self) -> None:
        ids, current, column = self._saved_selection
        flags = QItemSelectionModel.SelectionFlag
        selection = QItemSelection()
        for actor in ids:
            index = self._model.index_of(actor)
            if index.isValid():
                selection.select(index, index)
        place = self._model.index_of(current, column)
        if place.isValid():
            self.selectionModel().setCurrentIndex(place, flags.NoUpdate)
            self.scrollTo(place)
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
        self.chosen.emit()
