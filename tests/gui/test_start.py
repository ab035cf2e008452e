# SPDX-License-Identifier: MIT
"""The start as an analyst sees it: the article has its room, the first time and ever after."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from claimdesk.gui.app import Start, application
from claimdesk.gui.article.header import ArticleHeader
from claimdesk.gui.plots.feature import PlotsFeature
from claimdesk.gui.widgets.elided import ElidedLabel
from claimdesk.gui.window.feature_base import ANALYSE, CODE
from claimdesk.gui.window.main_window import LAYOUT_VERSION, MainWindow
from claimdesk.gui.window.workbench import Workbench

pytestmark = pytest.mark.drill

ENOUGH = 0.42
"""Of the width of the window, for the text of the article."""

Begin = Callable[..., Workbench]


@pytest.fixture
def begin(qtbot: QtBot, remembered: QSettings, sample: Path) -> Iterator[Begin]:
    """Starts as the program does, of a size, or of the one that it takes by itself."""
    windows: list[MainWindow] = []

    def come_to_rest(bench: Workbench) -> None:
        # The plots come last, and need their room.
        if bench.feature(PlotsFeature).panel.isVisible():
            qtbot.waitUntil(lambda: bool(bench.feature(PlotsFeature).panel.plots[0].table().rows))
        rest(bench)

    def start(size: QSize | None = None) -> Workbench:
        application([], "light")
        started = Start(remembered, sample, size)
        windows.append(started.window)
        qtbot.waitUntil(lambda: started.workbench is not None)
        bench = started.workbench
        assert bench is not None
        qtbot.waitUntil(lambda: bench.desk.article is not None)
        come_to_rest(bench)
        return bench

    yield start
    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def font_of_scale(qapp: QApplication) -> Iterator[Callable[[float], None]]:
    before = QFont(qapp.font())

    def choose(scale: float) -> None:
        font = QFont(before)
        font.setPointSizeF(before.pointSizeF() * scale)
        qapp.setFont(font)

    yield choose
    qapp.setFont(before)


def rest(bench: Workbench) -> None:
    """Let the window come to rest."""
    bench.jobs.wait()
    QTest.qWait(200)


def share(bench: Workbench) -> float:
    return bench.view.width() / bench.window.width()


def area(bench: Workbench) -> float:
    """The share of the window that shows the article."""
    text, window = bench.view.viewport().size(), bench.window.size()
    return text.width() * text.height() / (window.width() * window.height())


def sizes(bench: Workbench) -> dict[str, tuple[int, int]]:
    docks = bench.window.docks
    seen = {name: dock for name, dock in docks.items() if not dock.visibleRegion().isEmpty()}
    return {name: dock.size().toTuple() for name, dock in seen.items()}


@pytest.mark.drill
@pytest.mark.parametrize(
    ("size", "scale"),
    [
        ((1440, 900), 1.0),
        ((1280, 800), 1.0),
        ((1024, 700), 1.0),
        ((1440, 900), 2.0),
        ((1024, 700), 1.5),
    ],
)
def test_the_article_has_its_room_at_the_first_start_and_the_next(
    begin: Begin, font_of_scale, size: tuple[int, int], scale: float
) -> None:
    font_of_scale(scale)
    first = begin(QSize(*size))
    assert first.window.size().toTuple() == size
    assert area(first) >= (0.45 if size == (1440, 900) else 0.4)
    assert first.view.height() / 25 >= 8 * scale, "eight lines at least"
    header = first.window.findChild(ArticleHeader)
    assert header.height() < 3 * header.fontMetrics().height(), "one line"
    title = next(label for label in header.findChildren(ElidedLabel))
    assert title.whole == first.desk.article.title
    assert title.text() == title.whole or title.whole in title.toolTip()
    left = sizes(first)
    first.window.close()
    again = begin(QSize(*size))
    assert share(again) >= ENOUGH
    assert sizes(again) == left, "each panel is as large as it was left"


def test_a_layout_that_was_chosen_comes_back_exactly(begin: Begin) -> None:
    first = begin(QSize(1440, 900))
    window = first.window
    window.docks["history"].show()
    window.docks["actors"].hide()
    window.show_workspace(ANALYSE)
    rest(first)
    window.resizeDocks([window.docks["distribution"]], [900], Qt.Orientation.Horizontal)
    rest(first)
    plots = sizes(first)
    window.show_workspace(CODE)
    docks = [window.docks["library"], window.docks["claims"]]
    window.resizeDocks(docks, [300, 400], Qt.Orientation.Horizontal)
    rest(first)
    left = sizes(first)
    assert left["library"][0] == 300
    window.close()
    again = begin(QSize(1440, 900))
    assert sizes(again) == left
    again.window.show_workspace(ANALYSE)
    rest(again)
    assert sizes(again) == plots, "each workspace has a layout of its own"


@pytest.mark.drill
@pytest.mark.parametrize("version", [LAYOUT_VERSION - 1, LAYOUT_VERSION])
def test_a_remembered_layout_without_room_for_the_article_is_dropped(
    begin: Begin, remembered: QSettings, version: int
) -> None:
    first = begin(QSize(1440, 900))
    window = first.window
    docks = [window.docks["library"], window.docks["claims"]]
    window.resizeDocks(docks, [900, 500], Qt.Orientation.Horizontal)
    rest(first)
    assert share(first) < 0.3
    broken = window.saveState(version)
    window.close()
    remembered.setValue("layout", broken)
    # The article cannot be made narrower than a third of the window any more.
    least = ENOUGH if version < LAYOUT_VERSION else 0.3
    assert share(begin(QSize(1440, 900))) >= least


def test_a_window_closed_before_it_was_filled_leaves_no_layout(
    qtbot: QtBot, remembered: QSettings
) -> None:
    application([], "light")
    window = MainWindow(remembered)
    qtbot.addWidget(window)
    window.show()
    window.close()
    assert remembered.value("layout") is None


def test_the_first_window_fits_the_screen_with_its_frame(begin: Begin) -> None:
    bench = begin()
    seen = bench.window.screen().availableGeometry()
    assert seen.contains(bench.window.frameGeometry())


def test_a_window_that_was_larger_than_the_screen_is_brought_into_sight(begin: Begin) -> None:
    first = begin()
    first.window.setGeometry(300, 300, 1500, 1200)
    rest(first)
    first.window.close()
    again = begin()
    seen = again.window.screen().availableGeometry()
    assert seen.contains(again.window.frameGeometry())


EARLY = """
import os, sys
from PySide6.QtCore import QSettings
from claimdesk.gui.app import Start, application
app = application([], "light")
start = Start(QSettings(sys.argv[1], QSettings.Format.IniFormat))
def painted():
    heavy = ("claimdesk.models.", "claimdesk.gui.desk", "numpy", "spacy", "sqlalchemy")
    messages = "claimdesk.models.messages"
    late = [n for n in sys.modules if n.startswith(heavy) and not n.startswith(messages)]
    print(late, flush=True)
    os._exit(1 if late or start.workbench is not None else 0)
start.window.painted.connect(painted)
app.exec()
"""


def test_the_window_is_painted_before_the_rest_is_loaded(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-c", EARLY, str(tmp_path / "settings.ini")]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stdout + ran.stderr


DESKTOP = "import sys; from claimdesk.gui.app import main; sys.exit(main(sys.argv[1:]))"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["--help"], 0, "usage: claimdesk-desktop"),
        (["-h"], 0, "PROJECT"),
        (["--version"], 0, "claimdesk "),
        (["--nonsense"], 2, "--nonsense"),
        (["--vers"], 2, "--vers"),
        (["one.claimdesk", "two.claimdesk"], 2, "two.claimdesk"),
    ],
)
def test_the_windows_command_answers_without_a_window(
    tmp_path: Path, arguments: list[str], status: int, told: str
) -> None:
    command = [sys.executable, "-P", "-c", DESKTOP, *arguments]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    assert ran.returncode == status
    said, silent = (ran.stdout, ran.stderr) if status == 0 else (ran.stderr, ran.stdout)
    assert told in said
    assert silent == ""
