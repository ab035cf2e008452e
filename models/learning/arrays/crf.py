# SPDX-License-Identifier: MIT
"""Linear-chain conditional random fields over hashed features: training and decoding in arrays.

A chain of one row is a logistic regression. Training is AdaGrad (Duchi, Hazan and Singer, JMLR
2011) over batches of chains with an L2 penalty, and averages the weights of the later epochs; it is
the same for the same rows in the same order. Decoding gives the best labels (Viterbi) and the
probability of each label (forward-backward), for many chains at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimdesk.models.learning.arrays.hashing import BUCKETS, Features

Labels = NDArray[np.int64]
Sizes = NDArray[np.int64]
"""How many rows each chain has, at least one each; their sum is the number of rows."""
Scores = NDArray[np.float64]

_SMALL = 2e-3
"""A weight that is no larger changes nothing."""
_START = 0.1
_SEED = 1
_TINY = 1e-30
_RESCALED = 8
"""Rows of a chain between which sums are scaled, so that they stay numbers."""


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How a model is trained."""

    epochs: int
    batch: int
    """Rows that are looked at between two changes of the weights, roughly."""
    penalty: float
    """L2, for each row."""
    rate: float = 0.1
    least: int = 2
    """Rows in which a feature has to occur."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of the features and of the transitions from label to label."""

    buckets: NDArray[np.int32]
    """The buckets that have weights, rising."""
    weights: NDArray[np.float32]
    """Shape (buckets, labels)."""
    transitions: NDArray[np.float64]
    """Shape (labels, labels): from the label of a row to that of the next one in its chain."""

    def table(self) -> NDArray[np.float32]:
        """Return the weights of all buckets, shape (BUCKETS, labels)."""
        table = np.zeros((BUCKETS, self.weights.shape[1]), np.float32)
        table[self.buckets] = self.weights
        return table


def averaged(models: Sequence[Linear]) -> Linear:
    """Return the model whose scores are the means of theirs."""
    buckets = np.unique(np.concatenate([model.buckets for model in models]))
    weights = np.zeros((len(buckets), models[0].weights.shape[1]), np.float32)
    for model in models:
        weights[np.searchsorted(buckets, model.buckets)] += model.weights / len(models)
    transitions = np.mean([model.transitions for model in models], axis=0)
    kept = np.abs(weights).max(axis=1) > _SMALL
    return Linear(buckets[kept], weights[kept], transitions)


def scores(table: NDArray[np.float32], features: Features) -> Scores:
    """Return the sum of the weights of each row's features, shape (rows, labels)."""
    found = np.zeros((len(features), table.shape[1]), np.float32)
    for column in features.T:
        found += table.take(column, axis=0)  # several times as fast as table[column]
    return found.astype(np.float64)


def probability(row_scores: Scores) -> NDArray[np.float64]:
    """Of chains of one row with two labels, how probable the second one is."""
    difference = np.clip(row_scores[:, 1] - row_scores[:, 0], -50, 50)
    return np.asarray(1 / (1 + np.exp(-difference)))


# ---- training


def train(
    features: Features,
    labels: Labels,
    sizes: Sizes,
    classes: int,
    settings: TrainingSettings,
    tick: Callable[[], None] = lambda: None,
) -> Linear:
    """Return the model that learned to give these rows these labels; of no rows, an empty one.

    `tick` is called from time to time; an exception that it raises ends the training.
    """
    if not len(features):
        return Linear(
            np.zeros(0, np.int32), np.zeros((0, classes), np.float32), np.zeros((classes, classes))
        )
    counts = np.bincount(features.ravel(), minlength=BUCKETS)
    used = np.flatnonzero(counts >= settings.least)
    place = np.full(BUCKETS, len(used), np.int32)
    place[used] = np.arange(len(used))
    state = _Weights(np.ascontiguousarray(place[features]), labels, classes, len(used), settings)
    summed, transitions, epochs = (
        np.zeros_like(state.weights, np.float64),
        np.zeros_like(state.transitions),
        0,
    )
    for number in range(settings.epochs):
        for rows, chains in _batches(sizes, settings.batch, number):
            state.learn(rows, chains)
            tick()
        if number >= settings.epochs // 2:
            summed += state.weights
            transitions += state.transitions
            epochs += 1
    weights = (summed[:-1] / epochs).astype(np.float32)
    kept = np.abs(weights).max(axis=1) > _SMALL
    return Linear(used[kept].astype(np.int32), weights[kept], transitions / epochs)


