# SPDX-License-Identifier: MIT
"""Tables, networks and pictures are saved beside the window's work: whole, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.plots.figures_table import FiguresTable
from claimdesk.gui.plots.kinds.network import NetworkPlot
from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.gui.plots.picture_dialog import Choice, PictureDialog
from claimdesk.models.analysis.claim_filter import ClaimFilter

THREADS = 2
"""Jobs that run at the same time."""


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.wait()


@pytest.fixture
def panel(desk: Desk, jobs: Jobs, sample: Any, qtbot: QtBot) -> DistributionPanel:
    """Bars and a network of the whole project."""
    panel = DistributionPanel(desk, jobs)
    qtbot.addWidget(panel)
    panel.resize(1000, 420)
    with qtbot.waitSignal(panel.refreshed):
        panel.show()
    for change in (panel.project_button.click, lambda: panel.slots[1].choose_kind("network")):
        with qtbot.waitSignal(panel.refreshed):
            change()
    return panel


@pytest.fixture
def table(panel: DistributionPanel) -> FiguresTable:
    panel.slots[0].table_button.click()
    return panel.slots[0].table


@pytest.fixture
def network(panel: DistributionPanel) -> NetworkPlot:
    plot = panel.plots[1]
    assert isinstance(plot, NetworkPlot)
    return plot


@pytest.fixture
def dialog(desk: Desk, jobs: Jobs, qtbot: QtBot) -> Iterator[PictureDialog]:
    window = QWidget()
    qtbot.addWidget(window)
    shown = [Choice("stacked_bars", {"field": "speaker"}, ClaimFilter())]
    dialog = PictureDialog(desk, jobs, ClaimFilter(), window, shown)
    dialog.show()
    qtbot.waitUntil(dialog.save.isEnabled, timeout=20_000)
    yield dialog


@contextmanager
def busy(jobs: Jobs) -> Iterator[None]:
    """Keep every thread of the jobs occupied, so that nothing else of theirs can run."""
    free = threading.Event()
    for _number in range(THREADS):
        jobs.run(free.wait)
    try:
        yield
    finally:
        free.set()


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".claimdesk-")]


def test_a_table_is_saved_in_a_job(
    table: FiguresTable, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "speakers.xlsx"
    target.write_text("what was there before")
    with busy(jobs):
        table.save(target)
        assert table.message.text() == "Saving speakers.xlsx…"
        assert target.read_text() == "what was there before"
    qtbot.waitUntil(lambda: table.message.text() == "Saved speakers.xlsx.")
    rows = list(openpyxl.load_workbook(target).active.iter_rows(values_only=True))
    assert rows[:2] == [("Speaker", "Stance", "Claims"), ("Northport", "supportive", 2)]
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx"])
def test_a_table_that_cannot_be_saved_names_the_file(
    table: FiguresTable, qtbot: QtBot, tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"speakers.{ending}"
    target.mkdir()
    table.save(target)
    qtbot.waitUntil(lambda: "cannot be written" in table.message.text())
    assert str(target) in table.message.text()
    assert target.is_dir() and left_behind(tmp_path) == []


@pytest.mark.parametrize("form", ["graphml", "gexf", "csv", "matrix"])
def test_a_network_is_saved_in_a_job(
    network: NetworkPlot,
    panel: DistributionPanel,
    jobs: Jobs,
    qtbot: QtBot,
    tmp_path: Path,
    form: str,
) -> None:
    target = tmp_path / f"towns.{'csv' if form == 'matrix' else form}"
    told: list[str] = []
    panel.slots[1].told.connect(told.append)
    with busy(jobs):
        network.save(form, target)
        assert not target.exists()
    qtbot.waitUntil(lambda: told == [f"Saved {target.name}."])
    if form in ("graphml", "gexf"):
        read = nx.read_graphml if form == "graphml" else nx.read_gexf
        names = {data["name"] for _key, data in read(target).nodes(data=True)}
        assert names == {"Northport", "Eastquay"}
    else:
        assert "Northport" in target.read_text(encoding="utf-8")
    assert left_behind(tmp_path) == []


def test_a_network_that_cannot_be_saved_names_the_file(
    network: NetworkPlot, panel: DistributionPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "a file"
    file.write_text("no folder")
    for target in (tmp_path / "missing" / "towns.gexf", file / "towns.gexf"):
        network.save("gexf", target)
        qtbot.waitUntil(lambda: panel.findChild(QMessageBox) is not None)
        message = panel.findChild(QMessageBox)
        assert str(target) in message.text() and "cannot be written" in message.text()
        message.accept()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert left_behind(tmp_path) == []


def test_a_picture_and_its_data_are_saved_together_or_not_at_all(
    dialog: PictureDialog, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    picture, data = tmp_path / "figure.svg", tmp_path / "figure.csv"
    picture.write_text("the picture of before")
    data.mkdir()
    dialog.write(picture)
    qtbot.waitUntil(dialog.problem.isVisible, timeout=20_000)
    assert str(data) in dialog.problem.text()
    assert picture.read_text() == "the picture of before"
    assert left_behind(tmp_path) == []
    data.rmdir()
    with busy(jobs):
        dialog.write(picture)
        assert picture.read_text() == "the picture of before"
    qtbot.waitUntil(lambda: data.name in dialog.saved.text(), timeout=20_000)
    assert not dialog.problem.isVisible()
    assert b"<svg" in picture.read_bytes() and data.is_file()
    assert left_behind(tmp_path) == []


def test_a_picture_is_saved_although_its_dialog_was_closed(
    dialog: PictureDialog, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    unexpected: list[BaseException] = []
    jobs.unexpected = lambda error, _what: unexpected.append(error)
    with busy(jobs):
        dialog.write(tmp_path / "figure.png")
        with qtbot.waitSignal(dialog.destroyed):
            dialog.reject()
    after: list[object] = []
    jobs.wait()
    jobs.run(int, done=after.append)
    qtbot.waitUntil(lambda: after == [0])
    assert (tmp_path / "figure.png").is_file() and (tmp_path / "figure.csv").is_file()
    assert unexpected == []
