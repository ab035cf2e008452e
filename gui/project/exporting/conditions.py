# SPDX-License-Identifier: MIT
"""Conditions on what is exported: rows of a field and the value that it must have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.spacing import CLOSE
from claimdesk.gui.widgets.wording import article_status_label, layer_label
from claimdesk.models.exchange.corpus_filter import FILTER_FIELDS
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.search import library
from claimdesk.models.store.schema import ARTICLE_STATUSES

_LAYERS = ("actor", "claim", "domain")
_OFFERED = ("layer", "speaker", "domain", "annotator", "author", "agency")
"""Offered for new conditions, beside coded fields: the filter of articles knows the others."""
_MOST = 2_000
"""Values of one field that are offered; others can be typed."""


def field_names(desk: Desk) -> dict[str, str]:
    """Return what people read for each field that conditions can be about."""
    names = {
        "layer": _("Layer"),
        "speaker": _("Speaker"),
        "domain": _("Domain"),
        "annotator": _("Annotator"),
        "author": _("Author"),
        "agency": _("News agency"),
        "outlet": _("Outlet"),
        "language": _("Language"),
        "status": _("Status"),
        "from": _("From"),
        "to": _("To"),
    }
    return {**{field.key: field.label for field in desk.fields.values()}, **names}


def values_of(desk: Desk, name: str) -> dict[str, str]:
    """Return the values to choose from: what people read for each, and what it is stored as."""
    field = desk.fields.get(name)
    if name not in FILTER_FIELDS and field is not None:
        if field.kind == "boolean":
            return {_("Yes"): "yes", _("No"): "no"}
        return {choice.label: choice.label for choice in field.choices}
    if name == "layer":
        return {layer_label(layer): layer for layer in _LAYERS}
    if name == "status":
        return {article_status_label(status): status for status in ARTICLE_STATUSES}
    if name == "speaker":
        return {row.name: row.name for row in list(desk.actors.values())[:_MOST]}
    if name == "domain":
        return {row.name: row.name for row in desk.domains.values()}
    return {value: value for value in _stored(desk, name)}


def _stored(desk: Desk, name: str) -> list[str]:
    with desk.reading() as connection:
        if name == "annotator":
            return list(library.annotators(connection))
        if name == "outlet":
            return library.outlets(connection)
        return library.languages(connection) if name == "language" else []


class _Condition(QWidget):
    """One row: the field, its value, and a button that removes the row."""

    changed = Signal()
    removed = Signal()

    def __init__(self, desk: Desk, fields: Mapping[str, str], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.field = QComboBox(self)
        self.field.setAccessibleName(_("Field of the condition"))
        for key, label in fields.items():
            self.field.addItem(label, key)
        self.field.setCurrentIndex(self.field.findData(name))
        self.value = QComboBox(self)
        self.value.setEditable(True)
        self.value.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.value.setAccessibleName(_("Value of the condition"))
        remove = QToolButton(self)
        remove.setText("✕")
        remove.setAutoRaise(True)
        remove.setToolTip(_("Remove the condition"))
        remove.setAccessibleName(_("Remove the condition"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(CLOSE)
        layout.addWidget(self.field)
        layout.addWidget(self.value, 1)
        layout.addWidget(remove)
        self._offer_values()
        self.field.activated.connect(lambda _row: self._offer_values())
        self.field.activated.connect(lambda _row: self.changed.emit())
        self.value.editTextChanged.connect(lambda _text: self.changed.emit())
        remove.clicked.connect(self.removed)

    def stored(self) -> tuple[str, str]:
        """Return the key of the field, and the value."""
        text = self.value.currentText().strip()
        row = self.value.findText(text, Qt.MatchFlag.MatchFixedString)
        return str(self.field.currentData()), text if row < 0 else str(self.value.itemData(row))

    def show_value(self, value: str) -> None:
        """Show a value, as people read it."""
        row = self.value.findData(value, flags=Qt.MatchFlag.MatchFixedString)
        self.value.setEditText(self.value.itemText(row) if row >= 0 else value)

    def _offer_values(self) -> None:
        self.value.clear()
        for text, value in values_of(self._desk, str(self.field.currentData())).items():
            self.value.addItem(text, value)
        self.value.addItem(_("(none)"), "")
        self.value.setCurrentIndex(0 if self.value.count() > 1 else -1)


class ConditionRows(QWidget):
    """The conditions under one another, all of which must hold, and a button for one more."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: list[_Condition] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(CLOSE)
        self.add = QPushButton(_("Add a con&dition"), self)
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._add_next)
        self._layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def conditions(self) -> dict[str, str]:
        """Return the values by field.

        Raises ClaimdeskError for a field that is there twice, or that the project does not have.
        """
        names, found = field_names(self._desk), dict[str, str]()
        for name, value in (row.stored() for row in self._rows):
            if name not in names:
                text = _("There is no field “{name}” to choose by.")
                raise ClaimdeskError(text.format(name=name))
            if name in found:
                text = _("There are two conditions on “{name}”; remove one of them.")
                raise ClaimdeskError(text.format(name=names[name]))
            found[name] = value
        return found

    def show_conditions(self, where: Mapping[str, str]) -> None:
        """Show other conditions."""
        for row in list(self._rows):
            self._drop(row)
        for name, value in where.items():
            self._add(name).show_value(value)
        self.changed.emit()

    def _add_next(self) -> None:
        used = {row.stored()[0] for row in self._rows}
        free = [name for name in self._offered() if name not in used]
        row = self._add(free[0] if free else _OFFERED[0])
        row.field.setFocus()
        self.changed.emit()

    def _offered(self) -> list[str]:
        own = [field.key for field in self._desk.fields.values()]
        return list(dict.fromkeys([*_OFFERED, *own]))

    def _add(self, name: str) -> _Condition:
        names = field_names(self._desk)
        offered = {key: names[key] for key in self._offered()}
        row = _Condition(self._desk, {**offered, name: names.get(name, name)}, name, self)
        row.changed.connect(self.changed)
        row.removed.connect(partial(self._remove, row))
        self._rows.append(row)
        self._layout.insertWidget(self._layout.count() - 1, row)
        row.show()  # at once, so that it can have the keys
        return row

    def _remove(self, row: _Condition) -> None:
        self._drop(row)
        self.add.setFocus()
        self.changed.emit()

    def _drop(self, row: _Condition) -> None:
        self._rows.remove(row)
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()
