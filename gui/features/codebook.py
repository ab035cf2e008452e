# SPDX-License-Identifier: MIT
"""The codebook and its guideline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from claimdesk.gui.codebook.dialog import CodebookDialog
from claimdesk.gui.codebook.guideline import GuidelinePanel

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench


class CodebookFeature(QObject):
    """Opens the codebook, one window of it at a time, and shows the guideline beside the text."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._dialog: CodebookDialog | None = None
        guideline = GuidelinePanel(bench.desk)
        guideline.edit_requested.connect(self._edit_guideline)
        bench.window.docks["guideline"].setWidget(guideline)
        bench.commands.bind("codebook", self._show)

    def _show(self) -> CodebookDialog:
        if self._dialog is None:
            self._dialog = CodebookDialog(self._bench.desk, self._bench.window)
            self._dialog.destroyed.connect(self._closed)
            self._dialog.example_opened.connect(self._bench.library.open_annotation)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        return self._dialog

    def _edit_guideline(self) -> None:
        if self._bench.desk.project is not None:
            self._show().show_guideline()

    def _closed(self) -> None:
        self._dialog = None
