# SPDX-License-Identifier: MIT
"""From which certainty on suggestions are right, as the analyst's own decisions show."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from claimdesk.models.editing.suggested import corrected

WANTED = 0.9
"""How many of those above the certainty have to be right, in the long run."""
_LEAST = 20
"""Fewer decisions than this show nothing."""
_Z = 1.2816
"""Of a one-sided bound that holds in nine of ten cases."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Of `decided` suggestions of at least this certainty, `right` were accepted unchanged."""

    certainty: float
    right: int
    decided: int


def read_trust(connection: Connection, layer: str) -> Trust | None:
    """Return from which certainty on suggestions of a layer can be trusted; None if none can."""
    rows = connection.exec_driver_sql(
        "SELECT id, score, state = 'accepted' FROM annotation WHERE layer = ? AND score IS NOT NULL"
        " AND run_id IS NOT NULL AND state != 'suggested'",
        (layer,),
    ).all()
    wrong = corrected(connection, [number for number, _score, accepted in rows if accepted])
    return trust_of(
        (float(score), bool(accepted) and number not in wrong) for number, score, accepted in rows
    )


def trust_of(decided: Iterable[tuple[float, bool]]) -> Trust | None:
    """Return the lowest certainty above which decisions (certainty, right) were right enough.

    Enough is that the lower bound of the share (Wilson 1927) is at least `WANTED`.
    """
    ordered = sorted(decided, reverse=True)
    best: Trust | None = None
    right = 0
    for count, (certainty, was_right) in enumerate(ordered, 1):
        right += was_right
        last_of_its_value = count == len(ordered) or ordered[count][0] < certainty
        if last_of_its_value and count >= _LEAST and lower_bound(right, count) >= WANTED:
            best = Trust(certainty, right, count)
    return best


def lower_bound(right: int, count: int) -> float:
    """Return the lower bound of the share of which `right` of `count` were seen."""
    share, square = right / count, _Z * _Z
    middle = share + square / (2 * count)
    spread = _Z * math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    return (middle - spread) / (1 + square / count)
