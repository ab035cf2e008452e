# SPDX-License-Identifier: MIT
"""apsw with the face of sqlite3, so that the real program runs over a disk of our making."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import apsw

_CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH")


@contextlib.contextmanager
def running_over(vfs: str) -> Iterator[None]:
    """Lets `sqlite3.connect` open files by way of a VFS that is registered with apsw."""
    original = sqlite3.connect
    sqlite3.connect = lambda database, **more: Connection(vfs, str(database), **more)  # type: ignore
    try:
        yield
    finally:
        sqlite3.connect = original


_CHECKPOINT = 1000
"""Pages in a -wal from which SQLite takes them over into the file (its default)."""
_instead: dict[str, str] = {}


@contextlib.contextmanager
def instead_of(sql: str, other: str) -> Iterator[None]:
    """Lets a statement of the program be another one, to see that a drill notices."""
    _instead[sql] = other
    try:
        yield
    finally:
        del _instead[sql]


@contextlib.contextmanager
def _as_sqlite3() -> Iterator[None]:
    """Errors of apsw as sqlite3 would raise them."""
    try:
        yield
    except apsw.Error as error:
        raise translated(error) from error


def translated(error: apsw.Error) -> sqlite3.Error:
    """The error that sqlite3 raises for the same result code."""
    kind: type[sqlite3.Error] = sqlite3.OperationalError
    if isinstance(error, apsw.ConstraintError):
        kind = sqlite3.IntegrityError
    elif isinstance(error, apsw.CorruptError | apsw.NotADBError):
        kind = sqlite3.DatabaseError
    result = kind(str(error))
    code = getattr(error, "extendedresult", 0) or getattr(error, "result", 1)
    names = {**apsw.mapping_result_codes, **apsw.mapping_extended_result_codes}
    result.sqlite_errorcode = code
    result.sqlite_errorname = str(names.get(code, "SQLITE_ERROR"))
    return result


class Connection(sqlite3.Connection):
    """A connection that is one of sqlite3 only by name: what is not here fails loudly."""

    isolation_level: Any = ""
    text_factory: Any = str
    row_factory: Any = None

    def __init__(self, vfs: str, database: str, *, uri: bool = False, **_more: object) -> None:
        # The initializer of sqlite3.Connection is left out on purpose: nothing may reach it.
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        flags |= apsw.SQLITE_OPEN_URI if uri else 0
        with _as_sqlite3():
            self.below = apsw.Connection(database, flags=flags, vfs=vfs)
            self.below.set_wal_hook(self._note_pages)
        self._pages_in_wal = 0

    @property
    def in_transaction(self) -> bool:
        return bool(self.below.in_transaction)

    def cursor(self, *_: object, **__: object) -> Cursor:  # type: ignore[override]
        return Cursor(self)

    def execute(self, sql: str, values: Any = ()) -> Cursor:  # type: ignore[override]
        return Cursor(self).execute(sql, values)

    def executemany(self, sql: str, values: Iterable[Any]) -> Cursor:  # type: ignore[override]
        return Cursor(self).executemany(sql, values)

    def commit(self) -> None:
        if self.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        # As sqlite3 does: closing always closes, whatever a failing disk says to it.
        with contextlib.suppress(apsw.Error):
            self.below.close()

    def setlimit(self, category: int, limit: int, /) -> int:
        # The numbers of the limits are SQLite's own in both modules.
        return self.below.limit(category, limit)

    def interrupt(self) -> None:
        self.below.interrupt()

    def _note_pages(self, _below: apsw.Connection, _name: str, pages: int) -> int:
        self._pages_in_wal = pages
        return apsw.SQLITE_OK

    def checkpoint(self) -> None:
        """What SQLite does after a commit when the -wal is long: it ignores that it may fail.

        apsw would raise what the disk said there as if the commit had failed.
        """
        if self._pages_in_wal >= _CHECKPOINT:
            self._pages_in_wal = 0
            with contextlib.suppress(apsw.Error):
                self.below.wal_checkpoint()

    def create_function(  # type: ignore[override]
        self, name: str, narg: int, func: Callable[..., Any], *, deterministic: bool = False
    ) -> None:
        self.below.create_scalar_function(name, func, narg, deterministic=deterministic)

    def backup(self, target: Any, **_more: object) -> None:  # type: ignore[override]
        with _as_sqlite3():
            copying = target.below.backup("main", self.below, "main")
            # Called in a way in which Python looks whether an error was left behind.
            step, finish = partial(copying.step, -1), partial(copying.close, True)
            try:
                while not copying.done:
                    # SQLite went on over what the disk said, and apsw forgot to.
                    with contextlib.suppress(SystemError):
                        step()
            finally:
                with contextlib.suppress(apsw.Error, SystemError):
                    finish()


class Cursor:
    """The part of sqlite3's cursor that SQLAlchemy and the program use. Reads all rows at once."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.description: Sequence[tuple[Any, ...]] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._rows: list[tuple[Any, ...]] = []

    def execute(self, sql: str, values: Any = ()) -> Cursor:
        self.description, self.rowcount = None, -1
        below = self.connection.below.cursor()
        below.exec_trace = self._describe
        with _as_sqlite3():
            self._rows = list(below.execute(_instead.get(sql, sql), values))
        if sql.lstrip()[:7].upper().startswith(_CHANGES):
            assert self.connection.isolation_level is None, "sqlite3 would begin by itself"
            self.rowcount = self.connection.below.changes()
        if sql == "COMMIT":
            self.connection.checkpoint()
        self.lastrowid = self.connection.below.last_insert_rowid()
        return self

    def executemany(self, sql: str, values: Iterable[Any]) -> Cursor:
        changed = 0
        for each in values:
            changed += max(0, self.execute(sql, each).rowcount)
        self.rowcount = changed
        return self

    def _describe(self, below: apsw.Cursor, _sql: str, _values: object) -> bool:
        columns = below.get_description()
        self.description = [(name, *[None] * 6) for name, *_ in columns] or None
        return True

    def fetchone(self) -> tuple[Any, ...] | None:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        size = size or self.arraysize
        found, self._rows = self._rows[:size], self._rows[size:]
        return found

    def fetchall(self) -> list[tuple[Any, ...]]:
        found, self._rows = self._rows, []
        return found

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.fetchall())

    def close(self) -> None:
        self._rows = []
