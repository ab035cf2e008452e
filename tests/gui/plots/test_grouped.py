# SPDX-License-Identifier: MIT
"""Bars side by side: each stance has a bar of its own from zero, which leads to its claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from claimdesk.gui.plots.chart import Chart
from claimdesk.gui.plots.kinds.grouped_bars import GroupedBars
from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.store import queries

After = Callable[[Callable[[], object]], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def plot(panel: DistributionPanel, after: After) -> GroupedBars:
    after(panel.project_button.click)
    after(panel.suggested_box.click)
    after(lambda: panel.slots[0].choose_kind("grouped_bars"))
    found = panel.plots[0]
    assert isinstance(found, GroupedBars)
    return found


def drawn(plot: GroupedBars) -> Chart:
    assert plot.chart is not None
    return plot.chart


def bars(plot: GroupedBars) -> Iterator[tuple[int, int, int]]:
    """Yield row, series and count of each bar."""
    for row, entry in enumerate(drawn(plot).rows):
        if not entry.is_uncoded:
            yield from ((row, n, count) for n, count in enumerate(entry.counts) if count)


def test_every_bar_is_chosen_by_a_click(
    plot: GroupedBars, panel: DistributionPanel, qtbot: QtBot, after: After
) -> None:
    view = drawn(plot).plot
    found = [*bars(plot)]
    assert len(found) == 5
    for row, series, count in found:
        point = drawn(plot).segment_center(row, series)
        with qtbot.waitSignal(panel.claims_chosen) as chosen:
            qtbot.mouseClick(view.viewport(), LEFT, pos=point)
        assert len(chosen.args[0]) == count
        after(lambda: qtbot.keyClick(view, Qt.Key.Key_Escape))


def test_every_bar_is_reached_and_chosen_by_keys(
    plot: GroupedBars, panel: DistributionPanel, qtbot: QtBot, after: After
) -> None:
    view = drawn(plot).plot
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    reached = []
    for _row in drawn(plot).rows:
        for _series in range(8):
            qtbot.keyClick(view, Qt.Key.Key_Right)
            if drawn(plot).current not in reached:
                reached.append(drawn(plot).current)
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert {(row, series) for row, series, _count in bars(plot)} <= set(reached)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert panel.reading == "Northport · supportive: 2 claims"
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert len(chosen.args[0]) == 2


def test_bars_begin_at_zero_and_none_covers_another(
    plot: GroupedBars, sample: Any, panel: DistributionPanel, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.refreshed):
        for _number in range(4):
            sample.claim("Northport", "supportive")
    ends = {
        (row, series): (drawn(plot).segment_center(row, series), count)
        for row, series, count in bars(plot)
    }
    (most, six), (least, one) = ends[0, 0], ends[0, 2]
    assert (six, one) == (6, 1)
    unit = 2 * (most.x() - least.x()) / (six - one)
    for point, count in ends.values():
        assert point.x() - least.x() == pytest.approx((count - one) * unit / 2, abs=1)
    heights = [point.y() for point, _count in ends.values()]
    assert len(set(heights)) == len(heights)


def test_they_are_printed_with_a_bar_for_each_stance(plot: GroupedBars, sample: Any) -> None:
    printer = plot.printer()
    with sample.project.reading() as connection:
        plot.set_fields(queries.fields(connection))
        figure = printer(plot.reader()(connection, ClaimFilter()))
    head, rows = figure.table()
    assert head == ("Speaker", "supportive", "neutral", "opposed", "Not coded", "All")
    assert rows[0] == ("Northport", 2, 0, 1, 0, 3)
    assert figure.axes == ("Claims", "Speaker")
