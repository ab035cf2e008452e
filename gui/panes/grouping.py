# SPDX-License-Identifier: MIT
"""Group rows by meaning, by state or by paragraph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.text.paragraphs import flowed
from claimdesk.models.text.spans import Paragraphs

FLAT, BY_MEANING, BY_STATE, BY_PARAGRAPH = "flat", "meaning", "state", "paragraph"
"""Groupings; the meaning of a row is its actor, speaker or domain."""

STATES = ("suggested", "accepted", "rejected")
"""The order of groups by state, and of what the state of a group is if its rows differ."""

Value = int | str | tuple[int, ...] | None
"""What the rows of a group have in common: id of an actor or domain, ids of actors who speak
together, state, or paragraph."""


@dataclass
class Group:
    """Annotations of one group. `key` is their actor or domain if they are grouped by it."""

    key: int | None = None
    value: Value = None
    rows: list[int] = field(default_factory=list)
    state: str = ""
    """The state of the group as a whole, once it was asked for."""


class Grouping:
    """Puts rows under groups. Groups by state or paragraph are open at first, others closed."""

    def __init__(self, kind: str, meaning: Callable[[AnnotationRow], Value]) -> None:
        self.kind = kind
        self._meaning = meaning
        self._text = ""
        self._paragraphs: Paragraphs | None = None

    def set_text(self, text: str) -> None:
        """Take the paragraphs of another article."""
        self._text, self._paragraphs = text, None

    @property
    def opens_new(self) -> bool:
        """Whether new groups are open."""
        return self.kind in (BY_STATE, BY_PARAGRAPH)

    def value(self, row: AnnotationRow) -> Value:
        """Return which group a row belongs to."""
        if self.kind == FLAT:
            return None
        if self.kind == BY_STATE:
            return row.state
        if self.kind == BY_PARAGRAPH:
            return self._paragraph(row.start)
        return self._meaning(row)

    def _paragraph(self, point: int) -> int:
        if self._paragraphs is None:
            self._paragraphs = Paragraphs(flowed(self._text))
        return self._paragraphs.index(point)

    def new(self, value: Value) -> Group:
        """Return an empty group."""
        by_meaning = self.kind == BY_MEANING
        return Group(value if by_meaning and isinstance(value, int) else None, value)

    def in_order(
        self, groups: list[Group], key: Callable[[Group], str] | None, *, descending: bool
    ) -> list[Group]:
        """Order groups by state or paragraph in their own order, others by `key` or not at all."""
        if self.kind == BY_STATE:
            return sorted(groups, key=lambda group: STATES.index(str(group.value)))
        if self.kind == BY_PARAGRAPH:
            return sorted(groups, key=lambda group: _paragraph_of(group))
        return groups if key is None else sorted(groups, key=key, reverse=descending)


def _paragraph_of(group: Group) -> int:
    return group.value if isinstance(group.value, int) else 0
