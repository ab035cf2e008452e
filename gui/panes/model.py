# SPDX-License-Identifier: MIT
"""The annotations of one layer as rows of a table, grouped, sorted and filtered.

All rows are on one level, groups among them: Qt asks a table only for what it paints, where it
would ask a tree for every row. A closed group hides the rows below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from claimdesk.gui.desk.reference_data import Name
from claimdesk.gui.panes import dropping, row_diff
from claimdesk.gui.panes.arranging import Arrangement
from claimdesk.gui.panes.cells import Cells
from claimdesk.gui.panes.columns import Column, Editor, Typed, TypedName, no_names
from claimdesk.gui.panes.grouping import STATES, Group, Grouping
from claimdesk.gui.panes.text_cache import TextCache
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.models.store.queries import AnnotationRow

Index = QModelIndex | QPersistentModelIndex

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
"""All that is painted of a cell, a Cell: asked for in pieces, it would cost more than painting."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_FLAGS = (
    Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemIsDropEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
_EDITABLE = _FLAGS | Qt.ItemFlag.ItemIsEditable
_FEW = 200
"""Up to so many rows are painted one by one; more are painted with all the others."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is painted of one cell."""

    text: str
    state: str
    colours: list[str]
    """Of the chips before the text."""
    level: str
    """`open` or `closed` for a group, `below` for a row of a group, empty for any other row."""
    alignment: Qt.AlignmentFlag = _LEFT
    """Numbers stand on the right."""
    codes: Sequence[str] = ()
    """The letters in the chips, as far as they have some."""


