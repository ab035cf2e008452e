# SPDX-License-Identifier: MIT
"""One writer per project: an operating-system lock on a file beside it.

The lock is separate from SQLite's own, so that reading connections work while the project is open.
The operating system releases it when the process ends, even if that is killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import stat
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import portalocker

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.regular_files import NotRegular, open_regular, resolved

_HOST = socket.gethostname()
_MOST_CHARACTERS = 4096
_BESIDE = ("-wal", "-shm", "-journal")


class InUse(ClaimdeskError):
    """Another program, or this one, has the project open for writing."""


class ForeignLock(InUse):
    """A program on another computer has the project open, or ended there without closing it.

    The lock is not reliable between computers. Only a person can know; opening with `break_lock`
    is their choice.
    """


class CannotWrite(ClaimdeskError):
    """The project can be read where it is, but not written to."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The program that wrote a lock file."""

    program: str
    process: int
    host: str

    def __str__(self) -> str:
        return _("{program} (process {process} on {host})").format(**asdict(self))


_held: set[Path] = set()
_open: Counter[Path] = Counter()


def is_held_here(project: Path) -> bool:
    """Return whether this process has the project open for writing, under any name."""
    return _is_among(project, list(_held))


def is_open_here(project: Path) -> bool:
    """Return whether this process has the project open, for writing or reading.

    Then its file must be read only through SQLite: closing it would drop SQLite's own locks.
    """
    return _is_among(project, _all_open())


def _all_open() -> list[Path]:
    return [*_held, *_open]


def belongs_to_open(path: Path) -> bool:
    """Return whether `path` is an open project of this process, or a file of SQLite beside one.

    Reading such a file directly would drop SQLite's locks.
    """
    # Not projects that are only locked, such as one that is being replaced by a backup: no
    # connection has them open.
    return _is_among(path, [f"{open_}{end}" for open_ in list(_open) for end in ("", *_BESIDE)])


def refuse_open_project(path: Path) -> None:
    """Raise ClaimdeskError if `path` belongs to an open project, before it is read as a file."""
    if belongs_to_open(path):
        raise ClaimdeskError(
            _("{path} belongs to the open project; choose another file.").format(path=path)
        )


def note_open(project: Path) -> None:
    """Count one more connection of this process to the project."""
    _open[resolved(project)] += 1


def note_closed(project: Path) -> None:
    """Count one connection less."""
    _open[resolved(project)] -= 1
    if _open[resolved(project)] <= 0:
        del _open[resolved(project)]


def _is_among(project: Path, known: Iterable[Path | str]) -> bool:
    try:
        found = os.stat(project)  # noqa: PTH116 - asked for each file read, as below
    except OSError:
        with contextlib.suppress(ClaimdeskError):  # what leads in a circle is no file
            project = resolved(project)
        return any(project == Path(other) for other in known)
    # Resolving does not recognise hard links, and takes longer.
    return any(_is_file(found, other) for other in known)


def _is_file(found: os.stat_result, other: Path | str) -> bool:
    try:
        return os.path.samestat(found, os.stat(other))  # noqa: PTH116
    except OSError:
        return False


def refuse_if_held_here(project: Path) -> None:
    """Raise InUse if this process has the project open for writing."""
    if is_held_here(project):
        raise InUse(
            _("{project} is open in this program already; close it first.").format(project=project)
        )


def is_held(project: Path) -> bool:
    """Return whether any program has the project open for writing; leaves no file."""
    if is_held_here(project):
        return True
    try:
        file = open_regular(_lock_path(project))
    except (OSError, NotRegular):
        return False
    with file:
        try:
            portalocker.lock(file, portalocker.LOCK_EX | portalocker.LOCK_NB)
        except portalocker.exceptions.BaseLockException:
            return True
    return False


def _lock_path(project: Path) -> Path:
    return project.with_name(project.name + ".lock")


class ProjectLock:
    """The right to write to a project, held until `release`.

    Raises InUse, naming the holder, if it is taken; ForeignLock if a program on another computer
    did not release it, unless `break_lock`; CannotWrite if the folder can't be written.
    """

    def __init__(self, project: Path, *, break_lock: bool = False) -> None:
        refuse_if_held_here(project)
        self._path = _lock_path(project)
        self._project = project
        self._file = self._acquire()
        self.previous_holder = _holder(self._file)
        """The last holder, if it did not release the lock because it crashed or was killed."""
        if (
            self.previous_holder is not None
            and self.previous_holder.host != _HOST
            and not break_lock
        ):
            self._file.close()
            raise ForeignLock(
                _(
                    "{project} is open in {holder}, or was not closed there; close it "
                    "there. If you are sure that it is closed, unlock it."
                ).format(project=project, holder=self.previous_holder)
            )
        _held.add(resolved(project))
        self._write_holder()

    def _acquire(self) -> IO[str]:
        while True:
            try:
                self._refuse_other_things()
                file = self._path.open("a+", encoding="utf-8")
            except OSError as error:
                raise CannotWrite(
                    _(
                        "{project} can't be opened for writing: {strerror}; copy it to "
                        "a folder of yours."
                    ).format(project=self._project, strerror=error.strerror)
                ) from error
            try:
                portalocker.lock(file, portalocker.LOCK_EX | portalocker.LOCK_NB)
            except portalocker.exceptions.BaseLockException as error:
                # On Windows a locked file cannot be read, so the holder may be unknown.
                holder = _holder(file) or _("another program")
                file.close()
                raise InUse(
                    _("{project} is open in {holder}; close it there first.").format(
                        project=self._project, holder=holder
                    )
                ) from error
            if self._is_current(file):
                return file
            # The previous holder removed the file between our opening and locking it.
            file.close()

    def _refuse_other_things(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            if not stat.S_ISREG(self._path.stat().st_mode):
                raise CannotWrite(
                    _("{path} is not an ordinary file; remove it and try again.").format(
                        path=self._path
                    )
                )

    def _is_current(self, file: IO[str]) -> bool:
        try:
            return os.path.samestat(os.fstat(file.fileno()), self._path.stat())
        except FileNotFoundError:
            return False

    def _write_holder(self) -> None:
        self._file.seek(0)
        self._file.truncate()
        program = Path(sys.argv[0]).stem or "python"
        json.dump(asdict(Holder(program, os.getpid(), _HOST)), self._file)
        self._file.flush()

    def release(self) -> None:
        """Release the lock and remove its file."""
        _held.discard(resolved(self._project))
        if sys.platform == "win32":
            self._file.close()
            with contextlib.suppress(OSError):
                self._path.unlink()
            return
        with contextlib.suppress(OSError):
            self._path.unlink()
        self._file.close()


def unlock(project: Path) -> Holder | None:
    """Remove the lock that a program on another computer left; return its holder, if any.

    Raises InUse if a program on this one holds it.
    """
    lock = ProjectLock(project, break_lock=True)
    lock.release()
    return lock.previous_holder


def _holder(file: IO[str]) -> Holder | None:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        file.seek(0)
        found = json.loads(file.read(_MOST_CHARACTERS))
        return Holder(str(found["program"]), int(found["process"]), str(found["host"]))
    return None
