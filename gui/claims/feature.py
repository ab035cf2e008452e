# SPDX-License-Identifier: MIT
"""The table of all claims, beside the plots; one key leads to the words of a claim and back."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.claims.editing import ClaimEditing
from claimdesk.gui.claims.panel import ClaimsPanel
from claimdesk.gui.window.feature_base import ANALYSE, CODE, PROJECT, RIGHT, Command, Dock, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _


class ClaimsFeature(Feature):
    """Lists the claims of the project, and those that a mark of a plot stands for."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        editing = ClaimEditing(bench.desk, bench.codes, bench.pickers, bench.window)
        self.panel = ClaimsPanel(bench.desk, bench.jobs, editing, bench.settings)
        self.panel.opened.connect(self._go_to_words)
        bench.claims_listed.connect(self._list)
        bench.claims_followed.connect(self.panel.follow)
        self.panel.released.connect(bench.claims_released)

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="words_or_table",
                text=_("To the &words of the claim, or back to the table"),
                run=self._go,
                menu="view",
                at=13,
                keys=("F7",),
                needs=PROJECT,
            )
        ]

    def docks(self) -> Sequence[Dock]:
        return [
            Dock(
                name="project_claims",
                title=_("Claims of the project"),
                area=RIGHT,
                at=350,
                widget=self.panel,
                workspace=ANALYSE,
            )
        ]

    def _go(self) -> None:
        if self._bench.window.workspace == ANALYSE:
            self.panel.view.opened.emit()
            return
        row = self._bench.desk.current_row()
        self._bench.window.show_workspace(ANALYSE)
        self.panel.show_claim(row.id if row is not None and row.layer == "claim" else None)

    def _go_to_words(self, claim: int) -> None:
        self._bench.window.show_workspace(CODE)
        self._bench.desk.open_annotation(claim)
        self._bench.view.setFocus()

    def _list(self, ids: list[int], words: str) -> None:
        dock = self._bench.window.docks["project_claims"]
        dock.show()
        dock.raise_()
        self.panel.show_only(ids, words)
