# SPDX-License-Identifier: MIT
"""The commands of the window as Qt actions: in menus, in the tool bar and by key."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QToolBar, QToolButton, QWidget

from claimdesk.gui.widgets.labels import literal
from claimdesk.gui.window import theme
from claimdesk.gui.window.digit_keys import digit_key
from claimdesk.gui.window.feature_base import ANNOTATION, ARTICLE, PROJECT, Command, Submenu
from claimdesk.models.messages.catalogue import _

Entry = TypeVar("Entry", Command, Command | Submenu)


def menus() -> list[tuple[str, str]]:
    """Return the menus in their order: id and title."""
    return [
        ("file", _("&File")),
        ("edit", _("&Edit")),
        ("annotate", _("&Annotate")),
        ("claim", _("&Claim")),
        ("suggestions", _("&Suggestions")),
        ("article", _("A&rticle")),
        ("view", _("&View")),
        ("help", _("&Help")),
    ]


class Commands(QObject):
    """The actions of a window by id, and its menus."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._commands: dict[str, Command] = {}
        self._words: dict[str, str] = {}
        self._selected_layers: Collection[str] = ()
        self._single = False
        self._annotating: Sequence[QWidget] = ()
        """The widgets in which the annotating keys work."""
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self.submenus: dict[str, QMenu] = {}
        window.installEventFilter(self)

    def __getitem__(self, name: str) -> QAction:
        return self.actions[name]

    def add(self, declared: Iterable[Command | Submenu]) -> None:
        """Fill the menus and the tool bar with what the features declare."""
        entries = list(declared)
        for name, title in menus():
            menu = self._window.menuBar().addMenu(title)
            menu.setToolTipsVisible(True)
            self.menus[name] = menu
            self._fill(menu, [entry for entry in entries if entry.menu == name], entries)
        self._add_tool_bar([command for command in self._commands.values() if command.tool])

    def _fill(
        self,
        menu: QMenu,
        entries: Sequence[Command | Submenu],
        declared: Sequence[Command | Submenu],
    ) -> None:
        """Fill a menu, and the menus inside it, with what was declared for them."""
        for entry in _with_lines(entries, lambda entry: entry.at):
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, Submenu):
                inner = self.submenus[entry.id] = menu.addMenu(entry.text)
                self._fill(
                    inner, [within for within in declared if within.menu == entry.id], declared
                )
            else:
                menu.addAction(self._action(entry))

    def list_menu(self, layer: str) -> list[QAction | None]:
        """Return the actions in the context menu of the list of a layer; None for a line."""
        commands = [
            command
            for command in self._commands.values()
            if command.list_menu and (not command.list_layers or layer in command.list_layers)
        ]
        return [
            None if command is None else self.actions[command.id]
            for command in _with_lines(commands, lambda command: command.list_menu)
        ]

    def keep_to(self, widgets: Sequence[QWidget]) -> None:
        """Let the annotating keys work only while one of these widgets has the focus."""
        self._annotating = widgets
        for widget in widgets:
            widget.installEventFilter(self)
        for name in filter(self.annotates, self.actions):
            action = self.actions[name]
            self._window.removeAction(action)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            for widget in widgets:
                widget.addAction(action)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let digit keys work on keyboard layouts on which they type other characters.

        Keys that Qt finds a shortcut for do not arrive here.
        """
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            action = self._of_digit(watched, event)
            if action is not None:
                action.trigger()
                return True
        return super().eventFilter(watched, event)

    def _of_digit(self, watched: QObject, event: QKeyEvent) -> QAction | None:
        """Return the action of a digit key, depending on where it was pressed."""
        pressed = digit_key(event)
        if pressed is None:
            return None
        # An editor in a list types digits.
        near = watched in self._annotating and QApplication.focusWidget() in (watched, None)
        key = QKeySequence(pressed)
        for name, action in self.actions.items():
            offered = action.isEnabled() and (near or not self.annotates(name))
            if offered and key in action.shortcuts():
                return action
        return None

    def annotates(self, name: str) -> bool:
        """Return whether the keys of a command work only while the text or a list has the focus."""
        return self._commands[name].annotates

    def enable(self, needed: str, available: bool) -> None:
        """Enable the commands that need a project or an article, or disable them."""
        for name, command in self._commands.items():
            if command.needs == needed:
                self.actions[name].setEnabled(available)

    def enable_for_selection(self, layers: Collection[str], *, single: bool) -> None:
        """Enable what acts on annotations of these layers; `single` if one alone is selected."""
        self._selected_layers, self._single = layers, single
        for name, command in self._commands.items():
            if command.needs == ANNOTATION:
                fits = not command.layers or not set(command.layers).isdisjoint(layers)
                enabled = bool(layers) and fits and (single or not command.one)
                self.actions[name].setEnabled(enabled)

    def _add_tool_bar(self, commands: Sequence[Command]) -> None:
        bar = QToolBar(_("Tools"), self._window)
        bar.setObjectName("tools")
        bar.setMovable(False)
        for command in _with_lines(commands, lambda command: command.tool):
            if command is None:
                bar.addSeparator()
                continue
            bar.addAction(self.actions[command.id])
            button = bar.widgetForAction(self.actions[command.id])
            if command.tool_text and isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        side = max(20, round(self._window.fontMetrics().height() * 1.2))
        bar.setIconSize(QSize(side, side))
        self._window.addToolBar(bar)

    def place(self, name: str) -> tuple[str, int]:
        """Return the menu of a command and which hundred it stands in there."""
        command = self._commands[name]
        return command.menu, command.at // 100

    def by_menu(self) -> list[tuple[str, list[str]]]:
        """Return for each menu its title and the ids of its visible commands."""
        return [
            (
                menu.title().replace("&", ""),
                [
                    action.objectName()
                    for action in self._within(menu)
                    if self.actions.get(action.objectName()) is action and action.isVisible()
                ],
            )
            for menu in self.menus.values()
        ]

    def _within(self, menu: QMenu) -> Iterator[QAction]:
        """Return the actions of a menu and of the menus inside it."""
        inner = {id(submenu.menuAction()): submenu for submenu in self.submenus.values()}
        for action in menu.actions():
            yield action
            if id(action) in inner:
                yield from self._within(inner[id(action)])

    def obstacle(self, name: str) -> str:
        """Return why a command can't be used now and what to do first; empty if it can."""
        if self.actions[name].isEnabled():
            return ""
        command = self._commands[name]
        if command.needs == ANNOTATION:
            return self._missing(command)
        return {
            PROJECT: _("open a project first"),
            ARTICLE: _("open an article first"),
        }.get(command.needs, _("not possible now"))

    def _missing(self, command: Command) -> str:
        """Return which annotation a command needs."""
        if command.one and len(self._selected_layers) and not self._single:
            return _("choose a single annotation first")
        if command.layers:
            names = {"actor": _("mention"), "claim": _("claim"), "domain": _("domain")}
            layers = ", ".join(names[layer] for layer in command.layers)
            return _("choose an annotation first: {layers}").format(layers=layers)
        return _("choose an annotation first")

    def words(self, name: str) -> str:
        """Return the words of a command, without the mark of its menu key and its detail."""
        return self._words[name]

    def set_layer(self, name: str, layer: str) -> None:
        """Let a command act on annotations of another layer."""
        command = replace(self._commands[name], layers=(layer,), list_layers=(layer,))
        self._commands[name] = command
        self.enable_for_selection(self._selected_layers, single=self._single)

    def set_words(self, name: str, words: str) -> None:
        """Give a command words that come from the project."""
        self._words[name] = words
        self.actions[name].setText(literal(words))

    def set_detail(self, name: str, detail: str) -> None:
        """Show after the words of a command what it would act on; nothing if empty."""
        words = self._commands[name].text
        self.actions[name].setText(f"{words} {literal(detail)}" if detail else words)

    def default_keys(self, name: str) -> tuple[str, ...]:
        """Return the default keys of a command."""
        return self._commands[name].keys

    def set_keys(self, name: str, keys: Sequence[str]) -> None:
        """Set the keys of a command, which are alternatives."""
        action = self.actions[name]
        action.setShortcuts([QKeySequence(key) for key in keys])
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = action.statusTip()
        action.setToolTip(f"{tip} ({shown})" if shown else tip)

    def _action(self, command: Command) -> QAction:
        if command.id in self.actions:
            raise ValueError(f"two commands are called {command.id}")
        action = QAction(command.text, self._window)
        action.setIconText(command.short or command.text.replace("&", "").rstrip("…"))
        action.setObjectName(command.id)
        action.setCheckable(command.checkable)
        if command.icon:
            theme.give_icon(action, command.icon)
        action.setStatusTip(command.tip or command.text.replace("&", "").rstrip("…"))
        action.triggered.connect(lambda _checked=False: command.run())
        self._window.addAction(action)
        self.actions[command.id] = action
        self._commands[command.id] = command
        self._words[command.id] = command.text.replace("&", "").rstrip("…")
        self.set_keys(command.id, command.keys)
        return action


def _with_lines(entries: Iterable[Entry], place: Callable[[Entry], int]) -> Iterator[Entry | None]:
    """Sort entries by their places; None stands for a line between two hundreds."""
    before: int | None = None
    for entry in sorted(entries, key=lambda entry: (place(entry), entry.id)):
        group = place(entry) // 100
        if before is not None and group != before:
            yield None
        before = group
        yield entry
