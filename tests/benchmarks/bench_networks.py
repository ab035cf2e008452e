# SPDX-License-Identifier: MIT
"""Networks: 40,000 statements with a rule for duplicates, and 500 nodes laid out and drawn.

Baseline of the statements: a search that compares each statement with all that were kept, as
Discourse Network Analyzer does it, on a part of them; its time grows with the square.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable

import numpy as np

from claimdesk.models.analysis.networks.layout import layout
from claimdesk.models.analysis.networks.measures import Edges
from claimdesk.models.analysis.networks.network import Network, Node
from claimdesk.models.analysis.networks.options import NetworkOptions
from claimdesk.models.analysis.networks.statements import Statements, without_duplicates

STATEMENTS, ACTORS, DOMAINS, ARTICLES = 40_000, 300, 150, 5_000
PART = 4_000
NODES, EDGES = 500, 2_000


def figure(
    name: str, value: float, unit: str, baseline: float | None, target: float, met: bool
) -> None:
    """Print one figure."""
    line = {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "baseline": baseline if baseline is None else round(baseline, 4),
        "target": target,
        "met": met,
    }
    sys.stdout.write(f"{json.dumps(line)}\n")
    sys.stdout.flush()


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of some work, the least of three."""
    times = []
    for _run in range(3):
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return min(times)


def make(count: int) -> Statements:
    """Return random statements in order of time."""
    random = np.random.default_rng(7)
    days = np.sort(random.integers(19_000, 20_000, count))
    return Statements(
        np.arange(count),
        random.integers(0, ACTORS, count),
        random.integers(0, DOMAINS, count),
        random.integers(0, ARTICLES, count),
        random.integers(0, 2, count).astype(np.float64),
        days.astype("datetime64[D]").astype("datetime64[s]"),
    )


def quadratic(statements: Statements) -> int:
    """Return how many statements are kept if each is compared with all before it."""
    columns = (statements.speaker, statements.domain, statements.value, statements.article)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    kept: list[tuple[float, ...]] = []
    for row in rows:
        for other in kept:
            if (
                row[0] == other[0]
                and row[1] == other[1]
                and row[2] == other[2]
                and row[3] == other[3]
            ):
                break
        else:
            kept.append(row)
    return len(kept)


def duplicates() -> None:
    """Measure the rule for duplicates."""
    options = NetworkOptions(kind="subtract", duplicates="article")
    whole, part = make(STATEMENTS), make(PART)
    assert quadratic(part) == len(without_duplicates(part, options))
    slow = seconds(lambda: quadratic(part)) * (STATEMENTS / PART) ** 2
    fast = seconds(lambda: without_duplicates(whole, options))
    ratio = slow / max(fast, 1e-9)
    figure("duplicates among 40,000 statements", ratio, "times", slow, 50, ratio >= 50)


def drawing() -> None:
    """Measure the layout, and the first and a further picture of it."""
    random = np.random.default_rng(9)
    first, second = random.integers(0, NODES, (2, EDGES))
    chosen = first < second
    weight = random.integers(1, 30, EDGES).astype(np.float64)
    edges = Edges(first[chosen], second[chosen], weight[chosen])
    keys = [f"actor-{i}" for i in range(NODES)]
    laid = seconds(lambda: layout(keys, edges))
    figure("layout of 500 nodes", laid, "s", None, 2, laid < 2)
    picture(edges, keys)
    again = seconds(lambda: layout([*keys, "actor-new"], edges, layout(keys, edges))) - laid
    figure("layout of 500 nodes after a change", again, "s", None, 1, again < 1)


def picture(edges: Edges, keys: list[str]) -> None:
    """Measure the first picture of a network, and a further one while a node is dragged."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from claimdesk.gui.app import application
    from claimdesk.gui.plots.network_figures import Frame
    from claimdesk.gui.plots.network_view import NetworkView

    application([], "light")
    random = np.random.default_rng(11)
    claims = random.integers(1, 200, NODES).tolist()
    nodes = tuple(Node(i, f"Actor number {i}", "state", claims[i]) for i in range(NODES))
    found = Network(NetworkOptions(), nodes, nodes, np.zeros((NODES, NODES)), make(10))
    frame = Frame(found, nodes, tuple(keys), edges, tuple([0] * NODES))
    view = NetworkView()
    view.resize(1200, 800)
    positions = layout(keys, edges)

    def first() -> None:
        view.show_frame(frame, positions)
        view.show()
        QApplication.processEvents()
        view.grab()

    drawn = seconds(first)
    figure("first picture of 500 nodes", drawn, "s", None, 1, drawn < 1)
    start = view.node_center(keys[0])
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)

    def drag() -> None:
        for step in range(1, 31):
            QTest.mouseMove(view, start + QPoint(step * 5, step * 3))
            view.repaint()

    per_second = 30 / seconds(drag)
    figure("pictures while a node is dragged", per_second, "a second", None, 30, per_second >= 30)


def main() -> int:
    """Print all figures."""
    duplicates()
    drawing()
    return 0


if __name__ == "__main__":
    sys.exit(main())
