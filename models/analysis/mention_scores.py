# SPDX-License-Identifier: MIT
"""Score predicted mentions of actors and of domains.

Equal spans of one text count once. Before mentions of actors are compared, a leading article,
titles and a trailing 's or punctuation mark are removed on both sides; a title alone stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimdesk.models.analysis.matching import Counts, overlapping, rounded, share
from claimdesk.models.text.spans import Span, trimmed

_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_TAIL = re.compile(r"\s*(?:'s|’s|'|’|[.,;:])$")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.)+$")
_TITLES = re.compile(
    r"(?:(?:former|then|acting|deputy|vice|prime|foreign|defen[cs]e|interior|finance|chief|Mr|Mrs"
    r"|Ms|Dr|Sir|Lord|Gen|Lt|Col|Maj|Sgt|Capt|Adm|Brig|Rep|Sen|Gov|Prof|President|Minister"
    r"|Secretary|Chancellor|King|Queen|Prince|Princess|Sheikh|Pope|Senator|Governor|General"
    r"|Colonel|Major|Captain|Admiral|Ambassador|Professor|Judge|Justice|Premier|Chairman|Director"
    r"|Commander|Congressman|Representative|Emperor|Spokesman|Spokeswoman)\.?\s+)+",
    re.IGNORECASE,
)


def bare(text: str, span: Span) -> Span:
    """Return the span without white space, article, titles, trailing 's and punctuation mark."""
    start, end = trimmed(text, span)
    if leading := _ARTICLE.match(text, start, end):
        start = leading.end()
    piece = text[start:end]
    tail = _TAIL.search(piece)
    if tail and tail.start() and not _ABBREVIATION.search(piece):
        end = start + tail.start()
    titles = _TITLES.match(text, start, end)
    if titles and titles.end() < end:
        start = titles.end()
    return Span(start, end)


@dataclass(frozen=True, slots=True)
class Named:
    """What mentions are compared by besides their span; None if unknown."""

    kind: str | None
    """The kind of its actor."""
    names: frozenset[str]
    """The names of its actor or domain, in the form that is compared."""


Mentions = Mapping[Span, Named]


class MentionScores:
    """Sums the counts over articles."""

    def __init__(self) -> None:
        self._span = Counts()
        self._typed = Counts()
        self._near_predicted = Counts()
        self._near_gold = Counts()
        self._linked = [0, 0]

    def add(self, gold: Mentions, predicted: Mentions) -> None:
        """Count one article."""
        same = gold.keys() & predicted.keys()
        typed = sum(gold[span].kind == predicted[span].kind for span in same)
        self._span.add(len(same), len(gold), len(predicted))
        self._typed.add(typed, len(gold), len(predicted))
        self._near_predicted.add(overlapping(predicted, gold), 0, len(predicted))
        self._near_gold.add(overlapping(gold, predicted), len(gold), 0)
        named = [span for span in same if gold[span].names]
        self._linked[0] += sum(bool(gold[span].names & predicted[span].names) for span in named)
        self._linked[1] += len(named)

    def figures(self) -> dict[str, Any]:
        """Return {"untyped", "typed", "overlap", "linking"}.

        Linking is the accuracy over mentions whose span is right and whose actor the gold names.
        """
        near = share(self._near_predicted.right, self._near_predicted.predicted)
        reached = share(self._near_gold.right, self._near_gold.gold)
        return {
            "untyped": self._span.figures(),
            "typed": self._typed.figures(),
            "overlap": {
                **rounded(near, reached),
                "gold": self._span.gold,
                "pred": self._span.predicted,
            },
            "linking": accuracy(*self._linked),
        }


def accuracy(right: int, of: int) -> dict[str, Any]:
    """Return {"accuracy" in percent, "right", "of"}."""
    return {"accuracy": round(100 * share(right, of), 2), "right": right, "of": of}
