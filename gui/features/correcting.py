# SPDX-License-Identifier: MIT
"""Correcting the text of the open article, and the review of what lost its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from claimdesk.gui.article.correcting.dialog import CorrectDialog, summary_text
from claimdesk.gui.article.correcting.panel import ReviewPanel
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.correcting import Correction

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench


class CorrectingFeature(QObject):
    """Opens the editor of the text; shows the review while anything waits."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._dock = bench.window.docks["review"]
        self._panel = ReviewPanel(bench.desk, bench.view)
        self._dock.setWidget(self._panel)
        self._panel.counted.connect(self._count)
        self._panel.article_wanted.connect(bench.desk.open_article)
        bench.commands.bind("correct", self._correct)
        bench.commands.bind("review", self._show_review)

    def _correct(self) -> None:
        bench = self._bench
        if bench.desk.article is None:
            return
        bench.suggesting.cancel()
        dialog = CorrectDialog(bench.desk, bench.jobs, bench.desk.article, bench.window)
        dialog.corrected.connect(self._corrected)
        dialog.open()

    def _corrected(self, done: Correction) -> None:
        self._bench.desk.status_message.emit(summary_text(done))
        if done.lost:
            self._show_review()

    def _show_review(self) -> None:
        self._dock.show()
        self._dock.raise_()
        self._panel.start()

    def _count(self, count: int) -> None:
        title = _("To review")
        self._dock.setWindowTitle(f"{title} ({count})" if count else title)
