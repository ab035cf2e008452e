# SPDX-License-Identifier: MIT
"""Start-up: the window is painted first, then the rest of the program is loaded into it."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QThread
from PySide6.QtWidgets import QApplication

from claimdesk.gui import theme
from claimdesk.gui.crash.guard import Guard
from claimdesk.gui.main_window import MainWindow

if TYPE_CHECKING:
    from claimdesk.gui.workbench import Workbench


class _Loader(QThread):
    """Imports what the window is filled with, while the window stays alive."""

    def run(self) -> None:
        # No other thread than the window's may look for garbage (see garbage.py, which does so
        # from here on).
        gc.disable()
        importlib.import_module("claimdesk.gui.workbench")


class Start:
    """Fills the window once it has been painted, and opens a project in it."""

    def __init__(
        self, window: MainWindow, project: Path | None, guard: Guard | None = None
    ) -> None:
        self.window = window
        self.workbench: Workbench | None = None
        self._project = project
        self._guard = guard
        self._loader = _Loader(window)
        self._loader.finished.connect(self._loaded)
        window.painted.connect(self._loader.start)
        window.closing.append(self._end_loading)

    def _end_loading(self) -> None:
        self._loader.wait()

    def _loaded(self) -> None:
        # A window that was closed while its parts were loading has nothing left to fill.
        if not self.window.isVisible():
            gc.enable()
            return
        from claimdesk.gui.workbench import Workbench

        self.workbench = Workbench(self.window)
        if self._guard is not None:
            self.workbench.jobs.unexpected = self._guard.take
        project = self._project or next(iter(self.workbench.projects.recent()), None)
        if project is not None:
            self.workbench.projects.open(project)


def settings() -> QSettings:
    """What the window remembers between starts."""
    return QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "claimdesk", "claimdesk"
    )


def application(arguments: Sequence[str], mode: str) -> QApplication:
    """The Qt application with the program's name, icon and look."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["claimdesk", *arguments])
    app.setApplicationName("claimdesk")
    app.setApplicationDisplayName("Claimdesk")
    app.setDesktopFileName("claimdesk")
    theme.apply(app, mode)
    app.setWindowIcon(theme.icon("claimdesk"))
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, on the project named first in `arguments`; the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    remembered = settings()
    app = application(given, str(remembered.value("colours") or "system"))
    window = MainWindow(remembered)
    guard = Guard(window)
    guard.install()
    start = Start(window, Path(given[0]) if given else None, guard)
    window.show()
    status = app.exec()
    guard.remove()
    del start
    return status


if __name__ == "__main__":
    sys.exit(main())
