# SPDX-License-Identifier: MIT
"""The commands of the window as actions: in the menus, the tool bar, and by key."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QToolBar, QToolButton, QWidget

from claimdesk.gui.widgets.labels import literal
from claimdesk.gui.window import theme
from claimdesk.gui.window.digit_keys import digit_key
from claimdesk.gui.window.menus import ANNOTATION, Command, Menus
from claimdesk.models.messages.catalogue import _

_DIGIT = "stance_"


class Commands(QObject):
    """The actions of a window by id, and its menus."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._commands: dict[str, Command] = {}
        self._words: dict[str, str] = {}
        self._chosen_layers: Collection[str] = ()
        self._chosen_alone = False
        self._near: Sequence[QWidget] = ()
        """The widgets in which the keys of annotating act."""
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        for name, title, commands in Menus(self).tables():
            menu = window.menuBar().addMenu(title)
            menu.setToolTipsVisible(True)
            self.menus[name] = menu
            for command in commands:
                if isinstance(command, Command):
                    menu.addAction(self._action(command))
                else:
                    menu.addSeparator()
        window.installEventFilter(self)

    def __getitem__(self, name: str) -> QAction:
        return self.actions[name]

    def bind(self, name: str, slot: Callable[[], object]) -> None:
        """Let a command do `slot`."""
        self.actions[name].triggered.connect(lambda _checked=False: slot())

    def add_digits(self, count: int) -> list[QAction]:
        """Add actions for the keys 1 to `count`, which give the values of a coded field."""
        menu = self.menus["claim"]
        result = []
        for number in range(1, count + 1):
            command = Command(
                # The id under which analysts' own keys are remembered, from when all were stances.
                f"{_DIGIT}{number}",
                str(number),
                (str(number),),
                needs=ANNOTATION,
                annotates=True,
                layers=("claim",),
            )
            action = self._action(command)
            menu.insertAction(self.actions["kind"], action)
            result.append(action)
        return result

    def call_digits(self, layer: str, labels: Sequence[str]) -> None:
        """Let the keys of digits give these values, one each, to annotations of a layer."""
        for number, name in enumerate(self._digits):
            self._commands[name] = replace(self._commands[name], layers=(layer,))
            self.actions[name].setVisible(number < len(labels))
            if number < len(labels):
                self.call(name, labels[number])
        self.offer_chosen(self._chosen_layers, alone=self._chosen_alone)

    def digits(self, layer: str) -> list[str]:
        """Return the ids of the actions of digits that give a value to annotations of a layer."""
        names = (name for name in self._digits if layer in self._commands[name].layers)
        return [name for name in names if self.actions[name].isVisible()]

    @property
    def _digits(self) -> list[str]:
        return [name for name in self.actions if name.startswith(_DIGIT)]

    def keep_to(self, widgets: Sequence[QWidget]) -> None:
        """Let the keys of annotating act only while one of these widgets has the focus."""
        self._near = widgets
        for widget in widgets:
            widget.installEventFilter(self)
        for name in filter(self.annotates, self.actions):
            action = self.actions[name]
            self._window.removeAction(action)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            for widget in widgets:
                widget.addAction(action)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys of digits act where the keyboard types other characters with them.

        Keys that Qt finds a shortcut for do not come here.
        """
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            action = self._of_digit(watched, event)
            if action is not None:
                action.trigger()
                return True
        return super().eventFilter(watched, event)

    def _of_digit(self, watched: QObject, event: QKeyEvent) -> QAction | None:
        """Return the action that the key of a digit stands for, where it was pressed."""
        pressed = digit_key(event)
        if pressed is None:
            return None
        # An editor in a list types digits.
        near = watched in self._near and QApplication.focusWidget() in (watched, None)
        key = QKeySequence(pressed)
        for name, action in self.actions.items():
            offered = action.isEnabled() and (near or not self.annotates(name))
            if offered and key in action.shortcuts():
                return action
        return None

    def annotates(self, name: str) -> bool:
        """Return whether the keys of a command act only while the text or a list has the focus."""
        return self._commands[name].annotates

    def offer(self, needed: str, there: bool) -> None:
        """Offer the commands that need a project, an article or an annotation, or do not."""
        for name, command in self._commands.items():
            if command.needs == needed:
                self.actions[name].setEnabled(there)

    def offer_chosen(self, layers: Collection[str], *, alone: bool) -> None:
        """Offer what acts on annotations of these layers; `alone` if only one is chosen."""
        self._chosen_layers, self._chosen_alone = layers, alone
        for name, command in self._commands.items():
            if command.needs == ANNOTATION:
                fits = not command.layers or not set(command.layers).isdisjoint(layers)
                there = bool(layers) and fits and (alone or not command.one)
                self.actions[name].setEnabled(there)

    def add_tool_bar(self, names: Iterable[str], worded: Iterable[str]) -> QToolBar:
        """Add a tool bar with these commands, some with words; an empty name is a separator."""
        bar = QToolBar(_("Tools"), self._window)
        bar.setObjectName("tools")
        bar.setMovable(False)
        for name in names:
            if name:
                bar.addAction(self.actions[name])
            else:
                bar.addSeparator()
        for name in worded:
            button = bar.widgetForAction(self.actions[name])
            if isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        side = max(20, round(self._window.fontMetrics().height() * 1.2))
        bar.setIconSize(QSize(side, side))
        self._window.addToolBar(bar)
        return bar

    def key_table(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Per menu its title and the commands that have keys now, as people read them."""
        native = QKeySequence.SequenceFormat.NativeText
        result = []
        for title, names in self.by_menu():
            rows = [
                (self.words(name), " · ".join(key.toString(native) for key in keys))
                for name in names
                if (keys := self.actions[name].shortcuts())
            ]
            result.append((title, rows))
        return result

    def by_menu(self) -> list[tuple[str, list[str]]]:
        """Per menu its title and the ids of the commands that it shows."""
        return [
            (
                menu.title().replace("&", ""),
                [
                    action.objectName()
                    for action in menu.actions()
                    if self.actions.get(action.objectName()) is action and action.isVisible()
                ],
            )
            for menu in self.menus.values()
        ]

    def words(self, name: str) -> str:
        """The words of a command, without the mark of its menu key and what it would act on now."""
        return self._words[name]

    def call(self, name: str, words: str) -> None:
        """Let a command go by words that came with the project."""
        self._words[name] = words
        self.actions[name].setText(literal(words))

    def tell(self, name: str, detail: str) -> None:
        """Show behind the words of a command what it would act on now; nothing if empty."""
        words = self._commands[name].text
        self.actions[name].setText(f"{words} {literal(detail)}" if detail else words)

    def default_keys(self, name: str) -> tuple[str, ...]:
        """Return the keys that a command came with."""
        return self._commands[name].keys

    def set_keys(self, name: str, keys: Sequence[str]) -> None:
        """Give a command other keys, as alternatives."""
        action = self.actions[name]
        action.setShortcuts([QKeySequence(key) for key in keys])
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = action.statusTip()
        action.setToolTip(f"{tip} ({shown})" if shown else tip)

    def _action(self, command: Command) -> QAction:
        action = QAction(command.text, self._window)
        action.setIconText(command.short or command.text.replace("&", "").rstrip("…"))
        action.setObjectName(command.id)
        action.setCheckable(command.checkable)
        if command.icon:
            theme.give_icon(action, command.icon)
        action.setStatusTip(command.tip or command.text.replace("&", "").rstrip("…"))
        self._window.addAction(action)
        self.actions[command.id] = action
        self._commands[command.id] = command
        self._words[command.id] = command.text.replace("&", "").rstrip("…")
        self.set_keys(command.id, command.keys)
        return action
