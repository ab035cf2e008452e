# SPDX-License-Identifier: MIT
"""An export from the window says that it is complete, and what the format has no place for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from claimdesk.gui.exchange.exporting import ExportDialog
from claimdesk.gui.window.workbench import Workbench


def test_a_good_export_is_no_warning(qtbot, open_window, sample: Path, tmp_path: Path) -> None:
    bench: Workbench = open_window(sample)
    told: list[str] = []
    bench.desk.status_message.connect(told.append)
    dialog = ExportDialog(bench.desk, bench.jobs, bench.window)
    dialog.format.setCurrentIndex(dialog.format.findData("xlsx"))
    dialog.show()
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
    dialog.write(bench.desk.project, tmp_path / "claims.xlsx")
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    timer.stop()
    icon, text = seen[0]
    assert icon == QMessageBox.Icon.Information
    assert text.startswith("The export is complete: ")
    assert "accepted actor mentions" in text
    assert told == [f"Exported to {tmp_path / 'claims.xlsx'}"]
    assert (tmp_path / "claims.xlsx").exists()
