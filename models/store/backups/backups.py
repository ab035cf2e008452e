# SPDX-License-Identifier: MIT
"""Backups: copies of a project that were opened and verified before they are listed.

They are in the folder `NAME backups` beside the project, or in one that the analyst chose. Beside
each is a small JSON file, written last, with a summary of its content and its sha256. A copy
without one is not listed, so that an unfinished one never is.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection, delete, insert
from sqlmodel import col

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import disk, locking, storage
from claimdesk.models.store.backups.retention import Retention, retained
from claimdesk.models.store.backups.summary import Edit, Summary, summarize, verified_summary
from claimdesk.models.store.regular_files import can_be_read, read_regular, resolved
from claimdesk.models.store.schema import Setting
from claimdesk.models.store.settings import setting

if TYPE_CHECKING:
    from claimdesk.models.store.project import Project

BY_HAND, ON_OPEN, REGULAR = "by hand", "on opening", "regular"
BEFORE_MIGRATION, BEFORE_EDIT = "before migration", "before edit"
"""Why a backup was made."""

_NEVER_PRUNED = frozenset({BY_HAND, BEFORE_MIGRATION})
_FOLDER_SETTING = "backup_folder"
_SUFFIX = ".claimdesk"
_FORMAT = 1
_MOST_BYTES = 1_000_000
_RETRY_SECONDS = 0.1
_MOST_RETRIES = 50


class BackupFailed(ClaimdeskError):
    """No backup was made; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One verified backup."""

    path: Path
    made: datetime
    reason: str
    detail: str
    """For `before edit`, the label of the edit."""
    project: str
    """The path of the project then."""
    size: int
    """In bytes."""
    sha256: str
    summary: Summary


def sibling_folder(project: Path) -> Path:
    """Return the default folder for the backups of a project."""
    return project.with_name(f"{project.stem} backups")


def backup_folder(project: Path) -> Path:
    """Return the backup folder of a project: the one chosen in it, or the one beside it."""
    # SQLite would wait for what a file of the kernel has to say.
    readable = locking.is_open_here(project) or can_be_read(project)
    with contextlib.suppress(*storage.FAILURES):
        if not readable:
            return sibling_folder(project)
        engine = storage.reading_engine(project)
        try:
            with engine.connect() as connection:
                chosen = setting(connection, _FOLDER_SETTING)
        finally:
            engine.dispose()
        if isinstance(chosen, str) and chosen:
            return Path(chosen)
    return sibling_folder(project)


def choose_folder(project: Project, folder: Path | None) -> None:
    """Keep the backups of `project` in `folder` from now on, or beside it; cannot be undone."""
    with project.unrecorded() as (connection, _changes):
        connection.execute(delete(Setting).where(col(Setting.key) == _FOLDER_SETTING))
        if folder is not None:
            row = {"key": _FOLDER_SETTING, "value": str(folder.absolute())}
            connection.execute(insert(Setting).values(**row))


def list_backups(project: Path, folder: Path | None = None) -> list[Backup]:
    """Return the verified backups of a project, newest first; never raises for a broken one.

    Backups of other projects in a chosen folder are left out.
    """
    project = resolved(project)
    place = folder or backup_folder(project)
    found = []
    for description_file in sorted(place.glob("*.json")) if place.is_dir() else ():
        backup = _read_description(description_file)
        if backup is None:
            continue
        if backup.project == str(project) or place == sibling_folder(project):
            found.append(backup)
    return sorted(found, key=lambda backup: (backup.made, backup.path.name), reverse=True)


def backup_at(path: Path) -> Backup | None:
    """Return the backup at `path`; None if there is no backup that was verified when made."""
    return _read_description(path.with_suffix(".json"))


def make_backup(
    project: Path,
    reason: str = BY_HAND,
    *,
    detail: str = "",
    folder: Path | None = None,
    now: datetime | None = None,
) -> Backup:
    """Back up the project at `project`, which may be open and written to meanwhile.

    Raises BackupFailed if the copy could not be made or is not equal to the project.
    """
    with Snapshot(project) as snapshot:
        return snapshot.save(reason, detail=detail, folder=folder, now=now)


class Snapshot:
    """A consistent view of the project at this moment, whatever is written to it later.

    Lets a thread back up the state before an edit while that edit goes on.
    """

    def __init__(self, project: Path) -> None:
        self._project = resolved(project)
        self._engine = storage.reading_engine(self._project)
        try:
            self._connection = self._engine.connect()
            self._connection.begin()
            # A transaction sees the moment of its first read, not of its BEGIN.
            self._connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
        except storage.FAILURES as error:
            self._engine.dispose()
            raise BackupFailed(
                _("{project} can't be read ({cause}).").format(
                    project=project, cause=storage.cause(error)
                )
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the snapshot."""
        self._connection.close()
        self._engine.dispose()

    def state(self) -> str:
        """Return the fingerprint of all rows at that moment."""
        return summarize(self._connection).state

    def copy_to(self, target: Path) -> Summary:
        """Save that moment as a new project at `target`. Raises BackupFailed."""
        return copy_whole(self._connection, target)

    def save(
        self,
        reason: str,
        *,
        detail: str = "",
        folder: Path | None = None,
        now: datetime | None = None,
    ) -> Backup:
        """Make a backup of that moment. Raises BackupFailed."""
        place = folder or backup_folder(self._project)
        moment = now or datetime.now(UTC)
        try:
            place.mkdir(exist_ok=True)
            disk.drop_old_drafts(place)
            target = _free_name(place, self._project.stem, moment)
            copied = copy_verified(self._connection, target)
            backup = Backup(
                target,
                moment,
                reason,
                detail,
                str(self._project),
                target.stat().st_size,
                copied.sha256,
                copied.summary,
            )
            disk.write_atomically(target.with_suffix(".json"), _description(backup))
        except OSError as error:
            raise BackupFailed(
                _("No backup of {project} was made: {place}: {value}.").format(
                    project=self._project, place=place, value=error.strerror or error
                )
            ) from error
        return backup


