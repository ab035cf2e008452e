# SPDX-License-Identifier: MIT
"""Where the pieces of a text are after it was edited: which of them keep their words for certain.

The two texts are compared as runs of equal characters. Lines, then sentences, then words that occur
once in both are matched first, as the longest chain in order (patience diff, Bram Cohen 2003); what
lies between them word by word, as the longest common subsequence. Time is close to linear in the
length of the texts. Offsets are code points, end-exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from claimdesk.models.spans import CONTEXT, Span

_SENTENCES = re.compile(r"[^\s.!?。！？][^\n.!?。！？]*[.!?。！？]*")
# One character of scripts without spaces is a word of its own: a correction there changes one.
_SCRIPTS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"
_WORDS = re.compile(rf"[{_SCRIPTS}]|[^\W{_SCRIPTS}](?:[^\W{_SCRIPTS}]|[\u0300-\u036f'’])*|[^\w\s]")
_LINES = re.compile(r"[^\n]+")
_MOST_CELLS = 4_000_000
"""Words of one side times words of the other that are compared exhaustively."""
_RUN = 4
"""Words that are looked for together where there are too many for that."""
_LONGEST_SLIDE = 4096
_LEAST_MOVED = 24
"""Characters that a sentence must have to be known again in another place."""
_KEPT = 0.5
"""Part of its surroundings that words must keep to be the same words."""
_KEPT_OF_UNIQUE = 0.25
"""The same for words that stand in both texts only once."""


class Block(NamedTuple):
    """Characters that both texts have: from `old` in the one, from `new` in the other."""

    old: int
    new: int
    length: int


class Move(NamedTuple):
    """Where a piece of the old text is in the new one."""

    span: Span
    certain: bool
    """Whether it keeps its words for certain; otherwise this is only the likely place."""


class Alignment:
    """How an edited text compares with what it was."""

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        self.blocks = _blocks(old, new)
        self._starts = [block.old for block in self.blocks]
        self._unclear = _slides(old, new, self.blocks)
        self._unclear_ends = [span.end for span in self._unclear]

    def move(self, span: Span) -> Move | None:
        """Where `span` of the old text is now; None if its words are nowhere."""
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
        """The offset in the new text that is closest to where `point` of the old one was."""
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
        """Whether another edit of the same outcome would have left the span in another place."""
        place = bisect_left(self._unclear_ends, span.end)
        return place < len(self._unclear) and self._unclear[place].start <= span.start

    def _is_joined(self, span: Span, moved: Span) -> bool:
        """Whether the words at an end were made longer: “cat” is another word in “cats”."""
        ends = ((span.start, moved.start), (span.end, moved.end))
        return any(_joins(self.new, now) and not _joins(self.old, was) for was, now in ends)

    def _kept(self, window: Span, begin: int) -> int:
        """Characters of `window` of the old text that stand at or near the same place now."""
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
        """Whether one of its words stands only there, in both texts."""
        words = _WORDS.findall(self.old[span.start : span.end])
        old, new = self._counts
        # The first and the last may be parts of words.
        return any(old[word] == 1 and new[word] == 1 for word in words if len(word) > 1)

    @cached_property
    def _counts(self) -> tuple[Counter[str], Counter[str]]:
        return Counter(_WORDS.findall(self.old)), Counter(_WORDS.findall(self.new))

    def _is_taken(self, moved: Span) -> bool:
        """Whether a sentence that was moved stands there now."""
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
        """Sentences that were cut in one place and pasted in another."""
        old, new = _once(_SENTENCES, self.old), _once(_SENTENCES, self.new)
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
        """Whether nothing but the same white space stands between a block and two places."""
        gap = self.old[last.old + last.length : start]
        return self.new[last.new + last.length : there] == gap and not gap.strip()


class _Moved(NamedTuple):
    """Stretches that are in another order now."""

    blocks: list[Block]
    starts: list[int]
    taken: list[Span]
    """Where they are now, in order."""


def _joins(text: str, place: int) -> bool:
    """Whether the characters before and after a place are of one word or one sign."""
    if not 0 < place < len(text):
        return False
    return _goes_on(text[place]) or (_is_of_word(text[place - 1]) and _is_of_word(text[place]))


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_" or _goes_on(char)


def _goes_on(char: str) -> bool:
    """Whether a character belongs to the one before: an accent, a joiner, a variation, a tone."""
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def _slides(old: str, new: str, blocks: Sequence[Block]) -> list[Span]:
    """Stretches of the old text that might be on either side of an insertion or deletion.

    Where “cat cat” becomes “cat”, nobody can say which of the two went.
    """
    found: list[Span] = []
    edges = [Block(0, 0, 0), *blocks, Block(len(old), len(new), 0)]
    for left, right in pairwise(edges):
        slide = _slide(old, new, left, right)
        if slide is not None:
            found.append(Span(right.old - slide.back, right.old))
            found.append(Span(left.old + left.length - slide.back, left.old + left.length))
            found.append(Span(right.old, right.old + slide.on))
    return _merged(span for span in found if span.start < span.end)


class _Slide(NamedTuple):
    """A stretch that was put in or taken away, and how far it could stand elsewhere."""

    text: str
    start: int
    end: int
    back: int
    on: int


def _slide(old: str, new: str, left: Block, right: Block) -> _Slide | None:
    """What lies between two blocks, if only one of the texts has it."""
    a, b = left.old + left.length, left.new + left.length
    if (a == right.old) == (b == right.new):
        return None
    text, start, end = (old, a, right.old) if a < right.old else (new, b, right.new)
    back = on = 0
    while (
        back < min(left.length, _LONGEST_SLIDE) and text[start - 1 - back] == text[end - 1 - back]
    ):
        back += 1
    while on < min(right.length, _LONGEST_SLIDE) and text[start + on] == text[end + on]:
        on += 1
    return _Slide(text, start, end, back, on)


def _settled(old: str, new: str, blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, what was put in or taken away between them beginning and ending with words.

    “the cat saw” was “the old cat saw”: “old ” went, not “e old” with its “th” left to the cat.
    """
    edges = [Block(0, 0, 0), *blocks, Block(len(old), len(new), 0)]
    for place in range(len(edges) - 1):
        left, right = edges[place], edges[place + 1]
        slide = _slide(old, new, left, right)
        if slide is None or not slide.back + slide.on:
            continue
        shift = max(range(-slide.back, slide.on + 1), key=lambda n: _fitness(slide, n))
        edges[place] = left._replace(length=left.length + shift)
        edges[place + 1] = Block(right.old + shift, right.new + shift, right.length - shift)
    return [block for block in edges if block.length]


