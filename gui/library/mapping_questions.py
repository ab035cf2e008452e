# SPDX-License-Identifier: MIT
"""Asking what the labels of other tools' files become, before an import reads them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QProgressDialog, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.library.mapping_dialog import MappingDialog
from claimdesk.gui.library.remembered_mappings import remember_mapping, remembered_mapping
from claimdesk.models.codebook.fields import is_own
from claimdesk.models.exchange.import_options import Stopped
from claimdesk.models.exchange.mappable import MappingQuestion
from claimdesk.models.exchange.mapping_questions import mapping_questions
from claimdesk.models.messages.catalogue import _

Mappings = Mapping[Path, Sequence[tuple[str, str]]]
"""Pairs of a name and what it becomes, by the first path of each corpus."""

_SHOW_AFTER = 400
"""Milliseconds that looking into the files takes before it is shown."""


def ask_mappings(
    desk: Desk,
    jobs: Jobs,
    paths: Sequence[Path],
    settings: QSettings,
    window: QWidget,
    then: Callable[[Mappings], object],
) -> None:
    """Look into files in a job, ask about each corpus of another tool, then call `then`.

    If the analyst cancels, nothing is called and the status bar says so.
    """
    _Asking(desk, settings, window, then).start(jobs, list(paths))


class _Asking(QObject):
    """The questions of one import, one after the other."""

    def __init__(
        self,
        desk: Desk,
        settings: QSettings,
        window: QWidget,
        then: Callable[[Mappings], object],
    ) -> None:
        super().__init__(window)
        self._desk, self._project = desk, desk.project
        self._settings, self._window, self._then = settings, window, then
        self._stop = threading.Event()
        self._left: list[MappingQuestion] = []
        self._said: dict[Path, list[tuple[str, str]]] = {}
        self._dialog: MappingDialog | None = None
        self._progress = QProgressDialog(_("Looking at the labels…"), _("Cancel"), 0, 0, window)
        self._progress.setWindowTitle(_("Import articles"))
        self._progress.setMinimumDuration(_SHOW_AFTER)
        self._progress.canceled.connect(self._stop.set)
        desk.project_changed.connect(self._leave)

    def start(self, jobs: Jobs, paths: list[Path]) -> None:
        """Look into the files."""

        def find() -> list[MappingQuestion] | None:
            try:
                return mapping_questions(paths, stopped=self._stop.is_set)
            except Stopped:
                return None

        self._progress.setValue(0)
        jobs.ending.connect(self._stop_looking)
        jobs.run(find, done=self._found, failed=self._failed, name="mapping")

    def _found(self, questions: list[MappingQuestion] | None) -> None:
        self._close_progress()
        if self._stop.is_set() or questions is None:
            self._cancel()
            return
        self._left = questions
        self._next()

    def _failed(self, _error: Exception) -> None:
        self._close_progress()
        self._import()

    def _next(self) -> None:
        if not self._left:
            self._import()
            return
        question = self._left.pop(0)
        names = [item.name for item in question.items]
        before = remembered_mapping(self._settings, question.format_name, names)
        fields = [field for field in self._desk.fields.values() if is_own(field)]
        dialog = self._dialog = MappingDialog(question, before, fields, self._window)
        dialog.accepted.connect(partial(self._answered, question))
        dialog.rejected.connect(self._cancel)
        dialog.open()

    def _answered(self, question: MappingQuestion) -> None:
        assert self._dialog is not None
        targets = self._dialog.targets()
        self._dialog = None
        remember_mapping(self._settings, question.format_name, targets)
        # Only what differs from the guess is said, but of variables all: their guess is one whole.
        self._said[question.paths[0]] = [
            (item.name, targets[item.name])
            for item in question.items
            if item.name in targets
            and (item.sort == "variable" or targets[item.name] != item.guess)
        ]
        self._next()

    def _import(self) -> None:
        """Begin the import, which also says what cannot be read."""
        self._end()
        if self._desk.project is self._project:
            self._then(self._said)

    def _cancel(self) -> None:
        self._end()
        if self._desk.project is self._project:
            self._desk.status_message.emit(_("Import cancelled; nothing was added."))

    def _stop_looking(self) -> None:
        self._stop.set()

    def _leave(self) -> None:
        """Ask nothing any more: another project is open."""
        self._stop.set()
        if self._dialog is not None:
            self._dialog.reject()

    def _close_progress(self) -> None:
        self._progress.canceled.disconnect(self._stop.set)
        self._progress.close()
        self._progress.deleteLater()

    def _end(self) -> None:
        self._desk.project_changed.disconnect(self._leave)
        self.deleteLater()
