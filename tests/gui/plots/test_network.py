# SPDX-License-Identifier: MIT
"""The network in the panel: drawn from the claims, pointed at, dragged, chosen, played, saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.plots.kinds.network import NetworkPlot
from claimdesk.gui.plots.network_marks import NetworkMark
from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.gui.plots.picture_dialog import Choice, PictureDialog
from tests.gui.conftest import name_file

After = Callable[[Callable[[], object]], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def plot(panel: DistributionPanel, sample: Any, after: After) -> NetworkPlot:
    """The network of the whole project, at the right of the bars."""
    sample.claim("Southmole", "opposed", "Tide tables")
    sample.claim("Eastquay", "supportive", "Tide tables", article=1)
    after(panel.project_button.click)
    after(lambda: panel.slots[1].choose_kind("network"))
    found = panel.plots[1]
    assert isinstance(found, NetworkPlot)
    return found


def key(sample: Any, name: str) -> str:
    return f"actor-{sample.actors[name]}"


def links(plot: NetworkPlot) -> dict[tuple[str, str], float]:
    return {(str(one), str(other)): float(weight) for one, other, weight in plot.table().rows}


def choose(plot: NetworkPlot, after: After, kind: str) -> None:
    box = plot.choice.kind
    after(lambda: box.setCurrentIndex(box.findData(kind)))


def test_it_shows_who_agrees_with_whom(
    panel: DistributionPanel, plot: NetworkPlot, sample: Any, after: After
) -> None:
    # Tide tables: Northport twice in favour, Eastquay once, Southmole once against.
    # Lighthouses: Northport in favour, Eastquay neutral.
    assert links(plot) == {
        ("Eastquay", "Northport"): 2.0,
        ("Eastquay", "Southmole"): -1.0,
        ("Northport", "Southmole"): -2.0,
    }
    assert "Agreement less disagreement" in panel.sentence
    assert "2 claims are in no network" in panel.sentence
    choose(plot, after, "actor-domain")
    assert links(plot)["Northport", "Tide tables"] == 2
    before = {name: plot.view.positions[name] for name in plot.view.positions}
    after(lambda: sample.claim("Westhaven", "supportive", "Dredging"))
    moved = [
        abs(plot.view.positions[name][0] - x) + abs(plot.view.positions[name][1] - y)
        for name, (x, y) in before.items()
    ]
    assert max(moved) < 0.2
    assert key(sample, "Westhaven") in plot.view.positions


def test_nodes_and_links_lead_to_their_claims(
    panel: DistributionPanel, plot: NetworkPlot, sample: Any, qtbot: QtBot
) -> None:
    view = plot.view
    north, south = key(sample, "Northport"), key(sample, "Southmole")
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.mouseClick(view, LEFT, pos=view.node_center(north))
    assert len(chosen.args[0]) == 3
    assert chosen.args[1] == "Claims (Northport: 3 claims, 2 links): 3 of 8"
    qtbot.mouseMove(view, view.node_center(south))
    assert panel.reading.startswith("Southmole")
    middle = view.link_center(NetworkMark(north, south))
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.mouseClick(view, LEFT, pos=middle)
    assert chosen.args[1] == "Claims (Northport – Southmole: weight -2, 3 claims): 3 of 8"
    assert len(chosen.args[0]) == 3


def test_it_is_used_by_keyboard(
    panel: DistributionPanel, plot: NetworkPlot, sample: Any, qtbot: QtBot
) -> None:
    view = plot.view
    with qtbot.waitActive(panel):
        panel.activateWindow()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.current == NetworkMark(key(sample, "Northport"))
    assert view.accessibleDescription() == "Northport: 3 claims, 2 links"
    seen = set()
    for arrow in [Qt.Key.Key_Left] * 3 + [Qt.Key.Key_Right] * 3:
        qtbot.keyClick(view, arrow)
        seen.add(view.current)
    assert len(seen) == 3
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.accessibleDescription().startswith("Eastquay – Northport: weight 2")
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.accessibleDescription().startswith("Northport – Southmole: weight -2")
    with qtbot.waitSignal(panel.claims_chosen):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    place = view.node_center(key(sample, "Northport"))
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.node_center(key(sample, "Northport")).x() > place.x()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    qtbot.keyClick(view, Qt.Key.Key_0)


def test_a_node_that_was_dragged_stays_there(
    plot: NetworkPlot, sample: Any, after: After, qtbot: QtBot
) -> None:
    view, name = plot.view, key(sample, "Eastquay")
    start = view.node_center(name)
    target = QPoint(view.width() // 2, view.height() // 2)
    QTest.mousePress(view, LEFT, pos=start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(view, start + (target - start) * share)
    QTest.mouseRelease(view, LEFT, pos=target)
    assert (view.node_center(name) - target).manhattanLength() < 12
    placed = view.positions[name]
    after(lambda: sample.claim("Eastquay", "supportive", "Dredging", article=1))
    assert abs(view.positions[name][0] - placed[0]) < 0.15
    assert abs(view.positions[name][1] - placed[1]) < 0.15


def test_a_node_that_was_dragged_is_printed_there(
    panel: DistributionPanel, plot: NetworkPlot, desk: Desk, sample: Any, qtbot: QtBot
) -> None:
    view, name = plot.view, key(sample, "Eastquay")
    start, target = view.node_center(name), QPoint(view.width() // 2, view.height() // 3)
    QTest.mousePress(view, LEFT, pos=start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(view, start + (target - start) * share)
    QTest.mouseRelease(view, LEFT, pos=target)
    jobs, window = Jobs(), QWidget()
    qtbot.addWidget(window)
    shown = [Choice(*each) for each in panel.shown_plots()]
    dialog = PictureDialog(desk, jobs, panel.claims, window, shown)
    dialog.kind.setCurrentIndex(1)
    jobs.wait()
    printed = dialog.plot
    assert isinstance(printed, NetworkPlot)
    with sample.project.reading() as connection:
        graph = printed.printer()(printed.reader()(connection, panel.claims))
    places = {node.name: (node.x, node.y) for node in graph.nodes}
    for town in ("Eastquay", "Northport", "Southmole"):
        assert places[town] == pytest.approx(view.positions[key(sample, town)])


def test_windows_are_a_film_strip(plot: NetworkPlot, after: After, qtbot: QtBot) -> None:
    assert not plot.strip.isVisible()
    after(lambda: plot.choice.extent.setValue(1))
    after(lambda: plot.choice.unit.setCurrentIndex(plot.choice.unit.findData("days")))
    assert plot.strip.isVisible()
    before = plot.view.positions
    plot.strip.slider.setFocus()
    qtbot.keyClick(plot.strip.slider, Qt.Key.Key_Right)
    assert plot.strip.label.text() == "2 Mar 2026 to 2 Mar 2026"
    assert links(plot) == {("Northport", "Southmole"): -2.0}
    assert plot.view.positions == before
    qtbot.keyClick(plot.strip.slider, Qt.Key.Key_Right)
    assert plot.strip.label.text() == "9 Apr 2026 to 9 Apr 2026"
    plot.strip.play.click()
    qtbot.waitUntil(lambda: not plot.strip.play.isChecked(), timeout=10_000)
    assert plot.strip.place == 2


def test_it_is_saved_for_other_programs(plot: NetworkPlot, qtbot: QtBot, tmp_path: Path) -> None:
    target = tmp_path / "towns.graphml"
    actions = {action.data(): action for action in plot.choice.save.menu().actions()}
    assert set(actions) == {"graphml", "gexf", "csv", "matrix"}
    actions["graphml"].trigger()
    name_file(target)
    qtbot.waitUntil(target.exists)
    graph = nx.read_graphml(target)
    assert sorted(data["name"] for _key, data in graph.nodes(data=True)) == [
        "Eastquay",
        "Northport",
        "Southmole",
    ]
    assert sorted(weight for *_ends, weight in graph.edges(data="weight")) == [-2, -1, 2]


def test_where_there_is_no_network_it_says_why(
    panel: DistributionPanel, plot: NetworkPlot, after: After, sample: Any
) -> None:
    after(panel.article_button.click)
    choose(plot, after, "congruence")
    qualifier = plot.choice.qualifier
    after(lambda: qualifier.setCurrentIndex(qualifier.findData("urgency")))
    assert not plot.view.isVisible()
    assert "No claim here" in " ".join(
        label.text() for label in plot.findChildren(type(plot.strip.label)) if label.isVisible()
    )
    state = plot.options()
    other = NetworkPlot()
    other.set_fields({})
    other.set_options(state)
    assert other.options()["network"] == "congruence"
