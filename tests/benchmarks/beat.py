# SPDX-License-Identifier: MIT
"""Learning a beat: the documents of re3d one after the other, as an analyst goes through them.

In each of several random orders a real project gets the first 5, then 20 documents. Their right
mentions are accepted or recorded, the program's wrong ones rejected, the documents marked done;
then it learns. The figure is the strict typed F of the suggestions for all documents that come
after, less that of a project without any decision on the same documents; the mean over the orders.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from claimdesk.models import registry
from claimdesk.models.codebook.starter import create_project
from claimdesk.models.editing import edits
from claimdesk.models.learning.components import load_engine
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.learning.mentions import dataset
from claimdesk.models.learning.mentions.learner import learn
from claimdesk.models.learning.model_store import MENTION_MODELS
from claimdesk.models.learning.regression_check import check_example
from claimdesk.models.registry.gazetteer import gazetteer
from claimdesk.models.registry.name_matching import folded, remembered
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.suggest import runs
from claimdesk.models.suggest.chunks import split_into_chunks
from claimdesk.models.suggest.data import Knowledge, StoredModel
from claimdesk.models.suggest.json_form import json_object
from claimdesk.models.text.spans import Span

SHARED = Path(__file__).resolve().parents[3] / "shared" / "bench"
ORDERS = 5
SIZES = {5: (4.7, 5.0), 20: (10.8, 12.0)}
"""Documents learned from -> the best known gain and the target."""

Document = dict[str, Any]


def scorer() -> ModuleType:
    """The scorer of mentions that lies beside the data."""
    sys.path.insert(0, str(SHARED))
    spec = importlib.util.spec_from_file_location("mentions_score", SHARED / "mentions_score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documents() -> dict[str, Document]:
    """The documents of re3d by file name."""
    return scorer().read_gold(sorted(str(path) for path in (SHARED / "re3d").glob("*.jsonl")))


class Parsed:
    """An engine whose parses are kept, since each document is read again and again."""

    def __init__(self) -> None:
        self.engine = load_engine()
        self._docs: dict[str, Any] = {}
        self._nlp = self.engine.nlp
        self.engine.nlp = self
        self.lang = self._nlp.lang

    def __getattr__(self, name: str) -> Any:
        return getattr(self._nlp, name)

    def pipe(self, texts: Iterable[Any], **_options: Any) -> Iterator[Any]:
        for text, context in texts:
            yield self._doc(text), context

    def parse(self, text: str) -> list[Any]:
        """The chunks of a text with their parses."""
        return [(p, self._doc(text[p.span.start : p.span.end])) for p in split_into_chunks(text)]

    def _doc(self, text: str) -> Any:
        if text not in self._docs:
            self._docs[text] = self._nlp(text)
        return self._docs[text]


def gains(orders: int = ORDERS) -> Iterator[tuple[str, int, float]]:
    """(`memory` or `learned`, documents, mean gain) after so many documents."""
    gold, parsed, score = documents(), Parsed(), scorer().score
    untaught = {name: _suggested(parsed, d, Knowledge()) for name, d in gold.items()}
    sums: dict[tuple[str, int], float] = {}
    for order in range(orders):
        names = sorted(gold)
        random.Random(order).shuffle(names)
        for size in SIZES:
            later = {name: gold[name] for name in names[size:]}
            before = score(later, untaught, state_either=False)["typed"]["f"]
            for what, known in _taught(parsed, [gold[name] for name in names[:size]]):
                found = {name: _suggested(parsed, d, known) for name, d in later.items()}
                gain = score(later, found, state_either=False)["typed"]["f"] - before
                sums[what, size] = sums.get((what, size), 0.0) + gain
    for (what, size), total in sums.items():
        yield what, size, total / orders


def model() -> StoredModel:
    """The model of mentions after the first documents of the first order."""
    gold = documents()
    names = sorted(gold)
    random.Random(0).shuffle(names)
    parsed = Parsed()
    known = dict(_taught(parsed, [gold[name] for name in names[: max(SIZES)]]))["learned"]
    assert known.mention_model is not None
    return known.mention_model


def _suggested(parsed: Parsed, document: Document, known: Knowledge) -> Document:
    text = document["text"]
    return json_object(document["file"], text, parsed.engine.suggest_all(text, known))


def _taught(parsed: Parsed, learned_from: Sequence[Document]) -> list[tuple[str, Knowledge]]:
    """What a project knows after these documents: by memory alone, and by learning."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "beat.claimdesk"
        create_project(path)
        with Project.open(path) as project:
            for document in learned_from:
                _work_through(parsed, project, document)
            with project.reading() as connection:
                folds = dataset.read(connection)
            MENTION_MODELS.save(project, learn(folds, parsed.parse, check_example()))
            with project.reading() as connection:
                known = read_knowledge(connection)
    return [("memory", replace(known, mention_model=None)), ("learned", known)]


