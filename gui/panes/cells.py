# SPDX-License-Identifier: MIT
"""What the cells of a list of annotations say, whatever the layer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.panes.dropping import Target
from claimdesk.gui.panes.grouping import BY_PARAGRAPH, BY_STATE, FLAT, Group
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import AnnotationRow


class Cells(QObject):
    """The words of rows and groups. A subclass is a layer; gui/panes/layers.py has them."""

    layer = ""
    groupings: tuple[str, ...] = (FLAT, BY_STATE, BY_PARAGRAPH)
    """What it can be grouped by; the first is what it is at first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.grouping = self.groupings[0]
        """How the rows are grouped now."""

    # What a layer says.

    def headers(self) -> Sequence[str]:
        """Return the column headings."""
        raise NotImplementedError

    def text(self, row: AnnotationRow, column: int) -> str:
        """Return what a cell of an annotation shows."""
        raise NotImplementedError

    def meaning(self, row: AnnotationRow) -> int | None:
        """Return the actor or domain of an annotation."""
        raise NotImplementedError

    def names(self, row: AnnotationRow) -> Iterable[tuple[str, int | None]]:
        """The names that the words and chips of an annotation are made of, as the desk tells."""
        raise NotImplementedError

    def meaning_text(self, key: int | None) -> str:
        """Return the name of an actor or domain."""
        raise NotImplementedError

    def grouping_text(self, grouping: str) -> str:
        """Return the words for a grouping, after “Group”."""
        return {
            FLAT: _("Not grouped"),
            BY_STATE: _("By state"),
            BY_PARAGRAPH: _("By paragraph"),
        }[grouping]

    def group_cell(self, group: Group, column: int) -> str:
        """Return what a cell of a group shows beyond its name in the first column."""
        return str(len(group.rows)) if column == len(self.headers()) - 1 else ""

    def counts(self, _column: int) -> bool:
        """Whether a column holds numbers; they stand on the right, and so does its heading."""
        return False

    def colours(self, _row: AnnotationRow | None, _group: Group | None, _column: int) -> list[str]:
        """Return the chips before the text of a cell."""
        return []

    def edits_inline(self, _row: AnnotationRow | None, _column: int) -> bool:
        """Return whether a cell is edited as text in place; other cells open a picker."""
        return False

    def commit(
        self, _row: AnnotationRow | None, _group: Group | None, _column: int, _text: str
    ) -> None:
        """Write the text of a cell that was edited in place."""

    def drop_target(self, _row: AnnotationRow | None, _group: Group | None) -> Target | None:
        """Return what annotations would be given if they were dropped on a row."""
        return None

    # What is the same for all.

    def group_text(self, group: Group, column: int) -> str:
        """Return what a cell of a group shows."""
        return self.group_cell(group, column) if column else self._group_name(group)

    def tool_tip(self, row: AnnotationRow | None, text: str) -> str:
        """Return the text of a cell at full length, and why it is suggested."""
        if row is None or row.state != "suggested":
            return text
        why = row.reason or row.origin
        return _("{text}\nSuggested: {why}").format(text=text, why=why)

    def spoken(self, row: AnnotationRow, text: str) -> str:
        """Return what a screen reader says of the first cell of an annotation."""
        return f"{text}, {self._state_text(row.state)}"

    def spoken_group(self, group: Group, text: str, *, shown: bool) -> str:
        """Return what a screen reader says of the first cell of a group."""
        return _("{name}, {n} rows, {shown}").format(
            name=text, n=len(group.rows), shown=_("open") if shown else _("closed")
        )

    def _group_name(self, group: Group) -> str:
        if self.grouping == BY_STATE:
            return self._state_text(str(group.value))
        if self.grouping == BY_PARAGRAPH:
            return _("Paragraph {n}").format(n=int(group.value or 0) + 1)
        return self.meaning_text(group.key)

    def _state_text(self, state: str) -> str:
        return {
            "suggested": _("To decide"),
            "accepted": _("Accepted"),
            "rejected": _("Rejected"),
        }[state]
