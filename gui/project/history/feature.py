# SPDX-License-Identifier: MIT
"""Undo and redo, the history beside the text, and what was deleted."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.desk.debounce import Debouncer
from claimdesk.gui.project.history.deleted_dialog import DeletedDialog
from claimdesk.gui.project.history.panel import HistoryPanel
from claimdesk.gui.widgets.wording import short
from claimdesk.gui.window.feature_base import BOTTOM, PROJECT, Command, Dock, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.history.deleted import RestoredItem

_DELAY, _AT_LATEST = 150, 1000
"""Milliseconds without an edit after which undo and redo are named, and the longest wait."""


class HistoryFeature(Feature):
    """Undoes edits, and shows the history in its panel and deleted items in a window."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._panel = HistoryPanel(bench.desk, bench.jobs)
        self._panel.annotation_chosen.connect(bench.desk.open_annotation)
        self._panel.article_chosen.connect(bench.desk.open_article)
        self._panel.deleted_wanted.connect(self._show_deleted)
        # New words on a button cause the layout of the whole window.
        self._naming = Debouncer(self._name_undo, _DELAY, _AT_LATEST, self)
        # Edits in other threads, such as an import, do not emit `saved`.
        self._refresh = Debouncer(self._enable_undo, _DELAY, _AT_LATEST, self)

    def commands(self) -> Sequence[Command]:
        desk = self._bench.desk
        return [
            Command(
                id="undo",
                text=_("&Undo"),
                run=desk.undo,
                menu="edit",
                at=110,
                keys=("Ctrl+Z",),
                icon="undo",
                tool=210,
            ),
            Command(
                id="redo",
                text=_("&Redo"),
                run=desk.redo,
                menu="edit",
                at=120,
                keys=("Ctrl+Shift+Z", "Ctrl+Y"),
                icon="redo",
                tool=220,
            ),
            Command(
                id="history",
                text=_("&History"),
                run=self._show,
                menu="edit",
                at=130,
                keys=("Ctrl+H",),
                needs=PROJECT,
            ),
            Command(
                id="deleted",
                text=_("Dele&ted items…"),
                run=self._show_deleted,
                menu="edit",
                at=140,
                keys=("Ctrl+Shift+H",),
                needs=PROJECT,
            ),
        ]

    def docks(self) -> Sequence[Dock]:
        return [
            Dock(
                name="history",
                title=_("History"),
                area=BOTTOM,
                at=330,
                widget=self._panel,
                behind="search",
                hidden=True,
            )
        ]

    def start(self) -> None:
        desk = self._bench.desk
        desk.project_changed.connect(self._enable_undo)
        desk.saved.connect(lambda _label: self._enable_undo())
        desk.library_changed.connect(self._refresh.schedule)
        desk.names_changed.connect(self._refresh.schedule)
        self._enable_undo()

    def _enable_undo(self) -> None:
        """Enable undo and redo at once if there is something; name it soon."""
        for name, label in zip(("undo", "redo"), self._bench.desk.undo_labels(), strict=True):
            self._bench.commands[name].setEnabled(label is not None)
        self._naming.schedule()

    def _name_undo(self) -> None:
        for name, label in zip(("undo", "redo"), self._bench.desk.undo_labels(), strict=True):
            self._bench.commands.set_detail(name, short(label or ""))

    def _show(self) -> None:
        dock = self._bench.window.docks["history"]
        dock.show()
        dock.raise_()
        self._panel.refresh()
        self._panel.table.setFocus()

    def _show_deleted(self) -> None:
        if self._bench.desk.project is None:
            return
        dialog = DeletedDialog(self._bench.desk, self._bench.jobs, self._bench.window)
        dialog.restored.connect(self._restored)
        dialog.show()

    def _restored(self, done: RestoredItem) -> None:
        """Show what was restored."""
        if done.table == "article":
            self._bench.desk.open_article(done.row_id)
        elif done.table == "annotation":
            self._bench.desk.open_annotation(done.row_id)
