# SPDX-License-Identifier: MIT
"""Learns to recognise mentions from finished articles, and says how well by articles held out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from claimdesk.models.analysis.mention_scores import MentionScores, Named, bare
from claimdesk.models.learning.arrays.crf import Labels, Linear, Sizes, Training, train
from claimdesk.models.learning.arrays.hashing import Features
from claimdesk.models.learning.mentions.dataset import Fold, MentionExample
from claimdesk.models.learning.mentions.features import (
    CLASS_OF,
    LABELS,
    NAMES,
    labels_of,
    mention_features,
    read,
)
from claimdesk.models.learning.mentions.model import Recogniser, beside, packed_model
from claimdesk.models.learning.mentions.model_versions import LAYER
from claimdesk.models.registry.name_matching import without_article
from claimdesk.models.suggest.actors import MentionFinder, ParsedChunk
from claimdesk.models.suggest.chunks import Chunk
from claimdesk.models.suggest.coreference import ArticleActors
from claimdesk.models.suggest.data import Knowledge, MentionSuggestion
from claimdesk.models.suggest.known_names import KnownNames
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

FEWEST = 3
"""Finished articles without which nothing is learned."""
ALLOWED = 1.0
"""Points by which what is known of a class may fall; where it has few mentions, by one of them."""
_ROUNDS, _RATE = 20, 0.2
_PENALTY = 0.4
"""L2 in all: the prior of weights of variance 2.5, whatever the number of articles."""
_BATCHES, _SMALLEST = 50, 200
"""Batches of a round, and rows that one has at least."""
_ALL = ""
"""In place of the name of a class."""
_SHOWN_AS = {"person": "persons", "body": "organizations and groups", "land": "states and places"}
_SHOWN = 12
"""Kinds of mistakes that a report lists."""

Parse = Callable[[str], Sequence[tuple[Chunk, "Doc"]]]
Step = Callable[[float, str], None]
Marked = dict[Span, str]
"""Mentions of a text: span without article, title and possessive, and kind."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What learning came to.

    `report` is JSON: {"layer", "adopted", "reason", "articles", "mentions", "seconds", "now",
    "before", "classes", "check", "mistakes", "trained_on"}. "now" and "before" are figures as in
    MentionScores, over the same articles, none of which the model was trained on; "before" is of
    names, rules and memory alone. "classes" are those that the model speaks of. "check"
    has {"now", "before"} of each class in an article of another project. "mistakes" is {"missed",
    "spurious"}: [words, kind, count], most frequent first.
    """

    report: dict[str, Any]
    data: bytes | None = field(default=None, repr=False)
    """The model; None if it was not adopted."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A example as it is read without what it taught."""

    example: MentionExample
    chunks: tuple[tuple[Chunk, Doc], ...]
    known: tuple[list[MentionSuggestion], ...]
    """The rules' mentions, chunk by chunk."""


