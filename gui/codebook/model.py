# SPDX-License-Identifier: MIT
"""The entries of a codebook page as a list model, renamed and ordered in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QWidget

from claimdesk.gui.codebook.entries import Entries, Entry, Uses, name_problem

Index = QModelIndex | QPersistentModelIndex

ENTRY = Qt.ItemDataRole.UserRole
"""The Entry of a row."""
PARENT_NAME = Qt.ItemDataRole.UserRole + 1
"""Name of the domain that it is inside of, or an empty text."""
COUNT = Qt.ItemDataRole.UserRole + 2
"""How many annotations use it."""

_NOWHERE = QModelIndex()


class EntryModel(QAbstractListModel):
    """The entries of one list of the codebook, one per row."""

    refused = Signal(str)
    """Why a name that was typed was not taken."""

    def __init__(self, entries: Entries, parent: QWidget) -> None:
        super().__init__(parent)
        self._source = entries
        self._entries: list[Entry] = []
        self._uses: Mapping[int, Uses] = {}

    def refresh(self) -> None:
        """Show the entries as they are now; rows that stay keep their place and their editor."""
        entries = self._source.read()
        ids, old = [entry.id for entry in entries], self.ids()
        if ids != old:
            self._arrange(entries, ids, old)
        self._entries = entries
        self._uses = self._source.uses(ids)
        if entries:
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))

    def refresh_uses(self) -> None:
        """Count the uses again."""
        uses = self._source.uses(self.ids())
        if uses != self._uses:
            self._uses = uses
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def ids(self) -> list[int]:
        """The ids of the entries in order."""
        return [entry.id for entry in self._entries]

    def entry(self, index: Index) -> Entry | None:
        """The entry at an index."""
        return self._entries[index.row()] if index.isValid() else None

    def index_of(self, entry_id: int | None) -> QModelIndex:
        """Where an entry is; invalid if it is gone."""
        ids = self.ids()
        return self.index(ids.index(entry_id)) if entry_id in ids else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index)
        if entry is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return entry.name
        if role == ENTRY:
            return entry
        if role == PARENT_NAME:
            parent = self.entry(self.index_of(entry.parent_id))
            return parent.name if parent else ""
        if role == COUNT:
            return self._uses.get(entry.id, Uses()).total
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.name}, {self._told(entry)}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self.entry(index)
        if entry is None or role != Qt.ItemDataRole.EditRole:
            return False
        name = " ".join(str(value).split())
        if not name or name == entry.name:
            return False
        problem = name_problem(self._source, name, entry.id)
        if problem is not None:
            self.refused.emit(problem)
            return False
        return self._source.set(entry.id, name=name)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def moveRows(
        self,
        sourceParent: Index,
        sourceRow: int,
        count: int,
        destinationParent: Index,
        destinationChild: int,
    ) -> bool:
        ids = self.ids()
        moved = ids[sourceRow : sourceRow + count]
        if not moved or sourceRow <= destinationChild <= sourceRow + count:
            return False
        rest = [i for i in ids if i not in moved]
        place = destinationChild - (count if destinationChild > sourceRow else 0)
        return self._source.order([*rest[:place], *moved, *rest[place:]])

    def _arrange(self, entries: Sequence[Entry], ids: Sequence[int], old: Sequence[int]) -> None:
        """Come from the `old` order to that of `ids` by removals, insertions and one reordering."""
        wanted = set(ids)
        for row in reversed(range(len(old))):
            if old[row] not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._entries[row]
                self.endRemoveRows()
        known = set(old)
        for entry in entries:
            if entry.id not in known:
                row = len(self._entries)
                self.beginInsertRows(QModelIndex(), row, row)
                self._entries.append(entry)
                self.endInsertRows()
        if self.ids() != list(ids):
            self.layoutAboutToBeChanged.emit()
            before = self.persistentIndexList()
            moved = [self._entries[index.row()].id for index in before]
            self._entries = list(entries)
            self.changePersistentIndexList(before, [self.index_of(i) for i in moved])
            self.layoutChanged.emit()

    def _told(self, entry: Entry) -> str:
        uses = self._uses.get(entry.id, Uses())
        parts = []
        if uses.claims:
            parts.append(
                self.tr("1 claim") if uses.claims == 1 else self.tr("%n claims", None, uses.claims)
            )
        if uses.mentions:
            parts.append(
                self.tr("1 mention")
                if uses.mentions == 1
                else self.tr("%n mentions", None, uses.mentions)
            )
        return self.tr(" and ").join(parts) or self.tr("not used")

    def _tip(self, entry: Entry) -> str:
        # Marked as rich text and escaped, so that tags in a name stay what they are: characters.
        return f"<span>{escape(entry.name)} · {escape(self._told(entry))}</span>"
