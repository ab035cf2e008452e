# SPDX-License-Identifier: MIT
"""Seals: a hash of every row that holds content, by which damage to a file is noticed.

SQLite's own check sees only damage to the file's structure; a flipped bit in a quote it does not.
An annotation is sealed together with its parts (spans, fields); of an article the body is left to
its sha256, which is sealed. The history's changes are held by the digests of their changesets.

Triggers name each changed row in `unsealed`, whatever changed it. Before the commit their hashes
are made anew and the list is emptied, so a file at rest never has a row in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import blake2b

from sqlalchemy import Connection

from claimdesk.models.store.schema import ANNOTATION_COLUMN, metadata
from claimdesk.models.store.storage import driver

FIRST_VERSION = 2
"""The version of the schema that brought seals."""

_BYTES = 8
_AT_ONCE = 5_000
"""Rows whose hashes are held in memory at a time."""

_ELSEWHERE = {"article": {"body"}}
"""Columns that a hash of their own vouches for."""

_UNSEALED = frozenset({"change", "recording", "seal", "unsealed", *ANNOTATION_COLUMN})

SEALED = (
    *(table.name for table in metadata.sorted_tables if table.name not in _UNSEALED),
    "annotation",
)
"""The tables whose rows have seals."""

SCHEMA, NUMBERS = "sqlite_master", "sqlite_sequence"
"""What SQLite keeps of the file as a whole is sealed too, under these names and row 0."""

_BETWEEN = "BETWEEN ? AND ?"
_CHANGED = "IN (SELECT row_id FROM unsealed WHERE table_name = ? AND row_id BETWEEN ? AND ?)"


def trigger_statements() -> Iterator[str]:
    """The SQL that creates the triggers of every sealed table and of the parts of annotations."""
    for name in SEALED:
        for part, owner in parts(name):
            for operation in ("insert", "update", "delete"):
                yield _trigger(name, part, owner, operation)


def create_triggers(connection: Connection) -> None:
    """Create the triggers of every sealed table."""
    for statement in trigger_statements():
        connection.exec_driver_sql(statement)


def seal_changes(connection: Connection) -> None:
    """Make the seals of the rows that the running transaction changed; its last act."""
    sqlite = driver(connection)
    changed: dict[str, list[int]] = {}
    for name, row in sqlite.execute(
        "SELECT table_name, row_id FROM unsealed ORDER BY table_name, row_id"
    ):
        changed.setdefault(name, []).append(row)
    if not changed:
        return
    for name, rows in changed.items():
        for portion in _portions(rows):
            found = _hashes_of(sqlite, name, portion)
            _store(sqlite, name, found)
            _drop(sqlite, name, [row for row in portion if row not in found])
    sqlite.execute("DELETE FROM unsealed")
    _store(sqlite, NUMBERS, {0: _hash_of_numbers(sqlite)})


def seal_all(connection: Connection) -> None:
    """Make all seals anew: of a new file, or of one whose shape a migration changed."""
    sqlite = driver(connection)
    sqlite.execute("DELETE FROM seal")
    sqlite.execute("DELETE FROM unsealed")
    for name in SEALED:
        for portion in _portions(_ids(sqlite, name)):
            _store(sqlite, name, _hashes(sqlite, name, _BETWEEN, (portion[0], portion[-1])))
    _store(sqlite, SCHEMA, {0: _hash_of_schema(sqlite)})
    _store(sqlite, NUMBERS, {0: _hash_of_numbers(sqlite)})


def state(connection: Connection) -> str:
    """A fingerprint of all rows: equal in two files only if their rows are, by their seals."""
    halves = "sum(digest & 0xFFFFFFFF), sum((digest >> 32) & 0xFFFFFFFF)"
    row = driver(connection).execute(
        f"SELECT count(*), {halves}, (SELECT max(id) FROM changeset) FROM seal"
    )
    return "-".join(format(value or 0, "x") for value in row.fetchone())


def broken_seals(
    connection: Connection, passed: Callable[[int], object] = lambda _rows: None
) -> Iterator[tuple[str, int, str]]:
    """(table, id, what is wrong) of each row that is not as it was committed; reads only.

    The rows of an annotation's parts are told as their annotation. `passed` hears of how many more
    rows were compared.
    """
    sqlite = driver(connection)
    for name, row in sqlite.execute("SELECT table_name, row_id FROM unsealed").fetchall():
        yield name, row, "it was changed by another program"
    known = sqlite.execute("SELECT DISTINCT table_name FROM seal").fetchall()
    for (name,) in known:
        if name not in (*SEALED, SCHEMA, NUMBERS):
            yield "seal", 0, f"it speaks of “{name}”, which is not there"
    yield from _compare(sqlite, SCHEMA, {0: _hash_of_schema(sqlite)}, (0, 0))
    yield from _compare(sqlite, NUMBERS, {0: _hash_of_numbers(sqlite)}, (0, 0))
    for name in SEALED:
        sealed = sqlite.execute("SELECT row_id FROM seal WHERE table_name = ?", (name,))
        ids = {*_ids(sqlite, name), *(row[0] for row in sealed)}
        for portion in _portions(sorted(ids)):
            ends = (portion[0], portion[-1])
            yield from _compare(sqlite, name, _hashes(sqlite, name, _BETWEEN, ends), ends)
            passed(len(portion))


def parts(name: str) -> list[tuple[str, str]]:
    """(table, column that names the sealed row) of each table that the seal of a row covers."""
    return list(ANNOTATION_COLUMN.items()) if name == "annotation" else [(name, "id")]


def hashes(sqlite: sqlite3.Connection, name: str) -> dict[int, int]:
    """Return the seals that the rows of a table would have as they are now, by id."""
    found: dict[int, int] = {}
    for portion in _portions(_ids(sqlite, name)):
        found |= _hashes(sqlite, name, _BETWEEN, (portion[0], portion[-1]))
    return found


def _trigger(name: str, part: str, owner: str, operation: str) -> str:
    rows = ["OLD"] if operation == "delete" else ["NEW"]
    if operation == "update" and owner != "id":
        rows.append("OLD")
    # Not INSERT OR IGNORE: inside a trigger, the policy of the statement that fired it rules.
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
    """(table, column that names the sealed row, SELECT) of each table that a seal covers."""
    found = []
    for part, owner in parts(name):
        columns = sorted(set(metadata.tables[part].columns.keys()) - _ELSEWHERE.get(part, set()))
        listed = ", ".join(f'"{column}"' for column in columns)
        found.append((part, owner, f'SELECT "{owner}", {listed} FROM "{part}"'))
    return tuple(found)


def _hashes(
    sqlite: sqlite3.Connection, name: str, which: str, values: tuple[object, ...]
) -> dict[int, int]:
    """Return the hash of each row whose id is among those, from the values of all its columns."""
    content: dict[int, bytes] = {}
    for part, owner, select in _selects(name):
        rows = sqlite.execute(f'{select} WHERE "{owner}" {which} ORDER BY "{owner}", id', values)
        mark = part.encode()
        for row in rows:
            # Unlike repr, ascii says the same in every version of Python.
            content[row[0]] = content.get(row[0], b"") + mark + ascii(row).encode()
    return {row: _number(blake2b(own, digest_size=_BYTES).digest()) for row, own in content.items()}


def _hashes_of(sqlite: sqlite3.Connection, name: str, changed: list[int]) -> dict[int, int]:
    """Return the hash of each of the rows that `unsealed` names; ids in order."""
    first, last = changed[0], changed[-1]
    if last - first + 1 == len(changed):
        # The rows of one act mostly follow one another; to look into the list takes longer.
        return _hashes(sqlite, name, _BETWEEN, (first, last))
    return _hashes(sqlite, name, _CHANGED, (name, first, last))


def _hash_of_schema(sqlite: sqlite3.Connection) -> int:
    rows = sqlite.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name, type")
    return _hash_of(rows.fetchall())


def _hash_of_numbers(sqlite: sqlite3.Connection) -> int:
    rows = sqlite.execute(
        "SELECT name, seq FROM sqlite_sequence WHERE name NOT IN ('seal', 'unsealed') ORDER BY name"
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


def _portions(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _compare(
    sqlite: sqlite3.Connection, name: str, found: dict[int, int], ends: tuple[int, int]
) -> Iterator[tuple[str, int, str]]:
    select = f"SELECT row_id, digest FROM seal WHERE table_name = ? AND row_id {_BETWEEN}"
    sealed = dict(sqlite.execute(select, (name, *ends)).fetchall())
    if found == sealed:
        return
    for row in sorted(found.keys() | sealed.keys()):
        if row not in sealed:
            yield name, row, "it was never recorded"
        elif row not in found:
            yield name, row, "it is gone"
        elif found[row] != sealed[row]:
            yield name, row, "it is not as it was recorded"
