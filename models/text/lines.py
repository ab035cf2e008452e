# SPDX-License-Identifier: MIT
"""The lines of a text as they are laid out: where they begin and end, indents, quoted mail."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from claimdesk.models.text.folding import INVISIBLE

_QUOTED = re.compile(r"(?:[ \t]*>)+")
_UNEVEN = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u1cff\u200b-\u200f\u202a-\u202e\u2060-\uffff]|[^\u0000-\uffff]"
)
"""What may take no column, or two."""
_TAB = 8


@dataclass(slots=True)
class Line:
    """One line: `text` without white space around it and without marks of quoted mail.

    `start` and `end` are its code points, `outer` is where the line begins with its marks.
    """

    outer: int
    start: int
    end: int
    text: str
    depth: int
    """How many marks of quoted mail stand before it."""
    indent: int
    """Columns of white space before it."""
    columns: int
    """How wide it is."""

    @property
    def first_word(self) -> str:
        """Its first word."""
        return self.text.split(None, 1)[0]


def columns(text: str) -> int:
    """How many columns a text takes: East Asian characters two, accents and soft hyphens none."""
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
    """Return the lines of a text in order, blank ones too."""
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
