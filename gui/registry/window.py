# SPDX-License-Identifier: MIT
"""Opens the registry of actors, one window of it at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.registry.dialog import RegistryDialog
from claimdesk.models.registry import ActorResolver


class Registry(QObject):
    """The registry as the rest of the window knows it."""

    annotation_chosen = Signal(int)
    """An annotation that is to be shown in its article."""

    def __init__(self, desk: Desk, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._jobs = jobs
        self._window = window
        self._dialog: RegistryDialog | None = None
        desk.project_changed.connect(self._prepare_names)

    def show(self) -> None:
        """Show the registry of the open project."""
        if self._desk.project is None:
            return
        dialog = self._open()
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def show_actor_of(self, annotations: Sequence[int]) -> None:
        """Show the actor or speaker that the first of these annotations names."""
        rows = (self._desk.annotations.get(i) for i in annotations[:1])
        actors = [actor for row in rows if row and (actor := row.actor_id or row.speaker_id)]
        self.show()
        if actors and self._dialog is not None:
            self._dialog.choose(actors[0])

    def _open(self) -> RegistryDialog:
        if self._dialog is None:
            self._dialog = RegistryDialog(self._desk, self._jobs, self._window)
            self._dialog.annotation_chosen.connect(self.annotation_chosen)
            self._dialog.destroyed.connect(self._closed)
        return self._dialog

    def _prepare_names(self) -> None:
        """Compute what names are compared by, which is cached, before the first one is typed."""
        self._jobs.run(ActorResolver, tuple(self._desk.actors.values()), name="names of actors")

    def _closed(self) -> None:
        self._dialog = None
