# SPDX-License-Identifier: MIT
"""The pieces of lines on a page, put in the order in which people read them, as paragraphs.

A page is cut at its gutters into columns; what spans several columns parts those above it from
those below. Lines become paragraphs where the space between them, an indent, a short line or the
size of the letters says so.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from claimdesk.models.articles.drafts import Block
from claimdesk.models.text import hyphenation
from claimdesk.models.text.paragraphs import is_tight

_CROSSING = 0.25
"""Share of the lines that may span a gutter, such as a headline over two columns."""
_LEAST_LINES = 3
"""Lines that a column has at least."""
_GUTTER = 4.0
"""Points between two columns."""
_TALL = 1.4
"""How much larger than usual the space between two lines is that parts paragraphs."""
_LARGER = 1.12
"""How much larger the letters of a heading are than those of the text."""
_LEADING = 1.7
"""Space between two lines of one headline, relative to its letters."""
_DEEPEST = 30
_ENDS = tuple('.!?:…。！？」』”"»)')


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a line; in points from the left and from the bottom of its page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.bottom + self.top) / 2


@dataclass(slots=True)
class _Paragraph:
    lines: list[Line]

    @property
    def size(self) -> float:
        return statistics.median(line.size for line in self.lines)


def blocks_of_pages(pages: Sequence[Sequence[Line]]) -> list[Block]:
    """Return the paragraphs of pages; the largest heading has level 1."""
    body = _body_size([line for page in pages for line in page])
    paragraphs: list[_Paragraph] = []
    for page in pages:
        for column in _columns(page):
            _continue(paragraphs, list(_paragraphs(column)), body)
    pairs = [
        (before.text, after.text)
        for paragraph in paragraphs
        for before, after in pairwise(paragraph.lines)
    ]
    whole = "\n".join(line.text for page in pages for line in page)
    words = hyphenation.WordEvidence(whole, pairs)
    largest = max((each.size for each in paragraphs if _may_be_title(each)), default=0.0)
    return [
        Block(_joined(paragraph.lines, words), _level(paragraph, body, largest))
        for paragraph in paragraphs
    ]


def _may_be_title(paragraph: _Paragraph) -> bool:
    text = " ".join(line.text for line in paragraph.lines)
    return 8 <= len(text) <= 300 and (len(text.split()) >= 3 or not text.isascii())


def _level(paragraph: _Paragraph, body: float, largest: float) -> int:
    if paragraph.size < _LARGER * body or len(paragraph.lines) > 6:
        return 0
    return 1 if _may_be_title(paragraph) and paragraph.size > 0.97 * largest else 2


def _body_size(lines: Sequence[Line]) -> float:
    """Return the size of most characters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _columns(lines: Sequence[Line], depth: int = 0) -> Iterator[list[Line]]:
    """Yield the columns of a page in reading order, each with whole lines from top to bottom."""
    gutter = _gutter(lines) if depth < _DEEPEST else None
    if gutter is None:
        if lines:
            yield _whole_lines(lines)
        return
    usual = statistics.median(line.size for line in lines)
    band: list[Line] = []
    across: list[Line] = []
    for line in sorted(lines, key=lambda each: -each.middle):
        if _goes_on_across(across, line, usual):
            across.append(line)
            continue
        yield from _whole(across)
        across = []
        if line.left < gutter - 1 and line.right > gutter + 1:
            yield from _sides(band, gutter, depth)
            band, across = [], [line]
        else:
            band.append(line)
    yield from _whole(across)
    yield from _sides(band, gutter, depth)


def _whole(lines: Sequence[Line]) -> Iterator[list[Line]]:
    if lines:
        yield _whole_lines(lines)


def _goes_on_across(across: Sequence[Line], line: Line, usual: float) -> bool:
    """Return whether a line goes on with a headline that spans several columns."""
    if not across or line.size < _LARGER * usual:
        return False
    last = across[-1]
    alike = abs(last.size - line.size) < 0.1 * line.size
    return alike and last.middle - line.middle < _LEADING * line.size


