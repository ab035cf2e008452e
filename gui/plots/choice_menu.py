# SPDX-License-Identifier: MIT
"""A button with groups of choices in its menu, of each of which one is chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from claimdesk.gui.widgets.labels import literal


class ChoiceMenu(QToolButton):
    """Offers groups of choices; the first of each is chosen at first."""

    chosen = Signal(str)
    """The group in which something else was chosen."""

    def __init__(self, words: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(words)
        self.setToolTip(tip)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoRaise(True)
        self._groups: dict[str, QActionGroup] = {}
        self._menu = QMenu(self)
        self.setMenu(self._menu)

    def add_group(self, name: str, choices: Mapping[str, str]) -> None:
        """Add a group of choices, key -> words, or offer others in it."""
        before = self.value(name) if name in self._groups else None
        if name in self._groups:
            for action in self._groups[name].actions():
                self._menu.removeAction(action)
        elif self._groups:
            self._menu.addSeparator()
        group = self._groups[name] = QActionGroup(self)
        for key, words in choices.items():
            action = self._menu.addAction(literal(words))
            action.setData(key)
            action.setCheckable(True)
            group.addAction(action)
        actions = group.actions()
        same = [action for action in actions if action.data() == before]
        (same or actions)[0].setChecked(True)
        group.triggered.connect(lambda _action: self.chosen.emit(name))

    def action(self, name: str, key: str) -> QAction | None:
        """Return the action of a choice."""
        return next((a for a in self._groups[name].actions() if a.data() == key), None)

    def value(self, name: str) -> str:
        """Return what is chosen in a group."""
        action = self._groups[name].checkedAction()
        return str(action.data()) if action is not None else ""

    def values(self) -> dict[str, str]:
        """Return what is chosen in each group."""
        return {name: self.value(name) for name in self._groups}

    def choose(self, wanted: Mapping[str, str]) -> None:
        """Choose what `values` returned; what is unknown is left as it is."""
        for name in self._groups.keys() & wanted.keys():
            action = self.action(name, wanted[name])
            if action is not None and not action.isChecked():
                action.trigger()
