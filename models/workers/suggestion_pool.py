# SPDX-License-Identifier: MIT
"""Suggestion processes that work at the same time, each served by a thread.

A process gets its next article before the suggestions of the one before are written, so that it
never waits. One that ends unexpectedly, or is silent for too long, is started again once for its
article; after that the article is given up and the others go on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Protocol

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.child_process import ChildProcess
from claimdesk.models.suggest.data import Pipeline, Suggestions
from claimdesk.models.workers.suggestion_messages import (
    ANSWERS,
    INSTRUCTIONS,
    LOADING_SECONDS,
    TIMEOUT_SECONDS,
    Answer,
    Instruction,
    Request,
    SentBefore,
)


class ProcessEnded(Exception):
    """The process ended, or was silent for too long and was ended."""


@dataclass(frozen=True, slots=True)
class Found:
    """All suggestions for an article, and what made them."""

    pipeline: Pipeline
    suggestions: Suggestions


class SuggestionProcess(ChildProcess):
    """One suggestion process; used by one thread, ended by any."""

    module = "claimdesk.models.workers.suggestion_worker"

    def __init__(self, timeout: float = TIMEOUT_SECONDS) -> None:
        super().__init__()
        self._timeout = timeout
        self._sent = SentBefore()
        self._pipeline = Pipeline("none", "")
        self._is_ready = False
        self._started_with: str | None = None

    def send(self, request: Request) -> None:
        """Send a request; a process that reads with its pipeline is started if there is none."""
        wanted = request.knowledge.pipeline
        if self._process is not None and wanted != self._started_with:
            self.close()
        if self._process is None:
            self._sent, self._is_ready, self._started_with = SentBefore(), False, wanted
            self.arguments = () if wanted is None else (wanted,)
            self._start()
        for instruction in self._sent.instructions(request):
            self._write(instruction)

    def receive(self, article_id: int, report: Callable[[Answer], object]) -> Found:
        """Return what it suggests for an article that was sent; `report` gets each answer.

        Raises ProcessEnded, and ClaimdeskError if it refuses the article.
        """
        found: list[Suggestions] = []
        for answer in self._answers():
            if answer.error is not None:
                if answer.fatal or answer.id is None:
                    self.close()
                raise ClaimdeskError(answer.error)
            if answer.id != article_id and answer.ready is None:
                continue
            report(answer)
            if answer.suggestions is not None:
                found.append(answer.suggestions)
            if answer.done:
                return Found(self._pipeline, Suggestions.of(found))
        raise ProcessEnded

    def _write(self, instruction: Instruction) -> None:
        assert self._process is not None and self._process.stdin is not None
        # If it has ended, reading will tell.
        with suppress(OSError):
            self._process.stdin.write(INSTRUCTIONS.write(instruction))
            self._process.stdin.flush()

    def _answers(self) -> Iterator[Answer]:
        assert self._process is not None and self._process.stdout is not None
        while True:
            with self._killed_after(self._timeout if self._is_ready else LOADING_SECONDS):
                line = self._process.stdout.readline()
            if not line:
                return
            answer = ANSWERS.read(line)
            if answer.ready is not None:
                self._pipeline, self._is_ready = answer.ready.pipeline, True
            yield answer

    @contextmanager
    def _killed_after(self, seconds: float) -> Iterator[None]:
        timer = threading.Timer(seconds, self.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


class Work(Protocol):
    """What a pool works through; its methods are called in the threads of the pool."""

    def take(self) -> int | None:
        """Return the article to read next; None if there is none now. Must be quick."""

    def prepare(self, article_id: int) -> Request | None:
        """Read an article; None if it is gone."""

    def progress(self, article_id: int, share: float) -> None:
        """Hear how much of an article is done, 0..1."""

    def write(self, request: Request, found: Found) -> None:
        """Keep the suggestions of an article, which is finished then."""

    def fail(self, article_id: int, reason: str) -> None:
        """Hear that an article gets no suggestions."""

    def put_back(self, article_id: int) -> None:
        """Hear that an article was taken, but is not read: the pool was stopped."""

    def broke(self, article_id: int, error: Exception) -> None:
        """Hear that an article could not be read from the project, or written to it."""

    def notice(self, sentence: str) -> None:
        """Hear a sentence about the pipeline or a model."""


class SuggestionPool:
    """Works through `work` with some processes; they end when there is no more work."""

    def __init__(
        self,
        work: Work,
        processes: int,
        make_process: Callable[[], SuggestionProcess] = SuggestionProcess,
    ) -> None:
        self._work = work
        self._make_process = make_process
        self._most = processes
        self._lock = threading.Lock()
        self._threads: set[threading.Thread] = set()
        self._taking = 0
        """How many of the threads will ask for more work."""
        self._processes: set[SuggestionProcess] = set()
        self._stopped = False

    def start(self, wanted: int) -> None:
        """Let processes work again, as many as are useful for `wanted` articles."""
        with self._lock:
            while not self._stopped and self._taking < min(self._most, wanted):
                thread = threading.Thread(target=self._serve, name="suggestions", daemon=True)
                self._threads.add(thread)
                self._taking += 1
                thread.start()

    def wait(self) -> None:
        """Wait until there is no more work."""
        while threads := self._running():
            for thread in threads:
                thread.join()

    def stop(self) -> None:
        """End all processes at once; articles that were not finished are put back."""
        with self._lock:
            self._stopped = True
            processes = list(self._processes)
        for process in processes:
            process.kill()
        self.wait()

    def _running(self) -> list[threading.Thread]:
        with self._lock:
            return list(self._threads)

    def _serve(self) -> None:
        process = self._make_process()
        with self._lock:
            self._processes.add(process)
        try:
            request = self._next(process)
            while request is not None:
                request = self._suggest(process, request)
        finally:
            process.close()
            with self._lock:
                self._processes.discard(process)
                self._threads.discard(threading.current_thread())

    def _next(self, process: SuggestionProcess) -> Request | None:
        """Take the next article and send it; None if this thread is to end."""
        while True:
            with self._lock:
                # Together, or `start` could count on a thread that is about to end.
                article_id = None if self._stopped else self._work.take()
                if article_id is None:
                    self._taking -= 1
                    return None
            try:
                request = self._work.prepare(article_id)
            except Exception as error:
                self._work.broke(article_id, error)
                continue
            if request is None:
                self._work.fail(article_id, _("The article is gone."))
                continue
            if self._send(process, request):
                return request
            self._work.put_back(article_id)

    def _send(self, process: SuggestionProcess, request: Request) -> bool:
        """Send a request; False once the pool is stopped, when no process may be started."""
        with self._lock:
            if not self._stopped:
                process.send(request)
            return not self._stopped

    def _suggest(self, process: SuggestionProcess, request: Request) -> Request | None:
        """Read the answer to a request, and keep it once the next one is sent; return that."""
        found: Found | None = None
        reason = ""
        try:
            found = self._receive(process, request)
        except ClaimdeskError as error:
            reason = str(error)
        except ProcessEnded:
            reason = _(
                "The suggestion process ended unexpectedly twice, so this article is left as it is."
            )
        if self._stopped and found is None:
            self._work.put_back(request.article_id)
            return self._next(process)
        following = self._next(process)
        if found is None:
            self._work.fail(request.article_id, reason)
            return following
        try:
            self._work.write(request, found)
        except Exception as error:
            self._work.broke(request.article_id, error)
        return following

    def _receive(self, process: SuggestionProcess, request: Request) -> Found:
        def report(answer: Answer) -> None:
            sentence = answer.notice or (answer.ready.notice if answer.ready else None)
            if sentence:
                self._work.notice(sentence)
            if answer.progress is not None:
                self._work.progress(request.article_id, answer.progress)

        try:
            return process.receive(request.article_id, report)
        except ProcessEnded:
            process.close()
            if not self._send(process, request):
                raise
        return process.receive(request.article_id, report)
