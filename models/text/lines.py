# SPDX-License-Identifier: MIT
"""The physical lines of a text: offsets, indentation, width and quoted-mail depth."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from claimdesk.models.text.folding import INVISIBLE

_QUOTED = re.compile(r"(?:[ \t]*>)+")
_UNEVEN = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u1cff\u200b-\u200f\u202a-\u202e\u2060-\uffff]|[^\u0000-\uffff]"
)
"""Characters that may take no column, or two."""
_TAB = 8


@dataclass(slots=True)
class Line:
    """One line: `text` without surrounding white space and without quoted-mail marks.

    `start` and `end` are the offsets of `text`, `outer` is that of the line with its marks.
    """

    outer: int
    start: int
    end: int
    text: str
    depth: int
    """The number of quotation marks (`>`) before it."""
    indent: int
    """The width of the white space before it, in columns."""
    columns: int
    """The width of the text, in columns."""

    @property
    def first_word(self) -> str:
        """Its first word."""
        return self.text.split(None, 1)[0]


def columns(text: str) -> int:
    """Return the width of a text: two columns for East Asian characters, none for accents."""
    if text.isascii() or not _UNEVEN.search(text):
        return len(text)
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text in order, including blank ones."""
    found = []
    outer = 0
    for raw in text.split("\n"):
        quoted = _QUOTED.match(raw) if ">" in raw else None
        marks = quoted.end() if quoted else 0
        inner = raw[marks:]
        content = inner.strip()
        if not content.isascii() and not INVISIBLE.sub("", content):
            content = ""
        space = inner[: len(inner) - len(inner.lstrip())] if content else ""
        start = outer + marks + len(space)
        found.append(
            Line(
                outer,
                start,
                start + len(content),
                content,
                quoted[0].count(">") if quoted else 0,
                columns(space.expandtabs(_TAB)) if space else 0,
                columns(content),
            )
        )
        outer += len(raw) + 1
    return found
