# SPDX-License-Identifier: MIT
"""A project file as a whole: made, checked before anything is written to it, migrated."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection, insert
from sqlmodel import Session

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import disk, history, migrations, storage
from claimdesk.models.store.backups import backups, comparison
from claimdesk.models.store.integrity import row_hashes
from claimdesk.models.store.integrity.verification import (
    hash_problems,
    read_damaged_text,
    text_problems,
)
from claimdesk.models.store.schema import (
    APPLICATION_ID,
    OLDEST_READER,
    SCHEMA_VERSION,
    Recording,
    Setting,
    metadata,
)
from claimdesk.models.store.temp_folders import working_folder

Filler = Callable[[Session], None]

_CHECKED_AT_ONCE = 8 * 2**20
"""Bytes of a project whose hashes are compared while it is opened."""


def write_new(path: Path, fill: Filler | None = None) -> None:
    """Make a project file at `path`, with what `fill` puts into it as its first content.

    It is made under a temporary name, so that a half-made project never has the real one.
    """
    with working_folder(path.parent) as folder:
        draft = folder / "new"
        engine = storage.writing_engine(draft, create=True)
        try:
            with engine.begin() as connection:
                _write_content(connection)
                if fill is not None:
                    with Session(bind=connection) as session:
                        fill(session)
                        session.flush()
                row_hashes.seal_all(connection)
        finally:
            engine.dispose()
        disk.move(draft, path)
        disk.sync_folder(path.parent)


def _write_content(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    metadata.create_all(connection)
    _create_triggers(connection)
    connection.execute(insert(metadata.tables[Recording.__tablename__]).values(id=1))
    oldest = {"key": "oldest_reader", "value": str(OLDEST_READER)}
    connection.execute(insert(metadata.tables[Setting.__tablename__]).values(**oldest))


def _create_triggers(connection: Connection) -> None:
    history.create_triggers(connection)
    row_hashes.create_triggers(connection)


def check_content(path: Path) -> tuple[int, bool]:
    """Return the schema version, and whether all content was verified. Writes nothing.

    SQLite itself looks at the whole file; the hashes of texts and rows are compared if the file is
    small enough that nobody notices, at most 8 MB. A larger one is to be checked in the background.
    Raises Damaged if anything is wrong, NotAProject if it has what is not ours.
    """
    engine = storage.reading_engine(path)
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            if found != "ok":
                # SQLite puts a line with the name of its database before what it found.
                reason = str(found).splitlines()[-1]
                raise storage.Damaged(f"{path} is damaged ({reason}); restore a backup.")
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version > SCHEMA_VERSION:
                # A newer program was killed before this stood in the file itself.
                raise storage.newer_file(path, version)
            if version == SCHEMA_VERSION:
                check_shape(path, connection)
            small = _size(connection) <= _CHECKED_AT_ONCE
            if small:
                _check_hashes(path, connection, version)
            return int(version), small
    except storage.FAILURES as error:
        raise storage.Damaged(
            f"{path} is damaged ({storage.cause(error)}); restore a backup."
        ) from error
    finally:
        engine.dispose()


def _size(connection: Connection) -> int:
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())


def _check_hashes(path: Path, connection: Connection, version: int) -> None:
    read_damaged_text(connection)
    sealed = version >= row_hashes.FIRST_VERSION
    for found in hash_problems(connection) if sealed else text_problems(connection):
        raise storage.Damaged(
            f"{path} is damaged ({found['where']}: {found['what']}); restore a backup."
        )


def check_readable(path: Path, connection: Connection) -> None:
    """Raise NotAProject unless a program of this version can read the file of `connection`.

    That is one of this version, or a newer one that says so and has all that this version reads.
    """
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version <= SCHEMA_VERSION:
        check_shape(path, connection)
        return
    oldest = connection.exec_driver_sql(
        "SELECT value FROM setting WHERE key = 'oldest_reader'"
    ).scalar()
    if not str(oldest).isdecimal() or int(str(oldest)) > SCHEMA_VERSION or _missing(connection):
        raise storage.newer_file(path, version)


def check_shape(path: Path, connection: Connection) -> None:
    """Raise NotAProject unless the file has our tables and, of all else that can act, only ours."""
    for problem in shape_problems(connection):
        raise storage.NotAProject(f"{path} {problem}; restore a backup.")


def shape_problems(connection: Connection) -> list[str]:
    """Return what is not as this version makes it: tables, their columns, triggers and views."""
    rows = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
    )
    problems = _missing(connection)
    if {row[0] for row in rows} != _our_triggers():
        problems.append("was altered by another program (its triggers or views differ)")
    return problems


@functools.cache
def _our_triggers() -> frozenset[str]:
    return frozenset((*history.trigger_statements(), *row_hashes.trigger_statements()))


def _missing(connection: Connection) -> list[str]:
    problems = []
    found: dict[str, set[str]] = {}
    for table, column in connection.exec_driver_sql(
        "SELECT tables.name, columns.name FROM sqlite_master AS tables, "
        "pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'"
    ):
        found.setdefault(table, set()).add(column)
    for table in metadata.sorted_tables:
        if table.name not in found:
            problems.append(f"is damaged (no table “{table.name}”)")
            continue
        missing = {column.name for column in table.columns} - found[table.name]
        if missing:
            problems.append(f"is damaged (no column “{min(missing)}” in “{table.name}”)")
    return problems


def migrate(path: Path, version: int) -> None:
    """Bring an older file to this version in one transaction, after a verified backup of it.

    Raises ClaimdeskError if that is not possible; the file is then as it was.
    """
    backups.make_backup(path, backups.BEFORE_MIGRATION)
    engine, old = storage.writing_engine(path), storage.reading_engine(path)
    try:
        with engine.connect() as connection:
            # Not through SQLAlchemy, which would begin a transaction: in one, this does nothing,
            # and rebuilding a table would then delete the rows that refer to it.
            storage.driver(connection).execute("PRAGMA foreign_keys = OFF")
        with old.begin() as before, engine.begin() as connection:
            _take_steps(path, before, connection, version)
    except storage.FAILURES as error:
        raise ClaimdeskError(
            _(
                "{path} can't be brought to version {schema_version} ({cause}). The "
                "file is as it was."
            ).format(path=path, schema_version=SCHEMA_VERSION, cause=storage.cause(error))
        ) from error
    finally:
        old.dispose()
        engine.dispose()


def _take_steps(path: Path, before: Connection, connection: Connection, version: int) -> None:
    history.drop_triggers(connection)
    rewritten: set[str] = set()
    for step in range(version, SCHEMA_VERSION):
        migrations.STEPS[step](connection)
        rewritten |= migrations.REWRITES.get(step, frozenset())
    _create_triggers(connection)
    check_shape(path, connection)
    for reason in _losses(before, connection, rewritten):
        raise ClaimdeskError(
            _(
                "{path} can't be brought to version {schema_version}: {reason}. The "
                "file is as it was."
            ).format(path=path, schema_version=SCHEMA_VERSION, reason=reason)
        )
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    row_hashes.seal_all(connection)


def _losses(before: Connection, after: Connection, rewritten: set[str]) -> Iterator[str]:
    """Return what the steps did that none may do."""
    broken = after.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        yield f"a row of “{broken[0]}” points nowhere"
    for name in comparison.differing_tables(before, after, leaving_out=rewritten):
        yield f"the rows of “{name}” would not stay what they are"
    found = after.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    if found != "ok":
        yield str(found)
