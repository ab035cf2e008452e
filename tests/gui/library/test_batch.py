# SPDX-License-Identifier: MIT
"""What is done to several articles at once, by menu, dialog and toast of the real window."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QListView, QMenu
from pytestqt.qtbot import QtBot

from claimdesk.gui.library.feature import LibraryFeature
from claimdesk.gui.library.progress_view import ProgressDialog
from claimdesk.gui.library.sampling import SampleDialog
from claimdesk.gui.library.shared_details import SharedDetailsDialog
from claimdesk.gui.project.exporting import exporting
from claimdesk.gui.project.exporting.exporting import ExportDialog
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.editing import edits
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.text.spans import Span
from tests.projects import create_project

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support grabbing", extend=True)

NUMBER = 6


@pytest.fixture
def bench(open_window, tmp_path: Path) -> Workbench:
    path = tmp_path / "batch.claimdesk"
    create_project(path)
    with Project.open(path) as project, project.edit("Fill") as session:
        for n in range(NUMBER):
            body = f"Port {n} opened."
            date, sha256 = f"2024-01-{20 - n}", hashlib.sha256(body.encode()).hexdigest()
            session.add(Article(title=f"N{n}", body=body, sha256=sha256, published_on=date))
    return open_window(path)


def values(bench: Workbench, column: str) -> list[str | None]:
    with bench.desk.reading() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT {column} FROM article ORDER BY published_on DESC, title"
        )
        return [row[0] for row in rows]


def choose(qtbot: QtBot, bench: Workbench, first: int, last: int, entry: str) -> None:
    """Select articles by mouse and click an entry of their menu."""
    panel = bench.feature(LibraryFeature).panel
    view = next(v for v in panel.findChildren(QListView) if v.isVisible())
    view.scrollToTop()
    for row, modifier in ((first, "NoModifier"), (last, "ShiftModifier")):
        place = view.visualRect(view.model().index(row, 0)).center()
        keys = getattr(Qt.KeyboardModifier, modifier)
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, place)
    view.menu_requested.emit(view.mapToGlobal(QPoint(10, 10)))
    menu = next(m for m in panel.findChildren(QMenu) if m.isVisible())
    action = next(a for a in menu.actions() if a.text().replace("&", "") == entry)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def undo(qtbot: QtBot, bench: Workbench, told: str) -> None:
    """Wait for the toast that says so, and click its button."""
    qtbot.waitUntil(lambda: bench.toast.isVisible() and bench.toast.label.text() == told)
    QTest.mouseClick(bench.toast.button, Qt.MouseButton.LeftButton)


def test_chosen_articles_are_marked_edited_deleted_and_that_is_undone(
    qtbot: QtBot, bench: Workbench
) -> None:
    choose(qtbot, bench, 1, 3, "Mark as done")
    qtbot.waitUntil(lambda: values(bench, "status")[:5] == ["unread", *["done"] * 3, "unread"])
    # What was done in between stays: the button undoes its own step.
    bench.desk.act("Title", lambda s: s.get(Article, 1).sqlmodel_update({"title": "New"}))
    undo(qtbot, bench, "3 articles marked as done")
    qtbot.waitUntil(lambda: values(bench, "status") == ["unread"] * NUMBER)
    assert values(bench, "title")[0] == "New"

    choose(qtbot, bench, 0, 1, "Set outlet, date…")
    dialog = bench.window.findChild(SharedDetailsDialog)
    qtbot.waitUntil(lambda: "outlet" in dialog.lines)
    qtbot.keyClicks(dialog.lines["outlet"], "The Gazette")
    qtbot.keyClicks(dialog.lines["published_on"], "soon")
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    ok.click()
    assert dialog.isVisible()
    dialog.lines["published_on"].setText("2024-02-01")
    ok.click()
    qtbot.waitUntil(lambda: values(bench, "outlet")[:3] == ["The Gazette"] * 2 + [None])
    assert values(bench, "published_on")[:3] == ["2024-02-01", "2024-02-01", "2024-01-18"]
    assert set(values(bench, "author")) == {None}
    undo(qtbot, bench, "2 articles edited")
    qtbot.waitUntil(lambda: set(values(bench, "outlet")) == {None})

    choose(qtbot, bench, 0, 4, "Delete")
    qtbot.waitUntil(lambda: values(bench, "title") == ["N5"])
    undo(qtbot, bench, "5 articles deleted")
    qtbot.waitUntil(lambda: len(values(bench, "title")) == NUMBER)


def test_chosen_articles_are_suggested_on_and_exported(
    qtbot: QtBot, bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(exporting, "inform", lambda _window, text: told.append(text))
    bench.queue.pause(True)
    choose(qtbot, bench, 1, 2, "Suggest")
    assert bench.queue.state.waiting == (2, 3)
    undo(qtbot, bench, "2 articles wait for suggestions")
    assert not bench.queue.state.left

    choose(qtbot, bench, 1, 2, "Export…")
    dialog = bench.window.findChild(ExportDialog)
    assert dialog.windowTitle() == "Export 2 articles"
    assert dialog.format.findData("jsonl") < 0  # which holds whole projects only
    dialog.format.setCurrentIndex(dialog.format.findData("doccano"))
    output = tmp_path / "two.jsonl"
    dialog.write(bench.desk.project, output)
    qtbot.waitUntil(lambda: bool(told))
    assert [json.loads(line)["text"] for line in output.read_text().splitlines()] == [
        "Port 1 opened.",
        "Port 2 opened.",
    ]


def test_a_sample_is_drawn_and_listed_and_progress_is_told(qtbot: QtBot, bench: Workbench) -> None:
    bench.commands["progress"].trigger()
    progress = bench.window.findChild(ProgressDialog)
    qtbot.waitUntil(lambda: "6 unread (100 %)" in progress.articles.text())
    span = {"content": [Span(0, 4)]}
    for article in (1, 1, 2):
        bench.desk.act("Claim", lambda s, article=article: edits.create_claim(s, article, span))
    qtbot.waitUntil(lambda: "2 in progress (33 %)" in progress.articles.text())
    assert progress.claims.text().startswith("3 accepted")
    assert progress.per_article.text().startswith("1.5 on average, 2 at most, in 2 articles")
    assert progress.days.accessibleDescription().endswith(": 3 claims")
    assert not progress.grab().isNull()

    bench.commands["draw_sample"].trigger()
    dialog = bench.window.findChild(SampleDialog)
    qtbot.waitUntil(dialog.size_field.isEnabled)
    dialog.size_field.setValue(3)
    dialog.seed.setValue(11)
    dialog.strata["month"].setChecked(True)
    qtbot.keyClicks(dialog.name, "Pilot")
    draw = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    QTest.mouseClick(draw, Qt.MouseButton.LeftButton)
    panel = bench.feature(LibraryFeature).panel
    view = next(v for v in panel.findChildren(QListView) if v.isVisible())
    qtbot.waitUntil(lambda: view.model().rowCount() == 3)
    label, _redo = bench.desk.undo_labels()
    assert label == "Draw the sample “Pilot”: 3 of 6 articles, seed 11"
