# SPDX-License-Identifier: MIT
"""Discourse networks of a project: matrices with their nodes, for the whole time or windows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.networks.matrices import Cells, one_mode, two_mode
from claimdesk.models.analysis.networks.options import NetworkOptions
from claimdesk.models.analysis.networks.statements import (
    NOBODY,
    Integers,
    Loaded,
    Numbers,
    Statements,
    load,
    without_duplicates,
)
from claimdesk.models.analysis.networks.windows import Period, windows


@dataclass(frozen=True, slots=True)
class Node:
    """An actor or a domain of a network."""

    id: int
    """Of the actor or domain in the project."""
    name: str
    kind: str
    """The kind of an actor, or `domain`."""
    claims: int
    """How many claims of it are in the network."""

    @property
    def is_domain(self) -> bool:
        """Whether it is a domain."""
        return self.kind == "domain"


@dataclass(frozen=True, slots=True)
class Network:
    """A matrix: rows by columns, which are the same nodes if actors are linked with actors."""

    options: NetworkOptions
    rows: tuple[Node, ...]
    cols: tuple[Node, ...]
    matrix: Numbers
    statements: Statements
    """Those that are in the matrix."""
    period: Period | None = None

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, each once."""
        return self.rows if self.options.is_one_mode else (*self.rows, *self.cols)

    def edges(self) -> Iterator[tuple[int, int, float]]:
        """Yield the places of two nodes among `nodes`, and the weight, which is never 0."""
        first = 0 if self.options.is_one_mode else len(self.rows)
        wanted = np.triu(self.matrix, 1) if self.options.is_one_mode else self.matrix
        for i, j in zip(*np.nonzero(wanted), strict=True):
            yield int(i), int(j) + first, float(wanted[i, j])

    def claims_of(self, node: Node) -> frozenset[int]:
        """Return the ids of the claims of a node."""
        column = self.statements.domain if node.is_domain else self.statements.speaker
        return frozenset(self.statements.claim[column == node.id].tolist())

    def claims_between(self, one: Node, other: Node) -> frozenset[int]:
        """Return the ids of the claims behind an edge.

        Of an actor and a domain, what the one says of the other; of two actors, what both say of
        domains that they share.
        """
        if other.is_domain:
            chosen = self.statements.only(
                (self.statements.speaker == one.id) & (self.statements.domain == other.id)
            )
            return frozenset(chosen.claim.tolist())
        of_one = self.statements.only(self.statements.speaker == one.id)
        of_other = self.statements.only(self.statements.speaker == other.id)
        shared = np.intersect1d(of_one.domain, of_other.domain)
        found = (part.claim[np.isin(part.domain, shared)] for part in (of_one, of_other))
        return frozenset(number for part in found for number in part.tolist())

    def as_json(self) -> dict[str, Any]:
        """Return {"rows", "cols", "matrix", "statements"}, with a window "t", "start", "stop"."""
        times = {}
        if self.period is not None:
            period = self.period
            times = {"t": period.centre, "start": period.start, "stop": period.stop}
        return {
            **{name: time.isoformat() for name, time in times.items()},
            "rows": [node.name for node in self.rows],
            "cols": [node.name for node in self.cols],
            "matrix": self.matrix.tolist(),
            "statements": len(self.statements),
        }


def network(
    connection: Connection, options: NetworkOptions, claims: ClaimFilter | None = None
) -> Network:
    """Return the network of the claims that a filter lets through, over their whole time.

    Raises UnfitOptions if the options do not fit together, UnknownField for an unknown field.
    """
    options.check()
    loaded = load(connection, options, claims or ClaimFilter())
    return _network(loaded, without_duplicates(loaded.statements, options), options, None)


def network_windows(
    connection: Connection, options: NetworkOptions, claims: ClaimFilter | None = None
) -> Iterator[Network]:
    """Yield the networks of the windows that have claims, in order of time.

    Duplicates are left out over the whole time before. The range is that of the options or, where
    they have no end, of the claims. Raises what `network` raises.
    """
    options.check()
    loaded = load(connection, options, claims or ClaimFilter())
    return _windows(loaded, options)


def _windows(loaded: Loaded, options: NetworkOptions) -> Iterator[Network]:
    kept = without_duplicates(loaded.statements, options)
    dated = loaded.statements.time[~np.isnat(loaded.statements.time)]
    if options.window is None or not len(dated):
        return
    start = options.start or _datetime(dated[0])
    stop = options.stop or _datetime(dated[-1])
    times = kept.time[~np.isnat(kept.time)]
    for period in windows(options.window, start, stop):
        first = int(np.searchsorted(times, np.datetime64(period.start, "s"), side="left"))
        last = int(np.searchsorted(times, np.datetime64(period.stop, "s"), side="right"))
        if first < last:
            yield _network(loaded, kept.only(np.arange(first, last)), options, period)


def _datetime(time: np.datetime64) -> datetime:
    found: datetime = time.astype("datetime64[s]").item()
    return found


def _network(
    loaded: Loaded, kept: Statements, options: NetworkOptions, period: Period | None
) -> Network:
    named = loaded.statements if options.isolates else kept
    rows = _nodes(named.speaker, kept, kept.speaker, loaded.speakers, loaded.kinds)
    domains = _nodes(named.domain, kept, kept.domain, loaded.domains, {})
    cells = Cells(
        kept,
        _places(kept.speaker, rows),
        _places(kept.domain, domains),
        loaded.qualifier.levels(loaded.statements),
    )
    if options.is_one_mode:
        matrix = one_mode(cells, options, len(rows))
        return Network(options, rows, rows, matrix, kept, period)
    matrix = two_mode(cells, options, loaded.qualifier, (len(rows), len(domains)))
    return Network(options, rows, domains, matrix, kept, period)


def _nodes(
    ids: Integers,
    kept: Statements,
    column: Integers,
    names: Mapping[int, str],
    kinds: Mapping[int, str],
) -> tuple[Node, ...]:
    """Return the nodes with these ids, ordered by the UTF-16 code units of their names."""
    pairs = np.unique(np.stack([column, kept.claim], axis=1), axis=0)
    counts = dict(zip(*np.unique(pairs[:, 0], return_counts=True), strict=True))
    nodes = [
        Node(number, names[number], kinds.get(number, "domain"), int(counts.get(number, 0)))
        for number in np.unique(ids[ids != NOBODY]).tolist()
    ]
    return tuple(sorted(nodes, key=lambda node: node.name.encode("utf-16-be", "surrogatepass")))


def _places(ids: Integers, nodes: tuple[Node, ...]) -> Integers:
    """Return the place of each id among the nodes."""
    numbers = np.array([node.id for node in nodes], np.int64)
    order = np.argsort(numbers)
    return order[np.searchsorted(numbers[order], ids)].astype(np.int64)
