# SPDX-License-Identifier: MIT
"""Reading SQLite databases of other programs, of whatever version: missing columns are None.

The file is only read, never run: no trigger, view or extension of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.locking import refuse_open_project
from claimdesk.models.store.regular_files import NotRegular, open_regular

_MAGIC = b"SQLite format 3\0"
_LONGEST = 64 * 2**20

Values = dict[str, Any]


class ForeignDatabase:
    """A database of another program, open for reading."""

    def __init__(self, path: Path) -> None:
        """Raise ClaimdeskError naming the file if it cannot be read."""
        self.path = path
        refuse_open_project(path)
        try:
            with open_regular(path):
                pass
            uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(uri, uri=True)
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            self._connection.text_factory = lambda data: data.decode("utf-8", "replace")
            for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON"):
                self._connection.execute(f"PRAGMA {pragma}")
            rows = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            self.tables = frozenset(str(name) for (name,) in rows)
        except (OSError, NotRegular, sqlite3.Error) as error:
            raise self._fault(error) from error

    def __enter__(self) -> ForeignDatabase:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def rows(
        self, table: str, *columns: str, where: str = "", value: object = None
    ) -> Iterator[Values]:
        """Yield the rows of a table, in the order in which they stand, with these columns.

        `where` is a column that has `value`. A table that is not there has no rows.
        """
        if table not in self.tables:
            return
        try:
            info = self._connection.execute(f'PRAGMA table_info("{table}")').fetchall()
            there = {str(row[1]) for row in info}
            wanted = ", ".join(f'"{each}"' if each in there else "NULL" for each in columns)
            if where and where not in there:
                return
            condition = f' WHERE "{where}" IS ?' if where else ""
            statement = f'SELECT {wanted} FROM "{table}"{condition}'
            with closing(self._connection.cursor()) as cursor:
                cursor.execute(statement, (value,) if where else ())
                for row in cursor:
                    yield dict(zip(columns, row, strict=True))
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def count(self, table: str) -> int:
        """Return how many rows a table has; none if it is not there."""
        return sum(1 for _row in self.rows(table, "rowid"))

    def _fault(self, error: Exception) -> ClaimdeskError:
        return ClaimdeskError(
            _("{name} cannot be read: {reason}.").format(
                name=self.path, reason=getattr(error, "strerror", None) or error
            )
        )


def is_database(head: bytes) -> bool:
    """Return whether a file that begins with `head` is an SQLite database."""
    return head.startswith(_MAGIC)


def tables_in(path: Path, head: bytes) -> frozenset[str]:
    """Return the tables of a database that begins with `head`; none if it cannot be read."""
    if not is_database(head):
        return frozenset()
    try:
        with ForeignDatabase(path) as database:
            return database.tables
    except ClaimdeskError:
        return frozenset()


def text(value: object) -> str:
    """Return a value as a text; empty for none."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def number(value: object) -> int:
    """Return a value as an integer; -1 for anything else."""
    if isinstance(value, int):
        return value
    try:
        return int(float(value)) if isinstance(value, str | float) else -1
    except (ValueError, OverflowError):
        return -1
