# SPDX-License-Identifier: MIT
"""Finds known names in a text: longest match on words, with guards against common words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from claimdesk.models.text.folding import INVISIBLE
from claimdesk.models.text.reading import readable
from claimdesk.models.text.spans import Span

T = TypeVar("T")

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
)
"""Letters of scripts that put no spaces between words: Thai, Burmese, Khmer, Japanese, Chinese."""
_LETTER = rf"[^\W_{UNSPACED}]"
WORD = re.compile(rf"(?:[^\W\d_]\.){{2,}}|{_LETTER}+(?:[’'](?![sS]\b){_LETTER}+)*\+?|[{UNSPACED}]+")
_IN_UNSPACED = re.compile(f"[{UNSPACED}]")
_GAP = re.compile(r"\.?[ \u00a0]|[-‐‑–/&]|\.|, | & ")
_LONGEST = 12
"""Words of the longest name that is looked for."""
_SPELT = range(4, 8)
"""Letters of acronyms that are also written as words."""
_LENGTH = 120
"""Code points of the longest name that is learned."""
_ARTICLE = re.compile(r"(?:the|a|an)\s+(?=\S)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s?$")

_COMMON = """
    a about after all also an and any are as at be been but by can could did do does each else
    few first for from had has have he her here hers him his how i if in into is it its just last
    many may me might more most must my new no nor not now of off old on one only or other our out
    over own says she should so some such than that the their them then there these they this those
    to too under up us very was we were what when where which who whom why will with would yes yet
    you your monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december
"""
COMMON = frozenset(_COMMON.split())
"""Words that are never taken for a name by themselves."""


def folded(word: str) -> str:
    """Return a word as names are compared: no accents, no full stops, case folded."""
    if word.isascii():
        return word.replace(".", "").casefold()
    plain = unicodedata.normalize("NFKD", INVISIBLE.sub("", word).replace("’", "'"))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return kept.replace(".", "").casefold()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text."""

    span: Span
    text: str
    key: str


def words(text: str, span: Span) -> list[Word]:
    """Return the words of a stretch of `text`."""
    return [
        Word(Span(*match.span()), match[0], folded(match[0]))
        for match in WORD.finditer(text, *span)
    ]


def is_acronym(name: str) -> bool:
    """Return whether a name is written in capitals and digits only, such as AUKUS, U.S. or G7."""
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and " " not in name and all(c.isupper() for c in letters)


def is_safe(name: str) -> bool:
    """Return whether a name is distinctive enough to be looked for in texts."""
    stripped = name.strip()
    if len(stripped) < 2 or not any(c.isalpha() for c in stripped):
        return False
    if is_acronym(stripped):
        return folded(stripped) not in COMMON or stripped in ("US", "U.S.")
    if folded(stripped) in COMMON:
        return False
    if stripped.isascii():
        return len(stripped) >= 3 and (any(c.isupper() for c in stripped) or len(stripped) >= 5)
    return True


def remembered(text: str) -> str:
    """Return the words of a mention as they are remembered: without article and possessive."""
    text = " ".join(readable(text).split())
    if match := _ARTICLE.match(text):
        text = text[match.end() :]
    return _POSSESSIVE.sub("", text).strip()


def without_article(text: str, span: Span) -> Span:
    """Return the span of a mention without an article before and a possessive at its end."""
    start, end = span
    if match := _ARTICLE.match(text, start, end):
        start = match.end()
    tail = _POSSESSIVE.search(text[start:end])
    return Span(start, start + tail.start()) if tail and tail.start() else Span(start, end)


