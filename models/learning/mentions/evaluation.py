# SPDX-License-Identifier: MIT
"""How well a model of mentions finds those of articles that it was not trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from claimdesk.models.analysis.mention_scores import MentionScores, Named, bare
from claimdesk.models.learning.arrays.crf import Linear
from claimdesk.models.learning.gate import Found, f_differences
from claimdesk.models.learning.mentions.features import CLASS_NAMES
from claimdesk.models.learning.mentions.model import MentionModel
from claimdesk.models.learning.mentions.training import ParsedExample
from claimdesk.models.suggest.recognition import CLASS_OF_KIND, not_overlapped
from claimdesk.models.text.spans import Span

ALLOWED_LOSS = 1.0
"""Points by which the figure of a class may fall; where it has few mentions, by one of them."""
_ALL = ""
"""In place of the name of a class."""
_LISTED = 12
"""Kinds of mistakes that a report lists."""

MarkedSpans = dict[Span, str]
"""Mentions of a text: span without article, title and possessive, and kind."""


def evaluate(
    held_out: Iterable[tuple[Iterable[ParsedExample], Linear]], classes: frozenset[str]
) -> Evaluation:
    """How models that speak of these classes do on articles that they were not trained on."""
    evaluation = Evaluation()
    for items, model in held_out:
        mention_model = MentionModel(model, 0, classes)
        for item in items:
            found = _marked(item.example.text, _found(item, mention_model))
            evaluation.add(item.example.text, _gold(item), _rules(item), found)
    return evaluation


def corrected_classes(examples: Iterable[ParsedExample]) -> frozenset[str]:
    """Return the classes that corrections speak of: where rules and analyst do not say the same."""
    corrected: set[str] = set()
    for item in examples:
        gold, rules = _gold(item), _rules(item)
        corrected |= {CLASS_OF_KIND[kind] for _span, kind in gold.items() ^ rules.items()}
    return frozenset(corrected)


class Evaluation:
    """What a model finds beside what the rules alone find, in all and of each class."""

    def __init__(self) -> None:
        self.mistakes = _Mistakes()
        self._articles: list[tuple[Found, Found, int]] = []
        """What rules and model find in each article, and how many mentions it has."""
        self._scores = {name: (MentionScores(), MentionScores()) for name in (_ALL, *CLASS_NAMES)}
        self._overlapping = {name: (MentionScores(), MentionScores()) for name in CLASS_NAMES}

    def add(self, text: str, gold: MarkedSpans, rules: MarkedSpans, found: MarkedSpans) -> None:
        """Count one article."""
        self.mistakes.add(text, gold, found)
        by_rules, by_model = (
            Found(len(gold.items() & one.items()), len(one)) for one in (rules, found)
        )
        self._articles.append((by_rules, by_model, len(gold)))
        for name, (before, now) in self._scores.items():
            right = _named(_only(gold, name))
            before.add(right, _named(_only(rules, name)))
            now.add(right, _named(_only(found, name)))
        for name, (before, now) in self._overlapping.items():
            right = _named(_only(gold, name))
            before.add(right, _named(rules))
            now.add(right, _named(found))

    def differences(self) -> list[float]:
        """Return by how much more the model finds than the rules in each article."""
        before, now, gold = zip(*self._articles, strict=True) if self._articles else ((), (), ())
        return f_differences(before, now, gold)

    def figures(self) -> dict[str, Any]:
        """{"before", "now"}: figures of all classes together."""
        return self._figures(_ALL)

    def by_class(self) -> dict[str, Any]:
        """{class: {"before", "now"}}: figures of each class."""
        return {name: self._figures(name) for name in CLASS_NAMES}

    def worse_classes(self) -> frozenset[str]:
        """Return the classes whose F of spans with kinds falls by more than ALLOWED_LOSS."""
        return _classes_below(self._scores, "typed", "f")

    def missed_classes(self) -> frozenset[str]:
        """Return the classes whose recall, whatever the kind, falls by more than ALLOWED_LOSS."""
        return _classes_below(self._overlapping, "overlap", "r")

    def _figures(self, name: str) -> dict[str, Any]:
        before, now = self._scores[name]
        return {"before": before.figures(), "now": now.figures()}


def _classes_below(
    scores: Mapping[str, tuple[MentionScores, MentionScores]], match: str, figure: str
) -> frozenset[str]:
    """Return the classes whose figure falls by more than ALLOWED_LOSS and a single mention."""
    found = set()
    for name, of in scores.items():
        before, now = (one.figures()[match] for one in of)
        single = 100 / max(before["gold"], 1)
        if name != _ALL and now[figure] < before[figure] - max(ALLOWED_LOSS, single):
            found.add(name)
    return frozenset(found)


def _only(marked: MarkedSpans, name: str) -> MarkedSpans:
    if name == _ALL:
        return marked
    return {span: kind for span, kind in marked.items() if CLASS_OF_KIND[kind] == name}


def _found(item: ParsedExample, mention_model: MentionModel) -> Iterable[tuple[Span, str]]:
    for (piece, doc), known in zip(item.chunks, item.known, strict=True):
        own = mention_model.find(item.example.text, piece.span.start, doc, known)
        yield from ((mention.span, mention.kind) for mention in own)
        yield from ((mention.span, mention.actor.kind) for mention in not_overlapped(known, own))


def _gold(item: ParsedExample) -> MarkedSpans:
    return _marked(item.example.text, item.example.mentions)


def _rules(item: ParsedExample) -> MarkedSpans:
    return _marked(item.example.text, ((m.span, m.actor.kind) for part in item.known for m in part))


def _marked(text: str, mentions: Iterable[tuple[Span, str]]) -> MarkedSpans:
    return {bare(text, span): kind for span, kind in mentions}


def _named(marked: MarkedSpans) -> dict[Span, Named]:
    return {span: Named(kind, frozenset()) for span, kind in marked.items()}


class _Mistakes:
    """Counts what is missed and what is found wrongly."""

    def __init__(self) -> None:
        self._missed: Counter[tuple[str, str]] = Counter()
        self._spurious: Counter[tuple[str, str]] = Counter()

    def add(self, text: str, gold: MarkedSpans, found: MarkedSpans) -> None:
        """Count one article."""
        for counter, one, other in ((self._missed, gold, found), (self._spurious, found, gold)):
            for span, kind in one.items():
                if other.get(span) != kind:
                    counter[text[span.start : span.end], kind] += 1

    def figures(self) -> dict[str, list[list[str | int]]]:
        """{"missed", "spurious"}: lists of words, kind and count."""
        return {
            name: [[words, kind, count] for (words, kind), count in counter.most_common(_LISTED)]
            for name, counter in (("missed", self._missed), ("spurious", self._spurious))
        }
