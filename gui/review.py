# SPDX-License-Identifier: MIT
"""Going through an article: from one annotation to the next, accepting and rejecting."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from sqlmodel import Session

from claimdesk.gui.desk import Desk
from claimdesk.models import editing
from claimdesk.models.queries import AnnotationRow

_QUOTE = 32


class Review(QObject):
    """Moves the current annotation and decides on annotations of the open article."""

    def __init__(self, desk: Desk, shown: Callable[[], bool]) -> None:
        """`shown` tells whether rejected annotations are shown, and so are stops on the way."""
        super().__init__()
        self._desk = desk
        self._rejected_shown = shown

    def next(self) -> None:
        """Go to the next annotation; while suggestions wait in its layer, to the next of those."""
        self._step(1)

    def previous(self) -> None:
        """Go back to the annotation before."""
        self._step(-1)

    def skip(self) -> None:
        """Leave the current suggestion undecided and go on."""
        current = self._desk.current_row()
        self._go_on(current, self._undecided(current))

    def accept(self, ids: Sequence[int]) -> None:
        """Accept annotations; after a single one, go on to the next suggestion."""
        self._decide(ids, self.tr("Accept"), editing.accept)

    def reject(self, ids: Sequence[int]) -> None:
        """Reject annotations; after a single one, go on to the next suggestion."""
        self._decide(ids, self.tr("Reject"), editing.reject)

    def delete(self, ids: Sequence[int]) -> None:
        """Delete annotations and go on."""
        self._decide(ids, self.tr("Delete"), editing.delete_annotations)

    def describe(self, ids: Sequence[int]) -> str:
        """What these annotations are, in a few words: the quote of one, or how many."""
        rows = [self._desk.annotations[i] for i in ids if i in self._desk.annotations]
        if len(rows) != 1:
            return self.tr("{n} annotations").format(n=len(ids))
        words = " ".join(rows[0].pieces[-1].quote.split()) if rows[0].pieces else rows[0].layer
        return f"“{words if len(words) <= _QUOTE else words[: _QUOTE - 1] + '…'}”"

    def _decide(
        self, ids: Sequence[int], verb: str, change: Callable[[Session, Sequence[int]], None]
    ) -> None:
        if not ids:
            return
        here = self._desk.annotations.get(ids[0])
        waiting = [row for row in self._undecided(here) if row.id not in ids]
        self._desk.act(f"{verb} {self.describe(ids)}", lambda session: change(session, ids))
        if (len(ids) == 1 and ids[0] == self._desk.current) or self._desk.current is None:
            self._go_on(here, waiting)

    def _stops(self) -> list[AnnotationRow]:
        shown = self._rejected_shown()
        rows = self._desk.annotations.values()
        return [row for row in rows if shown or row.state != "rejected"]

    def _undecided(self, here: AnnotationRow | None) -> list[AnnotationRow]:
        """The suggestions of the layer one is in; of all layers when it has none left."""
        rows = [row for row in self._stops() if row.state == "suggested"]
        layer = here.layer if here else None
        return [row for row in rows if row.layer == layer and row != here] or rows

    def _step(self, step: int) -> None:
        current = self._desk.current_row()
        stops = self._undecided(current) if step > 0 else []
        stops = stops or self._stops()
        self._go_on(current, stops, step)

    def _go_on(
        self, here: AnnotationRow | None, stops: Sequence[AnnotationRow], step: int = 1
    ) -> None:
        """Make current the first stop after where one is, or from the other end again."""
        stops = [row for row in stops if here is None or row.id != here.id]
        if not stops:
            return
        place = (here.start, here.id) if here else (-1, -1)
        if step > 0:
            later = [row for row in stops if (row.start, row.id) > place]
            target = (later or stops)[0]
        else:
            earlier = [row for row in stops if (row.start, row.id) < place]
            target = (earlier or stops)[-1]
        self._desk.set_current(target.id)
