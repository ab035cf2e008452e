# SPDX-License-Identifier: MIT
"""How long and how many things in a project may be: far above what anybody needs.

Whoever makes a file can make it of any size. What is within these limits, the window can show.
"""

from __future__ import annotations

LARGEST_ID = 2**53
LARGEST_NUMBER = 2**31 - 1
"""Of integers that are no ids, such as positions: what every part of Qt can hold."""

LONGEST_NAME = 40_000
"""Bytes of a name, a key, an alias or any other short text."""
_LONGEST_TEXT = 4_000_000
_LONGEST_BODY = 40_000_000

LONGEST_VALUE = 128 * 2**20
"""Bytes of any value: SQLite reads no longer one. The history holds texts as JSON."""

_LONG = {
    ("article", "body"): _LONGEST_BODY,
    ("article", "note"): _LONGEST_TEXT,
    ("actor", "note"): _LONGEST_TEXT,
    ("annotation", "note"): _LONGEST_TEXT,
    ("annotation", "reason"): _LONGEST_TEXT,
    ("domain", "definition"): _LONGEST_TEXT,
    ("choice", "definition"): _LONGEST_TEXT,
    ("field_value", "text"): _LONGEST_TEXT,
    ("setting", "value"): _LONGEST_TEXT,
    ("article_sample", "definition"): _LONGEST_TEXT,
    ("suggestion_run", "settings"): _LONGEST_TEXT,
    ("model", "report"): _LONGEST_TEXT,
    ("model", "data"): 32 * 2**20,
    ("span", "quote"): _LONGEST_BODY,
    ("unplaced_span", "quote"): _LONGEST_BODY,
    ("change", "before"): LONGEST_VALUE,
    ("change", "after"): LONGEST_VALUE,
}

MOST_ROWS = {
    "domain": 5_000,
    "term": 100_000,
    "field": 1_000,
    "choice": 20_000,
    "annotator": 5_000,
    "setting": 5_000,
    "article_sample": 5_000,
    "model": 1_000,
}
"""Rows of a table at most, where the window shows all of them."""

MOST_PARTS = 5_000
"""Aliases of an actor, terms of a domain, values of a field, spans of an annotation … at most."""


def longest(table: str, column: str) -> int:
    """Return how many bytes (UTF-8) a value of a column has at most."""
    return _LONG.get((table, column), LONGEST_NAME)
