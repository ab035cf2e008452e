# SPDX-License-Identifier: MIT
"""Adding records to a project, ids and all: everything in one edit, or nothing.

Into a project that never had an article, actor or annotation the rows go as they are, ids too,
and the codebook and settings there make way: the result is the project that was exported.
Otherwise rows get new ids. What the project has already, by its name or its text, stays as it
is there, and rows that name it name that; annotations that are there already are left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from claimdesk.models.exchange.existing_rows import ExistingAnnotations, ExistingRows
from claimdesk.models.exchange.records import HEADS, PARTS, Record, Row, references
from claimdesk.models.exchange.replace import replace_heads
from claimdesk.models.exchange.reports import ImportReport
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.bulk_insert import insert_rows
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Annotator, metadata

_BATCH = 1000
"""Rows of a table that are inserted at a time."""


def import_records(
    project: Project, records: Iterable[Record], source: str, annotator: str | None = None
) -> ImportReport:
    """Add records that were checked against the schema; `source` is the file that they are in.

    `annotator` is who made the decided annotations that name nobody.
    Raises ClaimdeskError naming the file, the line and what is wrong there; then nothing changed.
    """
    label = _("Import {name}").format(name=Path(source).name)
    with project.edit(label) as session:
        connection = session.connection()
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        run = _ImportRun(connection, source, annotator)
        run.add(records)
        if project.annotator:
            _ensure_annotator(connection, project.annotator)
    return ImportReport(run.added["article"], run.added["annotation"], run.duplicates)


class _ImportRun:
    """One import: how ids are mapped, what waits to be inserted, what was added."""

    def __init__(self, connection: Connection, source: str, annotator: str | None) -> None:
        self._connection = connection
        self._source = source
        self._is_pristine = _is_pristine(connection)
        self._existing = ExistingRows(connection)
        self._existing_annotations = ExistingAnnotations(connection)
        self._ids: dict[str, dict[int, int]] = {}
        self._annotations: set[int] = set()
        self._heads: dict[str, list[Row]] | None = {}
        """Rows that stand before the articles, until all of them are known."""
        self._forward_references: list[tuple[int, str, int, str, int]] = []
        self._next = dict.fromkeys(metadata.tables, 0)
        self._waiting: dict[str, list[tuple[int, Row]]] = {}
        self._body: tuple[int, str] = (0, "")
        self._annotator = annotator
        self.added = dict.fromkeys(metadata.tables, 0)
        self.duplicates = 0

    def add(self, records: Iterable[Record]) -> None:
        """Add every record."""
        for record in records:
            if record.table in HEADS:
                self._add_head(record.line, record)
                continue
            self._finish_heads()
            if record.table == "annotation":
                self._add_annotation(record.line, record)
            else:
                self._add_record(record.line, record)
        self._finish_heads()
        self._flush_all()

    def _add_head(self, number: int, record: Record) -> None:
        if self._heads is None:
            raise ClaimdeskError(
                _("{at}: “{table}” stands below an article.").format(
                    at=self._at(number), table=record.table
                )
            )
        self._add_record(number, record)

    def _finish_heads(self) -> None:
        """Write codebook, actors and annotators, once, before the first article."""
        if self._heads is None:
            return
        if self._is_pristine:
            self._check_forward_references()
            try:
                replace_heads(self._connection, self._heads)
            except IntegrityError as error:
                raise ClaimdeskError(
                    _(
                        "{path}: rows of the codebook or of the actors are the same ({orig})."
                    ).format(path=self._source, orig=error.orig)
                ) from error
        else:
            self._flush_all()
            self._resolve_forward_references()
        self._heads = None

    def _add_record(self, number: int, record: Record) -> None:
        table, row = record.table, record.row
        known = self._ids.setdefault(table, {})
        self._check_new(number, table, row["id"], known)
        mapped = self._mapped(number, table, row)
        existing_id = None if self._is_pristine else self._existing.match(table, mapped)
        if existing_id is not None:
            known[row["id"]] = existing_id
            self.duplicates += table == "article"
        else:
            known[row["id"]] = mapped["id"] = self._new_id(table, row["id"])
            self._insert(number, table, mapped)
        if table == "article":
            self._body = (row["id"], row["body"])
            self._existing_annotations.article = existing_id

    def _add_annotation(self, number: int, record: Record) -> None:
        self._check_new(number, "annotation", record.row["id"], self._annotations)
        self._annotations.add(record.row["id"])
        article, body = self._body
        if record.row["article_id"] != article:
            raise ClaimdeskError(
                _("{at} does not follow the article that it belongs to.").format(
                    at=self._at(number)
                )
            )
        for span in record.parts.get("span", ()):
            self._check_quote(number, span, body)
        for piece in record.parts.get("unplaced_span", ()):
            if not piece["quote"] or not 0 <= piece["start"] <= len(body):
                raise ClaimdeskError(
                    _("{at}: a piece that waits for review has no words or place.").format(
                        at=self._at(number)
                    )
                )
        row = self._mapped(number, "annotation", record.row)
        parts = {
            name: [self._mapped(number, name, part) for part in rows]
            for name, rows in record.parts.items()
        }
        if row["annotator_id"] is None and row["state"] != "suggested":
            row["annotator_id"] = self._annotator_id()
        if self._existing_annotations.contain(Record("annotation", row, parts)):
            return
        row["id"] = self._new_id("annotation", record.row["id"])
        self._insert(number, "annotation", row)
        for name, rows in parts.items():
            for part in rows:
                part[PARTS[name]] = row["id"]
                if PARTS[name] != "id":
                    part["id"] = self._new_id(name, part["id"])
                self._insert(number, name, part)

    def _mapped(self, number: int, table: str, row: Row) -> Row:
        """Return the row with its references turned into ids of the project."""
        mapped = dict(row)
        for column, target in _columns_that_name(table):
            wanted = row.get(column)
            if wanted is None:
                continue
            found = self._ids.get(target, {}).get(wanted)
            if found is None and target == table:
                self._forward_references.append((number, table, row["id"], column, wanted))
                found = wanted if self._is_pristine else None
            elif found is None:
                raise self._dangling(number, table, column, target, wanted)
            mapped[column] = found
        return mapped

    def _check_forward_references(self) -> None:
        for number, table, _row_id, column, wanted in self._forward_references:
            if wanted not in self._ids[table]:
                raise self._dangling(number, table, column, table, wanted)

    def _resolve_forward_references(self) -> None:
        """Set the references to rows that stood further down; what was there keeps its own."""
        self._check_forward_references()
        for _number, table, row_id, column, wanted in self._forward_references:
            ids = self._ids[table]
            if not self._existing.has(table, ids[row_id]):
                target = metadata.tables[table]
                statement = update(target).where(target.c.id == ids[row_id])
                self._connection.execute(statement.values({column: ids[wanted]}))

    def _dangling(
        self, number: int, table: str, column: str, target: str, wanted: int
    ) -> ClaimdeskError:
        return ClaimdeskError(
            _(
                "{at}: “{column}” of “{table}” names {target} {wanted}, which the file "
                "does not hold."
            ).format(at=self._at(number), column=column, table=table, target=target, wanted=wanted)
        )

    def _check_new(self, number: int, table: str, own: int, known: Container[int]) -> None:
        if own in known:
            raise ClaimdeskError(
                _("{at}: “{table}” {own} stands twice in the file.").format(
                    at=self._at(number), table=table, own=own
                )
            )

    def _check_quote(self, number: int, span: Row, body: str) -> None:
        start, end = span["start"], span["end"]
        if not 0 <= start < end <= len(body) or body[start:end] != span["quote"]:
            raise ClaimdeskError(
                _("{at}: the words at {start}-{end} are not what the quote says.").format(
                    at=self._at(number), start=start, end=end
                )
            )

    def _new_id(self, table: str, own: int) -> int:
        if self._is_pristine:
            return own
        self._next[table] = (self._next[table] or queries.last_id(self._connection, table)) + 1
        return self._next[table]

    def _annotator_id(self) -> int | None:
        if self._annotator is None:
            return None
        return _ensure_annotator(self._connection, self._annotator)

    def _insert(self, number: int, table: str, row: Row) -> None:
        if self._is_pristine and self._heads is not None:
            self._heads.setdefault(table, []).append(row)
            return
        waiting = self._waiting.setdefault(table, [])
        waiting.append((number, row))
        self.added[table] += 1
        if len(waiting) >= _BATCH:
            self._flush(table)

    def _flush_all(self) -> None:
        for table in list(self._waiting):
            self._flush(table)

    def _flush(self, table: str) -> None:
        waiting = self._waiting.pop(table, [])
        if not waiting:
            return
        try:
            with self._connection.begin_nested():
                insert_rows(self._connection, table, [row for _number, row in waiting])
        except sqlite3.IntegrityError:
            self._raise_first_error(table, waiting)
            raise

    def _raise_first_error(self, table: str, waiting: list[tuple[int, Row]]) -> None:
        """Raise ClaimdeskError for the first row that the database does not take."""
        for number, row in waiting:
            try:
                self._connection.execute(insert(metadata.tables[table]), row)
            except IntegrityError as error:
                raise ClaimdeskError(
                    _reason(error).format(
                        at=self._at(number), table=table, id=row["id"], detail=_detail(error)
                    )
                ) from error

    def _at(self, number: int) -> str:
        return f"{self._source}, line {number}"


@cache
def _columns_that_name(table: str) -> tuple[tuple[str, str], ...]:
    """Return the columns that name a row, but for the annotation of a part, and of which table."""
    found = references(metadata.tables[table]).items()
    return tuple((column, target) for column, target in found if column != PARTS.get(table))


def _reason(error: IntegrityError) -> str:
    if "UNIQUE" in str(error.orig):
        return _("{at}: “{table}” {id} stands there already ({detail}).")
    return _("{at}: “{table}” {id} has a value that is not allowed ({detail}).")


def _detail(error: IntegrityError) -> str:
    return str(error.orig).rpartition(": ")[2]


def _is_pristine(connection: Connection) -> bool:
    used = connection.exec_driver_sql(
        "SELECT 1 FROM sqlite_sequence WHERE name IN ('article', 'actor', 'annotation') "
        "AND seq > 0 LIMIT 1"
    )
    return used.first() is None


def _ensure_annotator(connection: Connection, name: str) -> int:
    table = metadata.tables[str(Annotator.__tablename__)]
    found = connection.execute(select(table.c.id).where(table.c.name == name)).scalar()
    if found is None:
        found = connection.execute(
            insert(table).values(name=name).returning(table.c.id)
        ).scalar_one()
    return int(found)
