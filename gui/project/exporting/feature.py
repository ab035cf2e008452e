# SPDX-License-Identifier: MIT
"""Exporting the project, or articles of it."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.project.exporting.exporting import ExportDialog
from claimdesk.gui.window.feature_base import PROJECT, Command, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _


class ExportFeature(Feature):
    """Opens the dialog of exporting."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="export",
                text=_("&Export…"),
                run=self._export,
                menu="file",
                at=240,
                keys=("Ctrl+E",),
                icon="export",
                needs=PROJECT,
                tool=130,
            )
        ]

    def _export(self) -> None:
        bench = self._bench
        ExportDialog(bench.desk, bench.jobs, bench.window).open()
