# SPDX-License-Identifier: MIT
"""The export profiles of the project: chosen, saved under a name, deleted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.models.exchange.profiles import (
    ExportProfile,
    profile_named,
    profile_names,
    save_profile,
)
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError


class ProfileBar(QWidget):
    """A list whose text is the name of a profile, with buttons to save and delete it."""

    chosen = Signal(object)
    """The ExportProfile that the analyst chose."""
    failed = Signal(str)

    def __init__(self, desk: Desk, current: Callable[[], ExportProfile], parent: QWidget) -> None:
        """Let `current` return what the dialog says now; its errors are emitted."""
        super().__init__(parent)
        self._desk = desk
        self._current = current
        self.names = QComboBox(self)
        self.names.setEditable(True)
        self.names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.names.setAccessibleName(_("Profile"))
        line = self.names.lineEdit()
        assert line is not None
        line.setAccessibleName(_("Profile"))
        line.setPlaceholderText(_("Name, to save these choices"))
        self.save = QPushButton(_("&Save"), self)
        self.delete = QPushButton(_("&Delete"), self)
        for button in (self.save, self.delete):
            button.setAutoDefault(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.names, 1)
        layout.addWidget(self.save)
        layout.addWidget(self.delete)
        self._list("")
        self.names.activated.connect(self._choose)
        self.names.editTextChanged.connect(lambda _text: self._allow())
        self.save.clicked.connect(self._save)
        self.delete.clicked.connect(self._delete)

    def _name(self) -> str:
        return " ".join(self.names.currentText().split())

    def _list(self, name: str) -> None:
        names: list[str] = []
        if self._desk.project is not None:
            with self._desk.project.reading() as connection:
                names = profile_names(connection)
        self.names.clear()
        self.names.addItems(names)
        self.names.setCurrentIndex(self.names.findText(name) if name else -1)
        self.names.setEditText(name)
        self._allow()

    def _allow(self) -> None:
        self.save.setEnabled(bool(self._name()))
        self.delete.setEnabled(self.names.findText(self._name()) >= 0)

    def _choose(self, row: int) -> None:
        project = self._desk.project
        if project is None:
            return
        try:
            with project.reading() as connection:
                profile = profile_named(connection, self.names.itemText(row))
        except ClaimdeskError as error:
            self.failed.emit(str(error))
        else:
            self.chosen.emit(profile)

    def _save(self) -> None:
        name = self._name()
        try:
            profile = self._current()
        except ClaimdeskError as error:
            self.failed.emit(str(error))
            return
        label = _("Save export profile {name}").format(name=name)
        if self._desk.act(label, lambda session: save_profile(session, name, profile)):
            self._list(name)

    def _delete(self) -> None:
        name = self._name()
        label = _("Delete export profile {name}").format(name=name)
        if self._desk.act(label, lambda session: save_profile(session, name, None)):
            self._list("")
