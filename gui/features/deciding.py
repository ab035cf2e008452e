# SPDX-License-Identifier: MIT
"""Deciding on suggestions, one by one and many at once, and going from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimdesk.models.messages.catalogue import _

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench


def add_deciding(bench: Workbench) -> None:
    """Bind the commands of deciding."""
    review, chosen = bench.review, bench.selection
    occurrences, alike = bench.occurrences, bench.alike

    def shown(what: str) -> None:
        name = chosen.list_name()
        if name is None:
            bench.desk.status_message.emit(_("Click into the list first whose rows are meant."))
            return
        bench.shown.decide(bench.panes[name], what)
        bench.window.docks[name].show()
        bench.window.docks[name].raise_()

    for name, slot in {
        "accept": lambda: review.accept(chosen.ids()),
        "reject": lambda: review.reject(chosen.ids()),
        "delete": lambda: review.delete(chosen.ids()),
        "skip": review.skip,
        "next": review.next,
        "previous": review.previous,
        "accept_all": lambda: shown("accept"),
        "reject_all": lambda: shown("reject"),
        "delete_all": lambda: shown("delete"),
        "accept_alike": alike.accept,
        "reject_alike": alike.reject,
        "every_mention": lambda: occurrences.annotate("actor"),
        "every_domain": lambda: occurrences.annotate("domain"),
        "every_mention_project": lambda: occurrences.annotate_project("actor"),
        "every_domain_project": lambda: occurrences.annotate_project("domain"),
    }.items():
        bench.commands.bind(name, slot)
