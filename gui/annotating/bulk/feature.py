# SPDX-License-Identifier: MIT
"""Annotating and deciding in bulk: every occurrence, what is similar, what a list shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from claimdesk.gui.annotating.bulk.similar import SimilarSuggestions
from claimdesk.gui.annotating.bulk.visible import VisibleRows
from claimdesk.gui.window.feature_base import ANNOTATION, ARTICLE, Command, Feature, Submenu
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _


class BulkFeature(Feature):
    """Binds the commands that act on many annotations at once."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._similar = SimilarSuggestions(bench.desk, bench.review, bench.window)
        self._visible = VisibleRows(bench.desk, bench.review, bench.window)

    def commands(self) -> Sequence[Command | Submenu]:
        return [
            Submenu(id="many", text=_("Man&y at once"), menu="annotate", at=430),
            *self._occurrence_commands(),
            *self._similar_commands(),
            *self._visible_commands(),
        ]

    def _occurrence_commands(self) -> list[Command]:
        occurrences = self._bench.occurrences
        marking = partial(Command, menu="many", needs=ARTICLE, annotates=True)
        return [
            marking(
                id="every_mention",
                text=_("&Every occurrence as mention…"),
                run=lambda: occurrences.annotate("actor"),
                at=210,
                keys=("Shift+M",),
                tip=_("Annotate every occurrence of the selected or current words"),
            ),
            marking(
                id="every_domain",
                text=_("Every &occurrence as domain…"),
                run=lambda: occurrences.annotate("domain"),
                at=220,
                tip=_("Shift+D, with words selected or a domain current"),
            ),
            marking(
                id="every_mention_project",
                text=_("Every mention in the pro&ject…"),
                run=lambda: occurrences.annotate_project("actor"),
                at=230,
                keys=("Ctrl+Shift+M",),
            ),
            marking(
                id="every_domain_project",
                text=_("Every &domain in the project…"),
                run=lambda: occurrences.annotate_project("domain"),
                at=240,
                keys=("Ctrl+Shift+D",),
            ),
        ]

    def _similar_commands(self) -> list[Command]:
        single = partial(Command, menu="many", needs=ANNOTATION, annotates=True, one=True)
        return [
            single(
                id="accept_alike",
                text=_("&Accept all like this"),
                run=partial(self._similar.accept, everywhere=False),
                at=340,
                keys=("Shift+A",),
                tip=_("Accept the suggestions of the same words as the same"),
            ),
            single(
                id="reject_alike",
                text=_("&Reject all like this"),
                run=partial(self._similar.reject, everywhere=False),
                at=350,
                keys=("Shift+X",),
                tip=_("Reject the suggestions of the same words as the same"),
            ),
            single(
                id="accept_alike_project",
                text=_("Accept all like this in the &project"),
                run=partial(self._similar.accept, everywhere=True),
                at=352,
                keys=("Alt+Shift+A",),
                tip=_("Accept the suggestions of the same words as the same in all articles"),
            ),
            single(
                id="reject_alike_project",
                text=_("Reject all li&ke this in the project"),
                run=partial(self._similar.reject, everywhere=True),
                at=354,
                keys=("Alt+Shift+X",),
                tip=_("Reject the suggestions of the same words as the same in all articles"),
            ),
        ]

    def _visible_commands(self) -> list[Command]:
        command = partial(Command, menu="many", needs=ARTICLE)
        return [
            command(
                id="accept_all",
                text=_("Accept all s&hown"),
                run=lambda: self._decide_visible("accept"),
                at=410,
                keys=("Ctrl+Shift+A",),
            ),
            command(
                id="reject_all",
                text=_("Reject all sho&wn"),
                run=lambda: self._decide_visible("reject"),
                at=420,
                keys=("Ctrl+Shift+X",),
            ),
            command(
                id="delete_all",
                text=_("Delete all show&n"),
                run=lambda: self._decide_visible("delete"),
                at=430,
                keys=("Ctrl+Shift+Del",),
            ),
        ]

    def _decide_visible(self, what: str) -> None:
        """Accept, reject or delete what the list shows that has the focus."""
        bench = self._bench
        name = bench.selection.list_name()
        if name is None:
            bench.desk.status_message.emit(_("Click the list first whose rows you mean."))
            return
        self._visible.decide(bench.panes[name], what)
        bench.window.docks[name].show()
        bench.window.docks[name].raise_()
