# SPDX-License-Identifier: MIT
"""The process that makes suggestions, and its side in the window.

The process runs claimdesk.models.suggest.worker at low priority; requests and answers are JSON
lines. When it dies it is said and it starts again with the next request; nothing decided is lost,
since it never writes to a project.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess, Signal

from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.suggest.codec import (
    batch_from_wire,
    knowledge_to_wire,
    model_to_wire,
    ready_from_wire,
)
from claimdesk.models.suggest.types import Knowledge, Pipeline

_END_MILLISECONDS = 2000


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

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._waiting: deque[Request] = deque()
        self._running: Request | None = None
        self._pipeline = Pipeline("none", "")
        self._unread = b""
        self._model = ""
        """Digest of the learned model that the process has."""

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
        process = self._process or self._start()
        model = request.knowledge.claims
        if model is not None and model.digest != self._model:
            self._send(process, {"model": model_to_wire(model)})
            self._model = model.digest
        self._send(
            process,
            {
                "id": request.article_id,
                "text": request.text,
                "knowledge": knowledge_to_wire(request.knowledge),
            },
        )

    def _send(self, process: QProcess, message: dict[str, object]) -> None:
        process.write(json.dumps(message).encode() + b"\n")

    def _start(self) -> QProcess:
        process = QProcess(self)
        process.setProgram(sys.executable)
        process.setArguments(["-m", "claimdesk.models.suggest.worker"])
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._could_not_start)
        process.start()
        self._process, self._unread, self._model = process, b"", ""
        return process

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.readyReadStandardOutput.disconnect(self._read)
            process.finished.disconnect(self._ended)
            process.errorOccurred.disconnect(self._could_not_start)
            process.kill()
            process.waitForFinished(_END_MILLISECONDS)
            process.deleteLater()

    def _read(self) -> None:
        assert self._process is not None
        self._unread += bytes(self._process.readAllStandardOutput().data())
        *lines, self._unread = self._unread.split(b"\n")
        for line in lines:
            self._answer(json.loads(line))

    def _answer(self, message: dict[str, object]) -> None:
        if "ready" in message:
            self._pipeline, notice = ready_from_wire(message["ready"])
            if notice:
                self.notice.emit(notice)
            return
        running = self._running
        if running is None or message.get("id") != running.article_id:
            return
        if "notice" in message:
            self.notice.emit(str(message["notice"]))
        elif "error" in message:
            self._end(str(message["error"]))
        elif message.get("done"):
            self._running = None
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
        self._end(self.tr("The suggestion process ended unexpectedly. Ask for suggestions again."))

    def _could_not_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._process = None
            self._end(self.tr("The suggestion process could not be started. Reinstall Claimdesk."))

    def _end(self, reason: str) -> None:
        running, self._running = self._running, None
        if running is not None:
            self.failed.emit(running.article_id, reason)
        self._next()
