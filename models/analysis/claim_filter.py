# SPDX-License-Identifier: MIT
"""Which claims a figure is about: one immutable filter that every count, plot and table takes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

from claimdesk.models.analysis.identities import Identity
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.text.collation import sort_key


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of several values, such as all speakers that a figure sums in one bar."""

    values: tuple[Value, ...]

    def __str__(self) -> str:
        return ", ".join(map(str, self.values))


@dataclass(frozen=True, slots=True)
class Between:
    """Any value from `first` to `last`, both included, such as days."""

    first: str | float
    last: str | float

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"


Value = str | float | Identity | OneOf | Between | None
"""What a claim has in a field: a text or key, the number of an own field, a speaker, domain or
article, None if not coded. A filter may also ask for one of several values, or for a range."""


def common_value(one: Value, other: Value) -> Value:
    """Return what is meant where a field has to have both of two values, or sets of values.

    It is a value, or a `OneOf` of several or of none.
    """
    sides = [side.values if isinstance(side, OneOf) else (side,) for side in (one, other)]
    shorter, longer = sorted(sides, key=len)
    among = frozenset(longer) if len(shorter) > 1 else longer
    common = tuple(value for value in shorter if value in among)
    return common[0] if len(common) == 1 else OneOf(common)


STATES = ("accepted", "suggested")
"""The states in which claims are counted; `all` stands for both."""


def value_order(value: Value) -> tuple[float, str]:
    """Return the place of a value among others: not coded first, numbers ascending, then names."""
    if isinstance(value, Identity):
        value = value.label
    if value is None:
        return -math.inf, ""
    return (value, "") if isinstance(value, int | float) else (0, sort_key(str(value)))


class ClaimCounts(NamedTuple):
    """How many claims a filter lets through, by state, whatever state it asks for."""

    accepted: int
    suggested: int

    def of(self, claims: ClaimFilter) -> int:
        """Return how many are in the states that a filter asks for."""
        counts = dict(zip(STATES, self, strict=True))
        return sum(counts[state] for state in claims.states)


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """The claims of a state, of one article or all, whose fields have certain values."""

    state: str = "accepted"
    """`accepted`, `suggested`, or `all` (both)."""
    article_id: int | None = None
    """Only the claims of this article; None: of the whole project."""
    where: tuple[tuple[str, Value], ...] = ()
    """Fields and the value that a claim must have in each (None: not coded)."""
    only: frozenset[int] | None = None
    """Only claims with these ids, such as those of a link in a network; None: any."""

    @classmethod
    def having(cls, where: Mapping[str, Value], *, state: str = "accepted") -> Self:
        """Return the filter for claims of the project that have these values."""
        return cls(state, where=tuple(where.items()))

    def with_value(self, field: str, value: Value) -> ClaimFilter:
        """Return the filter narrowed to claims that have a value in a field."""
        return replace(self, where=tuple((dict(self.where) | {field: value}).items()))

    def within(self, other: ClaimFilter) -> ClaimFilter:
        """Return the filter for the claims that this and another one let through.

        Where both ask for a value of the same field, the other one says which.
        """
        only = self.only if other.only is None else other.only
        if self.only is not None and other.only is not None:
            only = self.only & other.only
        return replace(
            self,
            state=self.state if other.state == "all" else other.state,
            where=tuple((dict(self.where) | dict(other.where)).items()),
            only=only,
        )

    def in_state(self, state: str) -> ClaimFilter:
        """Return the filter for claims of another state."""
        return replace(self, state=state)

    @property
    def states(self) -> tuple[str, ...]:
        """The states that are counted."""
        return STATES if self.state == "all" else (self.state,)

    def sentence(self, counts: ClaimCounts, conditions: Sequence[str] = ()) -> str:
        """Say in words which claims these are, such as “14 accepted claims of this article”.

        `conditions` are the fields and values of `where`, as people call them.
        """
        sentence = self._count_sentence(counts)
        if not conditions:
            return sentence
        listed = "; ".join(conditions)
        return f"{sentence} {_('Only claims with {conditions}.').format(conditions=listed)}"

    def _count_sentence(self, counts: ClaimCounts) -> str:
        accepted, suggested = counts
        if self.state == "all" and accepted and suggested:
            sentence = (
                _("Claims of the whole project: {accepted} accepted, {suggested} to decide.")
                if self.article_id is None
                else _("Claims of this article: {accepted} accepted, {suggested} to decide.")
            )
            return sentence.format(accepted=accepted, suggested=suggested)
        if self.state == "suggested" or (self.state == "all" and suggested):
            return self._to_decide_sentence(suggested)
        return self._accepted_sentence(accepted)

    def _accepted_sentence(self, count: int) -> str:
        sentence = (
            ngettext(
                "1 accepted claim of the whole project.",
                "{n} accepted claims of the whole project.",
                count,
            )
            if self.article_id is None
            else ngettext(
                "1 accepted claim of this article.", "{n} accepted claims of this article.", count
            )
        )
        return sentence.format(n=count)

    def _to_decide_sentence(self, count: int) -> str:
        sentence = (
            ngettext(
                "1 claim to decide in the whole project.",
                "{n} claims to decide in the whole project.",
                count,
            )
            if self.article_id is None
            else ngettext(
                "1 claim to decide in this article.", "{n} claims to decide in this article.", count
            )
        )
        return sentence.format(n=count)
