# SPDX-License-Identifier: MIT
"""The form in which the index of words takes texts and what is searched for.

It is the folded text (folding.py), whose words an index tells apart by spaces and punctuation. In
scripts without spaces between words each character stands alone, so that words are found as runs of
characters: of any length, and without a dictionary.
"""

from __future__ import annotations

import re
import unicodedata

from claimdesk.models.text.folding import NO_ACCENT, fold

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31f0-\u31ff"  # kana, bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uac00-\ud7af"  # Hangul: words carry endings
)
_RUN = re.compile(f"[{_UNSPACED}]")


def search_form(text: str) -> str:
    """Return `text` as the index takes it; a change of this needs the index to be made anew."""
    if text.isascii():
        return text
    form = unicodedata.normalize("NFC", fold(text)).translate(NO_ACCENT)
    return _RUN.sub(r" \g<0> ", form)


def is_unspaced(text: str) -> bool:
    """Return whether a text ends in a script without spaces between words."""
    return bool(text) and _RUN.match(text[-1]) is not None
