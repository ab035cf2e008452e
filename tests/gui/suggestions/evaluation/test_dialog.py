# SPDX-License-Identifier: MIT
"""Evaluating suggestions in the window: by mouse and by key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.suggestions.evaluation.dialog import EvaluationDialog
from claimdesk.gui.suggestions.evaluation.wording import difference
from claimdesk.models.store.project import Project
from tests.gui.conftest import name_file
from tests.projects import create_sample


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication):
    create_sample(tmp_path / "p.claimdesk")
    desk = Desk()
    desk.open(Project.open(tmp_path / "p.claimdesk"))
    with desk.project.edit("As if suggested") as session:
        session.connection().exec_driver_sql("UPDATE annotation SET origin = 'rule:test'")
    yield desk
    desk.close()


@pytest.fixture
def dialog(desk: Desk, qtbot):
    jobs = Jobs()
    dialog = EvaluationDialog(desk, jobs)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.stop()
    jobs.wait()


def body_of(desk: Desk) -> str:
    with desk.reading() as connection:
        return connection.exec_driver_sql("SELECT body FROM article WHERE id = 1").scalar_one()


@pytest.fixture
def gold(desk: Desk, tmp_path: Path) -> Path:
    """A corpus that has one of the article's words right and says something of its own."""
    body = body_of(desk)
    with desk.reading() as connection:
        start, end, kind = connection.exec_driver_sql(
            'SELECT start, "end", actor.kind FROM annotation '
            "JOIN span ON annotation_id = annotation.id JOIN mention ON mention.id = annotation.id "
            "JOIN actor ON actor.id = actor_id WHERE article_id = 1 AND layer = 'actor' "
            "ORDER BY start"
        ).first()
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "a.txt").write_text(body, encoding="utf-8")
    other = body.index(" and ") + 1
    lines = [f"T1\t{kind} {start} {end}\t{body[start:end]}", f"T2\tPerson {other} {other + 3}\tand"]
    (folder / "a.ann").write_text("\n".join(lines), encoding="utf-8")
    return folder


def evaluated(qtbot, dialog: EvaluationDialog, gold: Path) -> None:
    dialog.evaluate([gold])
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 0)


def test_a_folder_is_chosen_and_evaluated(dialog, gold, qtbot):
    qtbot.mouseClick(dialog.folder, Qt.MouseButton.LeftButton)
    name_file(gold)
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 0)
    assert "Compared in 1 article." in dialog.message.text()
    text = dialog.figures.as_text().splitlines()
    assert text[0].startswith("Figure\tPrecision %\tRecall %\tF %")
    first = text[text.index("Mentions of actors") + 1]
    assert first.startswith("Right in every field\t")
    assert dialog.corpus.text() == "gold"
    assert not dialog.cancel.isVisible()


def test_errors_are_filtered_and_opened_by_key(dialog, gold, qtbot):
    evaluated(qtbot, dialog, gold)
    everything = dialog.model.rowCount()
    names = [dialog.kinds.itemText(row) for row in range(dialog.kinds.count())]
    missed = next(row for row, name in enumerate(names) if "missed" in name)
    assert names[missed].endswith("missed (1)")
    dialog.kinds.setFocus()
    while dialog.kinds.currentIndex() != missed:
        qtbot.keyClick(dialog.kinds, Qt.Key.Key_Down)
    assert dialog.model.rowCount() == 1
    assert everything > 1
    dialog.filter.setFocus()
    qtbot.keyClick(dialog.filter, Qt.Key.Key_Return)
    assert dialog.table.hasFocus()
    with qtbot.waitSignal(dialog.fault_chosen) as chosen:
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    fault = chosen.args[0]
    assert (fault.what, fault.annotation) == ("missed", None)
    qtbot.keyClicks(dialog.filter, "no such words")
    assert dialog.model.rowCount() == 0


def test_an_error_is_opened_by_a_click(dialog, gold, qtbot):
    evaluated(qtbot, dialog, gold)
    place = dialog.table.visualRect(dialog.model.index(0, 1)).center()
    with qtbot.waitSignal(dialog.fault_chosen) as chosen:
        qtbot.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args[0] is dialog.model.lines[0]


def test_it_can_be_stopped_and_begun_again(dialog, gold, qtbot):
    dialog.evaluate([gold])
    assert dialog.cancel.isVisible()
    assert not dialog.folder.isEnabled()
    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert dialog.message.text() == "Stopped."
    assert dialog.folder.isEnabled()
    qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 0)
    assert "Compared" in dialog.message.text()


def test_what_cannot_be_evaluated_is_said_in_the_window(dialog, tmp_path, qtbot):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad/a.ann").write_text("T1\tPerson 0 1\tx")
    dialog.evaluate([tmp_path / "bad"])
    qtbot.waitUntil(lambda: "has no text" in dialog.message.text())
    assert dialog.again.isEnabled()
    assert not dialog.save.isEnabled()


def test_figures_are_copied_and_the_report_saved(dialog, gold, qtbot, tmp_path):
    evaluated(qtbot, dialog, gold)
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == dialog.figures.as_text()
    target = tmp_path / "report.json"
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    name_file(target)
    report = json.loads(target.read_text(encoding="utf-8"))
    assert report["mentions"]["untyped"]["gold"] == 2
    target = tmp_path / "p.claimdesk"
    before = target.read_bytes()
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    name_file(target)
    assert "would replace a project" in dialog.message.text()
    assert target.read_bytes() == before


def test_words_of_the_corpus_are_never_rich_text(dialog, gold, qtbot, desk):
    evaluated(qtbot, dialog, gold)
    tip = dialog.model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tip.replace("<qt>", "")
    assert dialog.message.textFormat() == Qt.TextFormat.PlainText


def test_every_control_has_a_name(dialog):
    for widget in dialog.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            named = widget.accessibleName() or (
                widget.text() if isinstance(widget, QPushButton) else ""
            )
            assert named or widget.parentWidget().accessibleName(), widget


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("a b c d e f", "b c d e f", ("a b c …", "b c …")),
        ("a b c d e", "a b c d x", ("… c d e", "… c d x")),
        ("a b", "a b", ("a b", "a b")),
        ("a a", "a", ("a a", "a")),
        ("", "x y", ("", "x y")),
    ],
)
def test_what_differs_is_shown_with_little_around_it(one, other, shown):
    assert difference(one, other) == shown
