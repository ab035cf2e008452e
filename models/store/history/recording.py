# SPDX-License-Identifier: MIT
"""Recording, undo and redo: triggers record every change, and an undo applies the inverse.

The triggers are generated from the schema, so that no statement bypasses them, neither a bulk
update nor a cascade. They write only while the table `recording` names a changeset.
"""

from __future__ import annotations

import hashlib
import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Connection, Float, Table

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.columns import kind_of
from claimdesk.models.store.id_ranges import IdCollector
from claimdesk.models.store.schema import ANNOTATION_COLUMN, now, recorded_tables
from claimdesk.models.store.storage import driver

_BATCH = 1000
"""Number of changes that are read at a time."""

_NO_ID = 2**63 - 1
"""Larger than every id."""

_Change = tuple[int, str, int, str, str, str]
"""id, table, id of the row, operation, and `before` and `after` where the operation has them."""


class DamagedHistory(ClaimdeskError):
    """The history holds what no edit of this program wrote."""

    def __init__(self) -> None:
        super().__init__(
            _("The history of this project is damaged. Repair a copy of the project to go on.")
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """What one transaction changed; observers get it after the commit."""

    label: str
    rows: Mapping[str, Set[int]] = field(default_factory=dict)
    """Table name -> ids of the rows that were inserted, updated or deleted."""
    annotations: Set[int] = frozenset()
    """Annotations with any changed row."""
    articles: Set[int] = frozenset()
    """Articles that changed, or with any changed annotation."""


def trigger_statements() -> Iterator[str]:
    """Return the SQL that creates the triggers of every recorded table."""
    for table in recorded_tables():
        yield _trigger(table, "insert", "NEW", "NULL", "NULL")
        yield _trigger(table, "update", "NEW", _difference(table, "OLD"), _difference(table, "NEW"))
        yield _trigger(table, "delete", "OLD", _whole(table, "OLD"), "NULL")


def drop_triggers(connection: Connection) -> None:
    """Drop every trigger of the file; migrations do this before they change a table."""
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for name in [row[0] for row in names]:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def create_triggers(connection: Connection) -> None:
    """Create the triggers of every recorded table."""
    for statement in trigger_statements():
        connection.exec_driver_sql(statement)


def _trigger(table: Table, operation: str, row: str, before: str, after: str) -> str:
    column = ANNOTATION_COLUMN.get(table.name)
    annotation = f'{row}."{column}"' if column else "NULL"
    changed = f" AND ({_changed(table)})" if operation == "update" else ""
    return (
        f"CREATE TRIGGER history_{table.name}_{operation} "
        f'AFTER {operation.upper()} ON "{table.name}" '
        f"WHEN (SELECT changeset_id FROM recording) IS NOT NULL{changed} BEGIN "
        "INSERT INTO change(changeset_id, table_name, row_id, operation, annotation_id, "
        f"before, after) SELECT changeset_id, '{table.name}', {row}.id, '{operation}', "
        f"{annotation}, {before}, {after} FROM recording; END"
    )


def _value(table: Table, column: str, row: str) -> str:
    # json_object rounds REAL to 15 digits, so a float is kept as text that reads back exactly.
    if isinstance(table.columns[column].type, Float):
        return f'iif({row}."{column}" IS NULL, NULL, printf(\'%!.17g\', {row}."{column}"))'
    return f'{row}."{column}"'


def _whole(table: Table, row: str) -> str:
    pairs = ", ".join(f"'{c.name}', {_value(table, c.name, row)}" for c in table.columns)
    return f"json_object({pairs})"


def _changed(table: Table) -> str:
    return " OR ".join(f'OLD."{c.name}" IS NOT NEW."{c.name}"' for c in table.columns)


def _difference(table: Table, row: str) -> str:
    pieces = " UNION ALL ".join(
        f"SELECT '{c.name}' AS k, {_value(table, c.name, row)} AS v "
        f'WHERE OLD."{c.name}" IS NOT NEW."{c.name}"'
        for c in table.columns
    )
    return f"(SELECT json_group_object(k, v) FROM ({pieces}))"


def begin(
    connection: Connection,
    label: str,
    *,
    kind: str = "edit",
    reverts: int | None = None,
    annotator: str | None = None,
) -> int:
    """Open a changeset in the current transaction and let the triggers write to it."""
    sqlite = driver(connection)
    changeset = sqlite.execute(
        "INSERT INTO changeset(label, kind, reverts_id, annotator, created, digest) "
        "VALUES (?, ?, ?, ?, ?, '')",
        (label, kind, reverts, annotator, now()),
    ).lastrowid
    assert changeset is not None
    sqlite.execute("UPDATE recording SET changeset_id = ?", (changeset,))
    return changeset


def open_changeset(connection: Connection) -> int | None:
    """Return the changeset that is being recorded in the current transaction."""
    found = driver(connection).execute("SELECT changeset_id FROM recording").fetchone()
    return found[0] if found else None


def finish(connection: Connection, changeset: int) -> bool:
    """Close the changeset: stop recording and chain its digest. False if nothing changed."""
    sqlite = driver(connection)
    sqlite.execute("UPDATE recording SET changeset_id = NULL")
    found = sqlite.execute("SELECT 1 FROM change WHERE changeset_id = ? LIMIT 1", (changeset,))
    if found.fetchone() is None:
        return False
    sqlite.execute(
        "UPDATE changeset SET digest = ? WHERE id = ?", (digest(connection, changeset), changeset)
    )
    return True


def digest(connection: Connection, changeset: int) -> str:
    """Return the SHA-256 (hex) of the previous digest and of all that the changeset recorded."""
    sqlite = driver(connection)
    previous = sqlite.execute(
        "SELECT digest FROM changeset WHERE id < ? ORDER BY id DESC LIMIT 1", (changeset,)
    ).fetchone()
    head = sqlite.execute(
        "SELECT label, kind, reverts_id, annotator, created FROM changeset WHERE id = ?",
        (changeset,),
    ).fetchone()
    total = hashlib.sha256(_bytes([previous[0] if previous else None, *head]))
    rows = sqlite.execute(
        "SELECT table_name, row_id, operation, annotation_id, before, after FROM change "
        "WHERE changeset_id = ? ORDER BY id",
        (changeset,),
    )
    for row in rows:
        total.update(_bytes_of_insert(*row) or _bytes(list(row)))
    return total.hexdigest()


_encode = json.JSONEncoder(ensure_ascii=False, default=repr).encode


def _bytes(values: list[Any]) -> bytes:
    # A damaged value must give another digest, not an error.
    return _encode(values).encode("utf-8", "surrogateescape")


def _bytes_of_insert(
    table: Any,  # noqa: ANN401 - a damaged history holds anything
    row_id: Any,  # noqa: ANN401
    operation: Any,  # noqa: ANN401
    annotation: Any,  # noqa: ANN401
    before: Any,  # noqa: ANN401
    after: Any,  # noqa: ANN401
) -> bytes | None:
    """Return what `_bytes` makes of an inserted row, in a fifth of the time; None for all else."""
    if operation != "insert" or before is not None or after is not None:
        return None
    if table not in _recorded_names() or type(row_id) is not int:
        return None
    if annotation is None:
        return b'["%b", %d, "insert", null, null, null]' % (table.encode(), row_id)
    if type(annotation) is not int:
        return None
    return b'["%b", %d, "insert", %d, null, null]' % (table.encode(), row_id, annotation)


@cache
def _recorded_names() -> frozenset[str]:
    return frozenset(table.name for table in recorded_tables())


def changes_of(connection: Connection, changeset: int, label: str) -> Changes:
    """Return what the changeset changed, for observers."""
    rows: defaultdict[str, IdCollector] = defaultdict(IdCollector)
    annotations = IdCollector()
    sqlite = driver(connection)
    found = sqlite.execute(
        "SELECT table_name, row_id, annotation_id FROM change WHERE changeset_id = ?", (changeset,)
    )
    for table_name, row_id, annotation_id in found:
        rows[table_name].add(row_id)
        if annotation_id is not None:
            annotations.add(annotation_id)
    articles = IdCollector()
    of_annotations = sqlite.execute(
        "SELECT article_id FROM annotation WHERE id IN "
        "(SELECT annotation_id FROM change WHERE changeset_id = ?1) "
        "UNION SELECT json_extract(before, '$.article_id') FROM change "
        "WHERE changeset_id = ?1 AND table_name = 'annotation' AND operation = 'delete'",
        (changeset,),
    )
    for (article,) in of_annotations:
        articles.add(article)
    by_table = {name: ids.ids() for name, ids in rows.items()}
    for article in by_table.get("article", ()):
        articles.add(article)
    return Changes(label, by_table, annotations.ids(), articles.ids())


def undo_target(connection: Connection) -> tuple[int, str] | None:
    """Return id and label of the last edit that is not undone."""
    found = driver(connection).execute(
        "SELECT id, label FROM changeset WHERE kind = 'edit' AND undone_by_id IS NULL "
        "ORDER BY id DESC LIMIT 1"
    )
    row = found.fetchone()
    return (row[0], row[1]) if row else None


def standing_edit(connection: Connection, edit: int) -> tuple[int, str] | None:
    """Return id and label of an edit, unless it does not exist or is undone."""
    found = driver(connection).execute(
        "SELECT id, label FROM changeset WHERE id = ? AND kind = 'edit' AND undone_by_id IS NULL",
        (edit,),
    )
    row = found.fetchone()
    return (row[0], row[1]) if row else None


def redo_target(connection: Connection) -> tuple[int, str] | None:
    """Return id and label of the edit that was undone last, unless something was edited since."""
    found = driver(connection).execute(
        "SELECT id, label FROM changeset WHERE undone_by_id > "
        "(SELECT max(id) FROM changeset WHERE kind = 'edit') ORDER BY undone_by_id DESC LIMIT 1"
    )
    row = found.fetchone()
    return (row[0], row[1]) if row else None


def undo(connection: Connection, edit: int, label: str, annotator: str | None) -> int:
    """Write the inverse of an edit as a new changeset, left open; return its id."""
    changeset = begin(connection, label, kind="undo", reverts=edit, annotator=annotator)
    _invert(driver(connection), standing(connection, edit), label)
    driver(connection).execute(
        "UPDATE changeset SET undone_by_id = ? WHERE id = ?", (changeset, edit)
    )
    return changeset


def redo(connection: Connection, edit: int, label: str, annotator: str | None) -> int:
    """Write the inverse of the undo of an edit as a new changeset, left open; return its id."""
    sqlite = driver(connection)
    (undone_by,) = sqlite.execute(
        "SELECT undone_by_id FROM changeset WHERE id = ?", (edit,)
    ).fetchone()
    changeset = begin(connection, label, kind="redo", reverts=undone_by, annotator=annotator)
    _invert(sqlite, undone_by, label)
    sqlite.execute("UPDATE changeset SET undone_by_id = NULL WHERE id = ?", (edit,))
    return changeset


def standing(connection: Connection, edit: int) -> int:
    """Return the changeset that holds the current effect of an edit: itself or its latest redo."""
    (redone,) = (
        driver(connection)
        .execute(
            "SELECT max(redo.id) FROM changeset redo JOIN changeset undo "
            "ON undo.id = redo.reverts_id WHERE redo.kind = 'redo' AND undo.reverts_id = ?",
            (edit,),
        )
        .fetchone()
    )
    return int(redone) if redone else edit


def _invert(sqlite: sqlite3.Connection, changeset: int, label: str) -> None:
    sqlite.execute("PRAGMA defer_foreign_keys = ON")
    _refuse_if_changed_since(sqlite, changeset, label)
    # In reverse order: a row releases its id or unique name before another gets it back.
    for operation, changes in groupby(_backwards(sqlite, changeset), itemgetter(3)):
        if operation == "insert":
            _delete_all(sqlite, changes, label)
            continue
        for _id, table_name, row_id, _operation, before, after in changes:
            table = recorded_table(table_name)
            if operation == "delete":
                _insert(sqlite, table, recorded_row(table_name, before, whole=True))
            else:
                was = recorded_row(table_name, before)
                became = recorded_row(table_name, after)
                if not was or was.keys() != became.keys():
                    raise DamagedHistory
                _update(sqlite, table, row_id, was, became, label)


def _backwards(sqlite: sqlite3.Connection, changeset: int) -> Iterator[_Change]:
    """Yield what a changeset recorded, last first; in batches, since the caller writes."""
    first = _NO_ID
    while batch := _batch(sqlite, changeset, first):
        yield from batch
        first = batch[-1][0]


def _batch(sqlite: sqlite3.Connection, changeset: int, before: int) -> list[_Change]:
    found = sqlite.execute(
        "SELECT id, table_name, row_id, operation, before, after FROM change "
        "WHERE changeset_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
        (changeset, before, _BATCH),
    )
    return found.fetchall()


def _delete_all(sqlite: sqlite3.Connection, inserts: Iterable[_Change], label: str) -> None:
    """Delete consecutively inserted rows, children before their parents.

    Otherwise a cascade might delete a row that is to be deleted later.
    """
    ids: dict[str, list[int]] = {}
    for _id, table_name, row_id, *_unused in inserts:
        ids.setdefault(table_name, []).append(row_id)
    for table in reversed(recorded_tables()):
        for row_id in ids.get(table.name, ()):
            _delete(sqlite, table, row_id, label)


def recorded_row(table_name: str, text: str | None, *, whole: bool = False) -> dict[str, Any]:
    """Return the columns of a recorded row; floats were kept as text.

    The names in it are those of columns: what another program wrote into the history never gets
    into SQL. Raises DamagedHistory if it is not what the triggers write; a `whole` row has all
    that its table demands.
    """
    table = recorded_table(table_name)
    try:
        found = json.loads(text or "")
        row = {name: _recorded_value(table.columns[name], found[name]) for name in found}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DamagedHistory from error
    return _completed(table, row) if whole else row


def _completed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with all columns that it needs, and None for those that came later."""
    for column in table.columns:
        if column.nullable:
            row.setdefault(column.name, None)
        elif row.get(column.name) is None and column.server_default is None:
            raise DamagedHistory
    return row


def recorded_table(name: str) -> Table:
    """Return the table of a recorded change. Raises DamagedHistory if it is none of ours."""
    table = _recorded_tables().get(name)
    if table is None:
        raise DamagedHistory
    return table


@cache
def _recorded_tables() -> dict[object, Table]:
    return {table.name: table for table in recorded_tables()}


def _recorded_value(column: Column[Any], value: object) -> object:
    if value is None:
        return None
    kind = kind_of(column)
    if kind is float:
        number = float(value) if isinstance(value, str) else value
        if isinstance(number, int | float) and math.isfinite(number):
            return number
    elif isinstance(value, int if kind is bool else kind):
        return value
    raise ValueError(column.name)


def _refuse_if_changed_since(sqlite: sqlite3.Connection, changeset: int, label: str) -> None:
    """Raise unless the rows that the changeset inserted are unchanged since.

    An insert is recorded without its values; they follow from the first later change of each
    column. The row is unchanged if each such column has its original value again.
    """
    later = sqlite.execute(
        "SELECT later.table_name, later.row_id, later.before FROM change this JOIN change later "
        "ON later.table_name = this.table_name AND later.row_id = this.row_id "
        "AND later.id > this.id AND later.changeset_id <> this.changeset_id "
        "WHERE this.changeset_id = ? AND this.operation = 'insert' AND later.before IS NOT NULL "
        "ORDER BY later.id",
        (changeset,),
    )
    left: dict[tuple[str, int], dict[str, Any]] = {}
    for table_name, row_id, before in later:
        seen = left.setdefault((table_name, row_id), {})
        for name, value in recorded_row(table_name, before).items():
            seen.setdefault(name, value)
    for (table_name, row_id), expected in left.items():
        _compare(sqlite, recorded_table(table_name), row_id, expected, label)


def _compare(
    sqlite: sqlite3.Connection, table: Table, row_id: int, expected: dict[str, Any], label: str
) -> None:
    columns = ", ".join(f'"{name}"' for name in expected)
    row = sqlite.execute(
        f'SELECT {columns} FROM "{table.name}" WHERE id = ?',
        (row_id,),
    ).fetchone()
    if row is None or list(row) != list(expected.values()):
        raise _changed_since(table, label)


def _changed_since(table: Table, label: str) -> ClaimdeskError:
    return ClaimdeskError(
        _(
            "“{label}” is not possible: a row of “{name}” has been changed since. First undo "
            "or redo the later edits."
        ).format(label=label, name=table.name)
    )


def _delete(sqlite: sqlite3.Connection, table: Table, row_id: int, label: str) -> None:
    done = sqlite.execute(
        f'DELETE FROM "{table.name}" WHERE id = ?',
        (row_id,),
    )
    if done.rowcount != 1:
        raise ClaimdeskError(
            _("“{label}” is not possible: a row of “{name}” is gone.").format(
                label=label, name=table.name
            )
        )


def _insert(sqlite: sqlite3.Connection, table: Table, row: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" for _unused in row)
    sqlite.execute(
        f'INSERT INTO "{table.name}"({names}) VALUES ({marks})',
        tuple(row.values()),
    )


def _update(
    sqlite: sqlite3.Connection,
    table: Table,
    row_id: int,
    before: dict[str, Any],
    after: dict[str, Any],
    label: str,
) -> None:
    names = ", ".join(f'"{name}" = ?' for name in before)
    still = " AND ".join(f'"{name}" IS ?' for name in after)
    done = sqlite.execute(
        f'UPDATE "{table.name}" SET {names} WHERE id = ? AND {still}',
        (*before.values(), row_id, *after.values()),
    )
    if done.rowcount != 1:
        raise _changed_since(table, label)
