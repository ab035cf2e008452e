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
    from claimdesk.models.analysis.networks.measures import Edges
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
    before: Mapping[str, Position] = field(default_factory=dict, compare=False)

    def __call__(self, connection: Connection, claims: ClaimFilter) -> NetworkFigures:
        """Return the figures for the claims that a filter lets through."""
        from claimdesk.models.analysis.networks.layout import layout
        from claimdesk.models.analysis.networks.network import network, network_windows

        whole = _frame(network(connection, replace(self.options, window=None), claims), self.kept)
        frames: tuple[Frame, ...] = ()
        if self.options.window is not None:
            kept = frozenset(whole.keys)
            found = network_windows(connection, self.options, claims)
            frames = tuple(_frame(each, self.kept, kept) for each in found)
        positions = layout(whole.keys, whole.edges, self.before)
        return NetworkFigures(whole, frames, positions)


def _frame(found: Network, kept: EdgeFilter, only: frozenset[str] | None = None) -> Frame:
    """Return what is drawn of a network: the nodes with the most claims, and links between them."""
    import numpy as np

    from claimdesk.models.analysis.networks.graphs import node_key
    from claimdesk.models.analysis.networks.measures import communities, edges_of

    numbered = [
        (place, node)
        for place, node in enumerate(found.nodes)
        if only is None or node_key(node) in only
    ]
    if len(numbered) > MOST_NODES:
        numbered.sort(key=lambda each: -each[1].claims)
        numbered = sorted(numbered[:MOST_NODES])
    new = {place: number for number, (place, _node) in enumerate(numbered)}
    edges = edges_of(found, kept)
    drawn = [
        place
        for place, ends in enumerate(zip(edges.first.tolist(), edges.second.tolist(), strict=True))
        if new.keys() >= set(ends)
    ]
    edges = edges.only(np.array(drawn, np.int64))
    for ends in (edges.first, edges.second):
        ends[:] = [new[int(place)] for place in ends]
    nodes = tuple(node for _place, node in numbered)
    keys = tuple(map(node_key, nodes))
    return Frame(found, nodes, keys, edges, tuple(communities(edges, len(nodes))))
