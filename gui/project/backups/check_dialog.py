# SPDX-License-Identifier: MIT
"""The dialogs for checking the integrity of the project and for the report of a repair."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.project.backups.backup_text import problem_text
from claimdesk.gui.widgets.labels import plain_label
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.repair.repair import RepairReport

_PROGRESS_INTERVAL = 100
"""Milliseconds between two updates of the progress bar."""


class CheckDialog(QDialog):
    """Checks everything without blocking the window; closing the dialog stops the check."""

    backups_wanted = Signal()
    repair_wanted = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Check the project"))
        self.message = plain_label(
            self,
            _(
                "Comparing every text, annotation and step of the history with its hash. "
                "You can continue working."
            ),
        )
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(_("Checking"))
        self.problems = QListWidget(self)
        self.problems.setAccessibleName(_("Problems"))
        self.problems.setWordWrap(True)
        self.problems.hide()
        buttons = QDialogButtonBox(self)
        self.repair = QPushButton(_("&Repair into a copy…"), self)
        self.backups = QPushButton(_("&Backups…"), self)
        for button in (self.repair, self.backups):
            button.setAutoDefault(False)
            button.hide()
        self._buttons = buttons
        self.closer = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.closer.setText(_("Stop"))
        buttons.rejected.connect(self.reject)
        self.repair.clicked.connect(self._repair)
        self.backups.clicked.connect(self._backups)
        layout = QVBoxLayout(self)
        for widget in (self.message, self.progress, self.problems, buttons):
            layout.addWidget(widget)
        unit = self.fontMetrics().height()
        self.resize(unit * 38, unit * 12)
        desk.project_changed.connect(self.reject)
        # Written by the checking thread, read by the window's: assigning one tuple is atomic.
        self._compared = (0, 0)
        self._stop = threading.Event()
        self.finished.connect(lambda: self._stop.set())
        self._progress_timer = QTimer(self, interval=_PROGRESS_INTERVAL)
        self._progress_timer.timeout.connect(self._show_progress)
        if desk.project is not None:
            self._progress_timer.start()
            work = partial(desk.project.verify, self._stop.is_set, self._note)
            jobs.run(work, done=self._done, failed=self._failed)

    def _note(self, compared: int, total: int) -> None:
        self._compared = (compared, total)

    def _show_progress(self) -> None:
        compared, total = self._compared
        self.progress.setMaximum(total)
        self.progress.setValue(compared)

    def _done(self, report: dict[str, Any]) -> None:
        problems = report["problems"]
        counts = report["counts"]
        self._end()
        if not problems:
            self.message.setText(
                _(
                    "Everything is intact.\nArticles: {articles}, "
                    "annotations: {annotations}, steps of the history: {steps}."
                ).format(
                    articles=counts.get("article", 0),
                    annotations=counts.get("annotation", 0),
                    steps=counts.get("changeset", 0),
                )
            )
            return
        self.message.setText(
            _(
                "The project is damaged. Nothing more is written to it. Restore a backup, or let "
                "Claimdesk save what it can read in a new project; this one is not changed."
            )
        )
        for problem in problems:
            self.problems.addItem(problem_text(problem))
        self.problems.show()
        for button in (self.repair, self.backups):
            self._buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            button.show()
        unit = self.fontMetrics().height()
        self.resize(unit * 46, unit * 26)

    def _failed(self, error: Exception) -> None:
        self._end()
        self.message.setText(str(error))

    def _end(self) -> None:
        self._progress_timer.stop()
        self.progress.hide()
        self.closer.setText(_("Close"))

    def _repair(self) -> None:
        self.accept()
        self.repair_wanted.emit()

    def _backups(self) -> None:
        self.accept()
        self.backups_wanted.emit()


class RepairReportDialog(QDialog):
    """What a repair saved, what was lost, and what needs to be checked."""

    def __init__(self, report: RepairReport, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("What could be saved"))
        saved = report.saved
        self.message = plain_label(
            self,
            _(
                "Saved into {project}.\nArticles: {articles}, annotations: {annotations}, "
                "actors: {actors}."
            ).format(
                project=report.project.name,
                articles=saved.get("article", 0),
                annotations=saved.get("annotation", 0),
                actors=saved.get("actor", 0),
            ),
        )
        history = plain_label(
            self,
            _("The history is intact; earlier edits can still be undone.")
            if report.has_history
            else _("The history could not be saved; earlier edits can't be undone."),
        )
        recovered = plain_label(
            self,
            _("Damaged rows recovered unchanged from backups: {n}").format(n=report.recovered),
        )
        recovered.setVisible(report.recovered > 0)
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setAccessibleName(_("What is lost, and what has changed"))
        for problem in report.lost:
            self.list.addItem(_("Lost: {what}").format(what=problem_text(problem)))
        for problem in report.altered:
            self.list.addItem(_("Check: {what}").format(what=problem_text(problem)))
        self.list.setVisible(self.list.count() > 0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.message, recovered, history, self.list, buttons):
            layout.addWidget(widget)
        unit = self.fontMetrics().height()
        self.resize(unit * 46, unit * (26 if self.list.count() else 8))
