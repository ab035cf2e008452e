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
)
from claimdesk.models.store.backups import backups, large_edits
from claimdesk.models.store.backups.summary import Contents
from claimdesk.models.store.history import Changes
from claimdesk.models.store.integrity import row_hashes
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.locking import CannotWrite, ProjectLock
from claimdesk.models.store.schema import SCHEMA_VERSION, Annotator, metadata

Observer = Callable[[Changes], None]

_log = logging.getLogger(__name__)


class Project:
    """An open project. Every change of an analyst goes through `edit`, `undo` or `redo`.

    One thread writes at a time; the others wait. Observers are called in the thread that wrote,
    after what they are told is on disk.
    """

    def __init__(self, path: Path, writer: Engine | None, lock: ProjectLock | None) -> None:
        self.path = path
        self.annotator: str | None = None
        """Name of who edits; recorded with every changeset."""
        self.read_only_reason: str | None = None if writer else f"{path} is open only for reading."
        """Why nothing can be edited, in a sentence for the analyst; None if it can."""
        self.was_interrupted = False
        """Whether the last program that wrote to it did not close it: then `verify` soon."""
        self.is_verified = False
        """Whether all content was found to be what was committed, since it was opened."""
        self.before_risky_edit: Callable[[str, bool], None] | None = None
        """Called with an edit's label, and whether it changes very many rows, before the commit of
        one that an analyst may want to take back as a whole. Readers still see what was before."""
        self._writer = writer
        if writer is not None:
            # Connected from the start: it takes up what a crash left in the -wal, and it is there
            # to clear the -wal away at the end, which a reader can't.
            writer.connect().close()
        self._file = _identity(path)
        self._reader = storage.reading_engine(path, kept=True)
        self._lock = lock
        locking.note_open(path)
        self._noted_open = True
        self._writing = threading.RLock()
        self._observers: list[Observer] = []

    @classmethod
    def create(cls, path: Path, fill: project_file.Filler | None = None) -> Self:
        """A new project at `path`. What `fill` puts into it is there from the start: no undo.

        Raises ClaimdeskError if something is there already or the folder can't be written; that,
        and whatever `fill` raises, leaves no file behind.
        """
        path = path.resolve()
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
        """Return the project at `path`, to read and write; an older file is migrated.

        `break_lock` opens it although a program on another computer did not release it.
        Raises, and leaves the file as it is: NotAProject if it is missing or something else,
        NewerFile, Damaged, InUse and ForeignLock if it is open elsewhere, CannotWrite if it can
        only be read; all are ClaimdeskErrors.
        """
        path = path.resolve()
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
            interrupted = lock.left_by is not None or storage.wal_path(path).exists()
            version, verified = project_file.check_content(path)
            if version < SCHEMA_VERSION:
                project_file.migrate(path, version)
            project = cls(path, storage.writing_engine(path), lock)
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
        """Return the project at `path`, only to read; works while another program writes to it.

        Raises ClaimdeskError if it is missing, not a project, older than this program, or so much
        newer that this program can't read it.
        """
        path = path.resolve()
        if not locking.is_open_here(path):
            version = storage.check_header(path, newer=True)
            if version < SCHEMA_VERSION:
                raise ClaimdeskError(
                    _("{path} is of an older version; open it once in Claimdesk first.").format(
                        path=path
                    )
                )
        project = cls(path, None, None)
        try:
            with project.reading() as connection:
                project_file.check_readable(path, connection)
        except BaseException:
            project.close()
            raise
        return project

    @classmethod
    def open_or_read(cls, path: Path, *, break_lock: bool = False) -> Self:
        """Return the project at `path` as `open` gives it or, where it can't be written to, `read`.

        `read_only_reason` then says why: it is write-protected, its folder or disk is, or a newer
        Claimdesk wrote it. Raises ClaimdeskError as those two.
        """
        try:
            return cls.open(path, break_lock=break_lock)
        except (CannotWrite, storage.NewerFile) as error:
            project = cls.read(path)
            project.read_only_reason = f"{error} Until then it can be read, but not changed."
            return project

    def close(self) -> None:
        """Close all connections and give up the right to write. May be called again."""
        self._reader.dispose()
        if self._writer is not None:
            with self._writing:
                self._writer.dispose()
                self._writer = None
        if self._noted_open:
            locking.note_closed(self.path)
            self._noted_open = False
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def verify(
        self,
        stopped: Callable[[], bool] | None = None,
        progress: Callable[[int, int], object] | None = None,
    ) -> dict[str, Any]:
        """Check everything; the report of `check`. May run in any thread while edits go on.

        `stopped` and `progress` are those of `check`, which raises CheckStopped.

        If anything is wrong, nothing more is written and `read_only_reason` says so: what is
        damaged must not be built upon. Restoring a backup or repairing a copy is the way out.
        """
        report = check(self.path, stopped, progress)
        self.is_verified = bool(report["ok"])
        for problem in report["problems"]:
            self.stop_writing(
                f"{self.path} is damaged ({problem['where']}: {problem['what']}). Nothing more is "
                "written to it; restore a backup or repair a copy."
            )
            break
        return report

    def save_copy(self, target: Path) -> Contents:
        """Save a verified copy as a new project at `target`, also if the file here is gone by now.

        Raises BackupFailed if that is not possible; then nothing is at `target`.
        """
        if self._writer is None or self._is_in_place():
            return backups.save_copy(self.path, target)
        backups.refuse_to_replace(target)
        with self._writing, self._writer.begin() as connection:
            # SQLite copies nothing out of a transaction that may write.
            storage.driver(connection).execute("COMMIT")
            storage.driver(connection).execute("BEGIN")
            return backups.copy_whole(connection, target)

    def stop_writing(self, reason: str) -> None:
        """Refuse all edits from now on; others still can't open it for writing."""
        with self._writing:
            if self._writer is not None:
                self._writer.dispose()
                self._writer = None
            self.read_only_reason = reason

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Return a connection that sees the project as it is now and cannot write."""
        try:
            with self._reader.begin() as connection:
                yield connection
        except storage.FAILURES as error:
            raise sqlite_errors.unreadable(self.path, error) from error

    @contextlib.contextmanager
    def edit(self, label: str) -> Iterator[Session]:
        """Return one action of the analyst: one transaction, one changeset, one step of undo.

        What the block leaves uncommitted is committed at its end; if it raises, nothing happened.
        """
        with self._transaction(label) as (connection, told):
            changeset = history.begin(connection, label, annotator=self.annotator)
            with Session(bind=connection, info={"annotator": self.annotator}) as session:
                yield session
                session.flush()
            if history.finish(connection, changeset):
                told.append(history.changes_of(connection, changeset, label))
            else:
                _forget(connection, changeset)

    @contextlib.contextmanager
    def unrecorded(self) -> Iterator[tuple[Connection, list[Changes]]]:
        """Return a transaction for what the program can make again, such as suggestions.

        The changes that the block puts into the list are told to the observers after it is on disk.
        """
        with self._transaction("") as transaction:
            yield transaction

    def undo(self, edit: int | None = None) -> Changes | None:
        """Turn back the last edit that is not undone, or the one given; None if there is none.

        Raises ClaimdeskError if rows are no longer what the edit left.
        """
        return self._revert(history.undo_target, history.undo, _("Undo: {label}"), edit)

    def redo(self) -> Changes | None:
        """Turn back the last undo, unless something was edited since; None if there is none."""
        return self._revert(history.redo_target, history.redo, _("Redo: {label}"))

    def undo_label(self) -> str | None:
        """Label of the edit that `undo` would turn back."""
        return self._target(history.undo_target)

    def redo_label(self) -> str | None:
        """Label of the edit that `redo` would bring back."""
        return self._target(history.redo_target)

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Call `observer` after every change; the returned function ends that."""
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
        with self._transaction(template.partition(":")[0]) as (connection, told):
            target = history.standing_edit(connection, edit) if edit else find(connection)
            if target is None:
                return None
            label = template.format(label=target[1])
            changeset = invert(connection, target[0], label, self.annotator)
            correcting.settle(connection, changeset)
            history.finish(connection, changeset)
            changes = history.changes_of(connection, changeset, label)
            told.append(changes)
        return changes

    @contextlib.contextmanager
    def _transaction(self, label: str) -> Iterator[tuple[Connection, list[Changes]]]:
        told: list[Changes] = []
        with self._writing:
            if self._writer is None:
                raise ClaimdeskError(
                    self.read_only_reason or f"{self.path} is open only for reading."
                )
            try:
                with self._writer.begin() as connection:
                    self._refuse_other_file(label)
                    self._refuse_strange_changes(connection)
                    yield connection, told
                    self._announce(connection, label)
                    row_hashes.seal_changes(connection)
            except (IntegrityError, sqlite3.IntegrityError) as error:
                raise ClaimdeskError(
                    _("{path}: {refused_value}; nothing was saved.").format(
                        path=self.path, refused_value=sqlite_errors.refused_value(error)
                    )
                ) from error
            except (DatabaseError, sqlite3.DatabaseError) as error:
                raise sqlite_errors.not_saved(self.path, label, error) from error
        for changes in told:
            self._tell(changes)

    def _refuse_other_file(self, label: str) -> None:
        # SQLite would go on writing to a file that has another name by now, or none.
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
        return _identity(self.path) == self._file

    def _refuse_strange_changes(self, connection: Connection) -> None:
        # Our own transactions leave none: whoever did made changes that nobody vouches for.
        found = storage.driver(connection).execute("SELECT table_name, row_id FROM unsealed")
        strange = found.fetchone()
        if strange is not None:
            raise ClaimdeskError(
                _(
                    "{path} was changed by another program ({value} {value2}). Nothing "
                    "more is written to it; restore a backup or repair a copy."
                ).format(path=self.path, value=strange[0], value2=strange[1])
            )

    def _announce(self, connection: Connection, label: str) -> None:
        if self.before_risky_edit is None:
            return
        size = large_edits.size_of(connection)
        if size is None:
            return
        try:
            self.before_risky_edit(label, size == large_edits.LARGE)
        except Exception:
            _log.exception("nothing was done before “%s”", label)

    def _tell(self, changes: Changes) -> None:
        for observer in list(self._observers):
            try:
                observer(changes)
            except Exception:
                # The change is on disk: an observer's mistake must not look like a failed edit.
                _log.exception("an observer failed on “%s”", changes.label)


def _forget(connection: Connection, changeset: int) -> None:
    connection.exec_driver_sql("DELETE FROM changeset WHERE id = ?", (changeset,))


def _identity(path: Path) -> tuple[int, int] | None:
    """Return which file is at `path`, whatever it is called; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def set_annotator(project: Project, name: str) -> None:
    """Edit as `name` from now on; a new name is added to the project's annotators.

    That is no step of undo: it says who edits and changes nothing that was recorded.
    """
    project.annotator = name
    if project.read_only_reason is not None:
        return
    with project.reading() as connection:
        known = connection.execute(select(Annotator.id).where(Annotator.name == name)).first()
    if known is None:
        with project.unrecorded() as (connection, _told):
            connection.execute(insert(metadata.tables["annotator"]).values(name=name))
