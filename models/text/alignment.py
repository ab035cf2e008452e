# SPDX-License-Identifier: MIT
"""Alignment of an edited text with the original: where spans are now, and how certain that is.

Offsets are code points, end-exclusive.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property
from typing import NamedTuple

from claimdesk.models.text.diff import (
    SENTENCES,
    WORDS,
    Block,
    equal_blocks,
    joins,
    once,
    unclear,
)
from claimdesk.models.text.spans import CONTEXT, Span

_LEAST_MOVED = 24
"""Minimum length of a sentence to recognise it in another place."""
_KEPT = 0.5
"""Share of the context that must be kept for words to count as the same."""
_KEPT_OF_UNIQUE = 0.25
"""The same for words that occur only once in both texts."""


class Move(NamedTuple):
    """The new place of a span of the old text."""

    span: Span
    certain: bool
    """Whether these are certainly the same words; otherwise it is only the likely place."""


class Alignment:
    """Aligns an edited text with the original."""

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        self.blocks = equal_blocks(old, new)
        self._starts = [block.old for block in self.blocks]
        self._unclear = unclear(old, new, self.blocks)
        self._unclear_ends = [span.end for span in self._unclear]

    def move(self, span: Span) -> Move | None:
        """Return the new place of `span` of the old text; None if its words are gone."""
        block = self._block_of(span)
        here = None
        if block is not None:
            shift = block.new - block.old
            here = Span(span.start + shift, span.end + shift)
            if self._is_certain(span, here, block):
                return Move(here, certain=True)
        elsewhere = self._moved_sentence(span)
        if elsewhere is not None:
            return Move(elsewhere, certain=True)
        return None if here is None else Move(here, certain=False)

    def near(self, point: int) -> int:
        """Return the offset in the new text that is closest to where `point` of the old one was."""
        place = bisect_right(self._starts, point) - 1
        if place < 0:
            return min(point, len(self.new))
        block = self.blocks[place]
        return block.new + min(point - block.old, block.length)

    def _block_of(self, span: Span) -> Block | None:
        place = bisect_right(self._starts, span.start) - 1
        if place < 0:
            return None
        block = self.blocks[place]
        return block if span.end <= block.old + block.length else None

    def _is_certain(self, span: Span, moved: Span, block: Block) -> bool:
        if self._is_unclear(span) or self._is_joined(span, moved):
            return False
        before = min(CONTEXT, span.start)
        after = min(CONTEXT, len(self.old) - span.end)
        whole = block.old <= span.start - before and (span.end + after <= block.old + block.length)
        if whole:
            return True
        if self._is_taken(moved):
            return False
        kept = self._kept(Span(span.start - before, span.start), moved.start - 2 * CONTEXT)
        kept += self._kept(Span(span.end, span.end + after), moved.end)
        needed = _KEPT_OF_UNIQUE if self._is_once(span) else _KEPT
        return kept >= needed * (before + after)

    def _is_unclear(self, span: Span) -> bool:
        """Return whether the span might be in another place after an equivalent edit."""
        place = bisect_left(self._unclear_ends, span.end)
        return place < len(self._unclear) and self._unclear[place].start <= span.start

    def _is_joined(self, span: Span, moved: Span) -> bool:
        """Return whether a word at an end was extended: “cat” is another word than “cats”."""
        ends = ((span.start, moved.start), (span.end, moved.end))
        return any(joins(self.new, now) and not joins(self.old, was) for was, now in ends)

    def _kept(self, window: Span, begin: int) -> int:
        """Return how many characters of `window` of the old text are near the same place now."""
        kept = 0
        place = max(0, bisect_right(self._starts, window.start) - 1)
        for block in self.blocks[place:]:
            if block.old >= window.end:
                break
            start = max(block.old, window.start)
            end = min(block.old + block.length, window.end)
            now = start + block.new - block.old
            if end > start and begin <= now <= begin + 3 * CONTEXT:
                kept += end - start
        return kept

    def _is_once(self, span: Span) -> bool:
        """Return whether one of its words occurs only once in both texts."""
        words = WORDS.findall(self.old[span.start : span.end])
        old, new = self._counts
        # The first and the last may be parts of words.
        return any(old[word] == 1 and new[word] == 1 for word in words if len(word) > 1)

    @cached_property
    def _counts(self) -> tuple[Counter[str], Counter[str]]:
        return Counter(WORDS.findall(self.old)), Counter(WORDS.findall(self.new))

    def _is_taken(self, moved: Span) -> bool:
        """Return whether a moved sentence is there now."""
        taken = self._moved.taken
        place = bisect_right(taken, moved.end - 1, key=lambda span: span.start) - 1
        return place >= 0 and taken[place].overlaps(moved)

    def _moved_sentence(self, span: Span) -> Span | None:
        starts, blocks = self._moved.starts, self._moved.blocks
        place = bisect_right(starts, span.start) - 1
        if place < 0 or span.end > blocks[place].old + blocks[place].length:
            return None
        shift = blocks[place].new - blocks[place].old
        return Span(span.start + shift, span.end + shift)

    @cached_property
    def _moved(self) -> _Moved:
        """The sentences that were cut in one place and pasted in another."""
        old, new = once(SENTENCES, self.old), once(SENTENCES, self.new)
        blocks: list[Block] = []
        for words, start in old.items():
            there, length = new.get(words), len(words)
            if there is None or length < _LEAST_MOVED:
                continue
            block = self._block_of(Span(start, start + length))
            if block is not None and block.new - block.old == there - start:
                continue
            last = blocks[-1] if blocks else None
            if last and self._follow(last, start, there):
                blocks[-1] = last._replace(length=start + length - last.old)
            else:
                blocks.append(Block(start, there, length))
        taken = sorted(Span(block.new, block.new + block.length) for block in blocks)
        return _Moved(blocks, [block.old for block in blocks], taken)

    def _follow(self, last: Block, start: int, there: int) -> bool:
        """Return whether only the same white space is between a block and two places."""
        gap = self.old[last.old + last.length : start]
        return self.new[last.new + last.length : there] == gap and not gap.strip()


class _Moved(NamedTuple):
    """Passages whose order changed."""

    blocks: list[Block]
    starts: list[int]
    taken: list[Span]
    """Where they are now, in order."""
