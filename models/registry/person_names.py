# SPDX-License-Identifier: MIT
"""The parts of a person's name: which word is the family name, and what the given name tells."""

from __future__ import annotations

import re
from functools import cache

from claimdesk.models.registry.name_matching import folded
from claimdesk.resources.files import read_json

FEMALE, MALE = "female", "male"
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|phd|md|esq)", re.IGNORECASE)
_HYPHENATED = re.compile(r"[A-Z][a-z]+-[A-Za-z][a-z]+")
_SYLLABLE = (
    r"(?:[zcsgpt]h|ts|hs|tr|ng|[kh]y|[b-df-hj-np-tv-z])?[aeiouyüöăơư]{1,3}"
    r"(?:n[gh]|c[hk]|[nmklrptgh])?"
)
_GIVEN = re.compile(rf"{_SYLLABLE}(?:-?{_SYLLABLE}){{0,2}}", re.IGNORECASE)
"""A romanised given name of one to three syllables."""
_ARTICLE = re.compile(r"(?:al|el)-(?=[A-Z])", re.IGNORECASE)
_INITIAL = re.compile(r"[A-Z]\.?")


@cache
def _listed(key: str) -> frozenset[str]:
    more = read_json("given_names.json").get(key, ())
    return frozenset(folded(name) for name in (*read_json("person_names.json")[key], *more))


def name_words(name: str) -> list[str]:
    """Return the words of a name without `Jr`, `III` and the like at its end."""
    words = name.replace(",", " ").split()
    while len(words) > 1 and is_suffix(words[-1]):
        words.pop()
    return words


def is_suffix(word: str) -> bool:
    """Return whether a word follows a name and is no part of it, such as `Jr.`."""
    return _SUFFIX.fullmatch(word.replace(".", "")) is not None


def family_names(name: str) -> list[str]:
    """Return the words by which a person may be called alone, the likeliest first.

    It is the last word; in names as in `Xi Jinping` and `Kim Jong-un`, the first.
    """
    words = name_words(name)
    if len(words) < 2:
        return words
    if _is_family_first(words):
        return [words[0]]
    last, first = words[-1], words[0]
    if _is_family_name(first) and _is_family_name(last):
        return [first, last]  # either order
    return [last, last[3:]] if _ARTICLE.match(last) else [last]


def is_family_first(name: str) -> bool:
    """Return whether a name is built like `Xi Jinping`."""
    words = name_words(name)
    return len(words) > 1 and _is_family_first(words)


def _is_family_first(words: list[str]) -> bool:
    first, given = words[0], words[1:]
    if not _is_family_name(first) or len(given) > 2:
        return False
    if not all(_GIVEN.fullmatch(word) for word in given):
        return False
    hyphenated = _HYPHENATED.fullmatch(given[0]) is not None
    return hyphenated or not (_is_family_name(given[-1]) or is_given_name(first))


def _is_family_name(word: str) -> bool:
    return folded(word) in _listed("family_first")


def is_given_name(word: str) -> bool:
    """Return whether a word is a common given name."""
    name = folded(word)
    return name in _listed(FEMALE) or name in _listed(MALE)


def is_initial(word: str) -> bool:
    """Return whether a word is one capital, with or without a full stop."""
    return _INITIAL.fullmatch(word) is not None


def gender(name: str) -> str | None:
    """Return `female` or `male` if the given name tells, otherwise None."""
    words = name_words(name)
    if len(words) < 2 or _is_family_first(words):
        return None
    first = next((folded(word) for word in words[:-1] if not is_initial(word)), "")
    return next((g for g in (FEMALE, MALE) if first in _listed(g)), None)


def may_be_same(one: str, other: str) -> bool:
    """Return whether two names of several words may be one person's, one written shorter.

    The family names are equal, and the given names of the shorter stand in the longer in the same
    order, whole or as initials: `J. Austin III` and `Lloyd J. Austin III`.
    """
    first, second = ([folded(word) for word in name_words(name)] for name in (one, other))
    if len(first) < 2 or len(second) < 2 or first[-1] != second[-1]:
        return False
    short, long = sorted((first[:-1], second[:-1]), key=len)
    at = 0
    for word in short:
        while at < len(long) and not _fits(word, long[at], at == 0):
            at += 1
        if at == len(long):
            return False
        at += 1
    return True


def _fits(word: str, other: str, foremost: bool) -> bool:
    """Return whether a given name is another's initial, or the other way round in front."""
    initial = len(word) == 1 or (len(other) == 1 and foremost)
    return word == other or (initial and word[:1] == other[:1])
