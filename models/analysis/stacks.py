# SPDX-License-Identifier: MIT
"""Counts of claims by one field, each split by stance and state: the figures of stacked bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import ClaimFilter, Value
from claimdesk.models.analysis.distribution import distribution_by_identity
from claimdesk.models.text.collation import sort_key


class Series(NamedTuple):
    """The claims of a state with a stance (its key, None: not coded); drawn in one colour."""

    state: str
    stance: str | None


@dataclass(frozen=True, slots=True)
class Stack:
    """The claims that have `value` in a field, by series; a series without claims is absent."""

    value: Value
    counts: dict[Series, int]

    @property
    def total(self) -> int:
        """All its claims."""
        return sum(self.counts.values())


def read_stacks(connection: Connection, claims: ClaimFilter, field: str) -> list[Stack]:
    """Return the stack of each value of a field, the longest first and "not coded" last.

    Raises UnknownField for an unknown field.
    """
    found: dict[Value, dict[Series, int]] = {}
    for state in claims.states:
        series: dict[str | None, Series] = {}
        for row in distribution_by_identity(connection, (field, "stance"), claims.in_state(state)):
            stance = row["stance"]
            if stance not in series:
                series[stance] = Series(state, stance)
            found.setdefault(row[field], {})[series[stance]] = row["claims"]
    return sorted((Stack(value, counts) for value, counts in found.items()), key=_sort_key)


def _sort_key(stack: Stack) -> tuple[bool, int, float, str]:
    value = stack.value
    number = value if isinstance(value, int | float) else 0
    return value is None, -stack.total, number, sort_key("" if value is None else str(value))
