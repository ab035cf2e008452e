# SPDX-License-Identifier: MIT
"""Paragraphs told from lines: which line breaks of a text are only there because it was wrapped.

Databases and mail programs break lines at 60 to 80 columns. A line was broken to fit if the word
after it had no room any more; where nobody can tell the width, or somebody broke lines by hand,
what stands before and after the break tells it. Poems, lists, tables, headings, bylines and
speakers of an interview keep their lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from claimdesk.models.text import hyphenation
from claimdesk.models.text.lines import Line, columns, lines_of
from claimdesk.models.text.spans import Span, line_bounds

LONGEST = 120
"""Columns of the longest line that may have been wrapped."""

_CLOSING = "”’\"')\\]}»›」』）】"
_TERMINAL = re.compile(rf"[.!?…:;。！？：；؟۔।][{_CLOSING}]*$")
_SENTENCE_END = re.compile(rf"[.!?…。！？؟۔।][{_CLOSING}]*$")
ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Capt|Adm|Sen|Rep|Gov|St|No|vs|Jr|Sr|Inc|Co)"
    r"|\w|(?:\w\.)+\w)\.$"
)
"""Words whose full stop ends no sentence."""
_WORDS_SMALL = """
    a about after against all although an and any are as at be because been before but by can could
    despite during each even every for from had has have he her here his how however i if in into is
    it its last later many may more most much my no not of on one or other our over several she
    since so some still such than that the their them then there these they this those though to
    two under until was we were what when where whether which while who will with would yet you
    your
"""
_SMALL = frozenset(_WORDS_SMALL.split())
"""Words that, with a capital, begin a sentence or a verse rather than go on with a name."""
_ITEM = re.compile(r"(?:[-*+–—]|[•‣▪◦·●○■□▶►✓]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+\S")
_DASH_ITEM = re.compile(r"[-*+–—]\s|\(?\w{1,3}[.)]\s")
_LABEL = re.compile(r"[“\"]?[A-Z][\w.'’-]*(?: [\w.'’-]+){0,3}:(?:\s|$)")
_BYLINE = re.compile(r"(?:By|BY) [A-Z][\w.'’-]+(?: (?:and |AND |& )?[\w.'’-]+){1,8}(?:,[^.]*)?$")
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’ -]{2,}(?:, [^()—–:]{2,30})?\s*(?:\([^()]{2,30}\)\s*|/[^/]{2,30}/\s*)?"
    r"(?:[—–]|-{1,2})\s"
)
_RULE = re.compile(r"(?:[-*_=#~+·•–—]\s*)+$")
_TABLE = re.compile(r"\S(?:\t| {3,})\s*\S|\|.*\|")
_TIGHT = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Characters of scripts that put no spaces between words, and their marks."""
_LINES = re.compile(r"\n(?<=[^\n]\n)(?=[^\n])|\n[ \t]*>|\A[ \t]*>")
"""Lines without a blank one between them, or quoted mail."""
_SHORT = 40
"""Columns of a line that may be an item of a list or a verse."""


@dataclass(slots=True)
class _Block:
    """Lines that follow one another without a blank one, equally deep in quoted mail."""

    lines: list[Line] = field(default_factory=list)

    @property
    def pairs(self) -> list[tuple[Line, Line]]:
        return list(pairwise(self.lines))

    @property
    def is_prose(self) -> bool:
        """Whether it ends like a sentence, and no line is longer than lines are wrapped."""
        return _SENTENCE_END.search(self.lines[-1].text[-12:]) is not None and all(
            line.columns <= LONGEST for line in self.lines
        )

    @property
    def is_verse(self) -> bool:
        """Whether all lines begin with capitals, and one of them as only a sentence would."""
        begins = [_begins_sentence(b) for a, b in self.pairs if not _ends(a)]
        capital = all(not line.text[0].islower() for line in self.lines)
        return capital and len(self.lines) > 2 and any(begins)


def _ends(line: Line) -> bool:
    """Return whether a line ends as a sentence or the introduction of something does."""
    tail = line.text[-12:]
    if tail[-1].isalnum() or _TERMINAL.search(tail) is None:
        return False
    return ABBREVIATION.search(tail) is None


def _begins_sentence(line: Line) -> bool:
    if not line.text[0].isupper():
        return False
    return line.first_word.rstrip(",").lower() in _SMALL


