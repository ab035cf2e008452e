# SPDX-License-Identifier: MIT
"""The codebook editor, driven by keys and mouse on a real project file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QColorDialog,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabWidget,
)
from shiboken6 import isValid

from claimdesk.gui.codebook.dialog import CodebookDialog
from claimdesk.gui.codebook.dialogs import DeleteDialog
from claimdesk.gui.codebook.list import EntryList
from claimdesk.gui.desk.desk import Desk
from claimdesk.models import codebook
from claimdesk.models.editing import edits
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.text.spans import Span

BOOK = {
    "domains": [
        {"name": "Space", "colour": "#006cd1", "terms": ["satellite", "rocket"]},
        {"name": "Sea", "definition": "Anything afloat."},
        {"name": "Energy"},
    ],
    "fields": [
        {
            "key": "stance",
            "label": "Stance",
            "choices": [
                {"key": "for", "label": "supports"},
                {"key": "against", "label": "opposes"},
            ],
        },
        {"key": "kind", "label": "Kind", "choices": [{"key": "s", "label": "statement"}]},
        {"key": "words", "label": "Own words", "kind": "text"},
    ],
}


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication):
    project = Project.create(tmp_path / "p.claimdesk")
    with project.edit("Load the codebook") as session:
        codebook.load_codebook(session, BOOK, "book.json")
    desk = Desk()
    desk.open(project)
    yield desk
    desk.close()


@pytest.fixture
def dialog(desk: Desk, qtbot):
    dialog = CodebookDialog(desk)
    with qtbot.waitActive(dialog):
        dialog.show()
    with_focus(the_list(dialog), qtbot)
    yield dialog
    if isValid(dialog):
        dialog.hide()
        dialog.deleteLater()


def with_focus(widget, qtbot):
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    return widget


def compose(widget, text: str) -> None:
    """Enter text as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def page(dialog):
    return dialog.findChild(QTabWidget).currentWidget()


def the_list(dialog) -> EntryList:
    return page(dialog).findChild(EntryList)


def named(dialog, kind, name):
    return next(w for w in page(dialog).findChildren(kind) if w.accessibleName() == name)


def names(dialog) -> list[str]:
    model = the_list(dialog).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def click_row(qtbot, dialog, row: int) -> None:
    view = the_list(dialog)
    place = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def open_tab(qtbot, dialog, title: str) -> None:
    bar = dialog.findChild(QTabWidget).tabBar()
    place = next(i for i in range(bar.count()) if bar.tabText(i) == title)
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())


def button(parent, text: str) -> QPushButton:
    return next(b for b in parent.findChildren(QPushButton) if b.text() == text)


def stored(desk: Desk) -> list[str]:
    return [row.name for row in desk.domains.values()]


def use_domain(desk: Desk, name: str, claims: int, mentions: int) -> None:
    domain = next(i for i, row in desk.domains.items() if row.name == name)
    with desk.project.edit("Annotate") as session:
        article = Article(title="T", body="word " * 40, sha256="0" * 64)
        session.add(article)
        session.flush()
        for place in range(claims):
            spans = {"content": [Span(place, place + 4)]}
            edits.create_claim(session, article.id, spans, domain_ids=[domain])
        for place in range(mentions):
            edits.create_domain_mention(session, article.id, Span(place, place + 4), domain)


def uses(desk: Desk, name: str) -> tuple[int, int]:
    domain = next(i for i, row in desk.domains.items() if row.name == name)
    with desk.project.reading() as connection:
        return codebook.domain_uses(connection, domain)


def test_it_has_a_page_for_domains_and_each_field_with_values(dialog):
    bar = dialog.findChild(QTabWidget).tabBar()
    titles = [bar.tabText(i) for i in range(bar.count())]
    assert titles == ["Domains", "Stances", "Claim kinds", "Own fields", "Guideline"]
    assert names(dialog) == ["Space", "Sea", "Energy"]


