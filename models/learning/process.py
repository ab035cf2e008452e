# SPDX-License-Identifier: MIT
"""Learning in a process of its own, at low priority: it reads the project and prints what it found.

    python -m claimdesk.models.learning.process PROJECT LAYER…

    {"layer": "actor", "progress": 0..1, "step": "sentence"}    also said again: it goes on
    {"layer": "actor", "learned": {"report": {…}, "data": base64 or null}}
    {"error": "sentence"}                                  the last line, if something failed

JSON lines on stdout. It never writes: who started it puts a model to use with `keep`. Ending the
process at any time is safe.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from claimdesk.models.learning.claims import examples, versions
from claimdesk.models.learning.claims.result import Outcome
from claimdesk.models.learning.mentions import model_versions
from claimdesk.models.learning.mentions.training import Learned
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project
from claimdesk.models.suggest import preferences
from claimdesk.models.suggest.worker import lower_priority, single_threaded

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimdesk.models.suggest.chunks import Chunk
    from claimdesk.models.suggest.engine import Engine

Result = tuple[dict[str, Any], bytes | None]


class Told:
    """Says how far the learning of a layer is."""

    def __init__(self, layer: str, say: Callable[[dict[str, Any]], None]) -> None:
        self._say = say
        self._last: dict[str, Any] = {"layer": layer}

    def __call__(self, progress: float, step: str) -> None:
        self._last |= {"progress": round(progress, 3), "step": step}
        self._say(self._last)

    def again(self) -> None:
        """Say the same once more: who waits sees that it goes on."""
        self._say(self._last)


def keep(project: Project, layer: str, learned: object) -> dict[str, Any]:
    """Put to use what the process printed as "learned"; the report.

    Raises ClaimdeskError if it has not that form.
    """
    match learned:
        case {"report": dict(report), "data": None}:
            data = None
        case {"report": dict(report), "data": str(text)}:
            try:
                data = base64.b64decode(text, validate=True)
            except ValueError as error:
                raise _wrong() from error
        case _:
            raise _wrong()
    return _KEEPERS[layer](project, report, data)


def _wrong() -> ClaimdeskError:
    return ClaimdeskError(
        _("What the learning process printed has not the form that it should have.")
    )


def _keep_mentions(project: Project, report: dict[str, Any], data: bytes | None) -> dict[str, Any]:
    return model_versions.keep(project, Learned(report, data))


def _learn_mentions(project: Project, engine: Engine, tell: Told) -> Result:
    from claimdesk.models.learning.mentions import dataset
    from claimdesk.models.learning.mentions.training import learn
    from claimdesk.models.learning.parses import ParseCache
    from claimdesk.models.learning.regression_check import check_example

    with project.reading() as connection:
        folds = dataset.read(connection)
    cache = ParseCache()

    def parse(text: str) -> list[tuple[Chunk, Doc]]:
        tell.again()
        return cache.parsed(text, engine.nlp, engine.pipeline)

    learned = learn(folds, parse, check_example(), step=tell)
    cache.trim()
    return learned.report, learned.data


def _keep_claims(project: Project, report: dict[str, Any], data: bytes | None) -> dict[str, Any]:
    return versions.keep(project, Outcome(report, data))


def _learn_claims(project: Project, engine: Engine, tell: Told) -> Result:
    from claimdesk.models.learning.claims.learner import learn

    with project.reading() as connection:
        found = examples.read(connection)
        active, report = versions.active(connection), versions.SHELF.active_report(connection)
    outcome = learn(found, active, report, engine, tell)
    return outcome.report, outcome.data


_KEEPERS = {"claim": _keep_claims, "actor": _keep_mentions}
_LEARNERS = {"claim": _learn_claims, "actor": _learn_mentions}
LAYERS = tuple(_LEARNERS)
"""The layers that are learned, in this order."""


def run(path: Path, layers: Sequence[str], out: TextIO) -> None:
    """Learn the layers one after the other and print what comes of it."""

    def say(message: dict[str, Any]) -> None:
        out.write(json.dumps(message, separators=(",", ":")) + "\n")
        out.flush()

    try:
        # Here, because it imports spaCy: a project that can't be read is told at once.
        with Project.read(path) as project:
            from claimdesk.models.suggest.engine import Engine

            with project.reading() as connection:
                wanted = preferences.pipeline(connection)
            engine = Engine.load(wanted)
            for layer in layers:
                _learn(project, engine, layer, say)
    except ClaimdeskError as error:
        say({"error": str(error)})
    except MemoryError:
        say({"error": "There is not enough memory to learn from so many articles."})
    except BrokenPipeError:
        raise
    except Exception as error:
        say({"error": f"Learning failed: {type(error).__name__}: {error}"})


def _learn(
    project: Project,
    engine: Engine,
    layer: str,
    say: Callable[[dict[str, Any]], None],
) -> None:
    tell = Told(layer, say)
    tell(0.0, "reading")
    report, data = _LEARNERS[layer](project, engine, tell)
    packed = None if data is None else base64.b64encode(data).decode("ascii")
    say({"layer": layer, "learned": {"report": report, "data": packed}})


def main() -> None:
    """Run the process."""
    single_threaded()
    lower_priority()
    # Whatever a library prints must not come between the lines.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    try:
        run(Path(sys.argv[1]), sys.argv[2:], out)
    except BrokenPipeError:
        os._exit(0)


if __name__ == "__main__":
    main()
