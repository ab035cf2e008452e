# SPDX-License-Identifier: MIT
"""Write many annotations at once: gathered first, then one statement for each table.

Statements of many rows keep the time short that other writers have to wait. Works inside
`project.edit(label)`, or inside any other transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.store import queries
from claimdesk.models.store.bulk_insert import insert_rows
from claimdesk.models.store.schema import ANNOTATION_COLUMN, metadata
from claimdesk.models.text.spans import Span, anchor

Row = dict[str, Any]
"""The columns of a row by name."""

PORTION = 2_000
"""How many annotations to gather before writing: more take memory without saving time."""


class BulkWriter:
    """Gathers annotations with all that belongs to them, and writes them a table at a time.

    Ids are given when an annotation is added, so nobody else may add annotations to the project
    between the first `add` and the last `write`.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last = queries.last_id(connection, "annotation")
        self._rows: dict[str, list[Row]] = {}
        self.ids: list[int] = []
        """The annotations added so far, in their order, whether they are written yet or not."""

    @property
    def pending(self) -> int:
        """How many annotations are gathered and not written yet."""
        return len(self._rows.get("annotation", ()))

    def add(self, annotation: Row, parts: Mapping[str, Sequence[Row]]) -> int:
        """Add an annotation; its id.

        `annotation` holds the columns of its row without the id, `parts` the rows that belong to
        it by table, without the column that names the annotation. See `span_row` for spans.
        """
        self._last += 1
        self._rows.setdefault("annotation", []).append({**annotation, "id": self._last})
        for table, rows in parts.items():
            owner = ANNOTATION_COLUMN[table]
            self._rows.setdefault(table, []).extend({**row, owner: self._last} for row in rows)
        self.ids.append(self._last)
        return self._last

    def write(self) -> None:
        """Write what is gathered, parents before children.

        Actors, domains and values that it names must be there by then.
        """
        for table in metadata.sorted_tables:
            rows = self._rows.pop(table.name, [])
            insert_rows(self._connection, table.name, rows)


def span_row(body: str, role: str, span: Span) -> Row:
    """Return a span with the quote and the context that find it again, as a part of an annotation.

    Raises ValueError if the span is not inside `body`.
    """
    found = anchor(body, span)
    return {
        "role": role,
        "start": found.start,
        "end": found.end,
        "quote": found.quote,
        "prefix": found.prefix,
        "suffix": found.suffix,
    }
