# SPDX-License-Identifier: MIT
"""A picture of the real window: `python -m claimdesk.gui.window.picture PROJECT --output PNG`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from claimdesk.gui.app import Start, application
from claimdesk.gui.plots.feature import PlotsFeature
from claimdesk.gui.search.feature import SearchFeature
from claimdesk.models.analysis.views import SavedView
from claimdesk.models.store import queries

if TYPE_CHECKING:
    from claimdesk.gui.plots.panel import DistributionPanel
    from claimdesk.gui.window.workbench import Workbench

_PATIENCE_SECONDS = 120
_PANELS = ("search", "guideline", "history")


def main(arguments: Sequence[str] | None = None) -> int:
    """Save a screenshot of a project in a window of the given size; return the exit status."""
    parser = argparse.ArgumentParser(prog="claimdesk.gui.window.picture", description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("--output", type=Path, required=True, metavar="PNG")
    parser.add_argument("--size", default="1440x900", metavar="WIDTHxHEIGHT")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--font", type=float, default=1.0, metavar="SCALE")
    parser.add_argument("--show", metavar="NAME", help="a panel, or the command of a dialog")
    parser.add_argument("--plots", metavar="KINDS", help="kinds of plot, separated by commas")
    parser.add_argument("--find", metavar="WORDS", help="words to find")
    options = parser.parse_args(arguments)
    app = application([], "dark" if options.dark else "light")
    font = QFont(app.font())
    font.setPointSizeF(font.pointSizeF() * options.font)
    app.setFont(font)
    with tempfile.TemporaryDirectory() as folder:
        memory = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        memory.setValue("suggest_on_open", False)
        size = QSize(*(int(side) for side in options.size.split("x")))
        start = Start(memory, options.project, size)
        try:
            return _take(app, start, options)
        finally:
            start.window.close()


def _take(app: QApplication, start: Start, options: argparse.Namespace) -> int:
    failures: list[str] = []

    def hear() -> None:
        assert start.workbench is not None
        start.workbench.projects.failed.disconnect()
        start.workbench.projects.failed.connect(failures.append)

    start.filled.connect(hear)
    _wait(app, lambda: start.workbench is None, 0.0)
    workbench = start.workbench
    if workbench is None or workbench.desk.project is None:
        print(f"claimdesk: error: {' '.join(failures)}", file=sys.stderr)  # noqa: T201
        return 1
    with workbench.desk.reading() as connection:
        has_articles = bool(queries.article_ids(connection))
    _wait(app, lambda: has_articles and workbench.desk.article is None, 1.0)
    claims = [row.id for row in workbench.desk.annotations.values() if row.layer == "claim"]
    if len(claims) > 1:
        workbench.desk.set_current(claims[1])
    shown = _show(app, workbench, options)
    _wait(app, lambda: False, 1.5)
    return 0 if shown.grab().save(str(options.output), "PNG") else 1


def _show(app: QApplication, workbench: Workbench, options: argparse.Namespace) -> QWidget:
    """Show what is to be pictured and return it: the window, or one of its dialogs."""
    window = workbench.window
    if options.find and options.show != "search":
        workbench.commands["find"].trigger()
        workbench.feature(SearchFeature).bar.field.setText(options.find)
    if options.show in _PANELS:
        dock = window.docks[options.show]
        dock.show()
        dock.raise_()
        if options.find:
            workbench.feature(SearchFeature).panel.open(options.find)
    elif options.show == "welcome":
        workbench.desk.close()
    elif options.show in ("nothing", "several"):
        claims = [row.id for row in workbench.desk.annotations.values() if row.layer == "claim"]
        workbench.desk.select(claims[:12] if options.show == "several" else ())
    elif options.show:
        workbench.commands[options.show].trigger()
        if options.plots:
            _show_plots(app, workbench.feature(PlotsFeature).panel, options.plots.split(","))
        _wait(app, lambda: False, 1.0)
        popup = QApplication.activePopupWidget()
        dialogs = [d for d in window.findChildren(QDialog) if d.isVisible()]
        return popup or (dialogs[-1] if dialogs else window)
    return window


def _show_plots(app: QApplication, panel: DistributionPanel, kinds: Sequence[str]) -> None:
    """Show plots of the whole project, and return once they are drawn."""
    refreshed: list[bool] = []
    panel.refreshed.connect(lambda: refreshed.append(True))
    plots = tuple((kind, dict[str, str]()) for kind in kinds)
    panel.show_view(SavedView("", of_article=False, suggested=True, plots=plots))
    _wait(app, lambda: not refreshed or panel.plots[0].size().isEmpty(), 1.0)


def _wait(app: QApplication, busy: Callable[[], bool], at_least: float) -> None:
    """Run the event loop `at_least` so many seconds, and longer while the window is busy."""
    begun = time.monotonic()
    while time.monotonic() - begun < at_least or busy():
        app.processEvents()
        # Outside exec(), deferred deletions would not happen.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.01)
        if time.monotonic() - begun > _PATIENCE_SECONDS:
            return


if __name__ == "__main__":
    sys.exit(main())
