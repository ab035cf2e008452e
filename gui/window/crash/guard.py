# SPDX-License-Identifier: MIT
"""Exception hooks: catch unexpected errors in the GUI thread, in other threads and in jobs."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QMainWindow

from claimdesk.gui.widgets.guarded import let_go
from claimdesk.models.messages.catalogue import _

if TYPE_CHECKING:
    from claimdesk.gui.window.crash.dialog import CrashDialog

_MOST_REPORTS = 3
"""Maximum number of reports of one fault per run of the program."""

_log = logging.getLogger(__name__)


class Guard(QObject):
    """Reports unexpected errors: one dialog at a time, once for each fault."""

    _reported = Signal(object, str)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: CrashDialog | None = None
        self._faults: dict[str, int] = {}
        self._before = (sys.excepthook, threading.excepthook)
        # Queued, so that no dialog opens in the middle of what went wrong, such as a paint event.
        self._reported.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Install the hooks, which also receive the errors of Qt's slots."""
        sys.excepthook = self._in_window
        threading.excepthook = self._in_thread

    def remove(self) -> None:
        """Restore the previous hooks."""
        sys.excepthook, threading.excepthook = self._before

    def take(self, error: BaseException, where: str) -> None:
        """Report an error; may be called in any thread."""
        _log.error("unexpected error in %s", where, exc_info=error)
        self._reported.emit(error, where)

    def _in_window(
        self,
        kind: type[BaseException],
        error: BaseException,
        _trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
        else:
            self.take(error, "the window")
            # It may have come from painting; what it holds must not outlive that.
            let_go(error)

    def _in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            name = args.thread.name if args.thread is not None else "?"
            self.take(args.exc_value, f"thread {name}")

    def _show(self, error: BaseException, where: str) -> None:
        # Imported late, so that the window is painted first.
        from claimdesk.gui.window.crash import reports
        from claimdesk.gui.window.crash.dialog import CrashDialog

        fault = reports.fault(error)
        count = self._faults[fault] = self._faults.get(fault, 0) + 1
        text, path = "", None
        if count <= _MOST_REPORTS:
            text = reports.report(error, where, {"Qt": qVersion()})
            path = reports.keep(text)
        # The traceback refers to the frames' objects; it must not keep windows alive.
        error.__traceback__ = None
        if self._dialog is not None:
            self._dialog.again()
        elif count == 1:
            self._dialog = CrashDialog(fault, text, path, self._window)
            self._dialog.destroyed.connect(self._closed)
            self._dialog.close_wanted.connect(self._window.close)
            self._dialog.open()
        else:
            self._window.statusBar().showMessage(
                _("The same error occurred again: {fault}").format(fault=fault), 8000
            )

    def _closed(self) -> None:
        self._dialog = None
