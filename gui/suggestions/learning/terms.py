# SPDX-License-Identifier: MIT
"""Words that may become terms of the codebook."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.suggestions.learning.entries import Action, EntryPanel, ListStyle
from claimdesk.models.learning import terms
from claimdesk.models.learning.terms import TermCandidate
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.project import Project


def terms_panel(desk: Desk, jobs: Jobs) -> EntryPanel[TermCandidate]:
    """Return the list of these words."""

    def accept(entries: list[TermCandidate]) -> None:
        label = ngettext("Make “{term}” a term", "Add {n} terms", len(entries)).format(
            term=entries[0].text, n=QLocale().toString(len(entries))
        )
        desk.act(label, lambda session: terms.accept(session, entries))

    def dismiss(entries: list[TermCandidate]) -> None:
        label = ngettext(
            "Do not propose “{term}” as a term", "Do not propose {n} terms", len(entries)
        ).format(term=entries[0].text, n=QLocale().toString(len(entries)))
        desk.act(label, lambda session: terms.dismiss(session, entries))

    return EntryPanel(
        desk,
        jobs,
        _read,
        ListStyle(
            name=_("Words that may become terms"),
            columns=[(_("Words"), 40), (_("Domain"), 40), (_("Accepted"), 16)],
            cells=_cells,
            intro=_(
                "Words that you accepted for a domain twice or more and that are no term of the "
                "codebook yet. Once they are, they are suggested wherever they stand."
            ),
            empty=_("There are none: the codebook has what you accepted."),
        ),
        [
            Action(
                _("&Add to the codebook"),
                _("Make the chosen words terms of their domains (Enter)"),
                (Qt.Key.Key_Return, Qt.Key.Key_Enter),
                accept,
            ),
            Action(
                _("D&ismiss"),
                _("Do not propose the chosen words again (Del)"),
                (Qt.Key.Key_Delete,),
                dismiss,
            ),
        ],
    )


def _read(project: Project) -> list[TermCandidate]:
    with project.reading() as connection:
        return terms.candidates(connection)


def _cells(entry: TermCandidate) -> tuple[str, ...]:
    number = QLocale().toString
    counted = _("{n} of {of}").format(n=number(entry.accepted), of=number(entry.of))
    return entry.text, entry.domain, counted
