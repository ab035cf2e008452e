# SPDX-License-Identifier: MIT
"""Done, and what is selected afterwards, by real keys in the real window."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QListView,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot
from sqlmodel import Session

from claimdesk.gui.library.details import ArticleDetailsDialog
from claimdesk.gui.library.feature import LibraryFeature
from claimdesk.gui.library.pasting import PasteDialog
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Annotation, Article, Mention, SpanRow
from claimdesk.models.text.spans import Span, anchor
from tests.projects import create_project

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support grabbing", extend=True)

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
BODY = "The port of {} opened. Ships came and went."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Four articles; the newest has two suggestions, the oldest one."""
    path = tmp_path / "done.claimdesk"
    create_project(path)
    with Project.open(path) as project:
        with project.edit("Fill") as session:
            for number in range(4):
                body = BODY.format(number)
                sha256 = hashlib.sha256(body.encode()).hexdigest()
                date = f"2024-01-0{9 - number}"
                session.add(
                    Article(title=f"N{number}", published_on=date, body=body, sha256=sha256)
                )
        with project.unrecorded() as (connection, _told), Session(connection) as session:
            for article, start in ((1, 0), (1, 4), (4, 0)):
                row = Annotation(
                    article_id=article, layer="actor", state="suggested", origin="rule:test"
                )
                session.add(row)
                session.flush()
                found = anchor(BODY.format(article - 1), Span(start, start + 3))
                session.add(
                    SpanRow(
                        annotation_id=row.id,
                        role="mention",
                        start=found.start,
                        end=found.end,
                        quote=found.quote,
                        prefix=found.prefix,
                        suffix=found.suffix,
                    )
                )
                session.add(Mention(id=row.id))
            session.flush()
    return path


@pytest.fixture
def bench(open_window, articles: Path) -> Workbench:
    opened = open_window(articles)
    ready(opened)
    return opened


def ready(bench: Workbench) -> None:
    # A button of the welcome page that waits for its deletion may still have the keyboard.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    bench.window.activateWindow()
    assert QTest.qWaitForWindowActive(bench.window)
    bench.view.setFocus()


def press(bench: Workbench, key: Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """A key as the system sends it: to the window, which knows then that modifiers are held."""
    QTest.keyClick(bench.window.windowHandle(), key, modifier)


def the_list(bench: Workbench) -> QListView:
    return next(
        v for v in bench.feature(LibraryFeature).panel.findChildren(QListView) if v.accessibleName()
    )


def selected(bench: Workbench) -> list[str]:
    return [index.data() for index in the_list(bench).selectedIndexes()]


def title(bench: Workbench) -> str | None:
    return bench.desk.article.title if bench.desk.article is not None else None


def question() -> QMessageBox:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    return box


def answer(button: str) -> None:
    found = next(b for b in question().buttons() if b.text().replace("&", "") == button)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def statuses(bench: Workbench) -> list[str]:
    with bench.desk.reading() as connection:
        return list(connection.exec_driver_sql("SELECT status FROM article ORDER BY id").scalars())


def test_done_with_suggestions_to_decide_asks_and_enter_leaves_all(bench: Workbench) -> None:
    press(bench, Key.Key_Return, CONTROL)
    assert question().text() == "2 suggestions in this article are still to decide."
    assert "stay" in question().informativeText(), "it says what becomes of them"
    QTest.keyClick(question(), Key.Key_Return)
    assert statuses(bench) == ["unread"] * 4
    assert title(bench) == "N0"
    ready(bench)
    press(bench, Key.Key_Return, CONTROL)
    answer("Mark as done")
    assert statuses(bench) == ["done", "unread", "unread", "unread"]
    assert title(bench) == "N1"


def test_the_button_of_the_header_shows_what_is_saved(bench: Workbench) -> None:
    button = next(
        b
        for b in bench.feature(LibraryFeature).header.findChildren(QPushButton)
        if b.text() == "Done"
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isChecked()
    answer("Cancel")
    assert not button.isChecked()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    answer("Mark as done")
    assert button.isChecked()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QApplication.activeModalWidget() is None, "taking it up again needs no question"
    assert not button.isChecked()


def test_without_any_to_decide_nothing_is_asked(bench: Workbench) -> None:
    bench.desk.open_article(2)
    press(bench, Key.Key_Return, CONTROL)
    assert QApplication.activeModalWidget() is None
    assert statuses(bench)[1] == "done"


def test_several_articles_are_asked_about_together(bench: Workbench, qtbot: QtBot) -> None:
    view = the_list(bench)
    qtbot.waitUntil(lambda: view.model().rowCount() == 4)
    view.setFocus()
    view.selectAll()
    view.menu_requested.emit(view.mapToGlobal(QPoint(10, 10)))
    menu = QApplication.activePopupWidget()
    next(a for a in menu.actions() if a.text().replace("&", "") == "Mark as done").trigger()
    menu.close()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    assert question().text() == "3 suggestions in 2 of these articles are still to decide."
    answer("Cancel")
    assert statuses(bench) == ["unread"] * 4


def test_the_details_ask_too(bench: Workbench) -> None:
    press(bench, Key.Key_F4)
    dialog = bench.window.findChild(ArticleDetailsDialog)
    status = next(b for b in dialog.findChildren(QComboBox) if b.findText("Done") >= 0)
    status.setCurrentIndex(status.findText("Done"))
    dialog.accept()
    assert "2 suggestions" in question().text()
    answer("Cancel")
    assert statuses(bench)[0] == "unread"
    assert dialog.isVisible(), "what was typed is not lost"
    dialog.accept()
    answer("Mark as done")
    assert statuses(bench)[0] == "done"
    assert dialog.result() == QDialog.DialogCode.Accepted.value


def test_exactly_the_open_article_is_selected(bench: Workbench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: the_list(bench).model().rowCount() == 4)
    bench.desk.open_article(2)
    for wanted in ("N2", "N3"):
        press(bench, Key.Key_Return, CONTROL)
        assert (title(bench), selected(bench)) == (wanted, [wanted])
    press(bench, Key.Key_PageUp, CONTROL)
    assert selected(bench) == ["N2"]
    the_list(bench).selectAll()
    press(bench, Key.Key_PageUp, CONTROL)
    assert selected(bench) == ["N1"], "opening one lets the others go"


def test_a_pasted_article_is_the_one_that_is_selected(bench: Workbench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: the_list(bench).model().rowCount() == 4)
    press(bench, Key.Key_V, CONTROL | SHIFT)
    dialog = bench.window.findChild(PasteDialog)
    dialog.findChild(QPlainTextEdit).setPlainText("A pasted headline\n\nSomething new was said.")
    dialog.accept()
    assert selected(bench) == [], "it is not listed yet; what was open before is not meant"
    qtbot.waitUntil(lambda: the_list(bench).model().rowCount() == 5)
    qtbot.waitUntil(lambda: len(selected(bench)) == 1)
    assert selected(bench) == [title(bench)] == ["A pasted headline"]


def test_a_search_that_hides_the_open_article_leaves_nothing_to_delete(
    bench: Workbench, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: the_list(bench).model().rowCount() == 4)
    bench.feature(LibraryFeature).panel.focus_search()
    QTest.keyClicks(QApplication.focusWidget(), "N2")
    qtbot.waitUntil(lambda: the_list(bench).model().rowCount() == 1)
    assert selected(bench) == []
    the_list(bench).setFocus()
    press(bench, Key.Key_Delete)
    assert QApplication.activeModalWidget() is None
