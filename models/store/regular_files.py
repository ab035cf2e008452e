# SPDX-License-Identifier: MIT
"""Opening files from outside: ordinary files only, never waiting for anybody, and no circles.

A pipe, a device or a file of the kernel may be called anything. Opening one can wait for ever, and
reading it need not come to an end.
"""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path
from typing import Any, BinaryIO, cast

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class NotRegular(ClaimdeskError):
    """It is a folder, a pipe or a device."""


class TooLarge(ClaimdeskError):
    """The file is larger than what is read."""


def open_regular(path: Path) -> BinaryIO:
    """Open an ordinary file to read its bytes; reading never waits for another program.

    Raises NotRegular for anything else, OSError if it can't be opened.
    """
    # Before it is opened, too: opening a device may already do something.
    _refuse_others(path, path.stat())
    descriptor = os.open(path, _FLAGS)
    try:
        _refuse_others(path, os.fstat(descriptor))
        return cast("BinaryIO", io.BufferedReader(_Raw(descriptor, "rb")))
    except BaseException:
        os.close(descriptor)
        raise


def read_regular(path: Path, most: int) -> bytes:
    """Return the bytes of an ordinary file.

    Raises NotRegular, OSError, or TooLarge if there are more than `most`, without reading them.
    """
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(most + 1) if size <= most else b""
    if size > most or len(data) > most:
        raise TooLarge(
            _("{path} is larger than {size:g} MB; nobody needs that much.").format(
                path=path, size=most / 2**20
            )
        )
    return data


def can_be_read(path: Path) -> bool:
    """Return whether there is an ordinary file that gives what it holds at once.

    Do not ask this of an open project: closing its file would drop SQLite's locks.
    """
    try:
        with open_regular(path) as file:
            file.read(1)
    except (OSError, NotRegular):
        return False
    return True


def resolved(path: Path) -> Path:
    """Return the path without symbolic links. Raises ClaimdeskError if they lead in a circle."""
    try:
        return path.resolve()
    except (RuntimeError, OSError) as error:  # RuntimeError before Python 3.13
        raise ClaimdeskError(
            _("{path} is a link that leads nowhere but to itself; choose a file.").format(path=path)
        ) from error


class _Raw(io.FileIO):
    """Ends where a file has nothing to give at the moment, as one of the kernel's may."""

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401
        """Read into a buffer."""
        count = super().readinto(buffer)
        if count is None:
            raise BlockingIOError(11, os.strerror(11))
        return count


def _refuse_others(path: Path, found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise NotRegular(_("{path} is a folder; choose a file.").format(path=path))
    if not stat.S_ISREG(found.st_mode):
        raise NotRegular(_("{path} is not an ordinary file; choose another one.").format(path=path))
