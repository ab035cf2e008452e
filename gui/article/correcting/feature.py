# SPDX-License-Identifier: MIT
"""Correcting the text of the open article, and the review of what lost its place."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.article.correcting.dialog import CorrectDialog, summary_text
from claimdesk.gui.article.correcting.panel import ReviewPanel
from claimdesk.gui.window.feature_base import ARTICLE, BOTTOM, PROJECT, Command, Dock, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.correcting import Correction


class CorrectingFeature(Feature):
    """Opens the editor of the text; shows the review while anything waits."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._panel = ReviewPanel(bench.desk, bench.view)
        self._panel.article_wanted.connect(bench.desk.open_article)

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="correct",
                text=_("&Correct the text…"),
                run=self._correct,
                menu="article",
                at=240,
                keys=("Ctrl+F4",),
                tip=_("Fix what was copied wrongly; annotations keep their words"),
                needs=ARTICLE,
            ),
            Command(
                id="review",
                text=_("Re&view lost places"),
                run=self._show_review,
                menu="article",
                at=250,
                keys=("Shift+F4",),
                tip=_("Annotations whose words changed when the text was corrected"),
                needs=PROJECT,
            ),
        ]

    def docks(self) -> Sequence[Dock]:
        return [
            Dock(
                name="review",
                title=_("To review"),
                area=BOTTOM,
                at=340,
                widget=self._panel,
                behind="search",
                hidden=True,
            )
        ]

    def start(self) -> None:
        self._panel.counted.connect(self._show_count)

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
        dock = self._bench.window.docks["review"]
        dock.show()
        dock.raise_()
        self._panel.start()

    def _show_count(self, count: int) -> None:
        title = _("To review ({n})").format(n=count) if count else _("To review")
        self._bench.window.docks["review"].setWindowTitle(title)
