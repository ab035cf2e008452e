# SPDX-License-Identifier: MIT
"""Tests whether a text contains some words, ignoring case, accents and white space; for filters.

The rule is that of `folding.accentless_key`, but the text is not folded: a search for all forms of
the words is a hundred times faster, and filters search whole projects.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from claimdesk.models.text.folding import INVISIBLE, accentless_key

_ACCENTS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
_BETWEEN = f"(?:[{_ACCENTS}]|{INVISIBLE.pattern})*"
_VOICING = {"\u3099": "[\u3099\uff9e]", "\u309a": "[\u309a\uff9f]"}
_RANGES = ((0xA1, 0x2070), (0x3040, 0x3100), (0xFB00, 0xFE00), (0xFE60, 0xFFA0))
_SEPARATOR = "\ue000"
_ANYWHERE = frozenset(b"\x81\x8b\x8c\x8d\x8e\x8f\xad\xcc\xcd")
"""First bytes of combining accents and of invisible characters in UTF-8."""


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    """Return, by folded character or characters, the characters that fold to it."""
    marks = ("Mn", "Me", "Cn", "Cc", "Cs", "Co", "Zs")
    chars = [
        char
        for low, high in _RANGES
        for char in map(chr, range(low, high))
        if unicodedata.category(char) not in marks
    ]
    found: dict[str, str] = {}
    keys = accentless_key(_SEPARATOR.join(chars)).split(_SEPARATOR)
    for char, key in zip(chars, keys, strict=True):
        if key and key != char:
            found[key] = found.get(key, "") + char
    for small in map(chr, range(ord("a"), ord("z") + 1)):
        found[small] = found.get(small, "") + small.upper()
    return found


class Phrase:
    """Words to search for."""

    def __init__(self, words: str) -> None:
        self.key = accentless_key(words)
        self._words = self.key.split()
        self._plain = self.key if self.key.isascii() and len(self._words) < 2 else None
        self._bytes = tuple(word.encode() for word in self._words if word.isascii())
        self._other: re.Pattern[str] | None = None
        self._leads: tuple[int, ...] = ()

    def is_in(self, text: str) -> bool:
        """Return whether a text contains the words."""
        if self._plain is not None and text.isascii():
            return self._plain in text.lower()
        return self._pattern().search(text) is not None

    def is_in_utf8(self, data: bytes) -> bool:
        """Return the same for a text in UTF-8, decoded only if it may contain the words."""
        lowered = data.lower()
        if all(word in lowered for word in self._bytes) and len(self._bytes) == len(self._words):
            if self._plain is not None:
                return True
        elif data.isascii() or not any(lead in data for lead in self._lead_bytes()):
            return False
        return self._pattern().search(data.decode(errors="replace")) is not None

    def lines_with(self, text: str) -> Iterator[int]:
        """Yield where lines of a text begin that contain one word; all lines at once is quicker."""
        plain, found = text.isascii() and self._plain is not None, 0
        lowered = text.lower() if plain else text
        pattern = re.compile(re.escape(self.key)) if plain else self._pattern()
        while (match := pattern.search(lowered, found)) is not None:
            yield lowered.rfind("\n", 0, match.start()) + 1
            found = lowered.find("\n", match.start())
            if found < 0:
                return

    def _pattern(self) -> re.Pattern[str]:
        if self._other is None:
            self._other = re.compile(r"\s+".join(map(_pattern_of, self._words)))
        return self._other

    def _lead_bytes(self) -> tuple[int, ...]:
        """Return bytes of which one is in every text that has the words in a non-ASCII form."""
        if not self._leads:
            chars = set("".join(self._words))
            listed = {form for key, forms in _forms().items() if chars & set(key) for form in forms}
            listed |= {part for char in chars for part in unicodedata.normalize("NFD", char)}
            leads = {form.encode()[0] for form in listed if not form.isascii()}
            self._leads = tuple(leads | _ANYWHERE)
        return self._leads


def _pattern_of(word: str) -> str:
    parts: list[str] = []
    at = 0
    while at < len(word):
        length = 3 if _is_one_character(word[at : at + 3]) else 2
        length = length if _is_one_character(word[at : at + length]) else 1
        parts.append(_one_or_more(word[at : at + length]))
        at += length
    return _BETWEEN.join(parts)


def _is_one_character(chars: str) -> bool:
    """Return whether several letters can be written as one character, such as a ligature."""
    return len(chars) > 1 and chars in _forms()


def _one_or_more(chars: str) -> str:
    apart = _BETWEEN.join(map(_one, chars))
    if len(chars) == 1:
        return apart
    return f"(?:{apart}|[{re.escape(_forms()[chars])}])"


def _one(char: str) -> str:
    listed = f"[{re.escape(char + _forms().get(char, ''))}]"
    apart = unicodedata.normalize("NFD", char)
    if len(apart) == 1:
        return listed
    parts = (
        _VOICING.get(part) or f"[{re.escape(part + _forms().get(part, ''))}]" for part in apart
    )
    return f"(?:{listed}|{''.join(parts)})"


@lru_cache(maxsize=64)
def phrase(words: str) -> Phrase:
    """Return the cached phrase for some words."""
    return Phrase(words)


def contains(text: str | bytes | None, words: str) -> bool:
    """Return whether a text (str or UTF-8) contains some words; False for None."""
    if text is None:
        return False
    wanted = phrase(words)
    return wanted.is_in_utf8(text) if isinstance(text, bytes) else wanted.is_in(text)
