# SPDX-License-Identifier: MIT
"""What is typed to search articles, as a query of the index of words.

`trade war` finds both words, `"trade war"` the phrase, `trade OR tariff` either, `trade NOT steel`
or `trade -steel` the one without the other, `NEAR(trade steel, 5)` both within five words, and
`title:trade` (outlet, author, text) where it stands; `tari*` what begins so. The word that is being
typed also finds what begins with it. What is not finished yet is taken as far as it goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from claimdesk.models.store.word_index import COLUMNS
from claimdesk.models.text.search_form import is_unspaced, search_form

_TOKEN = re.compile(
    r"(?P<near>NEAR\s*\((?P<words>[^()]*?)(?:,\s*(?P<far>\d{1,3})\s*)?(?:\)|$))"
    r"|(?:(?P<field>title|outlet|author|text):)?"
    r'(?:"(?P<phrase>[^"]*)(?P<closed>"?)(?P<begins>\*?)|(?P<open>[(])|(?P<close>[)])'
    r'|(?P<word>[^\s()"]+))'
)
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»＂"), '"')
"""Marks that keyboards and word processors put around a phrase."""
_WORD = re.compile(r"\w")
_BEGINNING = 3
"""Letters from which on the word that is being typed stands for all that begin with it."""
_MOST = 40
"""Words of a query that are taken."""
_DEFAULT_DISTANCE = 10


@dataclass(frozen=True, slots=True)
class WordsQuery:
    """A query of the index: `match` for FTS5, and what its words look like in a text."""

    match: str
    pattern: re.Pattern[str] | None
    """Finds the words in a text, in any case and with any accents that the text may have."""
    excluding: bool = False
    """Whether what `match` finds is to be left out: nothing but NOT was asked for."""


@lru_cache(maxsize=64)
def words_query(typed: str) -> WordsQuery | None:
    """Return the query for what is typed; None if there is no word in it."""
    terms = _Terms(typed)
    match = terms.expression()
    if not match:
        return None
    return WordsQuery(match, _pattern(terms.shown), terms.excluding)


class _Terms:
    """Reads tokens by recursive descent: NOT binds before AND, and AND before OR, as in FTS5."""

    def __init__(self, typed: str) -> None:
        typed = typed.translate(_QUOTES)
        self._found = list(_TOKEN.finditer(typed))[:_MOST]
        self._typing = not typed[-1:].isspace()
        self._at = 0
        self._depth = 0
        self._left_out: tuple[str, ...] = ()
        self.shown: list[tuple[str, bool]] = []
        """What is to be marked in the texts: words, and whether they only begin so."""
        self.excluding = False

    def expression(self) -> str:
        """Return the whole as FTS5 takes it; empty if there is nothing to look for."""
        parts = []
        while self._at < len(self._found):
            part = self._either()
            if part:
                parts.append(part)
            self._at += 1  # a bracket that closes nothing
        if not parts and self._left_out:
            self.excluding = True
            return " OR ".join(self._left_out)
        return " AND ".join(parts)

    def _either(self) -> str:
        parts = [self._all()]
        while self._next_is("OR"):
            self._at += 1
            parts.append(self._all())
        kept = [part for part in parts if part]
        return kept[0] if len(kept) == 1 else f"({' OR '.join(kept)})" if kept else ""

    def _all(self) -> str:
        wanted: list[str] = []
        unwanted: list[str] = []
        while self._at < len(self._found) and not self._next_is("OR") and not self._closes():
            negative = self._skip_operators()
            before = len(self.shown)
            part = self._one()
            if negative:
                del self.shown[before:]
            if part:
                (unwanted if negative else wanted).append(part)
        if not wanted:
            self._left_out = (*self._left_out, *unwanted)
            return ""
        text = " AND ".join(wanted)
        if unwanted:
            text = f"(({text}) NOT ({' OR '.join(unwanted)}))"
        return f"({text})" if len(wanted) > 1 else text

    def _skip_operators(self) -> bool:
        negative = False
        while self._next_is("AND") or self._next_is("NOT"):
            negative |= self._next_is("NOT")
            self._at += 1
        return negative or (self._at < len(self._found) and self._is_excluded(self._at))

    def _is_excluded(self, at: int) -> bool:
        word = self._found[at]["word"]
        return bool(word) and len(word) > 1 and word.startswith("-")

    def _one(self) -> str:
        if self._at >= len(self._found) or self._closes() or self._next_is("OR"):
            return ""
        found = self._found[self._at]
        self._at += 1
        field = f"{found['field']} : " if found["field"] else ""
        if found["close"]:
            return ""
        if found["open"]:
            inner = self._bracket()
            return f"{field}({inner})" if inner else ""
        if found["near"]:
            return self._near(found)
        if found["phrase"] is not None:
            unfinished = not found["closed"] and not is_unspaced(found["phrase"])
            return self._phrase(field, found["phrase"], begins=bool(found["begins"]) or unfinished)
        return self._word(field, found["word"], last=self._at == len(self._found))

    def _bracket(self) -> str:
        self._depth += 1
        inner = self._either()
        self._depth -= 1
        if self._at < len(self._found) and self._found[self._at]["close"]:
            self._at += 1
        return inner

    def _near(self, found: re.Match[str]) -> str:
        words = [word.strip('"') for word in found["words"].split() if _WORD.search(word)]
        if not words:
            return ""
        self.shown += [(word, False) for word in words]
        far = found["far"] or _DEFAULT_DISTANCE
        quoted = " ".join(_quoted(word) for word in words)
        return f"NEAR({quoted}, {far})" if len(words) > 1 else quoted

    def _phrase(self, field: str, words: str, *, begins: bool) -> str:
        if not _WORD.search(words):
            return ""
        self.shown.append((words, begins))
        return f"{field}{_quoted(words)}{'*' if begins else ''}"

    def _word(self, field: str, word: str, *, last: bool) -> str:
        if len(word) > 1 and not field:
            word = word.removeprefix("-")
        bare = word.rstrip("*")
        begins = bare != word
        if last and self._typing and not begins and not is_unspaced(bare):
            least = _BEGINNING - any(char.isdigit() for char in bare)
            begins = len(bare) >= least
            if not begins and self.shown:
                return ""  # until more of it is typed, the words before it say enough
        return self._phrase(field, bare, begins=begins)

    def _next_is(self, operator: str) -> bool:
        return self._at < len(self._found) and self._found[self._at]["word"] == operator

    def _closes(self) -> bool:
        return self._depth > 0 and bool(self._found[self._at]["close"])


def _quoted(words: str) -> str:
    return '"' + search_form(words).replace('"', '""') + '"'


def _pattern(shown: list[tuple[str, bool]]) -> re.Pattern[str] | None:
    parts = []
    for words, begins in shown:
        pieces = [re.escape(piece) for piece in re.findall(r"\w+", search_form(words))]
        between = r"\W*" if is_unspaced(words) else r"\W+"
        end = "" if begins or is_unspaced(words) else r"(?!\w)"
        start = "" if pieces and is_unspaced(words[:1]) else r"(?<!\w)"
        if pieces:
            parts.append(start + between.join(pieces) + end)
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


FIELDS = COLUMNS
"""What can stand before a colon."""
