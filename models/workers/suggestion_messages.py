# SPDX-License-Identifier: MIT
"""The messages between the window and the suggestion process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from pydantic import ConfigDict

from claimdesk.models.messages.catalogue import _
from claimdesk.models.suggest.data import Knowledge, Pipeline, Score, StoredModel, Suggestions
from claimdesk.models.workers.json_lines import BASE64_BYTES, LineFormat

MODELS = ("mention_model", "claim_model", "code_model")
"""The fields of Knowledge that are learned models."""
TIMEOUT_SECONDS = 60.0
"""How long the process may be silent while it works; usually it prints a line every second."""
LOADING_SECONDS = 300.0
"""How long it may take to get ready, on a slow machine that is busy."""


@dataclass(frozen=True, slots=True)
class ModelMessage:
    """A learned model with its bytes, for requests that name it."""

    __pydantic_config__: ClassVar[ConfigDict] = BASE64_BYTES

    part: str
    """One of MODELS."""
    version: int
    digest: str
    data: bytes

    @classmethod
    def of(cls, part: str, model: StoredModel) -> ModelMessage:
        """Return the message that sends a model."""
        return cls(part, model.version, model.digest, model.data)


@dataclass(frozen=True, slots=True)
class Instruction:
    """What the window sends: a model to keep, an article to make suggestions for, or a stop.

    A request has `id`, `text` and `knowledge`, whose models are named without their bytes. With
    `language` instead of knowledge, the text is in that language, and is read with what was known
    for the request before.
    """

    id: int | str | None = None
    text: str | None = None
    knowledge: Knowledge | None = None
    language: str | None = None
    model: ModelMessage | None = None
    cancel: int | str | None = None
    """The id of a request that is no longer wanted."""

    @classmethod
    def request(cls, number: int | str, text: str, knowledge: Knowledge) -> Instruction:
        """Return the request for suggestions for a text."""
        named: dict[str, Any] = {
            part: model.without_data() for part, model in models_of(knowledge).items()
        }
        return cls(number, text, replace(knowledge, **named))


@dataclass(frozen=True, slots=True)
class Ready:
    """What the process says when it is ready."""

    pipeline: Pipeline
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the process says; all but `ready` belongs to the request `id`."""

    id: int | str | None = None
    ready: Ready | None = None
    progress: Score | None = None
    suggestions: Suggestions | None = None
    """One batch; `progress`, 0..1, is reached with it."""
    notice: str | None = None
    """A sentence, before the batches: why the project's model is not used."""
    done: bool = False
    error: str | None = None
    """A sentence. `id` is None if the line held none."""
    fatal: bool = False
    """With an error: the process ends, as it does when memory runs out."""


@dataclass(frozen=True, slots=True)
class Request:
    """An article to make suggestions for, and what the project knows."""

    article_id: int
    text: str
    knowledge: Knowledge


class SentBefore:
    """What a suggestion process has been sent, so that it is not sent again."""

    def __init__(self) -> None:
        self._models: dict[str, str] = {}
        """Digests of the learned models, by field of the knowledge."""
        self._knowledge: Knowledge | None = None

    def instructions(self, request: Request) -> Iterator[Instruction]:
        """Yield what is to be sent for a request: models that are new, then the request."""
        for part, model in models_of(request.knowledge).items():
            if model.digest != self._models.get(part):
                yield Instruction(model=ModelMessage.of(part, model))
                self._models[part] = model.digest
        language = request.knowledge.language
        known, self._knowledge = self._knowledge, request.knowledge
        if known is not None and replace(known, language=language) == request.knowledge:
            yield Instruction(request.article_id, request.text, language=language)
        else:
            yield Instruction.request(request.article_id, request.text, request.knowledge)


INSTRUCTIONS = LineFormat(Instruction)
ANSWERS = LineFormat(Answer)


def models_of(knowledge: Knowledge) -> dict[str, StoredModel]:
    """Return the models that the knowledge names, by the name of their field."""
    found = {part: getattr(knowledge, part) for part in MODELS}
    return {part: model for part, model in found.items() if model is not None}


def failure_sentence(error: Exception) -> str:
    """Return what is said of an article that an error of the program keeps from being read."""
    return _("The suggestions failed: {error}").format(error=f"{type(error).__name__}: {error}")