def is_learnable(text: str) -> bool:
    """Return whether words may become a name: written like one, long enough, not a common word.

    A capital or a letter that has no case must begin it; a name has three letters or more, or two
    in capitals.
    """
    if not text or len(text) > _LENGTH or folded(text) in COMMON:
        return False
    first = text[0]
    if not first.isalpha() or (first.islower() and first != first.upper()):
        return False
    if first == first.upper() == first.lower():
        return len(text) >= 2
    return len(text) >= 3 or (len(text) == 2 and is_acronym(text))


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A known name found in a text."""

    span: Span
    name: str
    value: T


class NameIndex(Generic[T]):
    """Names and what they stand for; of two equal names the first added stays."""

    def __init__(self) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], tuple[str, T]]] = {}
        self._unspaced: dict[str, dict[str, T]] = {}
        """Names in a script without spaces, by their first letter, the longest first."""

    def add(self, name: str, value: T, *, instead: bool = False, introduced: bool = False) -> None:
        """Look for `name` from now on, unless a guard speaks against it.

        With `instead`, what the name stood for before is forgotten. An acronym that the text has
        `introduced` may be spelt like a common word, such as `WHO`.
        """
        name = readable(name)
        if not is_safe(name) and not (introduced and len(name) > 2 and is_acronym(name)):
            return
        keys = _keys(name)[:_LONGEST]
        if not keys:
            return
        entries = self._by_first.setdefault(keys[0], {})
        if instead or keys not in entries:
            entries[keys] = (name, value)
            if _IN_UNSPACED.match(name):
                others = {**self._unspaced.get(name[0], {}), name: value}
                longest = sorted(others.items(), key=lambda entry: -len(entry[0]))
                self._unspaced[name[0]] = dict(longest)

    def __contains__(self, name: str) -> bool:
        keys = _keys(name)
        return bool(keys) and keys in self._by_first.get(keys[0], {})

    def get(self, name: str) -> T | None:
        """Return what exactly this name stands for, whatever its case."""
        keys = _keys(name)
        found = self._by_first.get(keys[0], {}).get(keys) if keys else None
        return found[1] if found else None

    def hits(self, text: str, found: list[Word]) -> Iterator[Hit[T]]:
        """Yield the longest matches in the words of a stretch, left to right, never overlapping.

        In a script without spaces a name is found wherever its letters stand.
        """
        at = end = 0
        while at < len(found):
            word = found[at]
            if self._unspaced and _IN_UNSPACED.match(word.text):
                for inside in self._letters(text, max(word.span.start, end), word.span.end):
                    yield inside
                    end = inside.span.end
                at += 1
                continue
            candidates = self._by_first.get(word.key)
            hit = self._longest(text, found, at, candidates) if candidates else None
            if hit is None:
                at += 1
                continue
            yield hit[0]
            at += hit[1]

    def _letters(self, text: str, start: int, end: int) -> Iterator[Hit[T]]:
        """Return the names in a run of letters without spaces; a name may go on beyond its end."""
        at = start
        while at < end:
            names = self._unspaced.get(text[at], {})
            name = next((name for name in names if text.startswith(name, at)), None)
            if name is not None:
                yield Hit(Span(at, at + len(name)), name, names[name])
            at += len(name) if name is not None else 1

    def _longest(
        self,
        text: str,
        found: list[Word],
        at: int,
        candidates: dict[tuple[str, ...], tuple[str, T]],
    ) -> tuple[Hit[T], int] | None:
        for length in range(min(max(map(len, candidates)), len(found) - at), 0, -1):
            part = found[at : at + length]
            entry = candidates.get(tuple(word.key for word in part))
            if entry is None or not _joined(text, part):
                continue
            if _written_as(entry[0], part) or _is_spelt_as_word(text, entry[0], part):
                span = Span(part[0].span.start, _end(text, entry[0], part))
                return Hit(span, *entry), length
        return None


def _keys(name: str) -> tuple[str, ...]:
    return tuple(folded(match[0]) for match in WORD.finditer(readable(name)))


def _end(text: str, name: str, part: list[Word]) -> int:
    end = part[-1].span.end
    return end + 1 if name.endswith("+") and text[end : end + 1] == "+" else end


def _joined(text: str, part: Iterable[Word]) -> bool:
    last: Word | None = None
    for word in part:
        if last is not None and not _GAP.fullmatch(text, last.span.end, word.span.start):
            return False
        last = word
    return True


def _is_spelt_as_word(text: str, name: str, part: list[Word]) -> bool:
    """Return whether an acronym is written as a word with a capital, as in `Nato`.

    Not at the start of a sentence, where a common word may stand.
    """
    if not is_acronym(name) or len(part) != 1 or len(name) not in _SPELT or not name.isalpha():
        return False
    before = text[: part[0].span.start].rstrip()[-1:] or "."
    return part[0].text == name.capitalize() and (before.isalnum() or before in ",(-–—’")


def _written_as(name: str, part: list[Word]) -> bool:
    """Return whether the words are written as a name would be, rather than as common words."""
    if is_acronym(name):
        return all(w.text.replace(".", "") == w.text.replace(".", "").upper() for w in part)
    if not any(c.isupper() for c in name):
        return True
    return any(c.isupper() for c in part[0].text) or not part[0].text[0].isalpha()
