# SPDX-License-Identifier: MIT
"""Texts that are nearly the same: a wire story in several outlets, or an updated version.

Texts are compared by their shingles, runs of five words (in scripts without spaces, characters).
MinHash (Broder 1997) with bands finds the pairs worth comparing; these are compared exactly.
"""

from __future__ import annotations

import heapq
import re
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from claimdesk.models.text.search_form import search_form

_LENGTH = 5
_BANDS, _ROWS = 24, 3
"""24 bands of 3 find 96 % of the pairs that share half of their shingles, 2 % of a tenth."""
_ALIKE = 0.5
"""The share of common shingles in all of two texts from which they are nearly the same."""
_WITHIN = 0.8
"""The share of the shingles of the shorter text from which the longer is a version of it."""
_FEWEST = 12
"""Shingles that a text needs to be compared by them."""
_REMEMBERED = 500
"""Texts whose shingles are kept for the next comparison."""
_WORD = re.compile(r"\w+")
_CHANCE = np.random.default_rng(20)
_FACTORS = _CHANCE.integers(1, 2**63, size=(_BANDS * _ROWS, 1), dtype=np.uint64) | np.uint64(1)
_ADDENDS = _CHANCE.integers(0, 2**63, size=(_BANDS * _ROWS, 1), dtype=np.uint64)

Shingles = npt.NDArray[np.uint64]


def shingles(text: str) -> Shingles:
    """Return the hashes of the different shingles of a text, in order."""
    words = [word.lower() for word in _WORD.findall(search_form(text))]
    runs = range(max(0, len(words) - _LENGTH + 1))
    found = {zlib.crc32(" ".join(words[at : at + _LENGTH]).encode()) for at in runs}
    return np.array(sorted(found), dtype=np.uint64)


def compared(one: Shingles, other: Shingles) -> tuple[float, float] | None:
    """Return what two texts share of all their shingles and of the shorter one's, 0 to 1.

    None if they are not nearly the same.
    """
    if min(len(one), len(other)) < _FEWEST:
        return None
    common = len(np.intersect1d(one, other, assume_unique=True))
    share = common / (len(one) + len(other) - common)
    within = common / min(len(one), len(other))
    return None if share < _ALIKE and within < _WITHIN else (share, within)


def telling_phrases(text: str, count: int) -> list[str]:
    """Return phrases of a text that most texts nearly the same as it have too, as indexed words.

    Of its shingles, those with the least hashes: a text that shares them shares these.
    """
    words = [word.lower() for word in _WORD.findall(search_form(text))]
    runs = (" ".join(words[at : at + _LENGTH]) for at in range(len(words) - _LENGTH + 1))
    found = dict.fromkeys(runs)
    if len(found) < _FEWEST:
        return []
    return heapq.nsmallest(count, found, key=lambda run: zlib.crc32(run.encode()))


@dataclass(slots=True)
class Sketches:
    """What is kept of many texts, in little memory, to find which of them to compare."""

    _bands: array[int] = field(default_factory=lambda: array("Q"))
    _numbers: array[int] = field(default_factory=lambda: array("Q"))

    def add(self, number: int, text: str) -> None:
        """Add a text; numbers must ascend."""
        own = shingles(text)
        if len(own) >= _FEWEST:
            self._numbers.append(number)
            self._bands.extend(_band_hashes(own).tolist())

    def candidates(self) -> dict[int, list[int]]:
        """Return, by the number of a text, those before it that it is to be compared with."""
        bands = np.array(self._bands, dtype=np.uint64).reshape(-1, _BANDS)
        found: dict[int, dict[int, None]] = {}
        for band in bands.T:
            order = np.argsort(band, kind="stable")
            first = 0
            for at in range(1, len(order)):
                if band[order[at]] != band[order[at - 1]]:
                    first = at
                    continue
                number = self._numbers[order[at]]
                for before in (order[first], order[at - 1]):
                    found.setdefault(number, {})[self._numbers[before]] = None
        return {number: sorted(others) for number, others in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class Alike:
    """Two texts that are nearly the same."""

    first: int
    second: int
    """Their numbers; `first` was added before `second`."""
    share: float
    """The share of common shingles in all of both, 0 to 1."""
    within: float
    """The share of common shingles in the shorter one."""


class RememberedShingles:
    """The shingles of the texts that were compared last; memory stays flat."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, Shingles] = OrderedDict()

    def of(self, key: Hashable, read: Callable[[], str]) -> Shingles:
        """Return the shingles of the text that is known by `key`; `read` returns it."""
        if key not in self._known:
            self._known[key] = shingles(read())
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]


def most_alike(
    number: int, others: Iterable[int], shingles_of: Callable[[int], Shingles]
) -> Alike | None:
    """Return which of the others a text is most alike, if it is nearly the same as any."""
    best: Alike | None = None
    for other in others:
        found = compared(shingles_of(other), shingles_of(number))
        if found is not None and (best is None or found[0] > best.share):
            best = Alike(other, number, *found)
    return best


def _least(own: Shingles) -> Shingles:
    with np.errstate(over="ignore"):
        found: Shingles = (own[None, :] * _FACTORS + _ADDENDS).min(axis=1)
    return found


def _band_hashes(own: Shingles) -> Shingles:
    with np.errstate(over="ignore"):
        rows = _least(own).reshape(_BANDS, _ROWS) * _FACTORS[:_ROWS, 0]
        found: Shingles = rows.sum(axis=1, dtype=np.uint64)
    return found


def groups(
    texts: Iterable[tuple[int, str]], text_of: Callable[[int], str]
) -> dict[int, list[Alike]]:
    """Return, by the first text of each group, what is nearly the same as it.

    A text belongs to the group of the one before it that it is most alike; numbers ascend.
    `text_of` reads those again that are compared, so that not all are kept.
    """
    sketches, remembered = Sketches(), RememberedShingles()
    for number, text in texts:
        sketches.add(number, text)

    def shingles_of(number: int) -> Shingles:
        return remembered.of(number, lambda: text_of(number))

    first_of: dict[int, int] = {}
    found: dict[int, list[Alike]] = {}
    for number, others in sketches.candidates().items():
        best = most_alike(number, others, shingles_of)
        if best is not None:
            first = first_of[number] = first_of.get(best.first, best.first)
            found.setdefault(first, []).append(Alike(first, number, best.share, best.within))
    return found
