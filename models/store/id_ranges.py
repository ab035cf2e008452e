# SPDX-License-Identifier: MIT
"""A set of ids of rows that takes little memory, since most of them are consecutive."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Set


class IdRanges(Set[int]):
    """Ids in ascending order, kept as ranges: an import makes millions of consecutive rows."""

    __slots__ = ("_firsts", "_lasts", "_size")

    def __init__(self, ranges: Iterable[tuple[int, int]] = ()) -> None:
        """Take ranges, first and last included, in any order; `IdCollector` makes them of ids."""
        ranges = _merged(sorted(ranges))
        self._firsts = array("q", (first for first, _last in ranges))
        self._lasts = array("q", (last for _first, last in ranges))
        self._size = sum(last - first + 1 for first, last in ranges)

    @classmethod
    def _from_iterable(cls, it: Iterable[int]) -> frozenset[int]:  # type: ignore[override]
        """Return the result of `&`, `|` and the like, which is mostly small."""
        return frozenset(it)

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, int):
            return False
        at = bisect_right(self._firsts, value) - 1
        return at >= 0 and value <= self._lasts[at]

    def __iter__(self) -> Iterator[int]:
        for first, last in zip(self._firsts, self._lasts, strict=True):
            yield from range(first, last + 1)

    def __len__(self) -> int:
        return self._size

    def __repr__(self) -> str:
        return f"IdRanges({list(zip(self._firsts, self._lasts, strict=True))})"


class IdCollector:
    """Takes ids in any order, best in ascending runs, and makes a set of them."""

    __slots__ = ("_first", "_last", "_ranges")

    def __init__(self) -> None:
        self._ranges: list[tuple[int, int]] = []
        self._first, self._last = 0, -1

    def add(self, one: int) -> None:
        """Take an id, whether or not it was taken before."""
        if one == self._last + 1 and self._first <= self._last:
            self._last = one
        elif not self._first <= one <= self._last:
            self._end_run()
            self._first = self._last = one

    def ids(self) -> IdRanges:
        """Return all that were taken."""
        self._end_run()
        self._first, self._last = 0, -1
        return IdRanges(self._ranges)

    def _end_run(self) -> None:
        if self._first <= self._last:
            self._ranges.append((self._first, self._last))


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first, last in ranges:
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found
