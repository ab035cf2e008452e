# SPDX-License-Identifier: MIT
"""What a drawn network shows: its nodes, links and places, read and laid out in a job.

Imports numpy and what computes networks only then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.networks.options import EdgeFilter, NetworkOptions

if TYPE_CHECKING:
    from claimdesk.models.analysis.networks.layout import Position
    from claimdesk.models.analysis.networks.measures import Centrality, Edges
    from claimdesk.models.analysis.networks.network import Network, Node
    from claimdesk.models.analysis.networks.windows import Period

MOST_NODES = 500
"""Of a larger network those with the most claims are drawn."""


@dataclass(frozen=True)
class Frame:
    """A network as it is drawn: the whole time, or one window."""

    network: Network
    nodes: tuple[Node, ...]
    keys: tuple[str, ...]
    """What the nodes are called, in every frame the same."""
    edges: Edges
    groups: tuple[int, ...]
    """The community of each node."""
    central: tuple[Centrality, ...] = ()
    """How central each node is; empty if that was not asked for."""

    @property
    def period(self) -> Period | None:
        """The window; None: the whole time."""
        return self.network.period

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each node by its key."""
        return {key: place for place, key in enumerate(self.keys)}


@dataclass(frozen=True, slots=True)
class NetworkFigures:
    """The network of the whole time, those of its windows, and where all nodes are."""

    whole: Frame
    windows: tuple[Frame, ...]
    positions: Mapping[str, Position]


@dataclass(frozen=True, slots=True)
class NetworkReader:
    """Reads a network; nodes that have a place before stay about there."""

    options: NetworkOptions
    kept: EdgeFilter
    central: bool = False
    """Whether to compute how central nodes are."""
    before: Mapping[str, Position] = field(default_factory=dict, compare=False)

    def __call__(self, connection: Connection, claims: ClaimFilter) -> NetworkFigures:
        """Return the figures for the claims that a filter lets through."""
        from claimdesk.models.analysis.networks.layout import layout
        from claimdesk.models.analysis.networks.network import network, network_windows

        everything = network(connection, replace(self.options, window=None), claims)
        whole = self._frame(everything)
        frames: tuple[Frame, ...] = ()
        if self.options.window is not None:
            kept = frozenset(whole.keys)
            found = network_windows(connection, self.options, claims)
            frames = tuple(self._frame(each, kept) for each in found)
        positions = layout(whole.keys, whole.edges, self.before)
        return NetworkFigures(whole, frames, positions)

    def _frame(self, found: Network, only: frozenset[str] | None = None) -> Frame:
        frame = _frame(found, self.kept, only)
        if not self.central:
            return frame
        from claimdesk.models.analysis.networks.measures import centralities

        return replace(frame, central=tuple(centralities(frame.edges, len(frame.nodes))))


def _frame(found: Network, kept: EdgeFilter, only: frozenset[str] | None = None) -> Frame:
    """Return what is drawn of a network: the nodes with the most claims, and links between them."""
    import numpy as np

    from claimdesk.models.analysis.networks.graphs import node_key
    from claimdesk.models.analysis.networks.measures import Edges, communities, filtered

    numbered = [
        (place, node)
        for place, node in enumerate(found.nodes)
        if only is None or node_key(node) in only
    ]
    if len(numbered) > MOST_NODES:
        numbered.sort(key=lambda each: -each[1].claims)
        numbered = sorted(numbered[:MOST_NODES])
    new = {place: number for number, (place, _node) in enumerate(numbered)}
    numbers = np.full(len(found.nodes), -1)
    numbers[list(new)] = list(new.values())
    edges = Edges(*found.edge_arrays())
    edges = edges.only((numbers[edges.first] >= 0) & (numbers[edges.second] >= 0))
    edges = Edges(numbers[edges.first], numbers[edges.second], edges.weight)
    edges = filtered(edges, len(numbered), kept)
    nodes = tuple(node for _place, node in numbered)
    keys = tuple(map(node_key, nodes))
    return Frame(found, nodes, keys, edges, tuple(communities(edges, len(nodes))))
