# SPDX-License-Identifier: MIT
"""The suggestion process: JSON lines in on stdin, JSON lines out on stdout, at low priority.

`suggestion_messages` says what the lines are. The process ends when stdin closes. Run as
`python -m claimdesk.models.workers.suggestion_worker [PIPELINE]`.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import Any, BinaryIO

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.priority import lower_priority, single_threaded
from claimdesk.models.suggest.data import Knowledge, StoredModel
from claimdesk.models.suggest.engine import Engine
from claimdesk.models.workers.json_lines import own_stdout, quoted_id
from claimdesk.models.workers.suggestion_messages import (
    ANSWERS,
    INSTRUCTIONS,
    MODELS,
    Answer,
    Instruction,
    ModelMessage,
    Ready,
    failure_sentence,
    models_of,
)


@dataclass(frozen=True, slots=True)
class Request:
    """One article to make suggestions for."""

    id: int | str
    text: str
    knowledge: Knowledge


class SuggestionServer:
    """Answers requests one after the other while a thread goes on reading."""

    def __init__(self, engine: Engine, out: BinaryIO) -> None:
        self._engine = engine
        self._out = out
        self._lock = threading.Lock()
        self._requests: SimpleQueue[Request | None] = SimpleQueue()
        self._models: dict[str, StoredModel] = {}
        """The learned models that were sent, the last one of each part of the knowledge."""
        self._knowledge: Knowledge | None = None
        """What the last request came with, for those that come without."""
        self._pending: dict[int | str, bool] = {}
        """Ids of requests that are not answered yet, and whether they were cancelled."""
        self._closed = threading.Event()

    def run(self, lines: Iterable[str]) -> None:
        """Answer until `lines` end; what is under way then is dropped."""
        threading.Thread(target=self._read, args=(lines,), daemon=True).start()
        self._send(Answer(ready=Ready(self._engine.pipeline, self._engine.notice)))
        while (request := self._requests.get()) is not None:
            self._answer(request)

    def _read(self, lines: Iterable[str]) -> None:
        try:
            for line in lines:
                if line.strip():
                    self._receive(line)
        finally:
            self._closed.set()
            self._requests.put(None)

    def _receive(self, line: str) -> None:
        try:
            instruction = INSTRUCTIONS.read(line)
            if instruction.cancel is not None:
                self._cancel(instruction.cancel)
                return
            if instruction.model is not None:
                self._keep_model(instruction.model)
                return
            request = self._with_models(self._request(instruction))
        except ClaimdeskError as error:
            self._send(Answer(quoted_id(line), error=str(error)))
        else:
            with self._lock:
                self._pending[request.id] = False
            self._requests.put(request)

    def _request(self, instruction: Instruction) -> Request:
        if instruction.id is None:
            raise ClaimdeskError(_("The request has no id."))
        if instruction.text is None:
            raise ClaimdeskError(_("The request has no text."))
        knowledge = instruction.knowledge or Knowledge()
        if instruction.language is not None:
            if self._knowledge is None:
                raise ClaimdeskError(_("The request names knowledge that was not sent."))
            knowledge = replace(self._knowledge, language=instruction.language)
        self._knowledge = knowledge
        return Request(instruction.id, instruction.text, knowledge)

    def _keep_model(self, message: ModelMessage) -> None:
        model = StoredModel.of(message.version, message.data)
        if message.part not in MODELS or model.digest != message.digest:
            raise ClaimdeskError(_("The learned model that was sent is damaged."))
        self._models[message.part] = model

    def _with_models(self, request: Request) -> Request:
        """Return the request with the bytes of the models that it names."""
        sent: dict[str, Any] = {}
        for part, named in models_of(request.knowledge).items():
            model = self._models.get(part)
            if model is None or model.digest != named.digest:
                raise ClaimdeskError(_("The request names a model that was not sent."))
            sent[part] = model
        return replace(request, knowledge=replace(request.knowledge, **sent))

    def _cancel(self, number: int | str) -> None:
        with self._lock:
            if number in self._pending:
                self._pending[number] = True

    def _stopped(self, number: int | str) -> bool:
        return self._closed.is_set() or self._pending.get(number, False)

    def _suggest(self, request: Request) -> None:
        number, notice_sent = request.id, False
        for progress, batch in self._engine.suggest(
            request.text, request.knowledge, stopped=lambda: self._stopped(number)
        ):
            if self._engine.refused and not notice_sent:
                self._send(Answer(number, notice=self._engine.refused))
                notice_sent = True
            self._send(Answer(number, progress=progress, suggestions=batch))
        if not self._stopped(number):
            self._send(Answer(number, done=True))

    def _answer(self, request: Request) -> None:
        number = request.id
        try:
            self._suggest(request)
        except BrokenPipeError:
            raise
        except MemoryError:
            # The memory that was used may not come back: a new process starts afresh.
            sentence = _("There is not enough memory to read this article.")
            self._send(Answer(number, error=sentence, fatal=True))
            raise
        except ClaimdeskError as error:
            self._send(Answer(number, error=str(error)))
        except Exception as error:
            self._send(Answer(number, error=failure_sentence(error)))
        finally:
            with self._lock:
                self._pending.pop(number, None)

    def _send(self, answer: Answer) -> None:
        line = ANSWERS.write(answer)
        with self._lock:
            self._out.write(line)
            self._out.flush()


def main() -> None:
    """Run the process."""
    single_threaded()
    lower_priority()
    out = own_stdout()
    lines = open(0, encoding="utf-8", errors="replace", newline="\n", closefd=False)  # noqa: SIM115
    # Here, after the environment is set: numerical libraries read it when they are loaded.
    from claimdesk.models.learning.components import load_engine

    try:
        engine = load_engine(sys.argv[1] if len(sys.argv) > 1 else None)
        SuggestionServer(engine, out).run(lines)
    except (BrokenPipeError, MemoryError):
        pass
    except ClaimdeskError as error:
        out.write(ANSWERS.write(Answer(error=str(error))))
        out.flush()
    # The reading thread may still wait for a line; the interpreter must not wait for it.
    os._exit(0)


if __name__ == "__main__":
    main()
