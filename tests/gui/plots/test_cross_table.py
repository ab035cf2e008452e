# SPDX-License-Identifier: MIT
"""A cross-tabulation with shares, intervals and a test, whose cells filter like any mark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from claimdesk.gui.plots.kinds.cross_table import CrossTablePlot
from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.models.analysis.cross_table import Independence
from claimdesk.models.analysis.cross_words import independence_words, share_words

After = Callable[[Callable[[], object]], None]
Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def plot(panel: DistributionPanel, after: After) -> CrossTablePlot:
    after(panel.project_button.click)
    after(lambda: panel.slots[1].choose_kind("cross_table"))
    found = panel.plots[1]
    assert isinstance(found, CrossTablePlot)
    after(lambda: found.set_options({"rows": "speaker", "columns": "stance"}))
    return found


def shown(plot: CrossTablePlot) -> list[list[str]]:
    view = plot.view
    columns = range(view.columnCount())
    return [[view.item(row, n).text() for n in columns] for row in range(view.rowCount())]


def test_cells_are_counts_or_shares_with_intervals(
    panel: DistributionPanel, plot: CrossTablePlot, qtbot: QtBot
) -> None:
    # Opposed, neutral, supportive, and all.
    assert shown(plot) == [["1", "0", "2", "3"], ["0", "1", "0", "1"], ["1", "1", "2", "4"]]
    plot.options_menu.choose({"cells": "row"})
    assert shown(plot)[0] == ["33.3 %", "0.0 %", "66.7 %", "100.0 %"]
    plot.options_menu.choose({"cells": "column_interval"})
    assert shown(plot)[0][2] == "100 % (34–100 %)"
    assert "χ² = 4.0, 2 degrees of freedom, p = 0.135, Cramér’s V = 1.00." in plot.test.text()
    assert "6 of 6 cells are expected to hold fewer than 5 claims" in plot.test.text()
    table = plot.table()
    assert table.columns[:3] == ("Speaker", "Stance", "Claims")
    assert table.rows[2] == ("Northport", "supportive", 2, 66.7, 20.8, 93.9, 100.0, 34.2, 100.0)
    plot.view.setFocus()
    qtbot.keyClick(plot.view, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["", "opposed", "neutral", "supportive", "All"]
    assert lines[-1].split("\t")[0] == "All"


def test_cells_filter_by_mouse_and_by_keys(
    panel: DistributionPanel, plot: CrossTablePlot, after: After, qtbot: QtBot
) -> None:
    view = plot.view
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        center = view.visualItemRect(view.item(0, 2)).center()
        qtbot.mouseClick(view.viewport(), LEFT, pos=center)
    assert chosen.args[1] == "Supportive claims by Northport: 2 of 6"
    assert panel.reading.startswith("Northport · supportive: 2 claims")
    assert "67 % (21–94 %) of the row" in panel.reading
    qtbot.keyClick(view, Key.Key_Down)
    qtbot.keyClick(view, Key.Key_Left)
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.keyClick(view, Key.Key_Return)
    assert chosen.args[1] == "Neutral claims by Eastquay: 1 of 6"
    after(lambda: qtbot.keyClick(view, Key.Key_Escape))
    after(lambda: qtbot.keyClick(view, Key.Key_Escape))
    assert not panel.clear_button.isEnabled()


def test_the_conditions_of_the_test_are_said() -> None:
    assert "needs two rows" in independence_words(None, repeated=False)
    good = Independence(9.0, 2, 0.0002, 0.3, small=1, cells=6)
    assert "p < 0.001" in independence_words(good, repeated=False)
    assert "four in five cells" in independence_words(good, repeated=False)
    assert "the true p is larger" in independence_words(good, repeated=True)
    assert share_words(0, 0) == "–"
