# SPDX-License-Identifier: MIT
"""Recovering damaged rows from a backup whose row hashes match.

If the row of a backup has the hash that the damaged row had when it was committed, it is exactly
what was lost, however old the backup is.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path

from claimdesk.models.store.integrity.row_hashes import covered_tables
from claimdesk.models.store.repair import salvage
from claimdesk.models.store.schema import metadata

DamagedRows = dict[tuple[str, int], int]
"""(table, id) of each lost or altered row, with the hash that it had."""


def recover_rows(sqlite: sqlite3.Connection, damaged: DamagedRows, backup: Path) -> DamagedRows:
    """Copy the damaged rows that `backup` holds unchanged; return those that were recovered."""
    recovered: DamagedRows = {}
    with _reading(backup) as source:
        hashes = source.execute("SELECT table_name, row_id, digest FROM seal")
        same = [(name, row) for name, row, digest in hashes if damaged.get((name, row)) == digest]
        # Parents first: actors before the aliases that name them.
        order = {table.name: place for place, table in enumerate(metadata.sorted_tables)}
        for name, row in sorted(same, key=lambda found: (order[found[0]], found[1])):
            sqlite.execute("SAVEPOINT recovering")
            try:
                _take(sqlite, source, name, row)
                recovered[name, row] = damaged[name, row]
            except sqlite3.IntegrityError:
                sqlite.execute("ROLLBACK TO recovering")
            sqlite.execute("RELEASE recovering")
    return recovered


def recover_history(sqlite: sqlite3.Connection, broken: Collection[int], backup: Path) -> None:
    """Copy the changes of those `broken` steps of the history that `backup` has, too."""
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
    for part, owner in covered_tables(name):
        if part == name:
            # Not deleted first: a cascade would delete the rows that refer to it.
            _put(sqlite, source, name, row)
            continue
        sqlite.execute(f'DELETE FROM "{part}" WHERE "{owner}" = ?', (row,))
        if salvage.columns_of(source, part):
            _copy(sqlite, source, part, owner, row)


def _put(sqlite: sqlite3.Connection, source: sqlite3.Connection, name: str, row: int) -> None:
    columns = _columns(name)
    listed = ", ".join(columns)
    values = source.execute(f'SELECT {listed} FROM "{name}" WHERE id = ?', (row,)).fetchone()
    marks = ", ".join("?" for _column in columns)
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
    marks = ", ".join("?" for _column in columns)
    sqlite.executemany(f'INSERT INTO "{name}"({listed}) VALUES ({marks})', rows.fetchall())


def _columns(name: str) -> list[str]:
    return [f'"{column.name}"' for column in metadata.tables[name].columns]
