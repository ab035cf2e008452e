# SPDX-License-Identifier: MIT
"""All that a pane shows, decided or deleted together."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from claimdesk.gui.annotating.bulk.confirm import ask
from claimdesk.gui.annotating.review import Review
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.panes.pane import Pane
from claimdesk.models.messages.catalogue import _


class Shown(QObject):
    """Decides what a pane shows."""

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
        question, button, change = {
            "accept": (
                _("Accept {many} shown under “{pane}”?"),
                _("Accept {n}"),
                self._review.accept,
            ),
            "reject": (
                _("Reject {many} shown under “{pane}”?"),
                _("Reject {n}"),
                self._review.reject,
            ),
            "delete": (
                _("Delete {many} shown under “{pane}”?"),
                _("Delete {n}"),
                self._review.delete,
            ),
        }[what]
        if not ids:
            self._desk.status_message.emit(_("Nothing is shown there that it would touch."))
            return
        if pane.in_sight(ids):
            change(ids)
            return
        one = len(ids) == 1
        if what == "delete":
            many = _("1 annotation") if one else _("{n} annotations")
        else:
            many = _("1 suggestion") if one else _("{n} suggestions")
        many = many.format(n=len(ids))
        question = question.format(many=many, pane=pane.view.accessibleName())
        answers = [(button.format(n=len(ids)), lambda: change(ids))]
        ask(self._window, question, answers, safe=what == "delete")
