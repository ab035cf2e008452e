# SPDX-License-Identifier: MIT
"""How text is compared: one rule for finding, for names and for suggestions.

Folding compares text canonically (Unicode 3.13, D145) and treats characters that a reader cannot
tell apart as equal: characters that are not displayed (soft hyphens, zero-width spaces, joiners,
marks of direction) are left out; ligatures and width variants are spelled out; typographic
quotation marks and hyphens become their ASCII forms.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache

from claimdesk.models.text.spans import Span

_INVISIBLE = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
_INVISIBLE += "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
INVISIBLE = re.compile(f"[{_INVISIBLE}]")
"""Characters that are not displayed: Unicode's default-ignorable code points."""

# Presentation forms (ligatures), width variants, and Latin digraphs.
_COMPATIBLE = re.compile(
    "[\u0132\u0133\u0149\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufdff\ufe70-\ufefc\uff01-\uff9f]"
)
_LIKE_ASCII = str.maketrans("‘’‚‛ʼ“”„‟‐‑﹣－", "'''''\"\"\"\"----")
_NO_ACCENT = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def _form(cluster: str, ignore_case: bool) -> str:
    """A character with its accents as it is compared; empty for one that is not displayed."""
    if not cluster.isascii():
        cluster = INVISIBLE.sub("", cluster)
        cluster = _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), cluster)
    form = unicodedata.normalize("NFD", cluster)
    if ignore_case:
        form = unicodedata.normalize("NFD", form.casefold())
    return form.translate(_LIKE_ASCII)


_NAMES = 1 << 17
"""Keys that are kept: registries are read again and again."""

_form_of_one = lru_cache(maxsize=4096)(_form)


def fold(text: str, *, ignore_case: bool = True) -> str:
    """`text` as it is compared; two texts are equal to a reader if these are."""
    if text.isascii():
        return text.lower() if ignore_case else text
    return FoldedText(text, ignore_case=ignore_case).key


@lru_cache(maxsize=_NAMES)
def name_key(name: str) -> str:
    """Return what identifies a name: folded, without case, with single spaces, in NFC."""
    if name.isascii():
        return " ".join(name.lower().split())
    return unicodedata.normalize("NFC", " ".join(_form(name, ignore_case=True).split()))


@lru_cache(maxsize=_NAMES)
def accentless_key(name: str) -> str:
    """`name_key` without accents: what an analyst may type for the name on any keyboard."""
    key = name_key(name)
    if key.isascii():
        return key
    form = unicodedata.normalize("NFD", key.translate(_NO_ACCENT))
    kept = "".join(char for char in form if unicodedata.category(char) != "Mn" or char in _KANA)
    return unicodedata.normalize("NFC", kept)


# The voicing marks of kana tell words apart (か, が); they are not accents.
_KANA = "\u3099\u309a"


class FoldedText:
    """A text as it is compared (`key`), and where in the text each part of that comes from.

    Most characters have a form of one code point; the others, and those with accents of their own,
    are clusters that belong together.
    """

    def __init__(self, text: str, *, ignore_case: bool = True) -> None:
        self._key_starts: list[int] = [0]
        self._text_starts: list[int] = [0]
        self._whole: list[bool] = [False]
        if text.isascii():
            self.key = text.lower() if ignore_case else text
            return
        forms = {char: _form_of_one(char, ignore_case) for char in set(text)}
        plain = {ord(char): form for char, form in forms.items() if len(form) == 1 and form != char}
        clusters = _clusters(forms)
        if clusters is None:
            self.key = text.translate(plain)
            return
        parts: list[str] = []
        length = done = 0
        for found in clusters.finditer(text):
            run = text[done : found.start()].translate(plain)
            form = _form(found.group(), ignore_case)
            self._note(length, done, False)
            self._note(length + len(run), found.start(), True)
            parts += (run, form)
            length, done = length + len(run) + len(form), found.end()
        self._note(length, done, False)
        self.key = "".join(parts) + text[done:].translate(plain)

    def _note(self, key_start: int, text_start: int, whole: bool) -> None:
        self._key_starts.append(key_start)
        self._text_starts.append(text_start)
        self._whole.append(whole)

    def span(self, start: int, end: int) -> Span | None:
        """Return where key[start:end] comes from, in code points of the text.

        None if it begins or ends within a cluster. What is not displayed before and after it does
        not belong to it.
        """
        first = self._start(start)
        last = first if start == end else self._end(end)
        return None if first is None or last is None else Span(first, last)

    def _start(self, at: int) -> int | None:
        piece = bisect_right(self._key_starts, at) - 1
        within = at - self._key_starts[piece]
        if within and self._whole[piece]:
            return None
        return self._text_starts[piece] + within

    def _end(self, at: int) -> int | None:
        piece = max(0, bisect_left(self._key_starts, at) - 1)
        if not self._whole[piece]:
            return self._text_starts[piece] + at - self._key_starts[piece]
        return self._text_starts[piece + 1] if self._key_starts[piece + 1] == at else None


def _clusters(forms: dict[str, str]) -> re.Pattern[str] | None:
    """Find what must stay together in a text of these characters; None if nothing must."""
    accents = [c for c, form in forms.items() if form and unicodedata.combining(form[0])]
    wide = [c for c, form in forms.items() if len(form) != 1]
    if not accents and not wide:
        return None
    parts = [f"[{''.join(map(re.escape, wide))}]"] if wide else []
    if accents:
        accent = "".join(map(re.escape, accents))
        parts.insert(0, f"[^{accent}]?[{accent}]+")
    return re.compile("|".join(parts), re.DOTALL)
