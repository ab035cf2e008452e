# SPDX-License-Identifier: MIT
"""Changing a project behind its back and making every hash of it right again, as anybody can."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from claimdesk.models.store import history, storage
from claimdesk.models.store.integrity import row_hashes


@contextlib.contextmanager
def changing(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that heeds no trigger and no constraint; then all hashes are made anew."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"
        ).fetchall()
        connection.execute("BEGIN")
        for name, _sql in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        yield connection
        _hash_texts(connection)
        for _name, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    seal(path)


def seal(path: Path) -> None:
    """Make every hash of a project right, as Claimdesk makes them."""
    engine = storage.writing_engine(path)
    try:
        with engine.begin() as connection:
            sqlite = storage.driver(connection)
            sqlite.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
            recording = sqlite.execute("SELECT id, changeset_id FROM recording").fetchall()
            for (step,) in sqlite.execute("SELECT id FROM changeset ORDER BY id").fetchall():
                digest = history.digest(connection, step)
                sqlite.execute("UPDATE changeset SET digest = ? WHERE id = ?", (digest, step))
            row_hashes.hash_all_rows(connection)
            assert sqlite.execute("SELECT id, changeset_id FROM recording").fetchall() == recording
    finally:
        engine.dispose()


def _hash_texts(sqlite: sqlite3.Connection) -> None:
    """Let each article have the hash of its text."""
    sqlite.create_function("hash_of", 1, _hash_of)
    sqlite.execute("UPDATE article SET sha256 = hash_of(CAST(body AS BLOB)) WHERE body IS NOT NULL")


def _hash_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@contextlib.contextmanager
def behind(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to an open project that another program might have; nothing is sealed."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection
