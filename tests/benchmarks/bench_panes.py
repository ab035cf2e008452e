# SPDX-License-Identifier: MIT
"""A pane with 15,000 claims in one article: filter, sort, and the repaint of one row.

Baseline: a QSortFilterProxyModel over the same cells in the same kind of table, in the same run.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSettings, QSortFilterProxyModel, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionViewItem, QTableView

from claimdesk.gui.app import application
from claimdesk.gui.panes.delegate import RowDelegate
from claimdesk.gui.panes.pane import Pane
from claimdesk.gui.window.features import FEATURES
from claimdesk.gui.window.main_window import MainWindow
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.codebook.starter import create_project
from claimdesk.models.editing import edits
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.data import ClaimSuggestion, Pipeline, Suggestions
from claimdesk.models.suggest.runs import Run
from claimdesk.models.text.spans import Span

ROWS = 15_000
TYPED = "harbour 1"
_PATIENCE_SECONDS = 60
_IDLE_SECONDS = 0.1
"""Work of the window's thread in one second below which it is at rest."""
_WORDS = ("harbour", "treaty", "satellite", "wheat", "railway", "vaccine", "cable", "border")


def fill(path: Path, text_file: Path) -> None:
    """A project whose one article has a claim in each of `ROWS` sentences."""
    lines = [f"Envoy {n} says the {_WORDS[n % 8]} {n * 7919 % ROWS} is safe." for n in range(ROWS)]
    text_file.write_text("\n".join(lines), encoding="utf-8")
    create_project(path)
    with Project.open(path) as project:
        import_paths(project, [text_file])
        with project.reading() as connection:
            body = connection.exec_driver_sql("SELECT body FROM article").scalar_one()
        claims, start = [], 0
        for line in body.split("\n"):
            if " says " in line:
                content = Span(start + line.index("the "), start + len(line))
                claims.append(
                    ClaimSuggestion((), (), (content,), None, 0.5, "rule:bench", "", None, None, ())
                )
            start += len(line) + 1
        Run(project, 1, Pipeline("bench", "1")).add(Suggestions((), tuple(claims), ()))


class Painted(RowDelegate):
    """Counts the rows that are painted."""

    def __init__(self) -> None:
        super().__init__(2)
        self.rows: set[int] = set()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        self.rows.add(index.row())
        super().paint(painter, option, index)


def timed(action: Callable[[], object]) -> float:
    """How long the window's thread works on an action and the painting after it, ms.

    In processor time: what a busy machine adds says nothing about the program.
    """
    begun = time.thread_time()
    action()
    QApplication.processEvents()
    return 1000 * (time.thread_time() - begun)


def wait(app: QApplication, seconds: float) -> None:
    """Let the window come to rest."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()


def settle(app: QApplication) -> None:
    """Let the window do what it does in idle time, such as laying out a long article."""
    for _turn in range(_PATIENCE_SECONDS):
        worked = time.thread_time()
        until = time.monotonic() + 1
        while time.monotonic() < until:
            app.processEvents()
            time.sleep(0.01)
        if time.thread_time() - worked < _IDLE_SECONDS:
            return


def keystrokes(field: QLineEdit) -> float:
    """The longest time from a key to the painted list, ms."""
    times = [timed(lambda key=key: QTest.keyClick(field, key)) for key in TYPED]
    times += [timed(lambda: QTest.keyClick(field, Qt.Key.Key_Backspace)) for _ in TYPED]
    return max(times)


def baseline(pane: Pane) -> tuple[float, float]:
    """Filter and sort through Qt's proxy, ms."""
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(pane.model)
    proxy.setFilterKeyColumn(-1)
    proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    view, field = QTableView(), QLineEdit()
    view.setModel(proxy)
    field.textChanged.connect(proxy.setFilterFixedString)
    view.resize(540, 340)
    view.show()
    field.show()
    QApplication.processEvents()
    filtering = keystrokes(field)
    sorting = timed(lambda: proxy.sort(pane.model.column("claim")))
    view.close()
    field.close()
    return filtering, sorting


def report(name: str, value: float, unit: str, before: object, target: float) -> None:
    met = value <= target
    found = {"name": f"panes: {name}", "value": round(value, 1), "unit": unit}
    print(json.dumps(found | {"baseline": before, "target": target, "met": met}))


def main() -> None:
    app = application([], "light")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        fill(place / "p.claimdesk", place / "long.txt")
        settings = QSettings(str(place / "s.ini"), QSettings.Format.IniFormat)
        settings.setValue("suggest_on_open", False)
        window = MainWindow(settings)
        workbench = Workbench(window, FEATURES)
        window.show()
        workbench.projects.open(place / "p.claimdesk")
        pane = workbench.panes["claims"]
        settle(app)
        count = len(pane.model.shown())
        assert count == ROWS, count
        filtering = keystrokes(pane.filter)
        sorting = max(
            timed(
                partial(pane.model.set_sorting, pane.model.column("claim"), descending=descending)
            )
            for descending in (False, True, False)
        )
        pane.model.set_sorting(None)
        painted = Painted()
        pane.view.setItemDelegate(painted)
        wait(app, 0.5)
        painted.rows.clear()
        ids = pane.model.shown()[3:4]
        workbench.desk.act("Note", lambda session: edits.set_note(session, ids, "seen"))
        wait(app, 0.5)
        touched = len(painted.rows)
        old_filtering, old_sorting = baseline(pane)
        window.close()
    report(
        "filter keystroke to painted list, 15,000 rows",
        filtering,
        "ms of processor time",
        round(old_filtering, 1),
        50,
    )
    report("sort, 15,000 rows", sorting, "ms of processor time", round(old_sorting, 1), 100)
    report("rows painted after one is edited", touched, "rows", "all in sight", 1)


if __name__ == "__main__":
    sys.exit(main())