def test_f2_renames_in_place_as_one_step_of_undo(dialog, desk, qtbot):
    click_row(qtbot, dialog, 1)
    qtbot.keyClick(the_list(dialog), Qt.Key.Key_F2)
    editor = the_list(dialog).viewport().findChild(QLineEdit)
    compose(editor, "海洋")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(desk) == ["Space", "海洋", "Energy"])
    qtbot.waitUntil(the_list(dialog).hasFocus)
    qtbot.keySequence(the_list(dialog), "Ctrl+Z")
    assert stored(desk) == names(dialog) == ["Space", "Sea", "Energy"]


def test_a_name_that_is_taken_is_refused_with_a_sentence(dialog, desk, qtbot):
    name = with_focus(named(dialog, QLineEdit, "Name"), qtbot)
    name.selectAll()
    qtbot.keyClicks(name, "sea")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert stored(desk) == ["Space", "Sea", "Energy"]
    assert name.text() == "sea"
    assert any("“Sea”" in label.text() and "⚠" in label.text() for label in texts(dialog))
    dialog.close()
    assert dialog.isVisible()
    click_row(qtbot, dialog, 2)
    qtbot.waitUntil(lambda: the_list(dialog).currentIndex().row() == 0)
    assert name.text() == "sea"
    name.setText("Seabed")
    dialog.close()
    assert not dialog.isVisible()
    assert stored(desk) == ["Seabed", "Sea", "Energy"]


def texts(dialog) -> list[QLabel]:
    return dialog.findChildren(QLabel)


def test_alt_and_arrows_order_and_keep_the_row(dialog, desk, qtbot):
    click_row(qtbot, dialog, 2)
    view = the_list(dialog)
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert stored(desk) == names(dialog) == ["Space", "Energy", "Sea"]
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert stored(desk) == ["Energy", "Space", "Sea"]
    assert view.currentIndex().data() == "Energy"
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert stored(desk) == ["Space", "Energy", "Sea"]
    desk.undo()
    desk.undo()
    desk.undo()
    assert stored(desk) == names(dialog) == ["Space", "Sea", "Energy"]
    assert view.currentIndex().data() == "Energy"


def test_dropping_a_row_between_others_orders(dialog, desk):
    model = the_list(dialog).model()
    parent = model.index(-1, -1)
    assert model.moveRow(parent, 0, parent, 3)
    assert stored(desk) == names(dialog) == ["Sea", "Energy", "Space"]
    assert not model.moveRow(parent, 1, parent, 2)


def test_enter_in_the_field_below_adds_with_a_colour_of_its_own(dialog, desk, qtbot):
    field = with_focus(named(dialog, QLineEdit, "New domain"), qtbot)
    qtbot.keyClicks(field, "Space law")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, "Cables")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert stored(desk)[3:] == ["Space law", "Cables"]
    colours = [row.colour for row in desk.domains.values() if row.colour]
    assert len(set(colours)) == len(colours) == 3
    assert the_list(dialog).currentIndex().data() == "Cables"
    assert field.text() == ""
    assert dialog.isVisible()


def test_text_is_saved_when_its_field_is_left(dialog, desk, qtbot):
    definition = with_focus(named(dialog, QPlainTextEdit, "Definition"), qtbot)
    qtbot.keyClicks(definition, "Orbit <b>and</b> beyond")
    assert next(iter(desk.domains.values())).definition is None
    qtbot.keyClick(definition, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not definition.hasFocus())
    assert next(iter(desk.domains.values())).definition == "Orbit <b>and</b> beyond"


def test_another_row_shows_its_own_text_and_saves_the_first(dialog, desk, qtbot):
    definition = with_focus(named(dialog, QPlainTextEdit, "Definition"), qtbot)
    qtbot.keyClicks(definition, "Above us")
    click_row(qtbot, dialog, 1)
    assert definition.toPlainText() == "Anything afloat."
    assert [row.definition for row in desk.domains.values()] == [
        "Above us",
        "Anything afloat.",
        None,
    ]


