# SPDX-License-Identifier: MIT
"""Stances as numbers, for figures that weigh claims for against claims against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

STANCE_SCORES: Mapping[str, float] = {
    "opposed": 0.0,
    "sceptical": 0.25,
    "neutral": 0.5,
    "conditional": 0.75,
    "supportive": 1.0,
}
"""From against, 0, to for, 1, by the key of the stance."""


def mean_stance(counts: Iterable[tuple[object, int]]) -> float | None:
    """Return the mean of stances with their claims, -1 against to 1 for; None if none is known."""
    total, number = 0.0, 0
    for stance, count in counts:
        score = STANCE_SCORES.get(str(stance))
        if score is not None:
            total += (2 * score - 1) * count
            number += count
    return total / number if number else None
