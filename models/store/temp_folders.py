# SPDX-License-Identifier: MIT
"""Folders beside a project in which its next file is made; what a killed program left is cleared.

Whether a folder is still worked in is known as it is of projects: by an operating-system lock on a
file beside it, which goes with the process that holds it.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.locking import CannotWrite, ProjectLock

_PREFIX = ".claimdesk-new-"


@contextlib.contextmanager
def working_folder(parent: Path) -> Iterator[Path]:
    """Return a new folder in `parent`, which goes with all that is in it. Raises OSError."""
    clear_left_behind(parent)
    folder = parent / f"{_PREFIX}{secrets.token_hex(6)}"
    try:
        # First the lock, so that no folder is there without one while it is worked in.
        lock = ProjectLock(folder)
    except CannotWrite as error:
        raise error.__cause__ or error from None
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def clear_left_behind(parent: Path) -> None:
    """Delete the working folders in `parent` of programs on this computer that ended in them."""
    for folder in parent.glob(f"{_PREFIX}*"):
        if not folder.is_dir() or folder.is_symlink():
            continue
        with contextlib.suppress(ClaimdeskError, OSError):
            lock = ProjectLock(folder)
            shutil.rmtree(folder, ignore_errors=True)
            lock.release()
