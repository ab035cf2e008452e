# SPDX-License-Identifier: MIT
"""The suggestion process: JSON lines in on stdin, JSON lines out on stdout, at low priority.

    {"model": {"part", "version", "digest", "data"}}
                                               keep a learned model, for requests that name it; one
                                               of each part: "recogniser" and "claims"
    {"id": N, "text": "…", "knowledge": {…}}   make suggestions (knowledge as in codec)
    {"cancel": N}                              stop it; nothing more is said of N

    {"ready": {"pipeline", "version", "settings", "notice"}}
    {"id": N, "progress": 0..1, "mentions": […], "claims": […], "domains": […]}
    {"id": N, "notice": "sentence"}            before the batches: why its model is not used
    {"id": N, "done": true}
    {"id": N, "error": "sentence"}             id is null if the line held none; with "fatal": true
                                               the process ends, as it does when memory runs out

It ends when stdin closes. Run as `python -m claimdesk.models.suggest.worker [PIPELINE]`.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TextIO

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.suggest import codec
from claimdesk.models.suggest.data import Knowledge

if TYPE_CHECKING:
    from claimdesk.models.learning.claims.result import Learned
    from claimdesk.models.suggest.engine import Engine

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
_NICE = 10
_BELOW_NORMAL_PRIORITY_CLASS = 0x4000


@dataclass(frozen=True, slots=True)
class Request:
    """One article to make suggestions for."""

    id: int | str
    text: str
    knowledge: Knowledge


class Worker:
    """Answers requests one after the other while a thread goes on reading."""

    def __init__(self, engine: Engine, out: TextIO) -> None:
        self._engine = engine
        self._out = out
        self._lock = threading.Lock()
        self._requests: SimpleQueue[Request | None] = SimpleQueue()
        self._models: dict[str, Learned] = {}
        """The learned models that were sent, the last one of each part of the knowledge."""
        self._waiting: dict[int | str, bool] = {}
        """Ids that were asked for and not answered yet, and whether they were cancelled."""
        self._closed = threading.Event()

    def run(self, lines: Iterable[str]) -> None:
        """Answer until `lines` end; what is under way then is dropped."""
        threading.Thread(target=self._read, args=(lines,), daemon=True).start()
        self._say({"ready": codec.ready_to_wire(self._engine.pipeline, self._engine.notice)})
        while (request := self._requests.get()) is not None:
            self._answer(request)

    def _read(self, lines: Iterable[str]) -> None:
        try:
            for line in lines:
                if line.strip():
                    self._take(line)
        finally:
            self._closed.set()
            self._requests.put(None)

    def _take(self, line: str) -> None:
        found: object = None
        try:
            message = json.loads(line)
            if not isinstance(message, dict):
                raise ClaimdeskError(_("The line is no JSON object."))
            found = message.get("id")
            if "cancel" in message:
                self._cancel(message["cancel"])
                return
            if "model" in message:
                part, model = codec.model_from_wire(message["model"])
                self._models[part] = model
                return
            request = self._with_models(_request(message))
        except (ValueError, RecursionError):
            self._fail(None, "The line is not JSON.")
        except ClaimdeskError as error:
            self._fail(found, str(error))
        else:
            with self._lock:
                self._waiting[request.id] = False
            self._requests.put(request)

    def _with_models(self, request: Request) -> Request:
        """Return the request with the bytes of the models that it names."""
        sent: dict[str, Any] = {}
        for part in codec.MODELS:
            named, model = getattr(request.knowledge, part), self._models.get(part)
            if named is None:
                continue
            if model is None or model.digest != named.digest:
                raise ClaimdeskError(_("The request names a model that was not sent."))
            sent[part] = model
        return replace(request, knowledge=replace(request.knowledge, **sent))

    def _cancel(self, number: object) -> None:
        with self._lock:
            if isinstance(number, int | str) and number in self._waiting:
                self._waiting[number] = True

    def _stopped(self, number: int | str) -> bool:
        return self._closed.is_set() or self._waiting.get(number, False)

    def _suggest(self, request: Request) -> None:
        number, told = request.id, False
        for progress, batch in self._engine.suggest(
            request.text, request.knowledge, stopped=lambda: self._stopped(number)
        ):
            if self._engine.refused and not told:
                self._say({"id": number, "notice": self._engine.refused})
                told = True
            self._say({"id": number} | codec.batch_to_wire(progress, batch))
        if not self._stopped(number):
            self._say({"id": number, "done": True})

    def _answer(self, request: Request) -> None:
        number = request.id
        try:
            self._suggest(request)
        except BrokenPipeError:
            raise
        except MemoryError:
            # Whatever the memory went into stays taken: a new process begins afresh.
            self._say(
                {
                    "id": number,
                    "error": "There is not enough memory to read this article.",
                    "fatal": True,
                }
            )
            raise
        except ClaimdeskError as error:
            self._fail(number, str(error))
        except Exception as error:
            self._fail(number, f"The suggestions failed: {type(error).__name__}: {error}")
        finally:
            with self._lock:
                self._waiting.pop(number, None)

    def _fail(self, number: object, sentence: str) -> None:
        shown = number if isinstance(number, int | str) else None
        self._say({"id": shown, "error": sentence})

    def _say(self, message: codec.Wire) -> None:
        line = json.dumps(message, separators=(",", ":"))
        with self._lock:
            self._out.write(line + "\n")
            self._out.flush()


def _request(message: dict[str, object]) -> Request:
    number, text = message.get("id"), message.get("text")
    if isinstance(number, bool) or not isinstance(number, int | str):
        raise ClaimdeskError(_("The request has no id."))
    if not isinstance(text, str):
        raise ClaimdeskError(_("The request has no text."))
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise ClaimdeskError(_("The text holds half of a surrogate pair."))
    return Request(number, text, codec.knowledge_from_wire(message.get("knowledge", {})))


def lower_priority() -> None:
    """Let the window and everything else go first; a system that refuses is left alone."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL_PRIORITY_CLASS)
    else:
        with contextlib.suppress(OSError):
            os.nice(_NICE)


def single_threaded() -> None:
    """Let numerical libraries that are loaded from now on use one processor."""
    for name in _THREADS:
        os.environ[name] = "1"


def main() -> None:
    """Run the process."""
    single_threaded()
    lower_priority()
    # Whatever a library prints must not come between the lines of the answers.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    lines = open(0, encoding="utf-8", errors="replace", newline="\n", closefd=False)  # noqa: SIM115
    from claimdesk.models.suggest.engine import Engine

    try:
        engine = Engine.load(sys.argv[1] if len(sys.argv) > 1 else None)
        Worker(engine, out).run(lines)
    except (BrokenPipeError, MemoryError):
        pass
    except ClaimdeskError as error:
        out.write(json.dumps({"id": None, "error": str(error)}) + "\n")
        out.flush()
    # The reading thread may still wait for a line; the interpreter shall not wait for it.
    os._exit(0)


if __name__ == "__main__":
    main()
