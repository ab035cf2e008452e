# SPDX-License-Identifier: MIT
"""Decide on all rows that a pane shows, or delete them, in one step."""

from __future__ import annotations

from PySide6.QtCore import QObject

from claimdesk.gui.annotating.review import Review
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.panes.pane import Pane
from claimdesk.models.messages.catalogue import _, ngettext


class VisibleRows(QObject):
    """Accepts, rejects or deletes what a pane shows."""

    def __init__(self, desk: Desk, review: Review, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._review = review

    def decide(self, pane: Pane, what: str) -> None:
        """Accept or reject the suggestions that a pane shows, or delete all that it shows.

        Then says how many they were; Undo takes it back in one step.
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
        done = change(ids)
        if done is not None:
            self._desk.offer_undo(_done(what, len(ids), pane.view.accessibleName()), done)


def _done(what: str, n: int, pane: str) -> str:
    """Return what was done to rows of a pane."""
    if what == "accept":
        text = ngettext(
            "1 suggestion under “{pane}” accepted", "{n} suggestions under “{pane}” accepted", n
        )
    elif what == "reject":
        text = ngettext(
            "1 suggestion under “{pane}” rejected", "{n} suggestions under “{pane}” rejected", n
        )
    else:
        text = ngettext(
            "1 annotation under “{pane}” deleted", "{n} annotations under “{pane}” deleted", n
        )
    return text.format(n=n, pane=pane)
