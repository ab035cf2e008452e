# SPDX-License-Identifier: MIT
"""One writer per project: an operating-system lock on a file beside it.

The lock is separate from SQLite's own, so that reading connections work while the project is open.
It goes with the process that holds it, also when that is killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import portalocker

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_HOST = socket.gethostname()
_MOST_CHARACTERS = 4096
_BESIDE = ("-wal", "-shm", "-journal")


class InUse(ClaimdeskError):
    """Another program, or this one, has the project open for writing."""


class ForeignLock(InUse):
    """A program on another computer has the project open, or ended there without closing it.

    Between computers the system's lock can't be relied upon. Only a person can know; opening with
    `break_lock` is their choice.
    """


class CannotWrite(ClaimdeskError):
    """The project can be read where it is, but not written to."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who wrote a lock file."""

    program: str
    process: int
    host: str

    def __str__(self) -> str:
        return f"{self.program} (process {self.process} on {self.host})"


_held: set[Path] = set()
_open: Counter[Path] = Counter()


def is_held_here(project: Path) -> bool:
    """Return whether this process has the project open for writing, under whatever name."""
    return _is_among(project, list(_held))


def is_open_here(project: Path) -> bool:
    """Return whether this process has the project open, for writing or reading.

    Its file must then not be read but through SQLite: closing it would drop SQLite's own locks.
    """
    return _is_among(project, _all_open())


def _all_open() -> list[Path]:
    return [*_held, *_open]


def belongs_to_open(path: Path) -> bool:
    """Return whether `path` is an open project of this process, or what SQLite keeps beside one.

    Reading it, as anything else that a person may choose, would drop SQLite's locks.
    """
    # Not those that are only locked, such as one that a backup is being put in the place of:
    # no connection has them open.
    connected = list(_open)
    beside = (open_.with_name(f"{open_.name}{end}") for open_ in connected for end in _BESIDE)
    return _is_among(path, connected) or _is_among(path, beside)


def refuse_open_project(path: Path) -> None:
    """Raise ClaimdeskError if `path` belongs to an open project, before it is read as a file."""
    if belongs_to_open(path):
        raise ClaimdeskError(
            _("{path} belongs to the open project; choose another file.").format(path=path)
        )


def note_open(project: Path) -> None:
    """Remember that this process has the project open once more."""
    _open[project.resolve()] += 1


def note_closed(project: Path) -> None:
    """Forget one `note_open`."""
    _open[project.resolve()] -= 1
    if _open[project.resolve()] <= 0:
        del _open[project.resolve()]


def _is_among(project: Path, known: Iterable[Path]) -> bool:
    project = project.resolve()
    return any(project == other or _is_same_file(project, other) for other in known)


def _is_same_file(one: Path, other: Path) -> bool:
    # A hard link is another name for the same file, and resolving does not tell.
    with contextlib.suppress(OSError):
        return one.samefile(other)
    return False


def refuse_if_held_here(project: Path) -> None:
    """Raise InUse if this process has the project open for writing."""
    if is_held_here(project):
        raise InUse(
            _("{project} is open in this program already; close it first.").format(project=project)
        )


def is_held(project: Path) -> bool:
    """Return whether any program has the project open for writing. Leaves no trace."""
    if is_held_here(project):
        return True
    try:
        file = _lock_path(project).open("r", encoding="utf-8")
    except OSError:
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

    Raises InUse, naming the holder, if it is taken; ForeignLock if a holder on another computer
    left its name and `break_lock` does not say to go on; CannotWrite if the folder can't be
    written.
    """

    def __init__(self, project: Path, *, break_lock: bool = False) -> None:
        refuse_if_held_here(project)
        self._path = _lock_path(project)
        self._project = project
        self._file = self._acquire()
        self.left_by = _holder(self._file)
        """Who held it before and did not release it: killed, crashed, or cut off from power."""
        if self.left_by is not None and self.left_by.host != _HOST and not break_lock:
            self._file.close()
            raise ForeignLock(
                _(
                    "{project} is open in {left_by}, or was not closed there; close it "
                    "there. If you are sure that it is closed, unlock it."
                ).format(project=project, left_by=self.left_by)
            )
        _held.add(project.resolve())
        self._tell_holder()

    def _acquire(self) -> IO[str]:
        while True:
            try:
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
                # Windows lets nobody read a locked file, so the name may be out of reach.
                holder = _holder(file) or "another program"
                file.close()
                raise InUse(
                    _("{project} is open in {holder}; close it there first.").format(
                        project=self._project, holder=holder
                    )
                ) from error
            if self._is_current(file):
                return file
            # The holder before us removed the file between our opening and locking it.
            file.close()

    def _is_current(self, file: IO[str]) -> bool:
        try:
            return os.path.samestat(os.fstat(file.fileno()), self._path.stat())
        except FileNotFoundError:
            return False

    def _tell_holder(self) -> None:
        self._file.seek(0)
        self._file.truncate()
        program = Path(sys.argv[0]).stem or "python"
        json.dump(asdict(Holder(program, os.getpid(), _HOST)), self._file)
        self._file.flush()

    def release(self) -> None:
        """Give the right to write back and remove the lock file."""
        _held.discard(self._project.resolve())
        if sys.platform == "win32":
            self._file.close()
            with contextlib.suppress(OSError):
                self._path.unlink()
            return
        with contextlib.suppress(OSError):
            self._path.unlink()
        self._file.close()


def unlock(project: Path) -> Holder | None:
    """Take away the lock that a program on another computer left; who that was, None if nobody.

    Raises InUse if a program on this one holds it.
    """
    lock = ProjectLock(project, break_lock=True)
    lock.release()
    return lock.left_by


def _holder(file: IO[str]) -> Holder | None:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        file.seek(0)
        found = json.loads(file.read(_MOST_CHARACTERS))
        return Holder(str(found["program"]), int(found["process"]), str(found["host"]))
    return None
