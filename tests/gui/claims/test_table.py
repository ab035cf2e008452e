# SPDX-License-Identifier: MIT
"""The claims of the project in their table: filtered, sorted, edited, and left for their words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QToolButton

from claimdesk.gui.claims.feature import ClaimsFeature
from claimdesk.gui.claims.panel import ClaimsPanel
from claimdesk.gui.plots.feature import PlotsFeature
from claimdesk.gui.widgets.roles import STANCES
from claimdesk.gui.window.workbench import Workbench

Key = Qt.Key
LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bench(open_window, sample: Path, qtbot) -> Workbench:
    workbench = open_window(sample)
    QTest.keyClick(workbench.view, Key.Key_2, CONTROL)
    qtbot.waitUntil(lambda: len(panel_of(workbench).model.ids) == 34)
    return workbench


def panel_of(bench: Workbench) -> ClaimsPanel:
    return bench.feature(ClaimsFeature).panel


def column(panel: ClaimsPanel, key: str) -> int:
    return [one.key for one in panel.model.columns].index(key)


def texts(panel: ClaimsPanel, key: str) -> list[str]:
    place, model = column(panel, key), panel.model
    return [str(model.index(row, place).data()) for row in range(model.rowCount())]


def click(panel: ClaimsPanel, row: int, key: str, *, double: bool = False) -> None:
    index = panel.model.index(row, column(panel, key))
    panel.view.scrollTo(index)
    place = panel.view.visualRect(index).center()
    QTest.mouseClick(panel.view.viewport(), LEFT, pos=place)
    if double:
        QTest.mouseDClick(panel.view.viewport(), LEFT, pos=place)


def menu_of(panel: ClaimsPanel, row: int) -> dict[str, QAction]:
    """Open the context menu of a row; return what it offers."""
    place = panel.view.visualRect(panel.model.index(row, 0)).center()
    panel.view.customContextMenuRequested.emit(place)
    return offered(panel)


def offered(panel: ClaimsPanel) -> dict[str, QAction]:
    menu = panel.view.findChildren(QMenu)[-1]
    menu.close()
    return {action.text(): action for action in menu.actions()}


def sort_by(panel: ClaimsPanel, key: str) -> None:
    heading = panel.view.horizontalHeader()
    panel.view.scrollTo(panel.model.index(0, column(panel, key)))
    x = heading.sectionViewportPosition(column(panel, key)) + 12
    QTest.mouseClick(heading.viewport(), LEFT, pos=QPoint(x, heading.height() // 2))


def test_plots_and_claims_fill_the_window_and_a_bar_shows_its_claims(
    bench: Workbench, qtbot
) -> None:
    plots, panel = bench.feature(PlotsFeature).panel, panel_of(bench)
    window = bench.window
    assert not bench.view.isVisible()
    used = plots.width() * plots.height() + panel.width() * panel.height()
    assert used > 0.75 * window.width() * window.height()
    assert plots.width() > 0.4 * window.width() < 2 * panel.width()
    qtbot.waitUntil(lambda: bool(plots.plots[0].table().rows))
    plots.claims_chosen.emit([int(i) for i in panel.model.ids[:3]], "Three of them")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    assert panel.count.text() == "3 of 34 claims"
    chip = panel.findChild(QToolButton, "only")
    assert chip.text().startswith("Three of them")
    QTest.mouseClick(chip, LEFT)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 34)


def test_filters_by_any_field_add_up_and_columns_sort(bench: Workbench, qtbot) -> None:
    panel = panel_of(bench)
    stances = [choice.label for choice in bench.desk.fields["stance"].choices]
    panel.field.setCurrentIndex(panel.field.findData("stance"))
    QTest.keyClicks(panel.words, "oppos")
    qtbot.waitUntil(lambda: set(texts(panel, "stance")) == {"Opposed"})
    QTest.keyClick(panel.words, Key.Key_Return)
    panel.field.setCurrentIndex(0)
    speaker = texts(panel, "speaker")[0]
    QTest.keyClicks(panel.words, speaker)
    qtbot.waitUntil(lambda: set(texts(panel, "speaker")) == {speaker})
    assert set(texts(panel, "stance")) == {"Opposed"}
    panel.words.clear()
    QTest.mouseClick(panel.findChildren(QToolButton)[-1], LEFT)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 34)
    usual = list(panel.model.ids)
    sort_by(panel, "stance")
    places = lambda: [stances.index(text) for text in texts(panel, "stance") if text]  # noqa: E731
    qtbot.waitUntil(lambda: places() == sorted(places()))
    sort_by(panel, "speaker")
    names = lambda: [text.casefold() for text in texts(panel, "speaker") if text]  # noqa: E731
    qtbot.waitUntil(lambda: names() == sorted(names()))
    sort_by(panel, "speaker")
    qtbot.waitUntil(lambda: names() == sorted(names(), reverse=True))
    sort_by(panel, "speaker")
    qtbot.waitUntil(lambda: panel.model.ids == usual)


def test_cells_are_edited_in_place_and_in_bulk(bench: Workbench, qtbot) -> None:
    panel = panel_of(bench)
    bench.desk.open_article(None)
    click(panel, 1, "kind")
    QTest.keyClick(panel.view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.view, Key.Key_F2)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClicks(popup.field, "Promise")
    QTest.keyClick(popup.field, Key.Key_Return)
    qtbot.waitUntil(lambda: texts(panel, "kind")[1:4] == ["Promise"] * 3)
    bench.commands["undo"].trigger()
    qtbot.waitUntil(lambda: texts(panel, "kind")[1:4] != ["Promise"] * 3)
    click(panel, 0, "speaker")
    menu_of(panel, 0)["Edit Note…"].trigger()
    editor = panel.view.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "weigh again")
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: texts(panel, "note")[0] == "weigh again")
    click(panel, 0, "speaker", double=True)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClicks(popup.field, "Japan")
    QTest.keyClick(popup.field, Key.Key_Return)
    qtbot.waitUntil(lambda: texts(panel, "speaker")[0] == "Japan")


def test_one_key_leads_to_the_words_and_back(bench: Workbench, qtbot) -> None:
    panel = panel_of(bench)
    click(panel, 5, "claim")
    claim = panel.model.ids[5]
    QTest.keyClick(panel.view, Key.Key_Return)
    assert bench.window.workspace == "code"
    assert bench.desk.current == claim
    assert bench.view.isVisible()
    assert bench.view.hasFocus()
    QTest.keyClick(bench.view, Key.Key_Tab)
    now = bench.desk.current
    QTest.keyClick(bench.view, Key.Key_F7)
    assert bench.window.workspace == "analyse"
    if bench.desk.annotations[now].layer == "claim":
        qtbot.waitUntil(lambda: panel.selected() == [now])
    assert panel.view.hasFocus()
    QTest.keyClick(panel.view, Key.Key_F7)
    assert bench.window.workspace == "code"
    QTest.keyClick(bench.view, Key.Key_1, CONTROL)
    assert bench.commands["workspace_code"].isChecked()


def test_stances_have_the_colours_that_plots_give_them_on_a_dark_page(bench: Workbench) -> None:
    panel = panel_of(bench)
    row = texts(panel, "stance").index("Opposed")
    index = panel.model.index(row, column(panel, "stance"))
    panel.view.scrollTo(index)
    place = panel.view.visualRect(index)
    for mode in ("light", "dark"):
        bench.window.findChild(QAction, f"colours_{mode}").trigger()
        QTest.qWaitForWindowExposed(bench.window)
        picture = panel.view.viewport().grab(place).toImage()
        wanted = QColor(STANCES["opposed"][mode == "dark"]).rgb()
        pixels = (picture.pixel(x, y) for x in range(24) for y in range(picture.height()))
        assert wanted in pixels, mode


def test_the_table_never_scrolls_sideways_and_columns_without_room_are_offered(
    bench: Workbench, qtbot
) -> None:
    panel, window = panel_of(bench), bench.window
    view, heading = panel.view, panel.view.horizontalHeader()

    def share_of_the_words() -> float:
        return view.columnWidth(column(panel, "claim")) / view.viewport().width()

    for width in (1024, 1280, 1440, 2560):
        window.resize(width, 800)
        qtbot.waitUntil(lambda: heading.length() == view.viewport().width())
        qtbot.waitUntil(lambda: not view.horizontalScrollBar().isVisible())
        assert not view.isColumnHidden(0)
        assert share_of_the_words() > 0.2
    assert not any(view.isColumnHidden(n) for n in range(heading.count())), "all have room"
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: view.isColumnHidden(column(panel, "article")))
    heading.customContextMenuRequested.emit(QPoint(5, 5))
    menu = offered(panel)
    assert any("no room" in text for text in menu)
    menu["Article"].toggle()
    menu["Article"].toggle()
    assert not view.isColumnHidden(column(panel, "article")), "another column gave way"
    assert heading.length() == view.viewport().width()


def test_columns_that_were_hidden_stay_hidden_after_a_restart(
    bench: Workbench, open_window, sample: Path, qtbot
) -> None:
    panel = panel_of(bench)
    panel.view.horizontalHeader().customContextMenuRequested.emit(QPoint(5, 5))
    menu = offered(panel)
    menu["Domains"].toggle()
    menu["Date"].toggle()
    menu["Date"].toggle()
    assert panel.view.isColumnHidden(column(panel, "domains"))
    bench.window.close()

    again = open_window(sample)
    again.window.resize(2560, 800)
    QTest.keyClick(again.view, Key.Key_2, CONTROL)
    panel = panel_of(again)
    qtbot.waitUntil(lambda: len(panel.model.ids) == 34)
    qtbot.waitUntil(lambda: not panel.view.isColumnHidden(column(panel, "note")))
    hidden = [
        one.key for one in panel.model.columns if panel.view.isColumnHidden(column(panel, one.key))
    ]
    assert hidden == ["domains"], "all others have room"
    panel.view.horizontalHeader().customContextMenuRequested.emit(QPoint(5, 5))
    offered(panel)["Domains"].toggle()
    assert not panel.view.isColumnHidden(column(panel, "domains"))
