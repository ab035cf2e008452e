# SPDX-License-Identifier: MIT
"""Migrates a project file to this version of the schema, and proves that no row was lost."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import Connection

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import history, migrations, project_file, storage, word_index
from claimdesk.models.store.backups import backups
from claimdesk.models.store.integrity import row_hashes
from claimdesk.models.store.schema import SCHEMA_VERSION


def migrate(path: Path, version: int) -> None:
    """Migrate an older file to this version in one transaction, after a verified backup of it.

    Raises ClaimdeskError if that fails; the file is then unchanged.
    """
    backups.make_backup(path, backups.BEFORE_MIGRATION)
    engine, old = storage.writing_engine(path), storage.reading_engine(path)
    try:
        with engine.connect() as connection:
            # Not through SQLAlchemy, which would begin a transaction, inside which this has no
            # effect; rebuilding a table would then delete the rows that refer to it.
            storage.driver(connection).execute("PRAGMA foreign_keys = OFF")
        with old.begin() as before, engine.begin() as connection:
            _run_steps(path, before, connection, version)
    except storage.FAILURES as error:
        raise ClaimdeskError(
            _(
                "{path} can't be migrated to version {schema_version} ({cause}). The "
                "file is unchanged."
            ).format(path=path, schema_version=SCHEMA_VERSION, cause=storage.cause(error))
        ) from error
    finally:
        old.dispose()
        engine.dispose()


def _run_steps(path: Path, before: Connection, connection: Connection, version: int) -> None:
    history.drop_triggers(connection)
    _refuse_mixture(path, connection, version)
    rewritten: set[str] = set()
    for step in range(version, SCHEMA_VERSION):
        migrations.STEPS[step](connection)
        rewritten |= migrations.REWRITES.get(step, frozenset())
    project_file.create_triggers(connection)
    project_file.check_shape(path, connection)
    for reason in _violations(before, connection, rewritten):
        raise ClaimdeskError(
            _(
                "{path} can't be migrated to version {schema_version}: {reason}. The "
                "file is unchanged."
            ).format(path=path, schema_version=SCHEMA_VERSION, reason=reason)
        )
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    word_index.rebuild(connection)
    row_hashes.hash_all_rows(connection)
    project_file.check_sense(path, connection)


def _refuse_mixture(path: Path, connection: Connection, version: int) -> None:
    """Raise NotAProject if a file already has a table that a step is going to create."""
    there = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master").all()}
    for step in range(version, SCHEMA_VERSION):
        for name in sorted(migrations.CREATES.get(step, frozenset()) & there):
            raise storage.NotAProject(
                _(
                    "{path} says that an older Claimdesk wrote it (version {version}), but holds "
                    "“{table}”, which came later. Another program changed it; restore a backup."
                ).format(path=path, version=version, table=name)
            )


def _violations(before: Connection, after: Connection, rewritten: set[str]) -> Iterator[str]:
    """Yield what the steps did that no step may do: lose, alter or orphan rows."""
    broken = after.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        yield _("a row of “{table}” refers to one that does not exist").format(table=broken[0])
    for name in _differing_tables(before, after, leaving_out=rewritten):
        yield _("rows of “{table}” would be changed").format(table=name)
    found = after.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    if found != "ok":
        yield str(found)


def _differing_tables(
    before: Connection, after: Connection, *, leaving_out: Collection[str] = ()
) -> Iterator[str]:
    """Yield the tables that both have and whose rows differ in the columns that both have.

    A new or removed table or column is not a difference.
    """
    old, new = _columns(before), _columns(after)
    for name in sorted(old.keys() & new.keys() - set(leaving_out)):
        shared = sorted(old[name] & new[name])
        if _rows(before, name, shared) != _rows(after, name, shared):
            yield name


def _columns(connection: Connection) -> dict[str, set[str]]:
    sqlite = storage.driver(connection)
    names = sqlite.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        f"AND {word_index.NOT_ITS_TABLES}"
    )
    return {
        name: {row[1] for row in sqlite.execute(f'PRAGMA table_info("{name}")')}
        for (name,) in names.fetchall()
    }


def _rows(connection: Connection, name: str, columns: list[str]) -> tuple[int, bytes]:
    """Return the number of rows of a table, and a hash of their values in these columns."""
    total, count = blake2b(), 0
    listed = ", ".join(f'"{column}"' for column in columns)
    for row in storage.driver(connection).execute(f'SELECT {listed} FROM "{name}" ORDER BY id'):
        total.update(ascii(row).encode())
        count += 1
    return count, total.digest()
