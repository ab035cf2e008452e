# SPDX-License-Identifier: MIT
"""Decide on all rows that a pane shows, or delete them, in one step."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from claimdesk.gui.annotating.bulk.confirm import confirm
from claimdesk.gui.annotating.review import Review
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.panes.pane import Pane
from claimdesk.models.messages.catalogue import _, ngettext


class VisibleRows(QObject):
    """Accepts, rejects or deletes what a pane shows."""

    def __init__(self, desk: Desk, review: Review, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._review = review
        self._window = window

    def decide(self, pane: Pane, what: str) -> None:
        """Accept or reject the suggestions that a pane shows, or delete all that it shows.

        Asks first unless the analyst sees every one of them; Undo takes it back in one step.
        """
        rows = [self._desk.annotations[i] for i in pane.model.shown()]
        if what != "delete":
            rows = [row for row in rows if row.state == "suggested"]
        ids = [row.id for row in rows]
        if not ids:
            self._desk.status_message.emit(_("Nothing in this list would change."))
            return
        change = {
            "accept": self._review.accept,
            "reject": self._review.reject,
            "delete": self._review.delete,
        }[what]
        if pane.in_sight(ids):
            change(ids)
            return
        question, button = _question(what, len(ids), pane.view.accessibleName())
        confirm(self._window, question, [(button, lambda: change(ids))], safe=what == "delete")


def _question(what: str, n: int, pane: str) -> tuple[str, str]:
    """Return the question asked before rows of a pane are changed, and the text of its button."""
    if what == "accept":
        question = ngettext(
            "Accept 1 suggestion shown under “{pane}”?",
            "Accept {n} suggestions shown under “{pane}”?",
            n,
        )
        button = _("Accept {n}")
    elif what == "reject":
        question = ngettext(
            "Reject 1 suggestion shown under “{pane}”?",
            "Reject {n} suggestions shown under “{pane}”?",
            n,
        )
        button = _("Reject {n}")
    else:
        question = ngettext(
            "Delete 1 annotation shown under “{pane}”?",
            "Delete {n} annotations shown under “{pane}”?",
            n,
        )
        button = _("Delete {n}")
    return question.format(n=n, pane=pane), button.format(n=n)
