# SPDX-License-Identifier: MIT
"""Claims on PolNeAR, out of the box and after learning, by the scorer that lies beside the data.

Everything goes through the command line, as an analyst could do it: a corpus is imported, learned
from, and suggestions for other articles are printed and scored.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from claimdesk.models.cli.suggesting import starter_knowledge
from claimdesk.models.learning.components import load_engine
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.chunks import split_into_chunks
from claimdesk.models.suggest.data import StoredModel

SHARED = Path(__file__).resolve().parents[3] / "shared" / "bench"
POLNEAR = SHARED / "polnear"
DEV, TRAIN = POLNEAR / "dev", POLNEAR / "train"
ORDER = 7
"""Seed of the order of the training articles, so that the first 50 are always the same."""

Figure = dict[str, Any]

OUT_OF_THE_BOX = {"content": (66.0, 71.0), "content_source": (57.6, 63.0)}
"""Figure -> the best known and the target, F in percent."""
LEARNED = {
    50: {"content": (69.2, 72.0), "content_source": (61.9, 65.0)},
    200: {
        "content": (70.9, 75.0),
        "content_source": (64.1, 69.0),
        "span_exact.source": (72.2, 75.0),
        "span_exact.cue": (67.6, 71.0),
        "span_exact.content": (58.6, 63.0),
    },
}
"""Articles learned from -> the same."""
SLOWER = 1.5
"""Times the bare pipeline that all layers together may take."""
ROUNDS = 5
"""How often the time for a text is taken."""
SECONDS = {50: None, 200: 27.0}
"""Seconds of processor time that the best known trainer takes."""


def missing() -> str | None:
    """Why nothing can be measured, or None."""
    return None if TRAIN.is_dir() else f"{POLNEAR} is not there."


def out_of_the_box() -> Iterator[Figure]:
    """Suggestions for the dev articles with nothing learned."""
    yield from _compared("suggestions.claims", _scores(), OUT_OF_THE_BOX)


def after_learning(mentions: StoredModel) -> Iterator[Figure]:
    """Suggestions for the dev articles after training articles, what it took, and what it costs.

    The costs are those of the learned model of claims together with one of mentions.
    """
    for articles in LEARNED:
        yield from _after(articles, f"learning.claims.{articles}", mentions)


def _after(articles: int, name: str, mentions: StoredModel) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "p.claimdesk"
        corpus = _corpus(Path(folder) / "corpus", articles)
        _claimdesk("new", project)
        _claimdesk("import", project, corpus, "--format", "brat")
        yield _seconds(f"{name}.seconds", _learning_seconds(project, folder), SECONDS[articles])
        # Nothing is parsed any more.
        yield _seconds(f"{name}.seconds_again", _learning_seconds(project, folder), None)
        yield from _compared(name, _scores("--project", project), LEARNED[articles])
        yield from time_taken(project, mentions)


def _seconds(name: str, seconds: float, best: float | None) -> Figure:
    return {
        "name": name,
        "value": round(seconds, 1),
        "unit": "seconds of processor time, start and actors included",
        "baseline": best,
        "target": None,
        "met": None,
    }


def time_taken(
    learned: Path | None = None, mentions: StoredModel | None = None
) -> Iterator[Figure]:
    """Time for all layers against the bare pipeline over the same chunks, in turns.

    With `learned`, with what that project knows, and with this model of mentions.
    """
    engine, known = load_engine(), starter_knowledge()
    if learned is not None:
        with Project.read(learned) as project, project.reading() as connection:
            known = replace(read_knowledge(connection), mention_model=mentions)
    texts = [path.read_text(encoding="utf-8") for path in sorted((DEV / "text").iterdir())[:20]]
    words = sum(len(text.split()) for text in texts)

    def bare(text: str) -> None:
        pieces = [text[piece.span.start : piece.span.end] for piece in split_into_chunks(text)]
        list(engine.nlp.pipe(pieces, batch_size=16))

    def whole(text: str) -> None:
        engine.suggest_all(text, known)

    # The first round loads what is loaded late. Of the others the least time for each text counts,
    # since other programs slow down now this text and now that.
    rounds = np.array(
        [
            [(_processor_seconds(bare, text), _processor_seconds(whole, text)) for text in texts]
            for _ in range(1 + ROUNDS)
        ]
    )
    parsing, all_ = rounds[1:].min(axis=0).sum(axis=0).tolist()
    assert engine.refused is None, engine.refused
    name = "suggestions.time" if learned is None else "learning.time"
    yield {
        "name": name,
        "value": round(all_ / parsing, 2),
        "unit": "times the bare pipeline",
        "baseline": round(1e6 * parsing / words),
        "target": SLOWER,
        "met": all_ <= SLOWER * parsing,
    }


def _corpus(folder: Path, articles: int) -> Path:
    """A folder with the first training articles and their annotations."""
    names = sorted(path.stem for path in (TRAIN / "text").glob("*.txt"))
    random.Random(ORDER).shuffle(names)
    folder.mkdir()
    for name in names[:articles]:
        shutil.copy(TRAIN / "text" / f"{name}.txt", folder)
        for path in (TRAIN / "attributions").glob(f"{name}_????.ann"):
            shutil.copy(path, folder)
    return folder


def _learning_seconds(project: Path, cache: str) -> float:
    before = os.times()
    _claimdesk("learn", project, cache=cache)
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def _scores(*options: object) -> dict[str, Any]:
    texts = sorted((DEV / "text").glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "dev.jsonl"
        found.write_bytes(_claimdesk("suggest", "--json", *texts, *options))
        scorer = [sys.executable, str(SHARED / "claims_score.py"), "--json", "--pred", str(found)]
        places = ["--text", str(DEV / "text"), "--gold", str(DEV / "attributions")]
        done = subprocess.run(
            [*scorer, *places], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    scores: dict[str, Any] = json.loads(done.stdout)
    return scores


def _compared(
    name: str, scores: dict[str, Any], wanted: dict[str, tuple[float, float]]
) -> Iterator[Figure]:
    for key, (best, target) in wanted.items():
        place: Any = scores
        for part in key.split("."):
            place = place[part]
        yield {
            "name": f"{name}.{key}",
            "value": place["f"],
            "unit": "F in percent",
            "baseline": best,
            "target": target,
            "met": place["f"] >= target,
        }


def _claimdesk(*arguments: object, cache: str | None = None) -> bytes:
    command: Sequence[str] = [sys.executable, "-m", "claimdesk.models.cli", *map(str, arguments)]
    own = {} if cache is None else {"XDG_CACHE_HOME": cache, "LOCALAPPDATA": cache}
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, env={**os.environ, **own}
    ).stdout


def _processor_seconds(work: Callable[[str], None], text: str) -> float:
    started = time.process_time()
    work(text)
    return time.process_time() - started
