# SPDX-License-Identifier: MIT
"""The queue of suggestions in the real window: seen, paused, re-ordered, kept, worked through."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from claimdesk.gui.suggestions.queue.dialog import QueueDialog
from claimdesk.gui.suggestions.queue.feature import QueueFeature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from tests.projects import create_project

BODY = "Portugal agreed. Norway said that it would wait for article {}."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "queue.claimdesk"
    create_project(path)
    with Project.open(path) as project, project.edit("Fill") as session:
        for number in range(4):
            body = BODY.format(number)
            sha256 = hashlib.sha256(body.encode()).hexdigest()
            date = f"2024-01-0{9 - number}"
            session.add(Article(title=f"N{number}", body=body, sha256=sha256, published_on=date))
    return path


def shown(bench: Workbench) -> QueueDialog:
    bench.commands["suggestion_queue"].trigger()
    (dialog,) = bench.window.findChildren(QueueDialog)
    assert dialog.isVisible()
    return dialog


def titles(dialog: QueueDialog) -> list[str]:
    model = dialog.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def click(dialog: QueueDialog, words: str) -> None:
    found = [b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == words]
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def choose(dialog: QueueDialog, row: int) -> None:
    area = dialog.list.visualRect(dialog.list.model().index(row, 0))
    QTest.mouseClick(
        dialog.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0), area.center()
    )


@pytest.mark.drill
def test_the_queue_is_put_in_order_kept_over_a_restart_and_worked_through(
    qtbot: QtBot, open_window: Callable[[Path], Workbench], articles: Path
) -> None:
    bench = open_window(articles)
    feature = bench.feature(QueueFeature)
    assert not feature.button.isVisible()
    bench.queue.pause(True)
    bench.commands["suggest_all"].trigger()
    qtbot.waitUntil(feature.button.isVisible)
    assert feature.button.text() == "Suggestions: 0 of 4 articles · paused"
    dialog = shown(bench)
    assert titles(dialog) == ["N0", "N1", "N2", "N3"]
    choose(dialog, 2)
    click(dialog, "To the front")
    assert titles(dialog) == ["N2", "N0", "N1", "N3"]
    choose(dialog, 3)
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert titles(dialog) == ["N2", "N0", "N1"]
    bench.window.close()

    bench = open_window(articles)
    feature = bench.feature(QueueFeature)
    assert feature.button.text() == "Suggestions: 0 of 3 articles · paused"
    dialog = shown(bench)
    assert titles(dialog) == ["N2", "N0", "N1"]
    click(dialog, "Resume")
    qtbot.waitUntil(lambda: bench.queue.state.left == 0)
    qtbot.waitUntil(lambda: not feature.button.isVisible())
    assert titles(dialog) == []
    assert "Nothing waits" in dialog.heading.text()
    with bench.desk.reading() as connection:
        made = {row.title: row.undecided for row in queries.articles(connection)}
    assert {title for title, count in made.items() if count} == {"N0", "N1", "N2"}
    # The open article shows what came without being opened again.
    qtbot.waitUntil(lambda: bench.desk.waiting() == made["N0"])
