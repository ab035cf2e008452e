# SPDX-License-Identifier: MIT
"""Which projects have their claims in columns, and whether those are what the file says now.

The columns of a project with many claims are made when somebody first counts them, in the thread
that asks, and go when the project is closed. From then on they follow what was changed, by whatever
thread or program. A reader that sees an earlier state of the file than the columns asks by SQL.
"""

from __future__ import annotations

import threading
import weakref
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine
from sqlalchemy.pool import QueuePool

from claimdesk.models.store.integrity.row_hashes import is_sealed, write_count

if TYPE_CHECKING:
    from claimdesk.models.analysis.columns.claims import ClaimColumns

FEW = 20_000
"""Claims up to which SQL counts them at once."""
MANY = 10_000_000
"""Claims whose columns take too much memory: about 400 MB, and as much again while they change."""


class _Kept:
    """The columns of one open project."""

    def __init__(self) -> None:
        self.making = threading.Lock()
        self.columns: ClaimColumns | None = None


_kept: weakref.WeakKeyDictionary[Engine, _Kept] = weakref.WeakKeyDictionary()


def columns_for(connection: Connection) -> ClaimColumns | None:
    """Return the claims as the transaction of a connection sees them; None: ask by SQL.

    This may take seconds: call it in a job.
    """
    # Only the readers of an open project share a pool; other connections come and go, or write.
    if not isinstance(connection.engine.pool, QueuePool):
        return None
    kept = _kept.setdefault(connection.engine, _Kept())
    version = write_count(connection)
    found = kept.columns
    if found is None or found.version != version:
        if not _fits(connection):
            return None
        with kept.making:
            found = _brought_to(kept, connection, version)
    return found if found.version == version else None


def _fits(connection: Connection) -> bool:
    """Return whether columns are of use for so many claims, and may rely on the history."""
    (claims,) = connection.exec_driver_sql("SELECT count(*) FROM claim").one()
    # What another program than this one changed is not in the history.
    return FEW < claims <= MANY and is_sealed(connection)


def _brought_to(kept: _Kept, connection: Connection, version: int) -> ClaimColumns:
    """Return the columns at a version, or at a later one that another reader has seen."""
    from claimdesk.models.analysis.columns.changes import followed
    from claimdesk.models.analysis.columns.reading import read_all

    found = kept.columns
    if found is not None and found.version < version:
        found = followed(found, connection, version)
    if found is None:
        found = read_all(connection, version)
    kept.columns = found
    return found
