# SPDX-License-Identifier: MIT
"""Networks in the files of other programs: GraphML and GEXF for Gephi and visone, CSV, JSON.

GraphML has typed keys only, which both programs read. CSV is an edge list with what is known of
both nodes in each row; a node without an edge has a row without a second node. `matrix` is the
table itself.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimdesk.models.analysis.networks.network import Network, Node
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.disk import draft_of, move, sync_file, sync_folder
from claimdesk.models.text.cells import safe_cell

if TYPE_CHECKING:
    import networkx as nx

ENDINGS = {
    "json": ".json",
    "graphml": ".graphml",
    "gexf": ".gexf",
    "csv": ".csv",
    "matrix": ".csv",
}
"""The formats, and the end of the names of their files."""

_EDGE_COLUMNS = (
    "source",
    "target",
    "weight",
    "source_kind",
    "source_claims",
    "target_kind",
    "target_claims",
)


_LAST_MODIFIED = re.compile(' lastmodifieddate="[^"]*"')


def graph(found: Network) -> nx.Graph:
    """Return the network as a graph.

    Nodes are `actor-ID` or `domain-ID` with name, kind, claims and bipartite (0: an actor, 1: a
    domain); edges have a weight, which is never 0.
    """
    import networkx as nx

    made = nx.Graph()
    for node in found.nodes:
        made.add_node(
            node_key(node),
            name=node.name,
            label=node.name,
            kind=node.kind,
            claims=node.claims,
            bipartite=int(node.is_domain),
        )
    nodes = found.nodes
    made.add_weighted_edges_from(
        (node_key(nodes[i]), node_key(nodes[j]), weight) for i, j, weight in found.edges()
    )
    return made


def node_key(node: Node) -> str:
    """Return what a node is called in files: the same in all of one project."""
    return f"domain-{node.id}" if node.is_domain else f"actor-{node.id}"


def as_text(found: Network, format_name: str) -> str:
    """Return the network in one of the formats of ENDINGS."""
    if format_name == "json":
        return json_text(found.as_json())
    if format_name == "csv":
        return _rows_text(_edge_rows(found))
    if format_name == "matrix":
        return _rows_text(_matrix_rows(found))
    import networkx as nx

    if format_name == "graphml":
        return "\n".join(nx.generate_graphml(graph(found))) + "\n"
    return "\n".join(_without_date(nx.generate_gexf(graph(found)))) + "\n"


def json_text(value: dict[str, Any]) -> str:
    """Return the JSON of a network, one row of its matrix a line."""
    rows = ",\n".join(
        f"    {json.dumps([_short(cell) for cell in row])}" for row in value["matrix"]
    )
    parts = [
        f"  {json.dumps(key)}: {json.dumps(part, ensure_ascii=False)}"
        if key != "matrix"
        else f'  "matrix": [\n{rows}\n  ]'
        for key, part in value.items()
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _short(number: float) -> float:
    """Return a whole number as one, for people."""
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _without_date(lines: Any) -> Sequence[str]:  # noqa: ANN401
    """Leave out the day of writing: the same network gives the same file."""
    return [_LAST_MODIFIED.sub("", line) for line in lines]


def _edge_rows(found: Network) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [_EDGE_COLUMNS]
    linked: set[int] = set()
    nodes = found.nodes
    for i, j, weight in found.edges():
        linked |= {i, j}
        one, other = nodes[i], nodes[j]
        rows.append(
            (
                safe_cell(one.name),
                safe_cell(other.name),
                _short(weight),
                one.kind,
                one.claims,
                other.kind,
                other.claims,
            )
        )
    rows += [
        (safe_cell(node.name), "", "", node.kind, node.claims, "", "")
        for place, node in enumerate(nodes)
        if place not in linked
    ]
    return rows


def _matrix_rows(found: Network) -> list[Sequence[object]]:
    head = ["", *(safe_cell(node.name) for node in found.cols)]
    table = found.matrix.tolist()
    return [
        head,
        *(
            [safe_cell(node.name), *map(_short, cells)]
            for node, cells in zip(found.rows, table, strict=True)
        ),
    ]


def _rows_text(rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def write_network(found: Network, format_name: str, path: Path) -> None:
    """Write a network to a file in one of the formats of ENDINGS."""
    path.write_text(as_text(found, format_name), encoding="utf-8", newline="")


def save_network(found: Network, format_name: str, path: Path) -> None:
    """Write a network to a file of its own, read it again, and give it its name only then.

    Raises ClaimdeskError if it can't be written, or would replace something else than a file of
    that format.
    """
    if path.suffix.lower() != ENDINGS[format_name]:
        raise ClaimdeskError(
            _("{path} does not end in {ending}; choose another name.").format(
                path=path, ending=ENDINGS[format_name]
            )
        )
    draft = draft_of(path)
    try:
        write_network(found, format_name, draft)
        verify_network(found, format_name, draft)
        sync_file(draft)
        move(draft, path)
        sync_folder(path.parent)
    except OSError as error:
        raise ClaimdeskError(
            _("{output} cannot be written: {reason}; nothing changed.").format(
                output=path, reason=error.strerror or error
            )
        ) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def verify_network(found: Network, format_name: str, path: Path) -> None:
    """Read a file again. Raises ClaimdeskError if it does not say what the network says."""
    if not _says(found, format_name, path):
        raise ClaimdeskError(
            _("{output} did not read back as it was written; try again.").format(output=path)
        )


def _says(found: Network, format_name: str, path: Path) -> bool:
    if format_name not in ("graphml", "gexf"):
        return path.read_text(encoding="utf-8") == as_text(found, format_name)
    import networkx as nx

    read = nx.read_graphml(path) if format_name == "graphml" else nx.read_gexf(path)
    wanted = graph(found)
    same_nodes = {key: data["name"] for key, data in read.nodes(data=True)} == {
        key: data["name"] for key, data in wanted.nodes(data=True)
    }
    edges = [
        {frozenset((one, other)): weight for one, other, weight in made.edges(data="weight")}
        for made in (read, wanted)
    ]
    return same_nodes and edges[0] == edges[1]


def window_name(found: Network, format_name: str) -> str:
    """Return the name of the file of a window: its centre, so that names sort by time."""
    assert found.period is not None
    centre = found.period.centre
    has_time = (centre.hour, centre.minute, centre.second) != (0, 0, 0)
    name = centre.strftime("%Y-%m-%dT%H-%M-%S" if has_time else "%Y-%m-%d")
    return f"{name}{ENDINGS[format_name]}"
