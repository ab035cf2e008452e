# SPDX-License-Identifier: MIT
"""Tokens for formats that know no other offsets: words and signs, cut where annotations begin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from claimdesk.models.text.spans import Span

_RUN = re.compile(r"\w+|[^\w\s]")
_BLANK = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Token:
    """A token; `id` counts from 0."""

    id: int
    span: Span


def tokens_of(body: str, spans: Iterable[Span]) -> list[Token]:
    """Return the tokens of a text; no token goes across an edge of `spans`."""
    cuts = sorted({edge for span in spans for edge in span})
    found: list[Span] = []
    at = 0
    for chunk in _BLANK.finditer(body):
        for start, end in _parts(chunk.group(), chunk.start()):
            while at < len(cuts) and cuts[at] <= start:
                at += 1
            while at < len(cuts) and cuts[at] < end:
                found.append(Span(start, cuts[at]))
                start = cuts[at]
                at += 1
            found.append(Span(start, end))
    return [Token(number, span) for number, span in enumerate(found)]


def _parts(chunk: str, offset: int) -> list[Span]:
    """Return the words and signs of a chunk; marks stay with what they are put on."""
    parts: list[Span] = []
    for match in _RUN.finditer(chunk):
        start, end = offset + match.start(), offset + match.end()
        first = match.group()[0]
        if parts and (unicodedata.combining(first) or first in "\u200d\ufe0f"):
            parts[-1] = Span(parts[-1].start, end)
        else:
            parts.append(Span(start, end))
    return parts


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
