# SPDX-License-Identifier: MIT
"""Salvaging rows from a damaged database, one by one around unreadable pages."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from claimdesk.models.store import storage

_MOST_LOOKUPS = 2_000_000
"""Number of rows of a table to look up one by one, where reading them in order fails."""

Values = tuple[object, ...]


def rebuild_header(path: Path) -> None:
    """Rewrite, in a copy, the part of the 100-byte header that is the same in every project.

    The values are those of sqlite.org/fileformat.html, 1.3.
    """
    with path.open("r+b") as file:
        header = bytearray(file.read(100).ljust(100, b"\0"))
        header[:16] = b"SQLite format 3\x00"
        size = int.from_bytes(header[16:18], "big")
        if size != 1 and (size < 512 or size & (size - 1)):
            header[16:18] = (4096).to_bytes(2, "big")
        header[18:24] = bytes((2, 2, header[20] if header[20] < 32 else 0, 64, 32, 32))
        header[44:48] = (4).to_bytes(4, "big")
        header[56:60] = (1).to_bytes(4, "big")
        file.seek(0)
        file.write(header)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to the copy of a damaged database that tolerates as much as possible.

    Invalid UTF-8 is returned as surrogates.
    """
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        # With this, SQLite skips what it can't read of the schema.
        connection.execute("PRAGMA writable_schema = ON")
        connection.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
        yield connection


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """Return the columns of a table; none if its schema can't be read."""
    with contextlib.suppress(*storage.FAILURES):
        return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    return []


def rows_of(
    connection: sqlite3.Connection, table: str, columns: list[str], highest: int
) -> dict[int, Values]:
    """Return each readable row by id, in the order of ids, with the values of `columns`.

    Rows are read forwards, then backwards, then one by one in the gap. `highest` is the highest
    possible id, in case the last rows can't be read.
    """
    listed = ", ".join(f'"{column}"' for column in columns)
    select = f'SELECT id, {listed} FROM "{table}" NOT INDEXED'
    found: dict[int, Values] = {}
    if _take(connection, f"{select} ORDER BY id", found):
        return found
    front = max(found, default=0)
    from_end: dict[int, Values] = {}
    _take(connection, f"{select} ORDER BY id DESC", from_end)
    end = min(from_end, default=highest + 1)
    for row in range(front + 1, min(end, front + _MOST_LOOKUPS)):
        with contextlib.suppress(*storage.FAILURES):
            one = connection.execute(f"{select} WHERE id = ?", (row,)).fetchone()
            if one is not None:
                found[row] = one[1:]
    return dict(sorted({**from_end, **found}.items()))


def _take(connection: sqlite3.Connection, select: str, found: dict[int, Values]) -> bool:
    """Add the readable rows to `found`; return whether all rows could be read."""
    try:
        for row in connection.execute(select):
            if isinstance(row[0], int):
                found[row[0]] = row[1:]
    except storage.FAILURES:
        return False
    return True
