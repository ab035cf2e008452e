# SPDX-License-Identifier: MIT
"""Polarisation: how nearly actors are in camps that agree within and contradict one another.

After rDNA 3.1 (`dna_polarization`, class Polarization of DNA 3.1). Actors are shared out among k
camps of nearly equal size. The ideal for a division has all congruence in the pairs within camps
and all conflict in the pairs between camps, evenly; the misfit of a division is the sum of the
absolute differences of both networks from their ideals, divided by its largest value, twice the sum
of both networks. What is searched is the best division, by swapping actors between camps.

Two things of the reference are an option (`like_dna`), since they are no measure of polarisation:
it multiplies the ideal of a pair by the share of its camps in all such pairs, so that the ideal
adds up to less than the network; and it reports the largest misfit that it finds, not what the best
division lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

import numpy as np
from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.networks.network import Network, Node, network, network_windows
from claimdesk.models.analysis.networks.options import NetworkOptions
from claimdesk.models.analysis.networks.statements import Integers, Numbers
from claimdesk.models.analysis.networks.windows import Period

_STARTS = 8
_ALL = 1_000
"""Up to so many divisions into two camps are all tried."""


@dataclass(frozen=True, slots=True)
class Polarisation:
    """How polarised a network is, 0 to 1, and the camp of each actor; no camps if none fits."""

    score: float
    nodes: tuple[Node, ...]
    camps: tuple[int, ...]
    period: Period | None = None


def misfit(
    camps: Integers, congruence: Numbers, conflict: Numbers, *, like_dna: bool = False
) -> float:
    """Return how far two networks are from the ideal of a division, from 0 to 1.

    `camps` has the number of the camp of each actor; both matrices are symmetric, their diagonals
    0. The ideal congruence of a pair within a camp is the sum of the congruence over the number of
    such pairs, the ideal conflict of a pair between camps likewise. 0 if both are empty.
    """
    total = congruence.sum() + conflict.sum()
    if total == 0:
        return 0.0
    pairs = ~np.eye(len(camps), dtype=bool)
    within = (camps[:, None] == camps[None, :]) & pairs
    between = pairs & ~within
    sizes = np.bincount(camps)[camps]
    ideals = (
        _ideal(within, congruence.sum(), sizes * (sizes - 1), like_dna=like_dna),
        _ideal(between, conflict.sum(), np.outer(sizes, sizes), like_dna=like_dna),
    )
    difference = np.abs(congruence - ideals[0]).sum() + np.abs(conflict - ideals[1]).sum()
    return float(difference / (2 * total))


def _ideal(pairs: np.ndarray, total: float, share: np.ndarray, *, like_dna: bool) -> Numbers:
    count = int(pairs.sum())
    if not count:
        return np.zeros(pairs.shape)
    each = np.full(pairs.shape, total / count)
    return np.where(pairs, each * share / count if like_dna else each, 0.0)


def polarisation(
    congruence: Network, conflict: Network, *, camps: int = 2, like_dna: bool = False
) -> Polarisation:
    """Return how polarised two networks of the same actors are.

    1 less the least misfit of any division that is tried; like the reference, the largest one.
    """
    nodes = congruence.rows
    if len(nodes) <= camps or (not congruence.matrix.any() and not conflict.matrix.any()):
        return Polarisation(0.0, nodes, (), congruence.period)
    sign = 1 if like_dna else -1

    def quality(division: Integers) -> float:
        return sign * misfit(division, congruence.matrix, conflict.matrix, like_dna=like_dna)

    starts = _starts(len(nodes), camps)
    if like_dna:
        best = max((_climbed(start, quality) for start in starts), key=quality)
    else:
        costs = _costs(next(iter(_starts(len(nodes), camps))), congruence.matrix, conflict.matrix)
        best = max((_descended(start, costs) for start in starts), key=quality)
    score = quality(best) if like_dna else 1 + quality(best)
    return Polarisation(score, nodes, _renumbered(best), congruence.period)


def _starts(count: int, camps: int) -> Iterator[Integers]:
    """Yield divisions into camps of nearly equal size: all of them if they are few."""
    even = np.arange(count) % camps
    if camps == 2 and comb(count, count // 2) <= _ALL:
        for members in combinations(range(count), count // 2):
            division = np.zeros(count, np.int64)
            division[list(members)] = 1
            yield division
        return
    random = np.random.default_rng(1)
    for _number in range(_STARTS):
        yield random.permutation(even)


def _costs(camps: Integers, congruence: Numbers, conflict: Numbers) -> Numbers:
    """Return what it adds to the misfit that two actors are in one camp instead of two.

    The ideals depend on the sizes of camps alone, so that the misfit of a division is a constant
    and the sum of this over the pairs within camps.
    """
    pairs = ~np.eye(len(camps), dtype=bool)
    within = (camps[:, None] == camps[None, :]) & pairs
    inside, across = int(within.sum()), int((pairs & ~within).sum())
    agreed = congruence.sum() / inside if inside else 0.0
    opposed = conflict.sum() / across if across else 0.0
    together = np.abs(congruence - agreed) + np.abs(conflict)
    apart = np.abs(congruence) + np.abs(conflict - opposed)
    return np.where(pairs, together - apart, 0.0)


def _descended(division: Integers, costs: Numbers) -> Integers:
    """Swap the two actors of different camps that lower the costs most, as long as any do."""
    division, actors = division.copy(), np.arange(len(division))
    while True:
        # What each actor costs with the members of each camp.
        with_camp = costs @ np.eye(int(division.max()) + 1)[division]
        own, moved = with_camp[actors, division], with_camp[:, division]
        change = moved + moved.T - 2 * costs - own[:, None] - own[None, :]
        change[division[:, None] == division[None, :]] = np.inf
        i, j = divmod(int(np.argmin(change)), len(division))
        if change[i, j] > -1e-9:
            return division
        division[[i, j]] = division[[j, i]]


def _climbed(division: Integers, quality: object) -> Integers:
    """Swap two actors of different camps as long as that makes the division better."""
    assert callable(quality)
    division, reached = division.copy(), quality(division)
    improved = True
    while improved:
        improved = False
        for i, j in combinations(range(len(division)), 2):
            if division[i] == division[j]:
                continue
            division[[i, j]] = division[[j, i]]
            found = quality(division)
            if found > reached + 1e-12:
                reached, improved = found, True
            else:
                division[[i, j]] = division[[j, i]]
    return division


def _renumbered(division: Integers) -> tuple[int, ...]:
    """Return the camps numbered in the order in which their first actors stand."""
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(camp, len(numbers)) for camp in division.tolist())


def polarisation_over_time(
    connection: Connection,
    options: NetworkOptions,
    claims: ClaimFilter | None = None,
    *,
    camps: int = 2,
    like_dna: bool = False,
) -> list[Polarisation]:
    """Return the polarisation of each window of the options, or of the whole time.

    The networks are normalised by the average of the actors' claims, as in the reference.
    """
    pairs = zip(
        *(_networks(connection, options, kind, claims) for kind in ("congruence", "conflict")),
        strict=True,
    )
    return [polarisation(*pair, camps=camps, like_dna=like_dna) for pair in pairs]


def _networks(
    connection: Connection, options: NetworkOptions, kind: str, claims: ClaimFilter | None
) -> Sequence[Network]:
    wanted = replace(options, kind=kind, cells=None, normalise="average", isolates=False)
    if wanted.window is None:
        return [network(connection, wanted, claims)]
    return list(network_windows(connection, wanted, claims))