class AnnotationModel(QAbstractTableModel):
    """Table model of one layer of the open article; its columns come from `cells`."""

    rows_moved = Signal()
    """Rows came or went; which rows are selected in a view is for the view to settle."""
    columns_changed = Signal()
    """The pane has other columns now, after a reset of the model."""

    def __init__(self, cells: Cells, parent: QObject | None = None) -> None:
        super().__init__(parent)
        cells.setParent(self)
        self.cells = cells
        self.desk = desk = cells.desk
        self.changing = False
        """Whether rows are being moved: what views make current meanwhile nobody chose."""
        self._texts = TextCache(
            lambda: self._arrangement.own(),
            lambda row: tuple([column.text(row) for column in self._columns]),
            lambda row: cells.meaning_text(cells.meaning(row)),
            self,
        )
        self._arrangement = Arrangement(
            lambda: desk.annotations,
            cells.layer,
            self._texts,
            Grouping(cells.grouping, cells.group_of),
            lambda group, column: self._columns[column].groups.text(group),
        )
        self._numbers: list[int] = []
        self._rows: dict[int, int] = {}
        self._columns = tuple(cells.columns())
        desk.project_changed.connect(self._refresh_columns)
        desk.article_changed.connect(self._article_changed)
        desk.annotations_changed.connect(self._annotations_changed)
        desk.names_changed.connect(self._names_changed)

    # For the panes and the window.

    @property
    def grouping(self) -> str:
        """How the rows are grouped: one of the cells' `groupings`."""
        return self.cells.grouping

    @property
    def columns(self) -> Sequence[Column]:
        """The columns in order."""
        return self._columns

    def column(self, key: str) -> int:
        """Return the index of the column with a key. Raises ValueError if there is none."""
        return [column.key for column in self._columns].index(key)

    def editor(self, index: Index) -> Editor:
        """Return how a cell is edited."""
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        return column.editor if self.group(index) is None else column.groups.editor

    @property
    def sorting(self) -> tuple[int, bool] | None:
        """Column and whether descending; None is the order of the text."""
        return self._arrangement.sorting

    def set_filter(self, text: str) -> None:
        """Show only rows that contain the text, whatever the case."""
        self._arrangement.set_filter(text)
        self._reset_rows()

    def set_show_rejected(self, shown: bool) -> None:
        """Show rejected annotations too, or hide them."""
        self._arrangement.show_rejected = shown
        self._arrange_all()

    def set_grouping(self, grouping: str) -> None:
        """Group the rows by one of `groupings`; another value is the first of them."""
        cells = self.cells
        cells.grouping = grouping if grouping in cells.groupings else cells.groupings[0]
        self._arrangement.grouping.kind = cells.grouping
        self._arrangement.begin()
        self._take_columns(tuple(cells.columns()))

    def set_sorting(self, column: int | None, *, descending: bool = False) -> None:
        """Sort by a column; None is the order of the text."""
        self._arrangement.sorting = None if column is None else (column, descending)
        self._arrange_all()

    def annotation(self, index: Index) -> AnnotationRow | None:
        """Return the annotation of a row; None for a group."""
        return self.desk.annotations.get(self.number_at(index))

    def group(self, index: Index) -> Group | None:
        """Return the group that a row is the head of; None for an annotation."""
        return self._arrangement.group(self.number_at(index))

    def number_at(self, index: Index) -> int:
        """Return what is in a row: the id of an annotation, or the negative number of a group."""
        row = index.row()
        return self._numbers[row] if 0 <= row < len(self._numbers) else 0

    def is_open(self, group: Group) -> bool:
        """Return whether the rows of a group are shown; a filter shows all that it finds."""
        return self._arrangement.is_open(group)

    def set_open(self, group: Group, opened: bool) -> None:
        """Show or hide the rows of a group."""
        if self._arrangement.set_open(group, opened):
            self._move_to(self._arrangement.rows())
            head = self.index(self._row_of(self._arrangement.number_of(group)), 0)
            self.dataChanged.emit(head, head)

    def ids_below(self, index: Index) -> list[int]:
        """Return the annotation of a row, or all those of a group."""
        group = self.group(index)
        if group is not None:
            return list(group.rows)
        row = self.annotation(index)
        return [] if row is None else [row.id]

    def index_of(self, annotation_id: int, column: int = 0) -> QModelIndex:
        """Return the index of an annotation, or of a group by number; invalid if not shown."""
        row = self._row_of(annotation_id)
        return QModelIndex() if row < 0 else self.index(row, column)

    def head_of(self, annotation_id: int) -> QModelIndex:
        """Return the index of the group of an annotation; invalid without groups."""
        number = self._arrangement.head(annotation_id)
        row = -1 if number is None else self._row_of(number)
        return QModelIndex() if row < 0 else self.index(row, 0)

    def reveal(self, annotation_id: int) -> QModelIndex:
        """Open the group of an annotation; return its index, invalid if the filter hides it."""
        head = self.head_of(annotation_id)
        group = self.group(head)
        if group is not None and not self.is_open(group):
            self.set_open(group, True)
        return self.index_of(annotation_id)

    def shown(self) -> list[int]:
        """Return the annotations that the filter lets through, also those in closed groups."""
        if not self._arrangement.grouped:
            return list(self._numbers)
        groups = map(self._arrangement.group, self._numbers)
        return [i for group in groups if group is not None for i in group.rows]

    # The model interface of Qt.

    @guarded
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._numbers)

    @guarded
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    @guarded
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].header if section < len(self._columns) else None
        if role == Qt.ItemDataRole.TextAlignmentRole and section < len(self._columns):
            return _RIGHT if self._columns[section].numeric else None
        return None

    @guarded
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        number, column = self.number_at(index), index.column()
        row = self.desk.annotations.get(number)
        if row is not None:
            return self._of_row(row, column, role)
        group = self._arrangement.group(number)
        return None if group is None else self._of_group(group, column, role)

    def _of_row(self, row: AnnotationRow, column: int, role: int) -> Any:  # noqa: ANN401
        text = self._texts.of(row)[column]
        if role == CELL_ROLE:
            level = "below" if self._arrangement.grouped else ""
            shown = self._columns[column]
            alignment = _RIGHT if shown.numeric else _LEFT
            return Cell(text, row.state, shown.colours(row), level, alignment, shown.codes(row))
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tip(self.cells.tool_tip(row, text))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return text if column else self.cells.spoken(row, text)
        return text if role in _TEXT_ROLES else None

    def _of_group(self, group: Group, column: int, role: int) -> Any:  # noqa: ANN401
        cells, shown = self._columns[column].groups, self.is_open(group)
        text = cells.text(group)
        if role == CELL_ROLE:
            level = "open" if shown else "closed"
            alignment = _RIGHT if text.isdecimal() else _LEFT
            return Cell(
                text,
                self._state(group),
                cells.colours(group),
                level,
                alignment,
                cells.codes(group),
            )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return text if column else self.cells.spoken_group(group, text, shown=shown)
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tip(text)
        return text if role in _TEXT_ROLES else None

    def _state(self, group: Group) -> str:
        if not group.state:
            rows = (self.desk.annotations.get(i) for i in group.rows)
            states = {row.state for row in rows if row is not None}
            group.state = next((s for s in STATES if s in states), "rejected")
        return group.state

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        # Whether something may be dropped here is told when it is: see canDropMimeData.
        return _EDITABLE if isinstance(self.editor(index), Typed | TypedName) else _FLAGS

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        if role != Qt.ItemDataRole.EditRole or str(value) == self.data(index, role):
            return False
        editor, row, group = self.editor(index), self.annotation(index), self.group(index)
        if isinstance(editor, Typed) and row is not None:
            editor.commit(row, str(value))
        elif isinstance(editor, TypedName) and group is not None:
            editor.commit(group, str(value))
        else:
            return False
        return True

    # Dragging.

    def _drop_target(self, index: Index) -> dropping.Target | None:
        return self.cells.drop_target(self.annotation(index), self.group(index))

    def mimeTypes(self) -> list[str]:
        return [dropping.MIME_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        ids = [i for index in indexes for i in self.ids_below(index)]
        return dropping.packed(dict.fromkeys(ids))

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        target = self._drop_target(parent)
        return target is not None and dropping.fits(self.desk, target, dropping.unpacked(data))

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        target = self._drop_target(parent)
        return target is not None and dropping.drop(self.desk, target, dropping.unpacked(data))

    # Arranging rows.

    def _row_of(self, number: int) -> int:
        if not self._rows:
            self._rows = {number: row for row, number in enumerate(self._numbers)}
        return self._rows.get(number, -1)

    def _arrange_all(self) -> None:
        self._arrangement.place_all()
        self._reset_rows()

    def _reset_rows(self) -> None:
        self.beginResetModel()
        self._set_rows(self._arrangement.rows())
        self.endResetModel()

    def _set_rows(self, flat: list[int]) -> None:
        self._numbers, self._rows = flat, {}

    def _move_to(self, new: list[int]) -> None:
        """Bring the rows into a new order with as little change to the views as possible."""
        diff = row_diff.diff_rows(self._numbers, new)
        if diff is None:
            self.beginResetModel()
            self._set_rows(new)
            self.endResetModel()
            return
        none = QModelIndex()
        self.changing = True
        for start, end in diff.removed:
            self.beginRemoveRows(none, start, end - 1)
            self._set_rows(self._numbers[:start] + self._numbers[end:])
            self.endRemoveRows()
        for start, end in diff.inserted:
            self.beginInsertRows(none, start, end - 1)
            self._set_rows(self._numbers[:start] + new[start:end] + self._numbers[start:])
            self.endInsertRows()
        self.changing = False
        self.rows_moved.emit()

    # Changes of the desk.

    def _article_changed(self) -> None:
        article = self.desk.article
        self._texts.clear()
        self._arrangement.grouping.set_text(article.body if article is not None else "")
        self._arrangement.begin(numbers=True)
        self._arrange_all()

    def _annotations_changed(self, ids: Iterable[int]) -> None:
        own = [i for i in ids if self._arrangement.concerns(i)]
        if not own:
            return
        self._texts.forget(own)
        if self._arrangement.place(own):
            self._move_to(self._arrangement.rows())
        self._repaint(own)

    def _repaint(self, ids: Iterable[int]) -> None:
        heads = set()
        for annotation_id in ids:
            row = self._row_of(annotation_id)
            if row >= 0:
                self._repaint_row(row)
            head = self.head_of(annotation_id)
            if head.isValid():
                heads.add(head.row())
        for row in heads:
            group = self._arrangement.group(self._numbers[row])
            if group is not None:
                group.state = ""
            self._repaint_row(row)

    def _repaint_row(self, row: int) -> None:
        # Told of several cells at once, Qt paints the whole list.
        for column in range(self.columnCount()):
            cell = self.index(row, column)
            self.dataChanged.emit(cell, cell)

    def _refresh_columns(self) -> None:
        """Build the columns again after coded fields were added, deleted or renamed."""
        columns = tuple(self.cells.columns())
        before = [(column.key, column.header, column.numeric) for column in self._columns]
        if before == [(column.key, column.header, column.numeric) for column in columns]:
            self._columns = columns
        else:
            self._take_columns(columns)

    def _take_columns(self, columns: tuple[Column, ...]) -> None:
        """Replace the columns, keeping the sorting if its column still exists."""
        sorting = self.sorting
        self.beginResetModel()
        if sorting is not None:
            key = self._columns[sorting[0]].key
            keys = [column.key for column in columns]
            place = keys.index(key) if key in keys else None
            self._arrangement.sorting = None if place is None else (place, sorting[1])
        self._columns = columns
        self._texts.clear()
        self._arrangement.place_all()
        self._set_rows(self._arrangement.rows())
        self.endResetModel()
        self.columns_changed.emit()

    def _names_changed(self, changed: frozenset[Name]) -> None:
        if any(kind in ("field", "choice") for kind, _unused in changed):
            self._refresh_columns()
        rows = self._arrangement.own() if changed else ()
        named = [column.names for column in self._columns if column.names is not no_names]
        ids = [row.id for row in rows if any(not changed.isdisjoint(names(row)) for names in named)]
        if not ids:
            return
        self._texts.forget(ids)
        if self.sorting is not None or self._arrangement.filtered:
            self._arrangement.place_all()
            self._move_to(self._arrangement.rows())
        if len(ids) <= _FEW:
            self._repaint(ids)
        elif self._numbers:
            last = self.index(len(self._numbers) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
