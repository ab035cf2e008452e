# SPDX-License-Identifier: MIT
"""Review as a queue: what is left, its order, and what the analyst's own decisions show sure."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from claimdesk.gui.annotating.review_line import ReviewLine
from claimdesk.models.analysis.trust import read_trust, trust_of
from claimdesk.models.articles.importing import import_text
from claimdesk.models.editing import edits
from claimdesk.models.registry import merge_actors
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.data import ActorEntry, MentionSuggestion, Pipeline, Suggestions
from claimdesk.models.suggest.runs import Run
from claimdesk.models.text.spans import Span
from tests.projects import create_project

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NAMES = [f"Ost{one}{two}" for one in "abcdefgh" for two in "abcdefgh"]
TEXT = " ".join(f"{name} spoke." for name in NAMES)


def project_with(path: Path, scores: list[float]) -> Path:
    """A project with an article in which each name is a suggested mention of some certainty."""
    create_project(path)
    with Project.open(path) as project:
        import_text(project, TEXT)
        with project.reading() as connection:
            (article,) = queries.article_ids(connection)
        found = [
            MentionSuggestion(
                Span(TEXT.index(f"{name} "), TEXT.index(f"{name} ") + len(name)),
                ActorEntry(name, "state"),
                score,
                "rule:test",
                "because",
            )
            for name, score in zip(NAMES, scores, strict=False)
        ]
        run = Run(project, article, Pipeline("test", "1"))
        run.add(Suggestions(mentions=tuple(found)))
        run.finish()
    return path


def test_the_queue_counts_down_and_offers_what_is_sure(
    open_window, tmp_path: Path, qtbot: QtBot
) -> None:
    scores = [0.95] * 27 + [0.6, 0.55]
    bench = open_window(project_with(tmp_path / "queue.claimdesk", scores))
    line = bench.window.findChild(ReviewLine)
    bench.view.setFocus()
    qtbot.waitUntil(lambda: line.isVisible() and line.label.text() == "29 mentions left")
    assert not line.offer.isVisible()
    assert line.height() < 60
    QTest.keyClick(bench.view, Key.Key_Tab)
    for _turn in range(22):
        QTest.keyClick(bench.view, Key.Key_A)
    qtbot.waitUntil(lambda: line.label.text() == "7 mentions left" and line.offer.isVisible())
    assert (line.progress.value(), line.progress.maximum()) == (22, 29)
    assert line.offer.text() == "Accept 5 that are sure…"
    assert "22 of 22" in line.offer.toolTip()
    # The least sure first: 0.55 before 0.6, although it stands behind it.
    bench.commands["least_sure"].trigger()
    assert line.order.currentText() == "Least sure first"
    QTest.keyClick(bench.view, Key.Key_Space)
    assert bench.desk.current_row().score == 0.55
    QTest.keyClick(bench.view, Key.Key_Space)
    assert bench.desk.current_row().score == 0.6
    QTest.mouseClick(line.offer, Qt.MouseButton.LeftButton)
    dialog = next(d for d in bench.window.findChildren(QDialog) if d.isVisible())
    rows = dialog.findChild(QListWidget)
    assert rows.count() == 5
    rows.item(0).setCheckState(Qt.CheckState.Unchecked)
    accept = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Accept")
    QTest.mouseClick(accept, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line.label.text() == "3 mentions left")
    assert bench.toast.label.text() == "4 suggestions accepted"
    edge = bench.toast.grab().toImage().pixelColor(4, bench.toast.height() // 2)
    assert edge == bench.toast.palette().color(QPalette.ColorRole.ToolTipBase)
    # Undo takes back just this, and no decision that was made since.
    bench.window.activateWindow()
    assert QTest.qWaitForWindowActive(bench.window)
    bench.view.setFocus()
    QTest.keyClick(bench.view, Key.Key_X)
    qtbot.waitUntil(lambda: line.label.text() == "2 mentions left")
    QTest.mouseClick(bench.toast.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line.label.text() == "6 mentions left")
    assert sum(row.state == "rejected" for row in bench.desk.annotations.values()) == 1
    assert QApplication.activeModalWidget() is None
    # What was undone in another way is not offered any more.
    bench.desk.set_current(None)
    bench.window.docks["actors"].raise_()
    bench.panes["actors"].view.setFocus()
    QTest.keyClick(bench.panes["actors"].view, Key.Key_A, CONTROL | SHIFT)
    assert bench.toast.isVisible()
    qtbot.waitUntil(lambda: line.done.isVisible())
    assert line.label.text() == "All decided: 28 accepted, 1 rejected"
    assert not line.offer.isVisible()
    bench.commands["undo"].trigger()
    assert not bench.toast.isVisible()
    qtbot.waitUntil(lambda: line.label.text() == "6 mentions left" and not line.done.isVisible())
    bench.commands["redo"].trigger()
    qtbot.waitUntil(lambda: line.done.isVisible())
    QTest.mouseClick(line.done, Qt.MouseButton.LeftButton)
    assert bench.desk.article is not None and bench.desk.article.status == "done"


def test_what_was_corrected_was_not_right(tmp_path: Path) -> None:
    """A note and a merger of actors correct nothing; another actor or other words do."""
    path = project_with(tmp_path / "trust.claimdesk", [0.9] * 60)
    with Project.open(path) as project:
        with project.reading() as connection:
            rows = queries.article_annotations(connection, 1)
        ids = [row.id for row in rows]
        actors = [row.actor_id for row in rows]
        with project.edit("Accept") as session:
            edits.accept(session, ids)
        with project.edit("Note") as session:
            edits.set_note(session, ids[:5], "seen")
        with project.edit("Merge") as session:
            merge_actors(session, actors[0], [actors[1]])
        assert trust(project) == (0.9, 60, 60)
        with project.edit("Another") as session:
            edits.set_actor(session, [ids[2]], actors[3])
        assert trust(project) == (0.9, 59, 60)
        with project.edit("Longer") as session:
            edits.set_role(session, ids[4], "mention", [Span(rows[4].start, rows[4].start + 9)])
        assert trust(project) == (0.9, 58, 60)
        project.undo()
        assert trust(project) == (0.9, 59, 60)


def trust(project: Project) -> tuple[float, int, int] | None:
    with project.reading() as connection:
        found = read_trust(connection, "actor")
    return found and (found.certainty, found.right, found.decided)


def test_only_many_right_decisions_are_trusted() -> None:
    assert trust_of([(0.9, True)] * 19) is None, "too few"
    assert trust_of([(0.9, True)] * 30) is not None
    assert trust_of([(0.9, True), (0.9, False)] * 30) is None
    mixed = [(0.9, True)] * 40 + [(0.5, True), (0.5, False)] * 20
    found = trust_of(mixed)
    assert found is not None
    assert (found.certainty, found.right, found.decided) == (0.9, 40, 40)
