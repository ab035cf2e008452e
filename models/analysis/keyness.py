# SPDX-License-Identifier: MIT
"""Keyness: which words are typical of some claims against the rest.

The statistic is the log-likelihood G² of the two frequencies of a word, 2 · Σ O · ln(O / E) over
both parts, as in P. Rayson and R. Garside, "Comparing corpora using frequency profiling" (2000),
after T. Dunning, "Accurate methods for the statistics of surprise and coincidence" (1993). Since it
grows with the size of the parts, it is read with an effect size: the log ratio, the binary
logarithm of how many times as frequent the word is (A. Hardie, "Log Ratio – an informal
introduction", 2014; 0.5 stands for a count of 0). 1 is twice as frequent, 2 four times.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.claim_words import Piece, pieces, words_of
from claimdesk.models.analysis.cross_table import chi_square_tail
from claimdesk.models.analysis.distribution import claim_ids

MOST = 500
"""Words that are listed."""
_FEWEST = 2
"""Times that a word has to occur to be compared."""
_MOST_PIECES = 300
"""Pieces of claims that are kept for each word."""
_ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word of the claims: how often it occurs in them and in the rest."""

    word: str
    count: int
    rest: int
    per_thousand: float
    per_thousand_rest: float
    likelihood: float
    """G²; 0 if there is nothing to compare with."""
    ratio: float
    """The log ratio."""
    p: float
    """How probable so different frequencies are by chance, corrected for all words (Bonferroni)."""
    claims: frozenset[int]
    """The claims that have it."""
    pieces: tuple[Piece, ...]
    """Where it occurs; the first ones if they are many."""


@dataclass(frozen=True, slots=True)
class Keyness:
    """The words of some claims, the most typical first, or the most frequent without a rest."""

    words: tuple[Keyword, ...]
    tokens: int
    rest_tokens: int
    compared: int
    """How many different words were compared."""

    @property
    def typical(self) -> int:
        """How many words are more frequent than chance would have it."""
        return sum(word.p < _ALPHA for word in self.words)


def keyness(connection: Connection, claims: ClaimFilter) -> Keyness:
    """Return the words of the claims of a filter against the others of its state and article."""
    everything = replace(claims, where=(), only=None)
    own = frozenset(claim_ids(connection, claims))
    counts: Counter[str] = Counter()
    rest: Counter[str] = Counter()
    for piece in pieces(connection, everything):
        found = [word for word, _start, _end in words_of(piece.quote)]
        (counts if piece.claim in own else rest).update(found)
    tokens, rest_tokens = counts.total(), rest.total()
    scored = [
        (likelihood(count, rest[word], tokens, rest_tokens), count, word)
        for word, count in counts.items()
        if (count >= _FEWEST or not rest_tokens)
        and (not rest_tokens or count * rest_tokens > rest[word] * max(tokens, 1))
    ]
    scored.sort(key=lambda found: (-found[0], -found[1], found[2]))
    chosen = {word: likely for likely, _count, word in scored[:MOST]}
    where, kept = _occurrences(pieces(connection, claims), chosen)
    compared = len(counts.keys() | rest.keys())
    words = tuple(
        Keyword(
            word,
            counts[word],
            rest[word],
            1000 * counts[word] / tokens,
            1000 * rest[word] / rest_tokens if rest_tokens else 0.0,
            likely,
            log_ratio(counts[word], rest[word], tokens, rest_tokens),
            min(chi_square_tail(likely, 1) * compared, 1.0) if rest_tokens else 1.0,
            frozenset(where[word]),
            tuple(kept[word]),
        )
        for word, likely in chosen.items()
    )
    return Keyness(words, tokens, rest_tokens, compared)


def likelihood(count: int, rest: int, tokens: int, rest_tokens: int) -> float:
    """Return G² of a word that occurs `count` times in `tokens`, and `rest` in `rest_tokens`."""
    if not tokens or not rest_tokens:
        return 0.0
    share = (count + rest) / (tokens + rest_tokens)
    return 2 * sum(
        observed * math.log(observed / (size * share))
        for observed, size in ((count, tokens), (rest, rest_tokens))
        if observed
    )


def log_ratio(count: int, rest: int, tokens: int, rest_tokens: int) -> float:
    """Return the binary logarithm of how many times as frequent a word is as in the rest."""
    if not tokens or not rest_tokens:
        return 0.0
    return math.log2(((count or 0.5) / tokens) / ((rest or 0.5) / rest_tokens))


def _occurrences(
    found: Iterable[Piece], words: Iterable[str]
) -> tuple[dict[str, set[int]], dict[str, list[Piece]]]:
    """Return the claims of each word, and the first pieces that have it."""
    where: dict[str, set[int]] = {word: set() for word in words}
    kept: dict[str, list[Piece]] = {word: [] for word in where}
    for piece in found:
        for word in {word for word, _start, _end in words_of(piece.quote)} & where.keys():
            where[word].add(piece.claim)
            if len(kept[word]) < _MOST_PIECES:
                kept[word].append(piece)
    return where, kept
