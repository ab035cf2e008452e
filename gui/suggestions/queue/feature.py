# SPDX-License-Identifier: MIT
"""The queue of articles that wait for suggestions: its window, and a line in the status bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QToolButton

from claimdesk.gui.suggestions.queue.dialog import QueueDialog
from claimdesk.gui.suggestions.queue.wording import progress_text
from claimdesk.gui.window.feature_base import PROJECT, Command, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _
from claimdesk.models.suggest.runs import without_suggestions


class QueueFeature(Feature):
    """Shows how far the queue is, and opens its window."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._dialog: QueueDialog | None = None
        self.button = QToolButton()
        self.button.setToolTip(_("Show the queue of suggestions"))
        self.button.clicked.connect(self.show)
        bench.window.statusBar().addPermanentWidget(self.button)
        bench.queue.changed.connect(self._refresh)
        bench.queue.notice.connect(bench.desk.status_message)
        # An article that was opened has its suggestions before its turn comes.
        bench.suggesting.finished.connect(lambda article: bench.queue.remove([article]))
        self._refresh()

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="suggest_all",
                text=_("Suggest for &all articles"),
                run=self._suggest_all,
                menu="suggestions",
                at=130,
                tip=_("Make suggestions for all articles that have none yet and are not done"),
                needs=PROJECT,
            ),
            Command(
                id="suggestion_queue",
                text=_("Suggestion &queue…"),
                run=self.show,
                menu="suggestions",
                at=140,
                tip=_("Which articles wait for suggestions: pause, resume, put in another order"),
                needs=PROJECT,
            ),
        ]

    def show(self) -> None:
        """Open the window of the queue, beside the others."""
        if self._dialog is None:
            self._dialog = QueueDialog(self._bench.desk, self._bench.queue, self._bench.window)
            self._dialog.destroyed.connect(self._closed)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _closed(self) -> None:
        self._dialog = None

    def _suggest_all(self) -> None:
        project = self._bench.desk.project
        if project is not None:
            self._bench.jobs.run(without_suggestions, project, done=self._add)

    def _add(self, ids: list[int]) -> None:
        if not ids:
            self._bench.desk.status_message.emit(
                _("Every article that is not done has suggestions.")
            )
            return
        self._bench.queue.add(ids)

    def _refresh(self) -> None:
        text = progress_text(self._bench.queue.state)
        self.button.setVisible(bool(text))
        if text:
            self.button.setText(_("Suggestions: {progress}").format(progress=text))
