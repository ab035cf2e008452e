# SPDX-License-Identifier: MIT
"""The codebook, one window of it at a time, and its guideline in a panel beside the text."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.codebook.dialog import CodebookDialog
from claimdesk.gui.codebook.guideline import GuidelinePanel
from claimdesk.gui.window.feature_base import LEFT, PROJECT, Command, Dock, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _


class CodebookFeature(Feature):
    """Opens the codebook and shows the guideline."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._dialog: CodebookDialog | None = None
        self._guideline = GuidelinePanel(bench.desk)
        self._guideline.edit_requested.connect(self._edit_guideline)

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="codebook",
                text=_("&Codebook…"),
                run=self._show,
                menu="edit",
                at=310,
                keys=("Ctrl+B",),
                icon="codebook",
                needs=PROJECT,
                tool=320,
            )
        ]

    def docks(self) -> Sequence[Dock]:
        return [
            Dock(
                name="guideline",
                title=_("Guideline"),
                area=LEFT,
                at=910,
                widget=self._guideline,
                hidden=True,
            )
        ]

    def _show(self) -> CodebookDialog:
        if self._dialog is None:
            self._dialog = CodebookDialog(self._bench.desk, self._bench.window)
            self._dialog.destroyed.connect(self._closed)
            self._dialog.example_opened.connect(self._bench.desk.open_annotation)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        return self._dialog

    def _edit_guideline(self) -> None:
        if self._bench.desk.project is not None:
            self._show().show_guideline()

    def _closed(self) -> None:
        self._dialog = None