def _goes_on(before: Line, after: Line) -> bool:
    """Return whether a line surely goes on with the next, in words alone."""
    if hyphenation.hyphen(before.text, after.text) is not None:
        return True
    if _ends(before) and before.text[-1] not in ":;":
        return False
    if after.text[0].islower():
        return True
    last = before.text.rsplit(None, 1)[-1].lower()
    return last in _SMALL and not _begins_sentence(after)


def _may_go_on(before: Line, after: Line, widest: int) -> bool:
    """Return whether a line seems to go on with the next in a script that has no capitals."""
    first = after.text[0]
    caseless = first.isalpha() and first.upper() == first.lower()
    return caseless and not _ends(before) and before.columns >= 0.8 * widest


def _is_apart(line: Line) -> bool:
    """Return whether a line is a row of a table or a rule."""
    text = line.text
    if any(gap in text for gap in ("\t", "   ", "|")) and _TABLE.search(text):
        return True
    return not text[0].isalnum() and _RULE.match(text) is not None


def _is_byline(line: Line) -> bool:
    return _BYLINE.match(line.text) is not None and not _ends(line)


def _is_heading(line: Line) -> bool:
    text = line.text
    return text == text.upper() != text.lower() and " " in text and not _ends(line)


def _room(before: Line, after: Line) -> int:
    """Return the columns that the line and the first word after it take."""
    if is_tight(before.text, after.text):
        # Rules against marks at the beginning of a line leave room for a character or two.
        return before.columns + 4
    return before.columns + 1 + columns(after.first_word)


def is_tight(before: str, after: str) -> bool:
    """Return whether texts are joined without a space: in scripts that have none between words."""
    last, first = before[-1:], after[:1]
    if last.isascii() and first.isascii():
        return False
    return bool(_TIGHT.match(last) or _TIGHT.match(first))


class _Widths:
    """To how many columns the lines of a text were wrapped; None if they were not, or not alike."""

    def __init__(self, blocks: Sequence[_Block]) -> None:
        undecided = 0
        rooms: list[tuple[int, int]] = []
        for block in blocks:
            widest = max(line.columns for line in block.lines)
            for before, after in block.pairs:
                if max(before.columns, after.columns) > LONGEST:
                    continue
                if _goes_on(before, after) or _may_go_on(before, after, widest):
                    rooms.append((before.columns, _room(before, after)))
                elif not _ends(before):
                    undecided += 1
        self.width = _width(rooms) if len(rooms) >= 0.4 * undecided else None


def _width(rooms: Sequence[tuple[int, int]]) -> int | None:
    """The largest number of columns at which most lines had no room for the word after them."""
    for width in sorted({taken for taken, _ in rooms}, reverse=True):
        full = sum(room > width for _, room in rooms)
        if full >= 0.6 * len(rooms):
            return width
    return None


class _Judge:
    """Tells, for the lines of one block, whether each goes on with the next."""

    def __init__(self, block: _Block, width: int | None) -> None:
        self._block = block
        self._width = width
        self._listed = sum(_ITEM.match(line.text) is not None for line in block.lines) > 1
        self._verse = block.is_verse or self._has_room()
        self._prose = block.is_prose

    def _has_room(self) -> bool:
        """Return whether most lines are much shorter than those of the text around them."""
        pairs, width = self._block.pairs, self._width
        if width is None or len(pairs) < 3:
            return False
        short = [a.columns < 0.75 * width and _room(a, b) <= width for a, b in pairs]
        return 3 * sum(short) >= 2 * len(short)

    def joins(self, before: Line, after: Line) -> bool:
        """Return whether the break between two lines of the block is inside a paragraph."""
        if self._breaks(before, after):
            return False
        fits = self._fits(before, after)
        if fits is False:
            return True
        if _goes_on(before, after):
            return not self._verse and (self._prose or before.columns > _SHORT)
        if _ends(before) or self._verse or not self._prose:
            return False
        return self._is_amid(before, fits) and not _begins_sentence(after)

    def _is_amid(self, line: Line, fits: bool | None) -> bool:
        """Return whether a line that was not broken to fit may end amid a name or a list of names.

        The first line of a wrapped block is a heading, unless it begins like a sentence.
        """
        first = line is self._block.lines[0]
        if fits and first:
            return _begins_sentence(line)
        last = line.text.rsplit(None, 1)[-1]
        within = not first and line.columns > _SHORT
        return bool(fits) or within or last[0].isupper() or last[-1] == ","

    def _fits(self, before: Line, after: Line) -> bool | None:
        """Whether there was room for the next word; None if lines here are not wrapped alike."""
        if self._width is None or max(before.columns, after.columns) > self._width + 2:
            return None
        return _room(before, after) <= self._width

    def _breaks(self, before: Line, after: Line) -> bool:
        """Return whether what stands there keeps the lines apart, however long they are."""
        if _is_apart(before) or _is_apart(after) or _is_heading(before) != _is_heading(after):
            return True
        if _is_byline(before):
            return not after.text[0].islower()
        full = self._fits(before, after) is False
        open_ended = not _ends(before)
        if after.indent > before.indent + 1 and not _ITEM.match(before.text):
            return not (open_ended and after.text[0].islower())
        if _ITEM.match(after.text):
            dash = _DASH_ITEM.match(after.text) is not None
            return not (dash and full and open_ended and not self._listed)
        if full and open_ended:
            return False
        return any(form.match(after.text) for form in (_LABEL, _DATELINE, _BYLINE))


