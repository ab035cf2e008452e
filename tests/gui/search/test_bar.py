# SPDX-License-Identifier: MIT
"""Find in the article by real keys and clicks."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimdesk.gui.annotating.picking.picker import Picker
from claimdesk.gui.search.feature import SearchFeature
from claimdesk.gui.widgets import roles
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.articles.importing import import_text
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.text.spans import Span
from tests.projects import create_project

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(key: Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def to_text(workbench: Workbench) -> None:
    """Let the text of the article have the keyboard."""
    # A button of the welcome page that waits for its deletion may still have the keyboard.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    workbench.window.activateWindow()
    assert QTest.qWaitForWindowActive(workbench.window)
    workbench.view.setFocus()


def find(workbench: Workbench, words: str) -> None:
    to_text(workbench)
    press(Key.Key_F, CONTROL)
    assert QApplication.focusWidget() is workbench.feature(SearchFeature).bar.field
    QTest.keyClicks(workbench.feature(SearchFeature).bar.field, words)
    found(workbench)


def found(workbench: Workbench) -> None:
    """Wait until what was typed is found, or not."""
    for _turn in range(3000):
        if workbench.feature(SearchFeature).bar.count.text() != "…":
            return
        QTest.qWait(20)
    raise AssertionError("nothing came of it")


def outlined(workbench: Workbench) -> int:
    """How many points at the top of the text are of the colour of outlines."""
    top = QRect(0, 0, workbench.view.viewport().width(), 160)
    image = workbench.view.viewport().grab(top).toImage()
    colours = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(c.name() == roles.HIT[0] for c in colours)


def selected(workbench: Workbench) -> str:
    span = workbench.view.selected_span()
    return workbench.desk.article.body[span.start : span.end]


def test_hits_are_counted_and_gone_through_by_key(open_window, articles: Path) -> None:
    workbench = open_window(articles)
    bar = workbench.feature(SearchFeature).bar
    find(workbench, "vantor")
    body = workbench.desk.article.body
    assert [body[s.start : s.end] for s in bar.hits] == ["Vantor", "Vantor", "Vantor", "vantor"]
    assert bar.count.text() == "1 of 4"
    press(Key.Key_Return)
    assert bar.count.text() == "2 of 4"
    assert workbench.view.selected_span() is not None
    press(Key.Key_Return, SHIFT)
    press(Key.Key_Return, SHIFT)
    assert bar.count.text() == "4 of 4", "from the first back to the last"
    assert selected(workbench) == "vantor"
    press(Key.Key_F3)
    assert bar.count.text() == "1 of 4"
    press(Key.Key_F3, SHIFT)
    assert bar.count.text() == "4 of 4"
    press(Key.Key_Escape)
    assert not bar.isVisible()
    assert QApplication.focusWidget() is workbench.view
    assert selected(workbench) == "vantor", "the hit is ready to be annotated"


def test_whole_words_capitals_and_nothing(open_window, articles: Path) -> None:
    workbench = open_window(articles)
    bar = workbench.feature(SearchFeature).bar
    find(workbench, "Vantor")
    assert len(bar.hits) == 3
    QTest.mouseClick(bar.whole_word, Qt.MouseButton.LeftButton, pos=bar.whole_word.rect().center())
    if not bar.whole_word.isChecked():
        QTest.keyClick(bar.whole_word, Key.Key_Space)
    found(workbench)
    assert len(bar.hits) == 2
    bar.field.setFocus()
    QTest.keyClicks(bar.field, "x")
    found(workbench)
    assert bar.count.text() == "Not found"
    assert not bar.annotate.isEnabled()


def test_japanese_and_emoji(open_window, articles: Path) -> None:
    workbench = open_window(articles)
    workbench.desk.open_article(2)
    to_text(workbench)
    press(Key.Key_F, CONTROL)
    workbench.feature(SearchFeature).bar.field.setText("日本")
    found(workbench)
    assert workbench.feature(SearchFeature).bar.hits == [Span(0, 2), Span(24, 26)]
    press(Key.Key_Return)
    assert selected(workbench) == "日本"
    workbench.desk.open_article(1)
    workbench.feature(SearchFeature).bar.field.setText("🇯🇵")
    found(workbench)
    assert workbench.feature(SearchFeature).bar.hits == [Span(0, 2)]


def test_hits_are_outlined_and_no_more_after_closing(open_window, articles: Path) -> None:
    workbench = open_window(articles)
    assert outlined(workbench) == 0
    find(workbench, "vantor")
    assert outlined(workbench) > 100
    press(Key.Key_Escape)
    assert outlined(workbench) == 0


def test_regular_expressions_and_what_is_none(open_window, articles: Path, qtbot) -> None:
    workbench = open_window(articles)
    bar = workbench.feature(SearchFeature).bar
    find(workbench, r"v\w+s\b")
    QTest.keyClick(bar.regex, Key.Key_Space)
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 1")
    assert len(bar.hits) == 1
    bar.field.setFocus()
    QTest.keyClicks(bar.field, "(")
    qtbot.waitUntil(lambda: "not a regular expression" in bar.count.text())
    assert bar.hits == []


def test_the_search_follows_the_article(open_window, articles: Path, qtbot) -> None:
    workbench = open_window(articles)
    bar = workbench.feature(SearchFeature).bar
    find(workbench, "vantor")
    workbench.desk.open_article(2)
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 1")
    workbench.desk.open_article(3)
    qtbot.waitUntil(lambda: bar.count.text() == "Not found")


def test_all_hits_are_annotated_in_one_step(open_window, articles: Path) -> None:
    workbench = open_window(articles)
    find(workbench, "Vantor")
    bar = workbench.feature(SearchFeature).bar
    bar.annotate.menu().actions()[0].trigger()
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, Picker)
    assert "3 occurrences" in picker.field.placeholderText(), "the count comes first"
    QTest.keyClick(picker.field, Key.Key_Return)
    rows = list(workbench.desk.annotations.values())
    assert len(rows) == 3
    assert {workbench.desk.actor_name(row.actor_id) for row in rows} == {"Vantor"}

    bar.annotate.menu().actions()[0].trigger()
    QTest.keyClick(QApplication.activePopupWidget().field, Key.Key_Return)
    assert len(workbench.desk.annotations) == 3, "what is annotated so already is left alone"
    workbench.commands["undo"].trigger()
    workbench.commands["undo"].trigger()
    assert workbench.desk.annotations == {}
    assert workbench.desk.actors == {}


def test_hits_become_a_domain(open_window, articles: Path) -> None:
    workbench = open_window(articles)
    find(workbench, "pact")
    workbench.feature(SearchFeature).bar.annotate.menu().actions()[1].trigger()
    picker = QApplication.activePopupWidget()
    QTest.keyClicks(picker.field, "Deterrence")
    QTest.keyClick(picker.field, Key.Key_Return)
    (row,) = workbench.desk.annotations.values()
    assert (row.layer, row.quote("evidence")) == ("domain", "pact")


def test_words_selected_over_wrapped_lines_are_found(open_window, tmp_path: Path) -> None:
    body = "They spoke of the Reef\nLi\u00adons, and the Reef Lions spoke of them.\n\nThe end."
    path = tmp_path / "wrapped.claimdesk"
    create_project(path)
    with Project.open(path) as project:
        import_text(project, body)
    workbench = open_window(path)
    to_text(workbench)
    workbench.view.select_span(Span(body.index("Reef"), body.index(", and")))
    press(Key.Key_F, CONTROL)
    bar = workbench.feature(SearchFeature).bar
    assert bar.field.text() == "Reef Lions"
    found(workbench)
    assert [body[s.start : s.end] for s in bar.hits] == ["Reef\nLi\u00adons", "Reef Lions"]


LONG = "The minister said that “ports” would open; it’s a café.\n" * 30_000


@pytest.mark.drill
def test_a_letter_in_a_very_long_article_is_not_looked_for_in_the_window(
    open_window, articles: Path, steps
) -> None:
    with Project.open(articles) as project, project.edit("Long") as session:
        sha256 = hashlib.sha256(LONG.encode()).hexdigest()
        session.add(Article(title="Long", published_on="2025-01-01", body=LONG, sha256=sha256))
    workbench = open_window(articles)
    bar = workbench.feature(SearchFeature).bar
    find(workbench, "")
    workbench.desk.open_article(3)
    QApplication.processEvents()
    short = steps(lambda: QTest.keyClicks(bar.field, "e"))
    found(workbench)
    bar.field.clear()
    workbench.desk.open_article(4)
    QApplication.processEvents()
    assert steps(lambda: QTest.keyClicks(bar.field, "e")) < 2 * short + 1000
    assert bar.hits == [], "not yet"
    assert not bar.annotate.isEnabled(), "what is not found yet cannot be annotated"
    QTest.keyClicks(bar.field, "x")
    QTest.keyClick(bar.field, Key.Key_Backspace)
    QTest.keyClick(bar.field, Key.Key_Backspace)
    QTest.keyClicks(bar.field, "port")
    QTest.keyClick(bar.field, Key.Key_Return)
    found(workbench)
    assert bar.count.text() == "2 of 10000", "Enter went on as soon as there was something"
    assert selected(workbench) == "port"
