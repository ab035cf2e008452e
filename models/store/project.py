# SPDX-License-Identifier: MIT
"""A project: one SQLite file, its single writer, its readers and its observers."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlmodel import Session, select

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError, NotSaved
from claimdesk.models.store import (
    correcting,
    history,
    locking,
    project_file,
    sqlite_errors,
    storage,
    temp_folders,
    word_index,
)
from claimdesk.models.store.backups import backups, large_edits
from claimdesk.models.store.backups.summary import Summary
from claimdesk.models.store.history import Changes
from claimdesk.models.store.integrity import known_files, row_hashes, validation
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.locking import CannotWrite, ProjectLock
from claimdesk.models.store.migrations import migrate
from claimdesk.models.store.regular_files import resolved
from claimdesk.models.store.schema import SCHEMA_VERSION, Annotator, metadata

Observer = Callable[[Changes], None]

_log = logging.getLogger(__name__)


class Project:
    """An open project. Every change by an analyst goes through `edit`, `undo` or `redo`.

    One thread writes at a time; the others wait. Observers are called in the thread that wrote,
    once the change is on disk.
    """

    def __init__(self, path: Path, writer: Engine | None, lock: ProjectLock | None) -> None:
        self.path = path
        self.annotator: str | None = None
        """The name of the annotator; recorded with every changeset."""
        self.read_only_reason: str | None = None if writer else _read_only(path)
        """Why nothing can be edited, in one sentence for the analyst; None if editing works."""
        self.was_interrupted = False
        """Whether the last writer did not shut down cleanly: then `verify` soon."""
        self.is_verified = False
        """Whether all content was verified since the project was opened."""
        self.before_risky_edit: Callable[[str, bool], None] | None = None
        """Called before the commit of a large or risky edit with its label, and with whether it
        changes very many rows. Readers still see the state before the edit."""
        self._writer = writer
        self._former_writer: Engine | None = None
        """What may not write any more. Its connection stays open until all readers are closed: only
        the last connection removes the -wal, which otherwise looks like that of a crash."""
        if writer is not None:
            # Connected from the start: it recovers what a crash left in the -wal, and it removes
            # the -wal at the end, which a reader can't.
            writer.connect().close()
        self._foreign_writes_before = self._foreign_writes()
        self._file_id = _file_id(path)
        self._reader = storage.reading_engine(path, pooled=True)
        self._lock = lock
        locking.note_open(path)
        self._is_noted_open = True
        self._writing = threading.RLock()
        self._observers: list[Observer] = []

    @classmethod
    def create(cls, path: Path, fill: project_file.Filler | None = None) -> Self:
        """Create a project at `path`; what `fill` adds is its initial content and cannot be undone.

        Raises ClaimdeskError if `path` exists or the folder can't be written. No file is left
        behind then, nor if `fill` raises.
        """
        path = resolved(path)
        if path.exists():
            raise ClaimdeskError(_("{path} exists already; choose another name.").format(path=path))
        if not path.parent.is_dir():
            raise ClaimdeskError(
                _("{parent} is not a folder; create it first.").format(parent=path.parent)
            )
        lock = ProjectLock(path)
        try:
            project_file.write_new(path, fill)
            return cls(path, storage.writing_engine(path), lock)
        except IntegrityError:
            lock.release()
            raise
        except (*storage.FAILURES, OSError) as error:
            lock.release()
            raise CannotWrite(
                _("{path} can't be created ({cause}).").format(
                    path=path, cause=storage.cause(error)
                )
            ) from error
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open(cls, path: Path, *, break_lock: bool = False) -> Self:
        """Open the project at `path` to read and write; an older file is migrated.

        `break_lock` opens it although a program on another computer did not release it.
        Raises, and leaves the file unchanged: NotAProject if it is missing or something else,
        NewerFile, Damaged, InUse and ForeignLock if it is open elsewhere, CannotWrite if it can
        only be read; all are ClaimdeskErrors.
        """
        path = resolved(path)
        locking.refuse_if_held_here(path)
        if not locking.is_open_here(path):
            storage.check_header(path)
        if storage.is_write_protected(path):
            raise CannotWrite(
                _("{path} is read-only; make it writable or open a copy.").format(path=path)
            )
        lock = ProjectLock(path, break_lock=break_lock)
        try:
            temp_folders.clear_left_behind(path.parent)
            interrupted = lock.previous_holder is not None or storage.wal_path(path).exists()
            version, verified = project_file.check_content(path)
            if version < SCHEMA_VERSION:
                migrate.migrate(path, version)
            if not verified:
                known_files.note_validated(path)
            project = cls(path, storage.writing_engine(path), lock)
            project._complete_word_index()
        except storage.FAILURES as error:
            lock.release()
            raise CannotWrite(
                _(
                    "{path} can't be opened for writing ({cause}); copy it to a folder of yours."
                ).format(path=path, cause=storage.cause(error))
            ) from error
        except BaseException:
            lock.release()
            raise
        project.was_interrupted, project.is_verified = interrupted, verified
        return project

    @classmethod
    def read(cls, path: Path) -> Self:
        """Open the project at `path` only to read; works while another program writes to it.

        Raises ClaimdeskError if it is missing, not a project, older than this program, or so much
        newer that this program can't read it.
        """
        path = resolved(path)
        if not locking.is_open_here(path):
            version = storage.check_header(path, newer=True)
            if version < SCHEMA_VERSION:
                raise ClaimdeskError(
                    _("{path} has an older version; open it once in Claimdesk first.").format(
                        path=path
                    )
                )
        # What is open for writing was validated when it was opened.
        known = known_files.is_validated(path) or locking.is_held(path)
        project = cls(path, None, None)
        try:
            with project.reading() as connection:
                project_file.check_readable(path, connection)
                if not known:
                    project_file.check_sense(path, connection)
        except BaseException:
            project.close()
            raise
        return project

    @classmethod
    def open_or_read(cls, path: Path, *, break_lock: bool = False) -> Self:
        """Open the project at `path` with `open` or, if it can't be written to, with `read`.

        `read_only_reason` then says why: the file, its folder or its drive is write-protected, or a
        newer Claimdesk wrote it. Raises ClaimdeskError as those two do.
        """
        try:
            return cls.open(path, break_lock=break_lock)
        except (CannotWrite, storage.NewerFile) as error:
            project = cls.read(path)
            project.read_only_reason = _(
                "{error} Until then it can be read, but not changed."
            ).format(error=error)
            return project

    def close(self) -> None:
        """Close all connections and release the lock. May be called more than once."""
        self._reader.dispose()
        if self._former_writer is not None:
            self._former_writer.dispose()
            self._former_writer = None
        if self._writer is not None:
            with self._writing:
                own = self._foreign_writes() == self._foreign_writes_before
                self._writer.dispose()
                self._writer = None
                if own and not project_file.is_small_file(self.path):
                    known_files.note_validated(self.path)
        if self._is_noted_open:
            locking.note_closed(self.path)
            self._is_noted_open = False
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _foreign_writes(self) -> int | None:
        """Return a number that changes when anything but this project writes to the file."""
        if self._writer is None:
            return None
        with contextlib.suppress(*storage.FAILURES), self._writer.connect() as connection:
            found = storage.driver(connection).execute("PRAGMA data_version").fetchone()
            return int(found[0])
        return None

    def verify(
        self,
        stopped: Callable[[], bool] | None = None,
        progress: Callable[[int, int], object] | None = None,
    ) -> dict[str, Any]:
        """Check everything and return the report of `check`; works in any thread, beside edits.

        `stopped` and `progress` are those of `check`, which raises CheckStopped.

        If anything is wrong, nothing more is written and `read_only_reason` says why. The way out
        is to restore a backup or to repair a copy.
        """
        report = check(self.path, stopped, progress)
        self.is_verified = bool(report["ok"])
        for problem in report["problems"]:
            self.stop_writing(
                _(
                    "{path} is damaged ({where}: {what}). Nothing more is written to it; restore a "
                    "backup or repair a copy."
                ).format(path=self.path, where=problem["where"], what=problem["what"])
            )
            break
        return report

    def save_copy(self, target: Path) -> Summary:
        """Save a verified copy as a new project at `target`, even if the file itself is gone.

        Raises BackupFailed if that fails; then nothing is at `target`.
        """
        if self._writer is None or self._is_in_place():
            return backups.save_copy(self.path, target)
        backups.refuse_to_replace(target)
        with self._writing, self._writer.begin() as connection:
            # SQLite cannot copy from within a write transaction.
            storage.driver(connection).execute("COMMIT")
            storage.driver(connection).execute("BEGIN")
            return backups.copy_whole(connection, target)

    def stop_writing(self, reason: str) -> None:
        """Refuse all edits from now on; the lock is kept, so that others can't write either."""
        with self._writing:
            if self._writer is not None:
                self._former_writer, self._writer = self._writer, None
            self.read_only_reason = reason

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees the current state of the project and cannot write."""
        try:
            with self._reader.begin() as connection:
                yield connection
        except storage.FAILURES as error:
            raise sqlite_errors.unreadable(self.path, error) from error

    @contextlib.contextmanager
    def edit(self, label: str) -> Iterator[Session]:
        """Run one action of the analyst: one transaction, one changeset, one step of undo.

        The changes are committed at the end of the block; if it raises, nothing is changed.
        """
        with self._transaction(label) as (connection, notify):
            changeset = history.begin(connection, label, annotator=self.annotator)
            with Session(bind=connection, info={"annotator": self.annotator}) as session:
                yield session
                session.flush()
            if history.finish(connection, changeset):
                notify.append(history.changes_of(connection, changeset, label))
            else:
                _delete_changeset(connection, changeset)

    @contextlib.contextmanager
    def unrecorded(self) -> Iterator[tuple[Connection, list[Changes]]]:
        """Run a transaction for what the program can recreate, such as suggestions; no undo.

        Observers are notified of the changes that the block adds to the list, after the commit.
        """
        with self._transaction("") as transaction:
            yield transaction

    def _complete_word_index(self) -> None:
        with self.reading() as connection:
            complete = word_index.is_complete(connection)
        if not complete:
            with self.unrecorded() as (connection, _changes):
                word_index.rebuild(connection)

    def undo(self, edit: int | None = None) -> Changes | None:
        """Undo the last edit that is not undone, or the given one; None if there is none.

        Raises ClaimdeskError if a row has been changed since that edit.
        """
        return self._revert(history.undo_target, history.undo, _("Undo: {label}"), edit)

    def redo(self) -> Changes | None:
        """Redo the last undone edit, unless something was edited since; None if there is none."""
        return self._revert(history.redo_target, history.redo, _("Redo: {label}"))

    def undo_label(self) -> str | None:
        """Return the label of the edit that `undo` would undo."""
        return self._target(history.undo_target)

    def redo_label(self) -> str | None:
        """Return the label of the edit that `redo` would redo."""
        return self._target(history.redo_target)

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Call `observer` after every change; the returned function stops that."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def _target(self, find: Callable[[Connection], tuple[int, str] | None]) -> str | None:
        with self.reading() as connection:
            found = find(connection)
        return found[1] if found else None

    def _revert(
        self,
        find: Callable[[Connection], tuple[int, str] | None],
        invert: Callable[[Connection, int, str, str | None], int],
        template: str,
        edit: int | None = None,
    ) -> Changes | None:
        with self._transaction(template.partition(":")[0]) as (connection, notify):
            target = history.standing_edit(connection, edit) if edit else find(connection)
            if target is None:
                return None
            label = template.format(label=target[1])
            changeset = invert(connection, target[0], label, self.annotator)
            correcting.adjust_spans(connection, changeset)
            history.finish(connection, changeset)
            changes = history.changes_of(connection, changeset, label)
            notify.append(changes)
        return changes

    @contextlib.contextmanager
    def _transaction(self, label: str) -> Iterator[tuple[Connection, list[Changes]]]:
        notify: list[Changes] = []
        with self._writing:
            if self._writer is None:
                raise ClaimdeskError(self.read_only_reason or _read_only(self.path))
            try:
                with self._writer.begin() as connection:
                    self._refuse_other_file(label)
                    self._refuse_foreign_changes(connection)
                    yield connection, notify
                    self._call_before_risky_edit(connection, label)
                    self._refuse_nonsense(connection)
                    word_index.update(connection)
                    row_hashes.update_hashes(connection)
            except (IntegrityError, sqlite3.IntegrityError) as error:
                raise ClaimdeskError(
                    _("{path}: {refused_value}; nothing was saved.").format(
                        path=self.path, refused_value=sqlite_errors.refused_value(error)
                    )
                ) from error
            except (DatabaseError, sqlite3.DatabaseError) as error:
                raise sqlite_errors.not_saved(self.path, label, error) from error
        for changes in notify:
            self._notify(changes)

    def _refuse_other_file(self, label: str) -> None:
        # SQLite would go on writing to a file that was renamed or deleted.
        if not self._is_in_place():
            raise NotSaved(
                _(
                    "{path} was moved, replaced or deleted by another program; nothing "
                    "was saved. Put it back and try again, or save a copy elsewhere."
                ).format(path=self.path),
                label,
                retry=True,
            )

    def _is_in_place(self) -> bool:
        return _file_id(self.path) == self._file_id

    def _refuse_foreign_changes(self, connection: Connection) -> None:
        # Our own transactions leave no row here: another program changed something.
        rows = storage.driver(connection).execute("SELECT table_name, row_id FROM unsealed")
        foreign = rows.fetchone()
        if foreign is not None:
            raise ClaimdeskError(
                _(
                    "{path} was changed by another program ({table} {row}). Nothing "
                    "more is written to it; restore a backup or repair a copy."
                ).format(path=self.path, table=foreign[0], row=foreign[1])
            )

    def _refuse_nonsense(self, connection: Connection) -> None:
        # What is committed has to pass when the file is opened again.
        for found in validation.changed_problems(connection):
            raise ClaimdeskError(
                _("{path}: {where}: {what}; nothing was saved.").format(path=self.path, **found)
            )

    def _call_before_risky_edit(self, connection: Connection, label: str) -> None:
        if self.before_risky_edit is None:
            return
        size = large_edits.classify_edit(connection)
        if size is None:
            return
        try:
            self.before_risky_edit(label, size == large_edits.LARGE)
        except Exception:
            _log.exception("the callback before “%s” failed", label)

    def _notify(self, changes: Changes) -> None:
        for observer in list(self._observers):
            try:
                observer(changes)
            except Exception:
                # The change is on disk: an error of an observer must not look like a failed edit.
                _log.exception("an observer failed on “%s”", changes.label)


def _delete_changeset(connection: Connection, changeset: int) -> None:
    connection.exec_driver_sql("DELETE FROM changeset WHERE id = ?", (changeset,))


def _read_only(path: Path) -> str:
    return _("{path} is open only for reading.").format(path=path)


def _file_id(path: Path) -> tuple[int, int] | None:
    """Return what identifies the file at `path` whatever its name; None if there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def set_annotator(project: Project, name: str) -> None:
    """Edit as `name` from now on; a new name is added to the project's annotators.

    This is not a step of undo: it says who edits and changes nothing that was recorded.
    """
    project.annotator = name
    if project.read_only_reason is not None:
        return
    with project.reading() as connection:
        known = connection.execute(select(Annotator.id).where(Annotator.name == name)).first()
    if known is None:
        with project.unrecorded() as (connection, _changes):
            connection.execute(insert(metadata.tables["annotator"]).values(name=name))
