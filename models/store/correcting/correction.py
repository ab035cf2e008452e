# SPDX-License-Identifier: MIT
"""The correction of an article's text: every span moves with its words, or waits for review.

A span whose words are certainly the same is moved with them. Any other becomes a row of
`unplaced_span`, with its quote and context, until an analyst places or removes it. Nothing is
dropped. Offsets are code points, end-exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update
from sqlmodel import Session

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import history
from claimdesk.models.store.schema import Article, SpanRow, UnplacedSpan, metadata
from claimdesk.models.store.sql import among
from claimdesk.models.store.storage import driver
from claimdesk.models.text.alignment import Alignment
from claimdesk.models.text.normalization import body_hash, clean_body
from claimdesk.models.text.spans import Anchor, Span, anchor

_SPANS = """
SELECT span.id, annotation_id, role, start, "end", quote, prefix, suffix FROM span
JOIN annotation ON annotation.id = annotation_id WHERE article_id = ? ORDER BY span.id
"""
_UNPLACED = """
SELECT unplaced_span.id, start FROM unplaced_span
JOIN annotation ON annotation.id = annotation_id WHERE article_id = ? ORDER BY unplaced_span.id
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a corrected text does to the spans of its article."""

    body: str
    """The text as it will be stored."""
    kept: int = 0
    """The number of spans that keep their words, moved or not."""
    lost: int = 0
    """The number of spans to review."""
    annotations: frozenset[int] = frozenset()
    """The annotations with a span to review."""
    changed: bool = False
    """Whether the text differs from the stored one."""
    moves: list[tuple[int, Anchor]] = field(default_factory=list, repr=False)
    """Spans whose offsets or context change: id and new anchor."""
    unplaced: list[dict[str, Any]] = field(default_factory=list, repr=False)
    """Rows for `unplaced_span`; `span_id` is the span to delete."""
    waiting: list[tuple[int, int]] = field(default_factory=list, repr=False)
    """Spans that are unplaced already: id and new approximate offset."""


def plan(connection: Connection, article_id: int, text: str) -> Correction:
    """Return what happens to the spans of an article if its text becomes `text`. Changes nothing.

    Raises ClaimdeskError if the article is gone or the text is empty.
    """
    body = connection.exec_driver_sql(
        "SELECT body FROM article WHERE id = ?", (article_id,)
    ).scalar()
    if body is None:
        raise ClaimdeskError(_("The article was deleted; open another one."))
    text = clean_body(text)
    if not text:
        raise ClaimdeskError(_("An article needs a text; delete the article instead."))
    spans = connection.exec_driver_sql(_SPANS, (article_id,)).all()
    if text == body:
        return Correction(body, kept=len(spans))
    waiting = connection.exec_driver_sql(_UNPLACED, (article_id,)).all()
    return _plan(Alignment(body, text), spans, waiting)


def correct(
    session: Session, article_id: int, text: str, *, shown: str | None = None
) -> Correction:
    """Set the text of an article, inside `project.edit(label)`; return what happened to its spans.

    `shown` is the text that was corrected. Raises ClaimdeskError if the article was deleted, if its
    text is no longer `shown`, or if `text` is empty.
    """
    connection = session.connection()
    stored = connection.exec_driver_sql(
        "SELECT body FROM article WHERE id = ?", (article_id,)
    ).scalar()
    if shown is not None and stored is not None and stored != shown:
        raise ClaimdeskError(
            _("The text was corrected elsewhere; copy what you typed and open it again.")
        )
    planned = plan(connection, article_id, text)
    if planned.changed:
        table = metadata.tables[str(Article.__tablename__)]
        values = {"body": planned.body, "sha256": body_hash(planned.body)}
        connection.execute(update(table).where(table.c.id == article_id).values(**values))
        _apply(connection, planned)
    return planned


def adjust_spans(connection: Connection, changeset: int) -> None:
    """Move spans to match the texts, in the changeset of an undo or redo, before it is finished.

    Rows that it restored itself keep their place. If it changed the text of an article, spans that
    were added after the correction refer to the other text and are moved. If it restored spans of a
    text that was corrected since, they are moved to where their words are now. Older spans that
    match the current text stay, so that undoing everything restores the initial state.
    """
    inverted = _inverted_changeset(connection, changeset)
    for article_id, before, after in _texts_changed(connection, changeset):
        astray = _misplaced_spans(connection, inverted, changeset, article_id, after)
        newer = _inserted_since(connection, "unplaced_span", inverted, changeset, article_id)
        rows = driver(connection).execute(_UNPLACED, (article_id,))
        waiting = [row for row in rows if row[0] in newer]
        _apply(connection, _plan(Alignment(before, after), astray, waiting))
    for before, after, spans in _restored_spans(connection, inverted, changeset):
        _apply(connection, _plan(Alignment(before, after), spans, ()))


def _texts_changed(connection: Connection, changeset: int) -> list[Any]:
    """Return the articles whose text a changeset changed, with the text before and after."""
    found = driver(connection).execute(
        "SELECT row_id, json_extract(before, '$.body'), json_extract(after, '$.body') "
        "FROM change WHERE changeset_id = ? AND table_name = 'article' "
        "AND operation = 'update' AND json_type(before, '$.body') IS NOT NULL",
        (changeset,),
    )
    return found.fetchall()


def _misplaced_spans(
    connection: Connection, inverted: int, changeset: int, article_id: int, body: str
) -> list[Sequence[Any]]:
    """Return the spans that a changeset did not change and that do not belong to this text.

    A span that was added since is included even if the same words happen to be there. The addition
    of suggestions is not recorded, so that for them only the comparison with the text counts.
    """
    changed = driver(connection).execute(
        "SELECT row_id FROM change WHERE changeset_id = ? AND table_name = 'span'", (changeset,)
    )
    touched = {row[0] for row in changed}
    newer = _inserted_since(connection, "span", inverted, changeset, article_id)
    return [
        row
        for row in driver(connection).execute(_SPANS, (article_id,))
        if row[0] not in touched and (row[0] in newer or not _is_in_place(body, row))
    ]


def _is_in_place(body: str, row: Sequence[Any]) -> bool:
    _span_id, _annotation_id, _role, start, end, *words = row
    return end <= len(body) and anchor(body, Span(start, end)) == Anchor(start, end, *words)


def _inserted_since(
    connection: Connection, table: str, inverted: int, changeset: int, article_id: int
) -> set[int]:
    """Return the spans or unplaced spans that were added after the inverted changeset."""
    # With min(), SQLite takes the operation from the row with the lowest id.
    rows = driver(connection).execute(
        "SELECT row_id FROM (SELECT row_id, operation, min(change.id) FROM change "
        "JOIN annotation ON annotation.id = annotation_id WHERE article_id = ? "
        "AND table_name = ? AND changeset_id > ? AND changeset_id < ? GROUP BY row_id) "
        "WHERE operation = 'insert'",
        (article_id, table, inverted, changeset),
    )
    return {row[0] for row in rows}


def _restored_spans(
    connection: Connection, inverted: int, changeset: int
) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield the spans that a changeset restored, with the text they belong to and the current one.

    They are in the state before the changeset `inverted`, and so is their text: it is the text
    before the first correction from that changeset on.
    """
    spans: dict[int, list[Any]] = {}
    for article_id, *span in driver(connection).execute(
        'SELECT DISTINCT article_id, span.id, span.annotation_id, role, start, "end", quote, '
        "prefix, suffix FROM change JOIN span ON span.id = row_id "
        "JOIN annotation ON annotation.id = span.annotation_id WHERE changeset_id = ? "
        "AND table_name = 'span' AND operation <> 'delete' ORDER BY span.id",
        (changeset,),
    ):
        spans.setdefault(article_id, []).append(span)
    for article_id, found in spans.items():
        earliest = driver(connection).execute(
            "SELECT json_extract(before, '$.body'), body FROM change "
            "JOIN article ON article.id = row_id WHERE table_name = 'article' AND row_id = ? "
            "AND changeset_id >= ? AND changeset_id < ? "
            "AND json_type(before, '$.body') IS NOT NULL ORDER BY change.id LIMIT 1",
            (article_id, inverted, changeset),
        )
        texts = earliest.fetchone()
        if texts is not None and texts[0] != texts[1]:
            yield texts[0], texts[1], found


