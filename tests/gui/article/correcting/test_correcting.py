# SPDX-License-Identifier: MIT
"""Correcting a text in the window, and reviewing what lost its place."""

from __future__ import annotations

import contextlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QWidget

from claimdesk.gui.article.correcting.dialog import CorrectDialog
from claimdesk.gui.article.correcting.editor import TextEditor
from claimdesk.gui.article.correcting.panel import ReviewPanel
from claimdesk.gui.widgets import dialogs
from claimdesk.models.messages.errors import NotSaved
from claimdesk.models.store import correcting
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span
from tests.gui.conftest import answer, question


def open_dialog(workbench, qtbot) -> CorrectDialog:
    qtbot.keyClick(workbench.window, Qt.Key.Key_F4, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: workbench.window.findChild(CorrectDialog) is not None)
    dialog = workbench.window.findChild(CorrectDialog)
    qtbot.waitUntil(dialog.editor.hasFocus)
    return dialog


def replace(qtbot, dialog: CorrectDialog, old: str, new: str) -> None:
    """Select words in the editor, as by mouse, and type over them."""
    flag = QTextDocument.FindFlag.FindCaseSensitively
    cursor = dialog.editor.document().find(old, 0, flag)
    assert not cursor.isNull()
    dialog.editor.setTextCursor(cursor)
    qtbot.keyClicks(dialog.editor, new)


def save(qtbot, workbench, dialog: CorrectDialog) -> None:
    qtbot.waitUntil(lambda: dialog.save_button.isEnabled() and "keep" in dialog.summary.text())
    qtbot.keyClick(dialog.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: workbench.window.findChild(CorrectDialog) is None)
    workbench.window.activateWindow()
    qtbot.waitUntil(workbench.window.isActiveWindow)


def a_claim(workbench):
    return next(r for r in workbench.desk.annotations.values() if r.layer == "claim")


def test_a_correction_is_summed_up_saved_shown_and_undone(open_window, sample, qtbot) -> None:
    workbench = open_window(sample)
    desk = workbench.desk
    before = desk.article.body
    rows = dict(desk.annotations)
    dialog = open_dialog(workbench, qtbot)
    assert not dialog.save_button.isEnabled()
    dialog.editor.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClicks(dialog.editor, "Today ")
    qtbot.waitUntil(lambda: dialog.summary.text().startswith("All "))
    save(qtbot, workbench, dialog)
    qtbot.waitUntil(lambda: desk.article.body == "Today " + before)
    for row in rows.values():
        assert desk.annotations[row.id].start == row.start + len("Today ")
    workbench.view.select_span(desk.annotations[min(rows)].pieces[0].span)
    assert workbench.view.textCursor().selectedText() == rows[min(rows)].pieces[0].quote
    qtbot.keyClick(workbench.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.article.body == before)
    assert desk.annotations == rows


def test_changed_words_are_reviewed_by_key(open_window, sample, qtbot) -> None:
    workbench = open_window(sample)
    desk, docks = workbench.desk, workbench.window.docks
    claim = a_claim(workbench)
    words = claim.role("content")[0].quote.split()[0:2]
    dialog = open_dialog(workbench, qtbot)
    replace(qtbot, dialog, " ".join(words), "Zyx " + words[1])
    save(qtbot, workbench, dialog)
    panel = workbench.window.findChild(ReviewPanel)
    qtbot.waitUntil(lambda: panel.list.topLevelItemCount() > 0)
    assert docks["review"].isVisible()
    assert str(panel.list.topLevelItemCount()) in docks["review"].windowTitle()
    assert desk.annotations[claim.id].waiting
    pane = workbench.panes["claims"].model
    shown = [pane.index(n, 1).data() for n in range(pane.rowCount())]
    assert any(str(text).startswith("⚠") for text in shown)
    qtbot.waitUntil(panel.list.hasFocus)
    while panel.list.topLevelItemCount():
        count = panel.list.topLevelItemCount()
        if panel.take.isEnabled():
            qtbot.keyClick(panel.list, Qt.Key.Key_Return)
        else:
            qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
        assert panel.list.topLevelItemCount() == count - 1
    row = desk.annotations[claim.id]
    assert row.waiting == ()
    assert row.quote("content").startswith("Zyx ")
    assert check(sample)["problems"] == []
    qtbot.keyClick(workbench.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.list.topLevelItemCount() == 1)


