# SPDX-License-Identifier: MIT
"""Where clauses begin inside an English sentence, told by its function words.

Function words are few and do not change, so no parser is needed while a key is held. A word that
joins clauses counts only if a finite verb follows before the next punctuation mark or such word;
a coordinator (“and”) only if one also stands before it: “Japan and China agreed” is one clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from claimdesk.models.text.spans import Span

_SUBORDINATORS_TEXT = """
    after although as because before if lest once since than that though till unless until when
    whenever where whereas wherever whether which while who whom whose why how
"""
_SUBORDINATORS = frozenset(_SUBORDINATORS_TEXT.split())
_COORDINATORS = frozenset({"and", "but", "or", "nor", "yet", "so"})
_PREPOSITIONS_TEXT = """
    about after against among at before between by during for from in into of on over through to
    toward towards under upon with within without
"""
_PREPOSITIONS = frozenset(_PREPOSITIONS_TEXT.split())
_SUBJECTS = frozenset({"he", "i", "it", "she", "they", "we", "you", "there"})
_DETERMINERS_TEXT = """
    a all an any both each every few her his its many most my no our some several that the their
    these this those your
"""
_DETERMINERS = frozenset(_DETERMINERS_TEXT.split())
_RELATIVE = frozenset({"which", "who", "whom", "whose"})
_FINITE_TEXT = """
    am are can cannot could did do does had has have is may might must shall should was were will
    would ain't aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't shouldn't
    wasn't weren't won't wouldn't
    argues believe believes denies insists know knows say says think thinks
    became began bought broke brought built came chose cut drew fell felt found fought gave got grew
    held kept knew led left lost made meant met paid ran rose said sank saw sent set shook shot sold
    sought spent spoke stood struck taught thought told took tore understood went withdrew won
    wrote
"""
_FINITE = frozenset(_FINITE_TEXT.split())
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]|\n")
"""A word, or what ends a clause without one: punctuation or the end of a paragraph."""
_PAST = 5
"""Letters of the shortest word that is taken for a past tense because it ends in -ed."""


class Joint(NamedTuple):
    """Where one clause ends and the next one starts, between two words."""

    end: int
    start: int


def joints(text: str, near: Span) -> list[Joint]:
    """Return where clauses meet within `near` without punctuation, in the order of the text.

    A subordinator belongs to its clause (“because it rained”), with a preposition before it (“in
    which”); a coordinator stands between two clauses and belongs to neither. What is said is a
    clause too, after “that” or without it (“she said talks went on”).
    """
    words = [Span(*match.span()) for match in _TOKEN.finditer(text, *near)]
    shown = [text[slice(*word)].replace("’", "'").lower() for word in words]
    found = []
    for at in range(1, len(words) - 1):
        if shown[at] == "that" and _begins_clause(shown, at):
            found.append(Joint(words[at].end, words[at + 1].start))
        if not _is_word(shown[at - 1]):
            continue
        if shown[at] in _COORDINATORS and _joins_clauses(shown, at):
            found.append(Joint(words[at - 1].end, words[at + 1].start))
        elif shown[at] in _SUBORDINATORS and _begins_clause(shown, at):
            first = at - 1 if _is_carried(shown, at) else at
            if first > 0 and _is_word(shown[first - 1]):
                found.append(Joint(words[first - 1].end, words[first].start))
        elif _is_complement(text, words, shown, at):
            found.append(Joint(words[at - 1].end, words[at].start))
    return found


def _is_complement(text: str, words: Sequence[Span], shown: Sequence[str], at: int) -> bool:
    """Return whether a subject follows a verb directly, and a verb of its own follows that."""
    if not _is_verb(shown[at - 1]):
        return False
    subject = shown[at] in _DETERMINERS or text[words[at].start].isupper()
    return shown[at] in _SUBJECTS or (subject and _has_verb(shown, range(at, len(words))))


def _joins_clauses(words: Sequence[str], at: int) -> bool:
    return _has_verb(words, range(at - 1, -1, -1)) and _is_followed(words, at)


def _begins_clause(words: Sequence[str], at: int) -> bool:
    """Return whether a subordinator begins a clause; “in that country” has a demonstrative."""
    if words[at] == "that":
        if words[at - 1] in _PREPOSITIONS:
            return False
        return _is_verb(words[at - 1]) or _is_followed(words, at)
    return words[at - 1] not in _COORDINATORS and _is_followed(words, at)


def _is_carried(words: Sequence[str], at: int) -> bool:
    return words[at] in _RELATIVE and words[at - 1] in _PREPOSITIONS


def _is_followed(words: Sequence[str], at: int) -> bool:
    """Return whether a clause with a verb of its own follows."""
    return words[at + 1] in _SUBJECTS or _has_verb(words, range(at + 1, len(words)))


def _has_verb(words: Sequence[str], places: range) -> bool:
    """Return whether a finite verb stands at one of the places before another clause begins."""
    for place in places:
        word = words[place]
        if not _is_word(word) or word in _SUBORDINATORS:
            return False
        if _is_verb(word):
            return True
    return False


def _is_verb(word: str) -> bool:
    return word in _FINITE or (len(word) >= _PAST and word.endswith("ed"))


def _is_word(word: str) -> bool:
    return word[0].isalnum()
