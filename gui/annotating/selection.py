# SPDX-License-Identifier: MIT
"""Tell which annotations and which list a command acts on."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QApplication

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.panes.pane import Pane


class Selection:
    """The annotations that are selected on the desk, which the text and the panes show."""

    def __init__(self, desk: Desk, panes: Mapping[str, Pane]) -> None:
        self._desk = desk
        self._panes = panes

    def pane(self) -> Pane | None:
        """Return the pane that has the keyboard focus."""
        focus = QApplication.focusWidget()
        for pane in self._panes.values():
            if focus is not None and pane.isAncestorOf(focus):
                return pane
        return None

    def list_name(self) -> str | None:
        """Return the name of the pane that has the focus, or else shows the selection."""
        layers = {self._desk.annotations[i].layer for i in self._desk.selected}
        for name, pane in self._panes.items():
            if pane is self.pane():
                return name
        names = (name for name, pane in self._panes.items() if pane.model.cells.layer in layers)
        return next(names, None)

    def ids(self) -> list[int]:
        """Return the annotations that a command acts on."""
        return list(self._desk.selected)
