# SPDX-License-Identifier: MIT
"""Checking the project from the window, and what a repair could save."""

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

from claimdesk.gui.backups.wording import problem_text
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets.labels import plain_label
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.repair.repair import Report

_LOOK_EVERY = 100
"""Milliseconds."""


class CheckDialog(QDialog):
    """Checks everything while the window goes on; closing it ends the check."""

    backups_wanted = Signal()
    repair_wanted = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Check the project"))
        self.told = plain_label(
            self,
            _(
                "Reading every text, annotation and step of the history and comparing it with "
                "its hash. You can go on working meanwhile."
            ),
        )
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(_("Checking"))
        self.problems = QListWidget(self)
        self.problems.setAccessibleName(_("What is wrong"))
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
        for widget in (self.told, self.progress, self.problems, buttons):
            layout.addWidget(widget)
        unit = self.fontMetrics().height()
        self.resize(unit * 38, unit * 12)
        desk.project_changed.connect(self.reject)
        # Written by the thread that checks, read by the window's: one tuple, so always whole.
        self._compared = (0, 0)
        self._stop = threading.Event()
        self.finished.connect(lambda: self._stop.set())
        self._looking = QTimer(self, interval=_LOOK_EVERY)
        self._looking.timeout.connect(self._show_progress)
        if desk.project is not None:
            self._looking.start()
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
            self.told.setText(
                _(
                    "Everything is sound: all is as it was saved.\nArticles: {articles}, "
                    "annotations: {annotations}, steps of the history: {steps}."
                ).format(
                    articles=counts.get("article", 0),
                    annotations=counts.get("annotation", 0),
                    steps=counts.get("changeset", 0),
                )
            )
            return
        self.told.setText(
            _(
                "The project is damaged. Nothing more is written to it. Restore a backup, or let "
                "Claimdesk save what can be read into a new project; this one stays as it is."
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
        self.told.setText(str(error))

    def _end(self) -> None:
        self._looking.stop()
        self.progress.hide()
        self.closer.setText(_("Close"))

    def _repair(self) -> None:
        self.accept()
        self.repair_wanted.emit()

    def _backups(self) -> None:
        self.accept()
        self.backups_wanted.emit()


class RepairReport(QDialog):
    """What a repair saved, what it could not, and what is to be looked at."""

    def __init__(self, report: Report, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("What could be saved"))
        saved = report.saved
        self.told = plain_label(
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
            _("The history is whole; earlier edits can still be undone.")
            if report.has_history
            else _("The history could not be saved; earlier edits can't be undone."),
        )
        healed = plain_label(
            self,
            _("Damaged rows that were taken from backups, exactly as they were: {n}").format(
                n=report.healed
            ),
        )
        healed.setVisible(report.healed > 0)
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setAccessibleName(_("What is lost, and what is not as it was"))
        for problem in report.lost:
            self.list.addItem(_("Lost: {what}").format(what=problem_text(problem)))
        for problem in report.altered:
            self.list.addItem(_("Look at: {what}").format(what=problem_text(problem)))
        self.list.setVisible(self.list.count() > 0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.told, healed, history, self.list, buttons):
            layout.addWidget(widget)
        unit = self.fontMetrics().height()
        self.resize(unit * 46, unit * (26 if self.list.count() else 8))
