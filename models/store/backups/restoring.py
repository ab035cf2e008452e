# SPDX-License-Identifier: MIT
"""Restore a backup: it replaces the project, which is moved aside and never destroyed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import disk, locking, storage
from claimdesk.models.store.backups.backups import (
    backup_at,
    copy_verified,
    list_backups,
    sha256_of,
)
from claimdesk.models.store.backups.summary import Edit, Summary, verified_summary
from claimdesk.models.store.integrity.row_hashes import FIRST_VERSION, HASHED_TABLES
from claimdesk.models.store.locking import ProjectLock
from claimdesk.models.store.project import Project
from claimdesk.models.store.regular_files import resolved

BESIDE = ("", "-wal", "-shm", "-journal")
"""Suffixes of the files of a project; only the first always exists."""

COUNTED = tuple(
    name for name in HASHED_TABLES if name not in ("changeset", "setting", "suggestion_run")
)
"""The tables in which differences are counted."""

_MOST_LISTED = 200


class CannotRestore(ClaimdeskError):
    """The backup was not restored; the project is unchanged."""


@dataclass(frozen=True, slots=True)
class RestoredBackup:
    """The result of restoring a backup."""

    project: Path
    summary: Summary
    replaced: Path | None
    """The folder with the files that were replaced; None if there were none."""


@dataclass(frozen=True, slots=True)
class RowDifference:
    """How many rows of a table differ between a backup and the current project."""

    only_in_backup: int = 0
    only_in_project: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """What restoring a backup would change."""

    tables: Mapping[str, RowDifference] = field(default_factory=dict)
    """By table; only tables that differ. An annotation includes its spans and fields."""
    articles: tuple[str, ...] = ()
    """Titles of articles that differ, or of which an annotation does; at most 200."""
    edits_since: tuple[Edit, ...] = ()
    """Steps of the history that the backup does not have, newest first; at most 200."""
    edits: int = 0
    """The number of such steps."""


def verify_backup(backup: Path) -> Summary:
    """Verify a backup, or any project file that no program has open, and return its summary.

    If the sha256 of a backup matches, it is what was fully checked when it was made; a file without
    a recorded sha256 is fully checked now. Raises NotAProject or CannotRestore if it is damaged.
    """
    if locking.is_held(backup):
        raise CannotRestore(
            _("{backup} is open in a program; close it there first.").format(backup=backup)
        )
    storage.check_header(backup)
    if backup.with_suffix(".json").exists():
        noted = backup_at(backup)
        if noted is None or noted.sha256 != sha256_of(backup):
            raise CannotRestore(
                _("{backup} has changed since it was made; choose another backup.").format(
                    backup=backup
                )
            )
        return noted.summary
    if storage.wal_path(backup).exists():
        raise CannotRestore(
            _("{backup} was not closed properly; open it once in Claimdesk first.").format(
                backup=backup
            )
        )
    return verified_summary(backup)


def restore(backup: Path, project: Path, now: datetime | None = None) -> RestoredBackup:
    """Replace `project` by a copy of `backup`; the files of the project are moved aside.

    They go, whatever they are, to the folder `NAME replaced YYYY-MM-DD HHMMSS` beside it. The
    backup is verified before, and the restored file afterwards. Raises ClaimdeskError if the backup
    is damaged or the project is open anywhere; nothing changes until the final moves.
    """
    backup, project = resolved(backup), resolved(project)
    if backup == project:
        raise CannotRestore(
            _("{backup} is the project itself; choose a backup of it.").format(backup=backup)
        )
    if project.is_dir() or not project.parent.is_dir():
        raise CannotRestore(
            _("{project} is not the name of a file in a folder; choose another.").format(
                project=project
            )
        )
    verify_backup(backup)
    lock = ProjectLock(project)
    disk.drop_old_drafts(project.parent)
    draft = disk.draft_of(project)
    try:
        expected = _copy(backup, draft)
        replaced = _move_aside(project, now or datetime.now(UTC))
        disk.move(draft, project)
        disk.sync_folder(project.parent)
        found = verified_summary(project)
        if found != expected:
            raise CannotRestore(
                _("{project} differs from {backup}; try again.").format(
                    project=project, backup=backup
                )
            )
        return RestoredBackup(project, found, replaced)
    except OSError as error:
        raise CannotRestore(
            _("{backup} was not restored: {file}: {reason}.").format(
                backup=backup, file=error.filename or project, reason=error.strerror or error
            )
        ) from error
    finally:
        draft.unlink(missing_ok=True)
        lock.release()


def _copy(backup: Path, draft: Path) -> Summary:
    engine = storage.reading_engine(backup, immutable=True)
    try:
        with engine.begin() as connection:
            return copy_verified(connection, draft).summary
    except storage.FAILURES as error:
        raise CannotRestore(
            _("{backup} can't be read ({cause}).").format(backup=backup, cause=storage.cause(error))
        ) from error
    finally:
        engine.dispose()


def _move_aside(project: Path, moment: datetime) -> Path | None:
    """Move the files of the project to a new folder; None if there were none."""
    existing = [
        path
        for path in (project.with_name(project.name + ending) for ending in BESIDE)
        if path.exists() or path.is_symlink()
    ]
    if not existing:
        return None
    folder = _new_folder(project, moment)
    # The project before its -wal: if the power fails in between, no file without its -wal is left
    # in place, and a new file never meets an old -wal.
    for path in existing:
        disk.move(path, folder / path.name)
    disk.sync_folder(folder)
    disk.sync_folder(project.parent)
    return folder


def _new_folder(project: Path, moment: datetime) -> Path:
    name = f"{project.stem} replaced {moment.astimezone():%Y-%m-%d %H%M%S}"
    for number in range(1, 1000):
        folder = project.with_name(name if number == 1 else f"{name} {number}")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise CannotRestore(
        _("{project} was replaced too often within a second; try again.").format(project=project)
    )


def read_newest_backup(project: Path, why: str) -> Project:
    """Open the newest readable backup of `project` to read; `why` says why not the project itself.

    Raises ClaimdeskError if no backup can be read.
    """
    for backup in list_backups(project):
        try:
            opened = Project.read(backup.path)
        except ClaimdeskError:
            continue
        opened.read_only_reason = _(
            "{why} This is its backup of {moment}: it can be read, but not changed."
        ).format(why=why, moment=f"{backup.made.astimezone():%Y-%m-%d %H:%M}")
        return opened
    raise ClaimdeskError(
        _("{project} has no backup that can be read instead.").format(project=project)
    )


def difference(backup: Path, project: Path) -> Difference:
    """Return what restoring `backup` over `project`, which may be open, would change.

    Raises ClaimdeskError if one of them can't be read.
    """
    old, new = storage.reading_engine(backup, immutable=True), storage.reading_engine(project)
    try:
        with old.begin() as before, new.begin() as after:
            return _difference(before, after)
    except storage.FAILURES as error:
        raise CannotRestore(
            _("{backup} can't be compared with {project} ({cause}).").format(
                backup=backup, project=project, cause=storage.cause(error)
            )
        ) from error
    finally:
        old.dispose()
        new.dispose()


def _difference(before: Connection, after: Connection) -> Difference:
    tables: dict[str, RowDifference] = {}
    touched: dict[str, set[int]] = {}
    for name in COUNTED:
        old, new = _row_hashes(before, name), _row_hashes(after, name)
        changed = {row for row in old.keys() & new.keys() if old[row] != new[row]}
        if changed or old.keys() != new.keys():
            gone, added = old.keys() - new.keys(), new.keys() - old.keys()
            tables[name] = RowDifference(len(gone), len(added), len(changed))
            touched[name] = changed | gone | added
    edits = storage.driver(after).execute(
        "SELECT label, annotator, created FROM changeset WHERE id > ? ORDER BY id DESC",
        (_last_common_step(before, after),),
    )
    since = [Edit(*row) for row in edits]
    titles = _titles(before, after, touched)
    return Difference(tables, titles[:_MOST_LISTED], tuple(since[:_MOST_LISTED]), len(since))


def _row_hashes(connection: Connection, name: str) -> dict[int, int]:
    sqlite = storage.driver(connection)
    if sqlite.execute("PRAGMA user_version").fetchone()[0] < FIRST_VERSION:
        # Without hashes, only added and deleted rows are known.
        return {row: 0 for (row,) in sqlite.execute(f'SELECT id FROM "{name}"')}
    found = sqlite.execute("SELECT row_id, digest FROM seal WHERE table_name = ?", (name,))
    return dict(found.fetchall())


def _last_common_step(before: Connection, after: Connection) -> int:
    """Return the id of the last step of the history that both have; 0 if there is none."""
    select = "SELECT id, digest FROM changeset ORDER BY id DESC"
    theirs = dict(storage.driver(after).execute(select).fetchall())
    for step, digest in storage.driver(before).execute(select):
        if theirs.get(step) == digest:
            return int(step)
    return 0


def _titles(
    before: Connection, after: Connection, touched: Mapping[str, set[int]]
) -> tuple[str, ...]:
    articles = set(touched.get("article", ()))
    titles: dict[int, str] = {}
    for connection in (before, after):
        sqlite = storage.driver(connection)
        for row, article in sqlite.execute("SELECT id, article_id FROM annotation"):
            if row in touched.get("annotation", ()):
                articles.add(article)
        titles.update(sqlite.execute("SELECT id, title FROM article").fetchall())
    return tuple(titles[article] for article in sorted(articles) if article in titles)