def _batches(sizes: Sizes, batch: int, number: int) -> Iterator[tuple[NDArray[np.int64], Sizes]]:
    """Return the chains in another order each round: rows and sizes of a batch at a time."""
    order = np.random.default_rng((_SEED, number)).permutation(len(sizes))
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    ends = np.cumsum(sizes[order])
    cuts = np.searchsorted(ends, np.arange(batch, ends[-1], batch))
    for chains in np.split(order, np.unique(cuts)):
        if len(chains):
            own = sizes[chains]
            before = np.concatenate([[0], np.cumsum(own)[:-1]])
            yield np.arange(own.sum()) + np.repeat(offsets[chains] - before, own), own


class _Weights:
    """Weights under training, and the sums of squares that AdaGrad divides by."""

    def __init__(
        self,
        places: Features,
        labels: Labels,
        classes: int,
        features: int,
        settings: TrainingSettings,
    ) -> None:
        self._places, self._labels, self._settings = places, labels, settings
        self._right = np.eye(classes, dtype=np.float64)[labels]
        # One more row, for the features that are too rare: it stays zero.
        self.weights = np.zeros((features + 1, classes), np.float32)
        self._squares = np.full((features + 1, classes), _START, np.float32)
        self.transitions = np.zeros((classes, classes))
        self._transition_squares = np.full((classes, classes), _START)

    def learn(self, rows: NDArray[np.int64], sizes: Sizes) -> None:
        """Change the weights by one batch."""
        places = self._places[rows]
        probabilities, transitions = marginals(
            scores(self.weights, places), sizes, self.transitions
        )
        error = probabilities - self._right[rows]
        flat, width = places.ravel(), places.shape[1]
        for label in range(error.shape[1]):
            summed = np.bincount(flat, np.repeat(error[:, label], width), len(self.weights))
            gradient = summed + self._settings.penalty * len(rows) * self.weights[:, label]
            gradient[-1] = 0
            self._squares[:, label] += gradient * gradient
            self.weights[:, label] -= (
                self._settings.rate * gradient / np.sqrt(self._squares[:, label])
            )
        if len(sizes) < len(rows):
            self._update_transitions(transitions, self._labels[rows], sizes)

    def _update_transitions(self, transitions: Scores, labels: Labels, sizes: Sizes) -> None:
        goes_on = np.ones(len(labels), np.bool_)
        goes_on[np.cumsum(sizes) - 1] = False
        at = np.flatnonzero(goes_on)
        right = np.zeros_like(transitions)
        np.add.at(right, (labels[at], labels[at + 1]), 1)
        gradient = transitions - right
        self._transition_squares += gradient * gradient
        self.transitions -= self._settings.rate * gradient / np.sqrt(self._transition_squares)


# ---- chains


class _ChainLayout:
    """Rows laid out by place in the chain, the longest chain first: shape (places, chains)."""

    def __init__(self, sizes: Sizes) -> None:
        order = np.argsort(-sizes, kind="stable")
        self.sizes, self.order = sizes[order], order
        offsets = np.concatenate([[0], np.cumsum(sizes)[:-1]])[order]
        places = np.arange(int(self.sizes[0]))[:, None]
        self.filled = places < self.sizes[None]
        self.rows = (offsets[None] + places)[self.filled]
        self.running: list[int] = self.filled.sum(axis=1).tolist()
        """How many chains have a row at each place."""

    def lay_out(self, values: Scores) -> Scores:
        """Values of rows by place and chain; 1 where a chain has ended."""
        found = np.ones((*self.filled.shape, values.shape[1]))
        found[self.filled] = values[self.rows]
        return found


def marginals(row_scores: Scores, sizes: Sizes, transitions: Scores) -> tuple[Scores, Scores]:
    """Return the probability of each label of each row, and the expected count of transitions."""
    emitted = _emitted(row_scores)
    if len(sizes) == len(row_scores):
        return emitted / emitted.sum(axis=1, keepdims=True), np.zeros_like(transitions)
    chains, factor = _ChainLayout(sizes), np.exp(transitions)
    given = chains.lay_out(emitted)
    forward, backward = _forward(chains, given, factor), np.ones_like(given)
    for place in range(len(given) - 2, -1, -1):
        n = chains.running[place + 1]
        ahead = given[place + 1, :n] * backward[place + 1, :n]
        backward[place, :n] = _normalized(ahead @ factor.T)
    found = np.empty_like(row_scores)
    found[chains.rows] = _normalized((forward * backward)[chains.filled])
    left = forward[:-1][chains.filled[1:]]
    right = (given * backward)[1:][chains.filled[1:]]
    total = np.einsum("ni,ij,nj->n", left, factor, right)
    return found, (left / total[:, None]).T @ right * factor


def _forward(chains: _ChainLayout, given: Scores, factor: Scores) -> Scores:
    """Return how probable each label is by what stands before it, by place and chain."""
    forward = np.zeros_like(given)
    forward[0] = _normalized(given[0])
    for place in range(1, len(given)):
        n = chains.running[place]
        forward[place, :n] = _normalized((forward[place - 1, :n] @ factor) * given[place, :n])
    return forward


