# SPDX-License-Identifier: MIT
"""A new project from what can be read of a damaged one, which stays as it is.

Rows whose seals agree are taken over as they are. Others are taken over too, but told in the
report; an annotation among them says so in its note, and words of it that are not where it says
wait for review. Nothing is guessed.
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
from claimdesk.models.store import history, locking, project_file, storage
from claimdesk.models.store.backups.backups import list_backups
from claimdesk.models.store.backups.restoring import verify_backup
from claimdesk.models.store.integrity import row_hashes
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.integrity.verification import Problem, is_text_of, problem
from claimdesk.models.store.repair import consistency, from_backup, salvage
from claimdesk.models.store.repair.salvage import Values
from claimdesk.models.store.schema import OLDEST_READER, metadata
from claimdesk.models.store.temp_folders import working_folder

_FEW = 20
_HISTORY = ("changeset", "change")
_OWN = frozenset({"recording", "seal", "unsealed"})


class CannotRepair(ClaimdeskError):
    """Nothing could be saved from the file; no new project was made."""


@dataclass(slots=True)
class Report:
    """What could be saved."""

    project: Path
    """The new project."""
    saved: dict[str, int] = field(default_factory=dict)
    """Table -> rows in the new project."""
    lost: list[Problem] = field(default_factory=list)
    """What was recorded but could not be read, or not be used without what is lost."""
    altered: list[Problem] = field(default_factory=list)
    """What was saved though it is not as it was recorded: to be looked at by the analyst."""
    healed: int = 0
    """How many lost or altered rows were taken from backups that hold them as they were."""
    has_history: bool = True
    """Whether the history was whole and is kept, so that earlier edits can still be undone."""
    is_sound: bool = False
    """Whether the new project passes the full check."""


def repair(damaged: Path, new: Path, backups: Sequence[Path] | None = None) -> Report:
    """Make a project at `new` of what can be read of the one at `damaged`; what that was.

    What can't be is taken from `backups`, by default the listed ones of the project, newest first,
    where these hold exactly what was lost.
    Raises ClaimdeskError if `new` exists, `damaged` is open anywhere, or nothing can be read; then
    no file is left at `new`.
    """
    damaged, new = damaged.resolve(), new.resolve()
    if not damaged.is_file():
        raise CannotRepair(_("{damaged} does not exist; check the name.").format(damaged=damaged))
    if new.exists():
        raise CannotRepair(_("{new} exists already; choose another name.").format(new=new))
    if locking.belongs_to_open(damaged) or locking.is_held(damaged):
        raise locking.InUse(f"{damaged} is open; close it first.")
    report = Report(new)
    if backups is None:
        backups = [backup.path for backup in list_backups(damaged)]
    sound = [backup for backup in backups if _is_sound(backup)]
    try:
        with working_folder(new.parent) as folder:
            copy = folder / "copy"
            shutil.copyfile(damaged, copy)
            if storage.wal_path(damaged).exists():
                shutil.copyfile(storage.wal_path(damaged), storage.wal_path(copy))
            salvage.mend_header(copy)
            with salvage.reading(copy) as source:
                found = _Found(source)
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


def _is_sound(backup: Path) -> bool:
    with contextlib.suppress(ClaimdeskError):
        return verify_backup(backup).version >= row_hashes.FIRST_VERSION
    return False


class _Found:
    """All that can be read of a damaged file."""

    def __init__(self, source: sqlite3.Connection) -> None:
        self.numbers = _numbers(source)
        self.columns: dict[str, list[str]] = {}
        self.rows: dict[str, dict[int, Values]] = {}
        for table in metadata.sorted_tables:
            name = table.name
            there = set(salvage.columns_of(source, name))
            self.columns[name] = [c.name for c in table.columns if c.name in there]
            self.rows[name] = {}
            if there:
                highest = self.numbers.get(name, self.numbers.get("annotation", 0))
                self.rows[name] = salvage.rows_of(source, name, self.columns[name], highest)
        self.seals = self._seals()

    def _seals(self) -> dict[tuple[str, int], int]:
        place = {name: i for i, name in enumerate(self.columns["seal"])}
        if not {"table_name", "row_id", "digest"} <= place.keys():
            return {}
        seals = {}
        for row in self.rows["seal"].values():
            name, number, digest = (row[place[c]] for c in ("table_name", "row_id", "digest"))
            if isinstance(name, str) and isinstance(number, int) and isinstance(digest, int):
                seals[name, number] = digest
        return seals


def _numbers(source: sqlite3.Connection) -> dict[str, int]:
    """Return the highest id that each table ever had, as far as that can be read."""
    with contextlib.suppress(*storage.FAILURES):
        rows = source.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
        return {n: s for n, s in rows if isinstance(n, str) and isinstance(s, int) and s < 2**53}
    return {}


def _fill(session: Session, found: _Found, backups: Sequence[Path], report: Report) -> None:
    connection = session.connection()
    sqlite = storage.driver(connection)
    sqlite.execute("PRAGMA defer_foreign_keys = ON")
    sqlite.execute("DELETE FROM setting")
    refused = []
    for name, rows in found.rows.items():
        if not found.columns[name]:
            report.lost.append(problem(f"table {name}", "it could not be read"))
        elif name not in _OWN:
            refused += _insert(sqlite, name, found.columns[name], rows)
    wrong = _wrong(sqlite, found)
    for backup in backups:
        healed = from_backup.heal_rows(sqlite, wrong, backup)
        report.healed += len(healed)
        wrong = {key: digest for key, digest in wrong.items() if key not in healed}
        from_backup.heal_history(sqlite, _broken_steps(connection), backup)
    report.lost += [entry for entry in refused if not _is_there(sqlite, entry)]
    _tell(sqlite, found, wrong, report)
    _keep_history_if_whole(connection, found, wrong, report)
    report.lost += consistency.drop_what_points_nowhere(sqlite)
    report.altered += consistency.take_texts_as_they_are(sqlite)
    report.altered += consistency.unplace_spans(sqlite)
    report.lost += consistency.complete_annotations(sqlite)
    consistency.note_damage(sqlite, {row for name, row in wrong if name == "annotation"})
    sqlite.execute(
        "INSERT INTO setting(key, value) VALUES ('oldest_reader', ?1) "
        "ON CONFLICT (key) DO UPDATE SET value = ?1",
        (str(OLDEST_READER),),
    )
    _keep_numbers(sqlite, found.numbers)
    report.saved = {
        table.name: sqlite.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]
        for table in metadata.sorted_tables
        if table.name not in _OWN
    }


def _insert(
    sqlite: sqlite3.Connection, name: str, columns: list[str], rows: dict[int, Values]
) -> list[Problem]:
    """Write rows; those that the new file does not take, as problems."""
    listed = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" for _unused in columns)
    statement = f'INSERT INTO "{name}"({listed}) VALUES ({marks})'
    refused = []
    for row, values in rows.items():
        try:
            sqlite.execute(statement, tuple(map(_clean, values)))
        except (sqlite3.DatabaseError, OverflowError) as error:
            refused.append(problem(f"{name} {row}", f"it can't be used ({error})"))
    return refused


def _clean(value: object) -> object:
    if not isinstance(value, str):
        return value
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_there(sqlite: sqlite3.Connection, entry: Problem) -> bool:
    name, _unused, row = entry["where"].partition(" ")
    select = f'SELECT 1 FROM "{name}" WHERE id = ?'
    return sqlite.execute(select, (int(row),)).fetchone() is not None


def _now(sqlite: sqlite3.Connection) -> dict[tuple[str, int], int]:
    """Return the seals that the rows would have as they are, by table and id."""
    return {
        (name, row): digest
        for name in row_hashes.SEALED
        for row, digest in row_hashes.hashes(sqlite, name).items()
    }


def _wrong(sqlite: sqlite3.Connection, found: _Found) -> from_backup.Wrong:
    """Return what is lost or altered, with the seals that it had; an article also for its text."""
    now = _now(sqlite)
    wrong = {
        key: digest
        for key, digest in found.seals.items()
        if key[0] in row_hashes.SEALED and now.get(key) != digest
    }
    for row, body, sha256 in sqlite.execute("SELECT id, body, sha256 FROM article"):
        if ("article", row) in found.seals and not is_text_of(body, sha256):
            wrong["article", row] = found.seals["article", row]
    return wrong


def _tell(
    sqlite: sqlite3.Connection, found: _Found, wrong: from_backup.Wrong, report: Report
) -> None:
    """Report what is not as it was recorded, as far as seals can tell."""
    now = _now(sqlite)
    for name, row in sorted(wrong):
        place = f"{name} {row}"
        if (name, row) not in now:
            report.lost.append(problem(place, "it could not be read"))
        elif now[name, row] != wrong[name, row]:
            report.altered.append(problem(place, "it is not as it was recorded"))
    # Without some of the seals, a row that has none is as likely to be sound.
    if found.seals and not _has_gaps(found):
        for name, row in sorted(now.keys() - found.seals.keys()):
            report.altered.append(problem(f"{name} {row}", "it was never recorded"))


def _broken_steps(connection: Connection) -> list[int]:
    steps = storage.driver(connection).execute("SELECT id, digest FROM changeset").fetchall()
    return [step for step, digest in steps if history.digest(connection, step) != digest]


def _keep_history_if_whole(
    connection: Connection, found: _Found, wrong: from_backup.Wrong, report: Report
) -> None:
    """A history with gaps would undo what it does not know of: all of it is kept, or none."""
    report.has_history = (
        all(found.columns[name] for name in _HISTORY)
        and not any(name == "changeset" for name, _row in wrong)
        and not _broken_steps(connection)
    )
    if not report.has_history:
        for name in reversed(_HISTORY):
            storage.driver(connection).execute(f"DELETE FROM {name}")


def _has_gaps(found: _Found) -> bool:
    """Return whether a page of seals is likely to be lost: then many rows have none."""
    missing = sum(
        (name, row) not in found.seals for name in row_hashes.SEALED for row in found.rows[name]
    )
    return missing > _FEW


def _keep_numbers(sqlite: sqlite3.Connection, numbers: dict[str, int]) -> None:
    """No id that was ever used is used again, or the history would speak of another row."""
    for name, number in numbers.items():
        if name not in metadata.tables or name in _OWN:
            continue
        done = sqlite.execute(
            "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (number, name)
        )
        if not done.rowcount:
            sqlite.execute("INSERT INTO sqlite_sequence(name, seq) VALUES (?, ?)", (name, number))
