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
    own_name: str | None = None
    """The one of them that is no alias; None where there are no aliases."""

    def is_same(self, other: Named) -> bool:
        """Return whether both are one: the own name of one is a name of the other."""
        if self.own_name is None or other.own_name is None:
            return bool(self.names & other.names)
        return self.own_name in other.names or other.own_name in self.names


Mentions = Mapping[Span, Named]


class MentionScores:
    """Sums the counts over articles."""

    def __init__(self) -> None:
        self._every = Counts()
        self._span = Counts()
        self._typed = Counts()
        self._near_predicted = Counts()
        self._near_gold = Counts()
        self._linked = [0, 0]

    def add(self, gold: Mentions, predicted: Mentions) -> None:
        """Count one article."""
        same = gold.keys() & predicted.keys()
        named = {span for span in same if gold[span].names}
        linked = {span for span in named if gold[span].is_same(predicted[span])}
        alike = {span for span in same if gold[span].kind == predicted[span].kind}
        self._every.add(len(alike - (named - linked)), len(gold), len(predicted))
        self._span.add(len(same), len(gold), len(predicted))
        self._typed.add(len(alike), len(gold), len(predicted))
        self._near_predicted.add(overlapping(predicted, gold), 0, len(predicted))
        self._near_gold.add(overlapping(gold, predicted), len(gold), 0)
        self._linked[0] += len(linked)
        self._linked[1] += len(named)

    def figures(self) -> dict[str, Any]:
        """Return {"every_field", "untyped", "typed", "overlap", "linking"}.

        Right in every field are the words, the kind, and whom or what they name. Linking is the
        accuracy over mentions whose span is right and whose actor the gold names.
        """
        near = share(self._near_predicted.right, self._near_predicted.predicted)
        reached = share(self._near_gold.right, self._near_gold.gold)
        return {
            "every_field": self._every.figures(),
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
