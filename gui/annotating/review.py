# SPDX-License-Identifier: MIT
"""Review an article: go from one annotation to the next, accept and reject."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from sqlmodel import Session

from claimdesk.gui.desk.desk import Committed, Desk
from claimdesk.gui.widgets.wording import quoted
from claimdesk.models.editing import edits
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import AnnotationRow

_BEGINNING = (-1, -1)

Wanted = Callable[[AnnotationRow], bool]
"""Whether an annotation is one to stop at."""


class Review(QObject):
    """Moves the current annotation and decides on annotations of the open article."""

    order_changed = Signal()

    def __init__(
        self,
        desk: Desk,
        shown: Callable[[], bool],
        walked: Callable[[str], bool] = lambda _layer: True,
    ) -> None:
        """`shown` tells whether rejected annotations are shown, and so are stops on the way.

        `walked` tells whether one comes by the annotations of a layer at all.
        """
        super().__init__()
        self._desk = desk
        self._rejected_shown = shown
        self._is_walked = walked
        self._place = _BEGINNING
        """Where one is in the text while nothing is current: where one was last."""
        self.least_sure_first = False
        """Whether the suggestion that is least sure comes next, and not the next in the text."""
        self._skipped: set[int] = set()
        desk.current_changed.connect(self._note_place)
        desk.article_changed.connect(self._begin)

    def set_least_sure_first(self, least_sure: bool | int) -> None:
        """Let the least sure suggestion come next, or the next in the text."""
        self.least_sure_first = bool(least_sure)
        self._skipped.clear()
        self.order_changed.emit()

    def next(self) -> bool:
        """Go to the next annotation; while suggestions wait in its layer, to the next of those.

        False if there is no other, as for `previous`.
        """
        return self._step(1)

    def previous(self) -> bool:
        """Go back to the annotation before."""
        return self._step(-1)

    def skip(self) -> None:
        """Leave the current suggestion undecided and go to the next."""
        here = self._desk.current_row()
        if here is not None:
            self._skipped.add(here.id)
        self._go_on(here)

    def accept(self, ids: Sequence[int]) -> Committed[None] | None:
        """Accept annotations; after a single one, go to the next suggestion."""
        return self._decide(ids, _("Accept {what}"), edits.accept)

    def reject(self, ids: Sequence[int]) -> Committed[None] | None:
        """Reject annotations; after a single one, go to the next suggestion."""
        return self._decide(ids, _("Reject {what}"), edits.reject)

    def delete(self, ids: Sequence[int]) -> Committed[None] | None:
        """Delete annotations; after a single one, go to the next suggestion."""
        return self._decide(ids, _("Delete {what}"), edits.delete_annotations)

    def describe(self, ids: Sequence[int]) -> str:
        """Return what these annotations are, in a few words: the quote of one, or how many."""
        rows = [self._desk.annotations[i] for i in ids if i in self._desk.annotations]
        if len(rows) != 1:
            return _("{n} annotations").format(n=len(ids))
        return quoted(rows[0])

    def _decide(
        self, ids: Sequence[int], label: str, change: Callable[[Session, Sequence[int]], None]
    ) -> Committed[None] | None:
        here = self._desk.annotations.get(ids[0]) if ids else None
        alone = len(ids) == 1 and ids[0] == self._desk.current

        def decide(session: Session) -> None:
            change(session, ids)

        label = label.format(what=self.describe(ids))
        done = self._desk.act(label, decide) if here is not None else None
        if done is not None and alone:
            self._go_on(here)
        return done

    def _go_on(self, here: AnnotationRow | None) -> bool:
        """Make the next suggestion current; False if none is left."""
        wanted = self._undecided(here)
        if not self.least_sure_first:
            return self._go(here, wanted)
        rows = [row for row in self._desk.annotations.values() if wanted(row)]
        rows = [row for row in rows if self._is_walked(row.layer)]
        rows = [row for row in rows if here is None or row.id != here.id]
        if rows and all(row.id in self._skipped for row in rows):
            self._skipped.clear()
        rows = [row for row in rows if row.id not in self._skipped]
        if not rows:
            return False
        self._desk.set_current(min(rows, key=_how_sure).id)
        return True

    def _step(self, step: int) -> bool:
        here = self._desk.current_row()
        return (step > 0 and self._go_on(here)) or self._go(here, self._is_shown, step)

    def _undecided(self, here: AnnotationRow | None) -> Wanted:
        """Return the suggestions of the layer one is in; of all layers when it has none left."""
        layer = here.layer if here else ""
        now = self._desk.annotations.get(here.id) if here else None
        left = self._desk.waiting(layer) if not layer or self._is_walked(layer) else 0
        if now is not None and now.state == "suggested":
            left = max(0, left - 1)
        return lambda row: row.state == "suggested" and (not left or row.layer == layer)

    def _is_shown(self, row: AnnotationRow) -> bool:
        return row.state != "rejected" or self._rejected_shown()

    def _go(self, here: AnnotationRow | None, wanted: Wanted, step: int = 1) -> bool:
        """Make the next wanted annotation current, wrapping around at the end of the text.

        False if there is no other.
        """
        place = (here.start, here.id) if here else self._place
        for row in self._desk.walk(place, step):
            if (here is None or row.id != here.id) and self._is_walked(row.layer) and wanted(row):
                self._desk.set_current(row.id)
                return True
        return False

    def _begin(self) -> None:
        self._place = _BEGINNING
        self._skipped.clear()

    def _note_place(self) -> None:
        row = self._desk.current_row()
        if row is not None:
            self._place = (row.start, row.id)


def _how_sure(row: AnnotationRow) -> tuple[float, int, int]:
    return (1.0 if row.score is None else row.score, row.start, row.id)
