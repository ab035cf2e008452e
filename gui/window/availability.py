# SPDX-License-Identifier: MIT
"""Which commands are enabled, as follows from what is open and selected on the desk."""

from __future__ import annotations

from PySide6.QtCore import QObject

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.window.commands import Commands
from claimdesk.gui.window.feature_base import ARTICLE, PROJECT


class Availability(QObject):
    """Enables and disables the commands whenever the desk changes."""

    def __init__(self, desk: Desk, commands: Commands, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._commands = commands
        desk.project_changed.connect(self._project_changed)
        desk.article_changed.connect(self._article_changed)
        desk.selection_changed.connect(self._selection_changed)
        self._project_changed()
        self._article_changed()

    def _project_changed(self) -> None:
        self._commands.enable(PROJECT, self._desk.project is not None)

    def _article_changed(self) -> None:
        self._commands.enable(ARTICLE, self._desk.article is not None)
        self._selection_changed()

    def _selection_changed(self) -> None:
        desk = self._desk
        layers = {desk.annotations[i].layer for i in desk.selected}
        single = len(desk.selected) == 1 and desk.current is not None
        self._commands.enable_for_selection(layers, single=single)
