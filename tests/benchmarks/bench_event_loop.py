# SPDX-License-Identifier: MIT
"""Longest gap of the event loop: while suggestions are made, and while they are accepted by key.

The real window is open on the article; a timer every 5 ms measures how late it comes. Baselines:
the same suggester in a thread of the window's own process; the article read anew after a decision.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimdesk.gui.app import application
from claimdesk.gui.window.features import FEATURES
from claimdesk.gui.window.main_window import MainWindow
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.codebook.starter import create_project
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.store.project import Project
from claimdesk.resources.files import read_text

SIZE = 200_000
REVIEWED_SIZE = 100_000
ACCEPTED = 200
KEYS_PER_SECOND = 20
TARGET_MILLISECONDS = 50
_PATIENCE_SECONDS = 300


class Gaps:
    """How late a 5 ms timer comes, in milliseconds, and what this thread did meanwhile."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.worked: list[float] = []
        """Processor time of this thread in each gap, ms: what a busy machine adds is not in it."""
        self._last = self._last_worked = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def measure(self, app: object, busy: Callable[[], bool]) -> float:
        """The longest gap while `busy`, in milliseconds; `worked` says what was done in each."""
        self.gaps, self.worked = [], []
        self._last, self._last_worked = time.perf_counter(), time.thread_time()
        self._timer.start(5)
        begun = time.monotonic()
        while busy() and time.monotonic() - begun < _PATIENCE_SECONDS:
            app.processEvents()  # type: ignore[attr-defined]
            time.sleep(0.001)
        self._timer.stop()
        return max(self.gaps)

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps.append(1000 * (now - self._last))
        self.worked.append(1000 * (worked - self._last_worked))
        self._last, self._last_worked = now, worked


def long_article(size: int) -> str:
    text = read_text("sample/article.txt")
    parts = [text]
    while sum(map(len, parts)) < size:
        parts.append(text.replace("2026", f"{1900 + len(parts)}"))
    return "\n\n".join(parts)[:size]


def open_article(place: Path, size: int) -> Workbench:
    """A window on a new project with one article of `size` code points."""
    place.mkdir()
    (place / "long.txt").write_text(long_article(size), encoding="utf-8")
    create_project(place / "p.claimdesk")
    with Project.open(place / "p.claimdesk") as project:
        import_paths(project, [place / "long.txt"])
    settings = QSettings(str(place / "s.ini"), QSettings.Format.IniFormat)
    settings.setValue("suggest_on_open", False)
    window = MainWindow(settings)
    workbench = Workbench(window, FEATURES)
    window.show()
    workbench.projects.open(place / "p.claimdesk")
    return workbench


def suggest(app: QApplication, gaps: Gaps, workbench: Workbench) -> tuple[float, float]:
    """The longest gap while suggestions are made, and the most work in one, ms."""
    ended: list[int] = []
    workbench.suggesting.finished.connect(ended.append)
    gaps.measure(app, lambda: workbench.desk.article is None)
    idle_until = time.monotonic() + 1
    gaps.measure(app, lambda: time.monotonic() < idle_until)
    workbench.commands["suggest"].trigger()
    longest = gaps.measure(app, lambda: not ended)
    worked = max(gaps.worked)
    settled = time.monotonic() + 1
    longest = max(longest, gaps.measure(app, lambda: time.monotonic() < settled))
    return longest, max(worked, *gaps.worked)


def accept_by_key(app: QApplication, gaps: Gaps, workbench: Workbench) -> float:
    """The longest gap while suggestions are accepted one after the other by key, ms."""
    workbench.view.setFocus()
    workbench.commands["next"].trigger()
    pressed = 0
    due = time.monotonic()

    def busy() -> bool:
        nonlocal pressed, due
        if time.monotonic() >= due:
            QTest.keyClick(app.focusWidget() or workbench.view, Qt.Key.Key_A)
            pressed += 1
            due = time.monotonic() + 1 / KEYS_PER_SECOND
        return pressed < ACCEPTED

    return gaps.measure(app, busy)


def read_anew(workbench: Workbench) -> float:
    """How long the window takes to show the article anew, as a simple program would do it, ms."""
    article = workbench.desk.article
    assert article is not None
    begun = time.perf_counter()
    workbench.desk.open_article(article.id)
    QApplication.processEvents()
    return 1000 * (time.perf_counter() - begun)


def report(name: str, value: float, unit: str, baseline: str) -> None:
    found = {
        "name": f"event-loop: {name}",
        "value": round(value, 1),
        "unit": unit,
        "baseline": baseline,
        "target": TARGET_MILLISECONDS,
        "met": value < TARGET_MILLISECONDS,
    }
    print(json.dumps(found))


def main() -> None:
    app = application([], "light")
    gaps = Gaps()
    with tempfile.TemporaryDirectory() as folder:
        workbench = open_article(Path(folder) / "suggested", SIZE)
        ours, worked = suggest(app, gaps, workbench)
        counted = len(workbench.desk.annotations)
        thread = threading.Thread(target=_suggest_here, args=(long_article(SIZE),))
        thread.start()
        in_thread = gaps.measure(app, thread.is_alive)
        workbench.window.close()
        report(
            f"longest gap while suggestions are made, {SIZE // 1000} KB",
            ours,
            f"ms ({counted} suggestions; at most {worked:.1f} ms of processor time in one gap)",
            f"suggester in a thread of the window: {in_thread:.1f} ms",
        )
        workbench = open_article(Path(folder) / "reviewed", REVIEWED_SIZE)
        suggest(app, gaps, workbench)
        longest = accept_by_key(app, gaps, workbench)
        worked = max(gaps.worked)
        states = [row.state for row in workbench.desk.annotations.values()]
        assert states.count("accepted") >= ACCEPTED - 1, "the key must have decided"
        simple = read_anew(workbench)
        workbench.window.close()
    report(
        f"longest gap while {ACCEPTED} suggestions are accepted by key, {REVIEWED_SIZE // 1000} KB",
        longest,
        f"ms ({len(states)} suggestions; at most {worked:.1f} ms of processor time in one gap)",
        f"article shown anew after a decision: {simple:.1f} ms",
    )


def _suggest_here(text: str) -> None:
    from claimdesk.models.suggest.data import Knowledge
    from claimdesk.models.suggest.engine import Engine

    engine = Engine.load()
    for _batch in engine.suggest(text, Knowledge()):
        pass


if __name__ == "__main__":
    sys.exit(main())
