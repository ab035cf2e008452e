# SPDX-License-Identifier: MIT
"""Plain text as paragraphs, for exports: blank lines part them, lines are wrapped at a width."""

from __future__ import annotations

import re

from claimdesk.models.text.normalization import clean_body
from claimdesk.models.text.paragraphs import is_tight

_BLANK = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+")
_BY_LINES = re.compile(
    r"^(?:[A-Z]{2,4}(?:[ \t]{2,}|[ \t]*$)|[\d.,]+ (?:words?|mots|Wörter|palabras|parole)[ \t]*$)",
    re.MULTILINE,
)
"""What stands in blocks whose lines each say something of their own: codes, the number of words."""
_NARROWEST, _WIDEST = 50, 132


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a text, each with its first indent and its wrapped lines joined."""
    body = clean_body(text)
    blocks = [block.strip("\n") for block in _BLANK.split(body) if block.strip()]
    width = _width(blocks)
    found: list[str] = []
    for block in blocks:
        if "\n" in block and _BY_LINES.search(block):
            found += [line for line in block.split("\n") if line.strip()]
        else:
            found.append(_joined(block, width))
    return found


def _width(blocks: list[str]) -> int:
    """Return the length of the longest lines that others follow; 0 if none is wrapped."""
    lengths = sorted(
        len(line.rstrip())
        for block in blocks
        for line in block.split("\n")[:-1]
        if _NARROWEST <= len(line.rstrip()) <= _WIDEST
    )
    # A few lines may be longer: what has no space in it is not wrapped.
    return lengths[int(len(lengths) * 0.98)] if lengths else 0


def _joined(block: str, width: int) -> str:
    """Join a line with the next one where the next word had no room on it."""
    first, *others = block.split("\n")
    indent = first[: len(first) - len(first.lstrip())]
    text, length = first.strip(), len(first.rstrip())
    for line in others:
        words = line.strip()
        room = length + 1 + len(words.split(" ", 1)[0])
        if width and room > width:
            text += words if is_tight(text, words) else " " + words
        else:
            text += "\n" + words
        length = len(line.rstrip())
    return indent + text
