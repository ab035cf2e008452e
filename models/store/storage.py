# SPDX-License-Identifier: MIT
"""Connections to a project file: SQLite settings, and how a file is recognised.

Writing: WAL, synchronous=FULL, foreign keys on, BEGIN IMMEDIATE, one connection. Reading: a
connection of its own that cannot write and does not wait for the writer.
"""

from __future__ import annotations

import functools
import os
import sqlite3
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, Pool, QueuePool, StaticPool
from sqlalchemy.util import LRUCache

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import limits, locking
from claimdesk.models.store.regular_files import NotRegular, open_regular
from claimdesk.models.store.schema import APPLICATION_ID, SCHEMA_VERSION
from claimdesk.models.text.contains import contains

_MAGIC = b"SQLite format 3\x00"
_WAL_MAGICS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_HEADER_BYTES = 100
_BUSY_SECONDS = 5
_STATEMENTS = 1000


FAILURES = (DatabaseError, sqlite3.DatabaseError, UnicodeDecodeError)
"""What SQLite raises, with and without SQLAlchemy in between; UnicodeDecodeError if a name in its
error message was damaged into bytes that are not text."""


def damage(error: Exception) -> str:
    """Return in plain words how a file is damaged that SQLite can't read."""
    inner = error.orig if isinstance(error, DatabaseError) else error
    name = getattr(inner, "sqlite_errorname", None) or ""
    words = {
        "SQLITE_CORRUPT": _("parts of the file are broken"),
        "SQLITE_NOTADB": _("its beginning was overwritten"),
        "SQLITE_IOERR": _("the disk could not read all of it"),
        "SQLITE_ERROR": _("a part of it is missing"),
    }
    return next((plain for known, plain in words.items() if name.startswith(known)), cause(error))


def cause(error: Exception) -> str:
    """Return the message of an error of SQLite or of the operating system."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, UnicodeDecodeError):
        return _("it holds names that are not text")
    return str(error.orig) if isinstance(error, DatabaseError) else str(error)


class NotAProject(ClaimdeskError):
    """The file is not a Claimdesk project, or not one that this program may touch."""


class NewerFile(NotAProject):
    """The project was written by a newer Claimdesk; this one does not write to it."""


class Damaged(NotAProject):
    """The project is damaged; nothing is written to it."""


def check_header(path: Path, *, newer: bool = False) -> int:
    """Return the schema version in the header of `path`, read before SQLite sees the file.

    Never call this on a file that this process has open: closing it would drop SQLite's locks.
    Raises NotAProject if the file is missing or is something else, Damaged if its end is missing,
    NewerFile if a newer version wrote it, unless `newer` allows that.
    """
    header = _header(path)
    if not header.startswith(_MAGIC):
        # The power may fail while SQLite copies the first page from the -wal, which still has it.
        # SQLite recovers from that; it also finds out whether the rest of the file belongs to it.
        header = _header_in_wal(wal_path(path))
    if not header.startswith(_MAGIC):
        raise NotAProject(
            _("{path} is not a Claimdesk project; choose a file made by Claimdesk.").format(
                path=path
            )
        )
    version, application = struct.unpack(">I4xI", header[60:72].ljust(12, b"\0"))
    if len(header) < _HEADER_BYTES or application != APPLICATION_ID:
        raise NotAProject(
            _("{path} is a database of another program; choose a file made by Claimdesk.").format(
                path=path
            )
        )
    if version > SCHEMA_VERSION and not newer:
        raise newer_file(path, version)
    if version < 1:
        raise NotAProject(
            _("{path} is an unfinished Claimdesk project; nothing is in it.").format(path=path)
        )
    if not wal_path(path).exists() and path.stat().st_size < _size(header):
        raise damaged(path, _("its end is missing"))
    return int(version)


def damaged(path: Path, reason: object, *, is_backup: bool = False) -> Damaged:
    """Return what to raise for a damaged project or backup."""
    if is_backup:
        return Damaged(_("{path} is damaged ({reason}).").format(path=path, reason=reason))
    return Damaged(
        _("{path} is damaged ({reason}); restore a backup.").format(path=path, reason=reason)
    )


def senseless(path: Path, problem: Mapping[str, str]) -> Damaged:
    """Return what to raise for a project whose content makes no sense, whatever its hashes say."""
    return Damaged(
        _(
            "{path} holds what Claimdesk can't work with ({where}: {what}); restore a backup or "
            "repair a copy."
        ).format(path=path, **problem)
    )


def newer_file(path: Path, version: int) -> NewerFile:
    """Return what to raise for a file of a newer version."""
    return NewerFile(
        _(
            "{path} was written by a newer Claimdesk (file version {version}, this "
            "program reads up to {schema_version}); update Claimdesk to open it."
        ).format(path=path, version=version, schema_version=SCHEMA_VERSION)
    )


def _size(header: bytes) -> int:
    """Return the size by the header (sqlite.org/fileformat.html, 1.3.2 and 1.3.7)."""
    page_size, pages = struct.unpack(">H10xI", header[16:32])
    return int(pages) * (65536 if page_size == 1 else int(page_size))


def _header(path: Path) -> bytes:
    if not path.exists():
        raise NotAProject(_("{path} does not exist; check the name.").format(path=path))
    if locking.belongs_to_open(path):
        raise NotAProject(
            _("{path} belongs to the open project; choose another file.").format(path=path)
        )
    if not path.is_file():
        raise NotAProject(_("{path} is not a file; choose a project file.").format(path=path))
    try:
        with open_regular(path) as file:
            header = file.read(_HEADER_BYTES)
    except OSError as error:
        raise NotAProject(
            _("{path} can't be read: {strerror}.").format(path=path, strerror=error.strerror)
        ) from error
    if not header:
        raise NotAProject(_("{path} is empty; it is not a Claimdesk project.").format(path=path))
    return header


def _header_in_wal(wal: Path) -> bytes:
    """Return the header in the first copy of page 1 in a -wal (sqlite.org/fileformat.html, 4.1)."""
    try:
        with open_regular(wal) as file:
            head = file.read(32)
            if len(head) < 32 or not head.startswith(_WAL_MAGICS):
                return b""
            (page_size,) = struct.unpack(">I", head[8:12])
            if not 512 <= page_size <= 65536:
                return b""
            while frame := file.read(24 + _HEADER_BYTES):
                if frame.startswith(b"\0\0\0\1"):
                    return frame[24:]
                file.seek(page_size - _HEADER_BYTES, os.SEEK_CUR)
    except (OSError, ValueError, NotRegular):
        return b""
    return b""


def is_write_protected(path: Path) -> bool:
    """Return whether the file is marked read-only, or is not writable for this user."""
    return not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK)


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def writing_engine(path: Path, *, create: bool = False) -> Engine:
    """Return an engine with one writing connection; transactions start with BEGIN IMMEDIATE."""
    engine = _engine(_uri(path, "rwc" if create else "rw"), StaticPool)

    @event.listens_for(engine, "connect")
    def _prepare(dbapi: Any, _record: Any) -> None:  # noqa: ANN401
        # The history's triggers use JSON functions, which SQLite runs only from a trusted schema;
        # Project.open refuses a file whose triggers are not exactly ours.
        _set_up(dbapi, trusted=True)
        dbapi.execute("PRAGMA journal_mode = WAL")
        dbapi.execute("PRAGMA synchronous = FULL")
        # Only macOS knows these: there, a plain sync leaves the data in the drive's own memory.
        dbapi.execute("PRAGMA fullfsync = ON")
        dbapi.execute("PRAGMA checkpoint_fullfsync = ON")
        dbapi.execute("PRAGMA foreign_keys = ON")
        dbapi.execute("PRAGMA recursive_triggers = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver(connection).execute("BEGIN IMMEDIATE")

    return engine


def driver(connection: Connection) -> sqlite3.Connection:
    """Return SQLite's own connection: what runs with every edit avoids the cost of SQLAlchemy.

    Its errors are those of sqlite3; it takes part in the transaction of `connection`.
    """
    found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


def wal_path(path: Path) -> Path:
    """Return the path of SQLite's write-ahead log beside the project file."""
    return path.with_name(path.name + "-wal")


