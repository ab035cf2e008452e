# SPDX-License-Identifier: MIT
"""Edits of many articles: one transaction each, made beside the window, with undo on offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from sqlmodel import Session

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import NotSaved
from claimdesk.models.store import history
from claimdesk.models.store.project import Project

Change = Callable[[Session], object]


@dataclass(frozen=True, slots=True)
class _Batch:
    """One edit: its name in the history, what it does, and the message that it was made."""

    project: Project
    label: str
    change: Change
    message: str


class ArticleBatches(QObject):
    """Makes edits one after another; the window answers meanwhile."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs

    def run(self, label: str, change: Change, message: str) -> None:
        """Make an edit named `label`, then show `message` with an offer to undo it."""
        if self._desk.project is not None:
            self._begin(_Batch(self._desk.project, label, change, message))

    def _begin(self, batch: _Batch) -> None:
        self._jobs.run(
            _edit, batch, done=partial(self._made, batch), failed=partial(self._refused, batch)
        )

    def _made(self, batch: _Batch, edit: int | None) -> None:
        if self._desk.project is not batch.project:
            return
        if edit is None:
            self._desk.status_message.emit(_("Nothing in these articles would change."))
        else:
            self._desk.saved.emit(batch.label)
            self._desk.undo_offered.emit(batch.message, edit)

    def _refused(self, batch: _Batch, error: Exception) -> None:
        if isinstance(error, NotSaved):
            if self._desk.wants_retry(error):
                self._begin(batch)
        else:
            self._desk.failed.emit(str(error))


def _edit(batch: _Batch) -> int | None:
    """Make the edit; return its number in the history, None if nothing changed."""
    with batch.project.edit(batch.label) as session:
        batch.change(session)
        edit = history.open_changeset(session.connection())
    if edit is None:
        return None
    with batch.project.reading() as connection:
        return edit if history.standing_edit(connection, edit) is not None else None
