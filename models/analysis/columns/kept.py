# SPDX-License-Identifier: MIT
"""Which projects have their claims in columns, and whether those are what the file says now.

A project that is asked once is answered by SQL; when it is asked again, in another transaction, its
columns are made: at most once for each project that is open, in the thread that asks. From then on
they follow what was changed, by whatever thread or program. A reader that sees an earlier state of
the file than the columns, or that asks while they are being made, is answered by SQL.
"""

from __future__ import annotations

import threading
import weakref
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine
from sqlalchemy.pool import QueuePool

from claimdesk.models.store.integrity.row_hashes import write_count

if TYPE_CHECKING:
    from claimdesk.models.analysis.columns.claims import ClaimColumns
    from claimdesk.models.store.project import Project


class _Kept:
    """The columns of one open project."""

    def __init__(self) -> None:
        self.making = threading.Lock()
        self.columns: ClaimColumns | None = None
        self._first: weakref.ref[Connection] | None = None

    def is_asked_again(self, connection: Connection) -> bool:
        """Return whether another transaction than this one has asked before."""
        if self._first is None:
            self._first = weakref.ref(connection)
        return self._first() is not connection


_kept: weakref.WeakKeyDictionary[Engine, _Kept] = weakref.WeakKeyDictionary()


def columns_for(connection: Connection) -> ClaimColumns | None:
    """Return the claims as the transaction of a connection sees them; None: ask by SQL."""
    # Only the readers of an open project share a pool; other connections come and go, or write.
    if not isinstance(connection.engine.pool, QueuePool):
        return None
    kept = _kept.setdefault(connection.engine, _Kept())
    if kept.columns is None and not kept.is_asked_again(connection):
        return None
    return _current(kept, connection)


def make_columns(project: Project) -> None:
    """Make the columns of an open project, unless they are there; call it in a thread."""
    with project.reading() as connection:
        if isinstance(connection.engine.pool, QueuePool):
            _current(_kept.setdefault(connection.engine, _Kept()), connection)


def _current(kept: _Kept, connection: Connection) -> ClaimColumns | None:
    from claimdesk.models.analysis.columns.changes import followed
    from claimdesk.models.analysis.columns.reading import read_all

    version = write_count(connection)
    found = kept.columns
    if found is not None and found.version == version:
        return found
    if not kept.making.acquire(blocking=False):
        return None
    try:
        found = kept.columns
        if found is not None and found.version < version:
            found = followed(found, connection, version)
        if found is None:
            found = read_all(connection, version)
        if kept.columns is None or found.version >= kept.columns.version:
            kept.columns = found
        return found if found.version == version else None
    finally:
        kept.making.release()
