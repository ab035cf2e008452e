# SPDX-License-Identifier: MIT
"""An edit that the disk refused: do it again, or go on in a copy elsewhere. And the promises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from claimdesk.gui.widgets import dialogs
from claimdesk.gui.window.promises import PromisesDialog
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError, NotSaved

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench


class SavingFeature(QObject):
    """Asks about edits that were not saved; what was typed is not lost meanwhile."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        bench.desk.retry_prompt = self._ask_to_retry
        bench.commands.bind("promises", lambda: PromisesDialog(bench.window).show())

    def _ask_to_retry(self, error: NotSaved) -> bool:
        """Ask until the analyst wants to do the edit once more, perhaps in a copy, or gives up."""
        question = _("“{label}” is not saved.\n\n{why}").format(label=error.label, why=error)
        while True:
            chosen = dialogs.choose(
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
            if self._move_to_copy():
                return True

    def _move_to_copy(self) -> bool:
        """Save a copy of the project and go on in it; whether that worked."""
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
        except (ClaimdeskError, OSError) as error:
            bench.show_error(str(error))
            return False
        finally:
            QApplication.restoreOverrideCursor()
        if not bench.projects.open(Path(name)):
            return False
        if article is not None:
            bench.desk.open_article(article.id)
        return True
