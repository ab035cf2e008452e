# SPDX-License-Identifier: MIT
"""The entries of a codebook page as a list model, renamed and ordered in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QWidget

from claimdesk.gui.codebook.entries import Entry, EntrySource, Uses, counts_text, name_problem
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.models.messages.catalogue import _

Index = QModelIndex | QPersistentModelIndex

ENTRY = Qt.ItemDataRole.UserRole
"""The Entry of a row."""
COUNT = Qt.ItemDataRole.UserRole + 2
"""How many annotations use it."""

_NOWHERE = QModelIndex()


class EntryModel(QAbstractListModel):
    """The entries of one list of the codebook, one per row."""

    refused = Signal(str)
    """Why a name that was typed was not taken."""

    def __init__(self, entries: EntrySource, parent: QWidget) -> None:
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
        """Return the ids of the entries in order."""
        return [entry.id for entry in self._entries]

    def entry(self, index: Index) -> Entry | None:
        """Return the entry at an index."""
        return self._entries[index.row()] if index.isValid() else None

    def index_of(self, entry_id: int | None) -> QModelIndex:
        """Return where an entry is; invalid if it is gone."""
        ids = self.ids()
        return self.index(ids.index(entry_id)) if entry_id in ids else QModelIndex()

    @guarded
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    @guarded
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index)
        if entry is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return entry.name
        if role == ENTRY:
            return entry
        if role == COUNT:
            return self._uses.get(entry.id, Uses()).total
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join([entry.name, *self._where(entry), self._uses_text(entry)])
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
        inside = Qt.ItemFlag.ItemIsDropEnabled if self._source.has_terms else Qt.ItemFlag(0)
        return (
            inside
            | Qt.ItemFlag.ItemIsEnabled
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
        if count != 1 or sourceRow <= destinationChild <= sourceRow + count:
            return False
        moved, before = self._entries[sourceRow], self.entry(self.index(destinationChild))
        parent = before.parent_id if before else None
        others = self._siblings(parent, moved.id)
        place = others.index(before.id) if before and before.id in others else None
        return self._source.move(moved.id, parent, place)

    def drop(self, index: Index, target: Index, where: str) -> bool:
        """Move an entry `before`, `after` or `inside` another one, or at the end (invalid)."""
        moved, there = self.entry(index), self.entry(target)
        if moved is None or (there is not None and there.id == moved.id):
            return False
        if there is None:
            return self._source.move(moved.id, None, None)
        if where == "inside":
            return self._source.move(moved.id, there.id, None)
        if where == "after" and self._siblings(there.id, moved.id):
            return self._source.move(moved.id, there.id, 0)
        place = self._siblings(there.parent_id, moved.id).index(there.id)
        return self._source.move(moved.id, there.parent_id, place + (where == "after"))

    def step(self, index: Index, step: int) -> bool:
        """Move an entry up (-1) or down (1) among those that are beside it."""
        entry = self.entry(index)
        if entry is None:
            return False
        beside = self._siblings(entry.parent_id)
        place = beside.index(entry.id) + step
        return 0 <= place < len(beside) and self._source.move(entry.id, entry.parent_id, place)

    def indent(self, index: Index) -> bool:
        """Put a domain into the one before it."""
        entry = self.entry(index)
        if entry is None or not self._source.has_terms:
            return False
        beside = self._siblings(entry.parent_id)
        place = beside.index(entry.id)
        return place > 0 and self._source.move(entry.id, beside[place - 1], None)

    def outdent(self, index: Index) -> bool:
        """Take a domain out of the one that it is inside of, and put it after that."""
        entry = self.entry(index)
        above = self.entry(self.index_of(entry.parent_id)) if entry else None
        if entry is None or above is None:
            return False
        place = self._siblings(above.parent_id).index(above.id) + 1
        return self._source.move(entry.id, above.parent_id, place)

    def _siblings(self, parent_id: int | None, without: int | None = None) -> list[int]:
        return [e.id for e in self._entries if e.parent_id == parent_id and e.id != without]

    def _where(self, entry: Entry) -> list[str]:
        above = self.entry(self.index_of(entry.parent_id))
        return [_("inside {name}").format(name=above.name)] if above else []

    def _arrange(self, entries: Sequence[Entry], ids: Sequence[int], old: Sequence[int]) -> None:
        """Turn the rows of the `old` ids into those of `ids`, keeping the rows that stay."""
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

    def _uses_text(self, entry: Entry) -> str:
        return counts_text(self._uses.get(entry.id, Uses())) or _("not used")

    def _tip(self, entry: Entry) -> str:
        return literal_tip(f"{entry.name} · {self._uses_text(entry)}")
