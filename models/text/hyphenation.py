# SPDX-License-Identifier: MIT
"""Hyphenation: whether a hyphen at the end of a line divides a word or belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

_END = re.compile(r"([^\W_][\w’'-]*?)([-\u2010\u00ad])$|[^\W_](?:[-\u2010]{2,}|[—–/])$")
_HYPHENS = str.maketrans("\u2010\u2011", "--")
_MARKS = "-\u2010\u00ad—–/"
_LAST = re.compile(r"[^\W_][\w’'\u2010-]*$")
_FIRST = re.compile(r"[^\W_][\w’'-]*")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")
_WORD = re.compile(r"[^\W_]+")

_RATE = 0.07
"""Minimum share of lines ending with a hyphen in a hyphenated text; compounds are rarer."""
_SUSPENDED = frozenset({"and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e"})
"""Words after the first of two compounds with a common last part: `short- and long-term`."""
_WORDS_BEFORE = """
    all anti best better cease clean close cross deep double east eight eighty eleven ever far fast
    fifteen fifty first five forty four free front full half hard heavy high ill large late left
    long longer low lower middle multi nine ninety non north nuclear oil old once one open peace
    quick record right second self semi seven seventy short single six sixty slow small south state
    still tax thirty three top twelve twenty two ultra vice well west white whole wide world year
    zero
"""
_BEFORE = frozenset(_WORDS_BEFORE.split())
"""First parts of compounds that are rarely the beginning of another word."""
_WORDS_AFTER = """
    aligned backed based bearing born bound called capable century chief class control country
    cutting day dated driven effective election elected elect ended enemy established faced fact
    friendly fuelled fueled funded general government held home hour income interest keeping
    kilometer kilometre known led level linked lived long looking made maker making meter metre mile
    military minded minister minute month national needed nuclear off old out owned paid party
    percent person piece president price producing profile profit proof quality quarter range
    ranging ready related rich run scale sector secretary sided sized skilled speaking sponsored
    standing state style sufficient supported taking term threatening tier time trade trained type
    up violence war weapon weapons wide winning woman worker working year years
"""
_AFTER = frozenset(_WORDS_AFTER.split())
"""Second parts of compounds that are rarely the end of another word."""
_WORDS_ENDINGS = """
    ability able al ance ant ary ation ations cation cations ed ence ened ent er ered eral erate ers
    est eration erations ern ful ible ibility ic ical ies ine ing ings ion ions ish ism ist ists
    ities ity ive ization ized less ly ment mental ments ness ous sion sions tation tations ted ter
    tic tion tional tions ty ure ward wards
"""
_ENDINGS = frozenset(_WORDS_ENDINGS.split())
"""Endings that are not words by themselves."""


def classify_line_end(before: str, after: str) -> str | None:
    """Return the kind of mark that joins a line with the next without a space, if any.

    `?` is a hyphen that may divide a word, `soft` a soft hyphen, which always does, and `kept` a
    mark that stays.
    """
    if before[-1] not in _MARKS or not after[0].isalnum():
        return None
    found = _END.search(before[-64:])
    if found is None:
        return None
    if found[2] is None:
        return "kept"
    if found[2] == "\u00ad":
        return "soft"
    first = _FIRST.match(after)
    assert first is not None
    if first[0].lower() in _SUSPENDED:
        return None
    return "?" if _may_divide(found[1], after) else "kept"


def _may_divide(part: str, after: str) -> bool:
    if not after[0].islower() or "-" in part:
        return False
    return part.isalpha() and (part[1:].islower() or len(part) == 1) and len(part) > 1


class WordEvidence:
    """Evidence from the rest of a text for and against the hyphenation of a word."""

    def __init__(self, text: str, breaks: Sequence[tuple[str, str]]) -> None:
        self._text = text
        self._breaks = breaks

    @cached_property
    def _divided(self) -> bool:
        """Whether the text is hyphenated at all: more than a few lines end with a hyphen."""
        hyphens = sum(classify_line_end(before, after) == "?" for before, after in self._breaks)
        return hyphens >= _RATE * len(self._breaks)

    @cached_property
    def _joined(self) -> frozenset[str]:
        return frozenset(word.lower() for word in _WORD.findall(self._text))

    @cached_property
    def _hyphenated(self) -> frozenset[str]:
        found = _HYPHENATED.findall(self._text.lower().translate(_HYPHENS))
        return frozenset(found)

    def divides(self, kind: str, before: str, after: str) -> bool:
        """Return whether a hyphen of this kind (see `classify_line_end`) divides a word."""
        if kind != "?":
            return kind == "soft"
        last, first = _LAST.search(before), _FIRST.match(after)
        assert last is not None
        assert first is not None
        one, other = last[0][:-1].lower(), first[0].lower()
        if one + other in self._joined or other in _ENDINGS:
            return True
        if f"{one}-{other}" in self._hyphenated:
            return False
        return self._divided and one not in _BEFORE and other.partition("-")[0] not in _AFTER
