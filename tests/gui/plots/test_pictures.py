# SPDX-License-Identifier: MIT
"""Pictures for print, made in the real dialog."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.plots.picture_dialog import PictureDialog
from claimdesk.models.analysis.claim_filter import ClaimFilter


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> Iterator[PictureDialog]:
    jobs, window = Jobs(), QWidget()
    qtbot.addWidget(window)
    dialog = PictureDialog(desk, jobs, ClaimFilter(), window)
    dialog.show()
    qtbot.waitUntil(dialog.save.isEnabled, timeout=20_000)
    yield dialog
    jobs.wait()


def test_a_picture_is_shown_copied_and_saved_with_its_data(
    dialog: PictureDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    assert not dialog.preview.pixmap().isNull()
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == [
        "Speaker",
        "opposed",
        "neutral",
        "supportive",
        "Not coded",
        "All",
    ]
    assert "Northport\t1\t0\t2\t0\t3" in lines
    dialog.breadth.setValue(85)
    dialog.heading.setFocus()
    qtbot.keyClicks(dialog.heading, "Who says what")
    for form in ("svg", "png"):
        path = tmp_path / f"figure.{form}"
        dialog.message.clear()
        dialog.write(path)
        qtbot.waitUntil(lambda: "figure" in dialog.message.text(), timeout=20_000)
    width = etree.parse(tmp_path / "figure.svg").getroot().get("width")
    assert float(width.removesuffix("pt")) == pytest.approx(85 / 25.4 * 72, abs=1)
    image = QImage(str(tmp_path / "figure.png"))
    assert image.width() == pytest.approx(85 / 25.4 * 300, abs=2)
    data = (tmp_path / "figure.csv").read_text(encoding="utf-8-sig")
    assert data.splitlines()[-1].startswith("All,")


def test_what_shows_nothing_or_cannot_be_written_is_said(
    dialog: PictureDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.write(tmp_path / "missing" / "figure.png")
    qtbot.waitUntil(dialog.problem.isVisible, timeout=20_000)
    assert "cannot be written" in dialog.problem.text()
    dialog.rows.setCurrentIndex(dialog.rows.findData("author"))
    qtbot.waitUntil(lambda: "No claims" in dialog.message.text(), timeout=20_000)
    assert not dialog.save.isEnabled()
