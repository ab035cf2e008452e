# SPDX-License-Identifier: MIT
"""Annotations as they were suggested, before anybody corrected, rejected or deleted them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.editing.unplaced import likely_place
from claimdesk.models.store import queries
from claimdesk.models.store.coded_fields import CODE_COLUMNS, stored_value
from claimdesk.models.store.history.originals import original_parts
from claimdesk.models.store.queries import AnnotationRow, FieldRow, Piece, UnplacedPiece
from claimdesk.models.store.schema import LAYER_TABLES
from claimdesk.models.text.spans import Span

Row = Mapping[str, Any]

_OWN = ("id", "article_id", "layer", "state", "origin", "score", "reason", "note")
_PARTS = ("span", *LAYER_TABLES.values(), "further_speaker", "claim_domain", "field_value")
_DELETED = """
SELECT DISTINCT row_id FROM change WHERE table_name = 'annotation' AND operation = 'delete'
AND json_extract(before, '$.article_id') = ?1 AND json_extract(before, '$.run_id') IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM annotation WHERE annotation.id = row_id)
"""
_OF_LAST_RUN = """
AND json_extract(before, '$.run_id') =
  (SELECT max(id) FROM suggestion_run WHERE suggestion_run.article_id = ?1)
"""


def deleted_suggestions(
    connection: Connection, article_id: int, *, of_last_run: bool = False
) -> list[int]:
    """Return the suggestions of an article that an edit deleted."""
    statement = _DELETED + (_OF_LAST_RUN if of_last_run else "")
    return [row[0] for row in connection.exec_driver_sql(statement, (article_id,))]


def original_pieces(
    connection: Connection, body: str, ids: Iterable[int]
) -> dict[int, tuple[Piece, ...]]:
    """Return the pieces that annotations had at first, for those whose pieces were changed.

    What an analyst made had none. Pieces of a text that was corrected since are where their words
    are now; those whose words are gone are left out.
    """
    found = original_parts(connection, "span", ids, changed=True)
    return {number: _pieces(body, rows) for number, rows in found.items()}


def suggested_rows(connection: Connection, body: str, ids: Sequence[int]) -> list[AnnotationRow]:
    """Return annotations as they were suggested, also deleted ones."""
    found = original_parts(connection, "annotation", ids)
    parts = {name: original_parts(connection, name, found) for name in _PARTS}
    fields = {row.id: row for row in queries.fields(connection).values()}
    return [
        _suggested_row(body, row, {name: of.get(number, []) for name, of in parts.items()}, fields)
        for number, rows in found.items()
        for row in rows
    ]


def _suggested_row(
    body: str, row: Row, parts: Mapping[str, Sequence[Row]], fields: Mapping[int, FieldRow]
) -> AnnotationRow:
    own = next(iter(parts[LAYER_TABLES[row["layer"]]]), {})
    codes = {
        place.key: own[place.column] for place in CODE_COLUMNS if own.get(place.column) is not None
    }
    for value in parts["field_value"]:
        field = fields.get(value["field_id"])
        code = field and stored_value(
            field.kind, *(value[name] for name in ("choice_id", "number", "text"))
        )
        if field is not None and code is not None:
            codes[field.key] = code
    further = [part["actor_id"] for part in parts["further_speaker"]]
    speaker, *others = queries.speakers_in_order(own.get("speaker_id"), further)
    return AnnotationRow(
        **{name: row[name] for name in _OWN},
        annotator=None,
        pieces=_pieces(body, parts["span"]),
        actor_id=own.get("actor_id"),
        speaker_id=speaker,
        further_speaker_ids=tuple(others),
        domain_id=own.get("domain_id"),
        domain_ids=tuple(part["domain_id"] for part in parts["claim_domain"]),
        codes=codes,
    )


def _pieces(body: str, rows: Sequence[Row]) -> tuple[Piece, ...]:
    placed = []
    for row in rows:
        span: Span | None = Span(row["start"], row["end"])
        if body[row["start"] : row["end"]] != row["quote"]:
            kept = (row[name] for name in ("id", "role", "start", "quote", "prefix", "suffix"))
            span = likely_place(body, UnplacedPiece(*kept))
        if span is not None:
            placed.append(Piece(row["role"], span, body[span.start : span.end]))
    return tuple(sorted(placed, key=lambda piece: piece.span))
