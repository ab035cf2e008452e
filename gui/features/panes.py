# SPDX-License-Identifier: MIT
"""The lists beside the text: their filter, their menu, and the claims of a bar shown in them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from claimdesk.gui.panes.pane import Pane

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench


class PanesFeature(QObject):
    """What the window does with the lists of annotations."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        for name, pane in bench.panes.items():
            pane.menu_requested.connect(self._show_menu)
            hidden = partial(self._hidden, pane)
            bench.window.docks[name].visibilityChanged.connect(hidden)
        bench.commands.bind("filter", self._focus_filter)
        bench.distribution.claims_chosen.connect(self._show_claims)

    def _hidden(self, pane: Pane, shown: bool) -> None:
        """Of several rows that nobody sees any more, let only the one stay that the text shows."""
        desk = self._bench.desk
        if not shown and len(pane.selected()) > 1:
            desk.set_current(desk.current)

    def _show_menu(self, pane: Pane, position: QPoint) -> None:
        commands = self._bench.commands
        menu = QMenu(pane)
        names = ["accept", "reject", "delete", "", "speaker", "domains", "note"]
        names += ["", *commands.digits(pane.model.cells.layer)]
        if pane.model.cells.layer == "claim":
            names.append("kind")
        if pane.model.cells.layer != "domain":
            names += ["", "in_registry"]
        for name in names:
            if name:
                menu.addAction(commands[name])
            else:
                menu.addSeparator()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(position)

    def _focus_filter(self) -> None:
        pane = self._bench.selection.pane() or self._bench.panes["claims"]
        pane.filter.setFocus()
        pane.filter.selectAll()

    def _show_claims(self, ids: list[int], _description: str) -> None:
        desk, claims = self._bench.desk, self._bench.panes["claims"]
        here = [i for i in ids if i in desk.annotations]
        if not here and ids and desk.project is not None:
            self._bench.library.open_annotation(ids[0])
            here = [i for i in ids if i in desk.annotations]
        claims.filter.clear()
        claims.select(here)