def learn(
    folds: Sequence[Fold],
    parse: Parse,
    check: MentionExample,
    *,
    step: Step = lambda _done, _text: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Learned:
    """Train on all examples; adopt only what is better on those held out and forgets nothing."""
    started = time.monotonic()
    examples = [example for fold in folds for example in fold.examples]
    report: dict[str, Any] = {
        "layer": LAYER,
        "adopted": False,
        "articles": len(examples),
        "mentions": sum(len(example.mentions) for example in examples),
    }
    if len(examples) < FEWEST:
        few = f"Mark at least {FEWEST} articles with mentions as done; there are {len(examples)}."
        return Learned({**report, "reason": few})
    prepared = []
    for number, fold in enumerate(folds):
        if stopped():
            return Learned({**report, "reason": "Learning was stopped."})
        step(0.4 * number / len(folds), "Reading the finished articles")
        prepared.append(_prepare(fold, parse))
    models = []
    for number, held_out in enumerate(prepared):
        if stopped():
            return Learned({**report, "reason": "Learning was stopped."})
        step(0.4 + 0.5 * number / len(folds), "Trying it on articles held out")
        models.append(_train([p for part in prepared if part is not held_out for p in part]))
    step(0.9, "Training on all of them")
    everything = [p for part in prepared for p in part]
    model, held_out_from = _train(everything), list(zip(prepared, models, strict=True))
    classes = _taught(everything)
    of_another = [([_read(check, KnownNames(Knowledge()), parse)], model)]
    trial, checked = _tried(held_out_from, classes), _tried(of_another, classes)
    if worse := trial.fallen() | checked.missed():
        classes -= worse
        trial, checked = _tried(held_out_from, classes), _tried(of_another, classes)
    reason = _objection(trial, checked)
    report |= {
        **trial.figures(),
        "classes": sorted(classes),
        "check": checked.by_class(),
        "mistakes": trial.mistakes.figures(),
        "trained_on": sorted(example.key for example in examples),
        "seconds": round(time.monotonic() - started, 1),
        "adopted": reason is None,
        "reason": reason or "It is better on articles that it was not trained on.",
    }
    return Learned(report, packed_model(model, classes) if reason is None else None)


def _objection(trial: _Trial, checked: _Trial) -> str | None:
    now, before = (trial.figures()[key]["typed"]["f"] for key in ("now", "before"))
    if now <= before:
        return f"It is no better on articles held out: F {now:.1f}, without it {before:.1f}."
    if fallen := trial.fallen():
        return f"It gets worse at {_shown(fallen)} on articles held out."
    if fallen := checked.missed():
        return f"It forgets {_shown(fallen)}: it finds less in an article of another project."
    return None


def _shown(classes: Iterable[str]) -> str:
    return " and ".join(_SHOWN_AS[name] for name in sorted(classes))


def _taught(prepared: Iterable[_Prepared]) -> frozenset[str]:
    """Return the classes that corrections speak of: where rules and analyst do not say the same."""
    spoken: set[str] = set()
    for item in prepared:
        gold, rules = _gold(item), _rules(item)
        spoken |= {CLASS_OF[kind] for _span, kind in gold.items() ^ rules.items()}
    return frozenset(spoken)


def _prepare(fold: Fold, parse: Parse) -> list[_Prepared]:
    known_names = KnownNames(fold.knowledge)
    return [_read(example, known_names, parse) for example in fold.examples]


def _read(example: MentionExample, known_names: KnownNames, parse: Parse) -> _Prepared:
    finder = MentionFinder(known_names, ArticleActors(known_names), "model:parser")
    parsed = tuple(parse(example.text))
    known = tuple(finder.find(ParsedChunk(example.text, piece.span, doc)) for piece, doc in parsed)
    return _Prepared(example, parsed, known)


def _train(prepared: Iterable[_Prepared]) -> Linear:
    rows, labels, sizes = map(np.concatenate, zip(*map(_examples, prepared), strict=True))
    batch = max(_SMALLEST, len(rows) // _BATCHES)
    how = Training(_ROUNDS, batch, _PENALTY / max(len(rows), 1), _RATE, least=1)
    return train(rows, labels, sizes, LABELS, how)


def _examples(item: _Prepared) -> tuple[Features, Labels, Sizes]:
    """Return the rows of an article with their labels, and how many each sentence has."""
    text = item.example.text
    marked = [(without_article(text, span), kind) for span, kind in item.example.mentions]
    # Of mentions inside one another the longest is learned.
    marked.sort(key=lambda mention: mention[0].start - mention[0].end)
    rows, labels, sizes = [], [], []
    for (piece, doc), known in zip(item.chunks, item.known, strict=True):
        words, offset = read(doc), piece.span.start
        rows.append(mention_features(words, offset, known))
        labels.append(labels_of(words, offset, marked))
        sizes.append(words.sizes)
    return np.concatenate(rows), np.concatenate(labels), np.concatenate(sizes)


def _tried(
    held_out: Iterable[tuple[Iterable[_Prepared], Linear]], classes: frozenset[str]
) -> _Trial:
    """How models that speak of these classes do on articles that they were not trained on."""
    trial = _Trial()
    for items, model in held_out:
        recogniser = Recogniser(model, 0, classes)
        for item in items:
            found = _marked(item.example.text, _found(item, recogniser))
            trial.add(item.example.text, _gold(item), _rules(item), found)
    return trial


class _Trial:
    """What a model finds beside what the rules alone find, in all and of each class."""

    def __init__(self) -> None:
        self.mistakes = _Mistakes()
        self._scores = {name: (MentionScores(), MentionScores()) for name in (_ALL, *NAMES)}
        self._reached = {name: (MentionScores(), MentionScores()) for name in NAMES}

    def add(self, text: str, gold: Marked, rules: Marked, found: Marked) -> None:
        """Count one article."""
        self.mistakes.add(text, gold, found)
        for name, (before, now) in self._scores.items():
            right = _named(_only(gold, name))
            before.add(right, _named(_only(rules, name)))
            now.add(right, _named(_only(found, name)))
        for name, (before, now) in self._reached.items():
            right = _named(_only(gold, name))
            before.add(right, _named(rules))
            now.add(right, _named(found))

    def figures(self) -> dict[str, Any]:
        """{"before", "now"}: figures of all classes together."""
        return self._figures(_ALL)

    def by_class(self) -> dict[str, Any]:
        """{class: {"before", "now"}}: figures of each class."""
        return {name: self._figures(name) for name in NAMES}

    def fallen(self) -> frozenset[str]:
        """Return the classes that are found worse more than is ALLOWED: F of spans with kinds."""
        return _fallen(self._scores, "typed", "f")

    def missed(self) -> frozenset[str]:
        """The classes of which less is found, as whatever it may be, more than is ALLOWED."""
        return _fallen(self._reached, "overlap", "r")

    def _figures(self, name: str) -> dict[str, Any]:
        before, now = self._scores[name]
        return {"before": before.figures(), "now": now.figures()}


def _fallen(
    scores: Mapping[str, tuple[MentionScores, MentionScores]], match: str, figure: str
) -> frozenset[str]:
    """The classes whose figure falls by more than ALLOWED, and by more than a single mention."""
    found = set()
    for name, of in scores.items():
        before, now = (one.figures()[match] for one in of)
        single = 100 / max(before["gold"], 1)
        if name != _ALL and now[figure] < before[figure] - max(ALLOWED, single):
            found.add(name)
    return frozenset(found)


def _only(marked: Marked, name: str) -> Marked:
    if name == _ALL:
        return marked
    return {span: kind for span, kind in marked.items() if CLASS_OF[kind] == name}


def _found(item: _Prepared, recogniser: Recogniser) -> Iterable[tuple[Span, str]]:
    for (piece, doc), known in zip(item.chunks, item.known, strict=True):
        own = recogniser.find(item.example.text, piece.span.start, doc, known)
        yield from ((mention.span, mention.kind) for mention in own)
        yield from ((mention.span, mention.actor.kind) for mention in beside(own, known))


def _gold(item: _Prepared) -> Marked:
    return _marked(item.example.text, item.example.mentions)


def _rules(item: _Prepared) -> Marked:
    return _marked(item.example.text, ((m.span, m.actor.kind) for part in item.known for m in part))


def _marked(text: str, mentions: Iterable[tuple[Span, str]]) -> Marked:
    return {bare(text, span): kind for span, kind in mentions}


def _named(marked: Marked) -> dict[Span, Named]:
    return {span: Named(kind, frozenset()) for span, kind in marked.items()}


class _Mistakes:
    """Counts what is missed and what is found wrongly."""

    def __init__(self) -> None:
        self._missed: Counter[tuple[str, str]] = Counter()
        self._spurious: Counter[tuple[str, str]] = Counter()

    def add(self, text: str, gold: Marked, found: Marked) -> None:
        """Count one article."""
        for counter, one, other in ((self._missed, gold, found), (self._spurious, found, gold)):
            for span, kind in one.items():
                if other.get(span) != kind:
                    counter[text[span.start : span.end], kind] += 1

    def figures(self) -> dict[str, list[list[str | int]]]:
        """{"missed", "spurious"}: lists of words, kind and count."""
        return {
            name: [[words, kind, count] for (words, kind), count in counter.most_common(_SHOWN)]
            for name, counter in (("missed", self._missed), ("spurious", self._spurious))
        }
