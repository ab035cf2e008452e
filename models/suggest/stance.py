# SPDX-License-Identifier: MIT
"""Proposes a claim's stance: towards the plan, deed or claim that its content is about.

The class of the cue decides where it takes a side (praise, blame, refusal, demand). Otherwise the
words of the content are weighed: each has a side and a strength, and what stands before it may turn
it (`not`, `fails to`, `end`, `threat to`). What nothing speaks for or against is neutral.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from claimdesk.models.suggest.claim_subjects import is_reported
from claimdesk.models.suggest.claim_words import ClaimWords
from claimdesk.models.suggest.cue_classes import stance_lists
from claimdesk.models.suggest.stance_words import Weights, threats, weigh
from claimdesk.models.suggest.wording import Word, WordList

_WARNED_OF = frozenset({"of", "about", "against"})


@cache
def _list(name: str) -> WordList[bool]:
    return WordList(dict.fromkeys(stance_lists()[name], True))


@cache
def _conditions() -> WordList[bool | None]:
    lists = stance_lists()
    found = {p: name == "strong" for name, ps in lists["conditions"].items() for p in ps}
    return WordList(found | dict.fromkeys(lists["no_condition"]))


def stance_of(claim: ClaimWords, kind: str | None) -> str:
    """Return the key of a claim's stance; `kind` is the key of its kind."""
    by_cue = _by_cue(claim)
    if by_cue is None and is_reported(claim):
        return "neutral"
    main, conditional = _without_condition(claim, kind)
    weights = weigh(main)
    if conditional and by_cue in (None, "supportive") and not weights.is_against:
        return "conditional"
    return by_cue or _by_kind(claim, kind, weights) or weights.leading()


def _by_cue(claim: ClaimWords) -> str | None:
    """Return the stance that a cue shows whatever the words of the content are."""
    name = claim.cue_class.name
    if name == "refuse" and _list("silence").find(claim.content[:3]):
        return "neutral"
    if name in ("blame", "reject", "refuse", "dislike", "forbid", "threaten"):
        return "opposed"
    if name in ("doubt", "fear"):
        return "sceptical"
    if name in ("praise", "hope"):
        return "supportive"
    if name == "warn" and not _WARNED_OF.isdisjoint(word.text for word in claim.cue):
        return "opposed"
    return "neutral" if name in ("ask", "mention") else None


def _by_kind(claim: ClaimWords, kind: str | None, weights: Weights) -> str | None:
    """Return the stance of a demand, promise, question or warning."""
    if kind == "demand":
        return "opposed" if _is_to_stop(claim) else "supportive"
    if kind == "promise":
        return "supportive"
    if kind == "warning":
        is_threat = claim.cue_class.name == "report" and threats().find(claim.content)
        against = is_threat or weights.opposed > weights.sceptical
        return "opposed" if against else "sceptical"
    if claim.cue_class.name == "agree" and weights.leading() == "neutral":
        return "supportive"
    return "neutral" if kind == "question" else None


def _is_to_stop(claim: ClaimWords) -> bool:
    words = claim.demanded
    return bool(_list("demand_to_stop").find(words[:4]))


def _without_condition(claim: ClaimWords, kind: str | None) -> tuple[Sequence[Word], bool]:
    """Return what is said beside a condition, and whether there is one.

    A plain `if` makes a promise conditional; of what merely follows from something it does not.
    """
    words = claim.content
    for hit in _conditions().find(words):
        if not (hit.value or (hit.value is False and kind == "promise")):
            continue
        if hit.first > 2:
            return words[: hit.first], True
        comma = next((at for at, word in enumerate(words) if word.text == ","), len(words))
        return words[comma:], True
    return words, False
