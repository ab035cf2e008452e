# SPDX-License-Identifier: MIT
"""Which annotations a command is about: the selected rows of a pane, or the current one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QApplication

from claimdesk.gui.desk import Desk
from claimdesk.gui.panes.pane import Pane


class Chosen:
    """What is chosen in the panes and on the desk."""

    def __init__(self, desk: Desk, panes: Mapping[str, Pane]) -> None:
        self._desk = desk
        self._panes = panes

    def pane(self) -> Pane | None:
        """The pane that has the keyboard."""
        focus = QApplication.focusWidget()
        for pane in self._panes.values():
            if focus is not None and pane.isAncestorOf(focus):
                return pane
        return None

    def has_selection(self) -> bool:
        """Whether rows are selected in any pane."""
        return any(pane.has_selection() for pane in self._panes.values())

    def ids(self) -> list[int]:
        """The selected annotations of the pane with the focus, or else the current one."""
        pane = self.pane()
        selected = pane.selected() if pane is not None else []
        if selected:
            return selected
        return [] if self._desk.current is None else [self._desk.current]

    def several(self) -> list[int]:
        """The selected annotations if they are more than the current one."""
        chosen = self.ids()
        return chosen if len(chosen) > 1 else []
