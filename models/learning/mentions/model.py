# SPDX-License-Identifier: MIT
"""Recognises mentions as the analyst marks them: a sequence model over the parse and the rules.

The rules' mentions are features among others. So it starts from what they know and learns where
this project differs: which kinds, which boundaries, which descriptions count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from claimdesk.models.learning.arrays.crf import (
    Labels,
    Linear,
    Scores,
    Sizes,
    label_probabilities,
    viterbi,
)
from claimdesk.models.learning.arrays.hashing import BUCKETS, Features
from claimdesk.models.learning.arrays.weights import packed, unpacked
from claimdesk.models.learning.mentions.features import (
    CLASS_NAMES,
    LABELS,
    OUTSIDE,
    WordTable,
    mention_features,
    read,
)
from claimdesk.models.suggest.data import MentionSuggestion
from claimdesk.models.suggest.recognition import CLASS_OF_KIND, RecognisedMention
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_KNOWN = ("rule:registry", "rule:gazetteer", "rule:memory")
_PART, _CLASSES = "mentions", "classes"
_CERTAIN = 0.995
"""How probable a word has to be in no mention, so that what stands beside it is read by itself."""

Index = NDArray[np.int64]


class MentionModel:
    """A learned model of mentions; `version` is its number in the project.

    It decides about some classes only: the rules' mentions of others stay as they are.
    """

    def __init__(self, linear: Linear, version: int, classes: Iterable[str] = CLASS_NAMES) -> None:
        self.version = version
        self._classes = frozenset(classes)
        self._transitions = linear.transitions
        # Most features have no weight: they share a row of zeros.
        self._row_of = np.full(BUCKETS, len(linear.buckets), np.int32)
        self._row_of[linear.buckets] = np.arange(len(linear.buckets))
        self._weights = np.vstack([linear.weights, np.zeros((1, LABELS), np.float32)])

    @classmethod
    def read(cls, data: bytes, version: int) -> MentionModel:
        """Return the model that `packed` made these bytes of.

        Raises ClaimdeskError if they are anything else; they may come from anywhere.
        """
        parts, about = unpacked(data, {_PART: LABELS})
        classes = about.get(_CLASSES)
        return cls(parts[_PART], version, CLASS_NAMES if classes is None else map(str, classes))

    def find(
        self, text: str, offset: int, doc: Doc, known: Sequence[MentionSuggestion]
    ) -> list[RecognisedMention]:
        """Return what it takes for mentions in a chunk of `text` that begins at `offset`.

        `doc` is the parse of the chunk, `known` are what the rules found there.
        """
        words = read(doc)
        labels, sure = self._labels(words, mention_features(words, offset, known))
        found: list[RecognisedMention] = []
        for first, last in _runs(labels, words.sizes):
            span = Span(offset + words.starts[first], offset + words.ends[last - 1])
            name = CLASS_NAMES[(labels[first] - 1) // 2]
            if name in self._classes and not any(self._yields(span, m) for m in known):
                kind = _kind(span, name, text[span.start : span.end], known)
                found.append(RecognisedMention(span, kind, float(sure[first:last].min())))
        return found

    def _yields(self, span: Span, mention: MentionSuggestion) -> bool:
        """Return whether what the model takes for a mention gives way to one of the rules'."""
        others = CLASS_OF_KIND[mention.actor.kind] not in self._classes and span.overlaps(
            mention.span
        )
        return others or _is_part(span, mention)

    def _labels(self, words: WordTable, features: Features) -> tuple[Labels, Scores]:
        """Return the most probable label of each word, and its probability."""
        if not len(features):
            return np.zeros(0, np.int64), np.zeros(0)
        scores = self._weights.take(self._row_of.take(features), axis=0).sum(
            axis=1, dtype=np.float64
        )
        likely = label_probabilities(scores, words.sizes, self._transitions)
        labels = np.zeros(len(scores), np.int64)
        rows = np.flatnonzero(likely[:, OUTSIDE] < _CERTAIN)
        if len(rows):
            labels[rows] = viterbi(
                *_pieces(rows, scores, words.sizes, self._transitions), self._transitions
            )
        return labels, likely[np.arange(len(labels)), labels]


def _pieces(rows: Index, scores: Scores, sizes: Sizes, steps: Scores) -> tuple[Scores, Sizes]:
    """Return the scores of these words of sentences in pieces, and how many words each piece has.

    What stands between the pieces is outside: the steps from there and back are in the scores.
    """
    ends = np.cumsum(sizes)
    sentence = np.repeat(np.arange(len(sizes)), sizes)[rows]
    apart = np.ones(len(rows) + 1, np.bool_)
    apart[1:-1] = (np.diff(rows) > 1) | (np.diff(sentence) > 0)
    begins = np.flatnonzero(apart)
    first, last = begins[:-1], begins[1:] - 1
    own = scores[rows]
    own[first[rows[first] > (ends - sizes)[sentence[first]]]] += steps[OUTSIDE]
    own[last[rows[last] < ends[sentence[last]] - 1]] += steps[:, OUTSIDE]
    return own, np.diff(begins)


def packed_model(linear: Linear, classes: Iterable[str] = CLASS_NAMES) -> bytes:
    """Return a trained model that speaks of these classes as bytes, for `MentionModel.read`."""
    return packed({_PART: linear}, {_CLASSES: sorted(classes)})


def _runs(labels: Labels, sizes: Sizes) -> Iterator[tuple[int, int]]:
    """First word and end of each mention."""
    inside = np.flatnonzero(labels).tolist()
    ends = frozenset(np.cumsum(sizes)[:-1].tolist()) if inside else frozenset()
    start = -1
    for at in inside:
        if at < start:
            continue
        goes_on = labels[at] + labels[at] % 2
        start = at + 1
        while start < len(labels) and labels[start] == goes_on and start not in ends:
            start += 1
        yield at, start


def _is_part(span: Span, mention: MentionSuggestion) -> bool:
    """Return whether a span is only part of a name that is known: such names stay whole."""
    whole = mention.span
    inside = whole.start <= span.start and span.end <= whole.end and whole != span
    return inside and mention.origin in _KNOWN


def _kind(span: Span, name: str, words: str, known: Sequence[MentionSuggestion]) -> str:
    """Return the kind of what is of a class: as the rules know it, else the usual one."""
    for mention in known:
        if mention.span.overlaps(span) and CLASS_OF_KIND[mention.actor.kind] == name:
            return mention.actor.kind
    if name == "body" and not any(c.isupper() for c in words):
        return "group"
    return {"land": "place", "body": "organization"}.get(name, name)
