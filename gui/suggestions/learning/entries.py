# SPDX-License-Identifier: MIT
"""A list of what the program learned; each entry can be accepted or dismissed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.desk.lazy_refresh import LazyRefresh
from claimdesk.gui.widgets.buttons import push_button
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.gui.widgets.spacing import BAR, INSET
from claimdesk.models.store.project import Project

T = TypeVar("T")

_PLACE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Action(Generic[T]):
    """What can be done with the chosen entries: a button and a key."""

    text: str
    tip: str
    keys: tuple[Qt.Key, ...]
    do: Callable[[list[T]], object]


@dataclass(frozen=True, slots=True)
class ListStyle(Generic[T]):
    """How a list is laid out and filled."""

    name: str
    """For screen readers; also the name of the job that reads it."""
    columns: Sequence[tuple[str, int]]
    """Heading and width in characters; the last one takes what is left."""
    cells: Callable[[T], Sequence[str]]
    intro: str
    empty: str


class _List(QTreeWidget):
    """Hands the keys of actions on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.on_key: Callable[[int], bool] = lambda _key: False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for."""
        if not self.on_key(event.key()):
            super().keyPressEvent(event)


class EntryPanel(QWidget, Generic[T]):
    """Entries, read in the background when the panel is shown and after something changed."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        read: Callable[[Project], list[T]],
        style: ListStyle[T],
        actions: Sequence[Action[T]],
    ) -> None:
        super().__init__()
        self._desk, self._jobs, self._read, self._style = desk, jobs, read, style
        self._entries: list[T] = []
        self._lazy_refresh = LazyRefresh(self._find, self)
        self.list = _List(self)
        self.list.setAccessibleName(style.name)
        self.list.setHeaderLabels([title for title, _width in style.columns])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        unit = self.fontMetrics().averageCharWidth()
        for column, (_title, width) in enumerate(style.columns):
            self.list.setColumnWidth(column, unit * width)
        self.buttons = [
            push_button(self, action.text, tip=action.tip, act=partial(self._do, action))
            for action in actions
        ]
        self._keys = {key: action for action in actions for key in action.keys}
        self.list.on_key = self._press
        self._hint = hint_label(self)
        self._lay_out()
        self.list.itemSelectionChanged.connect(self._tell_enabled)
        desk.library_changed.connect(self.refresh)
        desk.names_changed.connect(self.refresh)
        desk.saved.connect(self.refresh)
        desk.project_changed.connect(self.refresh)
        self._tell_enabled()

    def refresh(self) -> None:
        """Read the entries again, soon if they are shown, or else when they are."""
        self._lazy_refresh.schedule()

    def _lay_out(self) -> None:
        intro = hint_label(self, self._style.intro)
        intro.setContentsMargins(INSET)
        foot = QHBoxLayout()
        foot.setContentsMargins(BAR)
        foot.addWidget(self._hint, 1)
        for button in self.buttons:
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(intro)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)

    def _find(self) -> None:
        project = self._desk.project
        if project is None:
            self._show([])
            return
        self._jobs.run(
            self._read, project, done=partial(self._arrived, project), name=self._style.name
        )

    def _arrived(self, project: Project, entries: list[T]) -> None:
        if project is self._desk.project:
            self._show(entries)

    def _show(self, entries: list[T]) -> None:
        place = self.list.currentIndex().row()
        self._entries = entries
        self.list.clear()
        items = []
        for number, entry in enumerate(entries):
            item = QTreeWidgetItem(list(self._style.cells(entry)))
            item.setData(0, _PLACE, number)
            items.append(item)
        self.list.addTopLevelItems(items)
        near = self.list.topLevelItem(min(max(place, 0), len(items) - 1))
        if near is not None:
            self.list.setCurrentItem(near)
        self._hint.setText("" if entries else self._style.empty)
        self._tell_enabled()

    def _chosen(self) -> list[T]:
        places = sorted(item.data(0, _PLACE) for item in self.list.selectedItems())
        return [self._entries[place] for place in places]

    def _press(self, key: int) -> bool:
        action = next((a for known, a in self._keys.items() if known == key), None)
        if action is None:
            return False
        self._do(action)
        return True

    def _do(self, action: Action[T]) -> None:
        chosen = self._chosen()
        if chosen:
            action.do(chosen)

    def _tell_enabled(self) -> None:
        for button in self.buttons:
            button.setEnabled(bool(self.list.selectedItems()))
