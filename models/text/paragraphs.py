# SPDX-License-Identifier: MIT
"""Paragraphs: which line breaks of a text only wrap a paragraph, and the text without them.

Databases and mail programs break lines at 60 to 80 columns. A line was wrapped if the next word
did not fit; where the width is unknown, or lines were broken by hand, the words before and after
the break decide. Poems, lists, tables, headings, bylines and speakers of an interview keep their
lines.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from claimdesk.models.text import hyphenation
from claimdesk.models.text.lines import Line, columns, lines_of
from claimdesk.models.text.spans import Span, line_bounds

LONGEST = 120
"""Maximum width of a line that may have been wrapped, in columns."""

_CLOSING = "”’\"')\\]}»›」』）】"
_TERMINAL = re.compile(rf"[.!?…:;。！？：；؟۔।][{_CLOSING}]*$")
_SENTENCE_END = re.compile(rf"[.!?…。！？؟۔।][{_CLOSING}]*$")
ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Capt|Adm|Sen|Rep|Gov|St|No|vs|Jr|Sr|Inc|Co)"
    r"|\w|(?:\w\.)+\w)\.$"
)
"""Abbreviations, whose full stop does not end a sentence."""
_WORDS_SMALL = """
    a about after against all although an and any are as at be because been before but by can could
    despite during each even every for from had has have he her here his how however i if in into is
    it its last later many may more most much my no not of on one or other our over several she
    since so some still such than that the their them then there these they this those though to
    two under until was we were what when where whether which while who will with would yet you
    your
"""
_SMALL = frozenset(_WORDS_SMALL.split())
"""Words that, capitalised, begin a sentence or verse rather than continue a name."""
_ITEM = re.compile(r"(?:[-*+–—]|[•‣▪◦·●○■□▶►✓]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+\S")
_DASH_ITEM = re.compile(r"[-*+–—]\s|\(?\w{1,3}[.)]\s")
_LABEL = re.compile(r"[“\"]?[A-Z][\w.'’-]*(?: [\w.'’-]+){0,3}:(?:\s|$)")
_BYLINE = re.compile(r"(?:By|BY) [A-Z][\w.'’-]+(?: (?:and |AND |& )?[\w.'’-]+){1,8}(?:,[^.]*)?$")
DATELINE = re.compile(
    r"[A-Z][A-Z.'’ /-]{2,}(?:, [^()—–:]{2,30})?\s*(?:\([^()]{2,30}\)\s*|/[^/]{2,30}/\s*)?"
    r"(?:[—–]|-{1,2})\s"
)
"""The place, and date and agency, at the start of a report: `GRAZ, May 3 (Harbour News) — `."""
_STOPPED = re.compile(r"[A-Z][A-Z.'’ /-]{2,}, [A-Z\d][^()—–:.]{1,30}\.\s")
"""The same with a full stop: `GRAZ, 3 May. `."""
_RULE = re.compile(r"(?:[-*_=#~+·•–—]\s*)+$")
_TABLE = re.compile(r"\S(?:\t| {3,})\s*\S|\|.*\|")
_TIGHT = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Characters and punctuation of scripts without spaces between words."""
_LINES = re.compile(r"\n(?<=[^\n]\n)(?=[^\n])|\n[ \t]*>|\A[ \t]*>")
"""Consecutive lines, or quoted mail."""
_SHORT = 40
"""Maximum width of a line that may be a list item or a verse, in columns."""


def dateline_end(text: str, start: int = 0, end: int = sys.maxsize) -> int:
    """Return where the report begins after the dateline of a paragraph; its start without one."""
    dateline = DATELINE.match(text, start, end) or _STOPPED.match(text, start, end)
    after = dateline.end() if dateline is not None else start
    return after if text[after : after + 1].isupper() or text[after : after + 1] in '“‘"' else start


@dataclass(slots=True)
class _Block:
    """Consecutive lines of the same quoted-mail depth."""

    lines: list[Line] = field(default_factory=list)

    @property
    def pairs(self) -> list[tuple[Line, Line]]:
        return list(pairwise(self.lines))

    @property
    def is_prose(self) -> bool:
        """Whether it ends like a sentence, and no line is too long to be wrapped."""
        return _SENTENCE_END.search(self.lines[-1].text[-12:]) is not None and all(
            line.columns <= LONGEST for line in self.lines
        )

    @property
    def is_verse(self) -> bool:
        """Whether all lines begin with capitals, and one of them begins like a sentence."""
        begins = [_begins_sentence(b) for a, b in self.pairs if not _ends(a)]
        capital = all(not line.text[0].islower() for line in self.lines)
        return capital and len(self.lines) > 2 and any(begins)


def _ends(line: Line) -> bool:
    """Return whether a line ends like a sentence or an introduction."""
    tail = line.text[-12:]
    if tail[-1].isalnum() or _TERMINAL.search(tail) is None:
        return False
    return ABBREVIATION.search(tail) is None


def _begins_sentence(line: Line) -> bool:
    if not line.text[0].isupper():
        return False
    return line.first_word.rstrip(",").lower() in _SMALL


