# SPDX-License-Identifier: MIT
"""The whole job in the real window, by keys and mouse, and everything is there again afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QStandardPaths, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from claimdesk.gui.library.feature import LibraryFeature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models import registry
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.suggest.engine import Engine
from claimdesk.models.suggest.runs import Run
from claimdesk.models.text.spans import Span, Utf16Map

Key = Qt.Key


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


@pytest.fixture
def suggested(sample: Path, engine: Engine) -> Path:
    """The sample with fresh suggestions, as the worker would make them."""
    with Project.open(sample) as project:
        with project.reading() as connection:
            article = queries.article(connection, 1)
            known = read_knowledge(connection)
        run = Run(project, 1, engine.pipeline)
        run.add(engine.suggest_all(article.body, known))
        run.finish()
    return sample


def press(workbench: Workbench, key: Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or workbench.view, key, modifier)


def type_into_popup(text: str) -> None:
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClicks(popup.field, text)
    QTest.keyClick(popup.field, Key.Key_Return)


def commit(editor) -> None:
    """Enter in a cell's editor; Qt commits from its event loop."""
    QTest.keyClick(editor, Key.Key_Return)
    QApplication.processEvents()


def click_text(workbench: Workbench, point: int) -> None:
    view = workbench.view
    cursor = view.textCursor()
    cursor.setPosition(Utf16Map(workbench.desk.article.body).unit(point))
    place = view.cursorRect(cursor).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def of_layer(workbench: Workbench, layer: str, state: str) -> list[AnnotationRow]:
    rows = workbench.desk.annotations.values()
    return [row for row in rows if row.layer == layer and row.state == state]


def kept(workbench: Workbench) -> dict[int, AnnotationRow]:
    return dict(workbench.desk.annotations)


