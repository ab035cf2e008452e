# SPDX-License-Identifier: MIT
"""Features as numbers: combinations of columns, mixed into buckets.

A column holds hashes of strings (spaCy's, the same in every process) or small numbers. A feature is
one number for each combination of a template and the values of some columns, cut to `BUCKETS`.
Features that share a bucket share a weight, which costs little (the hashing trick: Weinberger et
al., ICML 2009), and weights stay plain arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

BUCKETS = 2**20

Column = NDArray[np.uint64]
Values = NDArray[Any]
"""A column of whole numbers or truth values."""
Features = NDArray[np.int32]
"""Shape (rows, features): the bucket of each feature of each row."""

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_TOP = np.uint64(64 - 20)


class Templates:
    """Collects the features of some rows; the number of a feature is its place in the order."""

    def __init__(self, family: int) -> None:
        self._family = family
        self._columns: list[NDArray[np.int32]] = []

    def add(self, *columns: Values) -> None:
        """One more feature: the combination of these columns."""
        self._columns.append(buckets(mixed(self._family + len(self._columns), *columns)))

    def features(self) -> Features:
        """Return the buckets of all of them, shape (rows, features)."""
        # Column by column in memory, as weights are looked up.
        return np.array(self._columns).T


def mixed(start: int, *columns: Values) -> Column:
    """Return one number for each combination of values, another for another `start`."""
    value = np.full(len(columns[0]), start, dtype=np.uint64) * _FACTOR
    for column in columns:
        value = (value ^ column.astype(np.uint64)) * _FACTOR
        value ^= value >> _HALF
    return value


def mixed_by_column(table: NDArray[np.uint64], start: int) -> NDArray[np.uint64]:
    """Return a table of columns, each mixed by itself: the same value is another number in each."""
    value = (table ^ ((start + np.arange(table.shape[1])).astype(np.uint64) * _FACTOR)) * _FACTOR
    value ^= value >> _HALF
    return value


def buckets(mixed_values: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Return the bucket of each of these numbers."""
    return ((mixed_values * _FACTOR) >> _TOP).astype(np.int32)
