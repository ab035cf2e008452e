# SPDX-License-Identifier: MIT
"""Words of claims: which are typical of what is chosen, where they stand; speakers that are one."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.plots.kinds.stacked_bars import StackedBars
from claimdesk.gui.plots.kinds.words import WordsPlot
from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.models import registry
from claimdesk.models.analysis.claim_words import words_of
from claimdesk.models.analysis.keyness import likelihood, log_ratio
from claimdesk.models.editing import edits
from claimdesk.models.text.spans import Span

After = Callable[[Callable[[], object]], None]
Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def plot(panel: DistributionPanel, sample: Any, desk: Desk, after: After) -> WordsPlot:
    """Four claims of Westpier about tide tables, and those of the sample about harbour towns."""
    westpier = sample.actor("Westpier")

    def fill(session: Any) -> None:
        for _number in range(4):
            content = {"content": [Span(21, 51)]}
            edits.create_claim(session, sample.articles[0], content, speaker_id=westpier)

    after(lambda: desk.act("Fill", fill))
    after(panel.project_button.click)
    after(lambda: panel.slots[1].choose_kind("words"))
    found = panel.plots[1]
    assert isinstance(found, WordsPlot)
    return found


def column(view: Any, number: int) -> list[str]:
    return [view.item(row, number).text() for row in range(view.rowCount())]


def test_words_are_counted_compared_and_shown_in_context(
    panel: DistributionPanel, plot: WordsPlot, after: After, qtbot: QtBot
) -> None:
    assert "Here are the most frequent words" in plot.hint.text()
    assert "harbour" in column(plot.words, 0)
    bars = panel.plots[0]
    assert isinstance(bars, StackedBars) and bars.chart is not None
    place = [label for label, _counts in bars.rows].index("Westpier")
    point = bars.chart.segment_center(place, None)
    point.setX(8)
    with qtbot.waitSignal(panel.refreshed):
        qtbot.mouseClick(bars.chart.plot.viewport(), LEFT, pos=point)
    assert plot.table().columns[5:7] == ("Log ratio", "G²")
    assert "tables" in column(plot.words, 0)
    assert "harbour" not in column(plot.words, 0)
    assert " words are more frequent than in the other claims" in plot.hint.text()
    panel.activateWindow()
    plot.words.setFocus()
    qtbot.waitUntil(plot.words.hasFocus)
    plot.words.setCurrentCell(column(plot.words, 0).index("tide"), 0)
    assert column(plot.lines, 1) == ["tide"] * 4
    assert column(plot.lines, 0)[0].endswith("share their")
    assert column(plot.lines, 2)[0].startswith("tables")
    assert panel.reading == "tide: 4 times, in 4 claims"
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.keyClick(plot.words, Key.Key_Return)
    assert chosen.args[1] == "Claims by Westpier (with “tide”): 4 of 10"
    plot.lines.setFocus()
    plot.lines.setCurrentCell(2, 0)
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.keyClick(plot.lines, Key.Key_Return)
    assert len(chosen.args[0]) == 1
    qtbot.keyClick(plot.lines, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("Before\tWord\tAfter")
    for _number in range(3):
        after(lambda: qtbot.keyClick(plot.lines, Key.Key_Escape))
    assert not panel.clear_button.isEnabled()


def test_the_statistics_are_those_of_the_literature() -> None:
    # By hand: 20 of 1,000 against 10 of 2,000 words; expected are 10 and 20.
    expected = 2 * (20 * math.log(20 / 10) + 10 * math.log(10 / 20))
    assert likelihood(20, 10, 1_000, 2_000) == pytest.approx(expected)
    assert log_ratio(20, 10, 1_000, 2_000) == pytest.approx(2.0)
    assert log_ratio(4, 0, 1_000, 1_000) == pytest.approx(3.0)
    assert likelihood(5, 5, 1_000, 1_000) == pytest.approx(0)
    assert likelihood(5, 0, 1_000, 0) == log_ratio(5, 0, 1_000, 0) == 0


def test_words_are_folded_in_any_script() -> None:
    found = [
        word for word, _start, _end in words_of("Japan’s well-known F-35 “Straße” 2024 防衛力を")
    ]
    assert found == ["japan", "well-known", "f-35", "strasse", "防衛力", "を"]


def test_speakers_that_split_a_bar_are_offered_for_merging(
    panel: DistributionPanel, sample: Any, desk: Desk, after: After, qtbot: QtBot
) -> None:
    after(panel.project_button.click)
    bars = panel.plots[0]
    assert isinstance(bars, StackedBars)
    assert bars.alike.isHidden()
    one, other = "Harbour Masters Association", "Harbor Masters Association"
    with sample.project.edit("Add actors") as session:
        for name in (one, other):
            sample.actors[name] = registry.create_actor(session, name, "organization")
    for name, stance in ((one, "neutral"), (other, "opposed"), (other, "opposed")):
        after(partial(sample.claim, name, stance))
    assert f"Are {other} and {one} one speaker?" in bars.alike.words.text()
    labels = [label for label, _counts in bars.rows]
    after(lambda: qtbot.mouseClick(bars.alike.merge, LEFT))
    assert dict(bars.rows)[other] == {"opposed": 2, "neutral": 1}
    assert bars.alike.isHidden()
    after(desk.undo)
    assert sorted(label for label, _counts in bars.rows) == sorted(labels)
    qtbot.mouseClick(bars.alike.apart, LEFT)
    after(panel.refresh)
    assert bars.alike.isHidden()
