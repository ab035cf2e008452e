# SPDX-License-Identifier: MIT
"""A saved view keeps the filters of words, networks, time lines and states of claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from claimdesk.gui.plots.kinds.network import NetworkPlot
from claimdesk.gui.plots.kinds.stacked_bars import StackedBars
from claimdesk.gui.plots.kinds.time_line import TimeLinePlot
from claimdesk.gui.plots.kinds.words import WordsPlot
from claimdesk.gui.plots.panel import DistributionPanel

After = Callable[[Callable[[], object]], None]
LEFT, Key = Qt.MouseButton.LeftButton, Qt.Key


def choose_word(panel: DistributionPanel, after: After, qtbot: QtBot) -> None:
    plot = panel.plots[1]
    assert isinstance(plot, WordsPlot)
    plot.words.setFocus()
    plot.words.setCurrentCell(0, 0)
    qtbot.keyClick(plot.words, Key.Key_Return)


def choose_node(panel: DistributionPanel, after: After, qtbot: QtBot) -> None:
    plot = panel.plots[1]
    assert isinstance(plot, NetworkPlot) and plot.view is not None
    plot.view.setFocus()
    qtbot.keyClick(plot.view, Key.Key_Home)
    qtbot.keyClick(plot.view, Key.Key_Return)


def choose_step(panel: DistributionPanel, after: After, qtbot: QtBot) -> None:
    plot = panel.plots[1]
    assert isinstance(plot, TimeLinePlot)
    plot.canvas.setFocus()
    qtbot.keyClick(plot.canvas, Key.Key_Home)
    qtbot.keyClick(plot.canvas, Key.Key_Return)


def choose_suggestions(panel: DistributionPanel, after: After, qtbot: QtBot) -> None:
    plot = panel.plots[0]
    assert isinstance(plot, StackedBars) and plot.chart is not None
    place = [label for label, _counts in plot.rows].index("Southmole")
    counts = plot.chart.rows[place].counts
    point: QPoint = plot.chart.segment_center(place, max(n for n, c in enumerate(counts) if c))
    qtbot.mouseClick(plot.chart.plot.viewport(), LEFT, pos=point)


@pytest.mark.parametrize(
    ("kind", "choose"),
    [
        ("words", choose_word),
        ("network", choose_node),
        ("time_line", choose_step),
        ("heat_map", choose_suggestions),
    ],
)
def test_filters_come_back_with_the_view(
    panel: DistributionPanel,
    sample: Any,
    after: After,
    qtbot: QtBot,
    kind: str,
    choose: Callable[..., None],
) -> None:
    after(lambda: sample.claim("Southmole", "opposed", "Dredging", "Lighthouses"))
    after(panel.project_button.click)
    after(panel.suggested_box.click)
    after(lambda: panel.slots[1].choose_kind(kind))
    panel.activateWindow()
    everything = panel.sentence
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        choose(panel, after, qtbot)
    ids, shown = chosen.args[0], panel.sentence.split(". ")[0]
    assert ids and shown not in everything
    panel.views.keep("Mine")
    after(panel.clear_button.click)
    assert panel.sentence == everything
    (view,) = panel.views.views()
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        panel.show_view(view)
    assert sorted(chosen.args[0]) == sorted(ids)
    assert panel.sentence.split(". ")[0] == shown


def test_the_links_of_a_network_come_back_with_the_view(
    panel: DistributionPanel, after: After, qtbot: QtBot
) -> None:
    after(panel.project_button.click)
    after(lambda: panel.slots[1].choose_kind("network"))
    plot = panel.plots[1]
    assert isinstance(plot, NetworkPlot)
    after(lambda: plot.choice.threshold.setValue(1.5))
    after(lambda: plot.choice.strongest.setValue(5))
    panel.views.keep("Mine")
    after(lambda: plot.choice.threshold.setValue(0))
    after(lambda: plot.choice.strongest.setValue(2))
    (view,) = panel.views.views()
    after(lambda: panel.show_view(view))
    again = panel.plots[1]
    assert isinstance(again, NetworkPlot)
    assert (again.choice.threshold.value(), again.choice.strongest.value()) == (1.5, 5)
