# SPDX-License-Identifier: MIT
"""Find through the project by real keys and clicks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimdesk.gui.library.feature import LibraryFeature
from claimdesk.gui.search import concordance_model
from claimdesk.gui.search.concordance_model import LEFT, MATCH, RIGHT
from claimdesk.gui.search.feature import SearchFeature
from claimdesk.gui.window.workbench import Workbench

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def to_text(workbench: Workbench) -> None:
    """Let the text of the article have the keyboard."""
    # A button of the welcome page that waits for its deletion may still have the keyboard.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    workbench.window.activateWindow()
    assert QTest.qWaitForWindowActive(workbench.window)
    workbench.view.setFocus()


def search(workbench: Workbench, words: str, qtbot) -> None:
    to_text(workbench)
    QTest.keyClick(workbench.view, Key.Key_F, CONTROL | SHIFT)
    panel = workbench.feature(SearchFeature).panel
    assert QApplication.focusWidget() is panel.field
    # QTest types Latin letters only.
    panel.field.setText(words)
    QTest.keyClick(panel.field, Key.Key_Return)
    qtbot.waitUntil(lambda: not panel.searching)


def test_lines_in_context(open_window, articles: Path, qtbot) -> None:
    workbench = open_window(articles)
    search(workbench, "Vantor", qtbot)
    panel = workbench.feature(SearchFeature).panel
    model = panel.model
    shown = [
        tuple(model.index(row, column).data() for column in (LEFT, MATCH, RIGHT))
        for row in range(model.rowCount())
    ]
    assert shown == [
        ("🇯🇵 ", "Vantor", " met Oswin."),
        ("The ", "Vantor", " pact holds; Vantors differ, vantor too."),
        ("The Vantor pact holds; ", "Vantor", "s differ, vantor too."),
        ("日本は協力する。", "Vantor", "’s reef."),
    ]
    assert model.index(3, 0).data() == "2024-02-01  Reef"
    assert panel.count.text() == "4 hits in 2 articles"


def test_enter_opens_the_article_at_the_words(open_window, articles: Path, qtbot) -> None:
    workbench = open_window(articles)
    search(workbench, "vantor", qtbot)
    panel = workbench.feature(SearchFeature).panel
    QTest.keyClick(panel.field, Key.Key_Return)
    assert QApplication.focusWidget() is panel.table
    for _ in range(4):
        QTest.keyClick(panel.table, Key.Key_Down)
    QTest.keyClick(panel.table, Key.Key_Return)
    assert workbench.desk.article.title == "Reef"
    span = workbench.view.selected_span()
    assert workbench.desk.article.body[span.start : span.end] == "Vantor"
    assert QApplication.focusWidget() is workbench.view


def test_a_click_opens_the_article_at_the_words(open_window, articles: Path, qtbot) -> None:
    workbench = open_window(articles)
    search(workbench, "日本", qtbot)
    panel = workbench.feature(SearchFeature).panel
    place = panel.table.visualRect(panel.model.index(1, RIGHT)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert workbench.desk.article.title == "Reef"
    assert workbench.view.selected_span() == (24, 26)


def test_all_hits_of_the_project_in_one_step(open_window, articles: Path, qtbot) -> None:
    workbench = open_window(articles)
    panel = workbench.feature(SearchFeature).panel
    panel.whole_word.setChecked(True)
    search(workbench, "Vantor", qtbot)
    panel.annotate.menu().actions()[0].trigger()
    picker = QApplication.activePopupWidget()
    assert "3 occurrences" in picker.field.placeholderText()
    QTest.keyClick(picker.field, Key.Key_Return)
    assert len(workbench.desk.annotations) == 2
    workbench.desk.open_article(2)
    assert len(workbench.desk.annotations) == 1
    workbench.commands["undo"].trigger()
    assert workbench.desk.annotations == {}
    workbench.desk.open_article(1)
    assert workbench.desk.annotations == {}


def test_more_than_is_listed_is_counted(open_window, articles: Path, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(concordance_model, "MOST_SHOWN", 2)
    monkeypatch.setattr("claimdesk.gui.search.panel.MOST_SHOWN", 2)
    workbench = open_window(articles)
    search(workbench, "vantor", qtbot)
    panel = workbench.feature(SearchFeature).panel
    assert panel.model.rowCount() == 2
    assert "3 more not listed" in panel.count.text()
    assert sum(map(len, panel.hits.values())) == 5


def test_what_is_no_pattern_is_said(open_window, articles: Path, qtbot) -> None:
    workbench = open_window(articles)
    panel = workbench.feature(SearchFeature).panel
    panel.regex.setChecked(True)
    search(workbench, "(", qtbot)
    assert "not a regular expression" in panel.count.text()
    search(workbench, "", qtbot)
    panel.field.setText(r"日.は|reef\b")
    QTest.keyClick(panel.field, Key.Key_Return)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)


def test_library_search_has_its_own_key(open_window, articles: Path) -> None:
    workbench = open_window(articles)
    to_text(workbench)
    QTest.keyClick(workbench.view, Key.Key_F, CONTROL | Qt.KeyboardModifier.AltModifier)
    assert workbench.feature(LibraryFeature).panel.isAncestorOf(QApplication.focusWidget())
