# SPDX-License-Identifier: MIT
"""A small feed-forward net that corrects probabilities known before, by a few numbers for each.

One hidden layer of rectified linear units over standardised columns, added to the log-odds of what
was known before, so that a net that learned nothing changes nothing. Trained by Adam (Kingma and
Ba, ICLR 2015) from several beginnings, whose mean it is; the same for the same rows in the same
order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Columns = NDArray[np.float32]
"""Shape (rows, columns)."""
Probabilities = NDArray[np.float64]
"""Probabilities, 0..1."""

_UNITS = 16
"""Hidden units of each seed."""
_RESTARTS = 4
_EPOCHS = 60
_BATCH = 200
_RATE = 3e-3
_PENALTY = 3e-3
"""L2, for each batch."""
_BETA1, _BETA2 = 0.9, 0.99
"""How much of the mean gradients, and of their mean squares, is kept from batch to batch."""
_CLIP = 4.0
"""Standard deviations beyond which a value is cut off: the net is to be trusted only near what it
learned from."""
_LEAST = 1e-3
MIN_SPREAD = 1e-6
"""A column whose standard deviation is smaller is the same in all rows."""


def log_odds(chances: Probabilities) -> Probabilities:
    """Return the logarithm of the odds, cut off where a probability is all but certain."""
    inside = np.clip(chances, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(inside / (1 - inside)))


def sigmoid(odds: Probabilities) -> Probabilities:
    """Return the probabilities that have these log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -50, 50))))


@dataclass(frozen=True, slots=True)
class Net:
    """The weights, all float32."""

    middle: Columns
    """Mean and standard deviation of each column, shape (2, columns)."""
    hidden: Columns
    """Shape (columns + 1, units); the last row is added in any case."""
    out: Columns
    """Shape (units + 1, 1); the last row is added in any case."""

    def corrected(self, before: Probabilities, columns: Columns) -> Probabilities:
        """Return the probability of each row, given what it was before."""
        units = np.maximum(_standard(self.middle, columns) @ self.hidden[:-1] + self.hidden[-1], 0)
        return sigmoid(log_odds(before) + (units @ self.out[:-1] + self.out[-1])[:, 0])


def train_net(
    before: Probabilities,
    columns: Columns,
    right: Probabilities,
    tick: Callable[[], None] = lambda: None,
) -> Net:
    """Return the net trained to give these rows how right they are, 0..1; an empty one of no rows.

    `tick` is called from time to time; an exception that it raises ends the training.
    """
    if not len(columns):
        width = columns.shape[1]
        nothing = np.zeros((width + 1, 0), np.float32), np.zeros((1, 1), np.float32)
        return Net(np.ones((2, width), np.float32), *nothing)
    spread = columns.std(axis=0)
    middle = np.array([columns.mean(axis=0), np.where(spread > MIN_SPREAD, spread, 1)], np.float32)
    rows, known = _standard(middle, columns), log_odds(before).astype(np.float32)
    parts = []
    for seed in range(_RESTARTS):
        parts.append(_Training(rows, known, right.astype(np.float32), seed).result())
        tick()
    hidden = np.concatenate([part[0] for part in parts], axis=1)
    weights = np.concatenate([part[1][:-1] for part in parts]) / _RESTARTS
    added = np.mean([part[1][-1:] for part in parts], axis=0)
    return Net(middle, hidden, np.concatenate([weights, added]).astype(np.float32))


def _standard(middle: Columns, columns: Columns) -> Columns:
    standard = np.clip((columns - middle[0]) / middle[1], -_CLIP, _CLIP)
    return np.asarray(standard, np.float32)


class _Training:
    """One seed: random hidden units, which add nothing yet."""

    def __init__(self, rows: Columns, before: Columns, right: Columns, seed: int) -> None:
        self._rows, self._before, self._right = rows, before, right
        self._random = np.random.default_rng(seed)
        width = rows.shape[1]
        hidden = self._random.normal(0, width**-0.5, (width + 1, _UNITS)).astype(np.float32)
        hidden[-1] = 0
        self._weights: list[Columns] = [hidden, np.zeros((_UNITS + 1, 1), np.float32)]
        self._moments = [np.zeros_like(weights) for weights in self._weights]
        self._squares = [np.zeros_like(weights) for weights in self._weights]
        self._steps = 0

    def result(self) -> list[Columns]:
        """Hidden and outer weights, averaged over the later rounds."""
        summed: list[Columns] = [np.zeros_like(weights) for weights in self._weights]
        for number in range(_EPOCHS):
            for batch in self._batches():
                self._update(batch)
            if number >= _EPOCHS // 2:
                summed = [a + b for a, b in zip(summed, self._weights, strict=True)]
        averaged = (part / (_EPOCHS - _EPOCHS // 2) for part in summed)
        return [np.asarray(part, np.float32) for part in averaged]

    def _batches(self) -> Iterator[NDArray[np.int64]]:
        order = self._random.permutation(len(self._rows))
        for start in range(0, len(order), _BATCH):
            yield order[start : start + _BATCH]

    def _update(self, batch: NDArray[np.int64]) -> None:
        hidden, out = self._weights
        rows = self._rows[batch]
        units = np.maximum(rows @ hidden[:-1] + hidden[-1], 0)
        odds = self._before[batch] + (units @ out[:-1] + out[-1])[:, 0]
        error = (sigmoid(odds) - self._right[batch]).astype(np.float32)[:, None] / len(batch)
        back = (error @ out[:-1].T) * (units > 0)
        gradients = [
            np.concatenate([rows.T @ back, back.sum(axis=0, keepdims=True)]),
            np.concatenate([units.T @ error, error.sum(axis=0, keepdims=True)]),
        ]
        self._steps += 1
        for k, gradient in enumerate(gradients):
            gradient[:-1] += _PENALTY * self._weights[k][:-1]
            self._moments[k] += (1 - _BETA1) * (gradient - self._moments[k])
            self._squares[k] += (1 - _BETA2) * (gradient * gradient - self._squares[k])
            mean = self._moments[k] / (1 - _BETA1**self._steps)
            square = self._squares[k] / (1 - _BETA2**self._steps)
            self._weights[k] -= np.asarray(_RATE * mean / (np.sqrt(square) + 1e-8), np.float32)
