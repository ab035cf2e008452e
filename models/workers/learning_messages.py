# SPDX-License-Identifier: MIT
"""The messages of the learning process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import ConfigDict

from claimdesk.models.learning.model_store import (
    CLAIM_MODELS,
    CODE_MODELS,
    MENTION_MODELS,
    TrainingResult,
)
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.data import Score
from claimdesk.models.workers.json_lines import BASE64_BYTES, LineFormat

STORES = {store.layer: store for store in (CODE_MODELS, CLAIM_MODELS, MENTION_MODELS)}
LAYERS = tuple(STORES)
"""The layers that are learned, in this order."""


@dataclass(frozen=True, slots=True)
class LearnedMessage:
    """What learning came to, as `TrainingResult`."""

    __pydantic_config__: ClassVar[ConfigDict] = BASE64_BYTES

    report: dict[str, Any]
    data: bytes | None


@dataclass(frozen=True, slots=True)
class LearningMessage:
    """What the process prints: its progress, what it learned, or an error as its last line."""

    layer: str = ""
    progress: Score = 0.0
    """0..1."""
    step: str = ""
    """What it is doing, in words; also repeated, as a sign that it goes on."""
    learned: LearnedMessage | None = None
    error: str | None = None
    """A sentence, if something failed."""

    def __post_init__(self) -> None:
        """Refuse a message that says nothing. Raises ValueError."""
        if not self.step and self.learned is None and self.error is None:
            raise ValueError("the message is empty")


LEARNING_MESSAGES = LineFormat(LearningMessage)


def store_learned(project: Project, layer: str, learned: LearnedMessage) -> dict[str, Any]:
    """Store and use what the process learned; return the report."""
    return STORES[layer].save(project, TrainingResult(learned.report, learned.data))
