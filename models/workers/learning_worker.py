# SPDX-License-Identifier: MIT
"""Learning in a process of its own, at low priority: it reads the project and prints what it found.

    python -m claimdesk.models.workers.learning_worker PROJECT LAYER…

JSON lines on stdout, see `learning_messages`. It never writes: whoever started it stores the model
with `store_learned`. Ending the process at any time is safe.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from claimdesk.models.learning.model_store import (
    CLAIM_MODELS,
    CODE_MODELS,
    MENTION_MODELS,
    TrainingResult,
)
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.priority import lower_priority, single_threaded
from claimdesk.models.store.project import Project
from claimdesk.models.suggest import preferences
from claimdesk.models.suggest.chunks import Chunk
from claimdesk.models.suggest.engine import Engine
from claimdesk.models.workers.json_lines import own_stdout
from claimdesk.models.workers.learning_messages import (
    LEARNING_MESSAGES,
    LearnedMessage,
    LearningMessage,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

Send = Callable[[LearningMessage], None]


class ProgressReporter:
    """Sends how far the learning of a layer is."""

    def __init__(self, layer: str, send: Send) -> None:
        self._send = send
        self._last = LearningMessage(layer, step=_("Reading the finished articles"))

    def __call__(self, progress: float, step: str) -> None:
        self._last = replace(self._last, progress=round(progress, 3), step=step)
        self._send(self._last)

    def repeat(self) -> None:
        """Send the same once more, as a sign that the process is alive."""
        self._send(self._last)


def _learn_mentions(project: Project, engine: Engine, progress: ProgressReporter) -> TrainingResult:
    from claimdesk.models.learning.mentions import dataset
    from claimdesk.models.learning.mentions.learner import learn
    from claimdesk.models.learning.parses import ParseCache
    from claimdesk.models.learning.regression_check import check_example

    with project.reading() as connection:
        folds = dataset.read(connection)
    cache = ParseCache()

    def parse(text: str) -> list[tuple[Chunk, Doc]]:
        progress.repeat()
        return cache.parsed(text, engine.nlp, engine.pipeline)

    result = learn(folds, parse, check_example(), progress=progress)
    cache.trim()
    return result


def _learn_claims(project: Project, engine: Engine, progress: ProgressReporter) -> TrainingResult:
    from claimdesk.models.learning.claims import dataset
    from claimdesk.models.learning.claims.learner import learn

    with project.reading() as connection:
        examples = dataset.read(connection)
        active = CLAIM_MODELS.active(connection)
        report = CLAIM_MODELS.active_report(connection)
    return learn(examples, active, report, engine, progress)


def _learn_codes(project: Project, engine: Engine, progress: ProgressReporter) -> TrainingResult:
    from claimdesk.models.learning.coding import dataset
    from claimdesk.models.learning.coding.learner import learn_if_changed

    with project.reading() as connection:
        found = dataset.read(connection)
        known = CODE_MODELS.active_report(connection)
    return learn_if_changed(found, known, engine, progress)


_LEARNERS = {
    CODE_MODELS.layer: _learn_codes,
    CLAIM_MODELS.layer: _learn_claims,
    MENTION_MODELS.layer: _learn_mentions,
}


def run(path: Path, layers: Sequence[str], out: BinaryIO) -> None:
    """Learn the layers one after the other and print what comes of it."""

    def send(message: LearningMessage) -> None:
        out.write(LEARNING_MESSAGES.write(message))
        out.flush()

    try:
        with Project.read(path) as project:
            with project.reading() as connection:
                pipeline = preferences.pipeline(connection)
            engine = Engine.load(pipeline)
            for layer in layers:
                progress = ProgressReporter(layer, send)
                progress.repeat()
                result = _LEARNERS[layer](project, engine, progress)
                send(LearningMessage(layer, learned=LearnedMessage(result.report, result.data)))
    except ClaimdeskError as error:
        send(LearningMessage(error=str(error)))
    except MemoryError:
        sentence = _("There is not enough memory to learn from so many articles.")
        send(LearningMessage(error=sentence))
    except BrokenPipeError:
        raise
    except Exception as error:
        sentence = _("Learning failed: {error}").format(error=f"{type(error).__name__}: {error}")
        send(LearningMessage(error=sentence))


def main() -> None:
    """Run the process."""
    single_threaded()
    lower_priority()
    try:
        run(Path(sys.argv[1]), sys.argv[2:], own_stdout())
    except BrokenPipeError:
        os._exit(0)


if __name__ == "__main__":
    main()
