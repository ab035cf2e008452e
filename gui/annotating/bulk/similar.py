# SPDX-License-Identifier: MIT
"""Decide together on all suggestions with the same words for the same actor or domain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from sqlmodel import Session

from claimdesk.gui.annotating.bulk.confirm import LABEL_LENGTH, name_of
from claimdesk.gui.annotating.review import Review
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets import dialogs
from claimdesk.gui.widgets.wording import short
from claimdesk.models.editing import edits, occurrences
from claimdesk.models.editing.edits import MAIN_ROLE
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow

Change = Callable[[Session, Sequence[int]], None]


class SimilarSuggestions(QObject):
    """Decides on suggestions similar to the current annotation, in the article or the project."""

    def __init__(self, desk: Desk, jobs: Jobs, review: Review, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._jobs = jobs
        self._review = review
        self._window = window

    def accept(self) -> None:
        """Accept the suggestions with the words and the actor or domain of the current one."""
        self._decide(
            _("Accept the suggestions of “{words}” as {name}?"),
            _("Accept all “{words}”"),
            edits.accept,
        )

    def reject(self) -> None:
        """Reject the suggestions with the words and the actor or domain of the current one."""
        self._decide(
            _("Reject the suggestions of “{words}” as {name}?"),
            _("Reject all “{words}”"),
            edits.reject,
        )

    def _act(self, label: str, change: Callable[[Session], object]) -> None:
        if self._desk.act(label, change):
            self._review.skip()

    def _decide(self, question: str, label: str, change: Change) -> None:
        row, project = self._desk.current_row(), self._desk.project
        if row is None or project is None or row.layer == "claim":
            self._desk.status_message.emit(_("Go to a mention or a domain first."))
            return
        here = occurrences.similar_suggestions_among(self._desk.annotations.values(), row)
        words = short(row.quote(MAIN_ROLE[row.layer]), LABEL_LENGTH)
        name = name_of(self._desk, row.layer, row.actor_id or row.domain_id)
        question, label = question.format(words=words, name=name), label.format(words=words)

        def decide_here() -> None:
            self._act(label, lambda session: change(session, here))

        def decide_everywhere() -> None:
            def everywhere(session: Session) -> None:
                found = occurrences.similar_suggestions(session.connection(), row)
                change(session, [number for ids in found.values() for number in ids])

            self._act(label, everywhere)

        answers = [(_("{n} in this article").format(n=len(here)), decide_here)] if here else []
        answers.append((_("Project: counting…"), decide_everywhere))
        if len(here) > 1:
            box, buttons = dialogs.ask(self._window, question, answers)
            count = _Counting(box, buttons[-1], len(here)).done
        else:
            # Only worth a question if there are some elsewhere.
            def count(found: Mapping[int, Sequence[int]]) -> None:
                if self._desk.project is not project:
                    return
                if not found:
                    self._desk.status_message.emit(_("No similar suggestions left."))
                elif sum(map(len, found.values())) == len(here):
                    decide_here()
                else:
                    box, buttons = dialogs.ask(self._window, question, answers)
                    _Counting(box, buttons[-1], len(here)).done(found)

        self._jobs.run(_alike, project, row, done=count, failed=self._failed, name="alike")

    def _failed(self, error: Exception) -> None:
        self._desk.failed.emit(str(error))


class _Counting(QObject):
    """Shows on a button how many there are in the project; deleted together with its question."""

    def __init__(self, box: QMessageBox, everywhere: QPushButton, here: int) -> None:
        super().__init__(box)
        self._everywhere = everywhere
        self._here = here
        everywhere.setEnabled(False)

    def done(self, found: Mapping[int, Sequence[int]]) -> None:
        """Show the count; the project is offered if it has more than the article."""
        count = sum(map(len, found.values()))
        articles = len(found)
        words = ngettext("{n} in the project", "{n} in {articles} articles", articles)
        self._everywhere.setText(words.format(n=count, articles=articles))
        self._everywhere.setEnabled(count > self._here)
        if not self._here:
            self._everywhere.setFocus()


def _alike(project: Project, row: AnnotationRow) -> dict[int, list[int]]:
    with project.reading() as connection:
        return occurrences.similar_suggestions(connection, row)
