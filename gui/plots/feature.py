# SPDX-License-Identifier: MIT
"""The panel of plots, whose marks lead to the claims that they stand for."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.gui.window.feature_base import ANALYSE, LEFT, Dock, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _


class PlotsFeature(Feature):
    """Shows the distribution of claims in its panel, and clicked claims in their list."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self.panel = DistributionPanel(bench.desk, bench.jobs)
        self.panel.claims_chosen.connect(self._show_claims)

    def docks(self) -> Sequence[Dock]:
        title = _("Distribution")
        return [
            Dock(
                name="distribution",
                title=title,
                area=LEFT,
                at=310,
                widget=self.panel,
                workspace=ANALYSE,
            )
        ]

    def start(self) -> None:
        dock = self._bench.window.docks["distribution"]
        dock.visibilityChanged.connect(self.panel.refresh)

    def _show_claims(self, ids: list[int], description: str) -> None:
        if self._bench.window.workspace == ANALYSE:
            self._bench.claims_listed.emit(ids, description)
            return
        desk, claims = self._bench.desk, self._bench.panes["claims"]
        here = [i for i in ids if i in desk.annotations]
        if not here and ids and desk.project is not None:
            desk.open_annotation(ids[0])
            here = [i for i in ids if i in desk.annotations]
        claims.filter.clear()
        claims.select(here)
