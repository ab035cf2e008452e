# SPDX-License-Identifier: MIT
"""The language of a text, as far as its script alone tells it."""

from __future__ import annotations

import re

DEFAULT_LANGUAGE = "en"
"""What a text in Latin letters is taken for: the language of the pipeline that comes along."""

_SAMPLE = 20_000
"""Code points that are looked at."""
_KANA = re.compile("[\u3041-\u30ff\uff66-\uff9f]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_SCRIPTS = (
    ("ko", re.compile("[\u1100-\u11ff\uac00-\ud7a3]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
)
# Languages that share a script, told by letters that the commonest one does not have.
_OWN_LETTERS = (
    ("ru", "uk", re.compile("[\u0456\u0457\u0454\u0491]")),
    ("ru", "sr", re.compile("[\u0458\u0459\u045a\u045b\u0452\u045f]")),
    ("ar", "ur", re.compile("[\u0679\u0688\u0691\u06ba\u06d2]")),
    ("ar", "fa", re.compile("[\u067e\u0686\u0698\u06af\u06cc]")),
)
_OWN_SHARE = 0.005
"""Share of the letters of the script from which on those letters are no accident of a name."""


def guess_language(text: str) -> str:
    """ISO 639-1 code of the language by the script that most letters are in.

    Han with kana is Japanese, Han alone Chinese. Cyrillic is Russian unless letters of Ukrainian
    or Serbian occur, Arabic script is Arabic unless letters of Urdu or Persian do. A script that is
    not known here, and Latin, give DEFAULT_LANGUAGE: the script does not tell those apart.
    """
    sample = text[:_SAMPLE]
    kana, han = len(_KANA.findall(sample)), len(_HAN.findall(sample))
    counts = {language: len(script.findall(sample)) for language, script in _SCRIPTS}
    counts["ja" if kana * 20 > han else "zh"] = kana + han
    # A Latin word takes as many letters as two or three syllables of the denser scripts.
    counts[DEFAULT_LANGUAGE] = len(_LATIN.findall(sample)) // 2
    best = max(counts, key=lambda language: counts[language])
    if not counts[best]:
        return DEFAULT_LANGUAGE
    for script, language, letters in _OWN_LETTERS:
        if best == script and len(letters.findall(sample)) > _OWN_SHARE * counts[best]:
            return language
    return best
