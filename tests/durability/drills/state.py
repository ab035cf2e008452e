# SPDX-License-Identifier: MIT
"""What a project file holds, as one value to compare."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool

from claimdesk.models.store.schema import recorded_tables

TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
    # The index of words is made again from the articles.
    "AND name NOT GLOB 'article_words*' ORDER BY name"
)


def fingerprint(connection: Any) -> str:
    """A hash over every row of every table, history included. Takes a connection of sqlite3."""
    total = hashlib.blake2b(digest_size=16)
    for (table,) in connection.execute(TABLES).fetchall():
        rows = connection.execute(f'SELECT * FROM "{table}" ORDER BY id').fetchall()
        total.update(repr((table, rows)).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def recorded(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that the history speaks of, by table, in the order of their ids."""
    return {
        table.name: connection.execute(f'SELECT * FROM "{table.name}" ORDER BY id').fetchall()
        for table in recorded_tables()
    }


def rows_of(connection: Any) -> str:
    """A hash over every row that the history speaks of, read one by one."""
    total = hashlib.blake2b(digest_size=16)
    for table in recorded_tables():
        total.update(table.name.encode())
        for row in connection.execute(f'SELECT * FROM "{table.name}" ORDER BY id'):
            total.update(repr(row).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def counts(connection: Any) -> dict[str, int]:
    """How many rows each table has."""
    tables = [row[0] for row in connection.execute(TABLES).fetchall()]
    return {
        table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        for table in tables
    }


def driver(connection: Connection) -> Any:
    """The connection of sqlite3 below one of SQLAlchemy."""
    return connection.connection.driver_connection


def of_file(path: Path) -> str:
    """The fingerprint of a file that nobody writes to."""
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return fingerprint(connection)


@contextlib.contextmanager
def before_each_commit(tell: Any) -> Iterator[None]:
    """Calls `tell` with the fingerprint that every transaction of a writer is about to leave."""

    def listener(connection: Connection) -> None:
        if isinstance(connection.engine.pool, StaticPool):
            tell(fingerprint(driver(connection)))

    event.listen(Engine, "commit", listener)
    try:
        yield
    finally:
        event.remove(Engine, "commit", listener)
