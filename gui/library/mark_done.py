# SPDX-License-Identifier: MIT
"""Marking articles as done: asks first if suggestions in them wait for a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from sqlmodel import Session

from claimdesk.gui.desk.desk import Desk
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

    def change(session: Session) -> None:
        for article in ids:
            edits.set_article(session, article, status=status)

    def act() -> None:
        if desk.act(label, change) and then is not None:
            then()

    check(desk, ids, status, act, window)


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
    with desk.reading() as connection:
        rows = queries.article_rows(connection, ids)
    counts = [row.undecided for row in rows if row.status != status and row.undecided]
    if status != DONE or not counts:
        act()
        return

    def confirmed() -> None:
        if desk.project is project:
            act()

    more = _(
        "They stay and can be decided later. Until then, learning takes them for not annotated."
    )
    question = _question(sum(counts), len(counts))
    box = QMessageBox(QMessageBox.Icon.Question, "Claimdesk", question, parent=window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(more)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    done = box.addButton(_("Mark as done"), QMessageBox.ButtonRole.AcceptRole)
    done.clicked.connect(confirmed)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.open()


def _question(count: int, articles: int) -> str:
    if articles > 1:
        words = _("{n} suggestions in {m} of these articles are still to decide.")
    elif count > 1:
        words = _("{n} suggestions in this article are still to decide.")
    else:
        words = _("1 suggestion in this article is still to decide.")
    return words.format(n=count, m=articles)
