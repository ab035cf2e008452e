# SPDX-License-Identifier: MIT
"""Row hashes: a checksum of every row with content, in the table `seal`, to detect damage.

SQLite's own check detects damage to the structure of the file, but not a flipped bit in a quote.
The hash of an annotation covers its parts (spans, fields); that of an article covers the sha256 of
its body instead of the body. Recorded changes are covered by the digests of their changesets.

Triggers list each changed row in the table `unsealed`, whatever changed it. Before the commit the
hashes of these rows are updated and the list is emptied, so that it is empty in a file at rest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import blake2b

from sqlalchemy import Connection

from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.schema import ANNOTATION_COLUMN, metadata
from claimdesk.models.store.storage import driver

FIRST_VERSION = 2
"""The version of the schema that introduced row hashes."""

_BYTES = 8
_AT_ONCE = 5_000
"""Number of rows whose hashes are in memory at a time."""

_HASHED_SEPARATELY = {"article": {"body"}}
"""Columns with a hash of their own in another column."""

_NOT_HASHED = frozenset({"change", "recording", "seal", "unsealed", *ANNOTATION_COLUMN})

HASHED_TABLES = (
    *(table.name for table in metadata.sorted_tables if table.name not in _NOT_HASHED),
    "annotation",
)
"""The tables whose rows have hashes."""

SCHEMA, NUMBERS = "sqlite_master", "sqlite_sequence"
"""SQLite's own tables have one hash each, under these names and row 0."""

_BETWEEN = "BETWEEN ? AND ?"
_CHANGED = "IN (SELECT row_id FROM unsealed WHERE table_name = ? AND row_id BETWEEN ? AND ?)"


def trigger_statements() -> Iterator[str]:
    """Yield the SQL of the triggers of every hashed table and of the parts of annotations."""
    for name in HASHED_TABLES:
        for part, owner in covered_tables(name):
            for operation in ("insert", "update", "delete"):
                yield _trigger(name, part, owner, operation)


def create_triggers(connection: Connection) -> None:
    """Create the triggers of every hashed table."""
    for statement in trigger_statements():
        connection.exec_driver_sql(statement)


def update_hashes(connection: Connection) -> None:
    """Update the hashes of the rows that the transaction changed; call it last."""
    sqlite = driver(connection)
    tables = sqlite.execute("SELECT DISTINCT table_name FROM unsealed ORDER BY table_name")
    changed = [row[0] for row in tables]
    if not changed:
        return
    for name in changed:
        ids = sqlite.execute(
            "SELECT row_id FROM unsealed WHERE table_name = ? ORDER BY row_id", (name,)
        )
        while batch := [row[0] for row in ids.fetchmany(_AT_ONCE)]:
            found = _hashes_of(sqlite, name, batch)
            _store(sqlite, name, found)
            _drop(sqlite, name, [row for row in batch if row not in found])
    sqlite.execute("DELETE FROM unsealed")
    _store(sqlite, NUMBERS, {0: _hash_of_numbers(sqlite)})


def hash_all_rows(connection: Connection) -> None:
    """Compute all hashes anew: for a new file, or after a migration."""
    sqlite = driver(connection)
    sqlite.execute("DELETE FROM seal")
    sqlite.execute("DELETE FROM unsealed")
    for name in HASHED_TABLES:
        for batch in _batches(_ids(sqlite, name)):
            _store(sqlite, name, _hashes(sqlite, name, _BETWEEN, (batch[0], batch[-1])))
    _store(sqlite, SCHEMA, {0: _hash_of_schema(sqlite)})
    _store(sqlite, NUMBERS, {0: _hash_of_numbers(sqlite)})


def write_count(connection: Connection) -> int:
    """Return a number that grows with every change of a row with a hash, whatever changed it.

    The same number in two transactions that read means that both see the same rows: the triggers
    give each changed row an id in `unsealed`, which is never used again.
    """
    row = driver(connection).execute("SELECT seq FROM sqlite_sequence WHERE name = 'unsealed'")
    return int((row.fetchone() or (0,))[0])