def test_the_whole_job_survives_closing_and_reopening(open_window, suggested: Path) -> None:
    workbench = open_window(suggested)
    desk = workbench.desk
    workbench.view.setFocus()
    first, second = of_layer(workbench, "actor", "suggested")[:2]

    desk.set_current(first.id)
    press(workbench, Key.Key_A)
    assert desk.annotations[first.id].state == "accepted"
    assert desk.current == second.id, "accepting goes on to the next suggestion"
    press(workbench, Key.Key_X)
    assert desk.annotations[second.id].state == "rejected"

    claim = of_layer(workbench, "claim", "accepted")[0]
    desk.set_current(claim.id)
    before = desk.annotations[claim.id].role("content")[-1].span
    press(workbench, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    after = desk.annotations[claim.id].role("content")[-1].span
    assert after.start == before.start
    assert after.end < before.end, "Alt+Left ends the content a word earlier"

    press(workbench, Key.Key_S)
    type_into_popup("New Speaker Institute")
    assert desk.actor_name(desk.annotations[claim.id].speaker_id) == "New Speaker Institute"
    press(workbench, Key.Key_2)
    stance = desk.fields["stance"].choices[1]
    assert desk.annotations[claim.id].codes.get("stance") == stance.id

    desk.set_current(None)
    start = desk.article.body.index(" ", 400) + 1
    workbench.view.select_span(Span(start, start + 60))
    count = len(of_layer(workbench, "claim", "accepted"))
    press(workbench, Key.Key_C)
    press_escape_in_popup()
    assert len(of_layer(workbench, "claim", "accepted")) == count + 1
    made = desk.current

    end = kept(workbench)
    press(workbench, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert made not in desk.annotations
    undone = kept(workbench)
    workbench.window.close()

    again = open_window(suggested)
    assert kept(again) == undone
    again.view.setFocus()
    press(again, Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert kept(again) == end, "redo works after a restart"


def press_escape_in_popup() -> None:
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup.field, Key.Key_Escape)


def test_text_and_panes_choose_the_same_annotation(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    mention = of_layer(workbench, "actor", "accepted")[3]
    click_text(workbench, mention.pieces[0].span.start + 1)
    assert workbench.desk.current == mention.id
    pane = workbench.panes["actors"]
    assert pane.selected() == [mention.id]

    claims = workbench.panes["claims"]
    row = claims.model.index(2, 0)
    QTest.mouseClick(
        claims.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=claims.view.visualRect(row).center(),
    )
    assert workbench.desk.current == claims.model.annotation(row).id


def test_a_claims_cells_are_edited_in_place(open_window, sample: Path, qtbot) -> None:
    workbench = open_window(sample)
    window, pane = workbench.window, workbench.panes["claims"]
    window.resize(1800, 900)
    window.resizeDocks([window.docks["claims"]], [1000], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: not pane.view.isColumnHidden(pane.model.column("note")))
    cell = pane.model.index(1, pane.model.column("speaker"))
    claim = pane.model.annotation(cell).id
    pane.view.setCurrentIndex(cell)
    pane.view.setFocus()
    QTest.keyClick(pane.view, Key.Key_F2)
    type_into_popup("Japan")
    assert workbench.desk.actor_name(workbench.desk.annotations[claim].speaker_id) == "Japan"

    note = pane.model.index(1, pane.model.column("note"))
    pane.view.setCurrentIndex(note)
    QTest.keyClick(pane.view, Key.Key_Return)
    editor = QApplication.focusWidget()
    QTest.keyClicks(editor, "a x d 1")
    commit(editor)
    assert workbench.desk.annotations[claim].note == "a x d 1", "letters are text in a text field"
    assert workbench.desk.annotations[claim].state == "accepted"


def test_an_actor_is_renamed_and_its_kind_changed_in_place(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    pane = workbench.panes["actors"]
    cell = pane.model.index(0, 0)
    actor = pane.model.group(cell).key
    pane.view.setCurrentIndex(cell)
    pane.view.setFocus()
    QTest.keyClick(pane.view, Key.Key_F2)
    editor = QApplication.focusWidget()
    editor.selectAll()
    QTest.keyClicks(editor, "Renamed Actor")
    commit(editor)
    assert workbench.desk.actors[actor].name == "Renamed Actor"
    pane.view.setCurrentIndex(pane.model.index(0, 1))
    QTest.keyClick(pane.view, Key.Key_F2)
    type_into_popup("Group")
    assert workbench.desk.actors[actor].kind == "group"


def test_several_rows_are_decided_at_once_and_undone_at_once(open_window, suggested: Path) -> None:
    workbench = open_window(suggested)
    before = kept(workbench)
    pane = workbench.panes["domains"]
    pane.view.setFocus()
    pane.view.selectAll()
    press(workbench, Key.Key_X)
    assert not of_layer(workbench, "domain", "accepted")
    workbench.commands["undo"].trigger()
    assert kept(workbench) == before


def test_empty_window_says_what_to_do_and_offers_only_what_works(open_window) -> None:
    workbench = open_window(None)
    assert not workbench.commands["import"].isEnabled()
    assert not workbench.commands["accept"].isEnabled()
    assert workbench.commands["open"].isEnabled()
    assert workbench.welcome.isVisible()


def test_a_wrong_file_leaves_the_open_project_alone(
    open_window, sample: Path, shown_errors: list[str], tmp_path: Path
) -> None:
    workbench = open_window(sample)
    wrong = tmp_path / "letter.claimdesk"
    wrong.write_text("Dear colleagues,\n", encoding="utf-8")
    assert not workbench.projects.open(wrong)
    assert shown_errors == [f"{wrong} is not a Claimdesk project; choose a file made by Claimdesk."]
    shown_errors.clear()
    assert workbench.desk.project is not None
    assert workbench.desk.project.path == sample
    assert wrong.read_text(encoding="utf-8") == "Dear colleagues,\n"


def test_every_command_has_words_a_tip_and_a_unique_key(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    seen: dict[str, str] = {}
    for name, action in workbench.commands.actions.items():
        assert action.text()
        assert action.toolTip()
        for key in action.shortcuts():
            assert seen.setdefault(key.toString(), name) == name


def test_stance_keys_follow_the_codebook(open_window, sample: Path) -> None:
    workbench = open_window(sample)
    labels = [choice.label for choice in workbench.desk.fields["stance"].choices]
    shown = [a.text() for n, a in workbench.commands.actions.items() if n.startswith("stance_")]
    assert [text.partition(": ")[2] for text in shown[: len(labels)]] == labels


def test_the_window_comes_back_as_it_was_left(open_window, sample: Path) -> None:
    first = open_window(sample)
    first.window.docks["library"].hide()
    first.window.resize(1300, 820)
    first.window.close()
    again = open_window(None)
    assert not again.window.docks["library"].isVisible()
    assert again.window.docks["claims"].isVisible()
    again.window.reset_layout()
    assert again.window.docks["library"].isVisible()


def stored_articles(workbench: Workbench) -> int:
    with workbench.desk.project.reading() as connection:
        return len(queries.articles(connection))


def test_the_article_that_was_open_is_open_again(
    open_window, sample: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Text number {number}.", encoding="utf-8")
    first = open_window(sample)
    with Project.read(sample) as project, project.reading() as connection:
        assert len(queries.articles(connection)) == 1
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / f"{number}.txt")) for number in range(3)])
    first.window.dropped.emit(data)
    qtbot.waitUntil(lambda: stored_articles(first) == 4)
    first.jobs.wait()
    QTest.qWait(100)
    first.feature(LibraryFeature).panel.step(2)
    left = first.desk.article.id
    first.window.close()
    assert open_window(sample).desk.article.id == left


def test_the_sample_is_one_click_away(
    open_window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    workbench = open_window(None)
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _where: str(tmp_path / "new"))
    button = next(b for b in workbench.welcome.findChildren(QPushButton) if "sample" in b.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: workbench.desk.article is not None)
    assert of_layer(workbench, "claim", "accepted")


def test_what_can_be_undone_is_offered_at_once_and_named_soon(
    open_window, sample: Path, qtbot
) -> None:
    workbench = open_window(sample)
    undo, redo = workbench.commands["undo"], workbench.commands["redo"]
    assert not redo.isEnabled()
    workbench.desk.act("Wake up", lambda session: registry.create_actor(session, "Ed", "person"))
    assert undo.isEnabled()
    qtbot.waitUntil(lambda: "Wake up" in undo.text())
    undo.trigger()
    assert redo.isEnabled()
    qtbot.waitUntil(lambda: "Wake up" in redo.text())
