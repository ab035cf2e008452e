# SPDX-License-Identifier: MIT
"""Which edges of a network matter, who is in its middle, and who belongs together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from claimdesk.models.analysis.networks.network import Network
from claimdesk.models.analysis.networks.options import EdgeFilter
from claimdesk.models.analysis.networks.statements import Integers, Numbers

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges of a network by the places of their nodes."""

    first: Integers
    second: Integers
    weight: Numbers

    def __len__(self) -> int:
        return len(self.weight)

    def only(self, chosen: np.ndarray) -> Edges:
        """Return the edges for which this is true, or at these places."""
        return Edges(self.first[chosen], self.second[chosen], self.weight[chosen])


def edges_of(network: Network, kept: EdgeFilter | None = None) -> Edges:
    """Return the edges of a network that a filter keeps."""
    found = list(network.edges())
    table = np.array(found, np.float64).reshape(len(found), 3)
    edges = Edges(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2])
    kept = kept or EdgeFilter()
    chosen = np.abs(edges.weight) >= kept.threshold
    if kept.significance is not None:
        chosen &= disparity(edges, len(network.nodes)) < kept.significance
    edges = edges.only(chosen)
    if kept.strongest is not None:
        edges = edges.only(_strongest(edges, kept.strongest))
    return edges


def disparity(edges: Edges, nodes: int) -> Numbers:
    """Return how probable it is that chance gives an edge so large a share of a node's weight.

    The disparity filter: (1 - w / s)^(k - 1) for an edge of weight w at a node with k edges of the
    sum s, the smaller one of both ends; 1 at a node with one edge. M. Á. Serrano, M. Boguñá and
    A. Vespignani, "Extracting the multiscale backbone of complex weighted networks", PNAS 106
    (2009). Weights count without their sign.
    """
    weight = np.abs(edges.weight)
    both = np.concatenate([edges.first, edges.second])
    degree = np.bincount(both, minlength=nodes)
    strength = np.bincount(both, np.concatenate([weight, weight]), minlength=nodes)
    ends = [
        np.where(
            degree[end] > 1,
            (1 - weight / strength[end]) ** np.maximum(degree[end] - 1, 0),
            1.0,
        )
        for end in (edges.first, edges.second)
    ]
    return np.asarray(np.minimum(*ends), np.float64)


def _strongest(edges: Edges, count: int) -> np.ndarray:
    """Return the places of edges that are among the `count` strongest of either end."""
    order = np.argsort(-np.abs(edges.weight), kind="stable")
    seen: dict[int, int] = {}
    kept = []
    for place in order.tolist():
        ends = (int(edges.first[place]), int(edges.second[place]))
        if any(seen.get(end, 0) < count for end in ends):
            kept.append(place)
        for end in ends:
            seen[end] = seen.get(end, 0) + 1
    return np.array(sorted(kept), np.int64)


def communities(edges: Edges, nodes: int, seed: int = 1) -> list[int]:
    """Return the number of the community of each node, the largest community first.

    Louvain: V. D. Blondel et al., "Fast unfolding of communities in large networks", J. Stat. Mech.
    (2008), over edges with a positive weight; a node without one is a community of its own.
    """
    import networkx as nx

    graph = _graph(edges.only(edges.weight > 0), range(nodes))
    found = nx.community.louvain_communities(graph, weight="weight", seed=seed)
    ordered = sorted(found, key=lambda group: (-len(group), min(group)))
    numbers = {node: number for number, group in enumerate(ordered) for node in group}
    return [numbers[node] for node in range(nodes)]


@dataclass(frozen=True, slots=True)
class Centrality:
    """How central a node is."""

    degree: int
    """Its edges."""
    strength: float
    """The sum of their weights, without sign."""
    betweenness: float
    """The share of shortest paths between others that lead through it (Freeman 1977); an edge is
    as long as 1 / weight."""
    eigenvector: float
    """Its part in the first eigenvector of the weights (Bonacich 1972), 1 for the largest."""


def centralities(edges: Edges, nodes: int) -> list[Centrality]:
    """Return how central each node is; weights count without their sign."""
    import networkx as nx

    weight = np.abs(edges.weight)
    positive = Edges(edges.first, edges.second, weight)
    graph = _graph(positive, range(nodes))
    for one, other, data in graph.edges(data=True):
        graph[one][other]["length"] = 1 / data["weight"]
    between = nx.betweenness_centrality(graph, weight="length")
    table = np.zeros((nodes, nodes))
    table[edges.first, edges.second] = weight
    table += table.T
    leading = np.zeros(nodes)
    if len(edges):
        leading = np.abs(np.linalg.eigh(table)[1][:, -1])
        leading /= leading.max()
    return [
        Centrality(
            int((table[node] > 0).sum()),
            float(table[node].sum()),
            float(between[node]),
            float(leading[node]),
        )
        for node in range(nodes)
    ]


def _graph(edges: Edges, nodes: Sequence[int] | range) -> nx.Graph:
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_weighted_edges_from(
        zip(edges.first.tolist(), edges.second.tolist(), edges.weight.tolist(), strict=True)
    )
    return graph
