# SPDX-License-Identifier: MIT
"""Tokens for formats that know no other offsets: words and signs, cut where annotations begin."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from claimdesk.models.text.spans import Span


class Token(NamedTuple):
    """A token; `id` counts from 0."""

    id: int
    span: Span


def tokens_of(body: str, spans: Iterable[Span]) -> list[Token]:
    """Return the tokens of a text; no token goes across an edge of `spans`."""
    cuts = iter(sorted({edge for span in spans for edge in span}))
    cut = next(cuts, sys.maxsize)
    found: list[Span] = []
    for match in _words_and_signs().finditer(body):
        start, end = match.span()
        while cut < end:
            if cut > start:
                found.append(Span(start, cut))
                start = cut
            cut = next(cuts, sys.maxsize)
        found.append(Span(start, end))
    return [Token(number, span) for number, span in enumerate(found)]


@cache
def _words_and_signs() -> re.Pattern[str]:
    """Return what finds words and signs; marks stay with what they are put on."""
    every = map(chr, range(sys.maxunicode + 1))
    marks = "".join(sign for sign in every if unicodedata.combining(sign))
    return re.compile(rf"(?:\w+|[^\w\s])[{marks}\u200d\ufe0f]*")


def sentences_of(body: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each line."""
    line: list[Token] = []
    for token in tokens:
        if line and "\n" in body[line[-1].span.end : token.span.start]:
            yield line
            line = []
        line.append(token)
    if line:
        yield line
