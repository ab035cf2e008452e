# SPDX-License-Identifier: MIT
"""Folding: the one rule for comparing text, for search, for names and for suggestions.

Folding compares text canonically (Unicode 3.13, D145) and treats characters that a reader cannot
tell apart as equal: invisible characters (soft hyphens, zero-width spaces, joiners, directional
marks) are removed; ligatures and width variants are expanded; typographic quotation marks and
hyphens become their ASCII forms.
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
NO_ACCENT = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def _form(cluster: str, ignore_case: bool) -> str:
    """Return the folded form of a character with its accents; empty for an invisible one."""
    if not cluster.isascii():
        cluster = INVISIBLE.sub("", cluster)
        cluster = _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), cluster)
    form = unicodedata.normalize("NFD", cluster)
    if ignore_case:
        form = unicodedata.normalize("NFD", form.casefold())
    return form.translate(_LIKE_ASCII)


_NAMES = 1 << 17
"""Number of cached keys: registries are read again and again."""

_form_of_one = lru_cache(maxsize=4096)(_form)


def fold(text: str, *, ignore_case: bool = True) -> str:
    """Return `text` in the form in which texts are compared."""
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
    """Return `name_key` without accents: what can be typed for the name on any keyboard."""
    key = name_key(name)
    if key.isascii():
        return key
    form = unicodedata.normalize("NFD", key.translate(NO_ACCENT))
    kept = "".join(char for char in form if unicodedata.category(char) != "Mn" or char in _KANA)
    return unicodedata.normalize("NFC", kept)


# The voicing marks of kana distinguish words (か, が); they are not accents.
_KANA = "\u3099\u309a"


class FoldedText:
    """A folded text (`key`), with the way back from its offsets to those of the text.

    Most characters fold to one code point; the others, and those with combining accents, are
    clusters that must not be split.
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
        """Return the span of the text that key[start:end] comes from, in code points.

        None if it begins or ends within a cluster. Invisible characters before and after it are
        excluded.
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
    """Return a pattern for the clusters in a text of these characters; None if there are none."""
    accents = [c for c, form in forms.items() if form and unicodedata.combining(form[0])]
    wide = [c for c, form in forms.items() if len(form) != 1]
    if not accents and not wide:
        return None
    parts = [f"[{''.join(map(re.escape, wide))}]"] if wide else []
    if accents:
        accent = "".join(map(re.escape, accents))
        parts.insert(0, f"[^{accent}]?[{accent}]+")
    return re.compile("|".join(parts), re.DOTALL)
