# SPDX-License-Identifier: MIT
"""Temporary folders beside a project, in which a new file is written; old ones are removed.

As with projects, an operating-system lock on a file beside the folder tells whether it is in use.
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
    """Yield a new folder in `parent`, deleted at the end with its content. Raises OSError."""
    clear_left_behind(parent)
    folder = parent / f"{_PREFIX}{secrets.token_hex(6)}"
    try:
        # The lock first, so that a folder in use always has one.
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
    """Delete the folders in `parent` that crashed programs on this computer left behind."""
    for folder in parent.glob(f"{_PREFIX}*"):
        if not folder.is_dir() or folder.is_symlink():
            continue
        with contextlib.suppress(ClaimdeskError, OSError):
            lock = ProjectLock(folder)
            shutil.rmtree(folder, ignore_errors=True)
            lock.release()
