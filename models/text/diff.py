# SPDX-License-Identifier: MIT
"""The diff of two texts: the blocks of characters that both have, in order.

Lines, then sentences, then words that occur once in both are matched first, as the longest chain
in order (patience diff, Bram Cohen 2003); the rest is matched word by word, as the longest common
subsequence. Time is close to linear in the length of the texts. Offsets are code points,
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
# In scripts without spaces each character counts as a word, since a correction changes single ones.
_SCRIPTS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"
WORDS = re.compile(rf"[{_SCRIPTS}]|[^\W{_SCRIPTS}](?:[^\W{_SCRIPTS}]|[\u0300-\u036f'’])*|[^\w\s]")
_LINES = re.compile(r"[^\n]+")
_MOST_CELLS = 4_000_000
"""Maximum product of the numbers of words for an exhaustive comparison."""
_RUN = 4
"""Number of consecutive words to match where there are too many for that."""
_LONGEST_SLIDE = 4096


class Block(NamedTuple):
    """Characters that both texts have: from `old` in the one, from `new` in the other."""

    old: int
    new: int
    length: int


def equal_blocks(old: str, new: str) -> list[Block]:
    """Return the equal blocks in order, as long as possible, none of them empty."""
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
    blocks = _extended(old, new, sorted(block for block in matched if block.length))
    return _shifted_to_words(old, new, blocks)


def joins(text: str, place: int) -> bool:
    """Return whether the characters before and after a place belong to one word or character."""
    if not 0 < place < len(text):
        return False
    return _goes_on(text[place]) or (_is_of_word(text[place - 1]) and _is_of_word(text[place]))


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_" or _goes_on(char)


def _goes_on(char: str) -> bool:
    """Return whether a character modifies the one before: accent, joiner, variation, skin tone."""
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def unclear(old: str, new: str, blocks: Sequence[Block]) -> list[Span]:
    """Return the parts of the old text that might be on either side of an insertion or deletion.

    If “cat cat” becomes “cat”, either of the two may have been deleted.
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
    """An insertion or deletion, and how far it can be shifted with the same result."""

    text: str
    start: int
    end: int
    back: int
    on: int


def _slide(old: str, new: str, left: Block, right: Block) -> _Slide | None:
    """Return what is between two blocks, if only one of the texts has it."""
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


def _shifted_to_words(old: str, new: str, blocks: Sequence[Block]) -> list[Block]:
    """Shift insertions and deletions between the blocks to begin and end at word boundaries.

    If “the old cat saw” became “the cat saw”, “old ” was deleted, not “e old”.
    """
    edges = [Block(0, 0, 0), *blocks, Block(len(old), len(new), 0)]
    for place in range(len(edges) - 1):
        left, right = edges[place], edges[place + 1]
        slide = _slide(old, new, left, right)
        if slide is None or not slide.back + slide.on:
            continue
        shift = max(range(-slide.back, slide.on + 1), key=lambda n: _boundary_quality(slide, n))
        edges[place] = left._replace(length=left.length + shift)
        edges[place + 1] = Block(right.old + shift, right.new + shift, right.length - shift)
    return [block for block in edges if block.length]


def _boundary_quality(slide: _Slide, shift: int) -> tuple[int, bool, int]:
    """Return how good a shifted insertion or deletion is: at word boundaries, after a space."""
    start, end = slide.start + shift, slide.end + shift
    whole = (not joins(slide.text, start)) + (not joins(slide.text, end))
    spaced = start == 0 or slide.text[start - 1].isspace()
    return whole, spaced, -abs(shift)


def _merged(spans: Iterator[Span]) -> list[Span]:
    """Return spans in order without those inside another, so that starts and ends ascend."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


def _trimmed(old: str, new: str, one: Span, other: Span) -> tuple[Span, Span, list[Block]]:
    """Return two spans without their equal beginnings and ends, and these as blocks."""
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
    """Return the largest number up to `most` for which `fits`, a monotonic test, holds."""
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
    """Return the matches of a pattern that occur once in a part of the text, with offsets."""
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
    """Return the longest chain, in order, of matches that occur once in both spans."""
    there = once(pattern, new, other)
    pairs = [
        Block(place, there[words], len(words))
        for words, place in once(pattern, old, one).items()
        if words in there
    ]
    pairs.sort()
    return _ascending(pairs)


def _ascending(pairs: list[Block]) -> list[Block]:
    """Return the longest subsequence in which `new` ascends."""
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
    """Return the longest common subsequence of the words of two spans.

    If that would take too long, match runs of words that occur once in both.
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
    """Return the runs of words that occur once, with the index of their first word."""
    texts = [match.group() for match in words]
    runs = list(zip(*(texts[n:] for n in range(_RUN)), strict=False))
    counts = Counter(runs)
    return {run: number for number, run in enumerate(runs) if counts[run] == 1}


def _block(one: re.Match[str], other: re.Match[str]) -> Block:
    return Block(one.start(), other.start(), one.end() - one.start())


def _extended(old: str, new: str, blocks: Sequence[Block]) -> list[Block]:
    """Extend blocks to the left while the texts are equal; join adjacent ones."""
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
    return _extended_right(old, new, grown)


def _extended_right(old: str, new: str, blocks: list[Block]) -> list[Block]:
    ends = [*blocks[1:], Block(len(old), len(new), 0)]
    found = []
    for block, following in zip(blocks, ends, strict=False):
        length = block.length
        most = min(following.old - block.old, following.new - block.new)
        while length < most and old[block.old + length] == new[block.new + length]:
            length += 1
        found.append(block._replace(length=length))
    return found
