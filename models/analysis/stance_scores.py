# SPDX-License-Identifier: MIT
"""Stances as numbers, for figures that weigh claims for against claims against."""

from __future__ import annotations

from collections.abc import Mapping

STANCE_SCORES: Mapping[str, float] = {
    "opposed": 0.0,
    "sceptical": 0.25,
    "neutral": 0.5,
    "conditional": 0.75,
    "supportive": 1.0,
}
"""From against, 0, to for, 1, by the key of the stance."""
