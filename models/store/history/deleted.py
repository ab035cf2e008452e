# SPDX-License-Identifier: MIT
"""Deleted articles, actors, domains and annotations: what the history knows, and bringing it back.

What was deleted together with a thing, because it belonged to it, comes back with it, under the ids
that it had. Names that it used are linked again if they are still there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update
from sqlmodel import Session

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.history import recorded_row
from claimdesk.models.store.history.listing import last_deleted
from claimdesk.models.store.schema import metadata, recorded_tables
from claimdesk.models.text.alignment import Alignment
from claimdesk.models.text.spans import Span, anchor

KINDS = ("article", "actor", "domain", "annotation")
"""The tables whose rows can be brought back."""

Row = dict[str, Any]

_NAMED = {"actor": "name", "domain": "name", "annotator": "name"}
"""By which column a row that is gone is found again under another id."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """One thing that was deleted and is not there now."""

    change_id: int
    """What `restore` takes."""
    table: str
    """One of KINDS."""
    row_id: int
    name: str
    """Its title or name; of an annotation its words."""
    detail: str
    """Of an annotation the title of its article, of an actor its kind; else empty."""
    annotations: int
    """How many annotations of the article come back with it."""
    step: int
    label: str
    annotator: str | None
    created: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back."""

    table: str
    row_id: int
    rows: int
    """How many rows came back."""
    left_out: int
    """Links to what is gone for good."""
    unplaced: int
    """Spans that wait for review, since the text was corrected after the deletion."""


_DELETED = """
SELECT change.id, table_name, row_id, before, changeset.id, label, annotator, created
FROM change JOIN changeset ON changeset.id = changeset_id
WHERE operation = 'delete' AND table_name = :table
AND NOT EXISTS (SELECT 1 FROM "{table}" AS there WHERE there.id = row_id)
AND NOT EXISTS (SELECT 1 FROM change later WHERE later.table_name = change.table_name
  AND later.row_id = change.row_id AND later.id > change.id)
AND (:before IS NULL OR change.id < :before)
"""
# An annotation that went with its article comes back with it.
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


