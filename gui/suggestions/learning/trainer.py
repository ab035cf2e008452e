# SPDX-License-Identifier: MIT
"""The learning process as the window uses it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.suggestions.json_lines_process import JsonLinesProcess
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project
from claimdesk.models.workers.learning_messages import (
    LAYERS,
    LEARNING_MESSAGES,
    LearnedMessage,
    store_learned,
)

TIMEOUT_SECONDS = 900.0
"""How long the process may be silent; usually it prints a line every few seconds, on a busy machine
and while it trains on very many articles every few minutes."""


class Trainer(QObject):
    """Learns from the finished articles of the open project; a better model is put to use."""

    progressed = Signal(str, float, str)
    """Layer, how far it is (0..1), and what it is doing."""
    learned = Signal(str, object)
    """Layer and the report; whether its model is in use is in "adopted"."""
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
        arguments: Sequence[str] = ("-m", "claimdesk.models.workers.learning_worker"),
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        """`arguments` are Python's, for the process; `timeout` is in seconds."""
        super().__init__(parent)
        self._arguments = list(arguments)
        self._timeout = timeout
        self._desk, self._jobs = desk, jobs
        self._project: Project | None = None
        self._process = JsonLinesProcess(self)
        self._process.line.connect(self._read)
        self._process.ended.connect(self._process_ended)
        self._process.timed_out.connect(self._process_timed_out)
        self._process.not_started.connect(self._process_not_started)
        desk.project_changed.connect(self.stop)

    @property
    def busy(self) -> bool:
        """Whether something is being learned."""
        return self._process.running

    def start(self, layers: Sequence[str] = LAYERS) -> None:
        """Learn these layers, one after the other; not if something is being learned already."""
        if self.busy or self._desk.project is None:
            return
        self._project = self._desk.project
        self._process.start([*self._arguments, str(self._project.path), *layers])
        self._process.expect_line(self._timeout)
        self.progressed.emit(layers[0], 0.0, _("Starting…"))

    def stop(self) -> None:
        """End what is being learned; nothing comes of it."""
        if self.busy:
            self._process.kill()
            self.ended.emit()

    def _read(self, line: bytes) -> None:
        self._process.expect_line(self._timeout)
        try:
            message = LEARNING_MESSAGES.read(line)
        except ClaimdeskError as error:
            self.failed.emit(str(error))
            return
        if message.error is not None:
            self.failed.emit(message.error)
        elif message.learned is not None:
            self._store(message.layer, message.learned)
        else:
            self.progressed.emit(message.layer, message.progress, message.step)

    def _store(self, layer: str, learned: LearnedMessage) -> None:
        """Write the model, off the window's thread; then emit its report."""
        project = self._project
        if project is not None and project is self._desk.project:
            self._jobs.run(
                store_learned,
                *(project, layer, learned),
                done=partial(self.learned.emit, layer),
                failed=lambda error: self.failed.emit(str(error)),
            )

    def _process_ended(self, code: int) -> None:
        if code:
            self.failed.emit(_("Learning ended unexpectedly. Start it again."))
        self.ended.emit()

    def _process_timed_out(self) -> None:
        self.failed.emit(_("Learning no longer responded and was ended. Start it again."))
        self.ended.emit()

    def _process_not_started(self) -> None:
        self.failed.emit(_("Learning could not be started. Reinstall Claimdesk."))
        self.ended.emit()