def _emitted(row_scores: Scores) -> Scores:
    """Return how probable each label of a row is by itself, up to a factor of the row."""
    return np.asarray(np.exp(row_scores - row_scores.max(axis=1, keepdims=True)))


def _normalized(values: Scores) -> Scores:
    """Return each row of values divided by its sum."""
    return np.asarray(values / np.maximum(values.sum(axis=-1, keepdims=True), 1e-300))


def label_probabilities(row_scores: Scores, sizes: Sizes, transitions: Scores) -> Scores:
    """Return the probability of each label of each row.

    As `marginals`, but forward and backward go together, which for a few short chains takes a
    third of the time: what is backward is forward over the rows in the other order.
    """
    chains = _ChainLayout(sizes)
    ends = np.cumsum(sizes)
    other_way = np.repeat(2 * ends - sizes - 1, sizes) - np.arange(len(row_scores))
    emitted = _emitted(row_scores)
    given = np.stack([chains.lay_out(emitted), chains.lay_out(emitted[other_way])], axis=1)
    factors = np.exp(transitions - transitions.max())
    factors = np.stack([factors, factors.T])
    came, found = np.ones_like(given), given.copy()
    for place in range(1, len(given)):
        if place % _RESCALED == 0:
            found[place - 1] = _normalized(found[place - 1])
        # Chains that have ended go on with ones: that is quicker than to leave them out.
        np.matmul(found[place - 1], factors, out=came[place])
        np.multiply(came[place], given[place], out=found[place])
    forward, backward = np.empty_like(row_scores), np.empty_like(row_scores)
    forward[chains.rows] = found[:, 0][chains.filled]
    backward[other_way[chains.rows]] = came[:, 1][chains.filled]
    return _normalized(forward * backward)


def best(row_scores: Scores, sizes: Sizes, transitions: Scores) -> tuple[Labels, Scores]:
    """Return the most probable labels of each chain, and the probability of each label of a row."""
    return viterbi(row_scores, sizes, transitions), label_probabilities(
        row_scores, sizes, transitions
    )


def viterbi(row_scores: Scores, sizes: Sizes, transitions: Scores) -> Labels:
    """Return the most probable labels of each chain together."""
    chains = _ChainLayout(sizes)
    given = chains.lay_out(row_scores)
    back_pointers = np.zeros(given.shape, np.int8)
    reached = given[0]
    ends = np.zeros(given.shape[1:])
    for place in range(len(given)):
        n = chains.running[place]
        if place:
            ways = reached[:n, :, None] + transitions
            back_pointers[place, :n] = ways.argmax(axis=1)
            reached = ways.max(axis=1) + given[place, :n]
        ends[:n] = reached
    return _traced(chains, back_pointers, ends)


def sample_labels(
    row_scores: Scores, sizes: Sizes, transitions: Scores, draws: int
) -> NDArray[np.int8]:
    """Return labels of whole chains, sampled by their probability, shape (rows, draws).

    Forward filtering, backward sampling. The labels of a chain do not depend on other chains.
    """
    chains, factor = _ChainLayout(sizes), np.exp(transitions)
    emitted = _emitted(row_scores)
    forward, classes = _forward(chains, chains.lay_out(emitted), factor), len(factor)
    # What a label makes of the one before it; after the last row anything may come.
    given_next = np.concatenate([factor.T, np.ones((1, classes))])
    summed = (forward[:, :, None] * given_next).cumsum(axis=3).astype(np.float32)
    bounds = summed[..., :-1] / np.maximum(summed[..., -1:], _TINY)
    dice = np.random.default_rng(_SEED).random((len(forward), 1, draws, 1), np.float32)
    labels = np.zeros((*chains.filled.shape, draws), np.int8)
    current = np.full((len(chains.sizes), draws), classes)
    everyone = np.arange(len(chains.sizes))[:, None]
    for place in range(len(forward) - 1, -1, -1):
        n = chains.running[place]
        reached = dice[place] > bounds[place, everyone[:n], current[:n]]
        current[:n] = labels[place, :n] = reached.sum(axis=2)
    found = np.empty((len(row_scores), draws), np.int8)
    found[chains.rows] = labels[chains.filled]
    return found


def _traced(chains: _ChainLayout, back_pointers: NDArray[np.int8], ends: Scores) -> Labels:
    labels = np.zeros(chains.filled.shape, np.int64)
    everyone = np.arange(len(chains.sizes))
    current = ends.argmax(axis=1)
    for place in range(len(labels) - 1, -1, -1):
        labels[place] = current
        within = chains.sizes > place
        current = np.where(within, back_pointers[place, everyone, current], current)
    found = np.empty(len(chains.rows), np.int64)
    found[chains.rows] = labels[chains.filled]
    return found