def save_copy(project: Path, target: Path) -> Summary:
    """Save a verified copy of a project, which may be open, as a new project at `target`.

    Raises BackupFailed if that is not possible; then nothing is at `target`.
    """
    refuse_to_replace(target)
    with Snapshot(project) as snapshot:
        return snapshot.copy_to(target)


def refuse_to_replace(target: Path) -> None:
    """Raise BackupFailed if something is at `target`."""
    if target.exists():
        raise BackupFailed(_("{target} exists already; choose another name.").format(target=target))


def copy_whole(source: Connection, target: Path) -> Summary:
    """Save what `source` sees as a new project at `target`. Raises BackupFailed."""
    try:
        return copy_verified(source, target).summary
    except OSError as error:
        raise BackupFailed(
            _("{target} can't be written: {value}.").format(
                target=target, value=error.strerror or error
            )
        ) from error


@dataclass(frozen=True, slots=True)
class VerifiedCopy:
    """The result of verifying a copy of a project."""

    summary: Summary
    sha256: str
    """Of its bytes, in hex."""


def copy_verified(source: Connection, target: Path) -> VerifiedCopy:
    """Copy the file of `source` to `target`, which must not exist; all of it or nothing.

    Raises BackupFailed if the copy is not equal to the source, OSError if it can't be written.
    """
    draft = disk.draft_of(target)
    try:
        with contextlib.closing(sqlite3.connect(draft)) as copy:
            # A copy that fails is thrown away, and a complete one is synced below.
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            storage.driver(source).backup(copy, progress=_BusyLimit(), sleep=_RETRY_SECONDS)
            copy.execute("PRAGMA journal_mode = DELETE")
        disk.sync_file(draft)
        with ThreadPoolExecutor(1) as beside:
            sha256 = beside.submit(sha256_of, draft)
            found = verified_summary(draft)
        if found != summarize(source):
            raise BackupFailed(
                _("{target} was not made: the copy differs from the project.").format(target=target)
            )
        copied = VerifiedCopy(found, sha256.result())
        disk.move(draft, target)
        disk.sync_folder(target.parent)
        return copied
    except storage.NotAProject as error:
        reason = str(error).replace(str(draft), "the copy")
        raise BackupFailed(
            _("{target} was not made: {reason}").format(target=target, reason=reason)
        ) from error
    except storage.FAILURES as error:
        raise BackupFailed(
            _("{target} was not made: {cause}.").format(target=target, cause=storage.cause(error))
        ) from error
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                draft.with_name(draft.name + ending).unlink(missing_ok=True)


class _BusyLimit:
    """Ends a backup that stays blocked; SQLite itself would retry for ever."""

    def __init__(self) -> None:
        self._left = _MOST_RETRIES

    def __call__(self, status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            self._left -= 1
            if self._left < 0:
                raise BackupFailed(_("the project is busy; try again."))


def prune(backups: Sequence[Backup], retention: Retention) -> list[Backup]:
    """Delete the automatic backups that are not to be kept; return the others.

    Backups made by hand or before a migration are never deleted.
    """
    automatic = [backup for backup in backups if backup.reason not in _NEVER_PRUNED]
    keep = retained([backup.made for backup in automatic], retention)
    left = list(backups)
    for backup in automatic:
        if backup.made not in keep:
            with contextlib.suppress(OSError):
                delete_backup(backup)
                left.remove(backup)
    return left


def delete_backup(backup: Backup) -> None:
    """Delete a backup for good. Raises OSError."""
    # First the file that lists it, so that an incomplete backup is never listed.
    backup.path.with_suffix(".json").unlink(missing_ok=True)
    backup.path.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """Return the sha256 (hex) of a file; no connection of this process may have it open."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _free_name(folder: Path, stem: str, moment: datetime) -> Path:
    name = f"{stem} {moment.astimezone():%Y-%m-%d %H%M%S}"
    for ending in ("", *(f" {number}" for number in range(2, 1000))):
        target = folder / f"{name}{ending}{_SUFFIX}"
        if not target.exists() and not target.with_suffix(".json").exists():
            return target
    raise BackupFailed(_("{folder} has too many backups of the same second.").format(folder=folder))


def _description(backup: Backup) -> bytes:
    value = asdict(backup)
    value["contents"] = value.pop("summary")
    value.update(format=_FORMAT, path=backup.path.name, made=backup.made.isoformat())
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def _read_description(description_file: Path) -> Backup | None:
    with contextlib.suppress(
        ClaimdeskError, OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError
    ):
        text = read_regular(description_file, _MOST_BYTES).decode()
        value: dict[str, Any] = json.loads(text)
        path = description_file.with_suffix(_SUFFIX)
        if value.pop("format") != _FORMAT or path.stat().st_size != value["size"]:
            return None
        inner = value.pop("contents")
        last = inner.pop("last_edit")
        inside = Summary(**inner, last_edit=Edit(**last) if last else None)
        made = datetime.fromisoformat(value.pop("made"))
        del value["path"]
        return Backup(path=path, made=made, summary=inside, **value)
    return None
