# SPDX-License-Identifier: MIT
"""The actors as a table: all ids in order, rows read a page at a time when shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from sqlmodel import Session

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.chips import chip
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.wording import field_label, state_label
from claimdesk.models import registry
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.registry import listing
from claimdesk.models.registry.kind_labels import actor_kind_label
from claimdesk.models.registry.listing import COLUMNS, RegistryRow, UseCount
from claimdesk.models.registry.spreadsheet import join_aliases, split_aliases

Index = QModelIndex | QPersistentModelIndex
Change = Callable[[Session, int, str], None]

KIND, MEMBER_OF, COUNTRY = (COLUMNS.index(name) for name in ("kind", "member_of", "country"))
_NUMBERS = ("mentions", "claims")
_FIXED = (*_NUMBERS, "state")
_PAGE = 64
_KEPT = 64 * _PAGE
_NO_COLOUR = "#00000000"


class ActorTableModel(QAbstractTableModel):
    """The actors that the registry lists; a cell that is set becomes one edit."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ids: list[int] = []
        self._places: dict[int, int] = {}
        self._rows: dict[int, RegistryRow] = {}
        self._counts: Mapping[int, UseCount] | None = None
        self._saving = False

    @property
    def ids(self) -> Sequence[int]:
        """The ids of the actors in the order of the table."""
        return self._ids

    def set_ids(self, ids: list[int]) -> None:
        """List these actors, in this order; all rows are read again when shown."""
        if ids == self._ids:
            self.forget_rows()
            return
        self.beginResetModel()
        self._rows.clear()
        self._ids = ids
        self._places = {actor: place for place, actor in enumerate(ids)}
        self.endResetModel()

    @property
    def counts(self) -> Mapping[int, UseCount] | None:
        """How often actors are used; None until they were counted."""
        return self._counts

    def set_counts(self, counts: Mapping[int, UseCount]) -> None:
        """Show how often actors are used."""
        self._counts = counts
        self._emit_all_changed()

    def forget_rows(self) -> None:
        """Read the rows again when they are shown."""
        self._rows.clear()
        self._emit_all_changed()

    def id_at(self, index: Index) -> int | None:
        """Return the actor of a row."""
        return self._ids[index.row()] if 0 <= index.row() < len(self._ids) else None

    def index_of(self, actor_id: int | None, column: int = 0) -> QModelIndex:
        """Return where an actor is listed; invalid if it is not."""
        place = None if actor_id is None else self._places.get(actor_id)
        return QModelIndex() if place is None else self.index(place, column)

    def row_of(self, actor_id: int) -> RegistryRow | None:
        """Return what is known of a listed actor."""
        if actor_id not in self._rows and actor_id in self._places:
            self._read_page(self._places[actor_id] // _PAGE * _PAGE)
        return self._rows.get(actor_id)

    def count_of(self, actor_id: int) -> UseCount:
        """Return how often an actor is used."""
        return (self._counts or {}).get(actor_id, UseCount())

    @guarded
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    @guarded
    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and COLUMNS[index.column()] not in _FIXED:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    @guarded
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        name = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles()[name]
        if role == Qt.ItemDataRole.TextAlignmentRole and name in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    @guarded
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        actor = self.id_at(index)
        row = self.row_of(actor) if actor is not None else None
        if row is None:
            return None
        name = COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._shown(row, name)
        if role == Qt.ItemDataRole.EditRole:
            return row.kind if name == "kind" else self._shown(row, name)
        if role == Qt.ItemDataRole.DecorationRole and name == "name":
            return chip(row.colour or _NO_COLOUR)
        if role == Qt.ItemDataRole.TextAlignmentRole and name in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        actor, text = self.id_at(index), str(value).strip()
        row = self.row_of(actor) if actor is not None else None
        # A message that opens while an editor is being left makes Qt set the value again.
        if row is None or role != Qt.ItemDataRole.EditRole or self._saving:
            return False
        if text == str(index.data(Qt.ItemDataRole.EditRole)):
            return True
        name = COLUMNS[index.column()]
        self._saving = True
        try:
            self._save(row, name, text)
        finally:
            self._saving = False
        return True

    def _save(self, row: RegistryRow, name: str, text: str) -> None:
        label = field_label(self._titles()[name], f"“{row.name}”")
        if name == "name":
            label = _("Rename “{old}” to “{new}”").format(old=row.name, new=text)
        change = self._set_member_of if name == "member_of" else _CHANGES[name]
        self._desk.act(label, lambda session: change(session, row.id, text))
        self.forget_rows()

    def _set_member_of(self, session: Session, actor_id: int, text: str) -> None:
        above = self._desk.resolver.find(text) if text else None
        if text and above is None:
            raise ClaimdeskError(
                _("No actor is called “{text}”; add it first or choose another one.").format(
                    text=text
                )
            )
        registry.set_member_of(session, actor_id, above)

    def _shown(self, row: RegistryRow, name: str) -> str:
        if name in _NUMBERS:
            count = self.count_of(row.id)
            return str((count.mentions if name == "mentions" else count.claims) or "–")
        if name == "kind":
            return actor_kind_label(row.kind)
        if name == "aliases":
            return join_aliases(row.aliases)
        if name == "state":
            return state_label(row.state)
        return str(getattr(row, name))

    def _titles(self) -> dict[str, str]:
        return {
            "name": _("Name"),
            "kind": _("Kind"),
            "country": _("Country"),
            "member_of": _("Member of"),
            "aliases": _("Aliases"),
            "mentions": _("Mentions"),
            "claims": _("Claims"),
            "state": _("State"),
            "note": _("Note"),
        }

    def _emit_all_changed(self) -> None:
        if self._ids:
            last = self.index(len(self._ids) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _read_page(self, first: int) -> None:
        if self._desk.project is None:
            return
        if len(self._rows) >= _KEPT:
            self._rows.clear()
        with self._desk.project.reading() as connection:
            page = self._ids[first : first + _PAGE]
            self._rows.update(listing.actor_rows(connection, page))


def _set_aliases(session: Session, actor_id: int, text: str) -> None:
    registry.set_aliases(session, actor_id, split_aliases(text))


_CHANGES: dict[str, Change] = {
    "name": registry.rename_actor,
    "kind": registry.set_kind,
    "country": registry.set_country,
    "aliases": _set_aliases,
    "note": registry.set_note,
}
