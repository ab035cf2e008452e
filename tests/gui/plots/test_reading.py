# SPDX-License-Identifier: MIT
"""Plots are read together: what is chosen in one filters the others, is said, kept and copied."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.plots.event_dialog import EventDialog
from claimdesk.gui.plots.figures_table import FiguresTable
from claimdesk.gui.plots.kinds.diverging_bars import DivergingBars
from claimdesk.gui.plots.kinds.heat_map import HeatMap
from claimdesk.gui.plots.kinds.multiples import SmallMultiples
from claimdesk.gui.plots.kinds.stacked_bars import StackedBars
from claimdesk.gui.plots.kinds.time_line import TimeLinePlot
from claimdesk.gui.plots.mark_canvas import MarkCanvas, Place
from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.gui.plots.plot import Table as PlotTable
from claimdesk.gui.plots.plot import plot_kinds
from claimdesk.models.analysis.events import Event, events
from claimdesk.models.analysis.views import SavedView
from claimdesk.models.editing import edits
from tests.random_claims import fill

After = Callable[[Callable[[], object]], None]
Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


def at(canvas: MarkCanvas, row: int, column: int) -> QPoint:
    return canvas.center_of(Place(row, column)).toPoint()


def focus(panel: DistributionPanel, widget: QWidget, qtbot: QtBot) -> None:
    panel.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


@pytest.fixture
def heat(panel: DistributionPanel, after: After) -> HeatMap:
    """A heat map of the whole project at the right, bars by speaker at the left."""
    after(panel.project_button.click)
    after(lambda: panel.slots[1].choose_kind("heat_map"))
    plot = panel.plots[1]
    assert isinstance(plot, HeatMap)
    return plot


@pytest.fixture
def time_line(panel: DistributionPanel, after: After) -> TimeLinePlot:
    """A time line by months at the right, bars by speaker at the left."""
    after(panel.project_button.click)
    after(lambda: panel.slots[1].choose_kind("time_line"))
    plot = panel.plots[1]
    assert isinstance(plot, TimeLinePlot)
    after(lambda: plot.set_options({"unit": "month"}))
    return plot


def test_a_heat_map_has_sums_and_says_what_is_not_coded(
    panel: DistributionPanel, heat: HeatMap, qtbot: QtBot
) -> None:
    assert heat.table().columns == ("Speaker", "Lighthouses", "Tide tables", "Dredging", "All")
    assert heat.table().rows == (
        ("Northport", 1, 2, 1, 4),
        ("Eastquay", 1, 0, 0, 1),
        ("All", 2, 2, 1, 5),
    )
    assert "5 in all cells" in panel.sentence
    assert "No speaker named: 1 claim. Without a domain: 2 claims." in panel.sentence
    qtbot.mouseMove(heat.canvas, at(heat.canvas, 0, 1))
    assert panel.reading == "Northport · Tide tables: 2 claims; mean stance +1.00, for"


def test_a_cell_filters_the_others_and_escape_shows_all_again(
    panel: DistributionPanel, heat: HeatMap, after: After, qtbot: QtBot
) -> None:
    bars = panel.plots[0]
    assert isinstance(bars, StackedBars)
    everything, whole = bars.rows, panel.sentence
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.mouseClick(heat.canvas, LEFT, pos=at(heat.canvas, 0, 1))
    assert chosen.args[1] == "Claims by Northport about Tide tables: 2 of 6"
    assert len(chosen.args[0]) == 2
    assert bars.rows == [("Northport", {"supportive": 2})]
    assert heat.table().rows[-1][-1] == 5
    assert panel.sentence.startswith("Claims by Northport about Tide tables: 2 of 6. 6 accepted")
    qtbot.mouseClick(panel.copy_button, LEFT)
    assert QGuiApplication.clipboard().text() == panel.sentence
    focus(panel, heat.canvas, qtbot)
    after(lambda: qtbot.keyClick(heat.canvas, Key.Key_Escape))
    assert (bars.rows, panel.sentence) == (everything, whole)
    assert not panel.clear_button.isEnabled()


def test_marks_are_walked_brushed_and_taken_by_keys(
    panel: DistributionPanel, heat: HeatMap, after: After, qtbot: QtBot
) -> None:
    canvas = heat.canvas
    focus(panel, canvas, qtbot)
    assert panel.reading.startswith("Northport · Lighthouses: 1 claim")
    qtbot.keyClick(canvas, Key.Key_Down)
    assert canvas.accessibleDescription().startswith("Eastquay · Lighthouses: 1 claim")
    qtbot.keyClick(canvas, Key.Key_Up, SHIFT)
    assert panel.reading.startswith("All · Lighthouses: 2 claims")
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.keyClick(canvas, Key.Key_Return)
    assert chosen.args[1] == "Claims by Northport, Eastquay about Lighthouses: 2 of 6"
    qtbot.keyClick(canvas, Key.Key_End)
    assert panel.reading.startswith("All · All: 5 claims")
    plot = panel.plots[0].chart.plot  # type: ignore[attr-defined]
    focus(panel, plot, qtbot)
    qtbot.keyClick(plot, Key.Key_Home)
    qtbot.keyClick(plot, Key.Key_Down, SHIFT)
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.keyClick(plot, Key.Key_Return)
    assert chosen.args[1] == "Claims by Eastquay, Northport about Lighthouses: 2 of 6"
    after(lambda: qtbot.keyClick(plot, Key.Key_Escape))
    after(lambda: qtbot.keyClick(plot, Key.Key_Backspace))
    assert not panel.clear_button.isEnabled()


def test_a_brush_over_time_filters_and_edits_are_followed(
    panel: DistributionPanel, time_line: TimeLinePlot, after: After, sample: Any, qtbot: QtBot
) -> None:
    canvas = time_line.canvas
    assert [row[0] for row in time_line.table().rows] == ["Mar 2026", "Apr 2026"]
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.mouseClick(canvas, LEFT, pos=at(canvas, 0, 1))
    assert chosen.args[1] == "Claims, Apr 2026: 2 of 6"
    assert panel.plots[0].table().rows == (
        ("Eastquay", "neutral", 1),
        ("Nobody named", "neutral", 1),
    )
    with qtbot.waitSignal(panel.claims_changed) as changed:
        sample.claim("Westpier", "opposed", article=1)
    assert (len(changed.args[0]), changed.args[1]) == (3, "Claims, Apr 2026: 3 of 7")
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.mousePress(canvas, LEFT, pos=at(canvas, 0, 0))
        qtbot.mouseMove(canvas, at(canvas, 0, 1))
        qtbot.mouseRelease(canvas, LEFT, pos=at(canvas, 0, 1))
    assert chosen.args[1] == "Claims, Mar 2026 to Apr 2026: 7 of 7"
    sample.article("Undated")
    after(lambda: sample.claim("Westpier", "opposed", article=2))
    assert "1 claim without a date is not on the time line." in panel.sentence
    after(panel.clear_button.click)
    after(panel.back_button.click)
    assert panel.sentence.startswith("Claims, Mar 2026 to Apr 2026: 7 of 8")


def test_events_are_marked_kept_and_said(
    panel: DistributionPanel, time_line: TimeLinePlot, desk: Desk, after: After, qtbot: QtBot
) -> None:
    plain = time_line.canvas.grab().toImage()
    focus(panel, time_line.canvas, qtbot)
    qtbot.keyClick(time_line.canvas, Key.Key_E)
    (dialog,) = time_line.findChildren(EventDialog)
    last = dialog.table.rowCount() - 1
    assert dialog.table.item(last, 0).text() == "2026-03-01"

    def kept() -> list[Event]:
        assert desk.project is not None
        with desk.project.reading() as connection:
            return events(connection)

    dialog.table.item(last, 0).setText("the 3rd")
    dialog.table.item(last, 1).setText("Summit")
    assert "is not a day" in dialog.problem.text() and dialog.problem.isVisible()
    after(lambda: dialog.table.item(last, 0).setText("2026-03-03"))
    assert kept() == [Event("2026-03-03", "Summit")], "kept at once"
    assert not dialog.problem.isVisible()
    remove = next(b for b in dialog.buttons.buttons() if b.text() == "&Remove")
    dialog.table.setCurrentCell(last, 0)
    after(remove.click)
    assert kept() == []
    after(desk.undo)
    assert kept() == [Event("2026-03-03", "Summit")]
    dialog.close()
    assert time_line.canvas.grab().toImage() != plain
    assert time_line.canvas.accessibleDescription().endswith("· Summit")


def test_what_is_for_and_against_diverges_and_the_rest_is_said(
    panel: DistributionPanel, after: After, qtbot: QtBot
) -> None:
    after(panel.project_button.click)
    after(lambda: panel.slots[1].choose_kind("diverging_bars"))
    plot = panel.plots[1]
    assert isinstance(plot, DivergingBars) and plot.chart is not None
    after(lambda: plot.set_options({"field": "speaker"}))
    assert plot.rows == [
        ("Northport", {"opposed": 1, "supportive": 2}),
        ("Eastquay", {"neutral": 1}),
        ("Nobody named", {"neutral": 1}),
    ]
    assert "By speaker: 1 claim without a stance is not shown." in panel.sentence
    against, neutral, for_ = (
        plot.chart.segment_center(row, series).x() for row, series in ((0, 0), (1, 1), (0, 2))
    )
    assert against < neutral < for_
    plot.set_options({"scale": "shares"})
    shares = [plot.chart.segment_center(0, series).x() for series in (0, 2)]
    assert shares[0] < neutral < shares[1]
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        point = plot.chart.segment_center(0, None)
        point.setX(8)
        qtbot.mouseClick(plot.chart.plot.viewport(), LEFT, pos=point)
    assert len(chosen.args[0]) == 3


def test_rows_are_sorted_and_summed_as_wanted(
    panel: DistributionPanel, desk: Desk, sample: Any, after: After
) -> None:
    after(panel.project_button.click)
    plot = panel.plots[0]
    assert isinstance(plot, StackedBars)
    after(lambda: plot.set_options({"order": "name"}))
    names = ["Eastquay", "Northport", "Southmole", "Nobody named"]
    assert [label for label, _counts in plot.rows] == names
    after(lambda: plot.set_options({"order": "supportive"}))
    assert plot.rows[0][0] == "Northport"
    towns = [sample.actor(f"Town {number}") for number in range(20)]

    def fill(session: Any) -> None:
        from claimdesk.models.text.spans import Span

        for town in towns:
            made = edits.create_claim(
                session, sample.articles[0], {"content": [Span(0, 3)]}, speaker_id=town
            )
            edits.add_speaker(session, [made], towns[(towns.index(town) + 1) % len(towns)])

    after(lambda: desk.act("Many", fill))
    after(lambda: plot.set_options({"order": "frequent"}))
    assert len(plot.rows) == 14
    # Twelve are named, of which eleven are towns; a claim of two other towns counts once.
    assert plot.rows[-2] == ("Other 11 speakers", {"neutral": 1, "Not coded": 11})
    # So many others have a number alone and leave the named ones their room.
    assert plot.chart is not None
    first, others = (plot.chart.segment_center(row, None).x() for row in (0, 12))
    assert first - others > 0.15 * plot.chart.plot.width()


def test_views_are_kept_with_the_project(
    panel: DistributionPanel, heat: HeatMap, after: After, desk: Desk, qtbot: QtBot
) -> None:
    after(lambda: panel.suggested_box.click())
    with qtbot.waitSignal(panel.claims_chosen):
        qtbot.mouseClick(heat.canvas, LEFT, pos=at(heat.canvas, 0, 1))
    shown = panel.sentence
    panel.views.keep("  Tides of the north ")
    after(panel.clear_button.click)
    after(panel.add_button.click)
    after(lambda: panel.slots[1].choose_kind("time_line"))
    after(panel.article_button.click)
    (view,) = panel.views.views()
    assert view.name == "Tides of the north"
    after(lambda: panel.show_view(view))
    assert [plot.kind for plot in panel.plots] == ["stacked_bars", "heat_map"]
    assert panel.sentence.startswith(shown.split(".")[0])
    assert panel.plots[1].table().rows == (("Northport", 1, 1), ("All", 1, 1))
    desk.undo()
    assert panel.views.views() == []


def test_figures_are_a_table_to_copy_and_save(
    panel: DistributionPanel, heat: HeatMap, qtbot: QtBot, tmp_path: Path
) -> None:
    slot = panel.slots[1]
    focus(panel, slot.table_button, qtbot)
    qtbot.keyClick(slot.table_button, Key.Key_Space)
    table = slot.table
    qtbot.waitUntil(table.view.hasFocus)
    assert not heat.canvas.isVisible()
    qtbot.keyClick(table.view, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == list(heat.table().columns)
    assert lines[-1].split("\t") == ["All", "2", "2", "1", "5"]
    for ending in ("csv", "xlsx", "txt"):
        table.save(tmp_path / f"figures.{ending}")
        qtbot.waitUntil(lambda: not table.message.text().startswith("Saving"))
    assert "does not say in which format" in table.message.text()
    csv = (tmp_path / "figures.csv").read_text(encoding="utf-8-sig").splitlines()
    assert csv[1] == "Northport,1,2,1,4"
    sheet = openpyxl.load_workbook(tmp_path / "figures.xlsx").active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == heat.table().columns
    assert rows[1:] == list(heat.table().rows)


def test_every_plot_adds_up_to_what_its_sentence_says(
    panel: DistributionPanel, sample: Any, after: After, qtbot: QtBot
) -> None:
    with sample.project.edit("Fill") as session:
        fill(session, 400, seed=5, actors=60, articles=30)
    for year in ("1900", "2100"):
        sample.article(year, published_on=f"{year}-07-01")
        sample.claim("Northport", "neutral", article=-1)
    plots = (
        ("stacked_bars", {"field": "outlet"}),
        ("time_line", {}),
        ("heat_map", {"rows": "kind", "columns": "outlet"}),
    )
    after(lambda: panel.show_view(SavedView("", False, True, plots)))
    bars, line, heat = panel.plots
    assert isinstance(bars, StackedBars) and isinstance(line, TimeLinePlot)

    def check(words: str, pattern: str) -> None:
        found = re.search(pattern, words)
        assert found is not None
        claims = sum(map(int, found.groups()))
        assert sum(int(row[2]) for row in bars.table().rows) == claims or bars.table() == before
        undated = re.search(r"(\d+) claims? without a date", words)
        in_time = sum(int(row[-1]) for row in line.table().rows)
        assert in_time + (int(undated[1]) if undated else 0) == claims
        in_cells = re.search(r"(\d+) in all cells", words)
        assert in_cells is None or int(in_cells[1]) == heat.table().rows[-1][-1]

    before = None
    check(panel.sentence, r"(\d+) accepted, (\d+) to decide")
    # Two articles of other centuries leave the rest its room, and are in the table.
    assert "2 claims are too far from the others in time to be drawn" in panel.sentence
    assert "1900" in str(line.table().rows[0][0]) and "2100" in str(line.table().rows[-1][0])
    assert bars.chart is not None
    before = bars.table()
    focus(panel, bars.chart.plot, qtbot)
    qtbot.keyClick(bars.chart.plot, Key.Key_Home)
    with qtbot.waitSignal(panel.claims_chosen, timeout=5_000) as chosen:
        qtbot.keyClick(bars.chart.plot, Key.Key_Return)
    check(panel.sentence, r": (\d+) of \d+")
    assert f": {len(chosen.args[0])} of " in panel.sentence


def test_small_multiples_are_panels_of_one_scale(
    panel: DistributionPanel, after: After, qtbot: QtBot
) -> None:
    after(panel.project_button.click)
    after(panel.suggested_box.click)
    after(lambda: panel.slots[1].choose_kind("multiples"))
    plot = panel.plots[1]
    assert isinstance(plot, SmallMultiples)
    after(lambda: plot.set_options({"rows": "speaker", "columns": "stance"}))
    assert plot.table().columns == ("Speaker", "opposed", "neutral", "supportive", "All")
    canvas = plot.canvas
    focus(panel, canvas, qtbot)
    assert panel.reading.startswith("Northport · opposed: 1 claim")
    # Bars of the same length stand for the same number in each panel, in its colour.
    colours = {plot.canvas.grab().toImage().pixelColor(at(canvas, 0, n)).name() for n in (0, 2)}
    assert len(colours) == 2
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.mousePress(canvas, LEFT, pos=at(canvas, 0, 2))
        qtbot.mouseMove(canvas, at(canvas, 1, 2))
        qtbot.mouseRelease(canvas, LEFT, pos=at(canvas, 1, 2))
    assert chosen.args[1] == "Supportive claims by Northport, Southmole: 3 of 7"
    with qtbot.waitSignal(panel.claims_chosen) as chosen:
        qtbot.keyClick(canvas, Key.Key_Home)
        qtbot.keyClick(canvas, Key.Key_Return)
    assert chosen.args[1] == "Opposed claims by Northport: 1 of 7"


def is_drawn(widget: QWidget) -> bool:
    pixels = widget.grab().toImage()
    columns, rows = range(0, pixels.width(), 3), range(0, pixels.height(), 3)
    return len({pixels.pixel(x, y) for x in columns for y in rows}) > 1


def test_each_kind_of_plot_shows_one_claim_or_says_what_is_missing(
    panel: DistributionPanel, desk: Desk, sample: Any, after: After, qtbot: QtBot
) -> None:
    sample.article("Alone", published_on="1900-01-01")
    sample.claim("Y" * 300, None, article=-1)
    after(lambda: desk.open_article(sample.articles[-1]))
    assert panel.sentence.startswith("1 accepted claim of this article.")
    slot = panel.slots[1]
    for kind in plot_kinds():
        after(partial(slot.choose_kind, kind) if kind != slot.plot.kind else panel.refresh)
        assert slot.plot.kind == kind
        cells = [cell for row in slot.plot.table().rows for cell in row]
        assert not {"nan", "inf"} & {str(cell) for cell in cells}
        qtbot.waitUntil(partial(is_drawn, slot.plot))


def test_a_table_of_very_many_rows_is_shown_whole(qtbot: QtBot) -> None:
    table = FiguresTable()
    qtbot.addWidget(table)
    table.resize(600, 400)
    table.show()
    rows = tuple((f"Town\n{number}", number, number / 4) for number in range(50_000))
    table.show_table(PlotTable(("Town", "Claims", "Share"), rows), "towns")
    view, model = table.view, table.view.model()
    assert model.rowCount() == 50_000
    table.activateWindow()
    view.setFocus()
    qtbot.keyClick(view, Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    last = view.currentIndex()
    assert (last.row(), last.column()) == (49_999, 2)
    shown = [model.index(last.row(), column).data() for column in range(3)]
    assert shown == ["Town 49999", "49999", "12499.75"]
    assert view.rect().contains(view.visualRect(last).center())
    table.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) > 50_000
