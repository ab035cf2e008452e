# SPDX-License-Identifier: MIT
"""Claimdesk JSONL, read into a project: all of it in one edit, or nothing.

Into a project that never had an article, actor or annotation the rows go as they are, ids too,
and the codebook and settings there make way: the result is the project that was exported.
Otherwise rows get new ids. What the project has already, by its name or its text, stays as it
is there, and rows that name it name that; annotations that are there already are left out.
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from claimdesk.models.exchange.existing_rows import Existing, Twins
from claimdesk.models.exchange.jsonl_rows import checked_records
from claimdesk.models.exchange.records import HEADS, PARTS, Record, Row, references
from claimdesk.models.exchange.replace import replace_heads
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Annotator, metadata

_BATCH = 1000
"""Rows of a table that are inserted at a time."""


def import_jsonl(project: Project, path: Path, annotator: str | None = None) -> dict[str, Any]:
    """Add what `path` holds; the summary of claimdesk.models.articles.importing.

    `annotator` is who made the decided annotations that name nobody.
    Raises ClaimdeskError naming the file, the line and what is wrong there; then nothing changed.
    """
    with project.edit(f"Import {path.name}") as session:
        connection = session.connection()
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        job = _Import(connection, path, annotator)
        job.run()
        if project.annotator:
            _ensure_annotator(connection, project.annotator)
    return {
        "articles": job.added["article"],
        "annotations": job.added["annotation"],
        "duplicates": job.duplicates,
        "failed": [],
        "warnings": [],
    }


class _Import:
    """One run: where file ids went, what waits to be inserted, what was added."""

    def __init__(self, connection: Connection, path: Path, annotator: str | None) -> None:
        self._connection = connection
        self._path = path
        self._whole = _is_pristine(connection)
        self._existing = Existing(connection)
        self._twins = Twins(connection)
        self._ids: dict[str, dict[int, int]] = {}
        self._annotations: set[int] = set()
        self._heads: dict[str, list[Row]] | None = {}
        """Rows that stand before the articles, until all of them are known."""
        self._later: list[tuple[int, str, int, str, int]] = []
        self._next = dict.fromkeys(metadata.tables, 0)
        self._waiting: dict[str, list[tuple[int, Row]]] = {}
        self._body: tuple[int, str] = (0, "")
        self._annotator = annotator
        self.added = dict.fromkeys(metadata.tables, 0)
        self.duplicates = 0

    def run(self) -> None:
        """Take every record of the file."""
        for number, record in checked_records(self._path):
            if record.table in HEADS:
                self._take_head(number, record)
                continue
            self._finish_heads()
            if record.table == "annotation":
                self._take_annotation(number, record)
            else:
                self._take(number, record)
        self._finish_heads()
        self._flush_all()

    def _take_head(self, number: int, record: Record) -> None:
        if self._heads is None:
            raise ClaimdeskError(
                _("{at}: “{table}” stands below an article.").format(
                    at=self._at(number), table=record.table
                )
            )
        self._take(number, record)

    def _finish_heads(self) -> None:
        """Put codebook, actors and annotators in place, once, before the first article."""
        if self._heads is None:
            return
        if self._whole:
            self._check_later()
            try:
                replace_heads(self._connection, self._heads)
            except IntegrityError as error:
                raise ClaimdeskError(
                    _(
                        "{path}: rows of the codebook or of the actors are the same ({orig})."
                    ).format(path=self._path, orig=error.orig)
                ) from error
        else:
            self._flush_all()
            self._resolve_later()
        self._heads = None

    def _take(self, number: int, record: Record) -> None:
        table, row = record.table, record.row
        known = self._ids.setdefault(table, {})
        self._check_new(number, table, row["id"], known)
        mapped = self._mapped(number, table, row)
        there = None if self._whole else self._existing.match(table, mapped)
        if there is not None:
            known[row["id"]] = there
            self.duplicates += table == "article"
        else:
            known[row["id"]] = mapped["id"] = self._new_id(table, row["id"])
            self._insert(number, table, mapped)
        if table == "article":
            self._body = (row["id"], row["body"])
            self._twins.article = there

    def _take_annotation(self, number: int, record: Record) -> None:
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
        if self._twins.has(Record("annotation", row, parts)):
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
        for column, target in references(metadata.tables[table]).items():
            wanted = row.get(column)
            if wanted is None or column == PARTS.get(table):
                continue
            found = self._ids.get(target, {}).get(wanted)
            if found is None and target == table:
                self._later.append((number, table, row["id"], column, wanted))
                found = wanted if self._whole else None
            elif found is None:
                raise self._dangling(number, table, column, target, wanted)
            mapped[column] = found
        return mapped

    def _check_later(self) -> None:
        for number, table, _row_id, column, wanted in self._later:
            if wanted not in self._ids[table]:
                raise self._dangling(number, table, column, table, wanted)

    def _resolve_later(self) -> None:
        """Set the references to rows that stood further down; what was there keeps its own."""
        self._check_later()
        for _number, table, row_id, column, wanted in self._later:
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
        if self._whole:
            return own
        self._next[table] = (self._next[table] or queries.last_id(self._connection, table)) + 1
        return self._next[table]

    def _annotator_id(self) -> int | None:
        if self._annotator is None:
            return None
        return _ensure_annotator(self._connection, self._annotator)

    def _insert(self, number: int, table: str, row: Row) -> None:
        if self._whole and self._heads is not None:
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
        statement = insert(metadata.tables[table])
        try:
            with self._connection.begin_nested():
                self._connection.execute(statement, [row for _number, row in waiting])
        except IntegrityError:
            self._find_fault(table, waiting)
            raise

    def _find_fault(self, table: str, waiting: list[tuple[int, Row]]) -> None:
        """Raise ClaimdeskError for the first row that the database does not take."""
        for number, row in waiting:
            try:
                self._connection.execute(insert(metadata.tables[table]), row)
            except IntegrityError as error:
                raise ClaimdeskError(
                    f"{self._at(number)}: “{table}” {_fault(error, row)}."
                ) from error

    def _at(self, number: int) -> str:
        return f"{self._path}, line {number}"


def _fault(error: IntegrityError, row: Row) -> str:
    text = str(error.orig)
    detail = text.rpartition(": ")[2]
    if "UNIQUE" in text:
        return f"{row['id']} stands there already ({detail})"
    return f"{row['id']} has a value that is not allowed ({detail})"


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
