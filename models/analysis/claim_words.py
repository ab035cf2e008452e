# SPDX-License-Identifier: MIT
"""The words of claims: what their contents say, as words that can be counted and found again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.distribution import claim_ids
from claimdesk.models.text.folding import name_key
from claimdesk.models.text.reading import readable
from claimdesk.models.text.search_form import is_unspaced
from claimdesk.models.text.words import word_at

_WORD = re.compile(r"[^\W_]+(?:['’\-‐][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")


class Piece(NamedTuple):
    """A piece of the content of a claim, with what stands around it."""

    claim: int
    quote: str
    prefix: str
    suffix: str
    article: str
    published_on: str | None


class Line(NamedTuple):
    """A word in a claim, with its context on either side."""

    claim: int
    left: str
    word: str
    right: str
    article: str
    published_on: str | None


def pieces(connection: Connection, claims: ClaimFilter) -> Iterator[Piece]:
    """Yield the contents of the claims that a filter lets through, in the order of the articles."""
    ids = json.dumps(claim_ids(connection, claims))
    rows = connection.exec_driver_sql(
        "SELECT annotation.id, span.quote, span.prefix, span.suffix, article.title, "
        "article.published_on FROM span JOIN annotation ON annotation.id = span.annotation_id "
        "JOIN article ON article.id = annotation.article_id "
        "WHERE span.role = 'content' AND annotation.id IN (SELECT value FROM json_each(?)) "
        "ORDER BY article.published_on, article.id, span.start, span.id",
        (ids,),
    )
    for row in rows:
        yield Piece(*row)


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of a text, folded and without a possessive ending, and where it stands.

    Numbers are no words. In scripts without spaces a word is what a double click selects.
    """
    for found in _WORD.finditer(text):
        run = found.group()
        if run.isascii() or not any(map(is_unspaced, run)):
            spans = [found.span()]
        else:
            spans = list(_unspaced(text, *found.span()))
        for start, end in spans:
            word = _POSSESSIVE.sub("", text[start:end])
            if not word.replace("-", "").isdecimal():
                yield name_key(word), start, start + len(word)


def _unspaced(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        word = word_at(text, start)
        after = min(max(word.end, start + 1), end)
        yield start, after
        start = after


def lines_of(piece: Piece, word: str) -> Iterator[Line]:
    """Yield the lines of a concordance of a word in a piece."""
    for found, start, end in words_of(piece.quote):
        if found == word:
            left = piece.prefix + piece.quote[:start]
            right = piece.quote[end:] + piece.suffix
            yield Line(
                piece.claim,
                " ".join(readable(left).split()),
                piece.quote[start:end],
                " ".join(readable(right).split()),
                piece.article,
                piece.published_on,
            )
