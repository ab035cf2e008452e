# SPDX-License-Identifier: MIT
"""Version 2: row hashes, and spans that lost their place in a correction of their article.

The statements stay as they were when this version was released, whatever the schema is later.
"""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    """CREATE TABLE unplaced_span (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        annotation_id INTEGER NOT NULL REFERENCES annotation (id) ON DELETE CASCADE,
        role VARCHAR NOT NULL
            CONSTRAINT known_role
            CHECK (role IN ('mention', 'source', 'cue', 'content', 'evidence')),
        start INTEGER NOT NULL,
        quote VARCHAR NOT NULL,
        prefix VARCHAR NOT NULL,
        suffix VARCHAR NOT NULL
    )""",
    "CREATE INDEX ix_unplaced_span_annotation_id ON unplaced_span (annotation_id)",
    """CREATE TABLE seal (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        table_name VARCHAR NOT NULL,
        row_id INTEGER NOT NULL,
        digest INTEGER NOT NULL,
        UNIQUE (table_name, row_id)
    )""",
    """CREATE TABLE unsealed (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        table_name VARCHAR NOT NULL,
        row_id INTEGER NOT NULL,
        UNIQUE (table_name, row_id)
    )""",
)


def step(connection: Connection) -> None:
    """Add the tables that version 1 does not have."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("UPDATE setting SET value = '2' WHERE key = 'oldest_reader'")