def is_sealed(connection: Connection) -> bool:
    """Return whether every change has its hash: none was made by another program."""
    return driver(connection).execute("SELECT 1 FROM unsealed LIMIT 1").fetchone() is None


def fingerprint(connection: Connection) -> str:
    """Return a fingerprint of all row hashes: equal in two files only if their rows are."""
    halves = "sum(digest & 0xFFFFFFFF), sum((digest >> 32) & 0xFFFFFFFF)"
    row = driver(connection).execute(
        f"SELECT count(*), {halves}, (SELECT max(id) FROM changeset) FROM seal"
    )
    return "-".join(format(value or 0, "x") for value in row.fetchone())


def mismatches(
    connection: Connection, progress: Callable[[int], object] = lambda _rows: None
) -> Iterator[tuple[str, int, str]]:
    """Yield (table, id, problem) of each row that differs from what was committed.

    Parts of an annotation are reported as the annotation. `progress` is called with the number of
    rows compared since its last call.
    """
    sqlite = driver(connection)
    missing = _missing_tables(sqlite)
    for name, row in sqlite.execute("SELECT table_name, row_id FROM unsealed").fetchall():
        yield name, row, _("it was changed by another program")
    known = sqlite.execute("SELECT DISTINCT table_name FROM seal").fetchall()
    for (name,) in known:
        if name not in (*HASHED_TABLES, SCHEMA, NUMBERS):
            yield "seal", 0, _("it names a table “{table}” that does not exist").format(table=name)
    yield from _compare(sqlite, SCHEMA, {0: _hash_of_schema(sqlite)}, (0, 0))
    yield from _compare(sqlite, NUMBERS, {0: _hash_of_numbers(sqlite)}, (0, 0))
    for name in sorted(set(HASHED_TABLES) - missing):
        # In portions, since there may be a million ids; SQLite merges two indices in order.
        ids = sqlite.execute(
            f'SELECT id FROM "{name}" UNION SELECT row_id FROM seal WHERE table_name = ? '
            "ORDER BY 1",
            (name,),
        )
        while batch := ids.fetchmany(_AT_ONCE):
            ends = (batch[0][0], batch[-1][0])
            found = _hashes(sqlite, name, _BETWEEN, ends, missing)
            yield from _compare(sqlite, name, found, ends)
            progress(len(batch))


def covered_tables(name: str) -> list[tuple[str, str]]:
    """Return (table, column with the id of the hashed row) of each table that a hash covers."""
    return list(ANNOTATION_COLUMN.items()) if name == "annotation" else [(name, "id")]


def current_hashes(sqlite: sqlite3.Connection, name: str) -> dict[int, int]:
    """Return the hashes of the current rows of a table, by id."""
    found: dict[int, int] = {}
    for batch in _batches(_ids(sqlite, name)):
        found |= _hashes(sqlite, name, _BETWEEN, (batch[0], batch[-1]))
    return found


def _trigger(name: str, part: str, owner: str, operation: str) -> str:
    rows = ["OLD"] if operation == "delete" else ["NEW"]
    if operation == "update" and owner != "id":
        rows.append("OLD")
    # Not INSERT OR IGNORE: in a trigger, the conflict policy of the outer statement applies.
    notes = " ".join(
        f"INSERT INTO unsealed(table_name, row_id) SELECT '{name}', {row}.\"{owner}\" "
        "WHERE NOT EXISTS (SELECT 1 FROM unsealed "
        f"WHERE table_name = '{name}' AND row_id = {row}.\"{owner}\");"
        for row in rows
    )
    return (
        f'CREATE TRIGGER seal_{part}_{operation} AFTER {operation.upper()} ON "{part}" '
        f"BEGIN {notes} END"
    )


@cache
def _selects(name: str) -> tuple[tuple[str, str, str], ...]:
    """Return (table, column with the id of the hashed row, SELECT) of each covered table."""
    found = []
    for part, owner in covered_tables(name):
        columns = sorted(
            set(metadata.tables[part].columns.keys()) - _HASHED_SEPARATELY.get(part, set())
        )
        listed = ", ".join(f'"{column}"' for column in columns)
        found.append((part, owner, f'SELECT "{owner}", {listed} FROM "{part}"'))
    return tuple(found)


