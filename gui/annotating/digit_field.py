# SPDX-License-Identifier: MIT
"""Choose the coded field whose values the keys 1 to 9 give; the project remembers it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.reference_data import Name
from claimdesk.gui.widgets.labels import literal
from claimdesk.models.codebook import fields
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import FieldRow


class DigitField(QObject):
    """The field, as the open project has it; `fill` offers the others in a menu."""

    changed = Signal()
    """Another field is chosen, or its values are others."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.field: FieldRow | None = None
        """None while no project is open."""
        desk.names_changed.connect(self._names_changed)
        desk.settings_changed.connect(self._refresh)

    def choose(self, field: FieldRow) -> None:
        """Let the keys give the values of another field."""
        label = _("Keys 1 to 9 code {field}").format(field=field.label)
        self._desk.act(label, lambda session: fields.set_digit_field(session, field))

    def fill(self, menu: QMenu) -> None:
        """Offer the fields whose values the keys can give."""
        menu.clear()
        group = QActionGroup(menu)
        for field in self._desk.fields.values():
            if field.kind == "choice":
                group.addAction(self._action(menu, field))

    def _names_changed(self, changed: frozenset[Name]) -> None:
        if any(kind in ("field", "choice") for kind, _unused in changed):
            self._refresh()

    def _refresh(self) -> None:
        before = self.field
        with self._desk.reading() as connection:
            self.field = fields.digit_field(connection, self._desk.fields)
        if self.field != before:
            self.changed.emit()

    def _action(self, menu: QMenu, field: FieldRow) -> QAction:
        action = menu.addAction(literal(field.label))
        action.setCheckable(True)
        action.setChecked(self.field is not None and field.id == self.field.id)
        action.triggered.connect(lambda: self.choose(field))
        return action
