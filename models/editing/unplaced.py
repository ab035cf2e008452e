# SPDX-License-Identifier: MIT
"""Unplaced spans: the review of pieces of text that lost their place in a correction.

The functions that change something work inside `project.edit(label)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from claimdesk.models.editing import edits
from claimdesk.models.editing.edits import MAIN_ROLE
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.queries import UnplacedPiece
from claimdesk.models.store.schema import Annotation, SpanRow, UnplacedSpan
from claimdesk.models.text.spans import CONTEXT, Span, trimmed
from claimdesk.models.text.words import snapped

_REACH = 20_000
"""Code points on either side of the expected place in which likely places are searched."""
_MIN_SIMILARITY = 55.0
"""Similarity (0..100) below which nothing is proposed."""
_CERTAIN_CONTEXT = 16
"""Code points of context on either side that suffice to find what is between them."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An unplaced piece with its annotation."""

    annotation_id: int
    layer: str
    state: str
    piece: UnplacedPiece
    last: bool
    """Whether it is the last piece of the main role of the annotation."""


def unplaced_pieces(connection: Connection, article_id: int) -> list[Unplaced]:
    """Return what is unplaced in an article: decided annotations first, in text order."""
    rows = connection.exec_driver_sql(
        "SELECT annotation_id, layer, state, unplaced_span.id, role, start, quote, prefix, suffix, "
        "(SELECT count(*) FROM span WHERE annotation_id = annotation.id "
        "AND span.role = unplaced_span.role) "
        "+ (SELECT count(*) FROM unplaced_span other WHERE other.annotation_id = annotation.id "
        "AND other.role = unplaced_span.role) "
        "FROM unplaced_span JOIN annotation ON annotation.id = annotation_id "
        "WHERE article_id = ? ORDER BY state = 'suggested', start, unplaced_span.id",
        (article_id,),
    )
    return [
        Unplaced(
            annotation_id,
            layer,
            state,
            UnplacedPiece(*piece),
            piece[1] == MAIN_ROLE[layer] and n == 1,
        )
        for annotation_id, layer, state, *piece, n in rows
    ]


def unplaced_counts(connection: Connection) -> dict[int, int]:
    """Return the number of unplaced pieces by article, for articles that have any."""
    rows = connection.exec_driver_sql(
        "SELECT article_id, count(*) FROM unplaced_span "
        "JOIN annotation ON annotation.id = annotation_id GROUP BY article_id"
    )
    return {row[0]: row[1] for row in rows}


def likely_place(text: str, piece: UnplacedPiece) -> Span | None:
    """Return the probable place of a piece in the corrected text, or None."""
    start = max(0, piece.start - _REACH)
    window = text[start : piece.start + len(piece.quote) + _REACH]
    exact = list(_occurrences(window, piece.quote))
    if exact:
        best = max(exact, key=lambda place: _context_similarity(window, place, piece, start))
        return Span(start + best, start + best + len(piece.quote))
    between = _between_context(window, piece, start)
    if between is not None:
        return Span(start + between.start, start + between.end)
    if len(piece.quote) < len(window):
        found = fuzz.partial_ratio_alignment(piece.quote, window, score_cutoff=_MIN_SIMILARITY)
        if found is not None and found.dest_end > found.dest_start:
            whole = snapped(text, Span(start + found.dest_start, start + found.dest_end))
            return whole if whole.start < whole.end else None
    return None


def place(session: Session, unplaced_id: int, span: Span) -> int:
    """Give an unplaced piece a place in the text; return the id of its annotation.

    Raises ClaimdeskError if it is no longer unplaced, or if its role covers these words already.
    """
    row = _row(session, unplaced_id)
    session.delete(row)
    session.flush()
    edits.add_span(session, row.annotation_id, row.role, span)
    return row.annotation_id


def remove(session: Session, unplaced_id: int) -> int:
    """Remove an unplaced piece; return the id of its annotation.

    Raises ClaimdeskError if it is no longer unplaced, or if it is the last piece of the annotation.
    """
    row = _row(session, unplaced_id)
    layer = session.get_one(Annotation, row.annotation_id).layer
    if row.role == MAIN_ROLE[layer] and not _has_other(session, row):
        raise ClaimdeskError(_("The last piece can't be removed; delete the annotation."))
    session.delete(row)
    edits.mark_corrected(session, [row.annotation_id])
    return row.annotation_id


def _row(session: Session, unplaced_id: int) -> UnplacedSpan:
    row = session.get(UnplacedSpan, unplaced_id)
    if row is None:
        raise ClaimdeskError(_("This piece was reviewed already; choose another one."))
    return row


def _has_other(session: Session, row: UnplacedSpan) -> bool:
    placed = select(SpanRow.id).where(
        col(SpanRow.annotation_id) == row.annotation_id, col(SpanRow.role) == row.role
    )
    others = select(UnplacedSpan.id).where(
        col(UnplacedSpan.annotation_id) == row.annotation_id,
        col(UnplacedSpan.role) == row.role,
        col(UnplacedSpan.id) != row.id,
    )
    return any(session.exec(found).first() is not None for found in (placed, others))


def _occurrences(text: str, words: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _between_context(text: str, piece: UnplacedPiece, offset: int) -> Span | None:
    """Return what is now between the context of a piece, if it is similar to the piece."""
    before, after = piece.prefix[-_CERTAIN_CONTEXT:], piece.suffix[:_CERTAIN_CONTEXT]
    if len(before) < _CERTAIN_CONTEXT or len(after) < _CERTAIN_CONTEXT:
        return None
    ends = [place + _CERTAIN_CONTEXT for place in _occurrences(text, before)]
    if not ends:
        return None
    start = min(ends, key=lambda place: abs(place + offset - piece.start))
    end = text.find(after, start, start + 3 * len(piece.quote) + 2 * CONTEXT)
    if end <= start or fuzz.ratio(piece.quote, text[start:end]) < _MIN_SIMILARITY:
        return None
    span = trimmed(text, Span(start, end))
    return span if span.start < span.end else None


def _context_similarity(
    text: str, place: int, piece: UnplacedPiece, offset: int
) -> tuple[float, int]:
    """Return the similarity of the context at a place to that of the piece, then the nearness."""
    end = place + len(piece.quote)
    before = fuzz.ratio(piece.prefix, text[max(0, place - CONTEXT) : place])
    after = fuzz.ratio(piece.suffix, text[end : end + CONTEXT])
    return before + after, -abs(place + offset - piece.start)
