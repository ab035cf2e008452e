# SPDX-License-Identifier: MIT
"""Words that may become terms of the codebook."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, Qt

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.suggestions.learning.entries import Action, EntryPanel, Look
from claimdesk.models.learning import terms
from claimdesk.models.learning.terms import Candidate
from claimdesk.models.store.project import Project


def _tr(text: str) -> str:
    return QCoreApplication.translate("learning", text)


def terms_panel(desk: Desk, jobs: Jobs) -> EntryPanel[Candidate]:
    """The list of these words."""

    def accept(entries: list[Candidate]) -> None:
        label = (
            _tr("Make “{}” a term").format(entries[0].text)
            if len(entries) == 1
            else _tr("Add {} terms").format(QLocale().toString(len(entries)))
        )
        desk.act(label, lambda session: terms.accept(session, entries))

    def dismiss(entries: list[Candidate]) -> None:
        label = (
            _tr("Do not propose “{}” as a term").format(entries[0].text)
            if len(entries) == 1
            else _tr("Do not propose {} terms").format(QLocale().toString(len(entries)))
        )
        desk.act(label, lambda session: terms.dismiss(session, entries))

    return EntryPanel(
        desk,
        jobs,
        _read,
        Look(
            name=_tr("Words that may become terms"),
            columns=[(_tr("Words"), 40), (_tr("Domain"), 40), (_tr("Accepted"), 16)],
            cells=_cells,
            intro=_tr(
                "Words that you accepted for a domain twice or more and that are no term of the "
                "codebook yet. Once they are, they are suggested wherever they stand."
            ),
            empty=_tr("There are none: the codebook has what you accepted."),
        ),
        [
            Action(
                _tr("&Add to the codebook"),
                _tr("Make the chosen words terms of their domains (Enter)"),
                (Qt.Key.Key_Return, Qt.Key.Key_Enter),
                accept,
            ),
            Action(
                _tr("D&ismiss"),
                _tr("Do not propose the chosen words again (Del)"),
                (Qt.Key.Key_Delete,),
                dismiss,
            ),
        ],
    )


def _read(project: Project) -> list[Candidate]:
    with project.reading() as connection:
        return terms.candidates(connection)


def _cells(entry: Candidate) -> tuple[str, ...]:
    number = QLocale().toString
    counted = _tr("{n} of {of}").format(n=number(entry.accepted), of=number(entry.of))
    return entry.text, entry.domain, counted
