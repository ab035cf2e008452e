# SPDX-License-Identifier: MIT
"""The display copy of an article's body for Qt, and the conversion of offsets between both.

Qt counts UTF-16 units, alters a few characters, and is slow with long paragraphs. So the copy
differs from the body: characters that Qt would alter are replaced by harmless ones, and long
paragraphs are broken. Nothing is ever read back from it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from claimdesk.models.text.spans import Utf16Map

LONGEST_BLOCK = 1500
"""Maximum length of a block in code points; Qt lays out and paints a block as a whole."""

_ALTERED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufeff\ufffc\ud800-\udfff]"
)
_SENTENCE_BREAK = re.compile(r"[.!?…。！？][”’\"')」』]*(?P<space> ?)")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff"
    "\U0001e800-\U0001efff]"
)
_GLUED = re.compile("[\u0300-\u036f\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")


def right_to_left(text: str) -> bool:
    """Return whether `text` holds anything written from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


class DisplayText:
    """The display copy of `text`: `shown`, in which the blocks are lines.

    `continued` holds the display units at which blocks begin that continue a broken paragraph.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        same_length = _substituted(text)
        spaces, inserts = _breaks(same_length)
        self._map = Utf16Map(text)
        self._inserts = [self._map.unit(point) for point in inserts]
        self._inserted = [unit + i for i, unit in enumerate(self._inserts)]
        self.shown = _broken(same_length, spaces, inserts)
        self.length = self._map.unit(len(text)) + len(inserts)
        starts = [self.unit(point + 1) for point in spaces] + [self.unit(p) for p in inserts]
        self.continued = sorted(starts)

    def unit(self, point: int) -> int:
        """Return the display unit at which code point `point` of the body begins."""
        unit = self._map.unit(point)
        return unit + bisect_right(self._inserts, unit) if self._inserts else unit

    def point(self, unit: int) -> int:
        """Return the code point of the body that display unit `unit` belongs to."""
        if self._inserted:
            unit -= bisect_left(self._inserted, unit)
        return self._map.point(unit)


def _substituted(text: str) -> str:
    """Replace each character that Qt would alter by a harmless one; no offset changes."""
    if not _ALTERED.search(text):
        return text
    return _ALTERED.sub(_substitute, text.replace("\r\n", " \n"))


def _substitute(found: re.Match[str]) -> str:
    char = found.group()
    if char in "\r\x85\u2028\u2029":
        return "\n"
    if char == "\ufeff":
        return "\u2060"
    if char < "\x20":
        return chr(0x2400 + ord(char))
    return "\ufffd"


def _breaks(text: str) -> tuple[list[int], list[int]]:
    """Return where to break long lines: spaces to replace, and places without a space."""
    spaces: list[int] = []
    inserts: list[int] = []
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        while end - start > LONGEST_BLOCK:
            place, is_space = _break_in(text, start)
            (spaces if is_space else inserts).append(place)
            start = place + is_space
        start = end + 1
    return spaces, inserts


def _break_in(text: str, start: int) -> tuple[int, bool]:
    """Return the best place to break after `start`, and whether there is a space.

    After a sentence, else at a space, else (text without spaces) anywhere but inside a character
    made of several code points.
    """
    limit = start + LONGEST_BLOCK
    best: re.Match[str] | None = None
    for found in _SENTENCE_BREAK.finditer(text, start + LONGEST_BLOCK * 2 // 3, limit):
        if found["space"] or found.group()[0] in "。！？":
            best = found
    if best is not None:
        return (best.end() - 1, True) if best["space"] else (best.end(), False)
    space = text.rfind(" ", start + 1, limit)
    if space > 0:
        return space, True
    place = limit
    while place > start + 1 and (_GLUED.match(text[place]) or text[place - 1] == "\u200d"):
        place -= 1
    return (place, False) if place > start + 1 else (limit, False)


def _broken(text: str, spaces: list[int], inserts: list[int]) -> str:
    if not spaces and not inserts:
        return text
    pieces = []
    last = 0
    for place, skipped in sorted([(p, 1) for p in spaces] + [(p, 0) for p in inserts]):
        pieces.append(text[last:place])
        last = place + skipped
    pieces.append(text[last:])
    return "\n".join(pieces)
