# SPDX-License-Identifier: MIT
"""Every command of the window: its words, its keys, its place in the menus and the tool bar.

A command is known by a short id. Who does the work connects to it by that id; nothing else in the
program knows keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QToolButton, QWidget

from claimdesk.gui import theme

SEPARATOR = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One command; `keys` are alternatives, the first is shown in the menu."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str | None = None
    tip: str | None = None
    checkable: bool = False


ANNOTATING = (
    *("mention", "claim", "domain", "piece", "remove_piece", "repeat"),
    *("accept", "reject", "skip", "delete", "accept_alike", "reject_alike"),
    *("every_mention", "every_domain", "every_mention_project", "every_domain_project"),
    *("next", "previous", "start_back", "start_on", "end_back", "end_on"),
    *("start_back_one", "start_on_one", "end_back_one", "end_on_one"),
    *("speaker", "cue", "content", "domains", "pick_stance", "kind", "note"),
    "own_field",
)
"""Commands whose keys act only while the article or a list of annotations has the focus."""


class Commands(QObject):
    """The actions of a window by id, and its menus."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._default_keys: dict[str, tuple[str, ...]] = {}
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        for name, title, commands in self._menus():
            menu = window.menuBar().addMenu(title)
            menu.setToolTipsVisible(True)
            self.menus[name] = menu
            for command in commands:
                if isinstance(command, Command):
                    menu.addAction(self._action(command))
                else:
                    menu.addSeparator()

    def __getitem__(self, name: str) -> QAction:
        return self.actions[name]

    def bind(self, name: str, slot: Callable[[], object]) -> None:
        """Let a command do `slot`."""
        self.actions[name].triggered.connect(lambda _checked=False: slot())

    def add_stances(self, count: int) -> list[QAction]:
        """Actions for the keys 1 to `count`, whose words follow the codebook."""
        menu = self.menus["claim"]
        result = []
        for number in range(1, count + 1):
            action = self._action(Command(f"stance_{number}", str(number), (str(number),)))
            menu.insertAction(self.actions["kind"], action)
            result.append(action)
        return result

    def keep_to(self, widgets: Sequence[QWidget]) -> None:
        """Let the keys of annotating act only while one of these widgets has the focus."""
        stances = [name for name in self.actions if name.startswith("stance_")]
        for name in (*ANNOTATING, *stances):
            action = self.actions[name]
            self._window.removeAction(action)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            for widget in widgets:
                widget.addAction(action)

    def enable(self, names: Iterable[str], enabled: bool) -> None:
        """Enable or disable commands."""
        for name in names:
            self.actions[name].setEnabled(enabled)

    def add_tool_bar(self, names: Iterable[str], worded: Iterable[str]) -> QToolBar:
        """Add a tool bar with these commands, some with words; an empty name is a separator."""
        bar = QToolBar(self.tr("Tools"), self._window)
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
        bar.setIconSize(QSize(20, 20))
        self._window.addToolBar(bar)
        return bar

    def refresh_icons(self) -> None:
        """Draw the icons anew, after the palette changed."""
        for action in self.actions.values():
            if action.property("icon_name"):
                action.setIcon(theme.icon(action.property("icon_name")))

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
        """The words of a command, without the mark of its menu key."""
        return self.actions[name].text().replace("&", "").rstrip("…")

    def default_keys(self, name: str) -> tuple[str, ...]:
        """The keys that a command came with."""
        return self._default_keys[name]

    def set_keys(self, name: str, keys: Sequence[str]) -> None:
        """Give a command other keys, as alternatives."""
        action = self.actions[name]
        action.setShortcuts([QKeySequence(key) for key in keys])
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = action.statusTip()
        action.setToolTip(f"{tip} ({shown})" if shown else tip)

    def _action(self, command: Command) -> QAction:
        action = QAction(command.text, self._window)
        action.setIconText(command.text.replace("&", "").partition(" of ")[0].rstrip("…"))
        action.setObjectName(command.id)
        action.setCheckable(command.checkable)
        if command.icon:
            action.setIcon(theme.icon(command.icon))
            action.setProperty("icon_name", command.icon)
        action.setStatusTip(command.tip or command.text.replace("&", "").rstrip("…"))
        self._window.addAction(action)
        self.actions[command.id] = action
        self._default_keys[command.id] = command.keys
        self.set_keys(command.id, command.keys)
        return action

    def _menus(self) -> list[tuple[str, str, list[Command | str]]]:
        return [
            ("file", self.tr("&File"), self._file()),
            ("edit", self.tr("&Edit"), self._edit()),
            ("annotate", self.tr("&Annotate"), self._annotate()),
            ("claim", self.tr("&Claim"), self._claim()),
            ("article", self.tr("A&rticle"), self._article()),
            ("view", self.tr("&View"), self._view()),
            ("help", self.tr("&Help"), self._help()),
        ]

    def _file(self) -> list[Command | str]:
        return [
            Command("new", self.tr("&New project…"), ("Ctrl+N",), "new"),
            Command("open", self.tr("&Open project…"), ("Ctrl+O",), "open"),
            SEPARATOR,
            Command("import", self.tr("&Import articles…"), ("Ctrl+I",), "import"),
            Command("import_folder", self.tr("Import a &folder…")),
            Command("paste", self.tr("&Paste text as article…"), ("Ctrl+Shift+V",), "paste"),
            Command("export", self.tr("&Export…"), ("Ctrl+E",), "export"),
            SEPARATOR,
            Command("quit", self.tr("&Quit"), ("Ctrl+Q",)),
        ]

    def _edit(self) -> list[Command | str]:
        return [
            Command("undo", self.tr("&Undo"), ("Ctrl+Z",), "undo"),
            Command("redo", self.tr("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
            SEPARATOR,
            Command("find", self.tr("&Find…"), ("Ctrl+F",), "search"),
            Command("find_next", self.tr("Find ne&xt"), ("F3",)),
            Command("find_previous", self.tr("Find pre&vious"), ("Shift+F3",)),
            Command("find_everywhere", self.tr("Find in &all articles…"), ("Ctrl+Shift+F",)),
            SEPARATOR,
            Command("codebook", self.tr("&Codebook…"), ("Ctrl+B",), "codebook"),
            Command("actors", self.tr("Act&ors…"), ("Ctrl+Shift+R",), "actor"),
            Command("in_registry", self.tr("Show in re&gistry"), ("Ctrl+Shift+G",)),
            Command("annotator", self.tr("&Annotator…")),
            SEPARATOR,
            Command("settings", self.tr("&Settings…"), ("Ctrl+,",)),
        ]

    def _annotate(self) -> list[Command | str]:
        return [
            Command("mention", self.tr("&Mention of an actor"), ("M",), "actor"),
            Command("claim", self.tr("&Claim"), ("C",), "claim"),
            Command("domain", self.tr("&Domain"), ("D",), "domain"),
            Command("piece", self.tr("Add a &piece"), ("P",)),
            Command(
                "remove_piece",
                self.tr("Remo&ve a piece"),
                ("Shift+P",),
                tip=self.tr("Remove the pieces that the selection touches, or the last one"),
            ),
            SEPARATOR,
            Command(
                "every_mention",
                self.tr("&Every occurrence as mention…"),
                ("Shift+M",),
                tip=self.tr("Annotate every occurrence of the selected or current words"),
            ),
            Command(
                "every_domain",
                self.tr("Every &occurrence as domain…"),
                tip=self.tr("Shift+D, with words selected or a domain current"),
            ),
            Command(
                "every_mention_project",
                self.tr("Every mention in the pro&ject…"),
                ("Ctrl+Shift+M",),
            ),
            Command(
                "every_domain_project", self.tr("Every domain in the project…"), ("Ctrl+Shift+D",)
            ),
            SEPARATOR,
            Command("accept", self.tr("&Accept"), ("A",), "accept"),
            Command("reject", self.tr("&Reject"), ("X",), "reject"),
            Command("skip", self.tr("&Skip"), ("Space",)),
            Command(
                "accept_alike",
                self.tr("Accept all li&ke this…"),
                ("Shift+A",),
                tip=self.tr("Accept the suggestions of the same words as the same"),
            ),
            Command(
                "reject_alike",
                self.tr("Re&ject all like this…"),
                ("Shift+X",),
                tip=self.tr("Reject the suggestions of the same words as the same"),
            ),
            SEPARATOR,
            Command("accept_all", self.tr("Accept all s&hown…"), ("Ctrl+Shift+A",)),
            Command("reject_all", self.tr("Reject all sho&wn…"), ("Ctrl+Shift+X",)),
            Command("delete_all", self.tr("Delete all show&n…"), ("Ctrl+Shift+Del",)),
            Command("delete", self.tr("De&lete"), ("Del",), "delete"),
            SEPARATOR,
            Command("next", self.tr("&Next"), ("Tab",), "next"),
            Command("previous", self.tr("&Previous"), ("Shift+Tab",), "previous"),
            SEPARATOR,
            Command("start_back", self.tr("Start a word earlier"), ("Shift+Left",)),
            Command("start_on", self.tr("Start a word later"), ("Shift+Right",)),
            Command("end_back", self.tr("End a word earlier"), ("Alt+Left",)),
            Command("end_on", self.tr("End a word later"), ("Alt+Right",)),
            Command("start_back_one", self.tr("Start a character earlier"), ("Ctrl+Shift+Left",)),
            Command("start_on_one", self.tr("Start a character later"), ("Ctrl+Shift+Right",)),
            Command("end_back_one", self.tr("End a character earlier"), ("Ctrl+Alt+Left",)),
            Command("end_on_one", self.tr("End a character later"), ("Ctrl+Alt+Right",)),
        ]

    def _claim(self) -> list[Command | str]:
        return [
            Command(
                "speaker",
                self.tr("&Speaker, or actor of a mention"),
                ("S",),
                tip=self.tr("Pick the speaker; with words selected, make them the source"),
            ),
            Command("cue", self.tr("C&ue from selection"), ("U",)),
            Command("content", self.tr("Con&tent from selection"), ("T",)),
            Command("domains", self.tr("&Domains…"), ("Shift+D",)),
            Command(
                "repeat",
                self.tr("Same domains as &before, next"),
                ("R",),
                tip=self.tr("Accept with the domains of the claim decided before, and go on"),
            ),
            Command("pick_stance", self.tr("S&tance…"), ("0",)),
            Command("kind", self.tr("&Kind…"), ("K",)),
            Command("note", self.tr("&Note…"), ("N",)),
            Command("own_field", self.tr("Own &field…"), ("F",)),
        ]

    def _article(self) -> list[Command | str]:
        return [
            Command(
                "suggest",
                self.tr("&Suggest"),
                ("Ctrl+R",),
                "suggest",
                self.tr("Make suggestions for this article"),
            ),
            Command(
                "suggest_on_open", self.tr("Suggest when an article is &opened"), checkable=True
            ),
            Command("done", self.tr("&Done, next article"), ("Ctrl+Return", "Ctrl+Enter"), "done"),
            SEPARATOR,
            Command("next_article", self.tr("&Next article"), ("Ctrl+PgDown",)),
            Command("previous_article", self.tr("&Previous article"), ("Ctrl+PgUp",)),
            Command("details", self.tr("D&etails…"), ("F4",)),
        ]

    def _view(self) -> list[Command | str]:
        return [
            Command("rejected", self.tr("Show &rejected"), checkable=True),
            SEPARATOR,
            Command("larger", self.tr("&Larger text"), ("Ctrl++", "Ctrl+=")),
            Command("smaller", self.tr("&Smaller text"), ("Ctrl+-",)),
            Command("normal", self.tr("Normal &text size"), ("Ctrl+0",)),
            SEPARATOR,
            Command("find_article", self.tr("Search &articles"), ("Ctrl+Alt+F",), "search"),
            Command("filter", self.tr("&Filter the pane"), ("Ctrl+L",)),
            Command("go_text", self.tr("Go to the &text"), ("F6",)),
            SEPARATOR,
        ]

    def _help(self) -> list[Command | str]:
        return [
            Command("keys", self.tr("&Keys"), ("F1",)),
            Command("about", self.tr("&About Claimdesk")),
        ]