def _work_through(parsed: Parsed, project: Project, document: Document) -> None:
    """Have suggestions made for a document, correct them as the gold says, and mark it done."""
    text = document["text"]
    with project.edit("Add an article") as session:
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        article = Article(title=document["file"], body=text, sha256=sha256)
        session.add(article)
        session.flush()
        number = article.id
    assert number is not None
    with project.reading() as connection:
        known = read_knowledge(connection)
    run = runs.Run(project, number, parsed.engine.pipeline)
    for _progress, batch in parsed.engine.suggest(text, known):
        run.add(batch)
    run.finish()
    with project.reading() as connection:
        rows = [r for r in queries.article_annotations(connection, number) if r.layer == "actor"]
        actors = queries.actors(connection)
    right = {
        (Span(m["start"], m["end"]), m["type"])
        for m in document["mentions"]
        if m.get("proper", True) and m["type"] in ("PER", "ORG", "LOC")
    }
    with project.edit("Correct") as session:
        for row in rows:
            place = row.pieces[0].span
            kind = actors[row.actor_id].kind if row.actor_id else ""
            match = _match(text, place, _TYPES.get(kind, ""), right)
            if match is None:
                edits.reject(session, [row.id])
            else:
                edits.accept(session, [row.id])
                right.discard(match)
        for place, label in sorted(right):
            actor = _actor(session, remembered(text[place.start : place.end]), label)
            edits.create_mention(session, number, place, actor)
        edits.set_article(session, number, status="done")


_TYPES = {
    "person": "PER",
    "organization": "ORG",
    "alliance": "ORG",
    "group": "ORG",
    "state": "LOC",
    "place": "LOC",
}


def _match(
    text: str, place: Span, label: str, right: set[tuple[Span, str]]
) -> tuple[Span, str] | None:
    words = remembered(text[place.start : place.end])
    for other, wanted in right:
        same = place.overlaps(other) and remembered(text[other.start : other.end]) == words
        if same and wanted == label:
            return other, wanted
    return None


def _actor(session: Any, name: str, label: str) -> int:
    """The actor of this name and type, as an analyst picks it, or a new one."""
    kinds = [kind for kind, wanted in _TYPES.items() if wanted == label]
    rows = queries.actors(session.connection()).values()
    for row in rows:
        if row.kind in kinds and folded(name) in map(folded, (row.name, *row.aliases)):
            return row.id
    state = label == "LOC" and any(
        folded(name) in map(folded, (s.name, *s.aliases)) for s in gazetteer().states.values()
    )
    kind = "state" if state else {"PER": "person", "ORG": "organization", "LOC": "place"}[label]
    return registry.create_actor(session, name, kind)


def figures() -> Iterator[dict[str, Any]]:
    """The figures as packaging/bench.py prints them."""
    for what, size, gain in gains():
        best, target = SIZES[size]
        if what == "memory":
            best, target = {5: (3.5, 2.5), 20: (7.0, 6.0)}[size]
        yield {
            "name": f"learning.beat.{what}.{size}",
            "value": round(gain, 2),
            "unit": "points of strict typed F",
            "baseline": best,
            "target": target,
            "met": gain >= target,
        }


if __name__ == "__main__":
    for figure in figures():
        print(json.dumps(figure), flush=True)
