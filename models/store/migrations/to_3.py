# SPDX-License-Identifier: MIT
"""Version 3: several speakers of a claim.

The statements stay as they were when this version was released, whatever the schema is later.
"""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    """CREATE TABLE further_speaker (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        claim_id INTEGER NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
        actor_id INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
        UNIQUE (claim_id, actor_id)
    )""",
    "CREATE INDEX ix_further_speaker_actor_id ON further_speaker (actor_id)",
)


def step(connection: Connection) -> None:
    """Add the table that version 2 does not have: every claim had one speaker or none."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("UPDATE setting SET value = '3' WHERE key = 'oldest_reader'")
