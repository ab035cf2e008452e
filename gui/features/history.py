# SPDX-License-Identifier: MIT
"""The history beside the text, and what was deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from claimdesk.gui.history.deleted_dialog import DeletedDialog
from claimdesk.gui.history.panel import HistoryPanel
from claimdesk.models.store.history.deleted import RestoredItem

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench


class HistoryFeature(QObject):
    """Shows the history in its dock, and deleted things in a window."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._dock = bench.window.docks["history"]
        self._panel = HistoryPanel(bench.desk, bench.jobs)
        self._dock.setWidget(self._panel)
        self._panel.annotation_chosen.connect(bench.library.open_annotation)
        self._panel.article_chosen.connect(bench.desk.open_article)
        self._panel.deleted_wanted.connect(self._show_deleted)
        bench.commands.bind("history", self._show)
        bench.commands.bind("deleted", self._show_deleted)

    def _show(self) -> None:
        self._dock.show()
        self._dock.raise_()
        self._panel.refresh()
        self._panel.table.setFocus()

    def _show_deleted(self) -> None:
        if self._bench.desk.project is None:
            return
        dialog = DeletedDialog(self._bench.desk, self._bench.jobs, self._bench.window)
        dialog.restored.connect(self._restored)
        dialog.show()

    def _restored(self, done: RestoredItem) -> None:
        """Bring what is back before the eyes."""
        if done.table == "article":
            self._bench.desk.open_article(done.row_id)
        elif done.table == "annotation":
            self._bench.library.open_annotation(done.row_id)
