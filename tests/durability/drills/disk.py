# SPDX-License-Identifier: MIT
"""A disk that remembers every call, and that fails when it is told to.

It is a VFS of apsw over the real one. What the program itself does to files beside SQLite (rename,
remove, fsync) is heard through Python's audit hooks and a stand-in for os.fsync.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import apsw

from drills.adapter import running_over

NAME = "drill"

_JOURNALS = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_SUPER_JOURNAL
_UNNAMED = apsw.SQLITE_OPEN_DELETEONCLOSE


class Call(NamedTuple):
    """One thing asked of the disk.

    `what` is create, write, truncate, sync, remove, rename, sync folder, or told: a word of the
    drill itself, which stands in `data`.
    """

    what: str
    path: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """The calls that were made below a folder, and which of them is to fail."""

    folder: Path
    calls: list[Call] = field(default_factory=list)
    asked: int = 0
    """Calls of SQLite that may fail, so far."""
    _failed: int = 0
    _failing: range = range(0)
    _full: bool = True

    def fail(self, after: int, *, full: bool, once: bool = False) -> None:
        """Fail at the call that comes after so many more, once or until it is mended.

        It fails for want of space (`full`) or by an I/O error.
        """
        first = self.asked + after
        self._failing = range(first, first + 1 if once else sys.maxsize)
        self._full = full
        self._failed = 0

    def mend(self) -> int:
        """Fail no more; how many calls failed."""
        self._failing = range(0)
        return self._failed

    def hear(self, call: Call) -> None:
        if Path(call.path).is_relative_to(self.folder):
            self.calls.append(call)

    def tell(self, word: str) -> None:
        """Put a word of the drill between the calls."""
        self.calls.append(Call("told", data=word.encode()))

    def ask(self, code: int) -> None:
        """Fail if this call is to fail; `code` is the result of an I/O error."""
        number, self.asked = self.asked, self.asked + 1
        if number not in self._failing:
            return
        self._failed += 1
        error: apsw.Error = apsw.FullError("full") if self._full else apsw.IOError("broken")
        error.extendedresult = apsw.SQLITE_FULL if self._full else code
        raise error


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._path = "" if path is None or flags[0] & _UNNAMED else str(path)
        self._disk = disk
        is_new = bool(self._path) and not os.path.exists(self._path)
        super().__init__("", name, flags)
        if is_new and os.path.exists(self._path):
            disk.hear(Call("create", self._path))
        # SQLite on Unix syncs the folder with the first sync of a journal that it may have made.
        self._new_journal = bool(flags[0] & apsw.SQLITE_OPEN_CREATE and flags[0] & _JOURNALS)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.ask(apsw.SQLITE_IOERR_WRITE)
        self._disk.hear(Call("write", self._path, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        self._disk.ask(apsw.SQLITE_IOERR_TRUNCATE)
        self._disk.hear(Call("truncate", self._path, size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        self._disk.ask(apsw.SQLITE_IOERR_FSYNC)
        self._disk.hear(Call("sync", self._path))
        if self._new_journal:
            self._new_journal = False
            self._disk.hear(Call("sync folder", os.path.dirname(self._path)))
        super().xSync(flags)


class _Layer(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        super().__init__(NAME, "")
        self._disk = disk

    def xOpen(self, name: Any, flags: list[int]) -> _File:
        return _File(self._disk, name, flags)

    def xDelete(self, path: str, sync: bool) -> None:
        self._disk.ask(apsw.SQLITE_IOERR_DELETE)
        self._disk.hear(Call("remove", path))
        if sync:
            self._disk.hear(Call("sync folder", os.path.dirname(path)))
        super().xDelete(path, sync)


_heard_by: list[Disk] = []


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if not _heard_by or event not in ("os.rename", "os.remove"):
        return
    disk = _heard_by[-1]
    path = os.path.abspath(os.fsdecode(arguments[0]))
    if event == "os.remove":
        disk.hear(Call("remove", path))
        return
    target = os.path.abspath(os.fsdecode(arguments[1]))
    _hear_content(disk, path)
    disk.hear(Call("rename", path, data=target.encode()))


def _hear_content(disk: Disk, path: str) -> None:
    """What was written to a file past SQLite is heard when it is synced or renamed."""
    known = any(path == call.path or path.encode() == call.data for call in disk.calls)
    if os.path.isfile(path) and not known:
        disk.hear(Call("create", path))
        disk.hear(Call("write", path, data=Path(path).read_bytes()))


sys.addaudithook(_listen)
_fsync = os.fsync


def _heard_fsync(descriptor: int) -> None:
    disk = _heard_by[-1]
    path = os.readlink(f"/proc/self/fd/{descriptor}")
    if stat.S_ISDIR(os.fstat(descriptor).st_mode):
        disk.hear(Call("sync folder", path))
    else:
        _hear_content(disk, path)
        disk.hear(Call("sync", path))
    _fsync(descriptor)


@contextlib.contextmanager
def inserted(folder: Path) -> Iterator[Disk]:
    """Runs the program over a disk that remembers what happens below `folder`."""
    disk = Disk(folder)
    layer = _Layer(disk)
    _heard_by.append(disk)
    os.fsync = _heard_fsync  # type: ignore[assignment]
    try:
        with running_over(NAME):
            yield disk
    finally:
        os.fsync = _fsync
        _heard_by.remove(disk)
        layer.unregister()
