# SPDX-License-Identifier: MIT
"""Where the nodes of a drawn network are: near what they are linked with, and where they were.

T. M. J. Fruchterman and E. M. Reingold, "Graph drawing by force-directed placement", Software:
Practice and Experience 21 (1991), in numpy: nodes push one another away, edges pull, and a weak
pull to the middle keeps parts together that are not linked. Nothing is random: a node that is new
starts at a place that follows from its neighbours or its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from claimdesk.models.analysis.networks.measures import Edges
from claimdesk.models.analysis.networks.statements import Numbers

Position = tuple[float, float]

_STEPS, _STEPS_AGAIN = 150, 40
_HEAT = 0.15
"""How far a node moves at most in the first step."""
_SETTLED = 0.02
"""The share of that for a node that was there before."""
_GRAVITY = 0.06
_STRETCH = 2.5
_GOLDEN = np.pi * (3 - 5**0.5)


def layout(
    keys: Sequence[str], edges: Edges, before: Mapping[str, Position] | None = None
) -> dict[str, Position]:
    """Return the positions of nodes by their keys, around (0, 0), about -1 to 1.

    With the positions `before` those who were there stay about where they are.
    """
    count = len(keys)
    if not count:
        return {}
    before = before or {}
    known = np.array([key in before for key in keys])
    places = _start(keys, edges, before, known)
    settled = known.mean() > 0.5
    # Those who were there hardly move; who is new finds a place among them.
    mobility = np.where(known & settled, _SETTLED, 1.0)
    if count > 1:
        places = _moved(places, edges, _STEPS_AGAIN if settled else _STEPS, mobility)
    if not settled:
        places = _fitted(places)
    return {key: (float(x), float(y)) for key, (x, y) in zip(keys, places, strict=True)}


def _start(
    keys: Sequence[str], edges: Edges, before: Mapping[str, Position], known: np.ndarray
) -> Numbers:
    """Return where nodes begin: where they were, between their neighbours, or on a spiral."""
    number = np.arange(len(keys)) + 0.5
    radius = np.sqrt(number / len(keys))
    spiral = np.stack([radius * np.cos(number * _GOLDEN), radius * np.sin(number * _GOLDEN)], 1)
    places = np.array([before.get(key, tuple(spiral[i])) for i, key in enumerate(keys)])
    if known.any():
        sums, counts = np.zeros(places.shape), np.zeros(len(keys))
        for one, other in ((edges.first, edges.second), (edges.second, edges.first)):
            chosen = known[other]
            np.add.at(sums, one[chosen], places[other[chosen]])
            np.add.at(counts, one[chosen], 1)
        new = ~known & (counts > 0)
        places[new] = sums[new] / counts[new, None] + 0.05 * spiral[new]
    return places


def _moved(places: Numbers, edges: Edges, steps: int, mobility: Numbers) -> Numbers:
    count = len(places)
    unit = 1.6 / np.sqrt(count)
    pull = np.sqrt(np.abs(edges.weight) / max(np.abs(edges.weight).max(initial=0), 1e-12))
    pull = np.where(edges.weight > 0, pull, 0.0 if (edges.weight > 0).any() else pull)
    x, y = places[:, 0].copy(), places[:, 1].copy()
    for step in range(steps):
        away_x, away_y = x[:, None] - x[None, :], y[:, None] - y[None, :]
        squared = np.maximum(away_x**2 + away_y**2, 1e-6)
        push = unit**2 / squared
        force_x = (away_x * push).sum(axis=1) - _GRAVITY * x
        force_y = (away_y * push).sum(axis=1) - _GRAVITY * y
        edge_x, edge_y = x[edges.first] - x[edges.second], y[edges.first] - y[edges.second]
        tension = pull * np.sqrt(edge_x**2 + edge_y**2) / unit
        for force, part in ((force_x, edge_x * tension), (force_y, edge_y * tension)):
            force -= np.bincount(edges.first, part, minlength=count)
            force += np.bincount(edges.second, part, minlength=count)
        length = np.maximum(np.hypot(force_x, force_y), 1e-9)
        most = _HEAT * mobility * (1 - step / steps)
        scale = np.minimum(length, most) / length
        x += force_x * scale
        y += force_y * scale
    return np.stack([x, y], axis=1)


def _fitted(places: Numbers) -> Numbers:
    """Scale places to -1 to 1 around their middle; what is flat may be stretched, but not far."""
    middle = (places.max(axis=0) + places.min(axis=0)) / 2
    extent = np.abs(places - middle).max(axis=0)
    extent = np.maximum(extent, max(float(extent.max()) / _STRETCH, 1e-9))
    return np.asarray((places - middle) / extent, np.float64)
