# SPDX-License-Identifier: MIT
"""Marking articles as done: asks first if suggestions in them wait for a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets import dialogs
from claimdesk.models.editing import edits
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project

DONE = "done"


def mark(
    desk: Desk,
    jobs: Jobs,
    ids: Sequence[int],
    status: str,
    label: str,
    window: QWidget,
    then: Callable[[], object] | None = None,
) -> None:
    """Give articles a status in one edit named `label`, then do `then`; asks as `check` does."""

    def act() -> None:
        if desk.act(label, change_to(ids, status)) and then is not None:
            then()

    check(desk, jobs, ids, status, act, window)


def change_to(ids: Sequence[int], status: str) -> Callable[[Session], None]:
    """Return the change that gives articles a status."""
    return lambda session: edits.set_articles(session, ids, status=status)


def check(
    desk: Desk,
    jobs: Jobs,
    ids: Sequence[int],
    status: str,
    act: Callable[[], object],
    window: QWidget,
) -> None:
    """Do `act`, which gives articles a status.

    If that ends the work on articles with suggestions to decide, it is asked first, and Enter
    leaves all as it is. Nothing is done if `window` is closed before it is known.
    """
    if desk.project is None:
        return
    if status != DONE:
        act()
        return
    check = _Check(desk, act, window)
    if desk.article is not None and list(ids) == [desk.article.id]:
        check.answer(_undecided_here(desk))
    else:
        # Who asks again for the same articles before the answer is there asks once.
        name = f"to decide in {hash(tuple(ids))}"
        jobs.run(_undecided, desk.project, ids, done=check.answer, name=name)


def _undecided_here(desk: Desk) -> tuple[int, int]:
    """Return what `queries.undecided` does of the open article, from what is in memory."""
    if desk.article is None or desk.article.status == DONE:
        return 0, 0
    count = sum(row.state == "suggested" for row in desk.annotations.values())
    return count, min(count, 1)


def _undecided(project: Project, ids: Sequence[int]) -> tuple[int, int]:
    with project.reading() as connection:
        return queries.undecided(connection, ids)


class _Check(QObject):
    """What is to be done once it is known what is still to decide; goes with its window."""

    def __init__(self, desk: Desk, act: Callable[[], object], window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._project = desk, desk.project
        self._act, self._window = act, window

    def answer(self, undecided: tuple[int, int]) -> None:
        """Do it, or ask first if suggestions are to be decided."""
        self.deleteLater()
        if not self._window.window().isVisible() or self._desk.project is not self._project:
            return
        count, articles = undecided
        if not count:
            self._do()
            return
        more = _(
            "They stay and can be decided later. Until then, learning takes them for not annotated."
        )
        question = _question(count, articles)
        dialogs.ask(self._window, question, [(_("Mark as done"), self._do)], more=more, safe=True)

    def _do(self) -> None:
        if self._desk.project is self._project:
            self._act()


def _question(count: int, articles: int) -> str:
    if articles > 1:
        words = _("{n} suggestions in {m} of these articles are still to decide.")
    elif count > 1:
        words = _("{n} suggestions in this article are still to decide.")
    else:
        words = _("1 suggestion in this article is still to decide.")
    return words.format(n=count, m=articles)
