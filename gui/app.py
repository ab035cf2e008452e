# SPDX-License-Identifier: MIT
"""Start-up: the frame is painted first, then the rest of the program is loaded into it."""

from __future__ import annotations

import argparse
import gc
import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QSize, QThread, Signal
from PySide6.QtWidgets import QApplication

from claimdesk.gui.widgets.focus_ring import FocusRing
from claimdesk.gui.window import qt_language, theme
from claimdesk.gui.window.crash.guard import Guard
from claimdesk.gui.window.main_window import MainWindow
from claimdesk.models.messages.catalogue import _

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench


class _Loader(QThread):
    """Imports the features in a thread, while the window stays responsive."""

    def run(self) -> None:
        # Only the window's thread may collect garbage (see gc_control.py, which does so
        # from here on).
        gc.disable()
        importlib.import_module("claimdesk.gui.window.features")


class Start(QObject):
    """Shows the window, fills it once it was painted, then opens a project."""

    filled = Signal()
    """The window is filled; no project is open yet."""

    def __init__(
        self, remembered: QSettings, project: Path | None = None, size: QSize | None = None
    ) -> None:
        """Open `project`, or else the last one; `size` overrides the remembered size."""
        super().__init__()
        self.window = MainWindow(remembered, size)
        self.workbench: Workbench | None = None
        self.unexpected: Callable[[BaseException, str], object] | None = None
        """Called with errors of jobs that are mistakes in the program."""
        self._project = project
        self._loader = _Loader(self.window)
        self._loader.finished.connect(self._loaded)
        self.window.painted.connect(self._loader.start)
        self.window.closing.append(self._end_loading)
        self.window.show()

    def _end_loading(self) -> None:
        self._loader.wait()

    def _loaded(self) -> None:
        # The window may have been closed while the features were loading.
        if not self.window.isVisible():
            gc.enable()
            return
        from claimdesk.gui.window import features
        from claimdesk.gui.window.workbench import Workbench

        self.workbench = Workbench(self.window, features.FEATURES)
        self.workbench.jobs.unexpected = self.unexpected
        self.filled.emit()
        project = self._project or next(iter(self.workbench.projects.recent()), None)
        if project is not None:
            self.workbench.projects.open(project)


def settings() -> QSettings:
    """Return what the window remembers between starts."""
    return QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "claimdesk", "claimdesk"
    )


def application(arguments: Sequence[str], mode: str) -> QApplication:
    """Return the Qt application with the program's name, icon and look."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["claimdesk", *arguments])
    app.setApplicationName("claimdesk")
    app.setApplicationDisplayName("Claimdesk")
    app.setDesktopFileName("claimdesk")
    qt_language.apply(app)
    theme.apply(app, mode)
    if app.findChild(FocusRing) is None:
        FocusRing(app)
    app.setWindowIcon(theme.icon("claimdesk"))
    return app


class _Versions(argparse.Action):
    """Prints the versions and ends the program."""

    def __call__(self, parser: argparse.ArgumentParser, *_more: object) -> None:
        """Print the versions; imported late, so that the window is painted first."""
        from claimdesk.models.cli.window import versions

        if sys.stdout is not None:  # None without a console
            sys.stdout.write(versions() + "\n")
        parser.exit()


def _parsed(arguments: Sequence[str]) -> Path | None:
    """Return the project that is named; --help, --version and wrong usage end the program."""
    parser = argparse.ArgumentParser(
        prog="claimdesk-desktop",
        description=_("Open the window, on PROJECT or on the last project."),
        epilog=_("`claimdesk --help` names the commands that need no window."),
        allow_abbrev=False,
    )
    parser.add_argument(
        "project", nargs="?", type=Path, metavar=_("PROJECT"), help=_("A project file.")
    )
    parser.add_argument(
        "--version", action=_Versions, nargs=0, help=_("Show the versions and exit.")
    )
    project: Path | None = parser.parse_args(list(arguments)).project
    return project


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, on the project named first in `arguments`; the exit status."""
    project = _parsed(sys.argv[1:] if arguments is None else arguments)
    remembered = settings()
    app = application([], str(remembered.value("colours") or "system"))
    start = Start(remembered, project)
    guard = Guard(start.window)
    guard.install()
    start.unexpected = guard.take
    status = app.exec()
    guard.remove()
    del start
    return status


if __name__ == "__main__":
    sys.exit(main())
