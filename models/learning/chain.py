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
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimdesk.models.errors import ClaimdeskError

Row = Sequence[str]
"""The features of one token."""
Scores = NDArray[np.float64]

LIMIT = 32 * 2**20
"""Bytes of a stored model at most."""
_MAGIC = b"CDCHAIN1"
_MOST_LABELS = 64


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
        self._transitions = transitions.astype(np.float64)
        self._row_of = {int(key): row for row, key in enumerate(keys)}

    def emissions(self, rows: Sequence[Row]) -> Scores:
        """The score of each label for each token, shape (tokens, labels)."""
        unknown, find = len(self._keys), self._row_of.get
        out = np.empty((len(rows), len(self.labels)))
        for number, row in enumerate(rows):
            known = [find(hashed(feature), unknown) for feature in row]
            out[number] = self._weights[known].sum(axis=0)
        return out

    def decode(self, rows: Sequence[Row]) -> tuple[list[str], Scores]:
        """The likeliest labels and, shape (tokens, labels), the probability of each label."""
        if not rows:
            return [], np.zeros((0, len(self.labels)))
        emissions = self.emissions(rows)
        return [self.labels[i] for i in self._viterbi(emissions)], self._marginals(emissions)

    def _viterbi(self, emissions: Scores) -> list[int]:
        best, back = emissions[0], []
        for row in emissions[1:]:
            paths = best[:, None] + self._transitions
            back.append(paths.argmax(axis=0))
            best = paths.max(axis=0) + row
        at = int(best.argmax())
        found = [at]
        for pointers in reversed(back):
            at = int(pointers[at])
            found.append(at)
        return found[::-1]

    def _marginals(self, emissions: Scores) -> Scores:
        size = len(emissions)
        forward, backward = np.empty_like(emissions), np.zeros_like(emissions)
        forward[0] = emissions[0]
        for i in range(1, size):
            forward[i] = emissions[i] + _log_sum(forward[i - 1][:, None] + self._transitions, 0)
        for i in range(size - 2, -1, -1):
            backward[i] = _log_sum(self._transitions + (emissions[i + 1] + backward[i + 1]), 1)
        joint = forward + backward
        joint -= joint.max(axis=1, keepdims=True)
        probabilities: Scores = np.exp(joint)
        probabilities /= probabilities.sum(axis=1, keepdims=True)
        return probabilities

    def to_bytes(self) -> bytes:
        """The model for `from_bytes`."""
        header = json.dumps({"labels": self.labels, "features": len(self._keys)}).encode()
        parts = (
            self._keys.astype("<u4"),
            self._weights[:-1].astype("<f4"),
            self._transitions.astype("<f4"),
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
        if not np.isfinite(numbers).all():
            raise ValueError("no number")
        weights = numbers[: features * n].reshape(features, n)
        return cls(labels, keys, weights, numbers[features * n :].reshape(n, n))


def hashed(feature: str) -> int:
    """The number under which a feature is kept; two features hardly ever share one."""
    return zlib.crc32(feature.encode("utf-8", "surrogatepass"))


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
        trainer.append([[str(hashed(feature)) for feature in row] for row in rows], labels)
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


def _log_sum(values: Scores, axis: int) -> Scores:
    top = values.max(axis=axis, keepdims=True)
    total: Scores = np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis)
    return total
