# SPDX-License-Identifier: MIT
"""The library, driven by keys and mouse on a real project file."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.library.filtering import FilterButton
from claimdesk.gui.library.view import LibraryPanel
from claimdesk.gui.widgets.article_filter import FilterDialog
from claimdesk.models.editing import edits
from claimdesk.models.search.library import ArticleFilter
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span

# The platform of the tests has no keyboard that a menu could grab.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support grabbing", extend=True)

MANY = 2000
TOLD = Qt.ItemDataRole.AccessibleTextRole


def day(number: int) -> str:
    return (date(2024, 12, 31) - timedelta(days=number)).isoformat()


@pytest.fixture
def panel(desk: Desk, jobs, qtbot):
    panel = LibraryPanel(desk, jobs)
    qtbot.addWidget(panel)
    panel.resize(300, 500)
    with qtbot.waitActive(panel):
        panel.show()
    return panel


@pytest.fixture
def full(panel, add_articles, qtbot):
    """The panel with MANY articles, newest first: the title says the place."""
    add_articles(*({"title": f"Story {n}", "published_on": day(n)} for n in range(MANY)))
    wait_for(qtbot, panel, MANY)
    return panel


def the_list(panel) -> QListView:
    return next(view for view in panel.findChildren(QListView) if view.parent() is not None)


def search_field(panel) -> QLineEdit:
    return panel.findChild(QLineEdit)


def wait_for(qtbot, panel, count: int) -> None:
    qtbot.waitUntil(lambda: the_list(panel).model().rowCount() == count)


def titles(panel) -> list[str]:
    model = the_list(panel).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def told(panel, row: int) -> str:
    return the_list(panel).model().index(row, 0).data(TOLD)


def click(qtbot, panel, row: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    view = the_list(panel)
    index = view.model().index(row, 0)
    view.scrollTo(index)
    place = view.visualRect(index).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def choose(qtbot, panel, text: str) -> None:
    """Open the context menu with its key and click an entry."""
    view = the_list(panel)
    view.menu_requested.emit(view.mapToGlobal(QPoint(10, 10)))
    menu = next(m for m in panel.findChildren(QMenu) if m.isVisible())
    action = next(a for a in menu.actions() if a.text().replace("&", "") == text)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_an_empty_project_offers_to_import_and_to_paste(panel, qtbot):
    qtbot.waitUntil(lambda: any(b.isVisible() for b in panel.findChildren(QPushButton)))
    buttons = {b.text(): b for b in panel.findChildren(QPushButton) if b.isVisible()}
    with qtbot.waitSignal(panel.import_requested):
        qtbot.mouseClick(buttons["Import articles…"], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.paste_requested):
        qtbot.mouseClick(buttons["Paste text…"], Qt.MouseButton.LeftButton)


def test_articles_are_listed_newest_first_with_their_counts(panel, desk, qtbot, add_articles):
    old, undated, _new = add_articles(
        {"title": "Old", "published_on": "2023-02-01", "outlet": "Kestrel"},
        {"title": "Undated"},
        {"title": "New", "published_on": "2024-03-09"},
    )
    wait_for(qtbot, panel, 3)
    assert titles(panel) == ["New", "Old", "Undated"]
    assert told(panel, 1).startswith("Old, Kestrel · ")
    desk.act("x", lambda s: edits.create_claim(s, old, {"content": [Span(0, 4)]}))
    qtbot.waitUntil(lambda: told(panel, 1).endswith("In progress · 1 claim"))
    desk.act("x", lambda s: edits.create_claim(s, old, {"content": [Span(5, 9)]}))
    qtbot.waitUntil(lambda: told(panel, 1).endswith("2 claims"))
    desk.undo()
    qtbot.waitUntil(lambda: told(panel, 1).endswith("1 claim"))
    desk.act("x", lambda s: edits.set_article(s, undated, published_on="2024-06-01"))
    qtbot.waitUntil(lambda: titles(panel) == ["Undated", "New", "Old"])
    desk.undo()
    qtbot.waitUntil(lambda: titles(panel) == ["New", "Old", "Undated"])


def test_a_click_opens_and_so_does_enter_after_moving(full, desk, qtbot):
    click(qtbot, full, 3)
    assert desk.article.title == "Story 3"
    here = desk.article.id
    mention = desk.act("x", lambda s: edits.create_mention(s, here, Span(0, 3), None)).value
    desk.set_current(mention)
    click(qtbot, full, 3)
    assert desk.current == mention
    qtbot.keyClick(the_list(full), Qt.Key.Key_Down)
    qtbot.keyClick(the_list(full), Qt.Key.Key_Down)
    assert desk.article.title == "Story 3"
    qtbot.keyClick(the_list(full), Qt.Key.Key_Return)
    assert desk.article.title == "Story 5"


def test_what_is_opened_elsewhere_is_selected_and_in_view(full, desk, qtbot):
    article = the_list(full).model().ids[1500]
    desk.open_article(article)
    index = the_list(full).currentIndex()
    assert index.data() == "Story 1500"
    assert the_list(full).viewport().rect().intersects(the_list(full).visualRect(index))
    full.step(1)
    assert desk.article.title == "Story 1501"
    full.step(-2)
    assert desk.article.title == "Story 1499"


def test_stepping_before_the_list_is_there_opens_the_first(desk, jobs, qtbot, add_articles):
    add_articles({"title": "A", "published_on": "2024-01-02"}, {"title": "B"})
    panel = LibraryPanel(desk, jobs)
    qtbot.addWidget(panel)
    panel.step(1)
    qtbot.waitUntil(lambda: desk.article is not None)
    assert desk.article.title == "A"


def test_search_finds_words_of_title_outlet_and_text_in_any_script(full, desk, qtbot, add_articles):
    add_articles(
        {"title": "海底ケーブルの監視", "sha256": "a"},
        {"title": "Cable", "body": "会談で海底ケーブルに触れた。", "sha256": "b"},
        {"title": "Plain", "outlet": "東海新報", "sha256": "c"},
        {"title": "100% sure", "sha256": "d"},
    )
    wait_for(qtbot, full, MANY + 4)
    search_field(full).setText("ケーブル")
    wait_for(qtbot, full, 2)
    assert set(titles(full)) == {"海底ケーブルの監視", "Cable"}
    search_field(full).setText("東海")
    wait_for(qtbot, full, 1)
    assert titles(full) == ["Plain"]
    search_field(full).setText("100% sur")
    qtbot.waitUntil(lambda: titles(full) == ["100% sure"])
    search_field(full).clear()
    qtbot.keyClicks(search_field(full), "story 19")
    wait_for(qtbot, full, 111)
    counted = f"111 of {QLocale().toString(MANY + 4)} articles"
    assert counted in [label.text() for label in full.findChildren(QLabel)]
    search_field(full).setText("nothing has this")
    qtbot.waitUntil(lambda: any(b.isVisible() for b in full.findChildren(QPushButton)))
    show = next(b for b in full.findChildren(QPushButton) if b.isVisible())
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    wait_for(qtbot, full, MANY + 4)


def test_a_search_follows_edits(full, desk, qtbot):
    search_field(full).setText("Story 77")
    wait_for(qtbot, full, 11)
    gone = the_list(full).model().ids[0]
    desk.act("x", lambda s: edits.set_article(s, gone, title="Renamed"))
    wait_for(qtbot, full, 10)
    desk.undo()
    wait_for(qtbot, full, 11)


def test_scroll_and_selection_stay_over_edits_and_arrivals(full, desk, qtbot, add_articles):
    click(qtbot, full, 1000)
    view = the_list(full)
    value = view.verticalScrollBar().value()
    top = view.indexAt(QPoint(5, 5)).data()
    article = desk.article.id
    desk.act("x", lambda s: edits.create_mention(s, article, Span(0, 3), None))
    qtbot.wait(50)
    assert view.verticalScrollBar().value() == value
    add_articles({"title": "Brand new", "published_on": "2025-06-01", "sha256": "n"})
    wait_for(qtbot, full, MANY + 1)
    assert titles(full)[0] == "Brand new"
    assert view.indexAt(QPoint(5, 5)).data() == top
    assert [i.data() for i in view.selectedIndexes()] == ["Story 1000"]
    assert view.currentIndex().data() == "Story 1000"


def test_several_are_marked_in_one_step(full, desk, qtbot):
    click(qtbot, full, 2)
    click(qtbot, full, 4, Qt.KeyboardModifier.ShiftModifier)
    assert desk.article.title == "Story 2"
    choose(qtbot, full, "Mark as done")
    wanted = [False, True, True, True, False]
    qtbot.waitUntil(lambda: [told(full, r).endswith("Done") for r in range(1, 6)] == wanted)
    qtbot.waitUntil(lambda: any("3 done" in label.text() for label in full.findChildren(QLabel)))
    desk.undo()
    qtbot.waitUntil(lambda: told(full, 3).endswith("Unread"))


def test_deleting_tells_what_went_and_is_undone_as_one(full, desk, qtbot):
    said: list[tuple[str, int]] = []
    desk.undo_offered.connect(lambda *offer: said.append(offer))
    click(qtbot, full, 1)
    article = desk.article.id
    for place in range(3):
        span = Span(place, place + 4)
        desk.act("x", lambda s, span=span: edits.create_claim(s, article, {"content": [span]}))
    desk.act("x", lambda s: edits.create_mention(s, article, Span(0, 3), None))
    qtbot.keyClick(the_list(full), Qt.Key.Key_Delete)
    wait_for(qtbot, full, MANY - 1)
    assert desk.article is None
    ((text, edit),) = said
    assert text == "“Story 1” deleted with 3 claims, 1 mention of an actor"
    desk.undo_step(edit)
    wait_for(qtbot, full, MANY)
    choose(qtbot, full, "Delete")
    wait_for(qtbot, full, MANY - 1)
    desk.undo()
    wait_for(qtbot, full, MANY)
    assert titles(full)[:3] == ["Story 0", "Story 1", "Story 2"]
    qtbot.waitUntil(lambda: told(full, 1).endswith("3 claims"))


def test_another_project_shows_its_own_articles(full, desk, tmp_path, qtbot, add_articles):
    search_field(full).setText("Story 19")
    wait_for(qtbot, full, 111)
    desk.close()
    assert the_list(full).model().rowCount() == 0
    assert not full.isEnabled()
    desk.open(Project.create(tmp_path / "other.claimdesk"))
    add_articles({"title": "Other"})
    wait_for(qtbot, full, 1)
    assert titles(full) == ["Other"]
    assert search_field(full).text() == ""


def test_tags_in_a_headline_are_only_characters(panel, desk, qtbot, add_articles):
    add_articles({"title": "<img src=x> talks"})
    wait_for(qtbot, panel, 1)
    tip = the_list(panel).model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img src=x&gt;" in tip


def test_a_filter_is_applied_kept_and_used_again(panel, desk, qtbot, add_articles):
    add_articles(
        {"title": "A", "outlet": "Gazette", "status": "done", "published_on": "2024-02-03"},
        {"title": "B", "outlet": "Gazette", "published_on": "2023-02-03"},
        {"title": "C", "outlet": "Herald"},
    )
    wait_for(qtbot, panel, 3)
    button = panel.findChild(FilterButton)
    button.ask()
    dialog = button.findChild(FilterDialog)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QComboBox)))
    box = next(b for b in dialog.findChildren(QComboBox) if b.findText("Gazette") >= 0)
    box.setCurrentIndex(box.findText("Gazette"))
    since = next(line for line in dialog.findChildren(QLineEdit) if line.placeholderText())
    qtbot.keyClicks(since, "soon")
    dialog.accept()
    assert dialog.isVisible()
    since.setText("2024")
    dialog.accept()
    wait_for(qtbot, panel, 1)
    assert titles(panel) == ["A"]
    button.save("Recent")
    button.apply(ArticleFilter())
    wait_for(qtbot, panel, 3)
    button.menu().aboutToShow.emit()
    next(a for a in button.menu().actions() if a.text() == "Recent").trigger()
    wait_for(qtbot, panel, 1)
    button.menu().aboutToShow.emit()
    next(a for a in button.menu().actions() if a.text() == "&Show all articles").trigger()
    wait_for(qtbot, panel, 3)
    button.menu().aboutToShow.emit()
    next(a for a in button.menu().actions() if a.text() == "By title").trigger()
    qtbot.waitUntil(lambda: titles(panel) == ["A", "B", "C"])
    search_field(panel).setText("harbour wea")

    def told() -> str:
        return the_list(panel).model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)

    qtbot.waitUntil(lambda: "said the harbour would open" in told())
    assert not panel.grab().isNull()


def test_articles_are_grouped_and_groups_folded_by_key_and_mouse(panel, desk, qtbot, add_articles):
    add_articles(
        {"title": "A", "outlet": "Gazette", "published_on": "2024-02-03"},
        {"title": "B", "outlet": "Herald", "published_on": "2024-02-02"},
        {"title": "C", "outlet": "Gazette", "published_on": "2024-02-01"},
        {"title": "D"},
    )
    wait_for(qtbot, panel, 4)
    button = panel.findChild(FilterButton)

    def group_by(text: str) -> None:
        button.menu().aboutToShow.emit()
        menu = next(a for a in button.menu().actions() if a.text() == "&Group").menu()
        next(a for a in menu.actions() if a.text() == text).trigger()

    group_by("By outlet")
    qtbot.waitUntil(lambda: titles(panel) == ["Gazette", "A", "C", "Herald", "No outlet"])
    assert told(panel, 0) == "Gazette, 2 articles"
    assert told(panel, 3) == "Herald, 1 article, folded"
    click(qtbot, panel, 3)
    qtbot.waitUntil(lambda: titles(panel) == ["Gazette", "A", "C", "Herald", "B", "No outlet"])
    view = the_list(panel)
    assert view.currentIndex().data() == "Herald"
    assert not panel.grab().isNull()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Left):
        qtbot.keyClick(view, key)
    qtbot.waitUntil(lambda: titles(panel) == ["Gazette", "Herald", "B", "No outlet"])
    desk.open_article(view.model().ids[2])
    desk.act("x", lambda s: edits.set_article(s, 1, outlet="Herald"))
    qtbot.waitUntil(lambda: titles(panel) == ["Gazette", "Herald", "A", "B", "No outlet"])
    panel.step(-1)
    assert desk.article.title == "A"
    # Of groups that an article can be in more than one of, only one is unfolded.
    desk.act("x", lambda s: edits.create_claim(s, 4, {"content": [Span(0, 4)]}))
    group_by("By claims to decide")
    qtbot.waitUntil(lambda: titles(panel)[0] == "Without claims to decide")
    group_by("By actor")
    wait_for(qtbot, panel, 0)
    group_by("Not in groups")
    wait_for(qtbot, panel, 4)


def test_a_filter_is_kept_with_its_words_and_removed(panel, qtbot, add_articles):
    add_articles({"title": "Reef"}, {"title": "Harbour"})
    wait_for(qtbot, panel, 2)
    button = panel.findChild(FilterButton)
    search_field(panel).setText("reef")
    wait_for(qtbot, panel, 1)
    button.save("Reefs & more")
    search_field(panel).clear()
    wait_for(qtbot, panel, 2)
    button.menu().aboutToShow.emit()
    next(a for a in button.menu().actions() if a.text() == "Reefs && more").trigger()
    wait_for(qtbot, panel, 1)
    assert search_field(panel).text() == "reef"
    button.remove("Reefs & more")
    button.menu().aboutToShow.emit()
    assert "Reefs && more" not in [a.text() for a in button.menu().actions()]
