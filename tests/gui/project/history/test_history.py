# SPDX-License-Identifier: MIT
"""The history in the window, and bringing back what was deleted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from claimdesk.gui.project.history.deleted_dialog import DeletedDialog
from claimdesk.gui.project.history.panel import HistoryPanel
from claimdesk.models.editing import edits
from claimdesk.models.store import queries

CONTROL = Qt.KeyboardModifier.ControlModifier


def open_history(workbench, qtbot) -> HistoryPanel:
    qtbot.keyClick(workbench.window, Qt.Key.Key_H, CONTROL)
    panel = workbench.window.findChild(HistoryPanel)
    qtbot.waitUntil(panel.isVisible)
    settle(panel, qtbot)
    return panel


def settle(panel: HistoryPanel, qtbot) -> None:
    qtbot.wait(400)
    qtbot.waitUntil(lambda: not panel.model.reading)


def labels(panel: HistoryPanel) -> list[str]:
    return [panel.model.index(n, 2).data() for n in range(panel.model.rowCount())]


def choose(panel: HistoryPanel, label: str) -> None:
    panel.table.setCurrentIndex(panel.model.index(labels(panel).index(label), 0))


def note(workbench, row, text: str) -> None:
    workbench.desk.act(f"Note {text}", lambda session: edits.set_note(session, [row.id], text))


@pytest.fixture
def edited(open_window, sample):
    """A window in which two claims have got notes."""
    workbench = open_window(sample)
    rows = [r for r in workbench.desk.annotations.values() if r.layer == "claim"]
    note(workbench, rows[0], "first")
    note(workbench, rows[0], "second")
    note(workbench, rows[1], "other")
    return workbench, rows


def test_a_step_says_what_was_before_and_after_and_leads_to_its_place(edited, qtbot) -> None:
    workbench, rows = edited
    panel = open_history(workbench, qtbot)
    assert labels(panel)[:3] == ["Note other", "Note second", "Note first"]
    choose(panel, "Note second")
    qtbot.waitUntil(lambda: "“first” → “second”" in panel.details.text())
    workbench.desk.set_current(None)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert workbench.desk.current == rows[0].id


def test_one_step_is_undone_and_refused_if_later_ones_changed_the_same(
    edited, qtbot, shown_errors: list[str]
) -> None:
    workbench, rows = edited
    panel = open_history(workbench, qtbot)
    choose(panel, "Note first")
    qtbot.waitUntil(panel.undo.isEnabled)
    qtbot.mouseClick(panel.undo, Qt.MouseButton.LeftButton)
    assert "changed since" in shown_errors.pop()
    assert workbench.desk.annotations[rows[0].id].note == "second"
    choose(panel, "Note second")
    qtbot.mouseClick(panel.undo, Qt.MouseButton.LeftButton)
    assert workbench.desk.annotations[rows[0].id].note == "first"
    settle(panel, qtbot)
    assert labels(panel)[0] == "Undo: Note second"
    choose(panel, "Note second (undone)")
    assert not panel.undo.isEnabled()


def test_the_history_follows_what_is_current_and_is_searched(edited, qtbot) -> None:
    workbench, rows = edited
    workbench.desk.set_current(rows[1].id)
    panel = open_history(workbench, qtbot)
    panel.scope.setCurrentIndex(2)
    panel.scope.activated.emit(2)
    settle(panel, qtbot)
    assert labels(panel) == ["Note other"]
    workbench.desk.set_current(rows[0].id)
    settle(panel, qtbot)
    assert labels(panel) == ["Note second", "Note first"]
    panel.scope.setCurrentIndex(0)
    qtbot.keyClicks(panel.words, "OTHER")
    settle(panel, qtbot)
    assert labels(panel) == ["Note other"]


def test_a_long_history_is_read_page_by_page(open_window, sample, qtbot) -> None:
    workbench = open_window(sample)
    row = next(iter(workbench.desk.annotations.values()))
    for n in range(150):
        note(workbench, row, str(n))
    panel = open_history(workbench, qtbot)
    assert panel.model.rowCount() < 150
    for _ in range(3):
        panel.table.scrollToBottom()
        settle(panel, qtbot)
    assert labels(panel)[:150] == [f"Note {n}" for n in reversed(range(150))]


def test_a_deleted_claim_is_found_and_brought_back_by_key(open_window, sample, qtbot) -> None:
    workbench = open_window(sample)
    desk = workbench.desk
    row = next(r for r in desk.annotations.values() if r.layer == "claim")
    desk.act("Delete it", lambda session: edits.delete_annotations(session, [row.id]))
    qtbot.keyClick(workbench.window, Qt.Key.Key_H, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: workbench.window.findChild(DeletedDialog) is not None)
    dialog = workbench.window.findChild(DeletedDialog)
    qtbot.keyClicks(dialog.words, row.quote("content").split()[0])
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 1)
    qtbot.waitUntil(dialog.restore.isEnabled)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.current == row.id)
    assert desk.annotations[row.id] == row
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 0)
    dialog.close()


@pytest.mark.parametrize("place", ["first", "kind", "words"])
def test_enter_brings_the_chosen_one_back_from_everywhere(
    open_window, sample, qtbot, place: str
) -> None:
    workbench = open_window(sample)
    desk = workbench.desk
    rows = dict(desk.annotations)
    newest = next(iter(rows))
    for row in (list(rows)[1], newest):
        desk.act("Delete it", lambda session, row=row: edits.delete_annotations(session, [row]))
    workbench.commands["deleted"].trigger()
    dialog = workbench.window.findChild(DeletedDialog)
    dialog.activateWindow()
    assert QTest.qWaitForWindowActive(dialog)
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 2)
    if place != "first":
        {"kind": dialog.kind, "words": dialog.words}[place].setFocus()
    qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: newest in desk.annotations)
    assert desk.annotations[newest] == rows[newest]
    assert len(desk.annotations) == len(rows) - 1
    dialog.close()


def test_enter_brings_back_nothing_that_is_not_listed_for_what_was_typed(
    open_window, sample, qtbot
) -> None:
    workbench = open_window(sample)
    desk = workbench.desk
    row = next(iter(desk.annotations))
    desk.act("Delete it", lambda session: edits.delete_annotations(session, [row]))
    workbench.commands["deleted"].trigger()
    dialog = workbench.window.findChild(DeletedDialog)
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 1)
    qtbot.keyClicks(dialog.words, "no such words")
    qtbot.keyClick(dialog.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 0)
    assert row not in desk.annotations
    dialog.close()


def test_a_deleted_article_is_open_again_after_it_is_brought_back(
    open_window, sample, qtbot
) -> None:
    workbench = open_window(sample)
    desk = workbench.desk
    article, rows = desk.article, dict(desk.annotations)
    desk.act("Delete the article", lambda session: edits.delete_article(session, article.id))
    assert desk.article is None
    qtbot.keyClick(workbench.window, Qt.Key.Key_H, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: workbench.window.findChild(DeletedDialog) is not None)
    dialog = workbench.window.findChild(DeletedDialog)
    dialog.kind.setCurrentIndex(1)
    dialog.kind.activated.emit(1)
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 1)
    qtbot.waitUntil(dialog.restore.isEnabled)
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.article == article)
    qtbot.waitUntil(lambda: desk.annotations == rows)
    with desk.project.reading() as connection:
        assert queries.article(connection, article.id) == article
    dialog.close()
