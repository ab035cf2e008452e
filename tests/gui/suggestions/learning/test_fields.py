# SPDX-License-Identifier: MIT
"""What was learned of codes, in the window: figures, what suggests, and the switch."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from claimdesk.gui.suggestions.learning.dialog import LearningDialog
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.learning.model_store import CODE_MODELS, TrainingResult
from claimdesk.models.suggest import preferences

KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
FIELDS = {
    "stance": {"use": "model", "articles": 9, "cases": 40, "rules": 20, "learned": 30},
    "kind": {"use": "rules", "articles": 9, "cases": 40, "rules": 31, "learned": 29},
    "certainty": {"use": "rules", "articles": 0, "cases": 0, "rules": 0, "learned": 0},
    ":domains": {"use": "memory", "articles": 9, "cases": 40, "rules": 10, "learned": 25},
    ":names": {"use": "rules", "articles": 2, "cases": 9, "rules": 8, "learned": 3},
    ":words": 3,
}


@pytest.fixture
def workbench(open_window, sample: Path):
    return open_window(sample)


@pytest.fixture
def dialog(workbench, qtbot) -> LearningDialog:
    CODE_MODELS.save(workbench.desk.project, TrainingResult({"fields": FIELDS}, b"{}"))
    workbench.view.setFocus()
    qtbot.keyClick(workbench.view, Qt.Key.Key_L, KEYS)
    found = workbench.window.findChild(LearningDialog)
    assert found is not None
    found.tabs.setCurrentWidget(found.fields)
    qtbot.waitUntil(lambda: found.fields.list.topLevelItemCount() > 0)
    return found


def shown(dialog):
    tree = dialog.fields.list
    return [
        [tree.topLevelItem(row).text(column) for column in range(tree.columnCount())]
        for row in range(tree.topLevelItemCount())
    ]


def test_each_field_says_what_suggests_and_how_often_it_is_right(dialog) -> None:
    nothing = ["–"] * 4
    assert shown(dialog) == [
        ["Stance", "a model", "9", "40", "20 (50 %)", "30 (75 %)"],
        ["Kind", "the rules", "9", "40", "31 (78 %)", "29 (72 %)"],
        ["Certainty", "the rules", "0", "0", "–", "–"],
        ["Domains of claims", "what you decided before", "9", "40", "10 (25 %)", "25 (62 %)"],
        ["Names you accepted", "the rules", "2", "9", "8 (89 %)", "3 (33 %)"],
        ["Words you rejected", "what you decided before", *nothing],
    ]


def test_a_field_is_switched_off_by_key_and_by_undo_on_again(workbench, dialog, qtbot) -> None:
    project = workbench.desk.project
    tree = dialog.fields.list
    tree.setFocus()
    tree.setCurrentItem(tree.topLevelItem(0))
    with qtbot.waitSignal(dialog.used):
        qtbot.keyClick(tree, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shown(dialog)[0][1] == "the rules")
    with project.reading() as connection:
        assert preferences.not_learned(connection) == {"stance"}
        assert read_knowledge(connection).not_learned == ("stance",)
    assert project.undo_label() == "Keep the rules: Stance"
    workbench.desk.undo()
    qtbot.waitUntil(lambda: shown(dialog)[0][1] == "a model")
    assert tree.topLevelItem(0).checkState(0) == Qt.CheckState.Checked
