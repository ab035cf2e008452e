# SPDX-License-Identifier: MIT
"""The model of the table: all ids in order, rows read a page at a time when they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.gui.widgets.roles import shown
from claimdesk.gui.widgets.wording import state_label
from claimdesk.models.analysis.claim_listing import Origin, origins
from claimdesk.models.editing.codes import code_text
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import queries
from claimdesk.models.store.queries import AnnotationRow, FieldRow, fields_of

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_PAGE = 64
_KEPT = 64 * _PAGE
_SORTED_FIRST = ("stance", "kind", "certainty")
TYPED = ("note",)
"""Columns that are typed into; text and number fields are as well."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table; `field` is the coded field that it shows, if it shows one."""

    key: str
    label: str
    field: FieldRow | None = None


def columns(desk: Desk) -> list[Column]:
    """Return the columns for the fields of the open project."""
    fields = {field.key: field for field in fields_of(desk.fields.values(), "claim")}
    first = [fields.pop(key) for key in _SORTED_FIRST if key in fields]
    coded = [Column(field.key, field.label, field) for field in first]
    own = [Column(field.key, field.label, field) for field in fields.values()]
    return [
        Column("state", _("State")),
        Column("speaker", _("Speaker")),
        Column("claim", _("Claim")),
        *coded[:1],
        Column("domains", _("Domains")),
        *coded[1:],
        *own,
        Column("article", _("Article")),
        Column("date", _("Date")),
        Column("note", _("Note")),
    ]


class ClaimModel(QAbstractTableModel):
    """The claims that are listed."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.columns: list[Column] = []
        self.ids: Sequence[int] = ()
        """The listed claims, in order."""
        self._rows: dict[int, tuple[AnnotationRow, Origin] | None] = {}

    def set_columns(self, wanted: list[Column]) -> None:
        """Show other columns."""
        self.beginResetModel()
        self.columns = wanted
        self._rows.clear()
        self.endResetModel()

    def set_ids(self, ids: Sequence[int]) -> None:
        """List other claims, or the same in another order."""
        if ids == self.ids:
            self.read_again()
            return
        self.beginResetModel()
        self.ids = ids
        self._rows.clear()
        self.endResetModel()

    def read_again(self) -> None:
        """Read what is shown again."""
        self._rows.clear()
        if self.ids:
            last = self.index(len(self.ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def row_at(self, place: int) -> AnnotationRow | None:
        """Return the claim of a row; None if it is gone."""
        found = self._read(place)
        return found[0] if found else None

    @guarded
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.ids)

    @guarded
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        column = self.columns[index.column()]
        typed = column.field is not None and column.field.kind in ("text", "number")
        return flags | Qt.ItemFlag.ItemIsEditable if typed or column.key in TYPED else flags

    @guarded
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.columns[section].label
        return None

    @guarded
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found = self._read(index.row())
        if found is None:
            return None
        column = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(column, *found)
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tip(self._text(column, *found))
        if role == Qt.ItemDataRole.DecorationRole and column.field is not None:
            choice = column.field.choice(found[0].codes.get(column.key))
            if choice is not None and choice.colour:
                return shown(choice.colour, QGuiApplication.palette().base().color())
        return None

    def _text(self, column: Column, row: AnnotationRow, origin: Origin) -> str:
        if column.field is not None:
            return code_text(column.field, row.codes.get(column.key)) or ""
        if column.key == "speaker":
            names = (self._desk.actor_name(i) for i in row.speaker_ids)
            return ", ".join(name for name in names if name)
        if column.key == "domains":
            known = self._desk.domains
            return ", ".join(known[i].name for i in row.domain_ids if i in known)
        return {
            "state": state_label(row.state),
            "claim": row.quote("content"),
            "article": origin.title,
            "date": origin.published_on or "",
            "note": row.note or "",
        }[column.key]

    def _read(self, place: int) -> tuple[AnnotationRow, Origin] | None:
        if not 0 <= place < len(self.ids) or self._desk.project is None:
            return None
        number = self.ids[place]
        if number not in self._rows:
            if len(self._rows) >= _KEPT:
                self._rows.clear()
            first = place // _PAGE * _PAGE
            page = self.ids[first : first + _PAGE]
            with self._desk.reading() as connection:
                rows = {row.id: row for row in queries.annotations_by_id(connection, page)}
                articles = origins(connection, page)
            for one in page:
                there = one in rows and one in articles
                self._rows[one] = (rows[one], articles[one]) if there else None
        return self._rows[number]
