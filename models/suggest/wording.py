# SPDX-License-Identifier: MIT
"""Words as word lists are compared with them: in any inflection, in British or American spelling.

No parse is needed, so a claim that was coded before can be read again from its words alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

_TOKEN = re.compile(r"[^\W_]+(?:[.’'`´][^\W_]+)*|(?<=\w)[-‐‑/](?=\w)|[^\w\s]")
_JOINER = frozenset("-‐‑/")
_SHORTENED = re.compile(r"(\w+?)(n[’'`´]t|[’'`´](?:s|ll|re|ve|d|m))")
_FULL = {"nt": "not", "ll": "will", "re": "are", "ve": "have", "m": "am", "d": "would"}
_STEMS = {"wo": "will", "ca": "can", "sha": "shall", "ai": "is"}
_SPELLINGS = (
    (re.compile(r"(?<=[fc]en)ce"), "se"),
    (re.compile(r"programme"), "program"),
    (re.compile(r"(?<=[a-z])isation"), "ization"),
    (re.compile(r"(?<=[a-z]{3})is(?=e$|ed$|es$|ing$|er$|ers$)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})our(?=s?$|ed$|ing$|able$)"), "or"),
    (re.compile(r"(?<=[a-z]{2})tre(?=s?$)"), "ter"),
    (re.compile(r"^sceptic"), "skeptic"),
)
_IRREGULAR_TEXT = """
be am is are was were been being|have has had having|do does did done|say said|tell told
think thought|feel felt|see saw seen|know knew known|hold held|write wrote written|seek sought
find found|speak spoke spoken|swear swore sworn|mean meant|understand understood|leave left
foresee foresaw foreseen|begin began begun|forbid forbade forbidden|fight fought|lead led
break broke broken|lose lost|make made|take took taken|rise rose risen|fall fell fallen
go went gone|give gave given|keep kept|shoot shot|steal stole stolen|hide hid hidden|lie lying
spend spent|send sent|build built|grow grew grown|win won|choose chose chosen|drive drove driven
forget forgot forgotten|forgive forgave forgiven|meet met|pay paid|stand stood|strike struck
teach taught|throw threw thrown|withdraw withdrew withdrawn|withhold withheld|undergo underwent
undertake undertook undertaken|uphold upheld|overcome overcame|bring brought|buy bought
sell sold|bear bore borne|tear tore torn|sink sank sunk|shake shook shaken|stick stuck
get got gotten|come came|become became|flee fled|deal dealt|wear wore worn|spring sprang sprung
run ran|overthrow overthrew overthrown|bind bound|blow blew blown|fly flew flown|man men
woman women|child children|person people|crisis crises|good better best|bad worse worst
"""
_IRREGULAR = {
    form: forms[0]
    for forms in (line.split() for line in _IRREGULAR_TEXT.replace("\n", "|").split("|"))
    for form in forms[1:]
}
_MONTH = "month of may"
"""What the month is read as: the same word in lower case is a hedge."""
T = TypeVar("T")


class Word(NamedTuple):
    """One word or mark of a text."""

    text: str
    """In lower case, in American spelling."""
    keys: frozenset[str]
    """What it may be the form of, itself included."""
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        """Whether it is a punctuation mark."""
        return not self.text[0].isalnum()


_SUPERLATIVE = 6
"""Letters of words that end in -est and mostly are no superlatives, such as `forest`."""


@lru_cache(maxsize=20_000)
def spelling(word: str) -> str:
    """Return a word in lower case and American spelling."""
    word = word.lower().replace("’", "'")
    for pattern, other in _SPELLINGS:
        word = pattern.sub(other, word)
    return word


@lru_cache(maxsize=20_000)
def keys(word: str) -> frozenset[str]:
    """Return what a word may be the form of; some are no words, which does no harm."""
    word = spelling(word)
    found = {word}
    if (base := _IRREGULAR.get(word)) is not None:
        found.add(base)
    if len(word) > 3:
        for ending in ("s", "ed", "ing", "ly"):
            if word.endswith(ending) and not word.endswith("ss"):
                found |= set(_bases(word.removesuffix(ending), ending))
    if len(word) > _SUPERLATIVE and word.endswith("est"):
        found |= set(_bases(word.removesuffix("est"), "est"))
    return frozenset(base for base in found if len(base) > 1 or base == word)


@lru_cache(maxsize=20_000)
def _in_order(word: str, forms: frozenset[str]) -> tuple[str, ...]:
    """Return what a word may be the form of in the same order in every run, itself first."""
    return tuple(sorted(forms, key=lambda form: (form != word, -len(form), form)))


def _bases(stem: str, ending: str) -> Iterable[str]:
    yield stem
    if len(stem) < 2:
        return
    if ending == "ly":
        yield from (stem.removesuffix("al"), stem + "le")
    elif ending == "s":
        yield stem.removesuffix("e")
    else:
        yield stem + "e"
        if stem[-1] == stem[-2]:
            yield stem[:-1]
    if stem.endswith(("ie", "i")):
        yield stem.removesuffix("e").removesuffix("i") + "y"


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words and marks of a part of `text`; `isn't` is two words."""
    found: list[Word] = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        if match[0] == "May" and found and not found[-1].is_mark:
            found.append(Word(_MONTH, frozenset({_MONTH}), *match.span()))
        elif match[0] not in _JOINER:
            found += (Word(part, keys(part), *match.span()) for part in _parts(match[0]))
    return found


