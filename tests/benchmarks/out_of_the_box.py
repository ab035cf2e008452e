# SPDX-License-Identifier: MIT
"""Mentions, links, speakers, domains and stances out of the box, by the scorers beside the data."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from claimdesk.models.cli.suggesting import starter_knowledge
from claimdesk.models.suggest.engine import Engine
from claimdesk.models.suggest.json_form import json_object

SHARED = Path(__file__).resolve().parents[3] / "shared"
BENCH = SHARED / "bench"
Figure = dict[str, Any]


def figure(name: str, value: float, unit: str, baseline: float | None, target: float) -> Figure:
    """One line of output; more is better."""
    return {
        "name": f"suggestions.{name}",
        "value": round(value, 2),
        "unit": unit,
        "baseline": baseline,
        "target": target,
        "met": value >= target,
    }


def suggested(engine: Engine, texts: Sequence[Path], folder: Path) -> Path:
    """A file with the suggestions for some texts, as the scorers read it."""
    out = folder / "suggestions.jsonl"
    knowledge = starter_knowledge()
    with out.open("w", encoding="utf-8") as lines:
        for path in texts:
            text = path.read_bytes().decode("utf-8")
            found = json_object(path.name, text, engine.suggest_all(text, knowledge))
            lines.write(json.dumps(found) + "\n")
    return out


def scored(scorer: str, *arguments: str | Path) -> dict[str, Any]:
    """What a scorer says, as JSON."""
    command = [sys.executable, str(BENCH / scorer), *map(str, arguments), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def seed(engine: Engine, folder: Path) -> Iterator[Figure]:
    """The annotated article."""
    found = scored(
        "seed_score.py", "--pred", suggested(engine, [SHARED / "seed/article.txt"], folder)
    )
    yield figure("seed.mention_f", found["mention"]["f"], "%", 65.8, 93)
    yield figure("seed.linked", found["linking"]["accuracy"], "%", 82, 95)
    yield figure("seed.claims_with_speaker", found["content_speaker"]["tp"], "of 23", 14, 20)
    yield figure("seed.domains", 26 * found["domain"]["r"] / 100, "of 26", None, 24)
    yield figure("seed.domain_precision", found["domain"]["p"], "%", None, 75)
    yield figure("seed.stance", found["stance"]["accuracy"], "% of the matched", None, 75)


def mentions(engine: Engine, folder: Path) -> Iterator[Figure]:
    """Mentions in the documents of re3d."""
    texts = sorted((BENCH / "re3d/text").glob("*.txt"))
    gold = sorted((BENCH / "re3d").glob("*.jsonl"))
    found = scored("mentions_score.py", "--gold", *gold, "--pred", suggested(engine, texts, folder))
    yield figure("re3d.typed_f", found["typed"]["f"], "%", 51.4, 58)
    yield figure("re3d.overlap_recall", found["overlap"]["r"], "%", 68.3, 84)


def figures() -> Iterator[Figure]:
    """All of them."""
    engine = Engine.load()
    with tempfile.TemporaryDirectory() as folder:
        for measure in (seed, mentions):
            yield from measure(engine, Path(folder))


def missing() -> str | None:
    """Why nothing can be measured, or None."""
    return None if (BENCH / "re3d").is_dir() else f"{BENCH} is not there."
