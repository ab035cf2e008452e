# SPDX-License-Identifier: MIT
"""A helper process of the window that speaks in lines: started, watched and ended in one place."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

_END_MILLISECONDS = 2000


class JsonLinesProcess(QObject):
    """One Python process at a time whose standard output is read line by line.

    A process that was ended by `kill` is not heard of any more.
    """

    line = Signal(bytes)
    """One line that it printed, without its end."""
    ended = Signal(int)
    """It ended by itself, with this exit code; after its last line."""
    not_started = Signal()
    timed_out = Signal()
    """It printed nothing for as long as `expect_line` allowed; it was killed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._unread = b""
        self._timeout = QTimer(self, singleShot=True)
        self._timeout.timeout.connect(self._on_timeout)

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    def start(self, arguments: Sequence[str]) -> None:
        """Start Python with these arguments; a process that still runs is killed."""
        self.kill()
        self._process = process = QProcess(self)
        self._unread = b""
        process.setProgram(sys.executable)
        process.setArguments(list(arguments))
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        process.start()

    def send(self, line: bytes) -> None:
        """Write a line, which has its end, to the standard input of the process."""
        assert self._process is not None
        self._process.write(line)

    def expect_line(self, seconds: float) -> None:
        """Allow the process so many seconds from now on until its next line."""
        self._timeout.start(round(1000 * seconds))

    def expect_nothing(self) -> None:
        """Allow the process to be silent."""
        self._timeout.stop()

    def kill(self) -> None:
        """End the process, if there is one; waits for it at most two seconds."""
        process = self._detach()
        if process is not None:
            process.kill()
            process.waitForFinished(_END_MILLISECONDS)
            process.deleteLater()

    def _detach(self) -> QProcess | None:
        """Return the process, of which nothing is heard any more."""
        self._timeout.stop()
        process, self._process = self._process, None
        if process is not None:
            process.readyReadStandardOutput.disconnect(self._read)
            process.finished.disconnect(self._on_finished)
            process.errorOccurred.disconnect(self._on_error)
        return process

    def _read(self) -> None:
        process = self._process
        assert process is not None
        self._unread += bytes(process.readAllStandardOutput().data())
        *lines, self._unread = self._unread.split(b"\n")
        for line in lines:
            # Whoever hears a line may end the process; its other lines are of no use then.
            if self._process is process:
                self.line.emit(line)

    def _on_finished(self, code: int) -> None:
        process = self._process
        self._read()
        if process is not None and self._process is process:
            self._detach()
            process.deleteLater()
            self.ended.emit(code)

    def _on_timeout(self) -> None:
        self.kill()
        self.timed_out.emit()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            process = self._detach()
            if process is not None:
                process.deleteLater()
            self.not_started.emit()
