# SPDX-License-Identifier: MIT
"""Polarisation, phases and centralities: in the window, as tables, and on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from typer.testing import CliRunner

from claimdesk.gui.plots.kinds.debate import DebatePlot
from claimdesk.gui.plots.kinds.network import NetworkPlot
from claimdesk.gui.plots.mark_canvas import Place
from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.models.cli.commands import app

After = Callable[[Callable[[], object]], None]
LEFT = Qt.MouseButton.LeftButton
SIDES = {"North": 1, "East": 1, "South": -1, "West": -1}


@pytest.fixture
def debate(sample: Any) -> None:
    """From May to September camps of two; from October on each of them says anything."""
    for month in range(5, 13):
        sample.article(f"Talks {month}", published_on=date(2026, month, 10).isoformat())
        for place, (name, side) in enumerate(SIDES.items()):
            if month >= 10:
                side = 1 if (place + month) % 2 else -1
            stance = "supportive" if side > 0 else "opposed"
            sample.claim(name, stance, "Dredging", article=-1)


@pytest.mark.usefixtures("debate")
def test_polarisation_and_phases_are_drawn_and_lead_to_claims(
    panel: DistributionPanel, after: After, qtbot: QtBot
) -> None:
    after(panel.project_button.click)
    after(lambda: panel.slots[1].choose_kind("debate"))
    plot = panel.plots[1]
    assert isinstance(plot, DebatePlot)
    after(lambda: plot.set_options({"unit": "months"}))
    assert "Polarisation in windows of 3 months." in panel.sentence
    by_day = {str(row[0]): row for row in plot.table().rows}
    assert by_day["2026-06-02"][2:] == (1.0, by_day["2026-06-02"][3], "East; North", "South; West")
    plot.canvas.setFocus()
    qtbot.keyClick(plot.canvas, Qt.Key.Key_End)
    assert "polarisation" in plot.canvas.accessibleDescription()
    at = plot.canvas.center_of(Place(0, list(by_day).index("2026-06-02"))).toPoint()
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.mouseClick(plot.canvas, LEFT, pos=at)
    assert chosen.args[1].startswith("Claims, 2026-06-02 to 2026-08-02: 8 of")
    assert panel.plots[0].table().rows[0][0] in SIDES


@pytest.mark.usefixtures("debate")
def test_nodes_are_as_large_as_they_are_central(panel: DistributionPanel, after: After) -> None:
    after(panel.project_button.click)
    after(lambda: panel.slots[1].choose_kind("network"))
    plot = panel.plots[1]
    assert isinstance(plot, NetworkPlot)
    after(lambda: plot.set_options({"measure": "betweenness"}))
    table = plot.table()
    assert table.columns[2:] == ("Degree", "Strength", "Betweenness", "Eigenvector")
    assert {row[0] for row in table.rows} >= set(SIDES)
    after(lambda: plot.set_options({"measure": "claims"}))
    assert plot.table().columns == ("From", "To", "Weight")


@pytest.mark.usefixtures("debate")
def test_the_command_prints_the_same(sample: Any) -> None:
    arguments = ["debate", str(sample.project.path), "--window", "months:3", "--actors", "4"]
    result = CliRunner().invoke(app, [*arguments, "--where", "domain=Dredging"])
    found = json.loads(result.stdout)
    assert (found["actors"], found["left_out"], found["window"]) == (4, 1, "months:3")
    early = next(one for one in found["windows"] if one["start"].startswith("2026-06"))
    assert early["polarisation"] == 1
    assert early["camps"] == [["East", "North"], ["South", "West"]]
    wrong = CliRunner().invoke(app, [*arguments[:2], "--window", "moons:3"])
    assert wrong.exit_code == 2
