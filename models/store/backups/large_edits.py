# SPDX-License-Identifier: MIT
"""Which edits deserve a backup of what was before them, though they can be undone."""

from __future__ import annotations

from sqlalchemy import Connection

LARGE = "large"
"""Very many rows change: an import, everything accepted, everything deleted."""

DELETING = "deleting"
"""Something goes that much hangs on: an article, an actor (as in a merge), a domain, a field."""

_MANY_ROWS = 500
_MANY_ANNOTATIONS = 25
_MUCH_HANGS_ON = ("article", "actor", "domain", "field")


def size_of(connection: Connection) -> str | None:
    """LARGE or DELETING, by what the running transaction changed so far; None for other edits."""
    sql = connection.exec_driver_sql
    if sql("SELECT count(*) FROM unsealed").scalar_one() > _MANY_ROWS:
        return LARGE
    step = sql("SELECT max(row_id) FROM unsealed WHERE table_name = 'changeset'").scalar()
    if step is None:
        return None
    found = sql(
        "SELECT table_name, count(*) FROM change WHERE changeset_id = ? "
        "AND operation = 'delete' GROUP BY table_name",
        (step,),
    )
    gone: dict[str, int] = {name: count for name, count in found}
    if gone.get("annotation", 0) > _MANY_ANNOTATIONS or any(map(gone.get, _MUCH_HANGS_ON)):
        return DELETING
    return None
