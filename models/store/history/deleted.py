# SPDX-License-Identifier: MIT
"""Deleted items (articles, actors, domains, annotations): listing them and restoring them.

What was deleted with an item because it belonged to it is restored with it, under the same ids.
References to other rows are restored if those rows still exist.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update
from sqlmodel import Session

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.history import DamagedHistory, recorded_row, recorded_table
from claimdesk.models.store.history.listing import last_deleted
from claimdesk.models.store.schema import metadata, recorded_tables
from claimdesk.models.text.alignment import Alignment
from claimdesk.models.text.spans import Span, anchor

KINDS = ("article", "actor", "domain", "annotation")
"""The tables whose rows can be restored."""

Row = dict[str, Any]

_NAMED = {"actor": "name", "domain": "name", "annotator": "name"}
"""The column by which a deleted row is found again under another id."""


@dataclass(frozen=True, slots=True)
class DeletedItem:
    """One item that was deleted and does not exist now."""

    change_id: int
    """What `restore` takes."""
    table: str
    """One of KINDS."""
    row_id: int
    name: str
    """Its title or name; for an annotation its quote."""
    detail: str
    """For an annotation the title of its article, for an actor its kind; otherwise empty."""
    annotations: int
    """How many annotations are restored with an article."""
    step: int
    label: str
    annotator: str | None
    created: str


@dataclass(frozen=True, slots=True)
class RestoredItem:
    """The result of restoring an item."""

    table: str
    row_id: int
    rows: int
    """The number of restored rows."""
    left_out: int
    """The number of references that were dropped because their rows no longer exist."""
    unplaced: int
    """The number of spans to review because the text was corrected after the deletion."""


_DELETED = """
SELECT change.id, table_name, row_id, before, changeset.id, label, annotator, created
FROM change JOIN changeset ON changeset.id = changeset_id
WHERE operation = 'delete' AND table_name = :table
AND NOT EXISTS (SELECT 1 FROM "{table}" AS there WHERE there.id = row_id)
AND NOT EXISTS (SELECT 1 FROM change later WHERE later.table_name = change.table_name
  AND later.row_id = change.row_id AND later.id > change.id)
AND (:before IS NULL OR change.id < :before)
"""
# An annotation that was deleted with its article is restored with it.
_ALONE = """
AND NOT EXISTS (SELECT 1 FROM change parent WHERE parent.changeset_id = change.changeset_id
  AND parent.table_name = 'article' AND parent.operation = 'delete'
  AND parent.row_id = json_extract(change.before, '$.article_id'))
