# SPDX-License-Identifier: MIT
"""What tells the words of mentions: the parse and the rules' mentions, as columns of numbers.

One word is one row; the words of a sentence are a chain. What the parse says of a chunk is read
once; the rules' mentions, which depend on what the article said before, are laid over it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from claimdesk.models.learning.arrays.crf import Labels, Sizes
from claimdesk.models.learning.arrays.hashing import Column, Features, buckets, mixed_by_column
from claimdesk.models.registry.gazetteer import gazetteer
from claimdesk.models.suggest.data import MentionSuggestion
from claimdesk.models.suggest.recognition import CLASS_OF_KIND, KIND_CLASSES
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

CLASS_NAMES = tuple(KIND_CLASSES)
"""The classes that are labelled; few finished articles show each kind of a class often enough."""
OUTSIDE = 0
LABELS = 1 + 2 * len(CLASS_NAMES)
"""Number of labels of a word: OUTSIDE, and for each class one that begins a mention and one that
continues it (BIO)."""

_FAMILY = 4_000
_ATTRIBUTES = (
    "LOWER",
    "POS",
    "ENT_IOB",
    "ENT_TYPE",
    "SHAPE",
    "LEMMA",
    "TAG",
    "DEP",
    "SUFFIX",
    "HEAD",
    "SENT_START",
    "IS_SPACE",
    "IS_UPPER",
    "IS_TITLE",
    "IDX",
    "LENGTH",
)
_BELOW = ("conj", "appos", "compound", "amod", "nmod", "poss", "det")
"""Relations of words that are part of the phrase of their head."""
_HIGH = 4
"""Doublings of the steps up to the head of a phrase: 16 steps."""
_TELLING = ("pobj", "dobj", "nsubj")
"""Relations of a phrase for which the word above it counts."""
_SEEN_FROM = {
    -2: (3, np.uint64(0xD6E8FEB86659FD93)),
    -1: (5, np.uint64(0xA0761D6478BD642F)),
    1: (5, np.uint64(0xE7037ED1A0B428DB)),
    2: (3, np.uint64(0x8EBC6AF09C88C6E3)),
}
"""WordTable so far on -> how many of their first columns a word sees, and what tells them apart."""
_WIDE = max(count for count, _factor in _SEEN_FROM.values())
_GAP = max(_SEEN_FROM)
_PAIRED = np.uint64(0x9FB21C651E98DF25)
_ORIGINS = {"rule:registry": 1, "rule:gazetteer": 2, "rule:memory": 3, "rule:document": 4}
_OTHER_ORIGIN = 5


@dataclass(frozen=True, slots=True)
class WordTable:
    """The words of a parsed chunk, without white space; offsets are those of its text."""

    starts: list[int]
    ends: list[int]
    sizes: Sizes
    """WordTable of each sentence."""
    own: NDArray[np.uint64]
    """What the parse says of each word, a column each; the first are what others see of it."""
    phrase: NDArray[np.uint64]
    """What the parse says of the phrase that each word is in, a column each."""


class _VocabularyIds:
    """What is asked for, as a vocabulary numbers it."""

    def __init__(self, vocab: Vocab) -> None:
        from spacy import attrs

        number = vocab.strings.add
        self.attributes = [getattr(attrs, name) for name in _ATTRIBUTES]
        self.below = np.array([number(name) for name in _BELOW], np.uint64)
        self.telling = np.array([number(name) for name in _TELLING], np.uint64)
        self.peoples = frozenset(number(word) for word in gazetteer().adjectives)

    @staticmethod
    @cache
    def of(vocab: Vocab) -> _VocabularyIds:
        """Return the terms for a vocabulary, made once."""
        return _VocabularyIds(vocab)


def read(doc: Doc) -> WordTable:
    """Return the words of a parsed chunk; it may be empty."""
    terms = _VocabularyIds.of(doc.vocab)
    values = doc.to_array(terms.attributes).view(np.uint64)
    kept = np.flatnonzero(values[:, 11] == 0)
    lower, pos, iob, entity, shape, lemma, tag, dep, suffix = values[:, :9].T
    head = np.arange(len(values)) + values[:, 9].view(np.int64)
    governing = _phrases(dep, head, terms)
    relation, above = dep[governing], head[governing]
    telling = _is_in(relation, terms.telling)
    capital = 2 * values[:, 12] + values[:, 13]
    people = np.array([word in terms.peoples for word in lower.tolist()], np.uint64) * capital
    own = [lower, pos, iob ^ (entity * _PAIRED), shape, lemma, tag, dep, suffix, capital, people]
    own += [relation, relation ^ (lower * _PAIRED), (relation ^ (lemma[above] * _PAIRED)) * telling]
    phrase = [relation, (relation ^ (lower[above] * _PAIRED)) * telling]
    starts = values[kept, 14].astype(np.int64)
    return WordTable(
        starts.tolist(),
        (starts + values[kept, 15].astype(np.int64)).tolist(),
        _sizes(values[:, 10] == 1, kept),
        np.array(own).take(kept, axis=1).T,
        np.array(phrase).take(kept, axis=1).T,
    )


def _phrases(dep: Column, head: NDArray[np.int64], terms: _VocabularyIds) -> NDArray[np.int64]:
    """Return the head of the phrase that each word is part of."""
    up = np.where(_is_in(dep, terms.below), head, np.arange(len(head)))
    for _ in range(_HIGH):
        up = up[up]
    return up


def _is_in(column: Column, values: Column) -> NDArray[np.bool_]:
    return np.asarray((column[:, None] == values).any(axis=1))


def _sizes(begins: NDArray[np.bool_], kept: NDArray[np.int64]) -> Sizes:
    sizes = np.bincount(np.cumsum(begins)[kept])
    return sizes[sizes > 0].astype(np.int64)


def labels_of(words: WordTable, offset: int, marked: Iterable[tuple[Span, str]]) -> Labels:
    """Return the labels of words for mentions given as span and kind; the first come first.

    `offset` is the place of the words' chunk in the text of the spans.
    """
    labels = np.zeros(len(words.starts), np.int64)
    for span, kind in marked:
        first = bisect_left(words.starts, span.start - offset)
        last = bisect_right(words.ends, span.end - offset)
        if first < last and not labels[first:last].any():
            begin = 1 + 2 * CLASS_NAMES.index(CLASS_OF_KIND[kind])
            labels[first], labels[first + 1 : last] = begin, begin + 1
    return labels


def _origins(words: WordTable, offset: int, known: Iterable[MentionSuggestion]) -> Column:
    """Return what the mention that each word is in comes from; 0 outside."""
    origins = np.zeros(len(words.starts), np.uint64)
    for mention in known:
        first = bisect_right(words.ends, mention.span.start - offset)
        last = bisect_left(words.starts, mention.span.end - offset)
        number = _ORIGINS.get(mention.origin.partition("/")[0], _OTHER_ORIGIN)
        origins[first:last] = number
    return origins


def mention_features(words: WordTable, offset: int, known: Sequence[MentionSuggestion]) -> Features:
    """Return the features of words, shape (words, features).

    `known` are the rules' mentions in the chunk, whose place in their text is `offset`.
    """
    marks = labels_of(words, offset, [(m.span, m.actor.kind) for m in known]).astype(np.uint64)
    first = np.zeros(len(marks), np.uint64)
    first[np.cumsum(words.sizes) - words.sizes] = 1
    marked = words.phrase ^ ((marks[:, None] + np.uint64(1)) * _PAIRED)
    laid = np.column_stack(
        [words.own[:, :2], marks, words.own[:, 2:], _origins(words, offset, known), first, marked]
    )
    own = mixed_by_column(laid, _FAMILY)
    # Beyond the ends of a sentence stand rows that are not words.
    places = np.arange(len(own)) + _GAP * (1 + np.repeat(np.arange(len(words.sizes)), words.sizes))
    wide = np.zeros((len(own) + _GAP * (1 + len(words.sizes)), _WIDE), np.uint64)
    wide[places] = own[:, :_WIDE]
    beside = [wide[places + by, :count] * factor for by, (count, factor) in _SEEN_FROM.items()]
    return buckets(np.concatenate([own, *beside], axis=1))