def test_the_selected_words_become_the_place(open_window, sample, qtbot) -> None:
    workbench = open_window(sample)
    desk = workbench.desk
    claim = a_claim(workbench)
    first = claim.role("content")[0].quote.split()[0]
    dialog = open_dialog(workbench, qtbot)
    replace(qtbot, dialog, claim.role("content")[0].quote[:20], first + " qqq ")
    save(qtbot, workbench, dialog)
    panel = workbench.window.findChild(ReviewPanel)
    qtbot.waitUntil(lambda: panel.list.topLevelItemCount() > 0)
    names = [panel.list.topLevelItem(n).text(1) for n in range(panel.list.topLevelItemCount())]
    panel.list.setCurrentItem(panel.list.topLevelItem(names.index("content")))
    start = desk.article.body.index("qqq")
    workbench.view.select_span(Span(start, start + 3))
    assert panel.place.isEnabled()
    qtbot.mouseClick(panel.place, Qt.MouseButton.LeftButton)
    assert "qqq" in [piece.quote for piece in desk.annotations[claim.id].role("content")]


def test_closing_asks_before_typed_words_are_lost(open_window, sample, qtbot) -> None:
    workbench = open_window(sample)
    dialog = open_dialog(workbench, qtbot)
    qtbot.keyClicks(dialog.editor, "x")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.keyClick(question(), Qt.Key.Key_Return)  # which cancels
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert "without saving" in answer("Close without saving")
    qtbot.waitUntil(lambda: workbench.window.findChild(CorrectDialog) is None)
    assert not workbench.desk.article.body.startswith("x")


def test_a_correction_that_the_disk_refused_is_done_again(
    open_window, sample, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbench = open_window(sample)
    edit, refused, asked = Project.edit, [True], []

    @contextlib.contextmanager
    def refusing(project: Project, label: str):
        if refused:
            refused.pop()
            raise NotSaved("the disk is full", label, retry=True)
        with edit(project, label) as session:
            yield session

    def choose(_parent: QWidget, question: str, _actions: object) -> str:
        asked.append(question)
        return "again"

    monkeypatch.setattr(Project, "edit", refusing)
    monkeypatch.setattr(dialogs, "wait_for_choice", choose)
    dialog = open_dialog(workbench, qtbot)
    qtbot.keyClicks(dialog.editor, "typed ")
    save(qtbot, workbench, dialog)
    assert "the disk is full" in asked[0]
    qtbot.waitUntil(lambda: workbench.desk.article.body.startswith("typed "))


def test_a_text_corrected_elsewhere_is_told_and_what_was_typed_stays(
    open_window, sample, qtbot
) -> None:
    workbench = open_window(sample)
    article = workbench.desk.article
    dialog = open_dialog(workbench, qtbot)
    qtbot.keyClicks(dialog.editor, "typed ")
    with workbench.desk.project.edit("Elsewhere") as session:
        correcting.correct(session, article.id, article.body + " More.")
    qtbot.waitUntil(dialog.save_button.isEnabled)
    qtbot.keyClick(dialog.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "elsewhere" in dialog.problem.text())
    assert dialog.editor.text().startswith("typed ")
    assert workbench.desk.article.body.endswith(" More.")


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "no-break\u00a0space, \u202fnarrow, soft\u00adhyphen, zero\u200bwidth, \u2066bidi\u2069",
        "\tindented\n\n\n  lines  \n",
        "🇯🇵 協力 e\u0301 👩‍🚀 \ufffc \ufffd",
    ],
)
def test_the_editor_gives_every_character_back(qtbot, text: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    assert TextEditor(text, [], parent).text() == text
