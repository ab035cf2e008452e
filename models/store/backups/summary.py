# SPDX-License-Identifier: MIT
"""What a project file contains, in a few figures, of this version or an earlier one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from claimdesk.models.store import storage
from claimdesk.models.store.integrity import row_hashes
from claimdesk.models.store.integrity.verification import (
    hash_problems,
    read_damaged_text,
    text_problems,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """One step of the history."""

    label: str
    annotator: str | None
    created: str
    """UTC, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a project file. Two files with equal contents hold the same rows."""

    version: int
    """Of the schema."""
    counts: Mapping[str, int]
    """Table -> rows."""
    last_edit: Edit | None
    state: str
    """A fingerprint of all rows; empty for version 1, which had no hashes."""

    @property
    def articles(self) -> int:
        """How many articles."""
        return self.counts.get("article", 0)

    @property
    def annotations(self) -> int:
        """How many annotations, in any state."""
        return self.counts.get("annotation", 0)


def contents(connection: Connection) -> Contents:
    """Return what the file of `connection` contains; reads only."""
    sql = connection.exec_driver_sql
    names = sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    tables = sorted(row[0] for row in names)
    last = sql("SELECT label, annotator, created FROM changeset ORDER BY id DESC LIMIT 1").first()
    return Contents(
        version=int(sql("PRAGMA user_version").scalar_one()),
        counts={name: sql(f'SELECT count(*) FROM "{name}"').scalar_one() for name in tables},
        last_edit=Edit(*last) if last else None,
        state=row_hashes.state(connection) if "seal" in tables else "",
    )


def verified_contents(path: Path) -> Contents:
    """Return what a project file that nobody writes to contains, after every check of its content.

    Touches nothing. Raises Damaged, naming what is wrong first, or NotAProject.
    """
    storage.check_header(path)
    with ThreadPoolExecutor(1) as beside:
        structure = beside.submit(_check_structure, path)
        try:
            with _reading(path) as connection:
                _check_hashes(path, connection)
                return contents(connection)
        finally:
            # Raises before anything else does: a broken structure is why the rest is wrong.
            structure.result()


def _check_structure(path: Path) -> None:
    with _reading(path) as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise storage.Damaged(f"{path} is damaged ({found}).")


def _check_hashes(path: Path, connection: Connection) -> None:
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    problems = (
        hash_problems(connection)
        if version >= row_hashes.FIRST_VERSION
        else text_problems(connection)
    )
    for problem in problems:
        raise storage.Damaged(f"{path} is damaged ({problem['where']}: {problem['what']}).")


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[Connection]:
    engine = storage.reading_engine(path, still=True)
    try:
        with engine.connect() as connection:
            read_damaged_text(connection)
            yield connection
    except storage.FAILURES as error:
        raise storage.Damaged(f"{path} is damaged ({storage.cause(error)}).") from error
    finally:
        engine.dispose()
