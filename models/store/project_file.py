# SPDX-License-Identifier: MIT
"""A project file as a whole: created, and checked before anything is written to it."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, insert
from sqlmodel import Session

from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import disk, history, storage, word_index
from claimdesk.models.store.integrity import beside, known_files, row_hashes, validation
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
"""Size in bytes up to which the hashes of a project are compared while it is opened."""


def write_new(path: Path, fill: Filler | None = None) -> None:
    """Create a project file at `path`, with the initial content that `fill` adds.

    It is created under a temporary name, so that an incomplete project never has the real one.
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
                word_index.rebuild(connection)
                row_hashes.hash_all_rows(connection)
        finally:
            engine.dispose()
        disk.move(draft, path)
        disk.sync_folder(path.parent)


def _write_content(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    metadata.create_all(connection)
    word_index.create(connection)
    create_triggers(connection)
    connection.execute(insert(metadata.tables[Recording.__tablename__]).values(id=1))
    oldest = {"key": "oldest_reader", "value": str(OLDEST_READER)}
    connection.execute(insert(metadata.tables[Setting.__tablename__]).values(**oldest))


def create_triggers(connection: Connection) -> None:
    """Create the triggers of the history and of the row hashes."""
    history.create_triggers(connection)
    row_hashes.create_triggers(connection)


def check_content(path: Path) -> tuple[int, bool]:
    """Return the schema version, and whether all content was verified. Writes nothing.

    SQLite checks the whole file; the hashes of texts and rows are compared if the file is small
    enough that the delay goes unnoticed, at most 8 MB. Check a larger one in the background.
    Whether what it holds makes sense is found out at once in any case, unless that is known.
    Raises Damaged if anything is wrong, NotAProject if the file has foreign triggers or views.
    """
    known = known_files.is_validated(path)
    engine = storage.reading_engine(path)
    try:
        with engine.connect() as connection:
            _check_encoding(path, connection)
            _refuse_large_values(path, connection)
            small = _size(connection) <= _CHECKED_AT_ONCE
            if small or known or not _has_our_shape(connection):
                version = _check_structure(path, connection)
            else:
                version = _check_large(path, engine, connection)
            if small:
                _check_hashes(path, connection, version)
                if version == SCHEMA_VERSION:
                    check_sense(path, connection)
            return version, small
    except storage.FAILURES as error:
        raise storage.damaged(path, storage.damage(error)) from error
    finally:
        engine.dispose()


def _check_structure(path: Path, connection: Connection) -> int:
    """Return the schema version of a file that SQLite and the schema find nothing wrong with."""
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise storage.damaged(path, _("parts of the file are broken"))
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version > SCHEMA_VERSION:
        # A newer program was killed before this reached the file itself.
        raise storage.newer_file(path, version)
    if version == SCHEMA_VERSION:
        check_shape(path, connection)
    return int(version)


def _check_large(path: Path, engine: Engine, connection: Connection) -> int:
    """Do the same, and find out whether the file makes sense, at the same time."""
    with beside.validating(engine, connection) as problems:
        version = _check_structure(path, connection)
        for found in problems():
            raise storage.senseless(path, found)
    return version


def _has_our_shape(connection: Connection) -> bool:
    """Return whether a file, which may be damaged, has what its content is validated by."""
    try:
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        return version == SCHEMA_VERSION and not shape_problems(connection)
    except storage.FAILURES:
        return False


def _size(connection: Connection) -> int:
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())


def _check_hashes(path: Path, connection: Connection, version: int) -> None:
    read_damaged_text(connection)
    has_hashes = version >= row_hashes.FIRST_VERSION
    for found in hash_problems(connection) if has_hashes else text_problems(connection):
        raise storage.damaged(path, f"{found['where']}: {found['what']}")


def check_sense(path: Path, connection: Connection) -> None:
    """Raise Damaged if a file of this version holds what the program can't work with.

    Texts and the history are looked into only in a small file: in a large one it takes its time.
    """
    checks = [validation.validation_problems]
    if _size(connection) <= _CHECKED_AT_ONCE:
        checks += [validation.damaged_text_problems, validation.history_problems]
    for check in checks:
        for found in check(connection):
            raise storage.senseless(path, found)


def is_small_file(path: Path) -> bool:
    """Return whether the file at `path` is small in the same sense; False if it is gone."""
    try:
        return path.stat().st_size <= _CHECKED_AT_ONCE
    except OSError:
        return False


def _refuse_large_values(path: Path, connection: Connection) -> None:
    # Before SQLite reads them; a file that is damaged may not even have their table.
    with contextlib.suppress(*storage.FAILURES):
        for found in validation.large_value_problems(connection):
            raise storage.senseless(path, found)


def _check_encoding(path: Path, connection: Connection) -> None:
    for problem in encoding_problems(connection):
        raise storage.NotAProject(
            _("{path} {problem}; restore a backup.").format(path=path, problem=problem)
        )


def encoding_problems(connection: Connection) -> list[str]:
    """Return what is wrong with the encoding of the texts: only UTF-8 is the program's own."""
    encoding = connection.exec_driver_sql("PRAGMA encoding").scalar_one()
    if encoding == "UTF-8":
        return []
    return [
        _("was saved in {encoding} by another program, while projects are in UTF-8").format(
            encoding=encoding
        )
    ]


def check_readable(path: Path, connection: Connection) -> None:
    """Raise NotAProject unless a program of this version can read the file of `connection`.

    That is a file of this version, or a newer one that says so and has all that this version reads.
    """
    _check_encoding(path, connection)
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
    """Raise NotAProject unless the file has our tables and no triggers or views but ours."""
    for problem in shape_problems(connection):
        raise storage.NotAProject(
            _("{path} {problem}; restore a backup.").format(path=path, problem=problem)
        )


def shape_problems(connection: Connection) -> list[str]:
    """Return how tables, columns, triggers and views differ from what this version creates."""
    rows = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
    )
    problems = [*_missing(connection), *word_index.shape_problems(connection)]
    if {row[0] for row in rows} != _our_triggers():
        problems.append(_("was altered by another program (its triggers or views differ)"))
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
            problems.append(_("is damaged (no table “{table}”)").format(table=table.name))
            continue
        missing = {column.name for column in table.columns} - found[table.name]
        if missing:
            problems.append(
                _("is damaged (no column “{column}” in “{table}”)").format(
                    column=min(missing), table=table.name
                )
            )
    return problems
