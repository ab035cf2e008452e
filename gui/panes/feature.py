# SPDX-License-Identifier: MIT
"""The lists of annotations beside the text: their panels, filter and context menu."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from claimdesk.gui.panes.pane import Pane
from claimdesk.gui.window.feature_base import ARTICLE, RIGHT, Command, Dock, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _


class PanesFeature(Feature):
    """Puts the lists into the window and opens pickers and menus on their rows."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        for pane in bench.panes.values():
            pane.menu_requested.connect(self._show_menu)
            pane.cell_opened.connect(bench.coding.open_cell)
            bench.rejected_shown_changed.connect(pane.model.set_show_rejected)

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="rejected",
                text=_("Show &rejected"),
                run=self._show_rejected,
                menu="view",
                at=110,
                checkable=True,
            ),
            Command(
                id="filter",
                text=_("&Filter the pane"),
                run=self._focus_filter,
                menu="view",
                at=320,
                keys=("Ctrl+L",),
                needs=ARTICLE,
            ),
        ]

    def docks(self) -> Sequence[Dock]:
        panes = self._bench.panes
        dock = partial(Dock, area=RIGHT)
        return [
            dock(name="claims", title=_("Claims"), at=210, widget=panes["claims"], height=340),
            dock(
                name="actors",
                title=_("Actors"),
                at=220,
                widget=panes["actors"],
                height=230,
                folds="claims",
            ),
            dock(
                name="domains",
                title=_("Domains"),
                at=230,
                widget=panes["domains"],
                height=200,
                folds="claims",
            ),
        ]

    def start(self) -> None:
        for name, pane in self._bench.panes.items():
            hidden = partial(self._visibility_changed, pane)
            self._bench.window.docks[name].visibilityChanged.connect(hidden)

    def _visibility_changed(self, pane: Pane, visible: bool) -> None:
        """Of several selected rows of a hidden list, keep only the one that the text shows."""
        desk = self._bench.desk
        if not visible and len(pane.selected()) > 1:
            desk.set_current(desk.current)

    def _show_menu(self, pane: Pane, position: QPoint) -> None:
        menu = QMenu(pane)
        for action in self._bench.commands.list_menu(pane.model.cells.layer):
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(position)

    def _show_rejected(self) -> None:
        self._bench.show_rejected(self._bench.commands["rejected"].isChecked())

    def _focus_filter(self) -> None:
        pane = self._bench.selection.pane() or self._bench.panes["claims"]
        pane.filter.setFocus()
        pane.filter.selectAll()
