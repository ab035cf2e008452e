# SPDX-License-Identifier: MIT
"""Marking articles as done: asks first if suggestions in them wait for a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets import dialogs
from claimdesk.models.editing import edits
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import queries

DONE = "done"


def mark(
    desk: Desk,
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

    check(desk, ids, status, act, window)


def change_to(ids: Sequence[int], status: str) -> Callable[[Session], None]:
    """Return the change that gives articles a status."""
    return lambda session: edits.set_articles(session, ids, status=status)


def check(
    desk: Desk, ids: Sequence[int], status: str, act: Callable[[], object], window: QWidget
) -> None:
    """Do `act`, which gives articles a status.

    If that ends the work on articles with suggestions to decide, it is asked first, and Enter
    leaves all as it is.
    """
    project = desk.project
    if project is None:
        return
    count = articles = 0
    if status == DONE:
        with desk.reading() as connection:
            count, articles = queries.undecided(connection, ids)
    if not count:
        act()
        return

    def confirmed() -> None:
        if desk.project is project:
            act()

    more = _(
        "They stay and can be decided later. Until then, learning takes them for not annotated."
    )
    question = _question(count, articles)
    dialogs.ask(window, question, [(_("Mark as done"), confirmed)], more=more, safe=True)


def _question(count: int, articles: int) -> str:
    if articles > 1:
        words = _("{n} suggestions in {m} of these articles are still to decide.")
    elif count > 1:
        words = _("{n} suggestions in this article are still to decide.")
    else:
        words = _("1 suggestion in this article is still to decide.")
    return words.format(n=count, m=articles)
