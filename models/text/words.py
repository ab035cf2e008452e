# SPDX-License-Identifier: MIT
"""Word, clause and sentence boundaries, for selecting text and moving the ends of spans.

The rules are predictable for a reader, in any script. An invisible character does not end a word,
and a wrapped line does not end a sentence. The cost does not depend on the length of
the text (words) or only on that of its paragraph (sentences), once its paragraphs are known.
"""

from __future__ import annotations

import re
import unicodedata

from claimdesk.models.text.clauses import joints
from claimdesk.models.text.folding import INVISIBLE
from claimdesk.models.text.paragraphs import ABBREVIATION, flowed
from claimdesk.models.text.spans import Span, line_bounds, trimmed

_LONGEST = 64
"""Maximum length of a word on either side; a longer run has no word boundaries."""

_APOSTROPHES = "'’‘＇"
_CLOSING = "”’\"')]}»›」』）】"
_SENTENCE_END = re.compile(
    rf"[.!?…]+[{re.escape(_CLOSING)}]*(?=\s)|[。！？]+[{re.escape(_CLOSING)}]*"
)
_OPENING = "“„‘«(「『（["
_CLAUSE_END = re.compile(
    rf"[,;:.!?…]+[{re.escape(_CLOSING)}]*(?=\s|$)|\s+[–—-]\s|[、，。！？；：]"
    rf"|\s*[{re.escape(_OPENING)}]|[”»)」』）\]]|\s*\n+"
)
_FAR = 2000
"""Distance within which the end of a clause is searched, in code points."""
_NO_END = "\u00ad\u200b\u2060\ufeff"
"""Invisible characters that do not affect adjacent characters."""
# Scripts in which a zero-width space stands between words.
_SPACED_UNSEEN = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def _kind(char: str) -> str:
    """Return the kind of character that forms words: letter, Han, kana; "" for others."""
    if char.isascii():
        return "letter" if char.isalnum() or char == "_" else ""
    if "぀" <= char <= "ゟ":
        return "hiragana"
    if "゠" <= char <= "ヿ":
        return "katakana" if char not in "゠・" else ""
    if "㐀" <= char <= "鿿" or "豈" <= char <= "﫿" or "\U00020000" <= char <= "\U0003ffff":
        return "han"
    if char in "々〆":
        return "han"
    category = unicodedata.category(char)
    return "letter" if category[0] in "LNM" or char in "\u200c\u200d" else ""


def _is_unseen(text: str, point: int) -> bool:
    char = text[point]
    if char.isascii() or INVISIBLE.match(char) is None:
        return False
    return char != "\u200b" or not _SPACED_UNSEEN.match(text, max(0, point - 1))


def _seen(text: str, point: int, step: int) -> int:
    """Return the next visible code point from `point` on; -1 if there is none nearby."""
    for at in range(point, point + step * _LONGEST, step):
        if not 0 <= at < len(text):
            return -1
        if not _is_unseen(text, at):
            return at
    return -1


def _joins(text: str, point: int) -> bool:
    """Return whether the punctuation at `point` joins two parts of one word."""
    left, right = _seen(text, point - 1, -1), _seen(text, point + 1, 1)
    if left < 0 or right < 0:
        return False
    char, before, after = text[point], text[left], text[right]
    if char in _APOSTROPHES:
        following = _seen(text, right + 1, 1)
        possessive = after in "sS" and not (following >= 0 and _kind(text[following]))
        return _kind(before) == _kind(after) == "letter" and not possessive
    if char in ".,":
        return before.isdigit() and after.isdigit()
    return False


def _same_word(text: str, left: int) -> bool:
    """Return whether the code points `left` and `left + 1` belong to one word."""
    left, right = _seen(text, left, -1), _seen(text, left + 1, 1)
    if left < 0 or right < 0:
        return False
    one, other = _kind(text[left]), _kind(text[right])
    if one and other:
        return one == other
    return (bool(other) and _joins(text, left)) or (bool(one) and _joins(text, right))


def word_at(text: str, point: int) -> Span:
    """Return the word around code point `point`; empty if there is none.

    A possessive 's, a hyphen and a full stop end a word; an apostrophe inside one, and the point
    and comma of a number, do not. Runs of Han, katakana and hiragana count as words.
    """
    return _word_at(flowed(text), point)


