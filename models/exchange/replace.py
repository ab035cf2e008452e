# SPDX-License-Identifier: MIT
"""Replacing the codebook, settings and annotators of a project by those of a corpus.

Undo deletes what an edit inserted only after it has reverted everything else. Rows that come, go or
change get a temporary name in between, so that no two rows ever have the same unique name, neither
here nor in an undo or redo.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, delete, insert, select, update

from claimdesk.models.exchange.records import HEADS, READER, Row
from claimdesk.models.store.schema import metadata

_UNIQUE = {
    "setting": "key",
    "annotator": "name",
    "article_sample": "name",
    "alias": "text",
    "term": "text",
    "field": "key",
    "choice": "key",
}
"""A text column of each table that no two of its rows share, alone or with others."""


def replace_heads(connection: Connection, wanted: Mapping[str, Sequence[Row]]) -> None:
    """Let the tables that come before the articles hold exactly the rows `wanted`, ids too.

    Rows that are equal stay untouched. Foreign keys must be deferred. Raises IntegrityError if
    rows of `wanted` contradict each other.
    """
    steps = [_Step(connection, name, wanted.get(name, ())) for name in HEADS]
    for step in steps:
        step.set_aside()
    for step in steps:
        step.insert()
    for step in steps:
        step.settle()
    for step in reversed(steps):
        step.delete()


class _Step:
    """One table: which of its rows come, change and go."""

    def __init__(self, connection: Connection, name: str, wanted: Sequence[Row]) -> None:
        self._connection = connection
        self._table: Table = metadata.tables[name]
        self._unique = _UNIQUE.get(name)
        self._between = secrets.token_hex(8)
        old = {row["id"]: row for row in self._rows()}
        new = {row["id"]: row for row in wanted}
        self._coming = [row for key, row in new.items() if key not in old]
        self._changing = [row for key, row in new.items() if key in old and row != old[key]]
        self._going = [key for key in old if key not in new]
        if not (self._changing or self._going):
            self._unique = None  # nothing there that a new name could meet

    def set_aside(self) -> None:
        """Give the rows that change or go a name in between."""
        if self._unique:
            for key in [*(row["id"] for row in self._changing), *self._going]:
                self._set(key, {self._unique: self._name(key)})

    def insert(self) -> None:
        """Add the rows that come, under a name in between."""
        if self._coming:
            rows = [self._renamed(row) for row in self._coming]
            self._connection.execute(insert(self._table), rows)

    def settle(self) -> None:
        """Give all rows their own values."""
        for row in self._changing:
            self._set(row["id"], row)
        if self._unique:
            for row in self._coming:
                self._set(row["id"], {self._unique: row[self._unique]})

    def delete(self) -> None:
        """Remove the rows that go."""
        for key in self._going:
            self._connection.execute(delete(self._table).where(self._table.c.id == key))

    def _rows(self) -> list[Row]:
        statement = select(self._table)
        if self._table.name == "setting":
            statement = statement.where(self._table.c.key != READER)
        return [dict(row) for row in self._connection.execute(statement).mappings()]

    def _set(self, key: int, values: Row) -> None:
        statement = update(self._table).where(self._table.c.id == key)
        self._connection.execute(statement.values(**values))

    def _name(self, key: int) -> str:
        return f"{self._between}:{key}"

    def _renamed(self, row: Row) -> Row:
        return {**row, self._unique: self._name(row["id"])} if self._unique else row
