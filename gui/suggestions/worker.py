# SPDX-License-Identifier: MIT
"""The suggestion process as the window uses it: one article at a time, restarted when it fails.

The process runs `workers.suggestion_worker` at low priority. When it dies, hangs or runs out of
memory, this is reported and it is started again: the article at which it happened gets a second
try, the others go on. Nothing decided is lost, since it never writes to a project.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from claimdesk.gui.suggestions.json_lines_process import JsonLinesProcess
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.suggest.data import Pipeline
from claimdesk.models.workers.suggestion_messages import (
    ANSWERS,
    INSTRUCTIONS,
    LOADING_SECONDS,
    TIMEOUT_SECONDS,
    Answer,
    Instruction,
    Ready,
    Request,
    SentBefore,
)


class SuggestionWorker(QObject):
    """Sends one article at a time to the process and emits what comes back."""

    batch = Signal(int, object, object, float)
    """Article id, Pipeline, Suggestions and the progress 0..1 after them."""
    finished = Signal(int)
    """Article id: all its suggestions were emitted."""
    failed = Signal(int, str)
    """Article id and a sentence: its suggestions ended early."""
    notice = Signal(str)
    """A sentence about the pipeline, such as that no parser is installed."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        arguments: Sequence[str] = ("-m", "claimdesk.models.workers.suggestion_worker"),
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        """`arguments` are Python's, for the process; `timeout` is in seconds."""
        super().__init__(parent)
        self._arguments = list(arguments)
        self._timeout = timeout
        self._process = JsonLinesProcess(self)
        self._process.line.connect(self._read)
        self._process.ended.connect(self._process_ended)
        self._process.timed_out.connect(self._process_timed_out)
        self._process.not_started.connect(self._process_not_started)
        self._queue: deque[Request] = deque()
        self._current: Request | None = None
        self._retried: int | None = None
        """The article at which the process ended last; it is not tried a third time."""
        self._ready = False
        self._pipeline = Pipeline("none", "")
        self._started_with: str | None = None
        """The language pipeline that the process was started with; None: the best one."""
        self._sent = SentBefore()

    @property
    def busy(self) -> bool:
        """Whether an article is being worked on."""
        return self._current is not None

    def request(self, request: Request) -> None:
        """Make suggestions for an article, after those asked for before; twice is once."""
        known = [queued.article_id for queued in self._queue]
        if self._current is not None:
            known.append(self._current.article_id)
        if request.article_id not in known:
            self._queue.append(request)
            self._start_next()

    def cancel(self) -> None:
        """Stop what runs and forget what is queued."""
        self._queue.clear()
        self._retried = None
        if self._current is not None:
            self._current = None
            # Between two batches the process may need long; a new one starts in a second.
            self._process.kill()

    def close(self) -> None:
        """End the process; waits for it at most two seconds."""
        self._queue.clear()
        self._current = None
        self._process.kill()

    def _start_next(self) -> None:
        if self._current is not None or not self._queue:
            return
        self._current = request = self._queue.popleft()
        self._ensure_process(request.knowledge.pipeline)
        for instruction in self._sent.instructions(request):
            self._send(instruction)
        self._expect_line()

    def _expect_line(self) -> None:
        self._process.expect_line(self._timeout if self._ready else LOADING_SECONDS)

    def _send(self, instruction: Instruction) -> None:
        self._process.send(INSTRUCTIONS.write(instruction))

    def _ensure_process(self, pipeline: str | None) -> None:
        """Let a process run that reads with this language pipeline."""
        if self._process.running and self._started_with == pipeline:
            return
        chosen = [] if pipeline is None else [pipeline]
        self._started_with, self._sent, self._ready = pipeline, SentBefore(), False
        self._process.start([*self._arguments, *chosen])

    def _read(self, line: bytes) -> None:
        if self._current is not None:
            self._expect_line()
        try:
            answer = ANSWERS.read(line)
        except ClaimdeskError as error:
            self._fail(str(error))
            return
        if answer.ready is not None:
            self._became_ready(answer.ready)
        elif self._current is not None:
            self._answered(self._current, answer)

    def _became_ready(self, ready: Ready) -> None:
        self._ready, self._pipeline = True, ready.pipeline
        if self._current is not None:
            self._expect_line()
        if ready.notice:
            self.notice.emit(ready.notice)

    def _answered(self, request: Request, answer: Answer) -> None:
        if answer.id is None and answer.error is not None:
            # It could not begin, such as without the pipeline that was chosen.
            self._process.kill()
            self._fail(answer.error)
        elif answer.id != request.article_id:
            return
        elif answer.notice is not None:
            self.notice.emit(answer.notice)
        elif answer.error is not None:
            if answer.fatal:
                self._process.kill()
            self._fail(answer.error)
        elif answer.done:
            self._current = self._retried = None
            self._process.expect_nothing()
            self.finished.emit(request.article_id)
            self._start_next()
        elif answer.suggestions is not None:
            progress = answer.progress or 0.0
            self.batch.emit(request.article_id, self._pipeline, answer.suggestions, progress)

    def _process_ended(self, _code: int) -> None:
        self._retry(
            _("The suggestion process ended unexpectedly. It was started again."),
            _(
                "The suggestion process ended unexpectedly. It did so twice, so this article is "
                "left as it is."
            ),
        )

    def _process_timed_out(self) -> None:
        self._retry(
            _("The suggestion process no longer responded. It was started again."),
            _(
                "The suggestion process no longer responded. It did so twice, so this article is "
                "left as it is."
            ),
        )

    def _retry(self, first: str, second: str) -> None:
        """Report what happened to the process, and try its article once more in a new one."""
        request = self._current
        if request is None:
            return
        if self._retried == request.article_id:
            self._retried = None
            self._fail(second)
        else:
            self._retried = request.article_id
            self._queue.appendleft(request)
            self._fail(first)

    def _process_not_started(self) -> None:
        self._fail(_("The suggestion process could not be started. Reinstall Claimdesk."))

    def _fail(self, reason: str) -> None:
        """Give up the current article and go on with the next one."""
        self._process.expect_nothing()
        request, self._current = self._current, None
        if request is not None:
            self.failed.emit(request.article_id, reason)
        self._start_next()
