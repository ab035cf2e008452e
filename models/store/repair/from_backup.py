# SPDX-License-Identifier: MIT
"""Taking from a backup what is damaged, where its hash says that it is the very same.

A seal tells what a row was when it was committed. A backup whose row has that seal holds exactly
what was lost, however old the backup is.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path

from claimdesk.models.store.integrity.row_hashes import parts
from claimdesk.models.store.schema import metadata

Wrong = dict[tuple[str, int], int]
"""(table, id) of a row that is lost or altered -> the seal that it had."""


def heal_rows(sqlite: sqlite3.Connection, wrong: Wrong, backup: Path) -> Wrong:
    """Take over, from `backup`, those of `wrong` that it holds as they were; the ones it did."""
    healed: Wrong = {}
    with _reading(backup) as source:
        sealed = source.execute("SELECT table_name, row_id, digest FROM seal")
        same = [(name, row) for name, row, digest in sealed if wrong.get((name, row)) == digest]
        # Parents first: actors before the aliases that name them.
        order = {table.name: place for place, table in enumerate(metadata.sorted_tables)}
        for name, row in sorted(same, key=lambda found: (order[found[0]], found[1])):
            sqlite.execute("SAVEPOINT healing")
            try:
                _take(sqlite, source, name, row)
                healed[name, row] = wrong[name, row]
            except sqlite3.IntegrityError:
                sqlite.execute("ROLLBACK TO healing")
            sqlite.execute("RELEASE healing")
    return healed


def heal_history(sqlite: sqlite3.Connection, broken: Collection[int], backup: Path) -> None:
    """Take over the changes of those `broken` steps of the history that `backup` has as well."""
    with _reading(backup) as source:
        for step in broken:
            select = "SELECT digest FROM changeset WHERE id = ?"
            theirs = source.execute(select, (step,)).fetchone()
            if theirs is None or theirs != sqlite.execute(select, (step,)).fetchone():
                continue
            sqlite.execute("DELETE FROM change WHERE changeset_id = ?", (step,))
            _copy(sqlite, source, "change", "changeset_id", step)


@contextlib.contextmanager
def _reading(backup: Path) -> Iterator[sqlite3.Connection]:
    uri = f"{backup.absolute().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as source:
        yield source


def _take(sqlite: sqlite3.Connection, source: sqlite3.Connection, name: str, row: int) -> None:
    for part, owner in parts(name):
        if part == name:
            # Not deleted: what refers to it would go as well.
            _put(sqlite, source, name, row)
        else:
            sqlite.execute(f'DELETE FROM "{part}" WHERE "{owner}" = ?', (row,))
            _copy(sqlite, source, part, owner, row)


def _put(sqlite: sqlite3.Connection, source: sqlite3.Connection, name: str, row: int) -> None:
    columns = _columns(name)
    listed = ", ".join(columns)
    values = source.execute(f'SELECT {listed} FROM "{name}" WHERE id = ?', (row,)).fetchone()
    marks = ", ".join("?" for _ in columns)
    new = ", ".join(f"{column} = excluded.{column}" for column in columns)
    sqlite.execute(
        f'INSERT INTO "{name}"({listed}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {new}',
        values,
    )


def _copy(
    sqlite: sqlite3.Connection, source: sqlite3.Connection, name: str, owner: str, row: int
) -> None:
    columns = _columns(name)
    listed = ", ".join(columns)
    rows = source.execute(f'SELECT {listed} FROM "{name}" WHERE "{owner}" = ? ORDER BY id', (row,))
    marks = ", ".join("?" for _ in columns)
    sqlite.executemany(f'INSERT INTO "{name}"({listed}) VALUES ({marks})', rows.fetchall())


def _columns(name: str) -> list[str]:
    return [f'"{column.name}"' for column in metadata.tables[name].columns]
