# SPDX-License-Identifier: MIT
"""What errors of SQLite mean to an analyst: what was not done, why, and what to do about it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DatabaseError, IntegrityError

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError, NotSaved
from claimdesk.models.store import storage

_REASONS = {
    "SQLITE_FULL": "the disk is full; nothing was saved. Free some space and try again.",
    "SQLITE_BUSY": "another program is writing to it; nothing was saved. Try again.",
    "SQLITE_LOCKED": "another program is writing to it; nothing was saved. Try again.",
    "SQLITE_IOERR": "the disk does not take what is written; nothing was saved. "
    "Try again, or save a copy elsewhere.",
    "SQLITE_CANTOPEN": "its folder can't be reached; nothing was saved. "
    "Try again, or save a copy elsewhere.",
    "SQLITE_READONLY": "it can't be written to any more; nothing was saved. "
    "Make it writable, or save a copy elsewhere.",
    "SQLITE_NOMEM": "there is not enough memory; nothing was saved. Close other programs.",
    "SQLITE_CORRUPT": "it is damaged; nothing was saved. Restore a backup.",
    "SQLITE_NOTADB": "it is damaged; nothing was saved. Restore a backup.",
}
_LASTING = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})


def unreadable(path: Path, error: Exception) -> ClaimdeskError:
    """Return what to tell when the file could not be read."""
    name = _error_name(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ClaimdeskError(
            _("{path} is being written by another program; try again.").format(path=path)
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR")):
        return ClaimdeskError(
            _("{path} is damaged ({cause}); restore a backup.").format(
                path=path, cause=storage.cause(error)
            )
        )
    return ClaimdeskError(
        _("{path} can't be read ({cause}).").format(path=path, cause=storage.cause(error))
    )


def not_saved(path: Path, label: str, error: Exception) -> NotSaved:
    """What to tell when an edit did not come onto the disk, and whether trying again may help."""
    name = _error_name(error)
    for beginning, reason in _REASONS.items():
        if name.startswith(beginning):
            return NotSaved(f"{path}: {reason}", label, retry=beginning not in _LASTING)
    return NotSaved(
        _("{path}: {cause}; nothing was saved.").format(path=path, cause=storage.cause(error)),
        label,
        retry=False,
    )


def refused_value(error: IntegrityError | sqlite3.IntegrityError) -> str:
    """Return why the schema does not take what an edit would write."""
    text = storage.cause(error)
    if "UNIQUE" in text:
        return f"the same entry exists already ({text.rpartition(': ')[2]})"
    if "FOREIGN KEY" in text:
        return "something that this refers to is gone"
    return f"a value is not allowed ({text.rpartition(': ')[2]})"


def _error_name(error: Exception) -> str:
    cause = error.orig if isinstance(error, DatabaseError) else error
    return getattr(cause, "sqlite_errorname", "") or ""
