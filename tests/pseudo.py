# SPDX-License-Identifier: MIT
"""Finds text that escaped the message catalogue, in a process whose language marks messages."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

LANGUAGE = {"CLAIMDESK_LANGUAGE": "pseudo"}
"""The environment of such a process."""

_MARKED = re.compile(r"⟦[^⟧]*⟧")
_WORD = re.compile(r"[^\W\d_]{2,}")
_AROUND = " \t\n.,:;–—-·…“”\"'()[]<>|%+−×✓=/&"
_KEYS = re.compile(
    r"((Ctrl|Shift|Alt|Meta)\+)*([A-Z0-9,.]|F\d+|Tab|Space|Return|Enter|Esc|Del|Backspace|Home|End|"
    r"PgUp|PgDown|Left|Right|Up|Down|[↑↓←→]|Ins|[\[\]+−-])"
)
_TABLES = {
    "annotator": "name",
    "article": "title, body, author, agency, outlet, url, language",
    "actor": "name, country, note",
    "alias": "text",
    "domain": "name, definition",
    "term": "text",
    "field": "label",
    "choice": "label, definition",
    "suggestion_run": "pipeline, version",
}
"""What analysts, and the articles, say: it is shown as it is."""


def data_of(project: Path) -> set[str]:
    """Every text of a project that is data."""
    found: set[str] = set()
    with closing(sqlite3.connect(project)) as connection:
        for table, columns in _TABLES.items():
            for row in connection.execute(f"SELECT {columns} FROM {table}"):
                found.update(text.strip() for text in row if text)
    return found


def unmarked(text: str, data: Collection[str], names: Collection[str] = ()) -> Iterator[str]:
    """The parts of a text that are neither messages, nor data, nor these names, nor keys."""
    text = text.replace("\N{LINE SEPARATOR}", "\n")
    for part in _MARKED.split(text):
        rest = part.strip(_AROUND)
        if not _WORD.search(rest) or rest in data or part.strip() in data:
            continue
        if any(_is_known(piece, data, names) for piece in (rest, part.strip())):
            continue
        yield rest


def _is_known(text: str, data: Collection[str], names: Collection[str]) -> bool:
    if len(text.split()) > 2 and any(text in " ".join(each.split()) for each in data):
        return True
    words = [word.strip(_AROUND) for word in re.split(r"[\s,;·]+", text)]
    return all(
        not _WORD.search(word) or word in names or word in data or _KEYS.fullmatch(word)
        for word in words
    )
