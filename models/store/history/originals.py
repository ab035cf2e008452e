# SPDX-License-Identifier: MIT
"""What annotations were before anybody changed them, read from the history.

A suggestion enters the project without a changeset, so what the history knows of it begins with
the first change: going back through the changes gives what was suggested. What an edit or an import
made was at first what the same changeset inserted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.store.history.recording import recorded_row
from claimdesk.models.store.schema import ANNOTATION_COLUMN

Row = dict[str, Any]

_CHANGES = """
SELECT row_id, operation, before,
  changeset_id = (SELECT changeset_id FROM change AS first WHERE table_name = 'annotation'
    AND first.row_id = change.annotation_id AND operation = 'insert' ORDER BY id LIMIT 1),
  annotation_id
FROM change WHERE table_name = ? AND annotation_id IN (SELECT value FROM json_each(?)) ORDER BY id
"""
_ACTOR_CHANGES = """
SELECT row_id, operation, before, 0 FROM change
WHERE table_name = 'actor' AND row_id IN (SELECT value FROM json_each(?)) ORDER BY id
"""


def original_parts(
    connection: Connection, table: str, annotation_ids: Iterable[int], *, changed: bool = False
) -> dict[int, list[Row]]:
    """Return the rows of a table that annotations had at first, by annotation, ordered by id.

    Rows that a later edit inserted are left out, and those that one deleted are there. Where
    `changed`, only annotations are returned of which the history mentions a row of the table.
    """
    column, ids = ANNOTATION_COLUMN[table], json.dumps(list(annotation_ids))
    changes = [tuple(row) for row in connection.exec_driver_sql(_CHANGES, (table, ids))]
    mentioned = sorted({change[-1] for change in changes})
    rows = _present(connection, table, column, json.dumps(mentioned) if changed else ids)
    _go_back(table, rows, [change[:-1] for change in changes])
    return {annotation: [] for annotation in mentioned if changed} | _by_owner(rows, column)


def present_parts(
    connection: Connection, table: str, annotation_ids: Iterable[int]
) -> dict[int, list[Row]]:
    """Return the rows of a table that annotations have now, by annotation, ordered by id."""
    column = ANNOTATION_COLUMN[table]
    return _by_owner(_present(connection, table, column, json.dumps(list(annotation_ids))), column)


def _by_owner(rows: dict[int, Row], column: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for _id, row in sorted(rows.items()):
        found.setdefault(row[column], []).append(row)
    return found


def original_actors(connection: Connection, ids: Iterable[int]) -> dict[int, Row]:
    """Return actors as they were proposed, also deleted ones; without those that an edit made."""
    wanted = json.dumps(list(ids))
    changes = connection.exec_driver_sql(_ACTOR_CHANGES, (wanted,)).all()
    rows = _present(connection, "actor", "id", wanted)
    _go_back("actor", rows, [tuple(change) for change in changes])
    return rows


def _present(connection: Connection, table: str, column: str, ids: str) -> dict[int, Row]:
    found = connection.exec_driver_sql(
        f'SELECT * FROM "{table}" WHERE "{column}" IN (SELECT value FROM json_each(?))', (ids,)
    )
    return {row["id"]: dict(row) for row in found.mappings()}


def _go_back(table: str, rows: dict[int, Row], changes: Iterable[tuple[Any, ...]]) -> None:
    """Turn present rows into those before the changes: (row, operation, before, whether at once).

    A row that was inserted at once with its annotation was there at first.
    """
    first: dict[int, Row] = {}
    settled: set[int] = set()
    for row_id, operation, before, at_once in changes:
        if row_id in settled:
            continue
        if operation == "insert":
            if not at_once:
                rows.pop(row_id, None)
                settled.add(row_id)
            continue
        known = first.setdefault(row_id, {})
        for name, value in recorded_row(table, before).items():
            known.setdefault(name, value)
        if operation == "delete":
            # If an undo brought it back, its second life says nothing about the first.
            rows[row_id] = {}
            settled.add(row_id)
    for row_id, known in first.items():
        rows[row_id] = {**rows.get(row_id, {}), **known}
