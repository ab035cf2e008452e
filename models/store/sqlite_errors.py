# SPDX-License-Identifier: MIT
"""Errors of SQLite as messages for the analyst: what failed, why, and what to do about it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DatabaseError, IntegrityError

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError, NotSaved
from claimdesk.models.store import storage

_PERMANENT = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})


def _messages() -> dict[str, str]:
    """Return the message by the beginning of SQLite's error name."""
    busy = _("{path}: another program is writing to it; nothing was saved. Try again.")
    damaged = _("{path}: it is damaged; nothing was saved. Restore a backup.")
    return {
        "SQLITE_FULL": _(
            "{path}: the disk is full; nothing was saved. Free some space and try again."
        ),
        "SQLITE_BUSY": busy,
        "SQLITE_LOCKED": busy,
        "SQLITE_IOERR": _(
            "{path}: writing to the disk failed; nothing was saved. "
            "Try again, or save a copy elsewhere."
        ),
        "SQLITE_CANTOPEN": _(
            "{path}: its folder can't be reached; nothing was saved. "
            "Try again, or save a copy elsewhere."
        ),
        "SQLITE_READONLY": _(
            "{path}: it has become read-only; nothing was saved. "
            "Make it writable, or save a copy elsewhere."
        ),
        "SQLITE_NOMEM": _(
            "{path}: there is not enough memory; nothing was saved. Close other programs."
        ),
        "SQLITE_CORRUPT": damaged,
        "SQLITE_NOTADB": damaged,
    }


def unreadable(path: Path, error: Exception) -> ClaimdeskError:
    """Return the error for a file that could not be read."""
    name = _error_name(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ClaimdeskError(
            _("{path} is being written by another program; try again.").format(path=path)
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR")):
        return storage.damaged(path, storage.damage(error))
    return ClaimdeskError(
        _("{path} can't be read ({cause}).").format(path=path, cause=storage.cause(error))
    )


def not_saved(path: Path, label: str, error: Exception) -> NotSaved:
    """Return the error for an edit that could not be saved, and whether a retry may help."""
    name = _error_name(error)
    for prefix, message in _messages().items():
        if name.startswith(prefix):
            return NotSaved(message.format(path=path), label, retry=prefix not in _PERMANENT)
    return NotSaved(
        _("{path}: {cause}; nothing was saved.").format(path=path, cause=storage.cause(error)),
        label,
        retry=False,
    )


def refused_value(error: IntegrityError | sqlite3.IntegrityError) -> str:
    """Return which constraint of the schema an edit violated."""
    text = storage.cause(error)
    if "UNIQUE" in text:
        return _("the same entry exists already ({columns})").format(
            columns=text.rpartition(": ")[2]
        )
    if "FOREIGN KEY" in text:
        return _("something that this refers to is gone")
    return _("a value is not allowed ({constraint})").format(constraint=text.rpartition(": ")[2])


def _error_name(error: Exception) -> str:
    cause = error.orig if isinstance(error, DatabaseError) else error
    return getattr(cause, "sqlite_errorname", "") or ""