class _ReusePool(QueuePool):
    """Keeps connections for the next reader: a new one first has to read the schema again."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **{**options, "max_overflow": -1, "use_lifo": True})
        self._disposed = False

    def dispose(self) -> None:
        self._disposed = True
        super().dispose()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        # Its thread may end after the project was closed; the file must be released all the same.
        if self._disposed:
            record.close()
        else:
            super()._do_return_conn(record)


def reading_engine(path: Path, *, immutable: bool = False, pooled: bool = False) -> Engine:
    """Return an engine whose connections see a consistent state of the file and cannot write.

    `immutable` promises that nobody writes to the file meanwhile; reading then creates no file.
    `pooled` keeps connections open for the next reader, until the engine is disposed of.
    """
    engine = _engine(_reading_uri(path, immutable), _ReusePool if pooled else NullPool)

    @event.listens_for(engine, "connect")
    def _prepare(dbapi: Any, _record: Any) -> None:  # noqa: ANN401
        _set_up(dbapi, trusted=False)
        dbapi.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver(connection).execute("BEGIN")

    return engine


def _reading_uri(path: Path, immutable: bool) -> str:
    # With a -wal beside it a plain read-only connection adds no file. Without one it would leave
    # a -wal and -shm behind, which only a writing connection removes.
    if immutable:
        return _uri(path, "ro&immutable=1")
    if wal_path(path).exists():
        return _uri(path, "ro")
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    # If this user cannot write there, SQLite could not add the files that WAL needs.
    return _uri(path, "rw" if writable else "ro&immutable=1")


def _engine(uri: str, pool: type[Pool]) -> Engine:
    def connect() -> Any:  # noqa: ANN401
        return sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=_BUSY_SECONDS)

    shared, compiled = _shared()
    own = pool(connect, dialect=shared.dialect)
    return Engine(own, shared.dialect, shared.url, execution_options={"compiled_cache": compiled})


@functools.cache
def _shared() -> tuple[Engine, LRUCache[Any, Any]]:
    """Return an engine with what all engines share, and the cache of compiled statements.

    Compiling a statement takes longer than running it, and it is the same for every file.
    """
    engine = create_engine("sqlite://", poolclass=NullPool)
    engine.connect().close()
    return engine, LRUCache(_STATEMENTS)


def _set_up(dbapi: Any, *, trusted: bool) -> None:  # noqa: ANN401
    """Leave transactions to our own BEGIN, and set how far the schema of the file is trusted."""
    dbapi.isolation_level = None
    dbapi.execute(f"PRAGMA trusted_schema = {'ON' if trusted else 'OFF'}")
    dbapi.execute("PRAGMA cell_size_check = ON")
    dbapi.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.LONGEST_VALUE)
    # SQLite's own LIKE handles ASCII letters only.
    dbapi.create_function("contains_words", 2, contains, deterministic=True)
