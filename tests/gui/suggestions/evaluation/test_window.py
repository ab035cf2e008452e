# SPDX-License-Identifier: MIT
"""The evaluation window, as the main window opens it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from claimdesk.gui.suggestions.evaluation.dialog import EvaluationDialog

KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_it_opens_by_key_and_its_errors_lead_to_their_words(
    open_window, sample: Path, tmp_path: Path, qtbot
) -> None:
    workbench = open_window(sample)
    desk, view = workbench.desk, workbench.view
    with desk.project.edit("As if suggested") as session:
        session.connection().exec_driver_sql("UPDATE annotation SET origin = 'rule:test'")
    body = desk.article.body
    start = body.index(" and ") + 1
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold/a.txt").write_text(body, encoding="utf-8")
    (tmp_path / "gold/a.ann").write_text(f"T1\tPerson {start} {start + 3}\tand\n")

    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_U, KEYS)
    dialog = workbench.window.findChild(EvaluationDialog)
    assert dialog is not None
    assert not dialog.isModal()
    dialog.evaluate([tmp_path / "gold"])
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 1)

    rows = {fault.what: number for number, fault in enumerate(dialog.model.lines)}
    for what in ("spurious", "missed"):
        dialog.table.setFocus()
        dialog.table.selectRow(rows[what])
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
        fault = dialog.model.lines[rows[what]]
        if what == "spurious":
            assert desk.current == fault.annotation
        else:
            assert view.selected_span() == (start, start + 3)

    dialog.close()
    qtbot.waitUntil(lambda: workbench.window.findChild(EvaluationDialog) is None)


def test_closing_the_window_ends_the_comparison(open_window, sample: Path, tmp_path, qtbot) -> None:
    workbench = open_window(sample)
    (tmp_path / "gold").mkdir()
    for number in range(300):
        (tmp_path / f"gold/{number}.txt").write_text(f"Text {number}.")
        (tmp_path / f"gold/{number}.ann").write_text("T1\tPerson 0 4\tText\n")
    workbench.commands["measure"].trigger()
    dialog = workbench.window.findChild(EvaluationDialog)
    dialog.evaluate([tmp_path / "gold"])
    workbench.window.close()
    assert dialog.message.text() == "Stopped."