def _inverted_changeset(connection: Connection, changeset: int) -> int:
    """Return the changeset whose changes an undo or redo inverted."""
    found = driver(connection).execute(
        "SELECT kind, reverts_id FROM changeset WHERE id = ?", (changeset,)
    )
    kind, reverts = found.fetchone()
    return history.standing(connection, reverts) if kind == "undo" else int(reverts)


def _plan(
    alignment: Alignment, spans: Iterable[Sequence[Any]], waiting: Iterable[Sequence[Any]]
) -> Correction:
    """Return what happens to rows of _SPANS and _UNPLACED."""
    moves, unplaced, kept = _move_spans(alignment, spans)
    shifted = [
        (row_id, near) for row_id, start in waiting if (near := alignment.near(start)) != start
    ]
    annotations = frozenset(row["annotation_id"] for row in unplaced)
    return Correction(
        alignment.new, kept, len(unplaced), annotations, True, moves, unplaced, shifted
    )


def _move_spans(
    alignment: Alignment, spans: Iterable[Sequence[Any]]
) -> tuple[list[tuple[int, Anchor]], list[dict[str, Any]], int]:
    """Return which spans (rows of _SPANS) move, which become unplaced, and how many are kept."""
    moves: list[tuple[int, Anchor]] = []
    unplaced: list[dict[str, Any]] = []
    kept = 0
    for span_id, annotation_id, role, start, end, *words in spans:
        moved = alignment.move(Span(start, end))
        if moved is None or not moved.certain:
            row = {"annotation_id": annotation_id, "role": role, "start": alignment.near(start)}
            words_of = dict(zip(("quote", "prefix", "suffix"), words, strict=True))
            unplaced.append({"span_id": span_id, **row, **words_of})
            continue
        kept += 1
        found = anchor(alignment.new, moved.span)
        if (found.start, found.prefix, found.suffix) != (start, *words[1:]):
            moves.append((span_id, found))
    return moves, unplaced, kept


def _apply(connection: Connection, planned: Correction) -> None:
    spans = metadata.tables[str(SpanRow.__tablename__)]
    waiting = metadata.tables[str(UnplacedSpan.__tablename__)]
    if planned.moves:
        names = ("start", "end", "prefix", "suffix")
        statement = update(spans).where(spans.c.id == bindparam("row"))
        statement = statement.values({name: bindparam(f"new_{name}") for name in names})
        connection.execute(
            statement,
            [
                {"row": row, **{f"new_{name}": getattr(found, name) for name in names}}
                for row, found in planned.moves
            ],
        )
    if planned.unplaced:
        gone = [row["span_id"] for row in planned.unplaced]
        connection.execute(delete(spans).where(among(spans.c.id, gone)))
        rows = [{k: v for k, v in row.items() if k != "span_id"} for row in planned.unplaced]
        connection.execute(insert(waiting), rows)
    if planned.waiting:
        statement = update(waiting).where(waiting.c.id == bindparam("row"))
        connection.execute(
            statement.values(start=bindparam("new_start")),
            [{"row": row, "new_start": start} for row, start in planned.waiting],
        )
