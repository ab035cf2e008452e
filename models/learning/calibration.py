# SPDX-License-Identifier: MIT
"""How probable it is that a proposal is right, told from proposals that were judged."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import AllowInfNan

_PENALTY = 0.5
"""Keeps the curve near the probabilities as they come while few proposals were judged."""
_STEPS = 20
_LONGEST_STEP = 1.0
_EDGE = 1e-3


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve from the probability that a model gives to how often such are right.

    Platt, Probabilistic outputs for support vector machines, 1999; here with a penalty on how far
    the curve is from the identity (`scale` 1, `shift` 0).
    """

    scale: Annotated[float, AllowInfNan(False)] = 1.0
    shift: Annotated[float, AllowInfNan(False)] = 0.0

    @classmethod
    def fitted(cls, probabilities: Sequence[float], right: Sequence[bool]) -> Calibration:
        """Return the curve of proposals with these probabilities, of which some were right."""
        x = np.array([[_log_odds(value), 1.0] for value in probabilities]).reshape(-1, 2)
        wanted = np.array(right, dtype=np.float64)
        scale, shift = _fitted(x, wanted, np.array([1.0, 0.0]))
        if scale < 0:
            # What a model holds for more probable is not taken for less so.
            scale, shift = 0.0, _fitted(x[:, 1:], wanted, np.array([0.0]))[0]
        return cls(float(scale), float(shift))

    def certainty(self, probability: float) -> float:
        """Return the share of proposals with this probability that are right, 0..1."""
        value = self.scale * _log_odds(probability) + self.shift
        return 1.0 / (1.0 + math.exp(-min(max(value, -30.0), 30.0)))


def _fitted(
    x: NDArray[np.float64], wanted: NDArray[np.float64], before: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights of a logistic regression with a ridge around `before`, by Newton's steps."""
    weights = before.copy()
    for _ in range(_STEPS):
        found = 1.0 / (1.0 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (found - wanted) + _PENALTY * (weights - before)
        bend = (x * (found * (1 - found))[:, None]).T @ x + _PENALTY * np.eye(len(before))
        weights = weights - np.clip(np.linalg.solve(bend, slope), -_LONGEST_STEP, _LONGEST_STEP)
    return weights


def _log_odds(probability: float) -> float:
    inside = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(inside / (1 - inside))
