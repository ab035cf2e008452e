# SPDX-License-Identifier: MIT
"""The filters that chosen marks of plots set, with a way back."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from claimdesk.models.analysis.claim_filter import ClaimFilter

EVERYTHING = ClaimFilter("all")


@dataclass(frozen=True)
class Narrowing:
    """A filter that a mark of a plot sets for all other plots and for the table."""

    claims: ClaimFilter
    source: object = None
    """The place of its plot, which itself still shows everything; None: no plot is left out."""
    mark: Hashable = None
    """The mark in that plot."""
    words: str = ""
    """What to call the claims of a mark that no values of fields describe."""


class Narrowings(QObject):
    """The filters that are set; each plot sets at most one."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._now: tuple[Narrowing, ...] = ()
        self._before: list[tuple[Narrowing, ...]] = []

    @property
    def is_set(self) -> bool:
        """Whether there is any filter."""
        return bool(self._now)

    @property
    def can_go_back(self) -> bool:
        """Whether there were other filters before."""
        return bool(self._before)

    def applied(self, claims: ClaimFilter, place: object = None) -> ClaimFilter:
        """Return a filter narrowed by all filters but those of the plot at a place."""
        for narrowing in self._now:
            if place is None or narrowing.source is not place:
                claims = claims.within(narrowing.claims)
        return claims

    @property
    def words(self) -> list[str]:
        """What to call the claims that are filtered by what they are, and not by their fields."""
        return [one.words for one in self._now if one.claims.only is not None]

    def mark_of(self, place: object) -> Hashable:
        """Return the mark that is chosen in the plot at a place; None if none is."""
        return next((one.mark for one in self._now if one.source is place), None)

    def set(self, narrowing: Narrowing) -> None:
        """Set the filter of a plot in place of its last one."""
        kept = [one for one in self._now if one.source is not narrowing.source]
        self._go((*kept, narrowing))

    def release(self, place: object) -> None:
        """Keep the filter of a plot that shows something else now: it holds for all plots."""
        if self.mark_of(place) is not None:
            self._now = tuple(
                replace(one, source=None, mark=None) if one.source is place else one
                for one in self._now
            )

    @property
    def picked(self) -> list[tuple[str, frozenset[int]]]:
        """The words and the claims of each filter that no values of fields describe."""
        return [(one.words, one.claims.only) for one in self._now if one.claims.only is not None]

    def replace_all(
        self, claims: ClaimFilter | None, picked: Iterable[tuple[str, frozenset[int]]] = ()
    ) -> None:
        """Set one filter that is of no plot, None for none, and those of `picked` claims."""
        named = (Narrowing(replace(EVERYTHING, only=ids), words=words) for words, ids in picked)
        self._go((*(() if claims is None else (Narrowing(claims),)), *named))

    def back(self) -> bool:
        """Return to the filters before; return whether there were any."""
        if not self._before:
            return False
        self._now = self._before.pop()
        self.changed.emit()
        return True

    def forget(self) -> None:
        """Drop the filters and the way back, such as for another project."""
        if self._now or self._before:
            self._now, self._before = (), []
            self.changed.emit()

    def _go(self, now: tuple[Narrowing, ...]) -> None:
        if now != self._now:
            self._before.append(self._now)
            self._now = now
            self.changed.emit()
