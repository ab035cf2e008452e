# SPDX-License-Identifier: MIT
"""An export from the window says that it is complete, and what the format has no place for."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from claimdesk.gui.project.exporting.exporting import ExportDialog
from claimdesk.gui.window.workbench import Workbench


def written(
    qtbot, bench: Workbench, dialog: ExportDialog, output: Path
) -> tuple[QMessageBox.Icon, str]:
    """Export, and close the message about what was left out; its icon and text."""
    seen: list[tuple[QMessageBox.Icon, str]] = []

    def look() -> bool:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            seen.append((box.icon(), box.text()))
            box.accept()
        return bool(seen)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    dialog.write(bench.desk.project, output)
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    timer.stop()
    return seen[0]


def test_a_good_export_is_no_warning(qtbot, open_window, sample: Path, tmp_path: Path) -> None:
    bench: Workbench = open_window(sample)
    told: list[str] = []
    bench.desk.status_message.connect(told.append)
    dialog = ExportDialog(bench.desk, bench.jobs, bench.window)
    dialog.format.setCurrentIndex(dialog.format.findData("xlsx"))
    dialog.show()
    icon, text = written(qtbot, bench, dialog, tmp_path / "claims.xlsx")
    assert icon == QMessageBox.Icon.Information
    assert text.startswith("The export is complete: ")
    assert "accepted actor mentions" in text
    assert told == [f"Exported to {tmp_path / 'claims.xlsx'}"]
    assert (tmp_path / "claims.xlsx").exists()


def test_choices_are_saved_as_a_profile_run_again_and_deleted(
    qtbot, open_window, sample: Path, tmp_path: Path
) -> None:
    bench: Workbench = open_window(sample)

    def opened() -> ExportDialog:
        dialog = ExportDialog(bench.desk, bench.jobs, bench.window)
        dialog.show()
        return dialog

    dialog = opened()
    assert not dialog.profiles.save.isEnabled()
    dialog.format.setCurrentIndex(dialog.format.findData("csv"))
    qtbot.keyClicks(dialog.only, "colour=red")
    qtbot.keyClicks(dialog.profiles.names.lineEdit(), "For the paper")
    qtbot.mouseClick(dialog.profiles.save, Qt.MouseButton.LeftButton)
    assert problems(dialog) == ["⚠ There is no field “colour” to choose by."]
    dialog.only.selectAll()
    qtbot.keyClicks(dialog.only, "layer=claim; stance=supportive")
    qtbot.mouseClick(dialog.profiles.save, Qt.MouseButton.LeftButton)
    assert problems(dialog) == []
    assert bench.desk.project.undo_label() == "Save export profile For the paper"
    dialog.reject()

    again = opened()
    qtbot.keyClick(again.profiles.names, Qt.Key.Key_Down)
    assert (again.format.currentData(), again.only.text()) == (
        "csv",
        "layer=claim; stance=supportive",
    )
    written(qtbot, bench, again, tmp_path / "claims.csv")
    with (tmp_path / "claims.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["stance"] for row in csv.DictReader(file)} == {"Supportive"}

    last = opened()
    qtbot.keyClick(last.profiles.names, Qt.Key.Key_Down)
    qtbot.mouseClick(last.profiles.delete, Qt.MouseButton.LeftButton)
    assert last.profiles.names.count() == 0
    assert not last.profiles.delete.isEnabled()
    bench.desk.undo()
    last.reject()
    assert opened().profiles.names.count() == 1


def problems(dialog: ExportDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.text().startswith("⚠")]