def test_closing_saves_everything_that_is_being_typed(dialog, desk, qtbot):
    terms = with_focus(named(dialog, QPlainTextEdit, "Terms that point to it, one per line"), qtbot)
    qtbot.keyClick(terms, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(terms, Qt.Key.Key_Return)
    qtbot.keyClicks(terms, "launch  pad")
    new = with_focus(named(dialog, QLineEdit, "New domain"), qtbot)
    qtbot.keyClicks(new, "Health")
    with_focus(the_list(dialog), qtbot)
    qtbot.keyClick(the_list(dialog), Qt.Key.Key_F2)
    editor = the_list(dialog).viewport().findChild(QLineEdit)
    qtbot.keyClicks(editor, "Outer space")
    dialog.close()
    assert not dialog.isVisible()
    assert stored(desk) == ["Outer space", "Sea", "Energy", "Health"]
    assert next(iter(desk.domains.values())).terms == ("satellite", "rocket", "launch pad")


def test_closing_the_window_behind_it_saves_what_is_being_typed(desk, qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    dialog = CodebookDialog(desk, window)
    with qtbot.waitActive(dialog):
        dialog.show()
    definition = with_focus(named(dialog, QPlainTextEdit, "Definition"), qtbot)
    qtbot.keyClicks(definition, "Orbits")
    window.close()
    assert next(iter(desk.domains.values())).definition == "Orbits"


def test_a_refresh_leaves_what_is_being_typed_and_its_cursor(dialog, desk, qtbot):
    click_row(qtbot, dialog, 1)
    definition = with_focus(named(dialog, QPlainTextEdit, "Definition"), qtbot)
    qtbot.keyClicks(definition, "Ships: ")
    place = definition.textCursor().position()
    energy = list(desk.domains)[2]
    desk.act("Elsewhere", lambda session: codebook.set_domain_fields(session, energy, name="Power"))
    assert names(dialog)[2] == "Power"
    assert definition.toPlainText() == "Ships: Anything afloat."
    assert definition.textCursor().position() == place
    desk.undo()
    assert names(dialog)[2] == "Energy"
    assert definition.toPlainText() == "Ships: Anything afloat."
    assert definition.textCursor().position() == place


def test_undo_shows_the_text_that_was_there(dialog, desk, qtbot):
    name = with_focus(named(dialog, QLineEdit, "Name"), qtbot)
    qtbot.keyClick(name, Qt.Key.Key_End)
    qtbot.keyClicks(name, " travel")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert stored(desk)[0] == "Space travel"
    qtbot.mouseClick(button(dialog, "Undo"), Qt.MouseButton.LeftButton)
    assert stored(desk)[0] == name.text() == "Space"


def test_a_swatch_colours_and_any_other_colour_can_be_chosen(dialog, desk, qtbot):
    swatch = named(dialog, QAbstractButton, "Green")
    qtbot.mouseClick(swatch, Qt.MouseButton.LeftButton)
    assert next(iter(desk.domains.values())).colour == "#117733"
    qtbot.mouseClick(button(page(dialog), "Other…"), Qt.MouseButton.LeftButton)
    colours = page(dialog).findChild(QColorDialog)
    colours.setCurrentColor("#123456")
    qtbot.keyClick(colours, Qt.Key.Key_Return)
    assert next(iter(desk.domains.values())).colour == "#123456"
    assert named(dialog, QAbstractButton, "Own colour").isVisible()
    qtbot.mouseClick(
        named(dialog, QAbstractButton, "No colour"), Qt.MouseButton.LeftButton, pos=QPoint(8, 8)
    )
    assert next(iter(desk.domains.values())).colour is None


def test_an_unused_entry_is_deleted_without_a_question(dialog, desk, qtbot):
    click_row(qtbot, dialog, 2)
    qtbot.keyClick(the_list(dialog), Qt.Key.Key_Delete)
    assert stored(desk) == names(dialog) == ["Space", "Sea"]
    assert the_list(dialog).currentIndex().data() == "Sea"


def test_deleting_an_entry_in_use_asks_and_moves_its_uses(dialog, desk, qtbot):
    use_domain(desk, "Space", claims=12, mentions=3)
    qtbot.mouseClick(button(page(dialog), "Delete…"), Qt.MouseButton.LeftButton)
    question = page(dialog).findChild(DeleteDialog)
    assert question.findChild(QLabel).text() == "12 claims and 3 mentions use “Space”."
    target = question.findChild(QComboBox)
    assert [target.itemText(i) for i in range(target.count())] == ["Sea", "Energy"]
    qtbot.keyClick(target, Qt.Key.Key_Down)
    qtbot.mouseClick(button(question, "Delete"), Qt.MouseButton.LeftButton)
    assert names(dialog) == ["Sea", "Energy"]
    assert uses(desk, "Energy") == (12, 3)
    desk.undo()
    assert names(dialog) == ["Space", "Sea", "Energy"]
    assert uses(desk, "Space") == (12, 3)
    assert uses(desk, "Energy") == (0, 0)


def test_cancel_keeps_everything_and_leaving_them_keeps_the_annotations(dialog, desk, qtbot):
    use_domain(desk, "Space", claims=1, mentions=2)
    qtbot.keyClick(the_list(dialog), Qt.Key.Key_Delete)
    question = page(dialog).findChild(DeleteDialog)
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert names(dialog)[0] == "Space"
    qtbot.keyClick(the_list(dialog), Qt.Key.Key_Delete)
    question = next(q for q in page(dialog).findChildren(DeleteDialog) if q.isVisible())
    leave = next(r for r in question.findChildren(QRadioButton) if "without" in r.text())
    qtbot.mouseClick(leave, Qt.MouseButton.LeftButton, pos=QPoint(8, leave.height() // 2))
    qtbot.mouseClick(button(question, "Delete"), Qt.MouseButton.LeftButton)
    assert names(dialog) == ["Sea", "Energy"]
    with desk.project.reading() as connection:
        found = connection.exec_driver_sql("SELECT layer FROM annotation ORDER BY layer")
        assert [row[0] for row in found] == ["claim", "domain", "domain"]


def test_stances_are_edited_the_same_way(dialog, desk, qtbot):
    open_tab(qtbot, dialog, "Stances")
    assert names(dialog) == ["supports", "opposes"]
    field = with_focus(named(dialog, QLineEdit, "New value"), qtbot)
    qtbot.keyClicks(field, "Opposes")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert names(dialog) == ["supports", "opposes"]
    field.clear()
    qtbot.keyClicks(field, "is neutral")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [choice.label for choice in desk.fields["stance"].choices][2] == "is neutral"
    with_focus(the_list(dialog), qtbot)
    qtbot.keyClick(the_list(dialog), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(dialog) == ["supports", "is neutral", "opposes"]


def test_a_domain_goes_into_another_but_never_into_itself(dialog, desk, qtbot):
    click_row(qtbot, dialog, 1)
    parent = named(dialog, QComboBox, "Inside the domain")
    assert [parent.itemText(i) for i in range(parent.count())] == ["None", "Space", "Energy"]
    with_focus(parent, qtbot)
    qtbot.keyClick(parent, Qt.Key.Key_Down)
    assert list(desk.domains.values())[1].parent_id == next(iter(desk.domains))
    click_row(qtbot, dialog, 0)
    assert [parent.itemText(i) for i in range(parent.count())] == ["None", "Energy"]


def test_use_counts_follow_the_annotations(dialog, desk, qtbot):
    use_domain(desk, "Sea", claims=2, mentions=1)
    model = the_list(dialog).model()
    told = Qt.ItemDataRole.AccessibleTextRole
    qtbot.waitUntil(lambda: model.index(1, 0).data(told) == "Sea, 2 claims and 1 mention")
    assert model.index(0, 0).data(told) == "Space, not used"


def test_closing_the_project_closes_it(dialog, desk):
    desk.close()
    assert not dialog.isVisible()


def test_edits_go_on_after_it_was_closed(dialog, desk, qtbot):
    dialog.close()
    qtbot.waitUntil(lambda: not isValid(dialog))
    space = next(iter(desk.domains))
    desk.act("Elsewhere", lambda session: codebook.set_domain_fields(session, space, name="Orbit"))
    use_domain(desk, "Orbit", claims=1, mentions=0)
    desk.undo()
    qtbot.wait(400)
    assert stored(desk)[0] == "Orbit"
