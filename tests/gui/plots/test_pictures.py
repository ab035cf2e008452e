# SPDX-License-Identifier: MIT
"""Pictures for print, made in the real dialog."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.gui.plots.picture_dialog import Choice, PictureDialog
from claimdesk.models.analysis.claim_filter import ClaimFilter


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> Iterator[PictureDialog]:
    jobs, window = Jobs(), QWidget()
    qtbot.addWidget(window)
    shown = [Choice("stacked_bars", {"field": "speaker"}, ClaimFilter())]
    dialog = PictureDialog(desk, jobs, ClaimFilter(), window, shown)
    dialog.show()
    qtbot.waitUntil(dialog.save.isEnabled, timeout=20_000)
    yield dialog
    jobs.wait()


def choose(dialog: PictureDialog, words: str) -> None:
    place = dialog.kind.findText(words)
    assert place >= 0, words
    dialog.kind.setCurrentIndex(place)


def write(dialog: PictureDialog, path: Path, qtbot: QtBot) -> None:
    dialog.write(path)
    qtbot.waitUntil(lambda: path.name in dialog.saved.text(), timeout=20_000)


def test_a_picture_is_shown_copied_and_saved_with_its_data(
    dialog: PictureDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    assert not dialog.preview.pixmap().isNull()
    assert dialog.kind.currentText() == "Shown: By speaker, stacked by stance"
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == [
        "Speaker",
        "supportive",
        "neutral",
        "opposed",
        "Not coded",
        "All",
    ]
    assert "Northport\t2\t0\t1\t0\t3" in lines
    dialog.breadth.setValue(85)
    dialog.heading.setFocus()
    qtbot.keyClicks(dialog.heading, "Who says what")
    for form in ("svg", "png"):
        write(dialog, tmp_path / f"figure.{form}", qtbot)
    width = etree.parse(tmp_path / "figure.svg").getroot().get("width")
    assert float(width.removesuffix("pt")) == pytest.approx(85 / 25.4 * 72, abs=1)
    image = QImage(str(tmp_path / "figure.png"))
    assert image.width() == pytest.approx(85 / 25.4 * 300, abs=2)
    data = (tmp_path / "figure.csv").read_text(encoding="utf-8-sig")
    assert data.splitlines()[-1].startswith("All,")


def test_all_words_of_a_picture_can_be_replaced(
    dialog: PictureDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    choose(dialog, "For and against")
    qtbot.waitUntil(lambda: "without a stance" in dialog.note.placeholderText(), timeout=20_000)
    usual = [line.placeholderText() for line in (dialog.heading, dialog.across, dialog.up)]
    assert usual == ["Claims for and against by speaker", "Claims", "Speaker"]
    words = {
        dialog.heading: "Who wants it",
        dialog.across: "Number of claims",
        dialog.up: "Harbour towns",
        dialog.note: "Own coding",
    }
    for line, text in words.items():
        qtbot.keyClicks(line, text)
    write(dialog, tmp_path / "figure.pdf", qtbot)
    printed = pypdfium2.PdfDocument(tmp_path / "figure.pdf")[0].get_textpage().get_text_range()
    for text in (*words.values(), "Northport", "supportive"):
        assert text in printed
    assert not [text for text in (*usual, "without a stance") if text in printed.split("\n")]


def test_every_kind_of_plot_is_offered_with_its_controls(
    dialog: PictureDialog, panel: DistributionPanel, qtbot: QtBot
) -> None:
    chooser = panel.slots[0].chooser
    kinds = {chooser.itemText(place) for place in range(chooser.count())}
    offered = {dialog.kind.itemText(place) for place in range(dialog.kind.count())}
    assert kinds <= offered
    choose(dialog, "Bars of two fields")
    qtbot.waitUntil(lambda: dialog.up.placeholderText() == "Outlet", timeout=20_000)
    assert dialog.plot is not None
    controls = dialog.plot.controls()
    assert controls is not None and controls.isVisible()
    dialog.plot.set_options({"rows": "domain"})
    qtbot.waitUntil(lambda: dialog.up.placeholderText() == "Domain", timeout=20_000)


def test_what_shows_nothing_or_cannot_be_written_is_said(
    dialog: PictureDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.write(tmp_path / "missing" / "figure.png")
    qtbot.waitUntil(dialog.problem.isVisible, timeout=20_000)
    assert "cannot be written" in dialog.problem.text()
    choose(dialog, "Bars of two fields")
    assert dialog.plot is not None
    dialog.plot.set_options({"rows": "author"})
    qtbot.waitUntil(lambda: "nothing to draw" in dialog.message.text(), timeout=20_000)
    assert not dialog.save.isEnabled()
