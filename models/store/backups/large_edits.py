# SPDX-License-Identifier: MIT
"""Which edits are large or risky enough for a backup before them, although they can be undone."""

from __future__ import annotations

from sqlalchemy import Connection

LARGE = "large"
"""The edit changes very many rows: an import, everything accepted, everything deleted."""

DELETING = "deleting"
"""The edit deletes what much depends on: an article, an actor, a domain, a field."""

_MANY_ROWS = 500
_MANY_ANNOTATIONS = 25
_MUCH_DEPENDS_ON = ("article", "actor", "domain", "field")


def classify_edit(connection: Connection) -> str | None:
    """Return LARGE or DELETING by what the transaction changed so far; None for other edits."""
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
    if gone.get("annotation", 0) > _MANY_ANNOTATIONS or any(map(gone.get, _MUCH_DEPENDS_ON)):
        return DELETING
    return None
