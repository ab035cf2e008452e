# SPDX-License-Identifier: MIT
"""Which files were validated on this computer, so that opening a large one again stays quick.

What this program writes to a validated file is validated before it is committed. So a file needs
it again only if something else wrote it. That is told by what the system says of the file, and it
is noted in the user's cache folder, where nobody who sends a file can put anything.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path

import platformdirs

from claimdesk.models.store.schema import SCHEMA_VERSION

_RULES = 1
"""Raised with the rules, so that every file is validated again."""
_MOST = 200
"""Files that are remembered."""
_SUFFIX = ".json"


def note_validated(path: Path) -> None:
    """Remember that the file at `path`, which nobody writes to, was validated as it is now."""
    state = _state(path)
    note = _note(path)
    # Without the note everything works, only slower.
    with contextlib.suppress(OSError):
        if state is None or (note.is_file() and note.read_text(encoding="utf-8") == state):
            return
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(state, encoding="utf-8")
        for old in sorted(note.parent.glob(f"*{_SUFFIX}"), key=_age)[_MOST:]:
            old.unlink(missing_ok=True)


def is_validated(path: Path) -> bool:
    """Return whether the file at `path` is as it was when it was last validated here.

    Ask before it is connected to: that puts files beside it.
    """
    state = _state(path)
    try:
        return state is not None and _note(path).read_text(encoding="utf-8") == state
    except (OSError, UnicodeError):
        return False


def _state(path: Path) -> str | None:
    """Return what the system says of a file; None if it is not all that belongs to the project."""
    try:
        if path.with_name(path.name + "-wal").exists():
            return None
        found = path.stat()
    except OSError:
        return None
    times = (found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    return json.dumps([SCHEMA_VERSION, _RULES, found.st_dev, found.st_ino, *times])


def _note(path: Path) -> Path:
    name = hashlib.blake2b(os.fsencode(path), digest_size=16).hexdigest()
    return platformdirs.user_cache_path("claimdesk", False) / "validated" / f"{name}{_SUFFIX}"


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0.0
