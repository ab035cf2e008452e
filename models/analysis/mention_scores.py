# SPDX-License-Identifier: MIT
"""How well mentions of actors and of domains were found.

Equal spans of one text count once. Of mentions of actors a leading article, titles and a trailing
's or punctuation mark are cut off on both sides before they are compared; a title alone stays.
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
    if found := _ARTICLE.match(text, start, end):
        start = found.end()
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
    """What a mention is compared by besides its span; None where it is not said."""

    kind: str | None
    """The kind of its actor."""
    names: frozenset[str]
    """What its actor or domain is called, ready to be compared."""


Mentions = Mapping[Span, Named]


class MentionScores:
    """Sums the counts over articles."""

    def __init__(self) -> None:
        self._span = Counts()
        self._typed = Counts()
        self._near_found = Counts()
        self._near_gold = Counts()
        self._linked = [0, 0]

    def add(self, gold: Mentions, found: Mentions) -> None:
        """Count one article."""
        same = gold.keys() & found.keys()
        typed = sum(gold[span].kind == found[span].kind for span in same)
        self._span.add(len(same), len(gold), len(found))
        self._typed.add(typed, len(gold), len(found))
        self._near_found.add(overlapping(found, gold), 0, len(found))
        self._near_gold.add(overlapping(gold, found), len(gold), 0)
        named = [span for span in same if gold[span].names]
        self._linked[0] += sum(bool(gold[span].names & found[span].names) for span in named)
        self._linked[1] += len(named)

    def figures(self) -> dict[str, Any]:
        """{"untyped", "typed", "overlap", "linking"}: figures, and the share of right names.

        Linking is of the mentions whose span is right and whose actor the gold names.
        """
        near = share(self._near_found.right, self._near_found.found)
        reached = share(self._near_gold.right, self._near_gold.gold)
        return {
            "untyped": self._span.figures(),
            "typed": self._typed.figures(),
            "overlap": {
                **rounded(near, reached),
                "gold": self._span.gold,
                "pred": self._span.found,
            },
            "linking": accuracy(*self._linked),
        }


def accuracy(right: int, of: int) -> dict[str, Any]:
    """{"accuracy" in percent, "right", "of"}."""
    return {"accuracy": round(100 * share(right, of), 2), "right": right, "of": of}
