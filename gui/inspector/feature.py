# SPDX-License-Identifier: MIT
"""The inspector in its panel: a click on a field opens its picker."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.inspector.panel import InspectorPanel
from claimdesk.gui.window.feature import RIGHT, Dock, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _


class InspectorFeature(Feature):
    """Shows the current annotation in all its fields."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._panel = InspectorPanel(bench.desk)
        self._panel.span_clicked.connect(bench.view.show_span)
        self._panel.field_opened.connect(self._open_field)

    def docks(self) -> Sequence[Dock]:
        return [
            Dock(
                name="inspector",
                title=_("Inspector"),
                area=RIGHT,
                at=240,
                widget=self._panel,
                behind="domains",
            )
        ]

    def start(self) -> None:
        self._bench.window.docks["inspector"].visibilityChanged.connect(self._panel.catch_up)

    def _open_field(self, key: str) -> None:
        coding = self._bench.coding
        if key in ("speaker", "actor"):
            # A picker stands at words that are selected, and this one is not about them.
            self._bench.view.clear_selection()
            coding.speaker()
        elif key in ("domains", "domain"):
            coding.domains()
        elif key == "parties":
            coding.parties()
        elif key in ("certainty", "stage"):
            coding.certainty()
        else:
            coding.pick_choice(key)
