# SPDX-License-Identifier: MIT
"""Whether two states of a file hold the same rows, also when their shapes differ."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import blake2b

from sqlalchemy import Connection

from claimdesk.models.store import storage


def differing_tables(
    before: Connection, after: Connection, *, leaving_out: Collection[str] = ()
) -> Iterator[str]:
    """Return the tables that both have and whose rows differ, in the columns that both have.

    A table or column that is new is no difference; neither is one that is gone.
    """
    old, new = _columns(before), _columns(after)
    for name in sorted(old.keys() & new.keys() - set(leaving_out)):
        shared = sorted(old[name] & new[name])
        if _rows(before, name, shared) != _rows(after, name, shared):
            yield name


def _columns(connection: Connection) -> dict[str, set[str]]:
    sqlite = storage.driver(connection)
    names = sqlite.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {
        name: {row[1] for row in sqlite.execute(f'PRAGMA table_info("{name}")')}
        for (name,) in names.fetchall()
    }


def _rows(connection: Connection, name: str, columns: list[str]) -> tuple[int, bytes]:
    """Return how many rows a table has, and a hash of their values in these columns."""
    total, count = blake2b(), 0
    listed = ", ".join(f'"{column}"' for column in columns)
    for row in storage.driver(connection).execute(f'SELECT {listed} FROM "{name}" ORDER BY id'):
        total.update(ascii(row).encode())
        count += 1
    return count, total.digest()
