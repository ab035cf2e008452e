# SPDX-License-Identifier: MIT
"""Claims by two fields: counts, shares, what chance would give, and whether they are independent.

Formulas: Pearson's chi-square test and Cramér's V as in A. Agresti, "Categorical Data Analysis"
(2013), sections 3.2 and 2.4; the interval of a share is Wilson's score interval (1927).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import ClaimFilter, Value
from claimdesk.models.analysis.distribution import distribution_by_identity
from claimdesk.models.text.collation import sort_key

_LEAST_EXPECTED = 5
"""Cochran's rule (1954): the test holds if at most a fifth of the expected counts are smaller."""
_Z_95 = 1.959963984540054
"""The quantile of the normal distribution for an interval of 95 %."""
_PRECISION = 1e-14
_TERMS = 10_000


@dataclass(frozen=True, slots=True)
class Independence:
    """What the chi-square test says of a table."""

    statistic: float
    degrees: int
    p: float
    cramers_v: float
    """How strongly the fields go together, 0..1."""
    small: int
    """How many of the `cells` are expected to hold fewer than 5 claims."""
    cells: int

    @property
    def holds(self) -> bool:
        """Whether enough claims are expected everywhere for `p` to be relied on."""
        return self.small <= self.cells / 5


@dataclass(frozen=True, slots=True)
class CrossTable:
    """How many claims have each pair of values; None is what is not coded.

    A claim with several speakers or domains counts in the row, or column, of each.
    """

    row_field: str
    column_field: str
    rows: tuple[Value, ...]
    columns: tuple[Value, ...]
    counts: tuple[tuple[int, ...], ...]
    """One row of counts for each of `rows`."""

    @property
    def row_totals(self) -> tuple[int, ...]:
        """The sum of each row."""
        return tuple(map(sum, self.counts))

    @property
    def column_totals(self) -> tuple[int, ...]:
        """The sum of each column."""
        return tuple(map(sum, zip(*self.counts, strict=True))) if self.counts else ()

    @property
    def total(self) -> int:
        """The sum of all cells."""
        return sum(self.row_totals)

    def coded(self) -> CrossTable:
        """Return the table without what is not coded in either field."""
        columns = [place for place, value in enumerate(self.columns) if value is not None]
        rows = [place for place, value in enumerate(self.rows) if value is not None]
        return self.part(rows, columns)

    def part(self, rows: Sequence[int], columns: Sequence[int]) -> CrossTable:
        """Return the table of some rows and columns, by their places, in that order."""
        return CrossTable(
            self.row_field,
            self.column_field,
            tuple(self.rows[place] for place in rows),
            tuple(self.columns[place] for place in columns),
            tuple(tuple(self.counts[row][column] for column in columns) for row in rows),
        )

    def row_shares(self) -> list[list[float]]:
        """Return the share of each cell in its row, 0..1; 0 in an empty row."""
        return [
            [count / total if total else 0.0 for count in row]
            for row, total in zip(self.counts, self.row_totals, strict=True)
        ]

    def column_shares(self) -> list[list[float]]:
        """Return the share of each cell in its column, 0..1; 0 in an empty column."""
        totals = self.column_totals
        return [
            [count / total if total else 0.0 for count, total in zip(row, totals, strict=True)]
            for row in self.counts
        ]

    def independence(self) -> Independence | None:
        """Return the chi-square test of its cells; None without two filled rows and columns."""
        rows = [total for total in self.row_totals if total]
        columns = [total for total in self.column_totals if total]
        if min(len(rows), len(columns)) < 2:
            return None
        degrees = (len(rows) - 1) * (len(columns) - 1)
        total = self.total
        statistic, small = 0.0, 0
        for row, row_total in zip(self.counts, self.row_totals, strict=True):
            for count, column_total in zip(row, self.column_totals, strict=True):
                expected = row_total * column_total / total
                if expected:
                    statistic += (count - expected) ** 2 / expected
                    small += expected < _LEAST_EXPECTED
        least = min(len(rows), len(columns)) - 1
        return Independence(
            statistic,
            degrees,
            chi_square_tail(statistic, degrees),
            math.sqrt(statistic / (total * least)),
            small,
            len(rows) * len(columns),
        )


def read_cross_table(
    connection: Connection, row_field: str, column_field: str, claims: ClaimFilter
) -> CrossTable:
    """Return the table of two fields: the longest rows first, what is not coded last.

    Raises UnknownField for an unknown field.
    """
    places: dict[Value, int] = {}
    cells: dict[Value, dict[int, int]] = {}
    for row in distribution_by_identity(connection, (row_field, column_field), claims):
        place = places.setdefault(row[column_field], len(places))
        cells.setdefault(row[row_field], {})[place] = row["claims"]
    sums = dict.fromkeys(places, 0)
    named = tuple(places)
    for own in cells.values():
        for place, count in own.items():
            sums[named[place]] += count
    rows = _ordered({row: sum(own.values()) for row, own in cells.items()})
    columns = _ordered(sums)
    counts = tuple(
        tuple([own.get(place, 0) for place in map(places.__getitem__, columns)])
        for own in map(cells.__getitem__, rows)
    )
    return CrossTable(row_field, column_field, rows, columns, counts)


def share_interval(count: int, total: int) -> tuple[float, float]:
    """Return Wilson's interval of 95 % for the share of `count` in `total`, 0..1 each."""
    if not total:
        return 0.0, 1.0
    share, square = count / total, _Z_95**2
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = (
        _Z_95
        / (1 + square / total)
        * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    )
    return max(middle - half, 0.0), min(middle + half, 1.0)


def chi_square_tail(statistic: float, degrees: int) -> float:
    """Return the probability that chi-square with so many degrees of freedom is at least this.

    The upper incomplete gamma function Q(degrees / 2, statistic / 2): NIST's Digital Library of
    Mathematical Functions, 8.7.1 for small and 8.9.2 (by Lentz's method) for large arguments.
    """
    if statistic <= 0:
        return 1.0
    shape, bound = degrees / 2, statistic / 2
    scale = math.exp(shape * math.log(bound) - bound - math.lgamma(shape))
    if bound < shape + 1:
        return max(1.0 - scale * _lower_series(shape, bound), 0.0)
    return min(scale * _upper_fraction(shape, bound), 1.0)


def _lower_series(shape: float, bound: float) -> float:
    term = total = 1 / shape
    for step in range(1, _TERMS):
        term *= bound / (shape + step)
        total += term
        if term < total * _PRECISION:
            break
    return total


def _upper_fraction(shape: float, bound: float) -> float:
    tiny = 1e-300
    b = bound + 1 - shape
    c, d = 1 / tiny, 1 / b
    value = d
    for step in range(1, _TERMS):
        a = -step * (step - shape)
        b += 2
        d = 1 / (a * d + b or tiny)
        c = b + a / c or tiny
        value *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return value


def _ordered(sums: dict[Value, int]) -> tuple[Value, ...]:
    """Return values by their sums, the largest first and what is not coded last."""
    return tuple(
        sorted(sums, key=lambda value: (value is None, -sums[value], sort_key(str(value))))
    )
