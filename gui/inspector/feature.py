# SPDX-License-Identifier: MIT
"""The inspector in its panel: a click on a field opens its picker."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.inspector.panel import InspectorPanel
from claimdesk.gui.window.feature_base import RIGHT, Dock, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _


class InspectorFeature(Feature):
    """Shows the current annotation in all its fields."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._panel = InspectorPanel(bench.desk, bench.codes)
        self._panel.span_clicked.connect(bench.view.show_span)
        self._panel.part_opened.connect(self._pick)

    def docks(self) -> Sequence[Dock]:
        return [
            Dock(
                name="inspector",
                title=_("Annotation"),
                area=RIGHT,
                at=205,
                widget=self._panel,
                height=420,
            )
        ]

    def start(self) -> None:
        self._bench.digits.changed.connect(self._show_digits)
        self._bench.window.docks["inspector"].visibilityChanged.connect(self._panel.catch_up)

    def _show_digits(self) -> None:
        self._panel.show_digits(self._bench.digits.field)

    def _pick(self, part: str) -> None:
        """Open the picker of a part; it stands at the annotation, not at words selected before."""
        self._bench.view.clear_selection()
        self._bench.coding.pick(part)
