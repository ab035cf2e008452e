# SPDX-License-Identifier: MIT
"""What words and annotations offer: pickers, context menu, selection bar and palette."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from claimdesk.gui.codebook.dialog import CodebookDialog
from claimdesk.gui.window.palette.palette import Palette
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models import registry
from claimdesk.models.articles.importing import import_text
from claimdesk.models.editing import edits
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span
from tests.gui.conftest import open_picker
from tests.projects import create_project

Key, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
TEXT = (
    "The Harbour Ministry met Mara Lindt of Veria. They said the quays will close soon.\n\n"
    "The ministry then told the Reef Lions that the tide turns."
)
NAMES = {
    "Department of Hearths, Estates and Yards": "organization",
    "Mara Lindt": "person",
    "Harbour Ministry": "organization",
    "Veria": "state",
    "US": "state",
}


def span(words: str, text: str = TEXT) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


@pytest.fixture
def bench(open_window, tmp_path: Path) -> Workbench:
    """A window on one article with two claims, a mention and actors that it names, or does not."""
    path = tmp_path / "ways.claimdesk"
    create_project(path)
    with Project.open(path) as project:
        import_text(project, TEXT)
        with project.reading() as connection:
            (article,) = queries.article_ids(connection)
        with project.edit("Begin") as session:
            ids = {name: registry.create_actor(session, name, kind) for name, kind in NAMES.items()}
            edits.create_mention(session, article, span("Mara Lindt"), ids["Mara Lindt"])
            for source, content in (("They", "the quays will close"), ("The ministry", "the tide")):
                pieces = {"content": [span(content)], "source": [span(source)]}
                edits.create_claim(session, article, pieces)
    opened = open_window(path)
    opened.view.setFocus()
    return opened


def claim(bench: Workbench, words: str) -> int:
    rows = bench.desk.annotations.values()
    return next(r.id for r in rows if r.layer == "claim" and r.quote("content") == words)


def press(bench: Workbench, key: Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or bench.view, key, modifier)


def offered() -> list[str]:
    shown = open_picker().list
    return [shown.item(n).text().split("   ")[0] for n in range(shown.count())]


def test_likely_speakers_stand_on_top_and_words_are_not_typed(bench: Workbench) -> None:
    bench.desk.set_current(claim(bench, "the quays will close"))
    press(bench, Key.Key_S)
    found = offered()
    assert open_picker().field.text() == ""
    assert {found[0], found[1], found[2]} == {"Harbour Ministry", "Mara Lindt", "Veria"}
    assert found[3] == "Create “They”"
    assert found.index("Department of Hearths, Estates and Yards") > 3
    assert "“They”" in [label.text() for label in open_picker().findChildren(QLabel)]
    # By typing, too, letters here and there come below the offer to create.
    QTest.keyClicks(open_picker().field, "hrbm")
    assert offered()[0] == "Create “hrbm”"
    press_on_picker(Key.Key_Escape)
    bench.desk.set_current(claim(bench, "the tide"))
    press(bench, Key.Key_S)
    assert offered()[0] == "Harbour Ministry"
    press_on_picker(Key.Key_Return)
    row = bench.desk.current_row()
    assert row is not None and bench.desk.actor_name(row.speaker_id) == "Harbour Ministry"
    press(bench, Key.Key_W)
    # The next paragraph names nobody else; "To whom" never begins with a stranger or the speaker.
    assert offered()[0] != "Department of Hearths, Estates and Yards"
    press_on_picker(Key.Key_Escape)
    bench.desk.set_current(claim(bench, "the quays will close"))
    press(bench, Key.Key_W)
    assert {*offered()[:3]} == {"Harbour Ministry", "Mara Lindt", "Veria"}
    press_on_picker(Key.Key_Escape)


def press_on_picker(key: Key) -> None:
    QTest.keyClick(open_picker().field, key)


def test_s_on_a_mention_offers_its_words_at_the_words(bench: Workbench) -> None:
    (mention,) = (r.id for r in bench.desk.annotations.values() if r.layer == "actor")
    bench.desk.set_current(mention)
    press(bench, Key.Key_S)
    picker = open_picker()
    assert offered()[0] == "Mara Lindt"
    words = bench.view.end_of(span("Mara Lindt"))
    assert abs(picker.y() - words.y()) < 60
    picker.close()
    bench.view.select_span(span("Reef Lions"))
    press(bench, Key.Key_M)
    assert offered()[0] == "Create “Reef Lions”"
    press_on_picker(Key.Key_Escape)


def test_a_picker_of_a_list_opens_at_its_cell(bench: Workbench, qtbot: QtBot) -> None:
    view = bench.panes["claims"].view
    bench.window.docks["claims"].raise_()
    index = view.model().index(0, 0)
    place = view.visualRect(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    picker = open_picker()
    cell = view.viewport().mapToGlobal(place.bottomLeft())
    screen = picker.screen().availableGeometry()
    assert abs(picker.x() - min(cell.x(), screen.right() - picker.width())) < 5
    assert abs(picker.y() - min(cell.y(), screen.bottom() - picker.height())) < 5
    picker.close()


def menu_at(bench: Workbench, words: str) -> QMenu:
    place = bench.view.viewport().mapFromGlobal(bench.view.end_of(span(words))) - QPoint(4, 14)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, bench.view.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(bench.view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def texts(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


def test_a_right_click_offers_what_is_possible_there(bench: Workbench) -> None:
    menu = menu_at(bench, "Lindt")
    row = bench.desk.current_row()
    assert row is not None and row.layer == "actor"
    assert {"Accept", "Reject", "Delete", "Note…"} <= set(texts(menu))
    menu.close()
    menu = menu_at(bench, "soon")
    assert texts(menu) == ["Select the sentence", "Copy"]
    sentence = menu.actions()[0] if menu.actions()[0].text() else menu.actions()[1]
    sentence.trigger()
    menu.close()
    selected = bench.view.selected_span()
    assert selected is not None
    assert TEXT[selected.start : selected.end] == "They said the quays will close soon."
    menu = menu_at(bench, "soon")
    assert texts(menu)[:3] == ["Mention of an actor", "Claim", "Domain"]
    before = len(bench.desk.annotations)
    next(action for action in menu.actions() if action.text() == "&Claim").trigger()
    menu.close()
    open_picker().close()
    assert len(bench.desk.annotations) == before + 1


@pytest.mark.parametrize("key", [Key.Key_M, Key.Key_C, Key.Key_D])
def test_marking_without_words_says_what_to_do(bench: Workbench, key: Key) -> None:
    bench.desk.set_current(None)
    bench.view.clear_selection()
    press(bench, key)
    assert "Select words" in bench.window.statusBar().currentMessage()


def test_a_selection_gets_a_bar_of_what_it_can_become(bench: Workbench, qtbot: QtBot) -> None:
    page = bench.view.viewport()
    at = page.mapFromGlobal(bench.view.end_of(span("Reef"))) - QPoint(8, 12)
    QTest.mouseDClick(page, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(page, Qt.MouseButton.LeftButton, pos=at)
    bar = page.findChild(QWidget, "selection_bar")
    qtbot.waitUntil(bar.isVisible)
    buttons = bar.findChildren(QToolButton)
    assert [button.text() for button in buttons] == ["Mention  M", "Claim  C", "Domain  D"]
    assert bar.y() >= at.y() and page.rect().contains(bar.geometry())
    assert bench.view.hasFocus()
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert offered()[0] == "Create “Reef”"
    press_on_picker(Key.Key_Escape)
    assert not bar.isVisible()


def palette(bench: Workbench, typed: str) -> Palette:
    press(bench, Key.Key_K, CONTROL)
    found = QApplication.activePopupWidget()
    assert isinstance(found, Palette)
    QTest.keyClicks(found.field, typed)
    return found


def test_the_palette_goes_to_commands_articles_actors_and_domains(bench: Workbench) -> None:
    bench.desk.set_current(None)
    shown = palette(bench, "reject")
    rows = [shown.list.item(n).text() for n in range(shown.list.count())]
    assert rows[0].startswith("Reject    Annotate · X · choose an annotation first")
    QTest.keyClick(shown.field, Key.Key_Return)
    assert shown.isVisible(), "what can't be done is not taken"
    QTest.keyClick(shown.field, Key.Key_Escape)
    shown = palette(bench, "mara lin")
    QTest.keyClick(shown.field, Key.Key_Return)
    row = bench.desk.current_row()
    assert row is not None and row.words("mention") == "Mara Lindt"
    shown = palette(bench, "select the next find")
    QTest.keyClick(shown.field, Key.Key_Escape)
    shown = palette(bench, "Find in this")
    QTest.keyClick(shown.field, Key.Key_Escape)
    bench.desk.open_article(None)
    shown = palette(bench, "the harbour ministry met")
    QTest.keyClick(shown.field, Key.Key_Return)
    assert bench.desk.article is not None


def test_the_menu_of_annotating_fits_a_small_screen(bench: Workbench) -> None:
    annotate, many = bench.commands.menus["annotate"], bench.commands.submenus["many"]
    assert annotate.sizeHint().height() < 480
    assert [a.text() for a in annotate.actions() if a.menu() is not None] == [
        "Man&y at once",
        "M&ove the ends",
    ]
    assert {"accept_alike", "every_mention", "accept_all"} <= {
        a.objectName() for a in many.actions()
    }
    for menu in (annotate, many):
        texts = [action.text() for action in menu.actions() if action.text()]
        letters = [text[text.index("&") + 1].casefold() for text in texts if "&" in text]
        assert len(texts) == len(set(texts))
        assert len(set(letters)) == len(letters), texts
    assert "start_back" in dict.fromkeys(n for _title, ns in bench.commands.by_menu() for n in ns)


def test_without_own_fields_f_says_where_to_add_one(bench: Workbench) -> None:
    bench.desk.set_current(claim(bench, "the tide"))
    press(bench, Key.Key_F)
    toast = bench.toast
    assert toast.isVisible() and "no own fields yet" in toast.label.text()
    assert bench.view.hasFocus(), "nothing has to be closed first"
    QTest.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()
    codebook = bench.window.findChild(CodebookDialog)
    assert codebook is not None and codebook.isVisible()
    codebook.close()
