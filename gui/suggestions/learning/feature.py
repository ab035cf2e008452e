# SPDX-License-Identifier: MIT
"""Learning: its window, and learning by itself when articles are done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.suggestions.learning import reports
from claimdesk.gui.suggestions.learning.dialog import LearningDialog
from claimdesk.gui.suggestions.learning.threshold import STEP, ClaimThreshold
from claimdesk.gui.suggestions.learning.trainer import Trainer
from claimdesk.gui.window.feature_base import PROJECT, Command, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.learning import dataset
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.project import Project

_WHEN_DONE = "learn_when_done"
_REST = 20_000
"""Milliseconds of rest after which what was finished is learned from."""


def count_finished(project: Project) -> int:
    """Return how many articles are done."""
    with project.reading() as connection:
        return dataset.count_finished(connection)


class LearningFeature(Feature):
    """Learns in the background after articles were marked as done; opens the window of learning."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._dialog: LearningDialog | None = None
        self._finished = -1
        """How many articles were done when it was last learned; -1 if nobody knows yet."""
        self.trainer = Trainer(bench.desk, bench.jobs, self)
        self.threshold = ClaimThreshold(bench.desk, self)
        self.threshold.changed.connect(self._suggest_again)
        self._debounce = debounce_timer(_REST, self._learn_if_due, self)
        bench.desk.project_changed.connect(self._project_changed)
        bench.desk.library_changed.connect(lambda _ids: self._debounce.start())
        self.trainer.learned.connect(self._tell)
        self.trainer.failed.connect(bench.desk.status_message)

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="surer_claims",
                text=_("Show &fewer, more confident claims"),
                run=lambda: self.threshold.step(STEP),
                menu="suggestions",
                at=210,
                keys=("Ctrl+Alt+Up",),
                tip=_("Suggest only claims that are more likely right"),
                needs=PROJECT,
            ),
            Command(
                id="more_claims",
                text=_("Show m&ore claims"),
                run=lambda: self.threshold.step(-STEP),
                menu="suggestions",
                at=220,
                keys=("Ctrl+Alt+Down",),
                tip=_("Suggest claims that are less likely right, too"),
                needs=PROJECT,
            ),
            Command(
                id="learning",
                text=_("&Learning…"),
                run=self._show,
                menu="suggestions",
                at=310,
                keys=("Ctrl+Shift+L",),
                tip=_("What the program learned in this project, and how good it is"),
                needs=PROJECT,
            ),
            Command(
                id="learn_when_done",
                text=_("Learn when articles are &done"),
                run=self._remember_choice,
                menu="suggestions",
                at=320,
                checkable=True,
            ),
        ]

    def start(self) -> None:
        wanted = self._bench.settings.value(_WHEN_DONE, True, type=bool)
        self._bench.commands["learn_when_done"].setChecked(bool(wanted))

    def stop(self) -> None:
        self.trainer.stop()

    def _show(self) -> None:
        if self._dialog is None:
            bench = self._bench
            self._dialog = LearningDialog(
                bench.desk, bench.jobs, self.trainer, self.threshold, bench.window
            )
            self._dialog.used.connect(self._suggest_again)
            self._dialog.destroyed.connect(self._closed)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _suggest_again(self) -> None:
        """Let the suggestions of the open article follow, unless it is done."""
        article = self._bench.desk.article
        if article is not None and article.status != "done":
            self._bench.suggesting.start(article.id)

    def _closed(self) -> None:
        self._dialog = None

    def _remember_choice(self) -> None:
        wanted = self._bench.commands["learn_when_done"].isChecked()
        self._bench.settings.setValue(_WHEN_DONE, wanted)

    def _project_changed(self) -> None:
        self._finished = -1
        self._debounce.stop()
        self._count(self._begin)

    def _count(self, done: object) -> None:
        project = self._bench.desk.project
        if project is not None:
            self._bench.jobs.run(
                count_finished, project, done=partial(self._counted, project, done)
            )

    def _counted(self, project: Project, done: object, count: int) -> None:
        if project is self._bench.desk.project and callable(done):
            done(count)

    def _begin(self, count: int) -> None:
        self._finished = count

    def _learn_if_due(self) -> None:
        """Learn if more articles are done than when it was learned last."""
        if self._bench.commands["learn_when_done"].isChecked():
            self._count(self._learn_if_more)

    def _learn_if_more(self, count: int) -> None:
        if self.trainer.busy:
            self._debounce.start()
            return
        if 0 <= self._finished < count:
            self.trainer.start()
        self._finished = count

    def _tell(self, layer: str, report: dict[str, object]) -> None:
        """Say what is better now; what is not asks for no attention."""
        if report.get("adopted") is True:
            self._bench.desk.status_message.emit(reports.sentence(layer, report))
