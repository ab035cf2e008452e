# SPDX-License-Identifier: MIT
"""Evaluate suggestions against an annotated corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from claimdesk.gui.suggestions.evaluation.dialog import EvaluationDialog
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench
    from claimdesk.models.analysis.evaluation_layers import Fault


class EvaluationFeature(QObject):
    """Open the evaluation window, one at a time, and show its errors in their articles."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._dialog: EvaluationDialog | None = None
        bench.commands.bind("measure", self._show)
        # Before the window waits for what runs.
        bench.window.closing.insert(0, self._stop)

    def _show(self) -> None:
        if self._dialog is None:
            self._dialog = EvaluationDialog(self._bench.desk, self._bench.jobs, self._bench.window)
            self._dialog.fault_chosen.connect(self._open)
            self._dialog.destroyed.connect(self._closed)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _open(self, fault: Fault) -> None:
        """Open the article of an error: the suggestion, or the words of what was missed."""
        bench = self._bench
        if fault.annotation is not None:
            bench.library.open_annotation(fault.annotation)
            if bench.desk.current == fault.annotation:
                return
        bench.finding.show_words(fault.article_id, Span(fault.start, fault.end))

    def _stop(self) -> None:
        if self._dialog is not None:
            self._dialog.stop()

    def _closed(self) -> None:
        self._dialog = None
