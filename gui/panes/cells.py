# SPDX-License-Identifier: MIT
"""Define what a pane shows of a layer: its columns and the names of its groups."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.panes.columns import Column
from claimdesk.gui.panes.dropping import Target
from claimdesk.gui.panes.grouping import BY_PARAGRAPH, BY_STATE, FLAT, Group, Value
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.queries import AnnotationRow


class Cells(QObject):
    """The columns and groups of a pane. A subclass is a layer; gui/panes/layers.py has them."""

    layer = ""
    groupings: tuple[str, ...] = (FLAT, BY_STATE, BY_PARAGRAPH)
    """What it can be grouped by; the first is what it is at first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.grouping = self.groupings[0]
        """How the rows are grouped now."""

    # Defined by each layer.

    def columns(self) -> Sequence[Column]:
        """Return the columns for the grouping and the coded fields that there are now."""
        raise NotImplementedError

    def meaning(self, row: AnnotationRow) -> int | None:
        """Return the actor or domain of an annotation."""
        raise NotImplementedError

    def group_of(self, row: AnnotationRow) -> Value:
        """Return what an annotation has in common with those of its group by meaning."""
        return self.meaning(row)

    def meaning_text(self, key: int | None) -> str:
        """Return the name of an actor or domain."""
        raise NotImplementedError

    def grouping_text(self, grouping: str) -> str:
        """Return what a grouping is called in the menu."""
        return {
            FLAT: _("Not grouped"),
            BY_STATE: _("By state"),
            BY_PARAGRAPH: _("By paragraph"),
        }[grouping]

    def drop_target(self, _row: AnnotationRow | None, _group: Group | None) -> Target | None:
        """Return the actor or domain that annotations get when dropped on a row."""
        return None

    # The same for all layers.

    def group_name(self, group: Group) -> str:
        """Return what a group is called."""
        if self.grouping == BY_STATE:
            return self._state_text(str(group.value))
        if self.grouping == BY_PARAGRAPH:
            place = group.value if isinstance(group.value, int) else 0
            return _("Paragraph {n}").format(n=place + 1)
        return self.meaning_text(group.key)

    def tool_tip(self, row: AnnotationRow, text: str) -> str:
        """Return the text of a cell at full length, and why it is suggested."""
        if row.state != "suggested":
            return text
        why = row.reason or row.origin
        return _("{text}\nSuggested: {why}").format(text=text, why=why)

    def spoken(self, row: AnnotationRow, text: str) -> str:
        """Return what a screen reader says of the first cell of an annotation."""
        return f"{text}, {self._state_text(row.state)}"

    def spoken_group(self, group: Group, text: str, *, shown: bool) -> str:
        """Return what a screen reader says of the first cell of a group."""
        n = len(group.rows)
        spoken = (
            ngettext("{name}, 1 row, open", "{name}, {n} rows, open", n)
            if shown
            else ngettext("{name}, 1 row, closed", "{name}, {n} rows, closed", n)
        )
        return spoken.format(name=text, n=n)

    def _state_text(self, state: str) -> str:
        return {
            "suggested": _("To decide"),
            "accepted": _("Accepted"),
            "rejected": _("Rejected"),
        }[state]
