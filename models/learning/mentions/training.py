# SPDX-License-Identifier: MIT
"""Trains a model of mentions on parsed articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from claimdesk.models.learning.arrays.crf import Labels, Linear, Sizes, TrainingSettings, train
from claimdesk.models.learning.arrays.hashing import Features
from claimdesk.models.learning.mentions.dataset import Fold, MentionExample
from claimdesk.models.learning.mentions.features import (
    LABELS,
    labels_of,
    mention_features,
    read,
)
from claimdesk.models.registry.name_matching import without_article
from claimdesk.models.suggest.actors import MentionFinder, ParsedChunk
from claimdesk.models.suggest.chunks import Chunk
from claimdesk.models.suggest.coreference import ArticleActors
from claimdesk.models.suggest.data import MentionSuggestion
from claimdesk.models.suggest.known_names import KnownNames

if TYPE_CHECKING:
    from spacy.tokens import Doc

_EPOCHS, _RATE = 20, 0.2
_PENALTY = 0.4
"""L2 in all: the prior of weights of variance 2.5, whatever the number of articles."""
_BATCHES, _MIN_BATCH = 50, 200
"""Batches of an epoch, and the fewest rows that one has."""

Parse = Callable[[str], Sequence[tuple[Chunk, "Doc"]]]
"""Returns the chunks of a text with their parses."""


@dataclass(frozen=True, slots=True)
class ParsedExample:
    """An example as it is read without what it taught."""

    example: MentionExample
    chunks: tuple[tuple[Chunk, Doc], ...]
    known: tuple[list[MentionSuggestion], ...]
    """The rules' mentions, chunk by chunk."""


def parse_fold(fold: Fold, parse: Parse) -> list[ParsedExample]:
    """Parse the examples of a fold, with the names that the project knows without them."""
    known_names = KnownNames(fold.knowledge)
    return [parse_example(example, known_names, parse) for example in fold.examples]


def parse_example(example: MentionExample, known_names: KnownNames, parse: Parse) -> ParsedExample:
    """Parse one example and find its mentions by the rules."""
    finder = MentionFinder(known_names, ArticleActors(known_names), "model:parser")
    parsed = tuple(parse(example.text))
    known = tuple(finder.find(ParsedChunk(example.text, piece.span, doc)) for piece, doc in parsed)
    return ParsedExample(example, parsed, known)


def train_mentions(examples: Iterable[ParsedExample]) -> Linear:
    """Train the recogniser of mentions on parsed examples."""
    rows, labels, sizes = map(np.concatenate, zip(*map(_rows, examples), strict=True))
    batch = max(_MIN_BATCH, len(rows) // _BATCHES)
    how = TrainingSettings(_EPOCHS, batch, _PENALTY / max(len(rows), 1), _RATE, least=1)
    return train(rows, labels, sizes, LABELS, how)


def _rows(item: ParsedExample) -> tuple[Features, Labels, Sizes]:
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
