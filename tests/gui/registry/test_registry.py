# SPDX-License-Identifier: MIT
"""The registry of actors, driven by keys and mouse on a real project file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QTabWidget,
    QTreeWidget,
    QWidget,
)
from shiboken6 import isValid

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.registry.dialog import RegistryDialog
from claimdesk.gui.registry.dialogs import MergeDialog
from claimdesk.gui.registry.table import ActorTable
from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.text.spans import Span
from tests.gui.conftest import name_file

NAME, KIND, COUNTRY, MEMBER, ALIASES, MENTIONS, CLAIMS, STATE, NOTE = range(9)
TEXT = "The Isles and Lowland met. Old Isles spoke of reefs."


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication):
    project = Project.create(tmp_path / "p.claimdesk")
    with project.edit("Fill") as session:
        article = Article(title="Talks", body=TEXT, sha256="0" * 64)
        session.add(article)
        session.flush()
        isles = registry.create_actor(session, "Isles", "state", aliases=["Old Isles"])
        lowland = registry.create_actor(session, "Lowland", "state", state="suggested")
        registry.create_actor(session, "Coral Union", "alliance")
        registry.create_actor(session, "Union of Coral", "alliance")
        edits.create_mention(session, article.id, Span(4, 9), isles)
        edits.create_mention(session, article.id, Span(27, 36), isles)
        spans = {"source": [Span(27, 36)], "content": [Span(46, 51)]}
        edits.create_claim(session, article.id, spans, speaker_id=isles)
        mention = edits.create_mention(session, article.id, Span(14, 21), lowland)
        session.connection().exec_driver_sql(
            "UPDATE actor SET state = 'suggested' WHERE id = ?", (lowland,)
        )
        assert mention
    desk = Desk()
    desk.open(project)
    yield desk
    desk.close()


@pytest.fixture
def dialog(desk: Desk, qtbot):
    jobs = Jobs()
    dialog = RegistryDialog(desk, jobs)
    dialog.resize(1300, 800)
    with qtbot.waitActive(dialog):
        dialog.show()
    qtbot.waitUntil(lambda: shown(dialog, MENTIONS)[1:] == ["2", "1", "–"])
    table(dialog).setFocus()
    yield dialog
    jobs.wait()
    if isValid(dialog):
        dialog.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def table(dialog) -> ActorTable:
    return dialog.findChild(ActorTable)


def shown(dialog, column: int = NAME) -> list[str]:
    model = table(dialog).model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def cell(dialog, name: str, column: int) -> str:
    return shown(dialog, column)[shown(dialog).index(name)]


def names(desk: Desk) -> list[str]:
    return [actor.name for actor in desk.actors.values()]


def actor_id(desk: Desk, name: str) -> int:
    return next(i for i, row in desk.actors.items() if row.name == name)


def click(qtbot, dialog, name: str, column: int = NAME, modifier=None) -> None:
    view = table(dialog)
    index = view.model().index(shown(dialog).index(name), column)
    view.scrollTo(index)
    modifier = modifier or Qt.KeyboardModifier.NoModifier
    area = view.visualRect(index)
    place = QPoint(area.left() + 30, area.center().y())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def editor(qtbot, dialog, kind=QLineEdit):
    def found():
        return [w for w in table(dialog).viewport().findChildren(kind) if w.isVisible()]

    qtbot.waitUntil(lambda: table(dialog).is_editing() and len(found()) == 1)
    return found()[0]


def edit(qtbot, dialog, name: str, column: int, text: str) -> None:
    click(qtbot, dialog, name, column)
    qtbot.keyClick(table(dialog), Qt.Key.Key_F2)
    field = editor(qtbot, dialog)
    field.selectAll()
    if not text:
        qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def question(qtbot, dialog) -> QDialog:
    def found():
        return [d for d in dialog.findChildren(QDialog) if d.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def button(parent, text: str) -> QPushButton:
    return next(b for b in parent.findChildren(QPushButton) if b.text().replace("&", "") == text)


def told(dialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_cells_are_edited_in_place_each_as_one_step_of_undo(dialog, desk, qtbot):
    edit(qtbot, dialog, "Lowland", NAME, "Low Lands")
    qtbot.waitUntil(lambda: "Low Lands" in shown(dialog))
    qtbot.waitUntil(lambda: cell(dialog, "Low Lands", ALIASES) == "Lowland")
    assert cell(dialog, "Low Lands", STATE) == "accepted"
    edit(qtbot, dialog, "Low Lands", COUNTRY, "netherlands")
    qtbot.waitUntil(lambda: cell(dialog, "Low Lands", COUNTRY) == "NL")
    edit(qtbot, dialog, "Low Lands", MEMBER, "coral union")
    qtbot.waitUntil(lambda: cell(dialog, "Low Lands", MEMBER) == "Coral Union")
    edit(qtbot, dialog, "Low Lands", ALIASES, "NLD | the Lands")
    qtbot.waitUntil(lambda: cell(dialog, "Low Lands", ALIASES) == "NLD | the Lands")
    edit(qtbot, dialog, "Low Lands", NOTE, "Far away")
    qtbot.waitUntil(lambda: cell(dialog, "Low Lands", NOTE) == "Far away")
    # Without a window manager nobody activates the window again after a completer's pop-up.
    dialog.activateWindow()
    table(dialog).setFocus()
    qtbot.waitUntil(table(dialog).hasFocus)
    for _ in range(5):
        qtbot.keyClick(table(dialog), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Lowland" in shown(dialog))
    assert cell(dialog, "Lowland", STATE) == "to decide"
    assert (cell(dialog, "Lowland", COUNTRY), cell(dialog, "Lowland", MEMBER)) == ("", "")


def test_a_kind_is_chosen_from_a_list(dialog, desk, qtbot):
    click(qtbot, dialog, "Lowland", KIND)
    qtbot.keyClick(table(dialog), Qt.Key.Key_Return)
    combo = editor(qtbot, dialog, QComboBox)
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    qtbot.keyClick(combo, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.actors[actor_id(desk, "Lowland")].kind == "alliance")


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        (COUNTRY, "Nowhereland", "is not a country"),
        (MEMBER, "Nobody", "No actor is called “Nobody”"),
        (MEMBER, "isles", "can't be a member of itself"),
        (NAME, "", "needs a name"),
    ],
)
def test_what_is_refused_is_said_once_and_nothing_changes(
    dialog, desk, qtbot, column, text, reason
):
    failures = []
    desk.failed.connect(failures.append)
    before = cell(dialog, "Isles", column)
    edit(qtbot, dialog, "Isles", column, text)
    qtbot.waitUntil(lambda: not table(dialog).is_editing())
    assert len(failures) == 1 and reason in failures[0]
    assert cell(dialog, "Isles", column) == before
    assert reason in told(dialog)


def test_it_is_sorted_by_its_heads_and_keeps_the_chosen_row(dialog, qtbot):
    click(qtbot, dialog, "Isles")
    head = table(dialog).horizontalHeader()
    for expected in (["1", "2"], ["2", "1"]):
        place = QPoint(head.sectionViewportPosition(MENTIONS) + 10, head.height() // 2)
        qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
        numbers = expected
        qtbot.waitUntil(
            lambda: [n for n in shown(dialog, MENTIONS) if n != "–"] == numbers  # noqa: B023
        )
    assert shown(dialog)[0] == "Isles"
    assert table(dialog).currentIndex().row() == 0


def test_the_filter_finds_aliases_and_says_when_there_is_nothing(dialog, qtbot):
    qtbot.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(dialog.filter.hasFocus)
    qtbot.keyClicks(dialog.filter, "OLD isl")
    qtbot.waitUntil(lambda: shown(dialog) == ["Isles"])
    qtbot.keyClick(dialog.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(table(dialog).hasFocus)
    assert dialog.isVisible()
    dialog.filter.setFocus()
    qtbot.keyClicks(dialog.filter, "xyz")
    qtbot.waitUntil(lambda: shown(dialog) == [])
    assert "No actor matches the filter" in told(dialog)
    dialog.filter.clear()
    qtbot.waitUntil(lambda: len(shown(dialog)) == 4)


def test_a_click_on_a_use_asks_for_the_annotation(dialog, desk, qtbot):
    click(qtbot, dialog, "Isles")
    uses = dialog.uses.list
    qtbot.waitUntil(lambda: uses.topLevelItemCount() == 3)
    texts = [uses.topLevelItem(i).text(0) for i in range(3)]
    assert texts == ["Isles", "Old Isles", "reefs"]
    place = uses.visualItemRect(uses.topLevelItem(1)).center()
    with qtbot.waitSignal(dialog.annotation_chosen) as chosen:
        qtbot.mouseClick(uses.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with desk.project.reading() as connection:
        quote = "SELECT quote FROM span WHERE annotation_id = ?"
        assert connection.exec_driver_sql(quote, (chosen.args[0],)).scalar() == "Old Isles"


def test_merging_asks_which_name_stays_with_numbers(dialog, desk, qtbot):
    click(qtbot, dialog, "Lowland")
    click(qtbot, dialog, "Isles", modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table(dialog), Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    asked = question(qtbot, dialog)
    qtbot.waitUntil(lambda: "1 mention in 1 article will move to “Isles”." in told(asked))
    choices = asked.findChild(QListWidget)
    other = next(i for i in range(2) if choices.item(i).text() == "Lowland")
    place = choices.visualItemRect(choices.item(other)).center()
    qtbot.mouseClick(choices.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(
        lambda: "2 mentions, 1 claim in 1 article will move to “Lowland”." in told(asked)
    )
    qtbot.mouseClick(button(asked, "Merge"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(dialog) == ["Coral Union", "Lowland", "Union of Coral"])
    qtbot.waitUntil(lambda: cell(dialog, "Lowland", MENTIONS) == "3")
    assert set(cell(dialog, "Lowland", ALIASES).split(" | ")) == {"Isles", "Old Isles"}
    desk.undo()
    qtbot.waitUntil(lambda: "Isles" in shown(dialog))
    assert cell(dialog, "Isles", ALIASES) == "Old Isles"


def test_an_alias_is_split_off_with_what_is_said_under_it(dialog, desk, qtbot):
    click(qtbot, dialog, "Isles")
    qtbot.keyClick(table(dialog), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    asked = question(qtbot, dialog)
    choices = asked.findChild(QTreeWidget)
    qtbot.waitUntil(choices.hasFocus)
    assert not button(asked, "Split").isEnabled()
    qtbot.keyClick(choices, Qt.Key.Key_Space)
    qtbot.mouseClick(button(asked, "Split"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Old Isles" in shown(dialog))
    qtbot.waitUntil(lambda: cell(dialog, "Old Isles", MENTIONS) == "1")
    assert cell(dialog, "Old Isles", CLAIMS) == "1"
    assert (cell(dialog, "Isles", MENTIONS), cell(dialog, "Isles", ALIASES)) == ("1", "")


@pytest.mark.parametrize("replaced", [True, False])
def test_deleting_shows_the_uses_and_lets_another_take_over(dialog, desk, qtbot, replaced):
    click(qtbot, dialog, "Isles")
    qtbot.keyClick(table(dialog), Qt.Key.Key_Delete)
    asked = question(qtbot, dialog)
    qtbot.waitUntil(lambda: "Uses of “Isles”: 2 mentions, 1 claim in 1 article." in told(asked))
    if replaced:
        field = asked.findChild(QLineEdit)
        field.setFocus()
        qtbot.keyClicks(field, "nobody")
        assert not button(asked, "Delete").isEnabled()
        field.selectAll()
        qtbot.keyClicks(field, "LOWLAND")
        assert not any(
            b.isChecked() for b in asked.findChildren(QRadioButton) if "without" in b.text()
        )
    qtbot.mouseClick(button(asked, "Delete"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Isles" not in shown(dialog))
    expected = "3" if replaced else "1"
    qtbot.waitUntil(lambda: cell(dialog, "Lowland", MENTIONS) == expected)
    desk.undo()
    qtbot.waitUntil(lambda: "Isles" in shown(dialog))


def test_likely_duplicates_are_merged_or_never_proposed_again(dialog, desk, qtbot):
    tabs = dialog.findChild(QTabWidget).tabBar()
    pos = tabs.tabRect(1).center()
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=pos)
    pairs = dialog.duplicates.list
    qtbot.waitUntil(lambda: pairs.topLevelItemCount() == 1)
    assert pairs.topLevelItem(0).text(0) == "Coral Union"
    pairs.setFocus()
    qtbot.keyClick(pairs, Qt.Key.Key_Return)
    asked = question(qtbot, dialog)
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert "Union of Coral" in names(desk)
    qtbot.keyClick(pairs, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: pairs.topLevelItemCount() == 0)
    assert "No likely duplicates" in told(dialog)
    desk.undo()
    dialog.duplicates.find_again()
    qtbot.waitUntil(lambda: pairs.topLevelItemCount() == 1)


def test_proposed_actors_are_accepted_and_new_ones_named_in_place(dialog, desk, qtbot):
    click(qtbot, dialog, "Lowland")
    qtbot.keyClick(table(dialog), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: cell(dialog, "Lowland", STATE) == "accepted")
    qtbot.keyClick(table(dialog), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    field = editor(qtbot, dialog)
    qtbot.keyClicks(field, "Reef Board")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Reef Board" in shown(dialog))


def test_a_table_is_exported_and_imported(dialog, desk, qtbot, tmp_path):
    file = tmp_path / "actors.csv"
    qtbot.keyClick(table(dialog), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    name_file(file)
    qtbot.waitUntil(lambda: "4 actors written to actors.csv" in told(dialog))
    dialog.activateWindow()  # which not every system does
    qtbot.waitUntil(dialog.isActiveWindow)
    text = file.read_text("utf-8-sig") + "Reef Board,group,JP,Coral Union,RB,,\r\n"
    file.write_text(text, "utf-8-sig", newline="")
    qtbot.keyClick(table(dialog), Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    name_file(file)
    qtbot.waitUntil(lambda: "1 added" in told(dialog))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.waitUntil(lambda: "Reef Board" in shown(dialog))
    assert cell(dialog, "Reef Board", MEMBER) == "Coral Union"
    file.write_text("name,kind\nA,ship\n", "utf-8")
    qtbot.keyClick(table(dialog), Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    name_file(file)
    qtbot.waitUntil(lambda: "actors.csv, line 2: “ship” is not a kind" in told(dialog))


def test_every_list_and_field_is_named_for_screen_readers(dialog):
    for kind in (QLineEdit, QTreeWidget, ActorTable):
        found = dialog.findChildren(kind)
        assert found
        assert [widget for widget in found if not widget.accessibleName()] == []


def test_what_a_merge_moves_has_room_below_the_names(desk, qtbot):
    rows = list(desk.actors.values())
    names = "Ministry of Harbours, Fisheries and the Protection of Seabeds of the Northern Isles"
    long = [replace(row, name=f"{names} {row.id}") for row in rows]
    jobs = Jobs()
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = MergeDialog(desk, jobs, long, long[0].id, parent)
    dialog.show()
    qtbot.waitUntil(lambda: names in dialog.moves.text() or "Nothing" in dialog.moves.text())
    for label in (dialog.moves, dialog.aliases):
        qtbot.waitUntil(lambda one=label: one.height() >= one.heightForWidth(one.width()))
    assert dialog.list.geometry().bottom() < dialog.moves.geometry().top()
    assert dialog.moves.geometry().bottom() < dialog.aliases.geometry().top()
