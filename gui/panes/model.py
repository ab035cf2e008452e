# SPDX-License-Identifier: MIT
"""The annotations of one layer as rows of a table, grouped, sorted and filtered.

All rows are on one level, groups among them: Qt asks a table only for what it paints, where it
would ask a tree for every row. A closed group hides the rows below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from claimdesk.gui.desk import Desk
from claimdesk.gui.panes import dropping, merging
from claimdesk.models.queries import AnnotationRow
from claimdesk.models.spans import Paragraphs

Index = QModelIndex | QPersistentModelIndex

STATE_ROLE = Qt.ItemDataRole.UserRole + 1
ANNOTATION_ROLE = Qt.ItemDataRole.UserRole + 2
COLOUR_ROLE = Qt.ItemDataRole.UserRole + 3
"""List of colours of the chips before the text."""
LEVEL_ROLE = Qt.ItemDataRole.UserRole + 4
"""`open` or `closed` for a group, `below` for a row of a group, empty for any other row."""

FLAT, BY_MEANING, BY_STATE, BY_PARAGRAPH = "flat", "meaning", "state", "paragraph"
"""Groupings; the meaning of a row is its actor, speaker or domain."""

_STATES = ("suggested", "accepted", "rejected")
_WARM_ROWS = 400
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

Place = tuple[int, int | str | None, str]
"""What decides where a row stands: start, value of its group, key of its sorting."""


@dataclass
class Group:
    """Annotations that belong together. `key` is their actor or domain, if they are so grouped."""

    key: int | None = None
    value: int | str | None = None
    rows: list[int] = field(default_factory=list)
    state: str = ""
    """The state of the group as a whole, once it was asked for."""


class AnnotationModel(QAbstractTableModel):
    """Rows of one layer of the open article. Subclasses say what stands in the cells."""

    layer = ""
    groupings: tuple[str, ...] = (FLAT, BY_STATE, BY_PARAGRAPH)
    """What it can be grouped by; the first is what it is at first."""

    rows_went = Signal()
    """Rows were removed; which row is current in a view is for the view to settle."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.changing = False
        """Whether rows are being moved: what views make current meanwhile nobody chose."""
        self.grouping = self.groupings[0]
        self.sorting: tuple[int, bool] | None = None
        """Column and whether descending; None is the order of the text."""
        self._filter = ""
        self._show_rejected = False
        self._texts: dict[int, tuple[str, ...]] = {}
        self._searched: dict[int, str] = {}
        self._places: dict[int, Place] = {}
        self._flat: list[int] = []
        self._numbers: dict[int | str | None, int] = {}
        self._groups: dict[int, Group] = {}
        self._open: set[int | str | None] = set()
        self._rows: dict[int, int] = {}
        self._paragraphs: Paragraphs | None = None
        self._headers = tuple(self.headers())
        self._warming = QTimer(self)
        self._warming.setInterval(0)
        self._warming.timeout.connect(self._warm)
        desk.article_changed.connect(self._article_changed)
        desk.annotations_changed.connect(self._annotations_changed)
        desk.names_changed.connect(self._names_changed)

    # What a subclass says.

    def headers(self) -> Sequence[str]:
        """The column headings."""
        raise NotImplementedError

    def text(self, row: AnnotationRow, column: int) -> str:
        """What a cell of an annotation shows."""
        raise NotImplementedError

    def meaning(self, row: AnnotationRow) -> int | None:
        """The actor or domain of an annotation."""
        raise NotImplementedError

    def meaning_text(self, key: int | None) -> str:
        """The name of an actor or domain."""
        raise NotImplementedError

    def grouping_text(self, grouping: str) -> str:
        """The words for a grouping, after “Group”."""
        return {
            FLAT: self.tr("Not grouped"),
            BY_STATE: self.tr("By state"),
            BY_PARAGRAPH: self.tr("By paragraph"),
        }[grouping]

    def group_cell(self, group: Group, column: int) -> str:
        """What a cell of a group shows beyond its name in the first column."""
        return str(len(group.rows)) if column == self.columnCount() - 1 else ""

    def colours(self, _row: AnnotationRow | None, _group: Group | None, _column: int) -> list[str]:
        """The chips before the text of a cell."""
        return []

    def edits_inline(self, _row: AnnotationRow | None, _column: int) -> bool:
        """Whether a cell is edited as text in place; other cells open a picker."""
        return False

    def commit(
        self, _row: AnnotationRow | None, _group: Group | None, _column: int, _text: str
    ) -> None:
        """Write the text of a cell that was edited in place."""

    def drop_target(self, index: Index) -> dropping.Target | None:
        """What annotations would be given if they were dropped on a row."""
        return None

    # What the panes and the window ask.

    @property
    def grouped(self) -> bool:
        """Whether rows are under groups."""
        return self.grouping != FLAT

    def reload(self) -> None:
        """Read all rows again."""
        self.beginResetModel()
        self._take_flat(self._arranged())
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Show only rows that contain the text, whatever the case."""
        self._filter = text.casefold().strip()
        self.reload()

    def set_show_rejected(self, shown: bool) -> None:
        """Show rejected annotations too, or hide them."""
        self._show_rejected = shown
        self.reload()

    def set_grouping(self, grouping: str) -> None:
        """Group the rows by one of `groupings`; another value is the first of them."""
        self.grouping = grouping if grouping in self.groupings else self.groupings[0]
        self._headers = tuple(self.headers())
        self._open = set()
        self._texts.clear()
        self._searched.clear()
        if self.grouping in (BY_STATE, BY_PARAGRAPH):
            self._open = {self._group_value(row) for row in self._own()}
        self.reload()

    def set_sorting(self, column: int | None, *, descending: bool = False) -> None:
        """Sort by a column; None is the order of the text."""
        self.sorting = None if column is None else (column, descending)
        self.reload()

    def annotation(self, index: Index) -> AnnotationRow | None:
        """The annotation of a row; None for a group."""
        if not index.isValid() or index.row() >= len(self._flat):
            return None
        return self.desk.annotations.get(self._flat[index.row()])

    def group(self, index: Index) -> Group | None:
        """The group that a row is the head of; None for an annotation."""
        if not index.isValid() or index.row() >= len(self._flat):
            return None
        return self._groups.get(self._flat[index.row()])

    def is_open(self, group: Group) -> bool:
        """Whether the rows of a group are shown; a filter shows all that it finds."""
        return bool(self._filter) or group.value in self._open

    def set_open(self, group: Group, opened: bool) -> None:
        """Show or hide the rows of a group."""
        if opened != (group.value in self._open):
            self._open ^= {group.value}
            self._move_to(self._in_order())
            head = self.index(self._row_of(self._numbers[group.value]), 0)
            self.dataChanged.emit(head, head)

    def ids_below(self, index: Index) -> list[int]:
        """The annotation of a row, or all those of a group."""
        group = self.group(index)
        if group is not None:
            return list(group.rows)
        row = self.annotation(index)
        return [] if row is None else [row.id]

    def index_of(self, annotation_id: int, column: int = 0) -> QModelIndex:
        """Where an annotation stands; invalid if it is not shown."""
        row = self._row_of(annotation_id)
        return QModelIndex() if row < 0 else self.index(row, column)

    def head_of(self, annotation_id: int) -> QModelIndex:
        """Where the head of the group of an annotation stands; invalid without groups."""
        place = self._places.get(annotation_id)
        number = self._numbers.get(place[1]) if place is not None and self.grouped else None
        row = -1 if number is None else self._row_of(number)
        return QModelIndex() if row < 0 else self.index(row, 0)

    def reveal(self, annotation_id: int) -> QModelIndex:
        """Where an annotation stands, its group opened; invalid if the filter hides it."""
        head = self.head_of(annotation_id)
        group = self.group(head)
        if group is not None and not self.is_open(group):
            self.set_open(group, True)
        return self.index_of(annotation_id)

    def shown(self) -> list[int]:
        """The annotations that the filter lets through, also those in closed groups."""
        if self.grouped:
            return [i for number in self._flat for i in self._ids_of_group(number)]
        return list(self._flat)

    # Qt's side.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._flat)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section] if section < len(self._headers) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        row, group = self.annotation(index), self.group(index)
        if row is None and group is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(row, group, index.column())
        if role == STATE_ROLE:
            return self._state(row, group)
        if role == COLOUR_ROLE:
            return self.colours(row, group, index.column())
        if role == LEVEL_ROLE:
            return self._level(group)
        if role == ANNOTATION_ROLE:
            return row.id if row else None
        return self._words(row, group, index.column(), role)

    def _words(self, row: AnnotationRow | None, group: Group | None, column: int, role: int) -> Any:  # noqa: ANN401
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(row, group, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, group, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and self._text(row, group, column).isdecimal():
            return _RIGHT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid():
            return flags
        row = self.annotation(index)
        if self.edits_inline(row, index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        if self.drop_target(index) is not None:
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsDragEnabled

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        if role != Qt.ItemDataRole.EditRole or str(value) == self.data(index, role):
            return False
        self.commit(self.annotation(index), self.group(index), index.column(), str(value))
        return True

    # Dragging.

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
        target = self.drop_target(parent)
        return target is not None and dropping.fits(self.desk, target, dropping.unpacked(data))

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        target = self.drop_target(parent)
        return target is not None and dropping.drop(self.desk, target, dropping.unpacked(data))

    # What cells show.

    def _text(self, row: AnnotationRow | None, group: Group | None, column: int) -> str:
        if row is not None:
            return self._texts_of(row)[column]
        assert group is not None
        return self._group_name(group) if column == 0 else self.group_cell(group, column)

    def _texts_of(self, row: AnnotationRow) -> tuple[str, ...]:
        found = self._texts.get(row.id)
        if found is None:
            found = tuple(self.text(row, column) for column in range(len(self._headers)))
            self._texts[row.id] = found
        return found

    def _searched_of(self, row: AnnotationRow) -> str:
        found = self._searched.get(row.id)
        if found is None:
            words = (*self._texts_of(row), self.meaning_text(self.meaning(row)))
            found = self._searched[row.id] = "\n".join(words).casefold()
        return found

    def _group_name(self, group: Group) -> str:
        if self.grouping == BY_STATE:
            return self.state_text(str(group.value))
        if self.grouping == BY_PARAGRAPH:
            return self.tr("Paragraph {n}").format(n=int(group.value or 0) + 1)
        return self.meaning_text(group.key)

    def state_text(self, state: str) -> str:
        """The word for a state."""
        return {
            "suggested": self.tr("To decide"),
            "accepted": self.tr("Accepted"),
            "rejected": self.tr("Rejected"),
        }[state]

    def _tool_tip(self, row: AnnotationRow | None, group: Group | None, column: int) -> str:
        text = self._text(row, group, column)
        if row is None or row.state != "suggested":
            return text
        why = row.reason or row.origin
        return self.tr("{text}\nSuggested: {why}").format(text=text, why=why)

    def _spoken(self, row: AnnotationRow | None, group: Group | None, column: int) -> str:
        text = self._text(row, group, column)
        if column:
            return text
        if row is not None:
            return f"{text}, {self.state_text(row.state)}"
        assert group is not None
        shown = self.tr("open") if self.is_open(group) else self.tr("closed")
        return self.tr("{name}, {n} rows, {shown}").format(
            name=text, n=len(group.rows), shown=shown
        )

    def _level(self, group: Group | None) -> str:
        if group is not None:
            return "open" if self.is_open(group) else "closed"
        return "below" if self.grouped else ""

    def _state(self, row: AnnotationRow | None, group: Group | None) -> str:
        if row is not None:
            return row.state
        assert group is not None
        if not group.state:
            rows = (self.desk.annotations.get(i) for i in group.rows)
            states = {row.state for row in rows if row is not None}
            group.state = next((s for s in _STATES if s in states), "rejected")
        return group.state

    # How rows come about.

    def _own(self) -> list[AnnotationRow]:
        return [row for row in self.desk.annotations.values() if row.layer == self.layer]

    def _ids_of_group(self, number: int) -> list[int]:
        group = self._groups.get(number)
        return group.rows if group is not None else []

    def _row_of(self, number: int) -> int:
        if not self._rows:
            self._rows = {number: row for row, number in enumerate(self._flat)}
        return self._rows.get(number, -1)

    def _visible(self, row: AnnotationRow) -> bool:
        if row.layer != self.layer or (row.state == "rejected" and not self._show_rejected):
            return False
        return not self._filter or self._filter in self._searched_of(row)

    def _place(self, row: AnnotationRow | None) -> Place | None:
        """What decides where a row stands; None if it is not shown."""
        if row is None or not self._visible(row):
            return None
        key = ""
        if self.sorting is not None:
            key = _sort_key(self._texts_of(row)[self.sorting[0]])
        return row.start, self._group_value(row), key

    def _group_value(self, row: AnnotationRow) -> int | str | None:
        if self.grouping == FLAT:
            return None
        if self.grouping == BY_STATE:
            return row.state
        if self.grouping == BY_PARAGRAPH:
            return self._paragraphs.index(row.start) if self._paragraphs is not None else 0
        return self.meaning(row)

    def _arranged(self) -> list[int]:
        """The rows to show, in order; tells no view."""
        self._places = {}
        self._put(self._own())
        return self._in_order()

    def _put(self, rows: Iterable[AnnotationRow]) -> None:
        for row in rows:
            place = self._place(row)
            if place is not None:
                self._places[row.id] = place

    def _in_order(self) -> list[int]:
        ids = [i for i in self.desk.annotations if i in self._places]
        if self.sorting is not None:
            keys = self._places
            ids.sort(key=lambda i: keys[i][2], reverse=self.sorting[1])
        if not self.grouped:
            self._groups = {}
            return ids
        return self._under_groups(ids)

    def _under_groups(self, ids: Iterable[int]) -> list[int]:
        groups: dict[int | str | None, Group] = {}
        by_meaning = self.grouping == BY_MEANING
        for i in ids:
            value: Any = self._places[i][1]
            group = groups.get(value)
            if group is None:
                group = groups[value] = Group(value if by_meaning else None, value)
            group.rows.append(i)
        flat: list[int] = []
        self._groups = {}
        for group in self._sorted_groups(list(groups.values())):
            number = self._numbers.setdefault(group.value, -1 - len(self._numbers))
            self._groups[number] = group
            flat.append(number)
            if self.is_open(group):
                flat.extend(group.rows)
        return flat

    def _sorted_groups(self, groups: list[Group]) -> list[Group]:
        if self.grouping == BY_STATE:
            groups.sort(key=lambda group: _STATES.index(str(group.value)))
        elif self.grouping == BY_PARAGRAPH:
            groups.sort(key=lambda group: int(group.value or 0))
        elif self.sorting is not None:
            column, descending = self.sorting
            groups.sort(
                key=lambda group: _sort_key(self._text(None, group, column)), reverse=descending
            )
        return groups

    def _take_flat(self, flat: list[int]) -> None:
        self._flat, self._rows = flat, {}

    def _move_to(self, new: list[int]) -> None:
        """Bring the rows into a new order with as little change to the views as possible."""
        steps = merging.steps(self._flat, new)
        if steps is None:
            self.beginResetModel()
            self._take_flat(new)
            self.endResetModel()
            return
        none = QModelIndex()
        self.changing = True
        for start, end in steps.removed:
            self.beginRemoveRows(none, start, end - 1)
            self._take_flat(self._flat[:start] + self._flat[end:])
            self.endRemoveRows()
        for start, end in steps.inserted:
            self.beginInsertRows(none, start, end - 1)
            self._take_flat(self._flat[:start] + new[start:end] + self._flat[start:])
            self.endInsertRows()
        self.changing = False
        if steps.removed:
            self.rows_went.emit()

    # What the desk tells.

    def _article_changed(self) -> None:
        self._texts.clear()
        self._searched.clear()
        self._numbers.clear()
        article = self.desk.article
        self._paragraphs = Paragraphs(article.body) if article is not None else None
        self._open = set()
        if self.grouping in (BY_STATE, BY_PARAGRAPH):
            self._open = {self._group_value(row) for row in self._own()}
        self.reload()
        self._warming.start()

    def _annotations_changed(self, ids: Iterable[int]) -> None:
        own = []
        for annotation_id in ids:
            row = self.desk.annotations.get(annotation_id)
            if annotation_id in self._places or (row is not None and row.layer == self.layer):
                self._texts.pop(annotation_id, None)
                self._searched.pop(annotation_id, None)
                own.append(annotation_id)
        if not own:
            return
        find = self.desk.annotations.get
        if any(self._place(find(i)) != self._places.get(i) for i in own):
            self._open_new_groups(own)
            for annotation_id in own:
                self._places.pop(annotation_id, None)
            self._put(row for i in own if (row := find(i)) is not None)
            self._move_to(self._in_order())
        self._tell_changed(own)

    def _open_new_groups(self, ids: Iterable[int]) -> None:
        """Groups by state or paragraph are open when they come."""
        if self.grouping in (BY_STATE, BY_PARAGRAPH):
            rows = (self.desk.annotations.get(i) for i in ids)
            values = {self._group_value(row) for row in rows if row is not None}
            self._open |= values - self._numbers.keys()

    def _tell_changed(self, ids: Iterable[int]) -> None:
        heads = set()
        for annotation_id in ids:
            row = self._row_of(annotation_id)
            if row >= 0:
                self._repaint_row(row)
            head = self.head_of(annotation_id)
            if head.isValid():
                heads.add(head.row())
        for row in heads:
            self._groups[self._flat[row]].state = ""
            self._repaint_row(row)

    def _repaint_row(self, row: int) -> None:
        # Told of several cells at once, Qt paints the whole list.
        for column in range(self.columnCount()):
            cell = self.index(row, column)
            self.dataChanged.emit(cell, cell)

    def _names_changed(self) -> None:
        self._texts.clear()
        self._searched.clear()
        if self.sorting is not None or self._filter:
            self._move_to(self._arranged())
        if self._flat:
            last = self.index(len(self._flat) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _warm(self) -> None:
        """Write the words of some more rows down, for the first filter to find them ready."""
        waiting = [row for row in self._own() if row.id not in self._searched]
        for row in waiting[:_WARM_ROWS]:
            self._searched_of(row)
        if len(waiting) <= _WARM_ROWS:
            self._warming.stop()


def _sort_key(text: str) -> str:
    return text.zfill(9) if text.isdecimal() else text.casefold()
