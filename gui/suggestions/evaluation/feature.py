# SPDX-License-Identifier: MIT
"""Evaluation of suggestions against an annotated corpus."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.article.navigation import show_words
from claimdesk.gui.suggestions.evaluation.dialog import EvaluationDialog
from claimdesk.gui.window.feature_base import PROJECT, Command, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.analysis.evaluation_layers import Fault
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.spans import Span


class EvaluationFeature(Feature):
    """Opens the evaluation window, one at a time, and shows its errors in their articles."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._dialog: EvaluationDialog | None = None

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="measure",
                text=_("&Evaluate against a corpus…"),
                run=self._show,
                menu="suggestions",
                at=410,
                keys=("Ctrl+Shift+U",),
                tip=_("Compare the suggestions with articles that people annotated"),
                needs=PROJECT,
            )
        ]

    def stop(self) -> None:
        if self._dialog is not None:
            self._dialog.stop()

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
            bench.desk.open_annotation(fault.annotation)
            if bench.desk.current == fault.annotation:
                return
        show_words(bench.desk, bench.view, fault.article_id, Span(fault.start, fault.end))

    def _closed(self) -> None:
        self._dialog = None
