# SPDX-License-Identifier: MIT
"""How the text of an article is normalised when it is taken out of a document.

The rule, in order:

1. `clean_body`: one kind of line end; what no project can hold becomes U+FFFD.
2. Lines that were wrapped at a width are joined to paragraphs (`paragraphs.flow` says which); the
   hyphen of a divided word goes.
3. Soft hyphens, zero-width spaces, word joiners and byte order marks go. The joiners of Persian,
   Indian scripts and emoji (U+200C, U+200D) and directional marks stay: they change how words read.
4. Spaces of fixed width and no-break spaces become a space; white space at the ends of lines goes.
5. The Latin ligatures U+FB00 to U+FB06 are spelt out.
6. More than one blank line becomes one.

Letters are not composed or decomposed: what is compared is folded (`text/folding.py`).
Plain texts and annotated corpora keep their characters, since offsets of others refer to them.
"""

from __future__ import annotations

import re

from claimdesk.models.text.normalization import clean_body
from claimdesk.models.text.paragraphs import flow

_GONE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_SPACES = dict.fromkeys(
    map(
        ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
    ),
    " ",
)
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "ft",
    0xFB06: "st",
}  # fmt: skip
_CHARACTERS = _GONE | _SPACES | _LIGATURES
_LINE_END = re.compile(r"[ \t]+$", re.MULTILINE)
_BLANKS = re.compile(r"\n{3,}")


def normal_text(text: str, *, joined: bool = True) -> str:
    """Return a text as it is stored; `joined` is whether wrapped lines are joined. Idempotent."""
    body = clean_body(text)
    if joined:
        body = join_lines(body)
    body = _LINE_END.sub("", body.translate(_CHARACTERS))
    return _BLANKS.sub("\n\n", body).strip("\n").rstrip()


def join_lines(body: str) -> str:
    """Return a text with its wrapped lines joined and its divided words whole."""
    flowing = flow(body)
    if not flowing.joins:
        return body
    pieces, at = [], 0
    for join in flowing.joins:
        pieces.append(flowing.text[at : join.start])
        pieces.append("" if join.tight else " ")
        at = join.end
    return "".join([*pieces, flowing.text[at:]]).replace("\u00ad", "")


def normal_line(text: str) -> str:
    """Return a short text, such as a title, in one line."""
    return " ".join(clean_body(text).translate(_CHARACTERS).split())
