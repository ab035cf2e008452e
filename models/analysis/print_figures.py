# SPDX-License-Identifier: MIT
"""Figures for print other than charts of two fields: plain data, no drawing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from claimdesk.models.analysis.charts import FigureTable


@dataclass(frozen=True, slots=True)
class _Words:
    """What every figure has: the words around it, and its numbers."""

    title: str
    note: str
    axes: tuple[str, str]
    head: tuple[str, ...]
    body: tuple[tuple[str | float, ...], ...]
    """The numbers as rows, which are written beside the picture."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.body

    def table(self) -> FigureTable:
        """Return the head and the rows of its numbers."""
        return self.head, [*self.body]


@dataclass(frozen=True, slots=True)
class RankedBars(_Words):
    """A bar for each label, from the top, all of one kind."""

    labels: tuple[str, ...]
    values: tuple[float, ...]
    ends: tuple[str, ...]
    """What is written at the end of each bar."""


@dataclass(frozen=True, slots=True)
class Panels(_Words):
    """The same bars once in each of several panels, all on one scale."""

    rows: tuple[str, ...]
    panels: tuple[str, ...]
    colours: tuple[str, ...]
    """Of each panel, #rrggbb."""
    accepted: tuple[tuple[int, ...], ...]
    """By row and panel."""
    suggested: tuple[tuple[int, ...], ...]
    bare: frozenset[int] = frozenset()
    """Rows that have numbers and no bars, since they must not set the scale."""


@dataclass(frozen=True, slots=True)
class Sheet(_Words):
    """A table with sums in the last row and the last column."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One place of a curve in time."""

    day: datetime.date
    value: float | None
    """0..1; None: not known."""
    phase: int
    after_gap: bool
    """Whether the curve is broken before it."""


@dataclass(frozen=True, slots=True)
class Curve(_Words):
    """A line from 0 to 1 through time, over numbered phases."""

    points: tuple[CurvePoint, ...]
    events: tuple[tuple[datetime.date, str], ...]


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node: where it is, and how it looks."""

    name: str
    x: float
    y: float
    size: float
    """Radius, 0..1 of the largest."""
    square: bool
    """Domains are squares, actors circles."""
    colour: str


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """A link between two nodes by their places."""

    first: int
    second: int
    width: float
    """0..1 of the widest."""
    dashed: bool
    colour: str


@dataclass(frozen=True, slots=True)
class Graph(_Words):
    """A network; sign is colour and line."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    keys: tuple[tuple[str, str, str], ...]
    """What is explained: `line`, `dashes`, `circle` or `square`, its colour, and its name."""
