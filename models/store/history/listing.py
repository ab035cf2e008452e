# SPDX-License-Identifier: MIT
"""Listing the history: its steps, newest first, a page at a time, and what each of them changed.

Every function takes a reading connection (`project.reading()`).
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.store.history import DamagedHistory, recorded_row, recorded_table
from claimdesk.models.text.collation import sort_key

Row = dict[str, Any]

KINDS: dict[str, tuple[str, ...]] = {
    "annotations": (
        *("annotation", "span", "unplaced_span", "mention", "claim", "further_speaker"),
        *("claim_domain", "addressee", "domain_mention", "partner", "field_value"),
    ),
    "articles": ("article",),
    "actors": ("actor", "alias"),
    "codebook": ("domain", "term", "field", "choice", "setting"),
}
"""Kinds of steps to filter by, and the tables of each kind."""


@dataclass(frozen=True, slots=True)
class StepFilter:
    """A filter for steps: by article, annotation, annotator, kind and words."""

    article_id: int | None = None
    annotation_id: int | None = None
    annotator: str | None = None
    kind: str | None = None
    """A key of KINDS."""
    words: str = ""
    """Words in the label, or in the values before or after."""


ALL_STEPS = StepFilter()
"""The whole history."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the history."""

    id: int
    label: str
    kind: str
    """`edit`, `undo` or `redo`."""
    annotator: str | None
    created: str
    """UTC, ISO 8601."""
    undone: bool
    changes: int
    """The number of changed rows."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a step did to one row; for an update, both sides hold the changed columns."""

    table: str
    row_id: int
    operation: str
    annotation_id: int | None
    before: Row = field(default_factory=dict)
    """Empty for an insert."""
    after: Row = field(default_factory=dict)
    """Empty for a delete."""


def steps(
    connection: Connection,
    filter_: StepFilter = ALL_STEPS,
    *,
    before: int | None = None,
    limit: int | None = None,
) -> list[Step]:
    """Return the matching steps, newest first: those before `before`, at most `limit`."""
    where, values = _conditions(filter_)
    if before is not None:
        where.append("changeset.id < :before")
        values["before"] = before
    condition = f"WHERE {' AND '.join(where)} " if where else ""
    rows = connection.exec_driver_sql(
        "SELECT id, label, kind, annotator, created, undone_by_id IS NOT NULL, "
        "(SELECT count(*) FROM change WHERE changeset_id = changeset.id) FROM changeset "
        f"{condition}ORDER BY id DESC LIMIT :limit",
        {**values, "limit": -1 if limit is None else limit},
    )
    return [
        Step(number, label, kind, annotator, created, bool(undone), count)
        for number, label, kind, annotator, created, undone, count in rows
    ]


def annotators(connection: Connection) -> list[str]:
    """Return the names of all annotators in the history."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT annotator FROM changeset WHERE annotator IS NOT NULL"
    )
    return sorted((row[0] for row in rows), key=sort_key)


def changes(
    connection: Connection, step: int, filter_: StepFilter | None = None, *, limit: int = 100
) -> list[RowChange]:
    """Return what a step changed, at most `limit` rows; of one annotation if the filter names it.

    Rows outside annotations come first. Spans that only moved with their text are left out.
    """
    annotation = filter_.annotation_id if filter_ is not None else None
    rows = connection.exec_driver_sql(
        "SELECT id, table_name, row_id, operation, annotation_id, before, after FROM change "
        "WHERE changeset_id = :step AND (:annotation IS NULL OR annotation_id = :annotation) "
        "AND NOT (table_name = 'span' AND operation = 'update' "
        "AND json_type(before, '$.quote') IS NULL) "
        "ORDER BY annotation_id IS NOT NULL, id LIMIT :limit",
        {"step": step, "annotation": annotation, "limit": limit},
    ).all()
    found = []
    for row in rows:
        with contextlib.suppress(DamagedHistory):  # `check` reports it
            found.append(_change(connection, *row))
    return found


def annotations_of(connection: Connection, step: int, limit: int = 50) -> list[int]:
    """Return the existing annotations that a step changed."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT annotation_id FROM change JOIN annotation "
        "ON annotation.id = annotation_id WHERE changeset_id = ? ORDER BY annotation_id LIMIT ?",
        (step, limit),
    )
    return [row[0] for row in rows]


def article_of(connection: Connection, step: int) -> int | None:
    """Return an existing article that a step changed."""
    return connection.exec_driver_sql(
        "SELECT article.id FROM change JOIN article ON article.id = row_id "
        "WHERE changeset_id = ? AND table_name = 'article' LIMIT 1",
        (step,),
    ).scalar()


