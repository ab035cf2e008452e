# SPDX-License-Identifier: MIT
"""The language of a text: by its script, and within a script by py3langid where that is sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimdesk.models.articles.language_model import LanguageModel

DEFAULT_LANGUAGE = "en"
"""What a text is taken for that says nothing else clearly: the language of the pipeline that comes
along."""

_SAMPLE = 20_000
"""Code points that are looked at."""
_KANA = re.compile("[\u3041-\u30ff\uff66-\uff9f]+")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_SCRIPTS = (
    ("ko", re.compile("[\u1100-\u11ff\uac00-\ud7a3]+")),
    ("ru", re.compile("[\u0400-\u04ff]+")),
    ("el", re.compile("[\u0370-\u03ff]+")),
    ("he", re.compile("[\u0590-\u05ff]+")),
    ("ar", re.compile("[\u0600-\u06ff]+")),
    ("hi", re.compile("[\u0900-\u097f]+")),
    ("th", re.compile("[\u0e00-\u0e7f]+")),
    ("ka", re.compile("[\u10a0-\u10ff]+")),
    ("hy", re.compile("[\u0530-\u058f]+")),
)
# Languages that share a script, distinguished by letters that the commonest one does not have.
_OWN_LETTERS = (
    ("ru", "uk", re.compile("[\u0456\u0457\u0454\u0491]+")),
    ("ru", "sr", re.compile("[\u0458\u0459\u045a\u045b\u0452\u045f]+")),
    ("ar", "ur", re.compile("[\u0679\u0688\u0691\u06ba\u06d2]+")),
    ("ar", "fa", re.compile("[\u067e\u0686\u0698\u06af\u06cc]+")),
)
_OWN_SHARE = 0.005
"""Share of the letters of the script from which on those letters are not just in a name."""

_SHARING = {
    DEFAULT_LANGUAGE: (
        "en af az bs ca cs cy da de es et eu fi fr ga gl hr hu id is it lt lv ms mt nl no pl pt ro"
        " sk sl sq sv sw tl tr uz vi"
    ),
    "ru": "be bg kk ky mk mn ru sr tg uk",
    "ar": "ar fa ps ug ur",
    "hi": "hi mr ne",
}
"""The languages of articles that are distinguished within a script, by the commonest one."""
LATIN = frozenset(_SHARING[DEFAULT_LANGUAGE].split()) - {DEFAULT_LANGUAGE}
"""Languages other than English that are written in Latin letters."""
_NEAR = tuple(
    frozenset(group.split())
    for group in (
        "id ms", "hr bs sl sr", "cs sk", "da no sv", "es gl ca pt", "az tr", "nl af",
    )
)  # fmt: skip
"""Languages so near to one another that it is sure enough to be sure of them together."""
_SURE = 0.95
_WORDS = 10
"""Words of running text below which no language is clear."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_ASCII_WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
_ENGLISH_WORDS = """
    the and that with from were have which this their they said would been who has will when than
    there about after could other into its these what where while should his
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
"""Words that are frequent in English and hardly occur in other languages."""
_ENGLISH_SHARE = 0.06
"""Share of them from which on a text is English, whatever else stands in it."""
_lock = Lock()


def script_language(text: str) -> str:
    """ISO 639-1 code of the commonest language of the script that most letters are in.

    Han with kana is Japanese, Han alone Chinese. Cyrillic is Russian unless letters of Ukrainian
    or Serbian occur, Arabic script is Arabic unless letters of Urdu or Persian do. A script that is
    not known here, and Latin, give DEFAULT_LANGUAGE. Takes no time; `guess_language` knows more.
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        return DEFAULT_LANGUAGE
    kana, han = _letters(_KANA, sample), _letters(_HAN, sample)
    counts = {language: _letters(script, sample) for language, script in _SCRIPTS}
    counts["ja" if kana * 20 > han else "zh"] = kana + han
    # A Latin word takes as many letters as two or three syllables of the denser scripts.
    counts[DEFAULT_LANGUAGE] = _letters(_LATIN, sample) // 2
    best = max(counts, key=lambda language: counts[language])
    if not counts[best]:
        return DEFAULT_LANGUAGE
    for script, language, letters in _OWN_LETTERS:
        if best == script and _letters(letters, sample) > _OWN_SHARE * counts[best]:
            return language
    return best


def _letters(script: re.Pattern[str], sample: str) -> int:
    return len("".join(script.findall(sample)))


_by_script_alone = ContextVar("by_script_alone", default=False)


@contextmanager
def guessed_by_script() -> Iterator[None]:
    """Guess languages by the script alone while the block lasts: where nobody looks at them."""
    before = _by_script_alone.set(True)
    try:
        yield
    finally:
        _by_script_alone.reset(before)


def guess_language(text: str) -> str:
    """ISO 639-1 code of the language of a text; of its script's commonest one where unsure.

    Names, headlines and tables say little: words that begin with a capital count only in a text
    that is all capitals. The first call takes a second or more, in which a model is loaded.
    """
    language = script_language(text)
    if _by_script_alone.get():
        return language
    script = next((first for first, _own, _letters in _OWN_LETTERS
                   if language in (first, _own)), language)  # fmt: skip
    if script not in _SHARING:
        return language
    words = _running(text[:_SAMPLE])
    if len(words) < _WORDS:
        return language
    if script == DEFAULT_LANGUAGE and _is_english(words):
        return DEFAULT_LANGUAGE
    return _recognised(" ".join(words), script) or language


def likeliest_language(text: str) -> str:
    """ISO 639-1 code of the likeliest language of a text, however short and unclear it is."""
    language = script_language(text)
    words = _running(text[:_SAMPLE])
    if language != DEFAULT_LANGUAGE or not words or _is_english(words):
        return language
    chances = _chances(" ".join(words), DEFAULT_LANGUAGE)
    return max(chances, key=lambda name: chances[name])


def _running(sample: str) -> list[str]:
    """Return the words of running text, without what is written like a name."""
    if sample.isascii():
        # The same words in half the time; capitals stand before "a" in ASCII.
        found = _ASCII_WORD.findall(sample)
        small = [word for word in found if word >= "a"]
    else:
        found = _WORD.findall(sample)
        small = [word for word in found if word[0] == word[0].lower()]
    if len(small) * 10 < len(found) and sample.isupper():
        return [word.lower() for word in found]
    return small


def _is_english(words: list[str]) -> bool:
    return sum(map(_ENGLISH.__contains__, words)) >= _ENGLISH_SHARE * len(words)


def _recognised(text: str, script: str) -> str | None:
    """Return the language of words in a script, if that is clear."""
    chances = _chances(text, script)
    best = max(chances, key=lambda language: chances[language])
    near = next((group for group in _NEAR if best in group), frozenset((best,)))
    share = sum(chances.get(language, 0.0) for language in near)
    return best if best != script and share >= _SURE else None


def _chances(text: str, script: str) -> dict[str, float]:
    """Return how probable each language that shares a script is; they add up to 1."""
    with _lock:
        model = _model()
    return model.chances(text, _SHARING[script].split())


@cache
def _model() -> LanguageModel:
    # Here, because loading it takes a second.
    from claimdesk.models.articles.language_model import LanguageModel

    return LanguageModel([sharing.split() for sharing in _SHARING.values()])
