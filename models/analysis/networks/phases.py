# SPDX-License-Identifier: MIT
"""Phases of a debate: windows whose networks are alike, and when one phase ends and another begins.

After rDNA 3.1 (`dna_phaseTransitions`), which follows N. Masuda and P. Holme, "Detecting sequences
of system states in temporal networks", Scientific Reports 9 (2019). Each two windows have a
distance; the windows are clustered by it, hierarchies are cut into 2 to 6 states, and the division
with the highest modularity in the graph of similarities (1 - distance) is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.networks.network import Network, network_windows
from claimdesk.models.analysis.networks.options import NetworkOptions, UnfitOptions
from claimdesk.models.analysis.networks.statements import Numbers
from claimdesk.models.analysis.networks.windows import Period
from claimdesk.models.messages.catalogue import _

LINKAGES = ("single", "average", "complete", "ward")


@dataclass(frozen=True, slots=True)
class Phases:
    """The state of each window, numbered from 0 in the order in which they first occur."""

    periods: tuple[Period, ...]
    states: tuple[int, ...]
    distances: Numbers
    """Of each two windows, from 0 to 1."""
    linkage: str
    modularity: float

    @property
    def transitions(self) -> list[Period]:
        """The windows with which another state begins."""
        pairs = zip(self.states, self.states[1:], self.periods[1:], strict=False)
        return [period for before, after, period in pairs if before != after]


def distance(one: Numbers, other: Numbers, method: str = "absdiff") -> float:
    """Return how different two networks of the same nodes are.

    - absdiff: the sum of the absolute differences of their cells
    - spectral: the Euclidean distance between the eigenvalues of their Laplacians, each list scaled
      to the sum 1; negative weights count as 0; one-mode networks only
    """
    if method == "absdiff":
        return float(np.abs(one - other).sum())
    return float(np.linalg.norm(_spectrum(one) - _spectrum(other)))


def _spectrum(matrix: Numbers) -> Numbers:
    weights = np.maximum(matrix, 0)
    values = np.linalg.eigvalsh(np.diag(weights.sum(axis=1)) - weights)
    total = values.sum()
    return np.asarray(values / total if total else values, np.float64)


def phases(
    connection: Connection,
    options: NetworkOptions,
    claims: ClaimFilter | None = None,
    *,
    method: str = "absdiff",
    linkages: Sequence[str] = LINKAGES,
    normalise_to_one: bool = True,
) -> Phases:
    """Return the phases of the windows of the options.

    All windows have the same nodes. With `normalise_to_one` the cells of each are divided by the
    sum of their absolute values, so that busy windows are not different for that alone. Raises
    UnfitOptions without a window, and for spectral distances of an actor-domain network.
    """
    if options.window is None or (method == "spectral" and not options.is_one_mode):
        raise UnfitOptions(
            _("Phases need a window, and spectral distances a network of actors with actors.")
        )
    found = list(network_windows(connection, replace(options, isolates=True), claims))
    periods = tuple(each.period for each in found if each.period is not None)
    distances = distance_matrix([_scaled(each, to_one=normalise_to_one) for each in found], method)
    states, linkage, reached = best_states(distances, linkages)
    return Phases(periods, states, distances, linkage, reached)


def _scaled(network: Network, *, to_one: bool) -> Numbers:
    total = np.abs(network.matrix).sum()
    return network.matrix / total if to_one and total else network.matrix


def distance_matrix(matrices: Sequence[Numbers], method: str = "absdiff") -> Numbers:
    """Return the distances of each two matrices, scaled so that the largest is 1."""
    count = len(matrices)
    found = np.zeros((count, count))
    spectra = [_spectrum(one) for one in matrices] if method == "spectral" else matrices
    for i in range(count):
        for j in range(i):
            difference = spectra[i] - spectra[j]
            norm = np.linalg.norm(difference) if method == "spectral" else np.abs(difference).sum()
            found[i, j] = found[j, i] = norm
    largest = found.max(initial=0)
    return np.asarray(found / largest if largest else found, np.float64)


def best_states(
    distances: Numbers, linkages: Sequence[str] = LINKAGES, fewest: int = 2, most: int = 6
) -> tuple[tuple[int, ...], str, float]:
    """Return the states with the highest modularity, by which linkage, and the modularity."""
    count = len(distances)
    best = (tuple([0] * count), linkages[0], 0.0)
    reached = -np.inf
    for linkage in linkages if count >= fewest else ():
        for states in _cuts(distances, linkage, fewest, min(most, count)):
            found = modularity(1 - distances, states)
            if found > reached + 1e-12:
                best, reached = (states, linkage, found), found
    return best


def _cuts(distances: Numbers, linkage: str, fewest: int, most: int) -> list[tuple[int, ...]]:
    """Return the states when a hierarchy is cut into `fewest` to `most` clusters.

    Agglomerative clustering by the formula of Lance and Williams (1967); `ward` as Ward's D2, over
    squared distances.
    """
    count = len(distances)
    apart = distances**2 if linkage == "ward" else distances.copy()
    np.fill_diagonal(apart, np.inf)
    sizes = np.ones(count)
    members = [[i] for i in range(count)]
    cuts = []
    for left in range(count, fewest - 1, -1):
        if left <= most:
            cuts.append(_states(members, count))
        i, j = sorted(divmod(int(np.argmin(apart)), count))
        merged = _merged(apart, sizes, i, j, linkage)
        apart[i, :] = apart[:, i] = merged
        apart[i, i] = np.inf
        apart[j, :] = apart[:, j] = np.inf
        sizes[i] += sizes[j]
        members[i] += members[j]
        members[j] = []
    return cuts[::-1]


def _merged(apart: Numbers, sizes: Numbers, i: int, j: int, linkage: str) -> Numbers:
    """Return the distances of all clusters from i and j together."""
    one, other = apart[i], apart[j]
    if linkage == "single":
        return np.asarray(np.minimum(one, other), np.float64)
    if linkage == "complete":
        return np.asarray(np.maximum(one, other), np.float64)
    if linkage == "average":
        return np.asarray((sizes[i] * one + sizes[j] * other) / (sizes[i] + sizes[j]), np.float64)
    total = sizes[i] + sizes[j] + sizes
    ward = (sizes[i] + sizes) * one + (sizes[j] + sizes) * other - sizes * apart[i, j]
    return np.asarray(ward / total, np.float64)


def _states(members: Sequence[Sequence[int]], count: int) -> tuple[int, ...]:
    """Return the cluster of each, numbered in the order in which they first occur."""
    cluster = {place: number for number, own in enumerate(members) for place in own}
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(cluster[place], len(numbers)) for place in range(count))


def modularity(weights: Numbers, states: Sequence[int]) -> float:
    """Return the modularity of a division of a weighted graph without loops.

    The share of the weight within the parts, less what it would be by chance (M. E. J. Newman,
    "Analysis of weighted networks", Physical Review E 70, 2004).
    """
    graph = weights.copy()
    np.fill_diagonal(graph, 0)
    total = graph.sum()
    if not total:
        return 0.0
    own = np.array(states)
    strength = graph.sum(axis=1)
    same = own[:, None] == own[None, :]
    return float(((graph - np.outer(strength, strength) / total) * same).sum() / total)