def deleted(
    connection: Connection,
    table: str,
    *,
    words: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[Deleted]:
    """Return what of a kind was deleted and is not there now, newest first; at most `limit`.

    `words` are words of its name or text; `before` is the last `change_id` of the page before.
    """
    if table not in KINDS:
        raise ValueError(f"{table} is none of {', '.join(KINDS)}")
    statement = _DELETED.format(table=table)
    if table == "annotation":
        statement += _ALONE
    values: Row = {"table": table, "before": before, "limit": limit}
    if words.strip():
        statement += f"AND {_WORDS[table]} "
        values["words"] = words
    rows = connection.exec_driver_sql(f"{statement} ORDER BY change.id DESC LIMIT :limit", values)
    return [_deleted(connection, *row) for row in rows.all()]


def restore(session: Session, change_id: int) -> Restored:
    """Bring back what a change of the history deleted, inside `project.edit(label)`.

    Raises ClaimdeskError if it is there, or if the article of an annotation is not.
    """
    return _Restoring(session.connection(), change_id).run()


def _deleted(
    connection: Connection,
    change_id: int,
    table: str,
    row_id: int,
    before: str,
    step: int,
    *who: Any,  # noqa: ANN401
) -> Deleted:
    row = recorded_row(metadata.tables[table], before)
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
    return Deleted(change_id, table, row_id, name, detail, count, step, *who)


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


class _Restoring:
    """One run: which rows come back, under which names."""

    def __init__(self, connection: Connection, change_id: int) -> None:
        self._connection = connection
        found = connection.exec_driver_sql(
            "SELECT table_name, row_id, changeset_id FROM change "
            "WHERE id = ? AND operation = 'delete'",
            (change_id,),
        ).first()
        if found is None or found[0] not in KINDS:
            raise ClaimdeskError(_("The history knows no such deletion; look at the list again."))
        self._change = change_id
        self._table, self._id, self._step = found
        self._rows: dict[str, dict[int, Row]] = {}
        self._texts: dict[int, tuple[str, Alignment | None] | None] = {}
        self._left_out = self._unplaced = self._count = 0

    def run(self) -> Restored:
        if self._exists(self._table, self._id):
            raise ClaimdeskError(_("It is there again already; look at the list again."))
        self._connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        gone = self._all_deleted()
        self._rows = {self._table: {self._id: gone[self._table][self._id]}}
        self._take_children(gone)
        for table in recorded_tables():
            for row in self._rows.get(table.name, {}).values():
                self._bring(table, row)
        self._link_again()
        return Restored(self._table, self._id, self._count, self._left_out, self._unplaced)

    def _all_deleted(self) -> dict[str, dict[int, Row]]:
        """Return the rows that the step deleted, by table and id; of an annotation only its own."""
        gone: dict[str, dict[int, Row]] = {}
        rows = self._connection.exec_driver_sql(
            "SELECT table_name, row_id, before FROM change WHERE changeset_id = ? "
            "AND operation = 'delete' AND (? <> 'annotation' OR annotation_id = ?) ORDER BY id",
            (self._step, self._table, self._id),
        )
        for table, row_id, before in rows:
            gone.setdefault(table, {})[row_id] = recorded_row(metadata.tables[table], before)
        return gone

    def _take_children(self, gone: dict[str, dict[int, Row]]) -> None:
        """Add what was deleted because it belonged to what comes back."""
        for table in recorded_tables():
            for row_id, row in gone.get(table.name, {}).items():
                owners = ((row[column], owner) for column, owner in _owners(table))
                if any(owner_id in self._rows.get(owner, {}) for owner_id, owner in owners):
                    self._rows.setdefault(table.name, {})[row_id] = row

    def _bring(self, table: Table, row: Row) -> None:
        values = dict(row)
        for column, target in _links(table):
            if values[column] is None:
                continue
            there = self._there(target, values[column])
            if there is None and not table.columns[column].nullable:
                self._refuse_orphan(table.name)
                self._left_out += 1
                return
            self._left_out += there is None
            values[column] = there
        if table.name == "span":
            self._bring_span(values)
            return
        done = self._connection.execute(insert(table).prefix_with("OR IGNORE").values(**values))
        self._count += done.rowcount
        self._left_out += not done.rowcount

    def _refuse_orphan(self, table: str) -> None:
        if table == "annotation":
            raise ClaimdeskError(_("Its article is deleted; bring the article back first."))

    def _there(self, table: str, row_id: int) -> int | None:
        """Return the row that an id means now: itself, or the one that has its name."""
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

    def _bring_span(self, row: Row) -> None:
        """A span as it was; if its text was corrected since, where its words are now."""
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
        """Return the text of an article, and how it differs from what it was at the deletion."""
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

    def _link_again(self) -> None:
        """Let rows that the deletion unlinked name what comes back, unless they name another."""
        rows = self._connection.exec_driver_sql(
            "SELECT table_name, row_id, before, after FROM change "
            "WHERE changeset_id = ? AND operation = 'update' ORDER BY id",
            (self._step,),
        ).all()
        for name, row_id, before, after in rows:
            table = metadata.tables[name]
            was, became = json.loads(before), json.loads(after)
            for column, target in _links(table):
                back = was.get(column)
                if became.get(column, 0) is None and back in self._rows.get(target, {}):
                    key = table.c[column]
                    statement = update(table).where(table.c.id == row_id, key.is_(None))
                    self._connection.execute(statement.values({column: back}))

    def _exists(self, table: str, row_id: int) -> bool:
        found = self._connection.exec_driver_sql(f'SELECT 1 FROM "{table}" WHERE id = ?', (row_id,))
        return found.first() is not None


def _links(table: Table) -> Iterator[tuple[str, str]]:
    """Columns of a table that name a row, and the table of that row."""
    for column in table.columns:
        for key in column.foreign_keys:
            yield column.name, key.column.table.name


def _owners(table: Table) -> Iterator[tuple[str, str]]:
    """Return the links of a table whose row goes when the row that it names goes."""
    for column in table.columns:
        for key in column.foreign_keys:
            if key.ondelete == "CASCADE":
                yield column.name, key.column.table.name
