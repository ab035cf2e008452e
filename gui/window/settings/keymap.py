# SPDX-License-Identifier: MIT
"""Custom keys: stored with the layout of the window and applied to the commands."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QKeyCombination, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence

from claimdesk.gui.window.commands import Commands
from claimdesk.models.messages.catalogue import _

_GROUP = "keys"
_TYPING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NEVER = (Qt.Key.Key_Escape,)


class Keymap(QObject):
    """The keys of each command, by the id of the command."""

    changed = Signal()

    def __init__(self, commands: Commands, settings: QSettings) -> None:
        super().__init__(commands)
        self.commands = commands
        self._settings = settings
        for name in commands.actions:
            stored = settings.value(f"{_GROUP}/{name}")
            if stored is not None:
                commands.set_keys(name, [key for key in str(stored).split("\n") if key])

    def keys(self, name: str) -> list[QKeySequence]:
        """Return the keys of a command; its menu shows the first."""
        return self.commands[name].shortcuts()

    def is_own(self, name: str) -> bool:
        """Return whether the analyst changed the keys of a command."""
        return self._settings.contains(f"{_GROUP}/{name}")

    def users(self, key: QKeySequence, but: str) -> list[str]:
        """Return the commands other than `but` that already have a key."""
        return [
            name
            for name, action in self.commands.actions.items()
            if name != but and key in action.shortcuts()
        ]

    def objection(self, name: str, key: QKeySequence) -> str | None:
        """Return why a command can't have a key, or None if it can."""
        if key.isEmpty() or key.count() != 1:
            return _("Press one key, with Ctrl, Alt or Shift if you like.")
        pressed = cast(QKeyCombination, key[0])  # type: ignore[index]
        code = pressed.key()
        if code in _NEVER:
            return _("Esc always cancels; choose another key.")
        everywhere = not self.commands.annotates(name)
        plain = pressed.keyboardModifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        if everywhere and plain and code in _TYPING:
            return _("This key is needed in fields and buttons; choose another one.")
        return None

    def give(self, name: str, key: QKeySequence) -> None:
        """Make `key` the only key of a command; commands that had it lose it."""
        for other in self.users(key, name):
            self._put(other, [k for k in self.keys(other) if k != key])
        self._put(name, [key])
        self.changed.emit()

    def take_away(self, name: str) -> None:
        """Remove the keys of a command."""
        self._put(name, [])
        self.changed.emit()

    def reset(self, name: str) -> None:
        """Give a command its default keys; others lose them."""
        keys = [QKeySequence(key) for key in self.commands.default_keys(name)]
        for key in keys:
            for other in self.users(key, name):
                self._put(other, [k for k in self.keys(other) if k != key])
        self._put(name, keys)
        self.changed.emit()

    def reset_all(self) -> None:
        """Give every command its default keys."""
        self._settings.remove(_GROUP)
        for name in self.commands.actions:
            self.commands.set_keys(name, self.commands.default_keys(name))
        self.changed.emit()

    def _put(self, name: str, keys: list[QKeySequence]) -> None:
        written = [key.toString(QKeySequence.SequenceFormat.PortableText) for key in keys]
        default = [QKeySequence(key) for key in self.commands.default_keys(name)]
        if keys == default:
            self._settings.remove(f"{_GROUP}/{name}")
        else:
            self._settings.setValue(f"{_GROUP}/{name}", "\n".join(written))
        self.commands.set_keys(name, written)
