# SPDX-License-Identifier: MIT
"""Versions of an article: linked, and annotations carried over by their quotes and contexts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session, col, select

from claimdesk.models.editing.bulk_writer import BulkWriter, span_row
from claimdesk.models.store import queries
from claimdesk.models.store.schema import ANNOTATION_COLUMN, ArticleVersion, metadata, now
from claimdesk.models.text.spans import Span

Row = dict[str, Any]

_KEYS = {"id", "annotation_id", "claim_id", "domain_mention_id"}


def link(session: Session, article_id: int, first_id: int) -> None:
    """Record that an article is a version of another, or of what that one is a version of."""
    column = col(ArticleVersion.article_id)
    further = session.exec(select(ArticleVersion.first_id).where(column == first_id)).first()
    first = further if further is not None else first_id
    known = session.exec(select(ArticleVersion).where(column == article_id)).first()
    if first == article_id:
        return
    if known is None:
        session.add(ArticleVersion(article_id=article_id, first_id=first))
    else:
        known.first_id = first
    session.flush()


def unlink(session: Session, article_id: int) -> None:
    """Forget that an article is a version of another."""
    column = col(ArticleVersion.article_id)
    for row in session.exec(select(ArticleVersion).where(column == article_id)):
        session.delete(row)
    session.flush()


def carry_over(session: Session, from_id: int, to_id: int) -> tuple[int, int]:
    """Copy the accepted annotations of an article to a version; return how many, and uncertain.

    A piece is placed where its words stand in the version once, or once in the same context. Other
    pieces wait for review without a place.
    """
    connection = session.connection()
    target = queries.article(connection, to_id)
    if target is None:
        return 0, 0
    writer, uncertain = BulkWriter(connection), 0
    table = metadata.tables["annotation"]
    rows = connection.execute(
        table.select()
        .where(table.c.article_id == from_id, table.c.state == "accepted")
        .order_by(table.c.id)
    ).mappings()
    for row in rows.all():
        parts = _parts_of(connection, row["id"])
        placed, waiting = _placed(target.body, parts.pop("span", []))
        uncertain += bool(waiting)
        waiting += parts.pop("unplaced_span", [])
        own = {**row, "article_id": to_id, "run_id": None, "created": now(), "updated": now()}
        del own["id"]
        writer.add(own, {**parts, "span": placed, "unplaced_span": waiting})
    writer.write()
    return len(writer.ids), uncertain


def _parts_of(connection: Connection, annotation_id: int) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for name, owner in ANNOTATION_COLUMN.items():
        if name == "annotation":
            continue
        table = metadata.tables[name]
        rows = connection.execute(
            table.select().where(table.c[owner] == annotation_id).order_by(table.c.id)
        ).mappings()
        found[name] = [{k: v for k, v in row.items() if k not in _KEYS} for row in rows]
    return {name: rows for name, rows in found.items() if rows}


def _placed(body: str, spans: list[Row]) -> tuple[list[Row], list[Row]]:
    placed, waiting = [], []
    for row in spans:
        start = _place(body, row["quote"], row["prefix"], row["suffix"])
        if start is None:
            near = min(row["start"], len(body))
            kept = ("role", "quote", "prefix", "suffix")
            waiting.append({**{name: row[name] for name in kept}, "start": near})
        else:
            span = Span(start, start + len(row["quote"]))
            placed.append(span_row(body, row["role"], span))
    return placed, waiting


def _place(body: str, quote: str, prefix: str, suffix: str) -> int | None:
    """Return where the words stand: in the same context, or else anywhere, if that is one place."""
    for before, after in ((prefix, suffix), (prefix, ""), ("", suffix), ("", "")):
        if not (before or after) and len(quote.split()) < _FEW_WORDS and (prefix or suffix):
            return None
        words = before + quote + after
        at = body.find(words)
        if at >= 0 and body.find(words, at + 1) < 0:
            return at + len(before)
    return None


_FEW_WORDS = 3
"""Words that are too few to be found by without their context."""
