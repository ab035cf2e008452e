# SPDX-License-Identifier: MIT
"""Editing the claims of the table: one, or all that are selected, in one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from claimdesk.gui.annotating.codes import CodeEditor
from claimdesk.gui.annotating.picking.pickers import Pickers
from claimdesk.gui.annotating.typed import take_typed
from claimdesk.gui.claims.model import Column
from claimdesk.gui.desk.desk import Desk
from claimdesk.models.editing import edits
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.queries import AnnotationRow


class ClaimEditing(QObject):
    """Gives claims of any article what is picked or typed for them."""

    def __init__(self, desk: Desk, codes: CodeEditor, pickers: Pickers, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._codes = codes
        self._pickers = pickers
        self._window = window

    def open(self, column: Column, row: AnnotationRow, ids: Sequence[int], place: QPoint) -> bool:
        """Open what edits a column at `place`; False if it is typed into, or can't be edited."""
        if column.field is not None and column.field.kind in ("choice", "boolean"):
            with self._pickers.opened_at(place):
                self._codes.ask(column.field, ids)
        elif column.key == "speaker":
            with self._pickers.opened_at(place):
                self._ask_speaker(row, ids)
        elif column.key == "domains":
            with self._pickers.opened_at(place):
                self._ask_domains(row, ids)
        else:
            return False
        return True

    def type(self, column: Column, ids: Sequence[int], text: str) -> None:
        """Take what was typed into a cell."""
        field = column.field
        if field is not None:
            take_typed(self._window, field, text, lambda value: self._codes.set(field, ids, value))
        else:
            label = _("Note on {what}").format(what=_what(ids))
            self._desk.act(label, lambda session: edits.set_note(session, ids, text))

    def accept(self, ids: Sequence[int]) -> None:
        """Accept claims."""
        self._act(_("Accept {what}"), ids, edits.accept)

    def reject(self, ids: Sequence[int]) -> None:
        """Reject claims."""
        self._act(_("Reject {what}"), ids, edits.reject)

    def _act(
        self, label: str, ids: Sequence[int], change: Callable[[Session, Sequence[int]], None]
    ) -> None:
        if ids:
            label = label.format(what=_what(ids))
            self._desk.act(label, lambda session: change(session, ids))

    def _ask_speaker(self, row: AnnotationRow, ids: Sequence[int]) -> None:
        def apply(session: Session, actor: int | None) -> None:
            edits.set_speaker(session, ids, actor)

        self._pickers.actor(
            _("Who says it?"),
            self._pickers.edit(_("Speaker of {what}").format(what=_what(ids)), apply),
            first=row.speaker_ids,
            none=_("Nobody named"),
        )

    def _ask_domains(self, row: AnnotationRow, ids: Sequence[int]) -> None:
        label = _("Domains of {what}").format(what=_what(ids))
        self._pickers.domains(
            _("Domains of the claim"),
            lambda found: self._desk.act(
                label, lambda session: edits.set_domains(session, ids, found)
            ),
            ticked=row.domain_ids,
            first=row.domain_ids,
        )


def _what(ids: Sequence[int]) -> str:
    return ngettext("1 claim", "{n} claims", len(ids)).format(n=len(ids))
