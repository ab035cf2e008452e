# SPDX-License-Identifier: MIT
"""What a feature declares to the window: its commands with their keys and places, and its panels.

A place is a number. Commands of a menu or of the tool bar, and panels, stand in the order of their
numbers, whatever the order of the features is; a line separates the hundreds of a menu.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

PROJECT, ARTICLE, ANNOTATION = "project", "article", "annotation"
"""What has to be open or selected for a command to be enabled."""

LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea

CODE, ANALYSE = "code", "analyse"
"""The workspaces: the article with what one annotates it by, and the claims of the project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing that can be done by menu, tool bar or key."""

    id: str
    """Short and lasting: keys that the analyst chose are remembered by it."""
    text: str
    """The words in the menu, in which `&` marks the menu key."""
    run: Callable[[], object]
    menu: str
    """Id of the menu; see `menus` in commands.py."""
    at: int
    """Place in the menu."""
    keys: tuple[str, ...] = ()
    """Alternatives, in Qt's portable notation."""
    icon: str = ""
    tip: str | None = None
    short: str = ""
    """The words on the tool bar, if those of the menu are too long for it."""
    checkable: bool = False
    needs: str = ""
    """PROJECT, ARTICLE or ANNOTATION; empty if the command is always enabled."""
    annotates: bool = False
    """Whether its keys act only while the article or a list of annotations has the focus."""
    layers: tuple[str, ...] = ()
    """Layers of the annotations that a command for annotations acts on; empty if it is all."""
    one: bool = False
    """Whether it acts on the current annotation, and not if several are selected."""
    tool: int = 0
    """Place in the tool bar; 0 for none."""
    tool_text: bool = False
    """Whether the tool bar shows its words beside its icon."""
    list_menu: int = 0
    """Place in the context menu of the lists of annotations; 0 for none."""
    list_layers: tuple[str, ...] = ()
    """Layers of the lists whose context menu has it; empty if all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submenu:
    """A menu inside another one, which its feature fills."""

    id: str
    text: str
    menu: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dock:
    """A panel at an edge of the window, or one tab `behind` another."""

    name: str
    """Short and lasting: layouts are remembered by it."""
    title: str
    area: Qt.DockWidgetArea
    at: int
    """Place among the panels."""
    widget: QWidget
    """What it contains."""
    behind: str = ""
    hidden: bool = False
    """Whether it is hidden until the analyst asks for it."""
    height: int = 0
    """Share of the height of its column at the first start."""
    workspace: str = ""
    """CODE or ANALYSE, in which it is shown at first; empty if it is that of the panel that it is
    `behind`, or else CODE."""
    folds: str = ""
    """The panel whose tab it becomes where the window has too little room for both."""


class Feature(QObject):
    """One thing that the window can do, in a module of its own.

    The constructor takes the workbench and makes the views of the feature. Then the window gathers
    the commands and panels of all features, puts them into their places, and calls `start`.
    No feature knows another one, and their order means nothing.
    """

    def commands(self) -> Sequence[Command | Submenu]:
        """Return what the feature adds to the menus."""
        return ()

    def docks(self) -> Sequence[Dock]:
        """Return the panels that the feature adds to the window."""
        return ()

    def start(self) -> None:
        """Do what needs the actions of the commands or the docks; nothing is open yet."""

    def stop(self) -> None:
        """End what runs: the window closes. The project is still open."""