@dataclass(frozen=True, slots=True)
class Join:
    """A line break inside a paragraph, with the white space and marks of quoted mail around it.

    `tight` means that nothing stands between the two lines, else a space does. Where a word was
    divided, the hyphen is part of it.
    """

    start: int
    end: int
    tight: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """A text in which paragraphs are lines: `text`, of the same length as the body."""

    text: str
    joins: tuple[Join, ...]
    doubtful: tuple[int, ...] = ()
    """Hyphens at the end of a line that may belong to a word or divide it."""

    def with_other_hyphens(self) -> str:
        """`text`, with each of the doubtful hyphens taken for what it was not taken for."""
        chars = list(self.text)
        for point in self.doubtful:
            chars[point] = "-" if chars[point] == "\u00ad" else "\u00ad"
        return "".join(chars)


def flow(body: str) -> Flow:
    """`body` with the line breaks inside its paragraphs turned into white space.

    No offset changes. A break becomes spaces, or zero-width spaces where nothing stands between
    the lines; the hyphen of a divided word becomes a soft hyphen.
    """
    return _flow(body) if _LINES.search(body) else Flow(body, ())


def flowed(body: str) -> str:
    """Return the text of `flow(body)`."""
    return flow(body).text


def one_paragraph(words: str) -> str:
    """As `flowed`, of words that stand in one paragraph."""
    if "\n" not in words:
        return words
    lines = [line for line in lines_of(words) if line.text]
    return _built(words, list(pairwise(lines)), ()).text


def paragraph_bounds(text: str, point: int) -> Span:
    """Return the paragraph that code point `point` stands in, without its line break."""
    return line_bounds(flowed(text), point)


@lru_cache(maxsize=16)
def _flow(body: str) -> Flow:
    lines = lines_of(body)
    blocks = _blocks(lines)
    widths: dict[int, int | None] = {}
    for depth in {block.lines[0].depth for block in blocks}:
        alike = [block for block in blocks if block.lines[0].depth == depth]
        widths[depth] = _Widths(alike).width
    joined = []
    for block in blocks:
        judge = _Judge(block, widths[block.lines[0].depth])
        joined += [(a, b) for a, b in block.pairs if judge.joins(a, b)]
    return _built(body, joined, [line for line in lines if line.depth])


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    """Return the blocks of more than one line."""
    found: list[_Block] = []
    block = _Block()
    for line in lines:
        if block.lines and (not line.text or line.depth != block.lines[-1].depth):
            found.append(block)
            block = _Block()
        if line.text:
            block.lines.append(line)
    found.append(block)
    return [block for block in found if len(block.lines) > 1]


def _built(body: str, joined: Sequence[tuple[Line, Line]], quoted: Sequence[Line]) -> Flow:
    words = hyphenation.Words(body, [(before.text, after.text) for before, after in joined])
    edits = [(line.outer, line.start, " ") for line in quoted]
    joins, doubtful = [], []
    for before, after in joined:
        hyphen = hyphenation.hyphen(before.text, after.text)
        tight = hyphen is not None or is_tight(before.text, after.text)
        joins.append(Join(before.end, after.start, tight))
        edits.append((before.end, after.start, "\u200b" if tight else " "))
        if hyphen == "?":
            doubtful.append(before.end - 1)
        if hyphen is not None and words.divides(hyphen, before.text, after.text):
            edits.append((before.end - 1, before.end, "\u00ad"))
    if not edits:
        return Flow(body, ())
    chars = list(body)
    for start, end, filler in edits:
        chars[start:end] = filler * (end - start)
    return Flow("".join(chars), tuple(joins), tuple(doubtful))
