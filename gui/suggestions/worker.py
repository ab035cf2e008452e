# SPDX-License-Identifier: MIT
"""The process that makes suggestions, and its side in the window.

The process runs claimdesk.models.suggest.worker at low priority; requests and answers are JSON
lines. When it dies, hangs or runs out of memory, that is said, and it is started again: the article
at which it happened gets a second try, the others go on. Nothing decided is lost, since it never
writes to a project.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.suggest.codec import (
    MODELS,
    batch_from_wire,
    knowledge_to_wire,
    model_to_wire,
    ready_from_wire,
)
from claimdesk.models.suggest.data import Knowledge, Pipeline

_END_MILLISECONDS = 2000
PATIENCE_SECONDS = 60.0
"""How long the process may say nothing while it works; usually it speaks every second."""
_LOADING_SECONDS = 300.0
"""How long it may take to get ready, on a slow machine that is busy."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to make suggestions for: the body of an article and what the project knows."""

    article_id: int
    text: str
    knowledge: Knowledge


class SuggestionWorker(QObject):
    """Sends one article at a time to the process and tells what comes back."""

    batch = Signal(int, object, object, float)
    """Article id, Pipeline, Suggestions and the progress 0..1 after them."""
    finished = Signal(int)
    """Article id: all its suggestions have been told."""
    failed = Signal(int, str)
    """Article id and a sentence: its suggestions ended early."""
    notice = Signal(str)
    """A sentence about the pipeline, such as that no parser is installed."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        arguments: Sequence[str] = ("-m", "claimdesk.models.suggest.worker"),
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """`arguments` are Python's, for the process; `patience` is in seconds."""
        super().__init__(parent)
        self._arguments = list(arguments)
        self._process: QProcess | None = None
        self._waiting: deque[Request] = deque()
        self._running: Request | None = None
        self._tried: int | None = None
        """The article at which the process ended last; it is not tried a third time."""
        self._ready = False
        self._seconds = patience
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._hangs)
        self._pipeline = Pipeline("none", "")
        self._unread = b""
        self._wanted: str | None = None
        """The language pipeline that the process was started with; None: the best one."""
        self._models: dict[str, str] = {}
        """Digests of the learned models that the process has, by part of the knowledge."""

    @property
    def busy(self) -> bool:
        """Whether an article is being worked on."""
        return self._running is not None

    def request(self, request: Request) -> None:
        """Make suggestions for an article, after those asked for before; twice is once."""
        known = [waiting.article_id for waiting in self._waiting]
        if self._running is not None:
            known.append(self._running.article_id)
        if request.article_id not in known:
            self._waiting.append(request)
            self._next()

    def cancel(self) -> None:
        """Stop what runs and forget what waits."""
        self._waiting.clear()
        self._tried = None
        if self._running is not None:
            self._running = None
            # Between two batches the process may need long; a new one starts in a second.
            self._kill()

    def close(self) -> None:
        """End the process; waits for it at most two seconds."""
        self._waiting.clear()
        self._running = None
        self._kill()

    def _next(self) -> None:
        if self._running is not None or not self._waiting:
            return
        self._running = self._waiting.popleft()
        request = self._running
        process = self._reading_with(request.knowledge.pipeline)
        for part in MODELS:
            model = getattr(request.knowledge, part)
            if model is not None and model.digest != self._models.get(part):
                self._send(process, {"model": model_to_wire(part, model)})
                self._models[part] = model.digest
        self._send(
            process,
            {
                "id": request.article_id,
                "text": request.text,
                "knowledge": knowledge_to_wire(request.knowledge),
            },
        )
        self._be_patient()

    def _be_patient(self) -> None:
        """Wait for the next word of the process, from now on."""
        seconds = self._seconds if self._ready else _LOADING_SECONDS
        self._patience.start(round(1000 * seconds))

    def _send(self, process: QProcess, message: dict[str, object]) -> None:
        process.write(json.dumps(message).encode() + b"\n")

    def _reading_with(self, pipeline: str | None) -> QProcess:
        """Return the process that reads with this language pipeline."""
        if self._process is not None and self._wanted != pipeline:
            self._kill()
        return self._process or self._start(pipeline)

    def _start(self, pipeline: str | None) -> QProcess:
        process = QProcess(self)
        process.setProgram(sys.executable)
        chosen = [] if pipeline is None else [pipeline]
        process.setArguments([*self._arguments, *chosen])
        self._wanted = pipeline
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._could_not_start)
        process.start()
        self._process, self._unread, self._models = process, b"", {}
        self._ready = False
        return process

    def _kill(self) -> None:
        self._patience.stop()
        process, self._process = self._process, None
        if process is not None:
            process.readyReadStandardOutput.disconnect(self._read)
            process.finished.disconnect(self._ended)
            process.errorOccurred.disconnect(self._could_not_start)
            process.kill()
            process.waitForFinished(_END_MILLISECONDS)
            process.deleteLater()

    def _read(self) -> None:
        process = self._process
        assert process is not None
        if self._running is not None:
            self._be_patient()
        self._unread += bytes(process.readAllStandardOutput().data())
        *lines, self._unread = self._unread.split(b"\n")
        for line in lines:
            # An answer may end the process; what else it said is of no use then.
            if self._process is process:
                self._answer(json.loads(line))

    def _answer(self, message: dict[str, object]) -> None:
        if "ready" in message:
            self._ready = True
            if self._running is not None:
                self._be_patient()
            self._pipeline, notice = ready_from_wire(message["ready"])
            if notice:
                self.notice.emit(notice)
            return
        running = self._running
        if running is not None and message.get("id") is None and "error" in message:
            # It could not begin, such as without the pipeline that was chosen.
            self._kill()
            self._end(str(message["error"]))
            return
        if running is None or message.get("id") != running.article_id:
            return
        if "notice" in message:
            self.notice.emit(str(message["notice"]))
        elif "error" in message:
            if message.get("fatal"):
                self._kill()
            self._end(str(message["error"]))
        elif message.get("done"):
            self._running = self._tried = None
            self._patience.stop()
            self.finished.emit(running.article_id)
            self._next()
        else:
            self._tell_batch(running, message)

    def _tell_batch(self, running: Request, message: dict[str, object]) -> None:
        try:
            progress, suggestions = batch_from_wire(message)
        except ClaimdeskError as error:
            self._end(str(error))
            return
        self.batch.emit(running.article_id, self._pipeline, suggestions, progress)

    def _ended(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None
        self._again(_("The suggestion process ended unexpectedly."))

    def _hangs(self) -> None:
        self._kill()
        self._again(_("The suggestion process did not answer any more."))

    def _again(self, what: str) -> None:
        """Say what happened to the process, and try its article once more in a new one."""
        running = self._running
        if running is None:
            return
        if self._tried == running.article_id:
            self._tried = None
            message = _("{reason} It did so twice, so this article is left as it is.")
        else:
            self._tried = running.article_id
            self._waiting.appendleft(running)
            message = _("{reason} It was started again.")
        self._end(message.format(reason=what))

    def _could_not_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._process = None
            self._end(_("The suggestion process could not be started. Reinstall Claimdesk."))

    def _end(self, reason: str) -> None:
        self._patience.stop()
        running, self._running = self._running, None
        if running is not None:
            self.failed.emit(running.article_id, reason)
        self._next()
