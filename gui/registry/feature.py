# SPDX-License-Identifier: MIT
"""The registry of actors, one window of it at a time."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.registry.dialog import RegistryDialog
from claimdesk.gui.window.feature_base import ANNOTATION, PROJECT, Command, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry import ActorResolver


class RegistryFeature(Feature):
    """Opens the registry, at the actor of an annotation if asked."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._dialog: RegistryDialog | None = None
        bench.desk.project_changed.connect(self._prepare_names)

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="actors",
                text=_("Act&ors…"),
                run=self.show,
                menu="edit",
                at=320,
                keys=("Ctrl+Shift+R",),
                icon="actor",
                needs=PROJECT,
            ),
            Command(
                id="in_registry",
                text=_("Show in re&gistry"),
                run=lambda: self.show_actor_of(self._bench.selection.ids()),
                menu="edit",
                at=330,
                keys=("Ctrl+Shift+G",),
                needs=ANNOTATION,
                list_menu=410,
                list_layers=("actor", "claim"),
            ),
        ]

    def show(self) -> None:
        """Show the registry of the open project."""
        if self._bench.desk.project is None:
            return
        dialog = self._open()
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def show_actor_of(self, annotations: Sequence[int]) -> None:
        """Show the actor or speaker that the first of these annotations names."""
        rows = (self._bench.desk.annotations.get(i) for i in annotations[:1])
        actors = [actor for row in rows if row and (actor := row.actor_id or row.speaker_id)]
        self.show()
        if actors and self._dialog is not None:
            self._dialog.choose(actors[0])

    def _open(self) -> RegistryDialog:
        if self._dialog is None:
            bench = self._bench
            self._dialog = RegistryDialog(bench.desk, bench.jobs, bench.window, bench.settings)
            self._dialog.annotation_chosen.connect(bench.desk.open_annotation)
            self._dialog.destroyed.connect(self._closed)
        return self._dialog

    def _prepare_names(self) -> None:
        """Compute what names are compared by, which is cached, before the first one is typed."""
        actors = tuple(self._bench.desk.actors.values())
        self._bench.jobs.run(ActorResolver, actors, name="names of actors")

    def _closed(self) -> None:
        self._dialog = None
