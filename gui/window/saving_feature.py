# SPDX-License-Identifier: MIT
"""Edits that the disk refused: retry, or continue in a copy. And the dialog of promises."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from claimdesk.gui.widgets import dialogs
from claimdesk.gui.window.feature_base import Command, Feature
from claimdesk.gui.window.promises import PromisesDialog
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError, NotSaved


class SavingFeature(Feature):
    """Asks about edits that were not saved; what was typed is kept meanwhile."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        bench.desk.retry_prompt = self._ask_to_retry

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="promises",
                text=_("What Claimdesk &promises"),
                run=lambda: PromisesDialog(self._bench.window).show(),
                menu="help",
                at=120,
            )
        ]

    def _ask_to_retry(self, error: NotSaved) -> bool:
        """Ask until the analyst retries the edit, perhaps in a copy, or gives up."""
        question = not_saved = _("“{label}” is not saved.\n\n{why}").format(
            label=error.label, why=error
        )
        while True:
            chosen = dialogs.wait_for_choice(
                self._bench.window,
                question,
                [
                    ("again", _("&Try again")),
                    ("copy", _("Save a &copy elsewhere…")),
                ],
            )
            if chosen == "again":
                return True
            if chosen != "copy":
                self._bench.desk.status_message.emit(
                    _("Not saved: {label}").format(label=error.label)
                )
                return False
            try:
                if self._move_to_copy():
                    return True
            except (ClaimdeskError, OSError) as problem:
                question = f"{problem}\n\n{not_saved}"

    def _move_to_copy(self) -> bool:
        """Save a copy of the project and open it; return whether it is open.

        Raises ClaimdeskError or OSError if the copy can't be written.
        """
        bench = self._bench
        project, article = bench.desk.project, bench.desk.article
        if project is None:
            return False
        start = project.path.with_name(f"{project.path.stem} copy{project.path.suffix}")
        name, _filter = QFileDialog.getSaveFileName(
            bench.window, _("Save a copy elsewhere"), str(start)
        )
        if not name:
            return False
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            project.save_copy(Path(name))
        finally:
            QApplication.restoreOverrideCursor()
        if not bench.projects.open(Path(name)):
            return False
        if article is not None:
            bench.desk.open_article(article.id)
        return True