def _fitness(slide: _Slide, shift: int) -> tuple[int, bool, int]:
    """How well a stretch that was put in or taken away stands there: at words, after a space."""
    start, end = slide.start + shift, slide.end + shift
    whole = (not _joins(slide.text, start)) + (not _joins(slide.text, end))
    spaced = start == 0 or slide.text[start - 1].isspace()
    return whole, spaced, -abs(shift)


def _merged(spans: Iterator[Span]) -> list[Span]:
    """Spans in order, those inside another left out, so that starts and ends both ascend."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


def _blocks(old: str, new: str) -> list[Block]:
    """The equal stretches in order, as long as they can be, none of them empty."""
    matched: list[Block] = []
    levels = [_LINES, _SENTENCES, _WORDS]
    waiting = [(Span(0, len(old)), Span(0, len(new)), 0)]
    while waiting:
        one, other, level = waiting.pop()
        one, other, ends = _trimmed(old, new, one, other)
        matched.extend(ends)
        if one.start == one.end or other.start == other.end:
            continue
        chain: list[Block] = []
        while level < len(levels) and not chain:
            chain = _chain(old, new, one, other, levels[level])
            level += not chain
        if not chain:
            matched.extend(_words(old, new, one, other))
            continue
        matched.extend(chain)
        waiting.extend((*gap, level) for gap in _between(one, other, chain))
    blocks = _grown(old, new, sorted(block for block in matched if block.length))
    return _settled(old, new, blocks)


def _trimmed(old: str, new: str, one: Span, other: Span) -> tuple[Span, Span, list[Block]]:
    """What is left of two stretches without their equal beginnings and ends, and these."""
    most = min(one.end - one.start, other.end - other.start)
    head = _common(lambda n: old.startswith(new[other.start : other.start + n], one.start), most)
    most -= head
    tail = _common(lambda n: old.endswith(new[other.end - n : other.end], 0, one.end), most)
    ends = [
        Block(one.start, other.start, head),
        Block(one.end - tail, other.end - tail, tail),
    ]
    one = Span(one.start + head, one.end - tail)
    return one, Span(other.start + head, other.end - tail), ends


def _common(fits: Callable[[int], bool], most: int) -> int:
    """The largest number up to `most` for which `fits` holds, as it does for all below."""
    step = 64
    low = 0
    while low < most and fits(min(most, low + step)):
        low = min(most, low + step)
        step *= 2
    high = min(most, low + step)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _once(pattern: re.Pattern[str], text: str, within: Span | None = None) -> dict[str, int]:
    """The words of a pattern that occur once in a stretch of the text, with their offsets."""
    start, end = within or Span(0, len(text))
    found: dict[str, int] = {}
    twice: set[str] = set()
    for match in pattern.finditer(text, start, end):
        words = match.group()
        if words in found:
            twice.add(words)
        elif words:
            found[words] = match.start()
    return {words: place for words, place in found.items() if words not in twice}


def _chain(old: str, new: str, one: Span, other: Span, pattern: re.Pattern[str]) -> list[Block]:
    """What occurs once in both stretches, as the longest chain that keeps its order."""
    there = _once(pattern, new, other)
    pairs = [
        Block(place, there[words], len(words))
        for words, place in _once(pattern, old, one).items()
        if words in there
    ]
    pairs.sort()
    return _ascending(pairs)


def _ascending(pairs: list[Block]) -> list[Block]:
    """The longest part of the list whose `new` ascends."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int | None] = []
    for number, pair in enumerate(pairs):
        place = bisect_left(ends, pair.new)
        before.append(at[place - 1] if place else None)
        if place == len(ends):
            ends.append(pair.new)
            at.append(number)
        else:
            ends[place], at[place] = pair.new, number
    chain: list[Block] = []
    step: int | None = at[-1] if at else None
    while step is not None:
        chain.append(pairs[step])
        step = before[step]
    return chain[::-1]


