# SPDX-License-Identifier: MIT
"""Proposes a claim's stance: towards the plan, deed or claim that its content is about.

The class of the cue decides where it takes a side (praise, blame, refusal, demand). Otherwise the
words of the content are weighed: each has a side and a strength, and what stands before it may turn
it (`not`, `fails to`, `end`, `threat to`). What nothing speaks for or against is neutral.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from claimdesk.models.suggest.claim_kinds import COMING, MAYBE, NOT, main_verb
from claimdesk.models.suggest.claim_subjects import is_reported
from claimdesk.models.suggest.claim_words import ClaimWords
from claimdesk.models.suggest.cue_classes import stance_lists
from claimdesk.models.suggest.stance_words import Weights, threats, weigh
from claimdesk.models.suggest.wording import Word, WordList

_WARNED_OF = frozenset({"of", "about", "against"})
_CONCEDING = frozenset({"acknowledge", "admit", "concede", "grant"})
"""Verbs of agreeing to what does not suit the speaker."""
_CALLING = ("call", "cast", "characterize", "describe", "paint", "portray")
"""Verbs of finding a name for a thing, rather than of giving it one; all but the first may also
say what it is like, but for a name in quotation marks."""
_QUOTES = frozenset('"“”„«»‘')
_NO_THINGS = frozenset({"what", "him", "her", "himself", "herself", "itself", "themselves", "me"})
"""How a content begins that names persons, or what has no other name."""
_MODALS = COMING | MAYBE | {"can"}
_NEAR = 4
"""Words after the verb of a main clause within which it is negated."""


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
    bound = kind == "promise" or not weights.is_against
    if conditional and by_cue in (None, "supportive") and bound:
        return "conditional"
    if by_cue is None and _blames(claim.content):
        return "opposed"
    found = by_cue or _by_kind(claim, kind, weights) or weights.leading()
    return _of_name(claim) if found == "neutral" and claim.cue_class.name == "name" else found


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
        return "opposed" if _is_negated(claim.content) else "supportive"
    if kind == "warning":
        is_threat = claim.cue_class.name == "report" and threats().find(claim.content)
        against = is_threat or weights.opposed > weights.sceptical
        return "opposed" if against else "sceptical"
    if kind == "question":
        return "neutral"
    conceded = any(not _CONCEDING.isdisjoint(word.keys) for word in claim.cue)
    if claim.cue_class.name == "agree" and not conceded and weights.leading() == "neutral":
        return "supportive"
    return None


def _is_to_stop(claim: ClaimWords) -> bool:
    words = claim.demanded
    return bool(_list("demand_to_stop").find(words[:4]))


def _of_name(claim: ClaimWords) -> str:
    """Return the stance of what a thing is called by words that take no side: `a tax on trade`.

    Whoever finds another name for a thing mostly finds fault with it, but for superlatives.
    """
    words = claim.content
    verbs = _CALLING if any(word.text in _QUOTES for word in words) else _CALLING[:1]
    calls = any(not word.keys.isdisjoint(verbs) for word in claim.cue)
    if not calls or (words and words[0].text in _NO_THINGS):
        return "neutral"
    best = any(word.text == "most" or word.text.endswith("est") for word in words)
    return "supportive" if best else "opposed"


def _is_negated(words: Sequence[Word]) -> bool:
    """Return whether the main clause is negated: `will not`, `would no longer`."""
    verb = main_verb(words)
    return verb >= 0 and any(word.text in NOT for word in words[verb + 1 : verb + _NEAR])


def _blames(words: Sequence[Word]) -> bool:
    """Return whether a main clause says what somebody failed to do: `it should have warned us`."""
    verb = main_verb(words)
    after = [word.text for word in words[verb : verb + _NEAR] if word.text not in NOT]
    return verb >= 0 and after[:1] in (["should"], ["ought"]) and "have" in after[1:3]


def _without_condition(claim: ClaimWords, kind: str | None) -> tuple[Sequence[Word], bool]:
    """Return what is said beside a condition, and whether there is one.

    A plain `if` makes a promise conditional, and what would or could be done if it comes after
    that; of what merely follows from something (`if it rains, it will be late`) it does not.
    """
    words = claim.content
    verb = main_verb(words)
    possible = kind != "warning" and verb >= 0 and words[verb].text in _MODALS
    for hit in _conditions().find(words):
        weak = hit.value is False and (kind == "promise" or (possible and hit.first > 2))
        if not (hit.value or weak):
            continue
        if hit.first > 2:
            return words[: hit.first], True
        comma = next((at for at, word in enumerate(words) if word.text == ","), len(words))
        return words[comma:], True
    return words, False
