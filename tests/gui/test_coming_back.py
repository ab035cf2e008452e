# SPDX-License-Identifier: MIT
"""Coming back to a project: where one was reading, and what the welcome page knows of it."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from claimdesk.models.articles.importing import import_text
from claimdesk.models.store.project import Project
from tests.projects import create_project

TEXT = "The tide turns.\n\n" + "Waves roll on, and nothing else is new.\n\n" * 60


def test_one_comes_back_to_where_one_was(open_window, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "Tides.claimdesk"
    create_project(path)
    with Project.open(path) as project:
        import_text(project, TEXT)
    bench = open_window(path)
    bench.view.setFocus()
    for _turn in range(4):
        QTest.keyClick(bench.view, Qt.Key.Key_PageDown)
    place = bench.view.visible_span().start
    assert place > 300
    bench.window.close()
    again = open_window(None)  # the project that was open last is opened
    qtbot.waitUntil(lambda: again.desk.article is not None)
    qtbot.waitUntil(lambda: abs(again.view.visible_span().start - place) < 120)
    again.desk.close()
    docks = again.window.docks
    qtbot.waitUntil(lambda: not any(dock.isVisible() for dock in docks.values()))
    offered = again.welcome.findChildren(QPushButton)
    (tides,) = [button for button in offered if button.accessibleName().startswith("Tides")]
    line = tides.accessibleName()
    assert str(tmp_path) in line
    assert "0 of 1 article done" in line
    assert re.search(r"\d{1,2} \w{3} \d{4}$", line)
    assert tides.height() > 2 * tides.fontMetrics().lineSpacing()
    labels = tides.findChildren(QLabel)
    assert all(tides.rect().contains(label.geometry()) for label in labels)
    over = [(a, b) for a in labels for b in labels if a is not b]
    assert not any(a.geometry().intersects(b.geometry()) for a, b in over)
    QTest.mouseClick(tides, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: again.desk.article is not None)
    assert docks["claims"].isVisible()
    assert docks["library"].isVisible()
    qtbot.waitUntil(lambda: abs(again.view.visible_span().start - place) < 120)
