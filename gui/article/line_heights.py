# SPDX-License-Identifier: MIT
"""The line height of each block of an article: more where many annotations overlap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from claimdesk.gui.article import page
from claimdesk.gui.article.display import DisplayText
from claimdesk.models.text.span_index import Mark, SpanIndex, lanes
from claimdesk.models.text.spans import Span

Change = tuple[QTextBlock, float]
"""A block and the line height that it needs."""
Counts = Callable[[Mark], bool]
"""Tells whether a mark needs a lane."""


def of_new(
    document: QTextDocument, display: DisplayText, index: SpanIndex, counts: Counts
) -> list[Change]:
    """Return the blocks of a new document that need more than the usual line height."""
    blocks = list(_blocks(document, 0, display.length))
    starts = [display.point(block.position()) for block in blocks]
    crowded = _by_block(starts, filter(counts, index.all()))
    wanted = ((blocks[number], page.line_height(lanes)) for number, lanes in crowded.items())
    return [(block, height) for block, height in wanted if height > page.LINE_HEIGHT]


def changes(
    document: QTextDocument,
    display: DisplayText,
    index: SpanIndex,
    parts: Iterable[Span],
    counts: Counts,
) -> list[Change]:
    """Return the blocks of parts of the text whose line height is not what their lanes need."""
    blocks = {
        block.position(): block
        for part in parts
        for block in _blocks(document, display.unit(part.start), display.unit(part.end))
    }
    found = []
    for position, block in blocks.items():
        start, end = display.point(position), display.point(position + block.length() - 1)
        lanes = _by_block([start], filter(counts, index.in_range(start, end)))
        height = page.line_height(lanes.get(0, 0))
        if abs(page.line_height_of(block) - height) > 0.01:
            found.append((block, height))
    return found


def apply(document: QTextDocument, found: Sequence[Change]) -> None:
    """Give blocks their line heights; the document is laid out once, however many they are."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for block, height in found:
        page.set_line_height(block, height)
    cursor.endEditBlock()


def _blocks(document: QTextDocument, first: int, last: int) -> Iterator[QTextBlock]:
    block = document.findBlock(first)
    while block.isValid() and block.position() <= last:
        yield block
        block = block.next()


def _by_block(starts: Sequence[int], marks: Iterable[Mark]) -> dict[int, int]:
    """Return how many lanes there are in blocks that need more than any line has room for."""
    inside: dict[int, list[Mark]] = {}
    for mark in marks:
        first = bisect_right(starts, mark.start) - 1
        last = bisect_left(starts, mark.end) - 1
        for number in range(max(0, first), last + 1):
            inside.setdefault(number, []).append(mark)
    return {
        number: max(lanes(found).values()) + 1
        for number, found in inside.items()
        if len(found) > page.ROOMY and len({mark.annotation for mark in found}) > page.ROOMY
    }
