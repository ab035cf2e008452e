# SPDX-License-Identifier: MIT
"""The annotations of one layer as rows, flat or grouped by what they mean.

A grouped model has two levels: groups (an actor, a domain) and under them their annotations. The
internal id of an index is 0 for the upper level and the number of the group + 1 below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from claimdesk.gui.desk import Desk
from claimdesk.models.queries import AnnotationRow

Index = QModelIndex | QPersistentModelIndex

STATE_ROLE = Qt.ItemDataRole.UserRole + 1
ANNOTATION_ROLE = Qt.ItemDataRole.UserRole + 2
COLOUR_ROLE = Qt.ItemDataRole.UserRole + 3
"""List of colours of the chips before the text."""


@dataclass
class Group:
    """Annotations that mean the same; `key` is the id of that actor or domain."""

    key: int | None
    rows: list[int] = field(default_factory=list)


class AnnotationModel(QAbstractItemModel):
    """Rows of one layer of the open article. Subclasses say what stands in the cells."""

    layer = ""
    grouped = False

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._filter = ""
        self._show_rejected = False
        self._groups: list[Group] = []
        self._headers = tuple(self.headers())
        desk.article_changed.connect(self.reload)
        desk.annotations_changed.connect(self._annotations_changed)
        desk.names_changed.connect(self._names_changed)

    # What a subclass says.

    def headers(self) -> Sequence[str]:
        """The column headings."""
        raise NotImplementedError

    def text(self, row: AnnotationRow, column: int) -> str:
        """What a cell of an annotation shows."""
        raise NotImplementedError

    def group_key(self, row: AnnotationRow) -> int | None:
        """Which group an annotation is in."""
        return None

    def group_text(self, group: Group, column: int) -> str:
        """What a cell of a group shows."""
        return ""

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

    # What the panes and the window ask.

    def reload(self) -> None:
        """Read all rows again."""
        self.beginResetModel()
        self._groups = self._grouped()
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Show only rows that contain the text, whatever the case."""
        self._filter = text.casefold().strip()
        self.reload()

    def set_show_rejected(self, shown: bool) -> None:
        """Show rejected annotations too, or hide them."""
        self._show_rejected = shown
        self.reload()

    def annotation(self, index: Index) -> AnnotationRow | None:
        """The annotation of a row; None for a group."""
        if not index.isValid() or (self.grouped and index.internalId() == 0):
            return None
        group = self._groups[index.internalId() - 1 if self.grouped else 0]
        if index.row() >= len(group.rows):
            return None
        return self.desk.annotations.get(group.rows[index.row()])

    def group(self, index: Index) -> Group | None:
        """The group of a row of the upper level; None for an annotation."""
        if index.isValid() and self.grouped and index.internalId() == 0:
            return self._groups[index.row()]
        return None

    def ids_below(self, index: Index) -> list[int]:
        """The annotation of a row, or all those of a group."""
        group = self.group(index)
        if group is not None:
            return list(group.rows)
        row = self.annotation(index)
        return [] if row is None else [row.id]

    def index_of(self, annotation_id: int, column: int = 0) -> QModelIndex:
        """Where an annotation stands; invalid if it is not shown."""
        for number, group in enumerate(self._groups):
            if annotation_id in group.rows:
                inner = number + 1 if self.grouped else 0
                return self.createIndex(group.rows.index(annotation_id), column, inner)
        return QModelIndex()

    def shown(self) -> list[int]:
        """The annotations that are shown, in their order."""
        return [row for group in self._groups for row in group.rows]

    # Qt's side.

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._headers)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            if self.grouped:
                return len(self._groups)
            return len(self._groups[0].rows) if self._groups else 0
        if self.grouped and parent.internalId() == 0 and parent.column() == 0:
            return len(self._groups[parent.row()].rows)
        return 0

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]
        if not child.isValid() or not self.grouped or child.internalId() == 0:
            return QModelIndex()
        return self.createIndex(child.internalId() - 1, 0, 0)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        row, group = self.annotation(index), self.group(index)
        if row is None and group is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(row, group, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(row, group, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, group, index.column())
        if role == STATE_ROLE:
            return self._state(row, group)
        if role == ANNOTATION_ROLE:
            return row.id if row else None
        if role == COLOUR_ROLE:
            return self.colours(row, group, index.column())
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.edits_inline(self.annotation(index), index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        if role != Qt.ItemDataRole.EditRole or str(value) == self.data(index, role):
            return False
        self.commit(self.annotation(index), self.group(index), index.column(), str(value))
        return True

    # How rows come about.

    def _text(self, row: AnnotationRow | None, group: Group | None, column: int) -> str:
        if row is not None:
            return self.text(row, column)
        assert group is not None
        return self.group_text(group, column)

    def _tool_tip(self, row: AnnotationRow | None, group: Group | None, column: int) -> str:
        text = self._text(row, group, column)
        if row is None or row.state != "suggested":
            return text
        why = row.reason or row.origin
        return self.tr("{text}\nSuggested: {why}").format(text=text, why=why)

    def _spoken(self, row: AnnotationRow | None, group: Group | None, column: int) -> str:
        text = self._text(row, group, column)
        return f"{text}, {row.state}" if row is not None and column == 0 else text

    def _state(self, row: AnnotationRow | None, group: Group | None) -> str:
        if row is not None:
            return row.state
        assert group is not None
        states = {self.desk.annotations[i].state for i in group.rows if i in self.desk.annotations}
        for state in ("suggested", "accepted"):
            if state in states:
                return state
        return "rejected"

    def _visible(self, row: AnnotationRow) -> bool:
        if row.layer != self.layer or (row.state == "rejected" and not self._show_rejected):
            return False
        if not self._filter:
            return True
        cells = [self.text(row, column) for column in range(self.columnCount())]
        if self.grouped:
            cells.append(self.group_text(Group(self.group_key(row)), 0))
        return any(self._filter in cell.casefold() for cell in cells)

    def _grouped(self) -> list[Group]:
        rows = [row for row in self.desk.annotations.values() if self._visible(row)]
        if not self.grouped:
            return [Group(None, [row.id for row in rows])]
        groups: dict[int | None, Group] = {}
        for row in rows:
            key = self.group_key(row)
            groups.setdefault(key, Group(key)).rows.append(row.id)
        return list(groups.values())

    def _annotations_changed(self, ids: Iterable[int]) -> None:
        groups = self._grouped()
        if groups != self._groups:
            self.beginResetModel()
            self._groups = groups
            self.endResetModel()
            return
        for annotation_id in ids:
            first = self.index_of(annotation_id)
            if first.isValid():
                self.dataChanged.emit(first, first.siblingAtColumn(self.columnCount() - 1))
                above = first.parent()
                if above.isValid():
                    self.dataChanged.emit(above, above.siblingAtColumn(self.columnCount() - 1))

    def _names_changed(self) -> None:
        if self.rowCount():
            # Rows below a group show no names of their own; the pane repaints what is visible.
            last = self.createIndex(self.rowCount() - 1, self.columnCount() - 1, 0)
            self.dataChanged.emit(self.createIndex(0, 0, 0), last)
