# SPDX-License-Identifier: MIT
"""Weighs the words of a content: each has a side and a strength, and words before it may turn it.

`not beneficial` is a doubt, `end the violence` no complaint, `a threat to stability` no praise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from claimdesk.models.suggest.cue_classes import stance_lists
from claimdesk.models.suggest.wording import Hit, Word, WordList

_STRENGTHS = {"strong": 1.5, "plain": 1.0, "weak": 0.5}
_LATER = 0.8
"""How much less each judgement counts than the one before: the main verb stands first."""
_REACH = 6
"""Words before a judgement within which a negation or a verb turns it."""
_ENOUGH = 1.0
"""Weight of words from which they show a side."""
_BOUNDARIES = frozenset(
    {"but", "because", "although", "though", "while", "who", "which", "whereas", "since", "if"}
)
_ASIDE = frozenset({"who", "which", "whose", "whom"})
_ADMITTED = 0.5
"""How much less what stands before `but` counts."""
_BUT_OR_END = frozenset({"but", ".", "?", "!", ";"})


@dataclass(frozen=True, slots=True)
class _Judgement:
    stance: str
    strength: float


_EXCESS = _Judgement("sceptical", _STRENGTHS["plain"])
"""What `too` says before a word that takes no side itself: `too broad`."""


@dataclass(slots=True)
class Weights:
    """How much the words of a content speak for each stance."""

    supportive: float = 0.0
    opposed: float = 0.0
    sceptical: float = 0.0

    def add(self, stance: str, weight: float) -> None:
        """Add what one word says."""
        setattr(self, stance, getattr(self, stance) + weight)

    @property
    def is_against(self) -> bool:
        """Whether the words show doubts or opposition beyond a passing one."""
        return self.opposed + self.sceptical >= self.supportive + _ENOUGH

    def leading(self) -> str:
        """Return the stance that the words show; `neutral` if they show none."""
        against = self.opposed + self.sceptical
        if max(self.supportive, against) < _ENOUGH:
            return "neutral"
        if self.supportive > against:
            return "supportive"
        return "opposed" if self.opposed >= self.sceptical else "sceptical"


@cache
def _judgements() -> WordList[_Judgement]:
    return WordList(
        {
            phrase: _Judgement(stance, _STRENGTHS[strength])
            for stance, by_strength in stance_lists()["words"].items()
            for strength, phrases in by_strength.items()
            for phrase in phrases
        }
    )


@cache
def _turns() -> WordList[str]:
    lists = stance_lists()
    names = ("no_negation", "negation", "turning", "harming")
    return WordList({phrase: name for name in reversed(names) for phrase in lists[name]})


def weigh(words: Sequence[Word]) -> Weights:
    """Return what the words of a content say, each as turned by those before it."""
    turns = _turns().find(words)
    found = Weights()
    phrases = {at for t in turns if t.value == "no_negation" for at in range(t.first, t.after)}
    judged = [hit for hit in _judged(words) if hit.first not in phrases]
    for number, hit in enumerate(judged):
        clause = _clause_start(words, hit.first)
        before = [
            "nor" if words[turn.first].text == "nor" else turn.value
            for turn in turns
            if clause <= turn.first and turn.after <= hit.first
        ]
        weight = hit.value.strength * _LATER**number * (0.5 if _is_aside(words, clause) else 1.0)
        weight *= _ADMITTED if _is_admitted(words, hit.after) else 1.0
        _add(found, hit.value.stance, weight, before)
    return found


def _judged(words: Sequence[Word]) -> list[Hit[_Judgement]]:
    """Return what takes a side in the order of the text, `too` before an adjective included."""
    found = list(_judgements().find(words))
    taken = {at for hit in found for at in range(hit.first, hit.after)}
    for at, word in enumerate(words[:-1]):
        after = words[at + 1]
        beside = at > 0 and words[at - 1].is_mark
        if word.text == "too" and at not in taken and not after.is_mark and not beside:
            found.append(Hit(at, at + 1, _EXCESS))
    return sorted(found, key=lambda hit: hit.first)


def _add(found: Weights, stance: str, weight: float, before: Sequence[str]) -> None:
    negated = (before.count("negation") or before.count("nor")) % 2 == 1
    if stance == "supportive":
        if negated:
            found.add("sceptical", weight)
        elif "harming" in before:
            found.add("opposed", weight)
        else:
            found.add("supportive", weight)
    elif "turning" in before:
        found.add("sceptical" if negated else "supportive", weight / 2)
    elif negated:
        found.add("supportive", weight / 2)
    else:
        found.add(stance, weight)


def _clause_start(words: Sequence[Word], at: int) -> int:
    """Return the first word before `at` that is near enough and in the same clause."""
    first = max(0, at - _REACH)
    for i in range(at - 1, first - 1, -1):
        if words[i].text in _BOUNDARIES or words[i].text in (",", ";", ":", ".", "?", "!"):
            return i + 1
    return first


def _is_admitted(words: Sequence[Word], at: int) -> bool:
    """Return whether `but` comes later in the same sentence."""
    after = (word.text for word in words[at:] if word.text in _BUT_OR_END)
    return next(after, "") == "but"


def _is_aside(words: Sequence[Word], clause: int) -> bool:
    return clause > 0 and words[clause - 1].text in _ASIDE


@cache
def threats() -> WordList[bool]:
    """Return the words for what is done to an opponent."""
    return WordList(dict.fromkeys(stance_lists()["threats"], True))