def _goes_on(before: Line, after: Line) -> bool:
    """Return whether a line certainly continues on the next one, judging by the words."""
    if hyphenation.classify_line_end(before.text, after.text) is not None:
        return True
    if _ends(before) and before.text[-1] not in ":;":
        return False
    if after.text[0].islower():
        return True
    last = before.text.rsplit(None, 1)[-1].lower()
    return last in _SMALL and not _begins_sentence(after)


def _may_go_on(before: Line, after: Line, widest: int) -> bool:
    """Return whether a line probably continues on the next one, in a script without capitals."""
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
    """Return the width of the line with the first word of the next one."""
    if is_tight(before.text, after.text):
        # Line breaking rules of these scripts leave room for a character or two.
        return before.columns + 4
    return before.columns + 1 + columns(after.first_word)


def is_tight(before: str, after: str) -> bool:
    """Return whether texts are joined without a space, as in scripts without spaces."""
    last, first = before[-1:], after[:1]
    if last.isascii() and first.isascii():
        return False
    return bool(_TIGHT.match(last) or _TIGHT.match(first))


class _Widths:
    """The width to which the lines of a text were wrapped; None if there is no common width."""

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
    """Return the largest width at which the next word would not have fitted on most lines."""
    for width in sorted({taken for taken, _ in rooms}, reverse=True):
        full = sum(room > width for _, room in rooms)
        if full >= 0.6 * len(rooms):
            return width
    return None


class _BreakClassifier:
    """Classifies the line breaks of a block: inside a paragraph or between paragraphs."""

    def __init__(self, block: _Block, width: int | None) -> None:
        self._block = block
        self._width = width
        self._listed = sum(_ITEM.match(line.text) is not None for line in block.lines) > 1
        self._verse = block.is_verse or self._has_room()
        self._prose = block.is_prose

    def _has_room(self) -> bool:
        """Return whether most lines are much shorter than the width of the text."""
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
        """Return whether a line that was not wrapped may end within a name or a list of names.

        The first line of a wrapped block is a heading, unless it begins like a sentence.
        """
        first = line is self._block.lines[0]
        if fits and first:
            return _begins_sentence(line)
        last = line.text.rsplit(None, 1)[-1]
        within = not first and line.columns > _SHORT
        return bool(fits) or within or last[0].isupper() or last[-1] == ","

    def _fits(self, before: Line, after: Line) -> bool | None:
        """Return whether the next word would have fitted; None if there is no common width."""
        if self._width is None or max(before.columns, after.columns) > self._width + 2:
            return None
        return _room(before, after) <= self._width

    def _breaks(self, before: Line, after: Line) -> bool:
        """Return whether the content separates the lines, whatever their width."""
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
        return any(form.match(after.text) for form in (_LABEL, DATELINE, _BYLINE))


@dataclass(frozen=True, slots=True)
class Join:
    """A line break inside a paragraph, with the surrounding white space and quoted-mail marks.

    `tight` means that the lines are joined without a space. If a word was divided, the hyphen is
    included.
    """

    start: int
    end: int
    tight: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """A text with one line per paragraph: `text`, of the same length as the body."""

    text: str
    joins: tuple[Join, ...]
    doubtful: tuple[int, ...] = ()
    """Hyphens at the end of a line that may divide a word or belong to it."""

    def with_other_hyphens(self) -> str:
        """Return `text` with the opposite decision for each of the doubtful hyphens."""
        chars = list(self.text)
        for point in self.doubtful:
            chars[point] = "-" if chars[point] == "\u00ad" else "\u00ad"
        return "".join(chars)


def flow(body: str) -> Flow:
    """Replace the line breaks inside the paragraphs of `body` by white space.

    No offset changes. A break becomes spaces, or zero-width spaces where the lines are joined
    directly; the hyphen of a divided word becomes a soft hyphen.
    """
    return _flow(body) if _LINES.search(body) else Flow(body, ())


def flowed(body: str) -> str:
    """Return the text of `flow(body)`."""
    return flow(body).text


def one_paragraph(words: str) -> str:
    """Return the same as `flowed`, for words of a single paragraph."""
    if "\n" not in words:
        return words
    lines = [line for line in lines_of(words) if line.text]
    return _built(words, list(pairwise(lines)), ()).text


def paragraph_bounds(text: str, point: int) -> Span:
    """Return the paragraph around code point `point`, without its line break."""
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
        classifier = _BreakClassifier(block, widths[block.lines[0].depth])
        joined += [(a, b) for a, b in block.pairs if classifier.joins(a, b)]
    return _built(body, joined, [line for line in lines if line.depth])


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    """Return the blocks with more than one line."""
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
    words = hyphenation.WordEvidence(body, [(before.text, after.text) for before, after in joined])
    edits = [(line.outer, line.start, " ") for line in quoted]
    joins, doubtful = [], []
    for before, after in joined:
        hyphen = hyphenation.classify_line_end(before.text, after.text)
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
