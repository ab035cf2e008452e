# SPDX-License-Identifier: MIT
"""Annotations as they were suggested, before anybody corrected, rejected or deleted them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.editing.unplaced import likely_place
from claimdesk.models.store import queries
from claimdesk.models.store.coded_fields import CODE_COLUMNS, stored_value
from claimdesk.models.store.history.originals import original_actors, original_parts, present_parts
from claimdesk.models.store.queries import AnnotationRow, FieldRow, Piece, UnplacedPiece
from claimdesk.models.store.schema import LAYER_TABLES
from claimdesk.models.text.folding import name_key
from claimdesk.models.text.spans import Span

Row = Mapping[str, Any]

_OWN = ("id", "article_id", "layer", "state", "origin", "score", "reason", "note")
_PARTS = ("span", *LAYER_TABLES.values(), "further_speaker", "claim_domain", "field_value")
_VALUE = ("field_id", "choice_id", "number", "text")
_ACTORS = ("actor_id", "speaker_id")
_NAMES = "SELECT name FROM actor WHERE id = ?1 UNION SELECT text FROM alias WHERE actor_id = ?1"
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


def corrected(connection: Connection, ids: Iterable[int]) -> set[int]:
    """Return the annotations that are not as they were suggested, whatever their state is.

    A note, an own field that had no value, or a merger of actors corrects nothing.
    """
    wanted = list(ids)
    actors = _Actors(connection)
    found: set[int] = set()
    for table in _PARTS:
        originals = original_parts(connection, table, wanted, changed=True)
        present = present_parts(connection, table, originals)
        for number, rows in originals.items():
            if not _is_same(table, rows, present.get(number, []), actors):
                found.add(number)
    return found


class _Actors:
    """Knows actors by their names, also those that were merged into another one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names: dict[int, set[str]] = {}

    def is_same(self, original: int | None, present: int | None) -> bool:
        """Return whether an actor is the present one, or has become that in a merger."""
        if original == present or original is None or present is None:
            return original == present
        gone = original_actors(self._connection, [original]).get(original)
        return (
            not self._names_of(original)
            and gone is not None
            and name_key(gone["name"]) in self._names_of(present)
        )

    def _names_of(self, actor: int) -> set[str]:
        if actor not in self._names:
            rows = self._connection.exec_driver_sql(_NAMES, (actor,))
            self._names[actor] = {name_key(row[0]) for row in rows}
        return self._names[actor]


def _is_same(table: str, before: Sequence[Row], now: Sequence[Row], actors: _Actors) -> bool:
    """Return whether what was suggested stands, wherever a corrected text has it now."""
    if table == "span":
        return _values(before, "role", "quote") == _values(now, "role", "quote")
    if table == "field_value":
        return _values(before, *_VALUE) <= _values(now, *_VALUE)
    if table == "claim_domain":
        return _values(before, "domain_id") == _values(now, "domain_id")
    if len(before) != len(now):
        return False
    return all(
        actors.is_same(old[name], new[name]) if name in _ACTORS else old[name] == new[name]
        for old, new in zip(before, now, strict=True)
        for name in old.keys() - {"id"}
    )


def _values(rows: Sequence[Row], *columns: str) -> set[tuple[object, ...]]:
    return {tuple(row[name] for name in columns) for row in rows}


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
