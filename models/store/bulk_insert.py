# SPDX-License-Identifier: MIT
"""Insert many rows of one table by SQLite's own connection: SQLAlchemy takes as long as SQLite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection

from claimdesk.models.store.schema import metadata
from claimdesk.models.store.storage import driver


def insert_rows(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows with the same columns, those of the first; others get their defaults.

    Raises KeyError if a row lacks a column that the first one has, and errors of sqlite3.
    """
    if not rows:
        return
    names = tuple(rows[0])
    added = _defaults(table, names)
    more = [column.default.arg for column in added]  # type: ignore[union-attr]
    filled = tuple(value(None) if callable(value) else value for value in more)
    statement = _statement(table, (*names, *(column.name for column in added)))
    values = [(*(row[name] for name in names), *filled) for row in rows]
    driver(connection).executemany(statement, values)


@cache
def _defaults(table: str, names: tuple[str, ...]) -> tuple[Column[Any], ...]:
    """Return the other columns that have a default."""
    columns = metadata.tables[table].columns
    return tuple(one for one in columns if one.default is not None and one.name not in names)


@cache
def _statement(table: str, names: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{table}"({listed}) VALUES ({", ".join("?" * len(names))})'