def _word_at(text: str, point: int) -> Span:
    if not 0 <= point < len(text) or not _is_in_word(text, point):
        return Span(point, point)
    start, end = point, point + 1
    while start > 0 and point - start < _LONGEST and _same_word(text, start - 1):
        start -= 1
    while end < len(text) and end - point < _LONGEST and _same_word(text, end - 1):
        end += 1
    if point - start >= _LONGEST or end - point >= _LONGEST:
        return Span(point, point)
    return Span(start, end)


def _is_in_word(text: str, point: int) -> bool:
    if _is_unseen(text, point):
        return _same_word(text, point - 1) and _same_word(text, point)
    return bool(_kind(text[point])) or _joins(text, point)


def snapped(text: str, span: Span) -> Span:
    """Return `span` trimmed and extended to whole words; empty if it is only white space.

    Scripts without spaces are left alone, since their runs are not words.
    """
    text = flowed(text)
    start, end = _bare(text, trimmed(text, span))
    if start == end:
        return Span(start, end)
    if _snaps(text, start):
        start = min(start, _word_at(text, start).start)
    if _snaps(text, end - 1):
        end = max(end, _word_at(text, end - 1).end)
    return Span(start, end)


def _bare(text: str, span: Span) -> Span:
    """Return `span` without invisible characters at its ends, unless they are inside a word."""
    start, end = span
    while start < end and text[start] in _NO_END and not _is_in_word(text, start):
        start += 1
    while end > start and text[end - 1] in _NO_END and not _is_in_word(text, end - 1):
        end -= 1
    return Span(start, end)


def _snaps(text: str, point: int) -> bool:
    if _is_unseen(text, point):
        return _is_in_word(text, point)
    return _kind(text[point]) == "letter" or _joins(text, point)


def word_edge(text: str, point: int, step: int, *, starts: bool) -> int:
    """Return where the next word starts (or, with `starts` False, ends) from code point `point` on.

    `step` 1 looks forward, -1 back; the end of the text is the last place of all. A possessive 's
    is not a word to start with.
    """
    text = flowed(text)
    at = point + step
    while 0 < at < len(text):
        inside = _word_at(text, at if starts else at - 1)
        if starts and _is_possessive(text, at):
            inside = Span(at, at)
        if inside.start < inside.end and at == (inside.start if starts else inside.end):
            return at
        at += step
    return max(0, min(at, len(text)))


def _is_possessive(text: str, point: int) -> bool:
    """Return whether an apostrophe joins what begins at `point` to the word before it."""
    return point > 1 and text[point - 1] in _APOSTROPHES and _kind(text[point - 2]) == "letter"


def clause_edge(text: str, point: int, step: int, *, starts: bool) -> int:
    """Return where the next clause starts (or ends) from `point` on; `point` if none is near.

    A clause ends at a comma and the like, at a dash or bracket, at a quotation mark, where a word
    such as “because” begins another one, and at the end of its paragraph. A step always passes at
    least one letter or digit, so that it is visible.
    """
    text = flowed(text)
    near = Span(max(0, point - _FAR), min(len(text), point + _FAR))
    found = {near.start, near.end}
    for match in _CLAUSE_END.finditer(text, *near):
        found.add(_after_break(text, match) if starts else _before_break(match))
    found.update(joint.start if starts else joint.end for joint in joints(text, near))
    places = sorted((p for p in found if (p - point) * step > 0), reverse=step < 0)
    for place in places:
        if any(char.isalnum() for char in text[min(place, point) : max(place, point)]):
            return place
    return point


def _after_break(text: str, match: re.Match[str]) -> int:
    opens = match.group()[-1] in _OPENING
    start = match.end() - 1 if opens else match.end()
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _before_break(match: re.Match[str]) -> int:
    """Return where a clause ends; a closing quotation mark or bracket belongs to it."""
    return match.end() if match.group()[-1] in _CLOSING else match.start()


def sentence_at(text: str, point: int) -> Span:
    """Return the sentence around code point `point` without outer white space."""
    text = flowed(text)
    line = line_bounds(text, point)
    start = line.start
    for found in _SENTENCE_END.finditer(text, line.start, line.end):
        if not _ends_sentence(text, found, line.end):
            continue
        if found.end() > point:
            return trimmed(text, Span(start, found.end()))
        start = found.end()
    return trimmed(text, Span(start, line.end))


def _ends_sentence(text: str, found: re.Match[str], end: int) -> bool:
    after = found.end()
    while after < end and text[after].isspace():
        after += 1
    if after == end or found.group()[0] in "。！？":
        return True
    if text[after].islower():
        return False
    before = text[max(0, found.start() - 12) : found.start() + 1]
    return found.group() != "." or not ABBREVIATION.search(before)
