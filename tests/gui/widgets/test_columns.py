# SPDX-License-Identifier: MIT
"""Tables come back as the analyst arranged them: order, widths, hidden columns, sorting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTableView

from claimdesk.gui.claims.feature import ClaimsFeature
from claimdesk.gui.registry.dialog import RegistryDialog
from claimdesk.gui.registry.feature import RegistryFeature
from claimdesk.gui.widgets.column_settings import ColumnSettings, Sorting, woven
from claimdesk.gui.widgets.column_widths import share_width
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.codebook import fields
from claimdesk.models.text.collation import sort_key

LEFT = Qt.MouseButton.LeftButton


def claims_table(bench: Workbench, qtbot) -> QTableView:
    """The claims of the project, in a wide window."""
    bench.window.resize(2400, 800)
    QTest.keyClick(bench.view, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    panel = bench.feature(ClaimsFeature).panel
    qtbot.waitUntil(lambda: panel.model.rowCount() == 34)
    heading, area = panel.view.horizontalHeader(), panel.view.viewport()
    qtbot.waitUntil(panel.view.verticalScrollBar().isVisible)
    qtbot.waitUntil(lambda: heading.length() == area.width())
    return panel.view


def claims_pane(bench: Workbench, qtbot) -> QTableView:
    """The claims of the article, in a wide dock."""
    view = bench.panes["claims"].view
    bench.window.resize(2400, 800)
    bench.window.resizeDocks([bench.window.docks["claims"]], [1400], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: view.viewport().width() > 1000)
    return view


def registry(bench: Workbench, qtbot) -> QTableView:
    """The actors of the project."""
    bench.feature(RegistryFeature).show()
    dialog = bench.window.findChildren(RegistryDialog)[-1]
    dialog.resize(2000, 800)
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 3)
    return dialog.table


TABLES = (claims_table, claims_pane, registry)


def headings(view: QTableView) -> list[str]:
    """The headings as they are seen, from the left."""
    header, model = view.horizontalHeader(), view.model()
    places = [header.logicalIndex(place) for place in range(header.count())]
    return [
        model.headerData(n, Qt.Orientation.Horizontal)
        for n in places
        if not header.isSectionHidden(n)
    ]


def section(view: QTableView, heading: str) -> int:
    model = view.model()
    names = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    return names.index(heading)


def drag(view: QTableView, start: int, end: int) -> None:
    """Drag in the heading from one place to another."""
    header = view.horizontalHeader()
    middle, area = header.height() // 2, header.viewport()
    QTest.mousePress(area, LEFT, pos=QPoint(start, middle))
    for x in (start + (end - start) // 2, end - 1, end):
        QTest.mouseMove(area, QPoint(x, middle))
    QTest.mouseRelease(area, LEFT, pos=QPoint(end, middle))


def move(view: QTableView, heading: str, before: str) -> None:
    """Drag a heading in front of another one to its left."""
    header = view.horizontalHeader()
    start = header.sectionViewportPosition(section(view, heading)) + 15
    drag(view, start, header.sectionViewportPosition(section(view, before)) + 6)


def widen(view: QTableView, heading: str, by: int) -> None:
    """Drag the right edge of a heading."""
    header, number = view.horizontalHeader(), section(view, heading)
    edge = header.sectionViewportPosition(number) + header.sectionSize(number) - 1
    drag(view, edge, edge + by)


def click(view: QTableView, heading: str) -> None:
    header = view.horizontalHeader()
    place = header.sectionViewportPosition(section(view, heading)) + 12
    QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(place, header.height() // 2))


def menu_of(view: QTableView) -> QMenu:
    view.horizontalHeader().customContextMenuRequested.emit(QPoint(8, 8))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    return menu


def texts(view: QTableView, heading: str) -> list[str]:
    model, number = view.model(), section(view, heading)
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def is_descending(rows: list[str]) -> bool:
    said = [sort_key(row) for row in rows if row]
    return said == sorted(said, reverse=True)


@pytest.mark.parametrize("table", TABLES)
def test_order_widths_and_sorting_come_back(
    table: Callable[..., QTableView], open_window, sample: Path, qtbot
) -> None:
    bench = open_window(sample)
    view = table(bench, qtbot)
    before = headings(view)
    moved, to, sorted_by = before[3], before[2], before[1]
    move(view, moved, to)
    expected = [*before[:2], moved, to, *before[4:]]
    assert headings(view) == expected
    narrow = view.columnWidth(section(view, before[1]))
    widen(view, before[1], -30)
    width = view.columnWidth(section(view, before[1]))
    assert width == narrow - 30
    click(view, sorted_by)
    click(view, sorted_by)
    qtbot.waitUntil(lambda: is_descending(texts(view, sorted_by)))
    rows = texts(view, sorted_by)
    bench.window.close()

    again = table(open_window(sample), qtbot)
    qtbot.waitUntil(lambda: headings(again) == expected)
    qtbot.waitUntil(lambda: again.columnWidth(section(again, before[1])) == width)
    header = again.horizontalHeader()
    assert header.isSortIndicatorShown()
    assert header.sortIndicatorSection() == section(again, sorted_by)
    assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    qtbot.waitUntil(lambda: texts(again, sorted_by) == rows)


@pytest.mark.parametrize("table", TABLES)
def test_the_first_column_stays_in_front(
    table: Callable[..., QTableView], open_window, sample: Path, qtbot
) -> None:
    view = table(open_window(sample), qtbot)
    before = headings(view)
    drag(view, 15, view.horizontalHeader().sectionViewportPosition(section(view, before[2])) + 30)
    assert headings(view) == before
    move(view, before[2], before[0])
    assert headings(view)[0] == before[0]


def test_the_menu_of_the_heading_resets_what_was_arranged(open_window, sample: Path, qtbot) -> None:
    bench = open_window(sample)
    view = claims_table(bench, qtbot)
    before = headings(view)

    def widths() -> list[int]:
        return [view.columnWidth(section(view, name)) for name in before]

    usual = widths()
    move(view, "Domains", "Claim")
    widen(view, "Speaker", 60)
    entries = {action.text(): action for action in menu_of(view).actions()}
    assert list(entries)[:2] == ["Speaker", "Domains"], "in the order of the columns"
    entries["Note"].trigger()
    assert "Note" not in headings(view)
    {a.text(): a for a in menu_of(view).actions()}["Reset the columns"].trigger()
    assert headings(view) == before
    qtbot.waitUntil(lambda: widths() == usual)
    bench.window.close()
    assert headings(claims_table(open_window(sample), qtbot)) == before


def test_columns_that_come_and_go_find_their_places(open_window, sample: Path, qtbot) -> None:
    bench = open_window(sample)
    view = claims_table(bench, qtbot)
    bench.desk.act("New", lambda s: fields.add_field(s, "Venue", "text"))
    qtbot.waitUntil(lambda: "Venue" in headings(view))
    move(view, "Venue", "Speaker")
    click(view, "Venue")
    assert headings(view)[:2] == ["State", "Venue"]
    field = next(f for f in bench.desk.fields.values() if f.label == "Venue")
    bench.desk.act("Drop", lambda s: fields.delete_field(s, field.id))
    qtbot.waitUntil(lambda: "Venue" not in headings(view))
    assert not view.horizontalHeader().isSortIndicatorShown()
    move(view, "Domains", "Claim")
    assert headings(view)[:4] == ["State", "Speaker", "Domains", "Claim"]
    bench.desk.undo()
    qtbot.waitUntil(lambda: headings(view)[:3] == ["State", "Venue", "Speaker"])
    assert headings(view)[3:5] == ["Domains", "Claim"]
    assert view.horizontalHeader().sortIndicatorSection() == section(view, "Venue")


def test_settings_that_make_no_sense_are_not_believed(
    open_window, sample: Path, remembered: QSettings, qtbot
) -> None:
    for name, value in (
        ("order", "{"),
        ("sorting", '["speaker"]'),
        ("width/speaker", "nan"),
        ("width/claim", "-3"),
        ("hidden/state", "1"),
    ):
        remembered.setValue(f"claims/{name}", value)
    view = claims_table(open_window(sample), qtbot)
    assert headings(view)[:3] == ["State", "Speaker", "Claim"]
    assert not view.horizontalHeader().isSortIndicatorShown()
    assert view.columnWidth(section(view, "Claim")) > 200


def test_orders_of_columns_are_kept_by_key(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "columns.ini"), QSettings.Format.IniFormat)
    stored = ColumnSettings(settings, "table")
    stored.set_order(["a", "own", "b", "c"])
    stored.set_order(["a", "c", "b"])
    assert stored.order() == ["a", "own", "c", "b"]
    assert woven(["a", "c"], ["new", "a", "b", "c"]) == ["new", "a", "b", "c"]
    assert woven([], ["a", "b"]) == ["a", "b"]
    stored.set_sorting(Sorting("own", descending=True))
    assert stored.sorting() == Sorting("own", descending=True)
    stored.set_sorting(None)
    assert stored.sorting() is None


def test_a_width_from_a_wide_window_does_not_push_other_columns_out() -> None:
    usual = {0: 80, 1: 300, 2: 100, 3: 100}
    heads = dict.fromkeys(usual, 50)
    widths = share_width(600, list(usual), usual, heads, {1: 900})
    assert set(widths) == set(usual)
    assert sum(widths.values()) <= 600
    widths = share_width(1500, list(usual), usual, heads, {1: 900})
    assert widths[1] == 900
    assert sum(widths.values()) == 1500, "another column takes what is left"


def test_the_widest_column_is_not_squeezed_to_keep_the_last_one() -> None:
    usual = {0: 80, 1: 200, 2: 80, 3: 80}
    widths = share_width(350, list(usual), usual, dict.fromkeys(usual, 40), {})
    assert set(widths) == {0, 1, 2}
    assert widths[1] >= 170
    assert sum(widths.values()) == 350
