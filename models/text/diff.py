# SPDX-License-Identifier: MIT
"""Two texts compared: the runs of characters that both have, in order.

Lines, then sentences, then words that occur once in both are matched first, as the longest chain
in order (patience diff, Bram Cohen 2003); what lies between them word by word, as the longest
common subsequence. Time is close to linear in the length of the texts. Offsets are code points,
end-exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from claimdesk.models.text.spans import Span

SENTENCES = re.compile(r"[^\s.!?。！？][^\n.!?。！？]*[.!?。！？]*")
# One character of scripts without spaces is a word of its own: a correction there changes one.
_SCRIPTS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"
WORDS = re.compile(rf"[{_SCRIPTS}]|[^\W{_SCRIPTS}](?:[^\W{_SCRIPTS}]|[\u0300-\u036f'’])*|[^\w\s]")
_LINES = re.compile(r"[^\n]+")
_MOST_CELLS = 4_000_000
"""Words of one side times words of the other that are compared exhaustively."""
_RUN = 4
"""Words that are looked for together where there are too many for that."""
_LONGEST_SLIDE = 4096


class Block(NamedTuple):
    """Characters that both texts have: from `old` in the one, from `new` in the other."""

    old: int
    new: int
    length: int


def equal_blocks(old: str, new: str) -> list[Block]:
    """Return the equal stretches in order, as long as they can be, none of them empty."""
    matched: list[Block] = []
    levels = [_LINES, SENTENCES, WORDS]
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


def joins(text: str, place: int) -> bool:
    """Return whether the characters before and after a place are of one word or one sign."""
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


def unclear(old: str, new: str, blocks: Sequence[Block]) -> list[Span]:
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
    """Return what lies between two blocks, if only one of the texts has it."""
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
    whole = (not joins(slide.text, start)) + (not joins(slide.text, end))
    spaced = start == 0 or slide.text[start - 1].isspace()
    return whole, spaced, -abs(shift)


def _merged(spans: Iterator[Span]) -> list[Span]:
    """Return spans in order, those inside another left out, so that starts and ends both ascend."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


def _trimmed(old: str, new: str, one: Span, other: Span) -> tuple[Span, Span, list[Block]]:
    """Return what is left of two stretches without their equal beginnings and ends, and these."""
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
    """Return the largest number up to `most` for which `fits` holds, as it does for all below."""
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


def once(pattern: re.Pattern[str], text: str, within: Span | None = None) -> dict[str, int]:
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
    """Return what occurs once in both stretches, as the longest chain that keeps its order."""
    there = once(pattern, new, other)
    pairs = [
        Block(place, there[words], len(words))
        for words, place in once(pattern, old, one).items()
        if words in there
    ]
    pairs.sort()
    return _ascending(pairs)


def _ascending(pairs: list[Block]) -> list[Block]:
    """Return the longest part of the list whose `new` ascends."""
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
    """Return the longest common subsequence of the words of two stretches.

    Where that would take too long, runs of words that occur once in both.
    """
    here = list(WORDS.finditer(old, *one))
    there = list(WORDS.finditer(new, *other))
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
    """Return the runs of words that occur once, with the number of their first word."""
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