@lru_cache(maxsize=20_000)
def _parts(word: str) -> tuple[str, ...]:
    word = word.lower()
    if word == "cannot":
        return ("can", "not")
    shortened = _SHORTENED.fullmatch(word)
    if shortened is None:
        return (spelling(word),)
    stem, rest = shortened[1], _FULL.get(re.sub(r"\W", "", shortened[2]))
    stem = _STEMS.get(stem, stem) if rest == "not" else spelling(stem)
    return (stem,) if rest is None else (stem, rest)


class Hit(NamedTuple, Generic[T]):
    """An entry of a word list among some words."""

    first: int
    after: int
    value: T


class WordList(Generic[T]):
    """Words and phrases, each with a value; the longest entry counts where several begin."""

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._entries: dict[tuple[str, ...], T] = {}
        self._prefixes: set[tuple[str, ...]] = set()
        for phrase, value in entries.items():
            self._add(tuple(part for word in phrase.split() for part in _entry(word)), value)

    def _add(self, phrase: tuple[str, ...], value: T) -> None:
        self._entries.setdefault(phrase, value)
        self._prefixes.update(phrase[:length] for length in range(1, len(phrase) + 1))

    def find(self, words: Sequence[Word]) -> list[Hit[T]]:
        """Return the entries that stand in `words`, from left to right, none within another."""
        found: list[Hit[T]] = []
        at = 0
        while at < len(words):
            hit = self._at(words, at)
            if hit is not None:
                found.append(hit)
            at = at + 1 if hit is None else hit.after
        return found

    def _at(self, words: Sequence[Word], at: int) -> Hit[T] | None:
        begun: list[tuple[str, ...]] = [()]
        best: Hit[T] | None = None
        for after in range(at, len(words)):
            forms = _in_order(words[after].text, words[after].keys)
            grown = ((*phrase, form) for phrase in begun for form in forms)
            begun = [phrase for phrase in grown if phrase in self._prefixes]
            if not begun:
                break
            entry = next((phrase for phrase in begun if phrase in self._entries), None)
            if entry is not None:
                best = Hit(at, after + 1, self._entries[entry])
        return best


def _entry(word: str) -> tuple[str, ...]:
    return tuple(part for piece in re.split(r"[-‐‑/]", word) for part in _parts(piece) if part)