def _missing_tables(sqlite: sqlite3.Connection) -> frozenset[str]:
    """Return the tables that the file of an earlier version does not have."""
    rows = sqlite.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return frozenset(metadata.tables) - {row[0] for row in rows}


def _hashes(
    sqlite: sqlite3.Connection,
    name: str,
    which: str,
    values: tuple[object, ...],
    missing: frozenset[str] = frozenset(),
) -> dict[int, int]:
    """Return the hash over all columns of each row whose id matches the condition `which`.

    A part without rows adds nothing, so the hash is the same in a file that misses its table.
    """
    content: dict[int, bytes] = {}
    for part, owner, select in _selects(name):
        if part in missing:
            continue
        rows = sqlite.execute(f'{select} WHERE "{owner}" {which} ORDER BY "{owner}", id', values)
        mark = part.encode()
        for row in rows:
            # Unlike repr, ascii is the same in every version of Python.
            content[row[0]] = content.get(row[0], b"") + mark + ascii(row).encode()
    return {row: _number(blake2b(own, digest_size=_BYTES).digest()) for row, own in content.items()}


def _hashes_of(sqlite: sqlite3.Connection, name: str, changed: list[int]) -> dict[int, int]:
    """Return the hash of each row listed in `unsealed`; `changed` holds their ids in order."""
    first, last = changed[0], changed[-1]
    if last - first + 1 == len(changed):
        # The rows of one edit are mostly consecutive; joining with the list is slower.
        return _hashes(sqlite, name, _BETWEEN, (first, last))
    return _hashes(sqlite, name, _CHANGED, (name, first, last))


def _hash_of_schema(sqlite: sqlite3.Connection) -> int:
    rows = sqlite.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name, type")
    return _hash_of(rows.fetchall())


def _hash_of_numbers(sqlite: sqlite3.Connection) -> int:
    rows = sqlite.execute(
        "SELECT name, seq FROM sqlite_sequence "
        "WHERE name NOT IN ('seal', 'unsealed', 'article_words_of') ORDER BY name"
    )
    return _hash_of(rows.fetchall())


def _hash_of(rows: list[tuple[object, ...]]) -> int:
    return _number(blake2b(ascii(rows).encode(), digest_size=_BYTES).digest())


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big", signed=True)


def _store(sqlite: sqlite3.Connection, name: str, found: dict[int, int]) -> None:
    sqlite.executemany(
        "INSERT INTO seal(table_name, row_id, digest) VALUES (?, ?, ?) "
        "ON CONFLICT (table_name, row_id) DO UPDATE SET digest = excluded.digest",
        [(name, row, digest) for row, digest in found.items()],
    )


def _drop(sqlite: sqlite3.Connection, name: str, gone: list[int]) -> None:
    sqlite.executemany(
        "DELETE FROM seal WHERE table_name = ? AND row_id = ?", [(name, row) for row in gone]
    )


def _ids(sqlite: sqlite3.Connection, name: str) -> list[int]:
    return [row[0] for row in sqlite.execute(f'SELECT id FROM "{name}" ORDER BY id')]


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _compare(
    sqlite: sqlite3.Connection, name: str, found: dict[int, int], ends: tuple[int, int]
) -> Iterator[tuple[str, int, str]]:
    select = f"SELECT row_id, digest FROM seal WHERE table_name = ? AND row_id {_BETWEEN}"
    recorded = dict(sqlite.execute(select, (name, *ends)).fetchall())
    if found == recorded:
        return
    for row in sorted(found.keys() | recorded.keys()):
        if row not in recorded:
            yield name, row, _("it was never recorded")
        elif row not in found:
            yield name, row, _("it is missing")
        elif found[row] != recorded[row]:
            yield name, row, _("it is not as it was recorded")
