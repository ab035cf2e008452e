# SPDX-License-Identifier: MIT
"""Repairs a damaged project: saves what can be read of it in a new one; the old one stays as it is.

Rows with matching hashes are copied. Other rows are copied, too, but reported; an annotation among
them gets a note, and words of it that are not at their offsets have to be reviewed. Nothing is
guessed.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import history, locking, migrations, project_file, storage
from claimdesk.models.store.backups.backups import list_backups
from claimdesk.models.store.backups.restoring import verify_backup
from claimdesk.models.store.integrity import row_hashes, validation
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.integrity.verification import Problem, is_text_of, problem
from claimdesk.models.store.regular_files import can_be_read, resolved
from claimdesk.models.store.repair import consistency, from_backup, salvage
from claimdesk.models.store.repair.salvage import Values
from claimdesk.models.store.schema import OLDEST_READER, metadata
from claimdesk.models.store.temp_folders import working_folder

_FEW = 20
_HISTORY = ("changeset", "change")
_INTERNAL = frozenset({"recording", "seal", "unsealed"})


class CannotRepair(ClaimdeskError):
    """Nothing could be saved from the file; no new project was created."""


@dataclass(slots=True)
class RepairReport:
    """The result of a repair."""

    project: Path
    """The new project."""
    saved: dict[str, int] = field(default_factory=dict)
    """The number of rows in the new project by table."""
    lost: list[Problem] = field(default_factory=list)
    """What could not be read, or could not be used without what is lost."""
    altered: list[Problem] = field(default_factory=list)
    """What was saved but is not as it was recorded; the analyst has to check it."""
    recovered: int = 0
    """The number of lost or altered rows that were recovered unchanged from backups."""
    has_history: bool = True
    """Whether the history was intact and is kept, so that earlier edits can still be undone."""
    is_sound: bool = False
    """Whether the new project passes the full check."""


def repair(damaged: Path, new: Path, backups: Sequence[Path] | None = None) -> RepairReport:
    """Save what can be read of the project at `damaged` in a new one at `new`; return a report.

    Other rows are recovered from `backups` that hold exactly what was lost; by default from the
    listed backups of the project, newest first. Raises ClaimdeskError if `new` exists, `damaged` is
    open anywhere, or nothing can be read; then no file is left at `new`.
    """
    damaged, new = resolved(damaged), resolved(new)
    if not damaged.is_file():
        raise CannotRepair(_("{damaged} does not exist; check the name.").format(damaged=damaged))
    if new.exists():
        raise CannotRepair(_("{new} exists already; choose another name.").format(new=new))
    if locking.belongs_to_open(damaged) or locking.is_held(damaged):
        raise locking.InUse(_("{damaged} is open; close it first.").format(damaged=damaged))
    if not can_be_read(damaged):
        raise CannotRepair(
            _("{damaged} can't be read at all; restore a backup.").format(damaged=damaged)
        )
    report = RepairReport(new)
    if backups is None:
        backups = [backup.path for backup in list_backups(damaged)]
    sound = [backup for backup in backups if _is_intact(backup)]
    try:
        with working_folder(new.parent) as folder:
            copy = folder / "copy"
            shutil.copyfile(damaged, copy)
            if storage.wal_path(damaged).exists():
                shutil.copyfile(storage.wal_path(damaged), storage.wal_path(copy))
            salvage.rebuild_header(copy)
            with salvage.reading(copy) as source:
                found = _SalvagedFile(source)
                if not any(found.rows.values()):
                    raise CannotRepair(
                        _("{damaged} can't be read at all; restore a backup.").format(
                            damaged=damaged
                        )
                    )
                project_file.write_new(new, lambda session: _fill(session, found, sound, report))
    except OSError as error:
        raise CannotRepair(
            _("{new} can't be written: {value}.").format(new=new, value=error.strerror or error)
        ) from error
    report.is_sound = bool(check(new)["ok"])
    return report


def _is_intact(backup: Path) -> bool:
    with contextlib.suppress(ClaimdeskError):
        return verify_backup(backup).version >= row_hashes.FIRST_VERSION
    return False


class _SalvagedFile:
    """What can be read of a damaged file."""

    def __init__(self, source: sqlite3.Connection) -> None:
        self.sequences = _read_sequences(source)
        self.columns: dict[str, list[str]] = {}
        self.rows: dict[str, dict[int, Values]] = {}
        for table in metadata.sorted_tables:
            name = table.name
            there = set(salvage.columns_of(source, name))
            self.columns[name] = [c.name for c in table.columns if c.name in there]
            self.rows[name] = {}
            if there:
                highest = self.sequences.get(name, self.sequences.get("annotation", 0))
                self.rows[name] = salvage.rows_of(source, name, self.columns[name], highest)
        self.hashes = self._recorded_hashes()
        self.never_had = _tables_added_since(source)

    def _recorded_hashes(self) -> dict[tuple[str, int], int]:
        place = {name: i for i, name in enumerate(self.columns["seal"])}
        if not {"table_name", "row_id", "digest"} <= place.keys():
            return {}
        hashes = {}
        for row in self.rows["seal"].values():
            name, number, digest = (row[place[c]] for c in ("table_name", "row_id", "digest"))
            if isinstance(name, str) and isinstance(number, int) and isinstance(digest, int):
                hashes[name, number] = digest
        return hashes


def _tables_added_since(source: sqlite3.Connection) -> set[str]:
    """Return the tables that a file of this version of the schema does not have yet."""
    (version,) = source.execute("PRAGMA user_version").fetchone()
    return {
        name for step, added in migrations.CREATES.items() if step >= version > 0 for name in added
    }


def _read_sequences(source: sqlite3.Connection) -> dict[str, int]:
    """Return the highest id that each table ever had, as far as it can be read."""
    with contextlib.suppress(*storage.FAILURES):
        rows = source.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
        return {n: s for n, s in rows if isinstance(n, str) and isinstance(s, int) and s < 2**53}
    return {}


def _fill(
    session: Session, found: _SalvagedFile, backups: Sequence[Path], report: RepairReport
) -> None:
    connection = session.connection()
    sqlite = storage.driver(connection)
    sqlite.execute("PRAGMA defer_foreign_keys = ON")
    sqlite.execute("DELETE FROM setting")
    refused = []
    for name, rows in found.rows.items():
        if not found.columns[name]:
            if name in found.never_had:
                continue
            report.lost.append(problem(f"table {name}", _("it could not be read")))
        elif name not in _INTERNAL:
            refused += _insert(sqlite, name, found.columns[name], rows)
    damaged_rows = _find_damaged_rows(sqlite, found)
    for backup in backups:
        recovered = from_backup.recover_rows(sqlite, damaged_rows, backup)
        report.recovered += len(recovered)
        damaged_rows = {key: digest for key, digest in damaged_rows.items() if key not in recovered}
        from_backup.recover_history(sqlite, _broken_steps(connection), backup)
    report.lost += [entry for entry in refused if not _exists(sqlite, entry)]
    _report_damage(sqlite, found, damaged_rows, report)
    _keep_history_if_intact(connection, found, damaged_rows, report)
    sqlite.execute("DELETE FROM unsealed")
    report.lost += consistency.drop_dangling_references(sqlite)
    report.lost += consistency.complete_annotations(sqlite)
    report.altered += consistency.mend_nonsense(sqlite)
    report.lost += consistency.drop_dangling_references(sqlite)
    report.altered += consistency.accept_altered_texts(sqlite)
    report.altered += consistency.unplace_spans(sqlite)
    report.lost += consistency.complete_annotations(sqlite)
    report.altered += _annotations_changed_here(sqlite)
    consistency.note_damage(sqlite, {row for name, row in damaged_rows if name == "annotation"})
    sqlite.execute(
        "INSERT INTO setting(key, value) VALUES ('oldest_reader', ?1) "
        "ON CONFLICT (key) DO UPDATE SET value = ?1",
        (str(OLDEST_READER),),
    )
    _keep_sequences(sqlite, found.sequences)
    report.saved = {
        table.name: sqlite.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]
        for table in metadata.sorted_tables
        if table.name not in _INTERNAL
    }


def _annotations_changed_here(sqlite: sqlite3.Connection) -> list[Problem]:
    """Return the annotations that lost what referred to rows that are gone, as triggers noted."""
    rows = sqlite.execute(
        "SELECT row_id FROM unsealed WHERE table_name = 'annotation' "
        "AND row_id IN (SELECT id FROM annotation) ORDER BY row_id"
    )
    return [problem(f"annotation {row}", _("what it refers to is lost")) for (row,) in rows]


def _insert(
    sqlite: sqlite3.Connection, name: str, columns: list[str], rows: dict[int, Values]
) -> list[Problem]:
    """Insert rows; return those that the new file does not accept, as problems."""
    listed = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" for _unused in columns)
    statement = f'INSERT INTO "{name}"({listed}) VALUES ({marks})'
    refused = []
    for row, values in rows.items():
        try:
            sqlite.execute(statement, tuple(map(_clean, values)))
        except (sqlite3.DatabaseError, OverflowError) as error:
            refused.append(
                problem(f"{name} {row}", _("it can't be used ({error})").format(error=error))
            )
    return refused


def _clean(value: object) -> object:
    if not isinstance(value, str):
        return value
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _exists(sqlite: sqlite3.Connection, entry: Problem) -> bool:
    name, _unused, row = entry["where"].partition(" ")
    select = f'SELECT 1 FROM "{name}" WHERE id = ?'
    return sqlite.execute(select, (int(row),)).fetchone() is not None


def _current_hashes(sqlite: sqlite3.Connection) -> dict[tuple[str, int], int]:
    """Return the hashes of the current rows by table and id."""
    return {
        (name, row): digest
        for name in row_hashes.HASHED_TABLES
        for row, digest in row_hashes.current_hashes(sqlite, name).items()
    }


def _find_damaged_rows(sqlite: sqlite3.Connection, found: _SalvagedFile) -> from_backup.DamagedRows:
    """Return the lost or altered rows with the hashes that they had; includes altered texts."""
    now = _current_hashes(sqlite)
    damaged_rows = {
        key: digest
        for key, digest in found.hashes.items()
        if key[0] in row_hashes.HASHED_TABLES and now.get(key) != digest
    }
    for row, body, sha256 in sqlite.execute("SELECT id, body, sha256 FROM article"):
        if ("article", row) in found.hashes and not is_text_of(body, sha256):
            damaged_rows["article", row] = found.hashes["article", row]
    return damaged_rows


def _report_damage(
    sqlite: sqlite3.Connection,
    found: _SalvagedFile,
    damaged_rows: from_backup.DamagedRows,
    report: RepairReport,
) -> None:
    """RepairReport what is not as it was recorded, as far as hashes can tell."""
    now = _current_hashes(sqlite)
    for name, row in sorted(damaged_rows):
        place = f"{name} {row}"
        if (name, row) not in now:
            report.lost.append(problem(place, _("it could not be read")))
        elif now[name, row] != damaged_rows[name, row]:
            report.altered.append(problem(place, _("it is not as it was recorded")))
    # If some hashes are lost, a row without one is probably intact.
    if found.hashes and not _has_gaps(found):
        for name, row in sorted(now.keys() - found.hashes.keys()):
            report.altered.append(problem(f"{name} {row}", _("it was never recorded")))


def _broken_steps(connection: Connection) -> list[int]:
    steps = storage.driver(connection).execute("SELECT id, digest FROM changeset").fetchall()
    return [step for step, digest in steps if history.digest(connection, step) != digest]


def _keep_history_if_intact(
    connection: Connection,
    found: _SalvagedFile,
    damaged_rows: from_backup.DamagedRows,
    report: RepairReport,
) -> None:
    """Keep all of the history or, if it has gaps, none of it: its undo would be wrong."""
    report.has_history = (
        all(found.columns[name] for name in _HISTORY)
        and not any(name == "changeset" for name, _row in damaged_rows)
        and not _broken_steps(connection)
        and validation.is_sensible_history(connection)
    )
    if not report.has_history:
        for name in reversed(_HISTORY):
            storage.driver(connection).execute(f"DELETE FROM {name}")


def _has_gaps(found: _SalvagedFile) -> bool:
    """Return whether a page of hashes is probably lost: then many rows have none."""
    missing = sum(
        (name, row) not in found.hashes
        for name in row_hashes.HASHED_TABLES
        for row in found.rows[name]
    )
    return missing > _FEW


def _keep_sequences(sqlite: sqlite3.Connection, sequences: dict[str, int]) -> None:
    """Make sure that no id is used again, or the history would refer to another row."""
    for name, number in sequences.items():
        if name not in metadata.tables or name in _INTERNAL:
            continue
        done = sqlite.execute(
            "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (number, name)
        )
        if not done.rowcount:
            sqlite.execute("INSERT INTO sqlite_sequence(name, seq) VALUES (?, ?)", (name, number))
