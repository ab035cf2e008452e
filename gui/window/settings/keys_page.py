# SPDX-License-Identifier: MIT
"""The settings page with all commands and their keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.window.settings.keymap import Keymap
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.folding import accentless_key

_NAME = Qt.ItemDataRole.UserRole
_NATIVE = QKeySequence.SequenceFormat.NativeText


class _KeyField(QKeySequenceEdit):
    """Takes the next key that is pressed, but lets Tab and Shift+Tab leave it."""

    def event(self, event: QEvent) -> bool:
        back = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Backtab
        if back and event.type() == QEvent.Type.KeyPress:
            return self.focusNextPrevChild(False)
        return super().event(event)


class KeysPage(QWidget):
    """Sets the key of the chosen command and names commands that already have it."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self._menus: list[QTreeWidgetItem] = []
        self._items: list[QTreeWidgetItem] = []
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search commands and keys"))
        self.search.setAccessibleName(_("Search commands and keys"))
        self.search.setClearButtonEnabled(True)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(_("Commands and their keys"))
        self.list.setHeaderLabels([_("Command"), _("Keys")])
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.key = _KeyField(self)
        self.key.setMaximumSequenceLength(1)
        self.key.setAccessibleName(_("New key"))
        for inner in self.key.findChildren(QLineEdit):
            inner.setAccessibleName(_("New key"))
        self.set = QPushButton(_("&Set"), self)
        self.clear = QPushButton(_("Re&move key"), self)
        self.reset = QPushButton(_("&Reset"), self)
        self.reset_all = QPushButton(_("Reset &all"), self)
        self.message = QLabel(self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self._lay_out()
        self.search.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(lambda *_: self._begin())
        self.key.keySequenceChanged.connect(lambda _key: self._validate())
        self.set.clicked.connect(self._give)
        self.clear.clicked.connect(lambda: keymap.take_away(self._command()))
        self.reset.clicked.connect(lambda: keymap.reset(self._command()))
        self.reset_all.clicked.connect(keymap.reset_all)
        keymap.changed.connect(self._show)
        self._fill()

    def choose(self, name: str) -> None:
        """Select a command."""
        for item in self._items:
            if item.data(0, _NAME) == name:
                self.list.setCurrentItem(item)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        label = QLabel(_("Press the new &key"), self)
        label.setBuddy(self.key)
        line.addWidget(label)
        line.addWidget(self.key, 1)
        for button in (self.set, self.clear, self.reset):
            line.addWidget(button)
        last = QHBoxLayout()
        last.addWidget(self.message, 1)
        last.addWidget(self.reset_all)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addLayout(line)
        layout.addLayout(last)

    def _fill(self) -> None:
        for title, names in self._keymap.commands.by_menu():
            menu = QTreeWidgetItem(self.list, [title])
            menu.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self._menus.append(menu)
            for name in names:
                item = QTreeWidgetItem(menu, [self._keymap.commands.words(name)])
                item.setData(0, _NAME, name)
                self._items.append(item)
        self.list.expandAll()
        self._show()
        self._choose_first()

    def _show(self) -> None:
        """Show the current keys, changed ones in bold."""
        for item in self._items:
            name = item.data(0, _NAME)
            item.setText(1, " · ".join(k.toString(_NATIVE) for k in self._keymap.keys(name)))
            font = item.font(1)
            font.setBold(self._keymap.is_own(name))
            item.setFont(1, font)
        self._begin()

    def _filter(self, typed: str) -> None:
        wanted = accentless_key(typed)
        for item in self._items:
            texts = (accentless_key(item.text(column)) for column in range(2))
            item.setHidden(not any(wanted in text for text in texts))
        for menu in self._menus:
            below = [item for item in self._items if item.parent() is menu]
            menu.setHidden(all(item.isHidden() for item in below))
        shown = [item for item in self._items if not item.isHidden()]
        if shown and self.list.currentItem() not in shown:
            self.list.setCurrentItem(shown[0])

    def _choose_first(self) -> None:
        shown = [item for item in self._items if not item.isHidden()]
        if shown:
            self.list.setCurrentItem(shown[0])

    def _command(self) -> str:
        item = self.list.currentItem()
        return str(item.data(0, _NAME) or "") if item is not None else ""

    def _begin(self) -> None:
        """Begin with another command, or after a key was set."""
        self.key.clear()
        name = self._command()
        for button in (self.clear, self.reset):
            button.setEnabled(bool(name))
        self.reset.setEnabled(bool(name) and self._keymap.is_own(name))
        self._validate()

    def _validate(self) -> None:
        """Show which command has the pressed key, or why it can't be used."""
        name, key = self._command(), self.key.keySequence()
        self.set.setText(_("&Set"))
        if not name or key.isEmpty():
            self.set.setEnabled(False)
            self.message.clear()
            return
        objection = self._keymap.objection(name, key)
        users = [self._keymap.commands.words(other) for other in self._keymap.users(key, name)]
        self.set.setEnabled(objection is None)
        self.message.setText(objection or "")
        if objection is None and users:
            self.set.setText(_("&Reassign"))
            self.message.setText(
                _("{key} belongs to “{command}”, which will lose it.").format(
                    key=key.toString(_NATIVE), command="”, “".join(users)
                )
            )

    def _give(self) -> None:
        self._keymap.give(self._command(), self.key.keySequence())
