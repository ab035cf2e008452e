# SPDX-License-Identifier: MIT
"""The words that are no longer suggested, since they were rejected, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, Qt

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.suggestions.learning.entries import Action, EntryPanel, Look
from claimdesk.gui.widgets.wording import actor_kind_label
from claimdesk.models.learning import memory
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.data import Unwanted


def _tr(text: str) -> str:
    return QCoreApplication.translate("learning", text)


def unwanted_panel(desk: Desk, jobs: Jobs) -> EntryPanel[Unwanted]:
    """The list of these words."""

    def suggest_again(entries: list[Unwanted]) -> None:
        label = (
            _tr("Suggest “{}” again").format(entries[0].text)
            if len(entries) == 1
            else _tr("Suggest {} words again").format(QLocale().toString(len(entries)))
        )
        desk.act(label, lambda session: memory.suggest_again(session, entries))

    return EntryPanel(
        desk,
        jobs,
        _read,
        Look(
            name=_tr("Words that are no longer suggested"),
            columns=[(_tr("Words"), 40), (_tr("Not as"), 40), (_tr("Rejected"), 12)],
            cells=_cells,
            intro=_tr(
                "Words that were rejected twice or more and never accepted. The program leaves "
                "them alone in this project until you let it suggest them again."
            ),
            empty=_tr("There are none: nothing was rejected twice."),
        ),
        [
            Action(
                _tr("Suggest &again"),
                _tr("Suggest the chosen words again (Del)"),
                (Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter),
                suggest_again,
            )
        ],
    )


def _read(project: Project) -> list[Unwanted]:
    with project.reading() as connection:
        return memory.unwanted(connection)


def _cells(entry: Unwanted) -> tuple[str, ...]:
    if entry.layer == "actor":
        what = (
            _tr("an actor of the kind {}").format(actor_kind_label(entry.what).lower())
            if entry.what
            else _tr("a mention of an actor")
        )
    else:
        what = (
            _tr("the domain {}").format(entry.what) if entry.what else _tr("words about a domain")
        )
    return entry.text, what, _tr("{} times").format(QLocale().toString(entry.rejected))
