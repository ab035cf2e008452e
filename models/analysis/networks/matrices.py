# SPDX-License-Identifier: MIT
"""The cells of discourse networks.

Notation: i, i' actors, j domains, k, l levels of the qualifier with the values q; A_ijk is the
number of statements, T_i their sum over j and k, R the highest level less the lowest. Definitions:
Philip Leifeld, "Discourse Network Analysis", in: The Oxford Handbook of Political Networks, 2017,
and the manual of rDNA.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from claimdesk.models.analysis.networks.options import (
    MOST_LEVELS,
    NetworkOptions,
    UnfitOptions,
)
from claimdesk.models.analysis.networks.statements import (
    Integers,
    Numbers,
    Qualifier,
    Statements,
)
from claimdesk.models.messages.catalogue import _


class Cells:
    """A_ijk of some statements: `row` is i and `column` j of each, `levels` the values q."""

    def __init__(
        self, statements: Statements, row: Integers, column: Integers, levels: Numbers
    ) -> None:
        self.value = statements.value
        self.row = row
        self.column = column
        self.levels = levels
        coded = ~np.isnan(statements.value)
        # Claims without a value are a level of their own, the last one.
        self.level = np.full(len(statements), len(levels))
        self.level[coded] = np.searchsorted(levels, statements.value[coded])

    def totals(self, count: int) -> Numbers:
        """Return T_i of `count` actors."""
        return np.bincount(self.row, minlength=count).astype(np.float64)

    def by_domain(self) -> Iterator[tuple[Integers, Numbers, Numbers]]:
        """Yield for each domain which actors speak of it, their A over its levels, and those q."""
        order = np.argsort(self.column, kind="stable")
        ends = np.flatnonzero(np.diff(self.column[order])) + 1
        values = np.append(self.levels, np.nan)
        for places in np.split(order, ends):
            if len(places):
                rows, i = np.unique(self.row[places], return_inverse=True)
                levels, k = np.unique(self.level[places], return_inverse=True)
                counts = np.zeros((len(rows), len(levels)))
                np.add.at(counts, (i, k), 1)
                yield rows, counts, values[levels]


def one_mode(cells: Cells, options: NetworkOptions, count: int) -> Numbers:
    """Return the network of `count` actors; the diagonal is 0.

    - co-occurrence: sum over j of (sum over k of A_ijk) (sum over k of A_i'jk)
    - congruence: sum over j, k, l of A_ijk A_i'jl (1 - |q_k - q_l| / R)
    - conflict: sum over j, k, l of A_ijk A_i'jl |q_k - q_l| / R
    - subtract: congruence less conflict
    """
    found = _divided(_similarity(cells, options.kind, count), _divisor(cells, options, count))
    np.fill_diagonal(found, 0)
    return found


def _similarity(cells: Cells, kind: str, count: int) -> Numbers:
    total = np.zeros((count, count))
    for rows, counts, values in cells.by_domain():
        if kind == "co-occurrence":
            sums = counts.sum(axis=1)
            part = np.outer(sums, sums)
        else:
            part = counts @ _weights(values, cells.levels, kind) @ counts.T
        total[np.ix_(rows, rows)] += part
    return total


def _weights(values: Numbers, levels: Numbers, kind: str) -> Numbers:
    """Return the weight of each pair of levels; where there is only one level nobody disagrees."""
    extent = float(levels[-1] - levels[0]) if len(levels) else 0.0
    distance = np.abs(values[:, None] - values[None, :]) / (extent or 1.0)
    if kind == "conflict":
        return distance
    return 1 - distance if kind == "congruence" else 1 - 2 * distance


def _divisor(cells: Cells, options: NetworkOptions, count: int) -> Numbers:
    """Return what each cell is divided by.

    - average: (T_i + T_i') / 2; product: T_i T_i'
    - jaccard: sum over j, k of [A_ijk if A_i'jk = 0] + [A_i'jk if A_ijk = 0] + A_ijk A_i'jk
    - cosine: the lengths of both rows, sqrt(s_i s_i'), where s_i is the similarity of i with
      itself: the co-occurrence, or else the congruence, which for a boolean qualifier is the sum
      of squares over j and k
    """
    totals = cells.totals(count)
    if options.norm == "average":
        return (totals[:, None] + totals[None, :]) / 2
    if options.norm == "product":
        return np.outer(totals, totals)
    if options.norm == "cosine":
        kind = "co-occurrence" if options.kind == "co-occurrence" else "congruence"
        lengths = np.sqrt(_own_similarity(cells, kind, count))
        return np.outer(lengths, lengths)
    if options.norm == "jaccard":
        return _union(cells, totals, count)
    return np.ones((count, count))


def _own_similarity(cells: Cells, kind: str, count: int) -> Numbers:
    own = np.zeros(count)
    for rows, counts, values in cells.by_domain():
        if kind == "co-occurrence":
            own[rows] += counts.sum(axis=1) ** 2
        else:
            weights = _weights(values, cells.levels, kind)
            own[rows] += ((counts @ weights) * counts).sum(axis=1)
    return own


def _union(cells: Cells, totals: Numbers, count: int) -> Numbers:
    """Return the divisor of jaccard: all of both, less what is shared, plus its product."""
    union = totals[:, None] + totals[None, :]
    for rows, counts, _values in cells.by_domain():
        shared = counts @ (counts > 0).T.astype(np.float64)
        union[np.ix_(rows, rows)] += counts @ counts.T - shared - shared.T
    return union


def two_mode(
    cells: Cells, options: NetworkOptions, qualifier: Qualifier, shape: tuple[int, int]
) -> Numbers:
    """Return the network of actors (rows) and domains (columns).

    - count: sum over k of A_ijk
    - net: supportive less opposed claims; of a number its sum
    - levels: sum over k of 2^(n - 1 - k) [A_ijk > 0] over the n levels

    `activity` divides row i by T_i, with levels by its cells that are not 0; `prominence` divides
    column j by the sum over i and k of A_ijk.
    """
    counts = np.zeros(shape)
    np.add.at(counts, (cells.row, cells.column), 1)
    found = _two_mode_cells(cells, options, qualifier, counts)
    if options.norm == "activity":
        sums = (found != 0) if options.cells == "levels" else counts
        return _divided(found, np.broadcast_to(sums.sum(axis=1)[:, None], shape))
    if options.norm == "prominence":
        return _divided(found, np.broadcast_to(counts.sum(axis=0)[None, :], shape))
    return found


def _two_mode_cells(
    cells: Cells, options: NetworkOptions, qualifier: Qualifier, counts: Numbers
) -> Numbers:
    if options.cells in (None, "count"):
        return counts
    found = np.zeros(counts.shape)
    if options.cells == "net":
        np.add.at(found, (cells.row, cells.column), qualifier.net(cells.value))
        return found
    number = len(cells.levels)
    if number > MOST_LEVELS:
        raise UnfitOptions(
            _("“{key}” has {n} values; sets of levels have codes for at most {most}.").format(
                key=qualifier.key, n=number, most=MOST_LEVELS
            )
        )
    triples = np.unique(np.stack([cells.row, cells.column, cells.level], axis=1), axis=0)
    np.add.at(found, (triples[:, 0], triples[:, 1]), 2.0 ** (number - 1 - triples[:, 2]))
    return found


def _divided(found: Numbers, by: Numbers) -> Numbers:
    """Return the quotient, 0 where it is divided by 0."""
    return np.divide(found, by, out=np.zeros(found.shape), where=by != 0)
