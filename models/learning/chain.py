# SPDX-License-Identifier: MIT
"""A linear-chain conditional random field: trained by CRFsuite, kept and read as plain numbers.

CRFsuite's own files are read by C code that trusts them. A project may come from anybody, so a
model is stored as a header and arrays of numbers whose sizes are checked, and decoded with numpy.
"""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimdesk.models.errors import ClaimdeskError

Row = Sequence[int]
"""The features of one token, as numbers of 32 bits."""
OUTSIDE = "O"
"""The label of what is nothing."""
Scores = NDArray[np.float64]

LIMIT = 32 * 2**20
"""Bytes of a stored model at most."""
_MAGIC = b"CDCHAIN2"
_MOST_LABELS = 64
_LARGEST = 1e4
"""Weights that training gives are far below; sums of them must stay numbers."""
_TINY = 1e-300
"""What is divided by at least, where numbers have become too small."""


class Chain:
    """Weights of features and of transitions for each label."""

    def __init__(
        self,
        labels: tuple[str, ...],
        keys: NDArray[np.uint32],
        weights: NDArray[np.float32],
        transitions: NDArray[np.float32],
    ) -> None:
        self.labels = labels
        self._keys = keys
        self._weights = np.vstack([weights, np.zeros((1, len(labels)), np.float32)])
        self.transitions = transitions.astype(np.float64)
        self._row_of = {int(key): row for row, key in enumerate(keys)}

    def emissions(self, rows: Sequence[Row]) -> Scores:
        """The score of each label for each token, shape (tokens, labels)."""
        unknown, find = len(self._keys), self._row_of.get
        known = [find(feature, unknown) for row in rows for feature in row]
        # The sums would skip a row without features, so each has one more that says nothing.
        starts = np.cumsum([0, *(len(row) + 1 for row in rows[:-1])])
        at = np.insert(np.asarray(known, np.int64), np.cumsum([len(row) for row in rows]), unknown)
        emissions: Scores = np.add.reduceat(self._weights[at], starts, axis=0).astype(np.float64)
        return emissions

    def decode(self, rows: Sequence[Row]) -> tuple[list[str], list[float]]:
        """The likeliest labels, with their probabilities unless all of them are OUTSIDE."""
        if not rows:
            return [], []
        emissions = self.emissions(rows)
        found = self._viterbi(emissions)
        labels = [self.labels[i] for i in found]
        if all(label == OUTSIDE for label in labels):
            return labels, [0.0] * len(labels)
        probabilities = self._marginals(emissions)
        return labels, [float(row[i]) for row, i in zip(probabilities, found, strict=True)]

    def _viterbi(self, emissions: Scores) -> list[int]:
        best, back = emissions[0], []
        for row in emissions[1:]:
            paths = best[:, None] + self.transitions
            back.append(paths.argmax(axis=0))
            best = paths.max(axis=0) + row
        at = int(best.argmax())
        found = [at]
        for pointers in reversed(back):
            at = int(pointers[at])
            found.append(at)
        return found[::-1]

    def _marginals(self, emissions: Scores) -> Scores:
        """The probability of each label for each token: forward and backward sums, each scaled."""
        potentials = np.exp(emissions - emissions.max(axis=1, keepdims=True))
        steps = np.exp(self.transitions - self.transitions.max())
        size = len(emissions)
        forward, backward = np.empty_like(potentials), np.ones_like(potentials)
        forward[0] = potentials[0] / potentials[0].sum()
        for i in range(1, size):
            row = forward[i - 1] @ steps * potentials[i]
            forward[i] = row / max(row.sum(), _TINY)
        for i in range(size - 2, -1, -1):
            row = steps @ (potentials[i + 1] * backward[i + 1])
            backward[i] = row / max(row.sum(), _TINY)
        joint: Scores = forward * backward
        joint /= np.maximum(joint.sum(axis=1, keepdims=True), _TINY)
        return joint

    def to_bytes(self) -> bytes:
        """The model for `from_bytes`."""
        header = json.dumps({"labels": self.labels, "features": len(self._keys)}).encode()
        parts = (
            self._keys.astype("<u4"),
            self._weights[:-1].astype("<f4"),
            self.transitions.astype("<f4"),
        )
        body = b"".join(part.tobytes() for part in parts)
        return _MAGIC + len(header).to_bytes(4, "little") + header + body

    @classmethod
    def from_bytes(cls, data: bytes) -> Chain:
        """The model that was stored. Raises ClaimdeskError if the bytes are none."""
        try:
            return cls._read(data)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise ClaimdeskError("The learned model of names is damaged; learn again.") from error

    @classmethod
    def _read(cls, data: bytes) -> Chain:
        start = len(_MAGIC) + 4
        if len(data) > LIMIT or data[: len(_MAGIC)] != _MAGIC:
            raise ValueError("no model")
        size = int.from_bytes(data[len(_MAGIC) : start], "little")
        header = json.loads(data[start : start + size])
        labels, features = tuple(header["labels"]), header["features"]
        n = len(labels)
        if not 0 < n <= _MOST_LABELS or not all(isinstance(label, str) for label in labels):
            raise ValueError("no labels")
        if type(features) is not int or features < 0:
            raise ValueError("no features")
        body = data[start + size :]
        if len(body) != 4 * (features + features * n + n * n):
            raise ValueError("wrong size")
        keys = np.frombuffer(body, "<u4", features)
        numbers = np.frombuffer(body, "<f4", features * n + n * n, 4 * features)
        if not (np.abs(numbers) <= _LARGEST).all():
            raise ValueError("no weight")
        weights = numbers[: features * n].reshape(features, n)
        return cls(labels, keys, weights, numbers[features * n :].reshape(n, n))


@cache
def _prime(distance: int) -> int:
    return (2_654_435_761 + 2 * distance * 40_503) & 0xFFFFFFFF | 1


def hashed(feature: str) -> int:
    """The number under which a feature is kept; two features hardly ever share one."""
    return zlib.crc32(feature.encode("utf-8", "surrogatepass"))


def shifted(feature: int, distance: int) -> int:
    """The number of another token's feature, so many tokens on: one to one with the feature's."""
    return feature * _prime(distance) & 0xFFFFFFFF


def train(
    sequences: Iterable[tuple[Sequence[Row], Sequence[str]]], *, c2: float, iterations: int
) -> Chain:
    """A model of sequences of rows and their labels; `c2` weighs the squared weights against them.

    L-BFGS on the conditional likelihood, as in Lafferty, McCallum and Pereira (2001).
    """
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.0, "c2": c2, "max_iterations": iterations})
    for rows, labels in sequences:
        trainer.append([[str(feature) for feature in row] for row in rows], labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        try:
            return _chain(tagger)
        finally:
            tagger.close()


def _chain(tagger: object) -> Chain:
    found = tagger.info()  # type: ignore[attr-defined]
    labels = tuple(sorted(tagger.labels()))  # type: ignore[attr-defined]
    number = {label: i for i, label in enumerate(labels)}
    keys = sorted({int(feature) for feature, _ in found.state_features})
    row_of = {key: row for row, key in enumerate(keys)}
    weights = np.zeros((len(keys), len(labels)), np.float32)
    for (feature, label), weight in found.state_features.items():
        weights[row_of[int(feature)], number[label]] = weight
    transitions = np.zeros((len(labels), len(labels)), np.float32)
    for (one, other), weight in found.transitions.items():
        transitions[number[one], number[other]] = weight
    return Chain(labels, np.array(keys, np.uint32), weights, transitions)
