# SPDX-License-Identifier: MIT
"""Atomic file writing: write a draft beside the target, sync it, then rename it."""

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
    """Flush an open file to the disk."""
    if sys.platform == "darwin":
        import fcntl

        # On macOS, fsync leaves the data in the cache of the drive; not every file system knows
        # F_FULLFSYNC.
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
        except OSError:
            pass
    os.fsync(descriptor)


def sync_file(path: Path) -> None:
    """Flush a closed file to the disk."""
    # Windows flushes only files that are open for writing.
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Flush the entries of a folder to the disk."""
    if os.name == "nt":  # Windows does that itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move(source: Path, target: Path) -> None:
    """Rename a file on the same disk, replacing the target. Raises OSError."""
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
    """Return an unused name beside `target`, for writing it before renaming."""
    return target.with_name(f".claimdesk-{secrets.token_hex(6)}.part")


def drop_old_drafts(folder: Path) -> None:
    """Delete the drafts in a folder that are older than a day."""
    for draft in folder.glob(".claimdesk-*.part*"):
        with contextlib.suppress(OSError):
            if time.time() - draft.stat().st_mtime > _OLD_SECONDS:
                draft.unlink()


def write_atomically(target: Path, content: bytes) -> None:
    """Write a small file completely or not at all. Raises OSError."""
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