def _between(one: Span, other: Span, chain: Sequence[Block]) -> Iterator[tuple[Span, Span]]:
    first = Block(one.start, other.start, 0)
    last = Block(one.end, other.end, 0)
    for left, right in pairwise([first, *chain, last]):
        yield (
            Span(left.old + left.length, right.old),
            Span(left.new + left.length, right.new),
        )


def _words(old: str, new: str, one: Span, other: Span) -> list[Block]:
    """The longest common subsequence of the words of two stretches.

    Where that would take too long, runs of words that occur once in both.
    """
    here = list(_WORDS.finditer(old, *one))
    there = list(_WORDS.finditer(new, *other))
    if len(here) * len(there) > _MOST_CELLS:
        return _runs(here, there)
    steps = LCSseq.opcodes([m.group() for m in here], [m.group() for m in there])
    return [
        _block(here[step.src_start + number], there[step.dest_start + number])
        for step in steps
        if step.tag == "equal"
        for number in range(step.src_end - step.src_start)
    ]


def _runs(here: list[re.Match[str]], there: list[re.Match[str]]) -> list[Block]:
    starts, others = _once_run(here), _once_run(there)
    pairs = [
        _block(here[place], there[others[run]]) for run, place in starts.items() if run in others
    ]
    return _ascending(sorted(pairs))


def _once_run(words: list[re.Match[str]]) -> dict[tuple[str, ...], int]:
    """The runs of words that occur once, with the number of their first word."""
    texts = [match.group() for match in words]
    runs = list(zip(*(texts[n:] for n in range(_RUN)), strict=False))
    counts = Counter(runs)
    return {run: number for number, run in enumerate(runs) if counts[run] == 1}


def _block(one: re.Match[str], other: re.Match[str]) -> Block:
    return Block(one.start(), other.start(), one.end() - one.start())


def _grown(old: str, new: str, blocks: Sequence[Block]) -> list[Block]:
    """Blocks made longer while what stands around them is equal, joined where they meet."""
    grown: list[Block] = []
    for block in blocks:
        last = grown[-1] if grown else Block(0, 0, 0)
        low, low_new = last.old + last.length, last.new + last.length
        start, there = block.old, block.new
        while start > low and there > low_new and old[start - 1] == new[there - 1]:
            start, there = start - 1, there - 1
        block = Block(start, there, block.length + block.old - start)
        if grown and (start, there) == (low, low_new):
            grown[-1] = last._replace(length=last.length + block.length)
        else:
            grown.append(block)
    return _grown_on(old, new, grown)


def _grown_on(old: str, new: str, blocks: list[Block]) -> list[Block]:
    ends = [*blocks[1:], Block(len(old), len(new), 0)]
    found = []
    for block, following in zip(blocks, ends, strict=False):
        length = block.length
        most = min(following.old - block.old, following.new - block.new)
        while length < most and old[block.old + length] == new[block.new + length]:
            length += 1
        found.append(block._replace(length=length))
    return found
