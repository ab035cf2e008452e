# SPDX-License-Identifier: MIT
"""What the labels of another tool become is asked before anything is written, and remembered."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from claimdesk.gui.library.importing import import_files
from claimdesk.gui.library.mapping_dialog import CALLED, EXAMPLES, MappingDialog
from claimdesk.gui.library.results import ImportProblems
from claimdesk.models.store import queries

TEXT = "The mayor said the harbour would open again in spring."


def tasks(path: Path, *more: dict) -> Path:
    spans = [
        {"start": 4, "end": 9, "label": "WHO", "token_start": 1, "token_end": 1},
        {"start": 15, "end": 53, "label": "SAID", "sure": "very"},
        {"start": 47, "end": 53, "label": "WHEN"},
        *more,
    ]
    relations = [{"head_span": spans[1], "child_span": spans[0], "label": "by"}]
    task = {"text": TEXT, "spans": spans, "relations": relations, "answer": "accept"}
    path.write_text(json.dumps(task), encoding="utf-8")
    return path


def become(dialog: MappingDialog, name: str, target: str) -> None:
    """Choose a target for a name with the keyboard."""
    box = next(b for b in dialog.findChildren(QComboBox) if b.accessibleName() == name)
    box.setFocus()
    while box.currentData() != target:
        before = box.currentIndex()
        key = Qt.Key.Key_Down if box.findData(target) > before else Qt.Key.Key_Up
        QTest.keyClick(box, key)
        assert box.currentIndex() != before


def shown(dialog: MappingDialog, column: int) -> list[str]:
    return [dialog.table.item(row, column).text() for row in range(dialog.table.rowCount())]


def test_labels_are_mapped_in_a_dialog_and_remembered(
    desk, jobs, window, settings, tmp_path, qtbot
):
    def ask(path: Path) -> MappingDialog:
        import_files(desk, jobs, [path], window, settings)
        qtbot.waitUntil(lambda: window.findChild(MappingDialog) is not None)
        return window.findChild(MappingDialog)

    told: list[str] = []
    desk.status_message.connect(told.append)
    dialog = ask(tasks(tmp_path / "one.jsonl"))
    assert list(dialog.targets().values()) == [
        *("domain:WHO", "domain:SAID", "domain:WHEN", "note", "note")
    ]
    examples = shown(dialog, EXAMPLES)
    assert examples[:3] == ["mayor", "the harbour would open again in spring", "spring"]
    dialog.reject()
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["Import cancelled; nothing was added."]
    assert desk.project.undo_label() is None
    qtbot.waitUntil(lambda: window.findChild(MappingDialog) is None)

    dialog = ask(tasks(tmp_path / "one.jsonl"))
    become(dialog, "WHO", "source")
    become(dialog, "SAID", "content")
    become(dialog, "by", "source")
    become(dialog, "sure", "field")
    dialog.table.item(2, CALLED).setText("Time")
    dialog.table.item(3, CALLED).setText("Confidence")
    take = next(b for b in dialog.buttons.buttons() if b.text() == "&Import")
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportProblems)))
    with desk.project.reading() as connection:
        domains = queries.domains(connection)
        (article,) = queries.article_ids(connection)
        rows = queries.article_annotations(connection, article)
    time, claim = sorted(rows, key=lambda row: row.layer, reverse=True)
    assert domains[time.domain_id].name == "Time"
    assert [(piece.role, piece.quote) for piece in claim.pieces] == [
        ("source", "mayor"),
        ("content", "the harbour would open again in spring"),
    ]
    assert claim.codes == {"Confidence": "very"}
    window.findChild(ImportProblems).close()

    more = {"start": 0, "end": 3, "label": "NEW"}
    qtbot.waitUntil(lambda: window.findChild(MappingDialog) is None)
    dialog = ask(tasks(tmp_path / "two.jsonl", more))
    assert dialog.targets() == {
        "WHO": "source",
        "SAID": "content",
        "WHEN": "domain:Time",
        "NEW": "domain:NEW",
        "attribute:sure": "field:Confidence",
        "relation:by": "source",
    }
    dialog.reject()
    qtbot.waitUntil(lambda: len(told) == 3)
    jobs.wait()
