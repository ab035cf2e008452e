# SPDX-License-Identifier: MIT
"""What a team needs of the codebook window: tree, merging, recoding, examples, fields, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QTreeWidget,
    QWidget,
)
from shiboken6 import isValid

from claimdesk.gui.annotating.codes import CodeEditor
from claimdesk.gui.annotating.own_fields import OwnFieldMenu
from claimdesk.gui.annotating.picking.picker import Picker
from claimdesk.gui.annotating.picking.pickers import Pickers
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.codebook import sharing
from claimdesk.gui.codebook.dialog import CodebookDialog
from claimdesk.gui.codebook.dialogs import MergeDialog, RecodeDialog
from claimdesk.gui.codebook.examples import ExampleList
from claimdesk.gui.codebook.guideline import GuidelinePanel
from claimdesk.gui.codebook.list import EntryList
from claimdesk.gui.desk.desk import Desk
from claimdesk.models import codebook
from claimdesk.models.codebook import fields
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.store import queries, settings
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.text.spans import Span

BOOK = {
    "domains": [{"name": name, "terms": [name.lower()]} for name in ("Sea", "Reef", "Air")],
    "fields": [
        {"key": "stance", "label": "Stance", "choices": [{"key": "for", "label": "supports"}]},
    ],
}
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication):
    project = Project.create(tmp_path / "p.claimdesk")
    with project.edit("Load") as session:
        codebook.load_codebook(session, BOOK, "book.json")
        for outlet in ("Buoy", "Pier"):
            article = Article(title=outlet, outlet=outlet, body="word " * 20, sha256="0" * 64)
            session.add(article)
            session.flush()
            spans = {"content": [Span(0, 4)]}
            edits.create_claim(session, article.id, spans, domain_ids=[1, 2])
            edits.create_domain_mention(session, article.id, Span(5, 9), 2)
    desk = Desk()
    desk.open(project)
    desk.open_article(1)
    yield desk
    desk.close()


@pytest.fixture
def dialog(desk: Desk, qtbot):
    dialog = CodebookDialog(desk)
    with qtbot.waitActive(dialog):
        dialog.show()
    yield dialog
    if isValid(dialog):
        dialog.hide()
        dialog.deleteLater()


def page(dialog):
    return dialog.findChild(QTabWidget).currentWidget()


def the_list(dialog) -> EntryList:
    return page(dialog).findChild(EntryList)


def click_row(dialog, row: int) -> EntryList:
    view = the_list(dialog)
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), LEFT, pos=place)
    view.setFocus()
    return view


def open_tab(dialog, title: str) -> None:
    bar = dialog.findChild(QTabWidget).tabBar()
    place = next(i for i in range(bar.count()) if bar.tabText(i) == title)
    QTest.mouseClick(bar, LEFT, pos=bar.tabRect(place).center())


def press(parent, text: str) -> None:
    found = next(b for b in parent.findChildren(QPushButton) if b.text().replace("&", "") == text)
    QTest.mouseClick(found, LEFT)


def named(parent, kind, name):
    return next(w for w in parent.findChildren(kind) if w.accessibleName() == name)


def tree(desk: Desk) -> list[tuple[str, str | None]]:
    rows = desk.domains
    return [(r.name, rows[r.parent_id].name if r.parent_id else None) for r in rows.values()]


def drop(view: EntryList, row: int, share: float) -> None:
    """Drop the current row at a share of the height of another one."""
    area = view.visualRect(view.model().index(row, 0))
    point = QPointF(area.center().x(), area.top() + area.height() * share)
    data = view.model().mimeData([view.currentIndex()]) or QMimeData()
    event = QDropEvent(point, Qt.DropAction.MoveAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    # Without a drag by a real mouse, QApplication does not hand on drops.
    view.viewportEvent(event)


def test_alt_and_arrows_put_domains_into_one_another(dialog, desk):
    view = click_row(dialog, 1)
    QTest.keyClick(view, Qt.Key.Key_Right, ALT)
    assert tree(desk) == [("Sea", None), ("Reef", "Sea"), ("Air", None)]
    assert (
        view.currentIndex()
        .data(Qt.ItemDataRole.AccessibleTextRole)
        .startswith("Reef, inside Sea, 2 claims")
    )
    QTest.keyClick(view, Qt.Key.Key_Right, ALT)
    assert tree(desk)[1] == ("Reef", "Sea"), "nothing is before it there"
    QTest.keyClick(view, Qt.Key.Key_Left, ALT)
    assert tree(desk)[1] == ("Reef", None)
    QTest.keyClick(view, Qt.Key.Key_Left, ALT)
    QTest.keyClick(view, Qt.Key.Key_Down, ALT)
    assert [name for name, _ in tree(desk)] == ["Sea", "Air", "Reef"]
    for _ in range(3):
        desk.undo()
    assert tree(desk) == [("Sea", None), ("Reef", None), ("Air", None)]


def test_dragging_puts_a_domain_into_before_or_after_another(dialog, desk):
    view = click_row(dialog, 2)
    drop(view, 0, 0.5)
    assert tree(desk) == [("Sea", None), ("Air", "Sea"), ("Reef", None)]
    click_row(dialog, 2)
    drop(view, 0, 0.02)
    assert tree(desk) == [("Reef", None), ("Sea", None), ("Air", "Sea")]
    drop(view, 1, 0.98)
    assert tree(desk) == [("Sea", None), ("Reef", "Sea"), ("Air", "Sea")]
    click_row(dialog, 0)
    failed = []
    desk.failed.connect(failed.append)
    drop(view, 2, 0.5)
    assert "inside itself" in failed[0]
    assert tree(desk)[0] == ("Sea", None)


def test_merging_says_what_moves_and_is_one_step_of_undo(dialog, desk, qtbot):
    click_row(dialog, 1)
    press(page(dialog), "Merge…")
    question = dialog.findChild(MergeDialog)
    assert question.preview.text().startswith("2 claims, 2 mentions and 1 term will move to “Sea”.")
    QTest.mouseClick(question.findChild(QCheckBox), LEFT, pos=QPoint(8, 8))
    assert "Deleted with it: 1 term." in question.preview.text()
    QTest.mouseClick(question.findChild(QCheckBox), LEFT, pos=QPoint(8, 8))
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert [name for name, _ in tree(desk)] == ["Sea", "Air"]
    with desk.project.reading() as connection:
        assert codebook.domain_uses(connection, 1) == (2, 2)
    assert set(desk.domains[1].terms) == {"sea", "reef"}
    desk.undo()
    assert [name for name, _ in tree(desk)] == ["Sea", "Reef", "Air"]
    with desk.project.reading() as connection:
        assert codebook.domain_uses(connection, 2) == (2, 2)


def test_recoding_in_one_outlet(dialog, desk):
    click_row(dialog, 1)
    press(page(dialog), "Recode…")
    question = dialog.findChild(RecodeDialog)
    scope = named(question, QComboBox, "In")
    texts = [scope.itemText(i) for i in range(scope.count())]
    assert texts == ["All articles", "The open article", "Articles of Buoy", "Articles of Pier"]
    scope.setFocus()
    QTest.keyClick(scope, Qt.Key.Key_End)
    assert question.preview.text().startswith("“Reef” becomes “Sea” in 1 claim and 1 mention;")
    press(question, "Recode")
    with desk.project.reading() as connection:
        assert codebook.domain_uses(connection, 2) == (1, 1)
        assert codebook.domain_uses(connection, 1) == (2, 1)


def test_a_click_on_an_example_opens_it(dialog, desk):
    click_row(dialog, 1)
    examples = page(dialog).findChild(ExampleList)
    opened = []
    dialog.example_opened.connect(opened.append)
    assert examples.count() == 4
    QTest.mouseClick(
        examples.viewport(), LEFT, pos=examples.visualItemRect(examples.item(0)).center()
    )
    QTest.keyClick(examples, Qt.Key.Key_Down)
    QTest.keyClick(examples, Qt.Key.Key_Return)
    assert opened == [4, 3]
    desk.act("Reject", lambda session: edits.reject(session, [4]))
    click_row(dialog, 0)
    click_row(dialog, 1)
    assert examples.count() == 3


def test_own_fields_are_added_keyed_and_deleted_with_a_count(dialog, desk, qtbot):
    open_tab(dialog, "Own fields")
    new = named(page(dialog), QLineEdit, "New field")
    kind = named(page(dialog), QComboBox, "Kind of the new field")
    kind.setFocus()
    QTest.keyClicks(kind, "n")
    new.setFocus()
    QTest.keyClicks(new, "Urgency")
    QTest.keyClick(new, Qt.Key.Key_Return)
    field = desk.fields["urgency"]
    assert field.kind == "number"
    letter = named(page(dialog), QLineEdit, "Key")
    letter.setFocus()
    QTest.keyClicks(letter, "u")
    QTest.keyClick(letter, Qt.Key.Key_Return)
    with desk.project.reading() as connection:
        assert fields.letters(connection) == {field.id: "U"}
    desk.act("Code", lambda session: set_code(session, [1, 3], "urgency", 2))
    press(page(dialog), "Delete")
    assert "urgency" not in desk.fields
    said = "“Urgency” deleted, with its values in 2 claims. Undo brings them back."
    assert said in {label.text() for label in dialog.findChildren(QLabel)}
    press(dialog, "Undo")
    assert "urgency" in desk.fields


def test_values_of_an_own_choice_have_a_page(dialog, desk):
    desk.act("Add", lambda session: fields.add_field(session, "Frame", "choice"))
    open_tab(dialog, "Own fields")
    press(page(dialog), "Edit its values")
    new = named(page(dialog), QLineEdit, "New value")
    new.setFocus()
    QTest.keyClicks(new, "Threat")
    QTest.keyClick(new, Qt.Key.Key_Return)
    assert [choice.label for choice in desk.fields["frame"].choices] == ["Threat"]


def test_the_guideline_is_written_here_and_read_beside_the_article(dialog, desk, qtbot):
    panel = GuidelinePanel(desk)
    qtbot.addWidget(panel)
    open_tab(dialog, "Guideline")
    text = named(page(dialog), QPlainTextEdit, "Guideline")
    text.setFocus()
    QTest.keyClicks(text, "# One claim, <b>one</b> speaker")
    dialog.close()
    with desk.project.reading() as connection:
        assert settings.guideline(connection) == "# One claim, <b>one</b> speaker"
    shown = panel.findChild(QPlainTextEdit)
    assert shown.toPlainText() == "# One claim, <b>one</b> speaker"
    desk.undo()
    assert shown.toPlainText() == ""


def test_importing_shows_what_it_does_first(dialog, desk, tmp_path: Path):
    file = tmp_path / "team.json"
    book = {"domains": [{"name": "Space"}, {"name": "sea", "definition": "Afloat."}]}
    file.write_text(json.dumps(book))
    sharing.show_import(desk, file, dialog)
    question = dialog.findChild(sharing.ImportDialog)
    shown = question.findChild(QTreeWidget)
    tops = [shown.topLevelItem(i) for i in range(shown.topLevelItemCount())]
    assert [(top.text(0), top.child(0).text(0)) for top in tops] == [
        ("Adds 1", "Domain Space"),
        ("Changes 1", "Domain Sea: definition"),
    ]
    assert len(desk.domains) == 3
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert [row.name for row in desk.domains.values()] == ["Sea", "Reef", "Air", "Space"]
    desk.undo()
    assert len(desk.domains) == 3


def test_the_domains_for_news_come_with_one_click_after_a_preview(dialog, desk):
    (button,) = (b for b in dialog.findChildren(QPushButton) if b.text() == "Domains for news…")
    button.click()
    question = dialog.findChild(sharing.ImportDialog)
    shown = question.findChild(QTreeWidget)
    added = shown.topLevelItem(0)
    assert (added.text(0), added.child(3).text(0)) == ("Adds 8", "Domain Terrorism")
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert len(desk.domains) == 3 + 8
    desk.undo()
    assert len(desk.domains) == 3


def test_a_file_that_is_no_codebook_is_refused_by_name(dialog, desk, tmp_path: Path):
    file = tmp_path / "team.json"
    file.write_text('{"domains": [{"name": "Space", "colour": 1}]}')
    failed = []
    desk.failed.connect(failed.append)
    sharing.show_import(desk, file, dialog)
    assert failed == [
        f"{file} is not a codebook: domain “Space”: “1” is not a colour such as #3366cc."
    ]
    assert dialog.findChild(sharing.ImportDialog) is None


def own_field_menu(desk: Desk, window: QWidget) -> OwnFieldMenu:
    codes = CodeEditor(desk, Pickers(desk, ArticleView(window), window), window)
    return OwnFieldMenu(desk, lambda: [1], codes, window)


def test_a_letter_then_a_value_code_a_claim(desk, qtbot):
    def add(session):
        for label, kind in (("Urgency", "number"), ("Costed", "boolean")):
            fields.add_field(session, label, kind)
        fields.set_letter(session, desk_field("costed", session), "C")

    def desk_field(key, session):
        return queries.fields(session.connection())[key].id

    desk.act("Add", add)
    window = QPlainTextEdit()
    qtbot.addWidget(window)
    window.show()
    own = own_field_menu(desk, window)
    own.ask()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_C)
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, Picker)
    QTest.keyClicks(picker.field, "y")
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    with desk.project.reading() as connection:
        [row] = queries.annotations_by_id(connection, [1])
    assert row.codes == {"costed": True}


def test_a_typed_number_is_named_as_it_is_kept(desk, qtbot):
    desk.act("Add", lambda session: fields.add_field(session, "Weight", "number"))
    window = QPlainTextEdit()
    qtbot.addWidget(window)
    window.show()
    own = own_field_menu(desk, window)

    def value():
        with desk.project.reading() as connection:
            [row] = queries.annotations_by_id(connection, [1])
        return row.codes["weight"]

    def typed(text):
        own.ask()
        dialog = window.findChildren(QInputDialog)[-1]
        shown = dialog.textValue()
        if text is not None:
            dialog.setTextValue(text)
        dialog.accept()
        return shown

    def choose(words):
        def now():
            box = QApplication.activeModalWidget()
            assert isinstance(box, QMessageBox)
            next(button for button in box.buttons() if button.text() == words).click()

        QTimer.singleShot(0, now)

    typed("2500000,75")
    assert (value(), desk.project.undo_label()) == (2500000.75, "Weight: 2500000.75")
    assert typed("12,345") == "2500000.75"
    choose("12.345")
    qtbot.waitUntil(lambda: value() == 12.345)
    assert (value(), desk.project.undo_label()) == (12.345, "Weight: 12.345")
    # What is confirmed as it is shown is not asked about again.
    assert typed(None) == "12.345"
    assert value() == 12.345
    failed = []
    desk.failed.connect(failed.append)
    typed("9007199254740993")
    assert value() == 12.345
    assert "more digits than can be stored exactly" in failed[0]