_NAME_COLUMNS = {
    "actor": "name",
    "domain": "name",
    "article": "title",
    "choice": "label",
    "field": "label",
    "annotator": "name",
}


class RecordedNames:
    """Looks up the names of ids in the history, including deleted rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._found: dict[tuple[str, int], str | None] = {}

    def name(self, table: str, row_id: int) -> str | None:
        """Return the current name of a row, or the name it had when it was deleted."""
        key = table, row_id
        if key not in self._found:
            self._found[key] = self._read(table, row_id)
        return self._found[key]

    def _read(self, table: str, row_id: int) -> str | None:
        column = _NAME_COLUMNS[table]
        now = self._connection.exec_driver_sql(
            f'SELECT {column} FROM "{table}" WHERE id = ?', (row_id,)
        ).first()
        if now is not None:
            return str(now[0])
        gone = last_deleted(self._connection, table, row_id)
        return str(gone[column]) if gone is not None else None


def last_deleted(connection: Connection, table: str, row_id: int) -> Row | None:
    """Return the content of a row when it was last deleted."""
    before = connection.exec_driver_sql(
        "SELECT before FROM change WHERE table_name = ? AND row_id = ? AND operation = 'delete' "
        "ORDER BY id DESC LIMIT 1",
        (table, row_id),
    ).scalar()
    return None if before is None else recorded_row(table, before, whole=True)


def _change(
    connection: Connection,
    number: int,
    table: str,
    row_id: int,
    operation: str,
    annotation: int | None,
    before: str | None,
    after: str | None,
) -> RowChange:
    if operation == "insert":
        now = _inserted(connection, number, table, row_id)
        return RowChange(table, row_id, operation, annotation, {}, now)
    return RowChange(
        table,
        row_id,
        operation,
        annotation,
        recorded_row(table, before),
        recorded_row(table, after) if after is not None else {},
    )


def _inserted(connection: Connection, number: int, table: str, row_id: int) -> Row:
    """Return a row as it was inserted; inserts keep no copy, so derive it from later changes."""
    later = connection.exec_driver_sql(
        "SELECT operation, before FROM change WHERE table_name = ? AND row_id = ? AND id > ? "
        "ORDER BY id",
        (table, row_id, number),
    ).all()
    row: Row = {}
    for operation, before in later:
        if operation == "insert":
            break
        for name, value in recorded_row(table, before).items():
            row.setdefault(name, value)
        if operation == "delete":
            return row
    name = recorded_table(table).name
    now = connection.exec_driver_sql(f'SELECT * FROM "{name}" WHERE id = ?', (row_id,))
    found = now.mappings().first()
    return {**(dict(found) if found is not None else {}), **row}


def _conditions(filter_: StepFilter) -> tuple[list[str], Row]:
    """Return SQL conditions on `changeset`, and their parameters."""
    where: list[str] = []
    values: Row = {}
    if filter_.annotation_id is not None:
        where.append(
            "changeset.id IN (SELECT changeset_id FROM change WHERE annotation_id = :annotation)"
        )
        values["annotation"] = filter_.annotation_id
    if filter_.article_id is not None:
        where.append(_OF_ARTICLE)
        values["article"] = filter_.article_id
    if filter_.annotator is not None:
        where.append("annotator = :annotator")
        values["annotator"] = filter_.annotator
    if filter_.kind is not None:
        where.append(
            "EXISTS (SELECT 1 FROM change WHERE changeset_id = changeset.id "
            "AND table_name IN (SELECT value FROM json_each(:tables)))"
        )
        values["tables"] = json.dumps(KINDS[filter_.kind])
    if filter_.words.strip():
        where.append(
            "(contains_words(CAST(label AS BLOB), :words) OR EXISTS (SELECT 1 FROM change "
            "WHERE changeset_id = changeset.id AND "
            "(contains_words(CAST(before AS BLOB), :quoted) "
            "OR contains_words(CAST(after AS BLOB), :quoted))))"
        )
        values["words"] = filter_.words
        # Escaped as in JSON, without the quotation marks.
        values["quoted"] = json.dumps(filter_.words.strip(), ensure_ascii=False)[1:-1]
    return where, values


_OF_ARTICLE = (
    "changeset.id IN (SELECT changeset_id FROM change WHERE annotation_id IN "
    "(SELECT id FROM annotation WHERE article_id = :article UNION SELECT row_id "
    "FROM change WHERE table_name = 'annotation' AND operation = 'delete' "
    "AND json_extract(before, '$.article_id') = :article) "
    "UNION SELECT changeset_id FROM change WHERE table_name = 'article' AND row_id = :article)"
)
