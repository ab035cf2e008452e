# SPDX-License-Identifier: MIT
"""Collation: sort keys for names by the Unicode Collation Algorithm, with numbers by value.

`sort_key` compares letters first, then accents, then case (UTS #10, levels 1 to 3): É sorts with
E, and "Group 2" before "Group 10". Some languages sort certain letters elsewhere (in Swedish å, ä
and ö follow z); `use_language` takes this into account.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

_KEPT = 1 << 17

# The weights of ASCII from the default table (DUCET 9.0), so that most names do not need the table.
_ASCII = "\t\n\x0b\x0c\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"
_ASCII_WEIGHTS = """
    201 202 203 204 205 209 20b 20d 222 234 239 260 266 277 305 30c 317 318 319 31a 31b 31c 38e 38f
    394 395 396 398 399 482 485 616 61a 61b 61c 61e 620 1c12 1c3d 1c3e 1c3f 1c40 1c41 1c42 1c43 1c44
    1c45 1c46 1c47 1c60 1c7a 1c8f 1caa 1ce5 1cf4 1d18 1d32 1d4c 1d65 1d77 1daa 1db9 1ddd 1e0c 1e21
    1e33 1e71 1e95 1eb5 1ee3 1ef5 1eff 1f0b 1f21
"""
_PLAIN, _SMALL, _CAPITAL = "\x20", "\x02", "\x08"
_NUMBER = re.compile(r"(\d+)")
_FIRST_DIGIT = chr(0x1C3D)
_DIGITS = str.maketrans("0123456789", "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a")
# Vowels written before the consonant that they follow in speech (Thai, Lao, Tai Viet).
_WRITTEN_BEFORE = re.compile(
    "([\u0e40-\u0e44\u0ec0-\u0ec4\uaab5\uaab6\uaab9\uaabb\uaabc])"
    "([\u0e01-\u0e2e\u0e81-\u0eae\uaa80-\uaaaf])"
)
_AFTER = 0xFFF0

_OWN_LETTERS = {
    "az": "cç eə gğ hxıi kq oö sş uü",
    "bs": "cčć dđ sš zž",
    "cs": "cč rř sš zž",
    "da": "zæøå",
    "es": "nñ",
    "et": "sšzž wõäöü",
    "fi": "zåäö",
    "fo": "aá dð ií oó uú yý zæø",
    "hr": "cčć dđ sš zž",
    "hu": "oö uü",
    "is": "aá dð eé ií oó uú yý zþæöå",
    "lt": "cč sš zž",
    "lv": "cč gģ kķ lļ nņ sš zž",
    "nb": "zæøå",
    "nn": "zæøå",
    "no": "zæøå",
    "pl": "aą cć eę lł nń oó sś zźż",
    "ro": "aăâ iî sș tț",
    "sk": "aä cč oô sš zž",
    "sl": "cčć dđ sš zž",
    "sq": "cç eë",
    "sv": "zåäö",
    "tr": "cç gğ hıi oö sş uü",
    "vi": "aăâ dđ eê oôơ uư",
}
"""By language: groups of letters that sort after the first letter of the group."""


@lru_cache(maxsize=1)
def _collator() -> Any:  # noqa: ANN401
    import pyuca

    return pyuca.Collator()


class _Weights(dict[int, str]):
    """The weights of characters on one level, looked up in the default table on demand."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def __missing__(self, code: int) -> str:
        form = unicodedata.normalize("NFD", chr(code))
        elements = _collator().collation_elements(form)
        found = "".join(chr(element[self._level]) for element in elements if element[self._level])
        self[code] = found
        return found


class _Rules:
    """The weights of all levels, adapted to a language."""

    def __init__(self, language: str) -> None:
        self.letters, self.accents, self.cases = (_Weights(level) for level in range(3))
        for char, weight in zip(_ASCII, _ASCII_WEIGHTS.split(), strict=True):
            for case, form in ((_SMALL, char), (_CAPITAL, char.upper())):
                if form != char or case == _SMALL:
                    code = ord(form)
                    self.letters[code] = chr(int(weight, 16))
                    self.accents[code], self.cases[code] = _PLAIN, case
        for group in _OWN_LETTERS.get(language, "").split():
            for place, letter in enumerate(group[1:]):
                self._put_after(group[0], letter, place)
        self._ascii_letters, self._ascii_cases = _table(self.letters), _table(self.cases)

    def _put_after(self, first: str, letter: str, place: int) -> None:
        for case, form in ((_SMALL, letter), (_CAPITAL, _capital(letter))):
            code = ord(form)
            self.letters[code] = self.letters[ord(first)][:1] + chr(_AFTER + place)
            self.accents[code], self.cases[code] = _PLAIN, case

    def key(self, text: str) -> str:
        if text.isascii():
            # A table of bytes is three times as fast; panes sort thousands of texts.
            letters = _letters_of(text, lambda part: _mapped(part, self._ascii_letters))
            return f"{letters}\0{_PLAIN * len(text)}\0{_mapped(text, self._ascii_cases)}"
        text = unicodedata.normalize("NFC", text)
        text = _WRITTEN_BEFORE.sub(r"\2\1", text)
        letters = _letters_of(text, lambda part: part.translate(self.letters))
        return f"{letters}\0{text.translate(self.accents)}\0{text.translate(self.cases)}"


def _table(weights: _Weights) -> str | dict[int, str]:
    """Return the weights of ASCII as a decoding table; characters without one are ignored."""
    table = [weights.get(code) or "\ufffe" for code in range(128)]
    one_each = all(len(weight) == 1 for weight in table)
    return "".join(table) if one_each else dict(enumerate(table))


def _mapped(text: str, table: str | dict[int, str]) -> str:
    return codecs.charmap_decode(text.encode("ascii"), "ignore", table)[0]


def _letters_of(text: str, weigh: Callable[[str], str]) -> str:
    """Return the weights of the letters; each number as its length and its digits."""
    parts = _NUMBER.split(text)
    for at in range(0, len(parts), 2):
        parts[at] = weigh(parts[at])
    for at in range(1, len(parts), 2):
        parts[at] = _number_key(parts[at])
    return "".join(parts)


def _number_key(number: str) -> str:
    if not number.isascii():
        number = "".join(str(unicodedata.digit(char)) for char in number)
    digits = number.lstrip("0")
    return f"{_FIRST_DIGIT}{chr(min(len(digits) + 1, 0x10FFFF))}{digits.translate(_DIGITS)}"


def _capital(letter: str) -> str:
    return {"i": "İ", "ı": "I"}.get(letter, letter.upper())


_rules = _Rules("")


def use_language(name: str) -> None:
    """Sort by the rules of a locale's language from now on, such as `sv` or `pl_PL`."""
    global _rules
    _rules = _Rules(re.split("[-_.@]", name)[0].lower())
    sort_key.cache_clear()


def load_table() -> None:
    """Load the table that names beyond ASCII need; call it in a thread, before they are sorted."""
    _collator()


@lru_cache(maxsize=_KEPT)
def sort_key(text: str) -> str:
    """Return the sort key of `text`; compare it only with keys of the same language."""
    return _rules.key(text)
