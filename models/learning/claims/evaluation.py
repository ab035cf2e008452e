# SPDX-License-Identifier: MIT
"""How right the claims found in articles are, and what is commonly wrong, for people to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimdesk.models.analysis.matching import Counts, alike, match
from claimdesk.models.learning.claims.dataset import TrainingArticle
from claimdesk.models.messages.catalogue import _
from claimdesk.models.suggest.claim_drafts import TokenClaim
from claimdesk.models.suggest.syntax import Tokens

_LISTED = 8
"""Cues of which it is said that they are missed, or taken wrongly."""
_EXAMPLE = 160
"""Code points of an example."""


@dataclass(slots=True)
class ArticleMatches:
    """The claims found in one article beside the right ones."""

    article: TrainingArticle
    found: Sequence[TokenClaim]
    pairs: dict[int, int]
    """Right claim -> found claim whose content is the same by half."""
    sourced: int
    """How many can be paired so that the sources share a word too, or neither has one."""

    @classmethod
    def of(cls, article: TrainingArticle, found: Sequence[TokenClaim]) -> ArticleMatches:
        """Match the claims one to one, by content and by content and source."""
        right = article.right
        near = alike([claim.content for claim in right], [claim.content for claim in found])
        with_source = [
            [j for j in row if _sources_touch(right[i], found[j])] for i, row in enumerate(near)
        ]
        return cls(article, found, match(near), len(match(with_source)))

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Right by content, right by content and source, right ones in all, found ones in all."""
        return len(self.pairs), self.sourced, len(self.article.right), len(self.found)


def _sources_touch(one: TokenClaim, other: TokenClaim) -> bool:
    return bool(one.source & other.source) or not (one.source or other.source)


@dataclass(slots=True)
class Totals:
    """Sums of the counts of judgements."""

    content: Counts = field(default_factory=Counts)
    sourced: Counts = field(default_factory=Counts)

    @classmethod
    def of(cls, counts: Iterable[Sequence[int]]) -> Totals:
        """Return the sums over articles."""
        totals = cls()
        for content, sourced, right, found in counts:
            totals.content.add(content, right, found)
            totals.sourced.add(sourced, right, found)
        return totals

    def figures(self, what: str) -> dict[str, Any]:
        """Return {"what", "content", "content_source"}, the figures as `Counts` gives them."""
        return {
            "what": what,
            "content": self.content.figures(),
            "content_source": self.sourced.figures(),
        }

    @property
    def quality(self) -> float:
        """One number to compare by: the mean of both F, 0..1."""
        return (_f(self.content) + _f(self.sourced)) / 2


def _f(counts: Counts) -> float:
    return 2 * counts.right / max(counts.gold + counts.predicted, 1)


def mistakes(judgements: Iterable[ArticleMatches]) -> dict[str, Any]:
    """Return what is commonly wrong, as in the report of an `Outcome`."""
    missed, spurious = _CueCounter(), _CueCounter()
    bounds = source = 0
    for judged in judgements:
        right, found = judged.article.right, judged.found
        paired = set(judged.pairs.values())
        loose = [claim for j, claim in enumerate(found) if j not in paired]
        of_loose = frozenset[int]().union(*(claim.cue for claim in loose))
        cues = frozenset[int]().union(*(claim.cue for claim in right))
        for i, claim in enumerate(right):
            if i in judged.pairs:
                source += not _sources_touch(claim, found[judged.pairs[i]])
            elif claim.cue & of_loose:
                bounds += 1
            else:
                missed.add(judged.article, claim)
        for other in loose:
            if not other.cue & cues:
                spurious.add(judged.article, other)
    return {
        "missed": missed.commonest(),
        "spurious": spurious.commonest(),
        "bounds": bounds,
        "source": source,
    }


class _CueCounter:
    """Cues, how often each was met, and where first."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def add(self, article: TrainingArticle, claim: TokenClaim) -> None:
        words = article.words(claim.cue) or _("(no cue)")
        self._counts[words] += 1
        if words not in self._examples:
            self._examples[words] = _excerpt(article, claim.cue | claim.content)

    def commonest(self) -> list[Mapping[str, Any]]:
        ordered = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        return [
            {"cue": words, "count": count, "example": self._examples[words]}
            for words, count in ordered[:_LISTED]
        ]


def _excerpt(article: TrainingArticle, tokens: Tokens) -> str:
    spans = article.places.spans(tokens)
    text = " ".join(article.example.text[spans[0].start : spans[-1].end].split())
    return text if len(text) <= _EXAMPLE else text[: _EXAMPLE - 1] + "…"
