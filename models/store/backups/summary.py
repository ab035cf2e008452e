# SPDX-License-Identifier: MIT
"""The summary of a project file of any version: counts, last edit, fingerprint."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import storage, word_index
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
class Summary:
    """What a project file contains. Two files with equal summaries hold the same rows."""

    version: int
    """The version of the schema."""
    counts: Mapping[str, int]
    """The number of rows by table."""
    last_edit: Edit | None
    state: str
    """A fingerprint of all rows; empty for version 1, which had no hashes."""

    @property
    def articles(self) -> int:
        """The number of articles."""
        return self.counts.get("article", 0)

    @property
    def annotations(self) -> int:
        """The number of annotations, in any state."""
        return self.counts.get("annotation", 0)


def summarize(connection: Connection) -> Summary:
    """Return the summary of the file of `connection`."""
    sql = connection.exec_driver_sql
    names = sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        f"AND {word_index.NOT_ITS_TABLES}"
    )
    tables = sorted(row[0] for row in names)
    last = sql("SELECT label, annotator, created FROM changeset ORDER BY id DESC LIMIT 1").first()
    return Summary(
        version=int(sql("PRAGMA user_version").scalar_one()),
        counts={name: sql(f'SELECT count(*) FROM "{name}"').scalar_one() for name in tables},
        last_edit=Edit(*last) if last else None,
        state=row_hashes.fingerprint(connection) if "seal" in tables else "",
    )


def verified_summary(path: Path) -> Summary:
    """Check all content of a project file that nobody writes to, and return its summary.

    Changes nothing. Raises Damaged with the first problem, or NotAProject.
    """
    storage.check_header(path)
    with ThreadPoolExecutor(1) as beside:
        structure = beside.submit(_check_structure, path)
        try:
            with _reading(path) as connection:
                _check_hashes(path, connection)
                return summarize(connection)
        finally:
            # Takes precedence over other errors: a broken structure explains the rest.
            structure.result()


def _check_structure(path: Path) -> None:
    with _reading(path) as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            broken = _("parts of the file are broken")
            raise storage.damaged(path, broken, is_backup=True)


def _check_hashes(path: Path, connection: Connection) -> None:
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    problems = (
        hash_problems(connection)
        if version >= row_hashes.FIRST_VERSION
        else text_problems(connection)
    )
    for problem in problems:
        raise storage.damaged(path, f"{problem['where']}: {problem['what']}", is_backup=True)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[Connection]:
    engine = storage.reading_engine(path, immutable=True)
    try:
        with engine.connect() as connection:
            read_damaged_text(connection)
            yield connection
    except storage.FAILURES as error:
        raise storage.damaged(path, storage.damage(error), is_backup=True) from error
    finally:
        engine.dispose()
