# SPDX-License-Identifier: MIT
"""The words that are no longer suggested, since they were rejected, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.suggestions.learning.entries import Action, EntryPanel, ListStyle
from claimdesk.models.learning import memory
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.registry.kind_labels import actor_kind_label
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.data import RejectedWords


def rejected_words_panel(desk: Desk, jobs: Jobs) -> EntryPanel[RejectedWords]:
    """Return the list of these words."""

    def suggest_again(entries: list[RejectedWords]) -> None:
        label = ngettext("Suggest “{words}” again", "Suggest {n} words again", len(entries)).format(
            words=entries[0].text, n=QLocale().toString(len(entries))
        )
        desk.act(label, lambda session: memory.suggest_again(session, entries))

    return EntryPanel(
        desk,
        jobs,
        _read,
        ListStyle(
            name=_("Words that are no longer suggested"),
            columns=[(_("Words"), 40), (_("Not as"), 40), (_("Rejected"), 12)],
            cells=_cells,
            intro=_(
                "Words that were rejected twice or more and never accepted. The program leaves "
                "them alone in this project until you let it suggest them again."
            ),
            empty=_("There are none: nothing was rejected twice."),
        ),
        [
            Action(
                _("Suggest &again"),
                _("Suggest the chosen words again (Del)"),
                (Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter),
                suggest_again,
            )
        ],
    )


def _read(project: Project) -> list[RejectedWords]:
    with project.reading() as connection:
        return memory.rejected_words(connection)


def _cells(entry: RejectedWords) -> tuple[str, ...]:
    if entry.layer == "actor":
        what = (
            _("an actor of the kind {kind}").format(kind=actor_kind_label(entry.what).lower())
            if entry.what
            else _("a mention of an actor")
        )
    else:
        what = (
            _("the domain {name}").format(name=entry.what)
            if entry.what
            else _("words about a domain")
        )
    return entry.text, what, _("{n} times").format(n=QLocale().toString(entry.rejected))
