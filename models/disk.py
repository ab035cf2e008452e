# SPDX-License-Identifier: MIT
"""Getting a file onto the disk whole: written aside, synced, then moved to its name."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path


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


def draft_of(target: Path) -> Path:
    """A new name beside `target`, for writing it before it has its own."""
    return target.with_name(f".claimdesk-{secrets.token_hex(6)}.part")


def write_whole(target: Path, content: bytes) -> None:
    """Write a small file so that it is there whole or as it was. Raises OSError."""
    draft = draft_of(target)
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            sync(file.fileno())
        draft.replace(target)
        sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)
