# SPDX-License-Identifier: MIT
"""Networks for print: places, sizes and colours as on the screen, on white."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPalette

from claimdesk.gui.plots.network_controls import kind_names
from claimdesk.gui.plots.network_figures import MOST_NODES, Frame, NetworkFigures
from claimdesk.gui.plots.plot import Table
from claimdesk.models.analysis.print_figures import Graph, GraphEdge, GraphNode
from claimdesk.models.messages.catalogue import _

if TYPE_CHECKING:
    from claimdesk.gui.plots.network_drawing import Colours
    from claimdesk.models.analysis.networks.layout import Position


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """Makes a network for print with the look that is chosen."""

    measure: str
    """What the size of a node stands for."""
    by_group: bool
    """Whether colours are those of communities."""

    def __call__(self, figures: NetworkFigures) -> Graph:
        """Return the network of the whole time."""
        import numpy as np

        from claimdesk.gui.plots.network_drawing import colours_of, disagrees, is_signed, radii

        frame, colours = figures.whole, colours_of(QPalette(QColor("#ffffff")))
        sizes = radii(frame, self.measure)
        largest = float(sizes.max(initial=1.0))
        signed, against = is_signed(frame), disagrees(frame)
        weights = np.sqrt(np.abs(frame.edges.weight))
        weights = weights / max(float(weights.max(initial=0.0)), 1e-12)
        edges = tuple(
            GraphEdge(
                int(one),
                int(two),
                float(width),
                bool(signed and minus),
                _line(colours, signed, minus),
            )
            for one, two, width, minus in zip(
                frame.edges.first, frame.edges.second, weights, against, strict=True
            )
        )
        table = links_table(frame)
        if self.measure != "claims" and frame.central:
            table = central_table(frame)
        elif not table.rows:
            table = Table((_("Name"), _("Claims")), tuple((n.name, n.claims) for n in frame.nodes))
        note = ""
        if len(frame.network.nodes) > MOST_NODES:
            note = _("The {most} nodes with the most claims are drawn, of {n}.").format(
                most=MOST_NODES, n=len(frame.network.nodes)
            )
        return Graph(
            kind_names()[frame.network.options.kind],
            note,
            ("", ""),
            table.columns,
            table.rows,
            self._nodes(
                frame, figures.positions, [float(size) / largest for size in sizes], colours
            ),
            edges,
            self._keys(frame, colours, signed),
        )

    def _nodes(
        self, frame: Frame, at: Mapping[str, Position], sizes: list[float], colours: Colours
    ) -> tuple[GraphNode, ...]:
        found = []
        for place, (node, key) in enumerate(zip(frame.nodes, frame.keys, strict=True)):
            colour = colours.domain if node.is_domain else colours.actor
            if self.by_group:
                colour = colours.groups[frame.groups[place] % len(colours.groups)]
            found.append(
                GraphNode(node.name, *at[key], sizes[place], node.is_domain, colour.name())
            )
        return tuple(found)

    def _keys(
        self, frame: Frame, colours: Colours, signed: bool
    ) -> tuple[tuple[str, str, str], ...]:
        keys = []
        if signed:
            keys = [
                ("line", colours.agree.name(), _("Agreement")),
                ("dashes", colours.disagree.name(), _("Disagreement, dashed")),
            ]
        if not self.by_group:
            keys.append(("circle", colours.actor.name(), _("Actors")))
            if any(node.is_domain for node in frame.nodes):
                keys.append(("square", colours.domain.name(), _("Domains")))
        return tuple(keys)


def _line(colours: Colours, signed: bool, against: bool) -> str:
    if not signed:
        return colours.neutral.name()
    return (colours.disagree if against else colours.agree).name()


def links_table(frame: Frame | None) -> Table:
    """Return a row for each link."""
    columns = (_("From"), _("To"), _("Weight"))
    if frame is None:
        return Table(columns)
    edges = frame.edges
    rows = zip(edges.first.tolist(), edges.second.tolist(), edges.weight.tolist(), strict=True)
    return Table(
        columns,
        tuple((frame.nodes[i].name, frame.nodes[j].name, weight) for i, j, weight in rows),
    )


def central_table(frame: Frame) -> Table:
    """Return a row for each node with its centralities, the most central by links first."""
    columns = (
        *(_("Name"), _("Claims"), _("Degree"), _("Strength")),
        *(_("Betweenness"), _("Eigenvector")),
    )
    pairs = sorted(
        zip(frame.nodes, frame.central, strict=True),
        key=lambda pair: (-pair[1].strength, -pair[0].claims),
    )
    rows = tuple(
        (
            *(node.name, node.claims, found.degree, found.strength),
            *(round(found.betweenness, 6), round(found.eigenvector, 6)),
        )
        for node, found in pairs
    )
    return Table(columns, rows)
