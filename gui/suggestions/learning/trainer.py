# SPDX-License-Identifier: MIT
"""The learning process and its side in the window."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QProcess, Signal

from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.models.learning import process
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.project import Project

_END_MILLISECONDS = 2000
PATIENCE_SECONDS = 900.0
"""How long the process may say nothing; usually it speaks every few seconds, on a busy machine and
while it trains on very many articles every few minutes."""


class Trainer(QObject):
    """Learns from the finished articles of the open project; a better model is put to use."""

    progressed = Signal(str, float, str)
    """Layer, how far it is (0..1), and what it is doing."""
    learned = Signal(str, object)
    """Layer and the report; whether its model is in use stands in "adopted"."""
    failed = Signal(str)
    """A sentence: learning ended early."""
    ended = Signal()
    """Nothing is being learned any more."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        parent: QObject,
        *,
        arguments: Sequence[str] = ("-m", "claimdesk.models.learning.process"),
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """`arguments` are Python's, for the process; `patience` is in seconds."""
        super().__init__(parent)
        self._arguments = list(arguments)
        self._patience = debounce_timer(round(1000 * patience), self._hangs, self)
        self._desk, self._jobs = desk, jobs
        self._process: QProcess | None = None
        self._project: Project | None = None
        self._unread = b""
        desk.project_changed.connect(self.stop)

    @property
    def busy(self) -> bool:
        """Whether something is being learned."""
        return self._process is not None

    def start(self, layers: Sequence[str] = process.LAYERS) -> None:
        """Learn these layers, one after the other; not if something is being learned already."""
        if self.busy or self._desk.project is None:
            return
        self._project = self._desk.project
        self._unread = b""
        self._process = running = QProcess(self)
        running.setProgram(sys.executable)
        running.setArguments([*self._arguments, str(self._project.path), *layers])
        running.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        running.readyReadStandardOutput.connect(self._read)
        running.finished.connect(self._finished)
        running.errorOccurred.connect(self._could_not_start)
        running.start()
        self._patience.start()
        self.progressed.emit(layers[0], 0.0, _("Starting…"))

    def stop(self) -> None:
        """End what is being learned; nothing comes of it."""
        if self._drop(kill=True):
            self.ended.emit()

    def _drop(self, *, kill: bool) -> bool:
        """Part from the process; whether there was one."""
        running, self._process = self._process, None
        if running is None:
            return False
        self._patience.stop()
        running.readyReadStandardOutput.disconnect(self._read)
        running.finished.disconnect(self._finished)
        running.errorOccurred.disconnect(self._could_not_start)
        if kill:
            running.kill()
            running.waitForFinished(_END_MILLISECONDS)
        running.deleteLater()
        return True

    def _read(self) -> None:
        assert self._process is not None
        self._patience.start()
        self._unread += bytes(self._process.readAllStandardOutput().data())
        *lines, self._unread = self._unread.split(b"\n")
        for line in lines:
            self._take(json.loads(line))

    def _take(self, message: dict[str, Any]) -> None:
        if "error" in message:
            self.failed.emit(str(message["error"]))
        elif "learned" in message:
            self._keep(str(message["layer"]), message["learned"])
        else:
            step = str(message["step"])
            self.progressed.emit(str(message["layer"]), float(message["progress"]), step)

    def _keep(self, layer: str, learned: object) -> None:
        """Write the model, off the window's thread; then tell."""
        project = self._project
        if project is not None and project is self._desk.project:
            self._jobs.run(
                process.keep,
                *(project, layer, learned),
                done=partial(self.learned.emit, layer),
                failed=lambda error: self.failed.emit(str(error)),
            )

    def _finished(self, code: int) -> None:
        if self._process is not None:
            self._read()
        if self._drop(kill=False):
            if code:
                self.failed.emit(_("Learning ended unexpectedly. Start it again."))
            self.ended.emit()

    def _hangs(self) -> None:
        if self._drop(kill=True):
            self.failed.emit(_("Learning did not answer any more and was ended. Start it again."))
            self.ended.emit()

    def _could_not_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._drop(kill=False):
            self.failed.emit(_("Learning could not be started. Reinstall Claimdesk."))
            self.ended.emit()
