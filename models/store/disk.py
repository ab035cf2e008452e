# SPDX-License-Identifier: MIT
"""Getting a file onto the disk whole: written aside, synced, then moved to its name."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import time
from pathlib import Path

_TRIES = 10
_WAIT_SECONDS = 0.1
_OLD_SECONDS = 24 * 3600


def sync(descriptor: int) -> None:
    """Put what was written to an open file on the disk."""
    if sys.platform == "darwin":
        import fcntl

        # There, fsync leaves it in the drive's cache; not every file system knows the stronger one.
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
        except OSError:
            pass
    os.fsync(descriptor)


def sync_file(path: Path) -> None:
    """Put a file that is closed on the disk."""
    # Windows syncs only what is open for writing.
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    if os.name == "nt":  # Windows keeps them by itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move(source: Path, target: Path) -> None:
    """Give a file another name on the same disk; what was there is replaced. Raises OSError."""
    for _ in range(_TRIES):
        try:
            source.replace(target)
            return
        except PermissionError:
            # On Windows, a virus scanner may have the file open for a moment.
            if sys.platform != "win32":
                raise
            time.sleep(_WAIT_SECONDS)
    source.replace(target)


def draft_of(target: Path) -> Path:
    """Return a new name beside `target`, for writing it before it has its own."""
    return target.with_name(f".claimdesk-{secrets.token_hex(6)}.part")


def drop_old_drafts(folder: Path) -> None:
    """Delete the drafts in a folder that were left behind a day ago or earlier."""
    for draft in folder.glob(".claimdesk-*.part*"):
        with contextlib.suppress(OSError):
            if time.time() - draft.stat().st_mtime > _OLD_SECONDS:
                draft.unlink()


def write_whole(target: Path, content: bytes) -> None:
    """Write a small file so that it is there whole or as it was. Raises OSError."""
    draft = draft_of(target)
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            sync(file.fileno())
        move(draft, target)
        sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)