"""
_HAS = "contains_words(CAST(json_extract({0}, '$.{1}') AS BLOB), :words)"
_WORDS = {
    "article": f"({_HAS.format('before', 'title')} OR {_HAS.format('before', 'body')})",
    "actor": _HAS.format("before", "name"),
    "domain": _HAS.format("before", "name"),
    "annotation": "EXISTS (SELECT 1 FROM change part WHERE part.changeset_id = change.changeset_id "
    "AND part.annotation_id = change.row_id AND part.operation = 'delete' "
    "AND part.table_name IN ('span', 'unplaced_span') "
    f"AND {_HAS.format('part.before', 'quote')})",
}


def deleted_items(
    connection: Connection,
    table: str,
    *,
    words: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[DeletedItem]:
    """Return the deleted items of a kind that do not exist now, newest first; at most `limit`.

    `words` are words of the name or text; `before` is the last `change_id` of the previous page.
    """
    if table not in KINDS:
        raise ValueError(f"{table} is not one of {', '.join(KINDS)}")
    statement = _DELETED.format(table=table)
    if table == "annotation":
        statement += _ALONE
    values: Row = {"table": table, "before": before, "limit": limit}
    if words.strip():
        statement += f"AND {_WORDS[table]} "
        values["words"] = words
    rows = connection.exec_driver_sql(f"{statement} ORDER BY change.id DESC LIMIT :limit", values)
    found = []
    for row in rows.all():
        with contextlib.suppress(DamagedHistory):  # nothing that could be restored
            found.append(_deleted(connection, *row))
    return found


def restore(session: Session, change_id: int) -> RestoredItem:
    """Restore what a change of the history deleted, inside `project.edit(label)`.

    Raises ClaimdeskError if it exists, or if the article of an annotation does not.
    """
    return _Restoration(session.connection(), change_id).run()


def _deleted(
    connection: Connection,
    change_id: int,
    table: str,
    row_id: int,
    before: str,
    step: int,
    *who: Any,  # noqa: ANN401
) -> DeletedItem:
    row = recorded_row(table, before, whole=True)
    name, detail, count = row.get("name") or row.get("title") or "", "", 0
    if table == "annotation":
        name = _quote(connection, step, row_id)
        title = connection.exec_driver_sql(
            "SELECT title FROM article WHERE id = ?", (row["article_id"],)
        ).scalar()
        gone = last_deleted(connection, "article", row["article_id"]) if title is None else None
        detail = title or (gone or {}).get("title", "")
    elif table == "actor":
        detail = row["kind"]
    elif table == "article":
        count = connection.exec_driver_sql(
            "SELECT count(*) FROM change WHERE changeset_id = ? AND table_name = 'annotation' "
            "AND operation = 'delete' AND json_extract(before, '$.article_id') = ?",
            (step, row_id),
        ).scalar_one()
    return DeletedItem(change_id, table, row_id, name, detail, count, step, *who)


def _quote(connection: Connection, step: int, annotation: int) -> str:
    rows = connection.exec_driver_sql(
        "SELECT json_extract(before, '$.quote') FROM change WHERE changeset_id = ? "
        "AND annotation_id = ? AND operation = 'delete' "
        "AND table_name IN ('span', 'unplaced_span') "
        "ORDER BY json_extract(before, '$.role') IN ('mention', 'content', 'evidence') DESC, "
        "json_extract(before, '$.start')",
        (step, annotation),
    )
    return " … ".join(" ".join(str(row[0]).split()) for row in rows.all()[:3])


class _Restoration:
    """Restores one item with all that belonged to it."""

    def __init__(self, connection: Connection, change_id: int) -> None:
        self._connection = connection
        found = connection.exec_driver_sql(
            "SELECT table_name, row_id, changeset_id FROM change "
            "WHERE id = ? AND operation = 'delete'",
            (change_id,),
        ).first()
        if found is None or found[0] not in KINDS:
            raise ClaimdeskError(_("The history has no such deletion; refresh the list."))
        self._change = change_id
        self._table, self._id, self._step = found
        self._rows: dict[str, dict[int, Row]] = {}
        self._texts: dict[int, tuple[str, Alignment | None] | None] = {}
        self._left_out = self._unplaced = self._count = 0

    def run(self) -> RestoredItem:
        if self._exists(self._table, self._id):
            raise ClaimdeskError(_("It was restored already; refresh the list."))
        self._connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        gone = self._all_deleted()
        self._rows = {self._table: {self._id: gone[self._table][self._id]}}
        self._take_children(gone)
        for table in recorded_tables():
            for row in self._rows.get(table.name, {}).values():
                self._restore_row(table, row)
        self._restore_references()
        return RestoredItem(self._table, self._id, self._count, self._left_out, self._unplaced)

    def _all_deleted(self) -> dict[str, dict[int, Row]]:
        """Return the rows that the step deleted by table and id; only its own for an annotation."""
        gone: dict[str, dict[int, Row]] = {}
        rows = self._connection.exec_driver_sql(
            "SELECT table_name, row_id, before FROM change WHERE changeset_id = ? "
            "AND operation = 'delete' AND (? <> 'annotation' OR annotation_id = ?) ORDER BY id",
            (self._step, self._table, self._id),
        )
        for table, row_id, before in rows:
            gone.setdefault(table, {})[row_id] = recorded_row(table, before, whole=True)
        return gone

    def _take_children(self, gone: dict[str, dict[int, Row]]) -> None:
        """Add the rows that were deleted because they belonged to a restored row."""
        for table in recorded_tables():
            for row_id, row in gone.get(table.name, {}).items():
                owners = ((row[column], owner) for column, owner in _owners(table))
                if any(owner_id in self._rows.get(owner, {}) for owner_id, owner in owners):
                    self._rows.setdefault(table.name, {})[row_id] = row

    def _restore_row(self, table: Table, row: Row) -> None:
        values = dict(row)
        for column, target in _references(table):
            if values[column] is None:
                continue
            current = self._current_id(target, values[column])
            if current is None and not table.columns[column].nullable:
                self._refuse_orphan(table.name)
                self._left_out += 1
                return
            self._left_out += current is None
            values[column] = current
        if table.name == "span":
            self._restore_span(values)
            return
        done = self._connection.execute(insert(table).prefix_with("OR IGNORE").values(**values))
        self._count += done.rowcount
        self._left_out += not done.rowcount

    def _refuse_orphan(self, table: str) -> None:
        if table == "annotation":
            raise ClaimdeskError(_("Its article is deleted; restore the article first."))

    def _current_id(self, table: str, row_id: int) -> int | None:
        """Return the current id of a row: the same one, or that of a row with the same name."""
        if row_id in self._rows.get(table, {}) or self._exists(table, row_id):
            return row_id
        column = _NAMED.get(table)
        gone = last_deleted(self._connection, table, row_id) if column else None
        if column is None or gone is None:
            return None
        target = metadata.tables[table]
        found = self._connection.execute(
            select(target.c.id).where(target.c[column] == gone[column]).order_by(target.c.id)
        ).scalar()
        if found is None and table == "actor":
            alias = metadata.tables["alias"]
            statement = select(alias.c.actor_id).where(alias.c.text == gone["name"])
            found = self._connection.execute(statement.order_by(alias.c.id)).scalar()
        return found

    def _restore_span(self, row: Row) -> None:
        """Restore a span; if its text was corrected since, where its words are now."""
        article = self._article_of(row["annotation_id"])
        body, alignment = self._text_of(article)
        if alignment is not None:
            moved = alignment.move(Span(row["start"], row["end"]))
            if moved is None or not moved.certain:
                waiting = {k: v for k, v in row.items() if k not in ("id", "end")}
                waiting["start"] = alignment.near(row["start"])
                self._connection.execute(insert(metadata.tables["unplaced_span"]).values(**waiting))
                self._unplaced += 1
                self._count += 1
                return
            row = {**row, "start": moved.span.start, "end": moved.span.end}
        found = anchor(body, Span(row["start"], row["end"]))
        row = {**row, "prefix": found.prefix, "suffix": found.suffix}
        self._connection.execute(insert(metadata.tables["span"]).values(**row))
        self._count += 1

    def _article_of(self, annotation: int) -> int:
        row = self._rows.get("annotation", {}).get(annotation)
        if row is not None:
            return int(row["article_id"])
        return int(
            self._connection.exec_driver_sql(
                "SELECT article_id FROM annotation WHERE id = ?", (annotation,)
            ).scalar_one()
        )

    def _text_of(self, article: int) -> tuple[str, Alignment | None]:
        """Return the text of an article, and how it aligns with the text before the deletion."""
        found = self._texts.get(article)
        if found is None:
            body = self._connection.exec_driver_sql(
                "SELECT body FROM article WHERE id = ?", (article,)
            ).scalar_one()
            then = self._connection.exec_driver_sql(
                "SELECT json_extract(before, '$.body') FROM change WHERE table_name = 'article' "
                "AND row_id = ? AND id > ? AND json_type(before, '$.body') IS NOT NULL "
                "ORDER BY id LIMIT 1",
                (article, self._change),
            ).scalar()
            found = body, None if then in (None, body) else Alignment(str(then), body)
            self._texts[article] = found
        return found

    def _restore_references(self) -> None:
        """Restore the references that the deletion set to NULL, unless they were set since."""
        rows = self._connection.exec_driver_sql(
            "SELECT table_name, row_id, before, after FROM change "
            "WHERE changeset_id = ? AND operation = 'update' ORDER BY id",
            (self._step,),
        ).all()
        for name, row_id, before, after in rows:
            table = recorded_table(name)
            was, became = recorded_row(name, before), recorded_row(name, after)
            for column, target in _references(table):
                back = was.get(column)
                if became.get(column, 0) is None and back in self._rows.get(target, {}):
                    key = table.c[column]
                    statement = update(table).where(table.c.id == row_id, key.is_(None))
                    self._connection.execute(statement.values({column: back}))

    def _exists(self, table: str, row_id: int) -> bool:
        found = self._connection.exec_driver_sql(f'SELECT 1 FROM "{table}" WHERE id = ?', (row_id,))
        return found.first() is not None


def _references(table: Table) -> Iterator[tuple[str, str]]:
    """Yield the columns of a table that refer to a row, with the table of that row."""
    for column in table.columns:
        for key in column.foreign_keys:
            yield column.name, key.column.table.name


def _owners(table: Table) -> Iterator[tuple[str, str]]:
    """Yield the references of a table that cascade: to rows that own its rows."""
    for column in table.columns:
        for key in column.foreign_keys:
            if key.ondelete == "CASCADE":
                yield column.name, key.column.table.name
