# SPDX-License-Identifier: MIT
"""Change which text an annotation covers: move its ends by mouse or key, add and remove pieces."""

from __future__ import annotations

from PySide6.QtCore import QObject
from sqlmodel import Session

from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.wording import quoted
from claimdesk.models.editing import edits
from claimdesk.models.editing.edits import MAIN_ROLE
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import AnnotationRow, Piece
from claimdesk.models.suggest.renaming import correct_bounds
from claimdesk.models.text.spans import Span
from claimdesk.models.text.words import clause_edge, word_edge

CHARACTER, WORD, CLAUSE = "character", "word", "clause"
"""By how much an end is moved."""


class Bounds(QObject):
    """Moves the ends of the current annotation, and adds and removes pieces of it."""

    def __init__(self, desk: Desk, view: ArticleView) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view
        view.bounds_dragged.connect(self._move)

    def nudge(self, edge: str, step: int, unit: str) -> None:
        """Move the `start` or `end` by one character, word or clause, back (-1) or on (1)."""
        row, article = self._desk.current_row(), self._desk.article
        pieces = self._pieces(row)
        if row is None or article is None or not pieces:
            return
        piece = pieces[0] if edge == "start" else pieces[-1]
        old, text = piece.span, article.body
        point = old.start if edge == "start" else old.end
        if unit == CHARACTER:
            moved = point + step
        else:
            next_edge = word_edge if unit == WORD else clause_edge
            moved = next_edge(text, point, step, starts=edge == "start")
        new = Span(moved, old.end) if edge == "start" else Span(old.start, moved)
        if 0 <= new.start < new.end <= len(text) and new != old:
            self._move(row.id, piece.role, *old, *new)

    def add_piece(self) -> None:
        """Let the current annotation cover the selected words as well."""
        row, span = self._desk.current_row(), self._view.selected_span()
        if row is None:
            return
        if span is None:
            self._desk.status_message.emit(_("Select words in the text first."))
            return
        self._desk.act(
            _("Add a piece to {what}").format(what=quoted(row)),
            correct_bounds(
                row.id,
                lambda session: edits.add_span(session, row.id, MAIN_ROLE[row.layer], span),
            ),
        )
        self._view.clear_selection()

    def remove_piece(self) -> None:
        """Remove the pieces that the selected words touch; without a selection, the last piece."""
        row, span = self._desk.current_row(), self._view.selected_span()
        pieces = self._pieces(row)
        if row is None or not pieces:
            return
        going = [p for p in pieces if span is None or p.span.overlaps(span)]
        going = going if span is not None else going[-1:]

        def change(session: Session) -> None:
            for piece in going:
                edits.remove_span(session, row.id, piece.role, piece.span)

        if going:
            label = _("Remove a piece of {what}").format(what=quoted(row))
            self._desk.act(label, correct_bounds(row.id, change))
            self._view.clear_selection()

    def _pieces(self, row: AnnotationRow | None) -> tuple[Piece, ...]:
        return () if row is None else row.role(MAIN_ROLE[row.layer])

    def _move(
        self, annotation_id: int, role: str, old_start: int, old_end: int, start: int, end: int
    ) -> None:
        row = self._desk.annotations.get(annotation_id)
        if row is None:
            return
        self._desk.act(
            _("Bounds of {what}").format(what=quoted(row)),
            correct_bounds(
                annotation_id,
                lambda session: edits.move_span(
                    session, annotation_id, role, Span(old_start, old_end), Span(start, end)
                ),
            ),
        )
