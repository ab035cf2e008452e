# SPDX-License-Identifier: MIT
"""An index of the marks of one article by offset, and the layout of overlapping marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SHIFTS = (9, 11, 13, 15, 17, 19, 21, 63)
"""Bin sizes as powers of two; the last one holds whatever does not fit elsewhere."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of text of an annotation, to be drawn and clicked.

    `start` and `end` are code points of the body, end-exclusive. `colour` is "#rrggbb", or None
    for the colour of the layer. `label` names what the piece refers to, such as an actor.
    """

    annotation: int
    layer: str
    state: str
    role: str
    start: int
    end: int
    colour: str | None = None
    label: str = ""


class SpanIndex:
    """The marks of one article, by offset and by annotation.

    Each mark is in the smallest bin that holds all of it (bins of 512, 2,048, 8,192 ... code
    points, as in genome browsers: Kent et al. 2002, doi 10.1101/gr.229102), so that a change
    affects one bin and a look-up a few, however long the article is.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._levels: list[dict[int, list[Mark]]] = [{} for _ in _SHIFTS]
        self._annotations: dict[int, tuple[Mark, ...]] = {}

    def __len__(self) -> int:
        """Return the number of annotations."""
        return len(self._annotations)

    def set_all(self, marks: Iterable[Mark]) -> None:
        """Replace all marks. Raises ValueError like `replace`."""
        grouped: dict[int, list[Mark]] = {}
        for mark in marks:
            self._check(mark)
            grouped.setdefault(mark.annotation, []).append(mark)
        self._levels = [{} for _ in _SHIFTS]
        self._annotations = {key: tuple(group) for key, group in grouped.items()}
        for group in grouped.values():
            for mark in group:
                self._bin(mark).append(mark)

    def replace(self, annotation_id: int, marks: Sequence[Mark]) -> None:
        """Set the marks of one annotation; none removes it.

        Raises ValueError, and changes nothing, if a mark is empty, lies outside the text or
        belongs to another annotation.
        """
        for mark in marks:
            self._check(mark)
            if mark.annotation != annotation_id:
                raise ValueError(f"mark of annotation {mark.annotation}, not {annotation_id}")
        for mark in self._annotations.pop(annotation_id, ()):
            self._bin(mark).remove(mark)
        if marks:
            self._annotations[annotation_id] = tuple(marks)
        for mark in marks:
            self._bin(mark).append(mark)

    def marks_of(self, annotation_id: int) -> list[Mark]:
        """Return the marks of one annotation in the given order; none if it is unknown."""
        return list(self._annotations.get(annotation_id, ()))

    def all(self) -> list[Mark]:
        """Return every mark, annotation by annotation."""
        return [mark for marks in self._annotations.values() for mark in marks]

    def in_range(self, start: int, end: int) -> list[Mark]:
        """Return the marks that overlap `start` to `end`, by start, longest first."""
        found: list[Mark] = []
        if start >= end:
            return found
        for shift, level in zip(_SHIFTS, self._levels, strict=True):
            if not level:
                continue
            for number in range(start >> shift, ((end - 1) >> shift) + 1):
                for mark in level.get(number, ()):
                    if mark.start < end and start < mark.end:
                        found.append(mark)
        found.sort(key=lambda mark: (mark.start, -mark.end, mark.annotation))
        return found

    def at(self, point: int) -> list[Mark]:
        """Return the marks that cover code point `point`, smallest first."""
        found = self.in_range(point, point + 1)
        found.sort(key=lambda mark: (mark.end - mark.start, mark.start, mark.annotation))
        return found

    def _bin(self, mark: Mark) -> list[Mark]:
        last = mark.end - 1
        for shift, level in zip(_SHIFTS, self._levels, strict=True):
            number = mark.start >> shift
            if number == last >> shift:
                return level.setdefault(number, [])
        raise AssertionError("the largest bin holds every span")

    def _check(self, mark: Mark) -> None:
        if not 0 <= mark.start < mark.end <= self._length:
            raise ValueError(
                f"mark {mark.start}-{mark.end} is not inside a text of {self._length} code points"
            )


def _hulls(marks: Iterable[Mark]) -> list[tuple[int, int, int]]:
    """Return (start, end, annotation) of each annotation as a whole; by start, longest first."""
    hulls: dict[int, tuple[int, int]] = {}
    for mark in marks:
        start, end = hulls.get(mark.annotation, (mark.start, mark.end))
        hulls[mark.annotation] = min(start, mark.start), max(end, mark.end)
    ordered = [(start, end, annotation) for annotation, (start, end) in hulls.items()]
    ordered.sort(key=lambda hull: (hull[0], -hull[1], hull[2]))
    return ordered


def _first_free(ends: list[int], lowest: int, start: int) -> int:
    lane = lowest
    while lane < len(ends) and ends[lane] > start:
        lane += 1
    return lane


def _greedy(hulls: Iterable[tuple[int, int, int]], under: dict[int, int]) -> dict[int, int]:
    """Assign lanes by first fit, which needs no more lanes than the deepest overlap.

    `under` gives the lowest lane that an annotation may have.
    """
    lanes: dict[int, int] = {}
    ends: list[int] = []
    for start, end, annotation in hulls:
        lane = _first_free(ends, under.get(annotation, 0), start)
        ends.extend([0] * (lane + 1 - len(ends)))
        ends[lane] = end
        lanes[annotation] = lane
    return lanes


def lanes(marks: Iterable[Mark]) -> dict[int, int]:
    """Return the underline lane of each claim and domain in a block; 0 is next to the text.

    The parts of a claim share one lane. A domain is below the claims that it overlaps.
    """
    marks = list(marks)
    claims = _hulls(mark for mark in marks if mark.layer == "claim")
    domains = _hulls(mark for mark in marks if mark.layer == "domain")
    result = _greedy(claims, {})
    starts = [start for start, _, _ in claims]
    under: dict[int, int] = {}
    for start, end, annotation in domains:
        before = claims[: bisect_left(starts, end)]
        above = [result[claim] for _, claim_end, claim in before if claim_end > start]
        under[annotation] = max(above, default=-1) + 1
    result.update(_greedy(domains, under))
    return result


def depths(marks: Iterable[Mark]) -> dict[int, int]:
    """Return the nesting depth of each actor mention; 0 is outermost."""
    return _greedy(_hulls(mark for mark in marks if mark.layer == "actor"), {})
