# SPDX-License-Identifier: MIT
"""Compare predictions with a gold standard: tokens, matching, precision, recall and F."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Any

from claimdesk.models.text.spans import Span

Tokens = frozenset[int]
"""Indices of tokens of one text."""

_TOKEN = re.compile(r"\w+|[^\w\s]")


class Tokenised:
    """The tokens of a text: words, and each other character that is not white space."""

    def __init__(self, text: str) -> None:
        self.spans = [Span(*match.span()) for match in _TOKEN.finditer(text)]
        self._starts = [span.start for span in self.spans]
        self._ends = [span.end for span in self.spans]

    def inside(self, spans: Iterable[Span]) -> Tokens:
        """Return the tokens that share a character with one of the spans."""
        return frozenset(
            index
            for start, end in spans
            if start < end
            for index in range(bisect_right(self._ends, start), bisect_left(self._starts, end))
        )


@dataclass(slots=True)
class Counts:
    """Numbers of true positives, of gold items and of predicted items."""

    right: int = 0
    gold: int = 0
    predicted: int = 0

    def add(self, right: int, gold: int, predicted: int) -> None:
        """Add the numbers of one article."""
        self.right += right
        self.gold += gold
        self.predicted += predicted

    def figures(self) -> dict[str, Any]:
        """Return {"p", "r", "f"} in percent with two decimals, counts {"tp", "gold", "pred"}.

        A division by zero gives 0.
        """
        p, r = share(self.right, self.predicted), share(self.right, self.gold)
        return {
            **rounded(p, r),
            "tp": self.right,
            "gold": self.gold,
            "pred": self.predicted,
        }


def share(part: int, whole: int) -> float:
    """Return `part` divided by `whole`, 0..1; 0 if `whole` is 0."""
    return part / whole if whole else 0.0


def rounded(p: float, r: float) -> dict[str, float]:
    """Return precision and recall (0..1) with their harmonic mean, in percent."""
    f = 2 * p * r / (p + r) if p + r else 0.0
    return {"p": round(100 * p, 2), "r": round(100 * r, 2), "f": round(100 * f, 2)}


def jaccard(one: Tokens, other: Tokens) -> float:
    """Return the Jaccard index of two sets, 0..1: intersection over union."""
    return len(one & other) / len(one | other) if one or other else 0.0


def runs(tokens: Tokens) -> Iterator[Span]:
    """Yield the maximal runs of consecutive tokens, end-exclusive."""
    for _, group in groupby(enumerate(sorted(tokens)), lambda pair: pair[1] - pair[0]):
        members = [index for _, index in group]
        yield Span(members[0], members[-1] + 1)


Candidates = Sequence[Sequence[int]]
"""For each gold item the indices of predicted items it may be paired with, the best first."""


def alike(gold: Sequence[Tokens], predicted: Sequence[Tokens], least: float = 0.5) -> Candidates:
    """Return the candidates whose token Jaccard is at least `least`, which is above 0.

    Takes time in proportion to the pairs that share a token.
    """
    holders: dict[int, list[int]] = {}
    for j, tokens in enumerate(predicted):
        for token in tokens:
            holders.setdefault(token, []).append(j)
    candidates = []
    for tokens in gold:
        touched = {j for token in tokens for j in holders.get(token, ())}
        similarity = {j: jaccard(tokens, predicted[j]) for j in touched}
        near = [j for j, value in similarity.items() if value >= least]
        candidates.append(sorted(near, key=lambda j: (similarity[j], j), reverse=True))
    return candidates


def match(candidates: Candidates) -> dict[int, int]:
    """Return a maximum one-to-one matching: index of gold -> index of predicted.

    Tries the first candidate first; uses augmenting paths (Berge 1957).
    """
    owner: dict[int, int] = {}
    for start in range(len(candidates)):
        _augment(start, candidates, owner)
    return {i: j for j, i in owner.items()}


def _augment(start: int, candidates: Candidates, owner: dict[int, int]) -> None:
    """Match one more by an augmenting path; depth first, without recursion."""
    seen: set[int] = set()
    path = [(start, iter(candidates[start]), -1)]
    while path:
        _i, choices, _j = path[-1]
        step = next((j for j in choices if j not in seen), None)
        if step is None:
            path.pop()
            continue
        seen.add(step)
        if step in owner:
            path.append((owner[step], iter(candidates[owner[step]]), step))
            continue
        while path:
            i, _choices, came_by = path.pop()
            owner[step] = i
            step = came_by
        return


def overlapping(spans: Iterable[Span], others: Iterable[Span]) -> int:
    """Return how many of `spans` share a character with one of `others`."""
    ordered = sorted(others)
    starts = [span.start for span in ordered]
    reach = list(accumulate((span.end for span in ordered), max))
    before = ((span, bisect_left(starts, span.end)) for span in spans)
    return sum(index > 0 and reach[index - 1] > span.start for span, index in before)