def _sides(band: Sequence[Line], gutter: float, depth: int) -> Iterator[list[Line]]:
    yield from _columns([line for line in band if line.left < gutter - 1], depth + 1)
    yield from _columns([line for line in band if line.left >= gutter - 1], depth + 1)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where the right one of two columns begins; None if there is one column."""
    if len(lines) < 2 * _LEAST_LINES:
        return None
    best: tuple[int, float] | None = None
    for place in sorted({round(line.left) for line in lines}):
        crossing = sum(line.left < place - 1 and line.right > place + 1 for line in lines)
        if crossing > _CROSSING * len(lines):
            continue
        left = [line for line in lines if line.right <= place + 1 and line.left < place - 1]
        right = [line for line in lines if line.left >= place - 1]
        if _are_columns(left, right) and (best is None or crossing < best[0]):
            best = (crossing, place)
    return None if best is None else best[1]


def _are_columns(left: Sequence[Line], right: Sequence[Line]) -> bool:
    if min(len(left), len(right)) < _LEAST_LINES:
        return False
    gap = (
        min(line.left for line in right)
        - statistics.quantiles([line.right for line in left], n=20)[-1]
    )
    if gap < _GUTTER:
        return False
    # They stand beside one another, and hold words rather than the cells of a table.
    overlap = min(max(line.top for line in each) for each in (left, right)) - max(
        min(line.bottom for line in each) for each in (left, right)
    )
    height = min(
        max(line.top for line in each) - min(line.bottom for line in each) for each in (left, right)
    )
    words = min(statistics.median(len(line.text) for line in each) for each in (left, right))
    return overlap > 0.4 * height and words >= 12


def _whole_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a column from top to bottom, pieces beside one another joined."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: (-each.middle, each.left)):
        last = rows[-1][0] if rows else None
        if last and abs(last.middle - line.middle) < 0.4 * min(last.size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_one(sorted(row, key=lambda each: each.left)) for row in rows]


def _one(row: Sequence[Line]) -> Line:
    text = row[0].text
    for before, after in pairwise(row):
        close = after.left - before.right < 0.15 * after.size
        text += after.text if close else " " + after.text
    return replace(
        row[0],
        text=text,
        right=max(line.right for line in row),
        size=max(line.size for line in row),
    )


def _paragraphs(lines: Sequence[Line]) -> Iterator[_Paragraph]:
    """Put the lines of a column together."""
    steps = [a.middle - b.middle for a, b in pairwise(lines)]
    usual = statistics.median(steps) if steps else 0.0
    left = _most_common(line.left for line in lines)
    edges = (left, max((line.right for line in lines), default=0.0))
    current: list[Line] = []
    for line in lines:
        if current and _parts(current[-1], line, usual, edges, is_first=len(current) == 1):
            yield _Paragraph(current)
            current = []
        current.append(line)
    if current:
        yield _Paragraph(current)


def _most_common(values: Iterator[float]) -> float:
    counted = Counter(round(value) for value in values)
    return counted.most_common(1)[0][0] if counted else 0.0


def _parts(
    before: Line, after: Line, usual: float, edges: tuple[float, float], *, is_first: bool
) -> bool:
    """Return whether a paragraph ends between two lines."""
    left, right = edges
    size = max(before.size, after.size)
    if abs(before.size - after.size) > 0.1 * size:
        return True
    if before.middle - after.middle > max(_TALL * usual, 1.2 * size):
        return True
    if after.left > left + 0.7 * size and before.left <= left + 0.5 * size:
        return after.left < left + 5 * size
    return _has_room(before, after, right) and (
        before.text.endswith(_ENDS) or (is_first and before.right < left + 0.6 * (right - left))
    )


def _has_room(before: Line, after: Line, right: float) -> bool:
    """Return whether the next word would have fitted on a line."""
    width = (after.right - after.left) / max(1, len(after.text))
    word = after.text.split(" ", 1)[0][:20]
    return before.right + (len(word) + 1.5) * width < right


def _continue(paragraphs: list[_Paragraph], more: list[_Paragraph], body: float) -> None:
    """Add the paragraphs of the next column; the first may go on where the last one stopped."""
    if paragraphs and more:
        last, first = paragraphs[-1], more[0]
        alike = abs(last.size - first.size) < 0.1 * body and abs(last.size - body) < 0.1 * body
        if alike and not last.lines[-1].text.endswith(_ENDS):
            last.lines += first.lines
            more = more[1:]
    paragraphs += more


def _joined(lines: Sequence[Line], words: hyphenation.WordEvidence) -> str:
    text = lines[0].text
    for before, after in pairwise(lines):
        hyphen = hyphenation.classify_line_end(before.text, after.text)
        if hyphen is not None:
            divides = words.divides(hyphen, before.text, after.text)
            text = (text[:-1] if divides else text) + after.text
        else:
            text += after.text if is_tight(before.text, after.text) else " " + after.text
    return text
