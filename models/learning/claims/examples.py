# SPDX-License-Identifier: MIT
"""What there is to learn claims from: finished articles with the claims that count as right."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from claimdesk.models.learning.dataset import finished, taught, text_key
from claimdesk.models.store import queries
from claimdesk.models.text.reading import ReadingText
from claimdesk.models.text.spans import Span

MOST = 300
"""Articles that are learned from at most, the newest: more take longer and teach little."""
_LONGEST = 200_000
"""Code points of an article that is learned from; a longer one is no news article."""


@dataclass(frozen=True, slots=True)
class ClaimParts:
    """A claim that is right; offsets are code points of the example's text."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ClaimExample:
    """An article as it is read, with all its claims."""

    text: str
    claims: tuple[ClaimParts, ...]

    @property
    def key(self) -> str:
        """The same for the same text: SHA-256 in hexadecimal digits."""
        return text_key(self.text)

    @property
    def state(self) -> str:
        """The same for the same text with the same claims."""
        claims = repr([(claim.source, claim.cue, claim.content) for claim in self.claims])
        return hashlib.sha256(f"{self.key} {claims}".encode()).hexdigest()


def read(connection: Connection, language: str = "en", most: int = MOST) -> list[ClaimExample]:
    """The articles that are done and have accepted claims, the newest of them, oldest first."""
    ids = finished(connection, "claim", language, longest=_LONGEST, most=most)
    found = (_example(connection, article_id) for article_id in ids)
    return [example for example in found if example is not None]


def _example(connection: Connection, article_id: int) -> ClaimExample | None:
    body, rows = taught(connection, article_id, "claim")
    reading = ReadingText(body)
    claims = tuple(_claim(row, reading) for row in rows if row.role("content"))
    return ClaimExample(reading.text, claims) if claims else None


def _claim(row: queries.AnnotationRow, reading: ReadingText) -> ClaimParts:
    def spans(pieces: Iterable[queries.Piece]) -> tuple[Span, ...]:
        return tuple(reading.from_body(piece.span) for piece in pieces)

    return ClaimParts(spans(row.role("source")), spans(row.role("cue")), spans(row.role("content")))
