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
from pathlib import Path
from typing import IO

import portalocker

from claimdesk.models.errors import ClaimdeskError


class InUse(ClaimdeskError):
    """Another program, or this one, has the project open for writing."""


_held: set[Path] = set()


def is_held_here(project: Path) -> bool:
    """Whether this process has the project open for writing.

    Its file must then not be read but through SQLite: closing it would drop SQLite's own locks.
    """
    return project.resolve() in _held


def refuse_if_held_here(project: Path) -> None:
    """Raise InUse if this process has the project open for writing."""
    if is_held_here(project):
        raise InUse(f"{project} is open in this program already; close it first.")


def is_held(project: Path) -> bool:
    """Whether any program has the project open for writing. Leaves no trace."""
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

    Raises InUse, naming the holder, if it is taken; ClaimdeskError if the folder can't be written.
    """

    def __init__(self, project: Path) -> None:
        refuse_if_held_here(project)
        self._path = _lock_path(project)
        self._project = project
        self._file = self._acquire()
        _held.add(project.resolve())
        self._tell_holder()

    def _acquire(self) -> IO[str]:
        while True:
            try:
                file = self._path.open("a+", encoding="utf-8")
            except OSError as error:
                raise ClaimdeskError(
                    f"{self._project} can't be opened for writing: {error.strerror}; "
                    "copy it to a folder of yours."
                ) from error
            try:
                portalocker.lock(file, portalocker.LOCK_EX | portalocker.LOCK_NB)
            except portalocker.exceptions.BaseLockException as error:
                holder = self._holder(file)
                file.close()
                raise InUse(
                    f"{self._project} is open in {holder}; close it there first."
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

    def _holder(self, file: IO[str]) -> str:
        # Windows lets nobody read a locked file, so the name of the holder may be out of reach.
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            file.seek(0)
            holder = json.load(file)
            return f"{holder['program']} (process {holder['process']} on {holder['host']})"
        return "another program"

    def _tell_holder(self) -> None:
        self._file.seek(0)
        self._file.truncate()
        program = Path(sys.argv[0]).stem or "python"
        json.dump(
            {"program": program, "process": os.getpid(), "host": socket.gethostname()}, self._file
        )
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
