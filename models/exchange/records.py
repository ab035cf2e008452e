# SPDX-License-Identifier: MIT
"""A project as a stream of records, parents before children, in which nothing is lost.

A record is one row with its table; the record of an annotation also holds the rows that belong to
it (spans, claim, domains, …) as parts, without the column that names the annotation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, select

from claimdesk.models.store.schema import ANNOTATION_COLUMN, STATES, metadata, recorded_tables
from claimdesk.models.store.settings import SUGGESTION_QUEUE

Row = dict[str, Any]

PARTS = {name: key for name, key in ANNOTATION_COLUMN.items() if name != "annotation"}
"""Tables whose rows are parts of an annotation, and the column that names it."""

LAYER_PARTS = {
    "actor": ("span", "unplaced_span", "mention", "field_value"),
    "claim": (
        *("span", "unplaced_span", "claim", "further_speaker", "claim_domain", "addressee"),
        "field_value",
    ),
    "domain": ("span", "unplaced_span", "domain_mention", "partner", "field_value"),
}
"""Which parts an annotation of each layer may have."""

OF_ARTICLE = ("suggestion_run", "annotation")
TAILS = ("article_version", "sampled_article")
"""Tables that come after the articles: each row names one that may stand anywhere among them."""
HEADS = tuple(
    table.name
    for table in recorded_tables()
    if table.name not in {*PARTS, *OF_ARTICLE, *TAILS, "article"}
)
"""Tables that come before the articles: settings, annotators, codebook, actors, samples."""

READER = "oldest_reader"
"""The setting that says which programs can read the file; each file has its own."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row, and the rows that are part of it by table."""

    table: str
    row: Row
    parts: dict[str, list[Row]] = field(default_factory=dict)
    line: int = field(default=0, compare=False)
    """Where it stands in a file, from 1; 0 if it comes from a project."""


@cache
def part_columns(table: str) -> list[Column[Any]]:
    """Return the columns of a part that its record holds."""
    return [c for c in metadata.tables[table].columns if c.name != PARTS[table]]


def records(connection: Connection, states: Sequence[str] = STATES) -> Iterator[Record]:
    """Yield the project row by row in the order of ids, annotations in these states only."""
    for name in HEADS:
        table = metadata.tables[name]
        statement = select(table).order_by(table.c.id)
        if name == "setting":
            statement = statement.where(table.c.key.not_in([READER, SUGGESTION_QUEUE]))
        for row in _stream(connection, statement):
            yield Record(name, row)
    articles = metadata.tables["article"]
    children = {name: _Children(_of_articles(connection, name, states)) for name in OF_ARTICLE}
    parts = {name: _Children(_parts(connection, name, states)) for name in PARTS}
    for article in _stream(connection, select(articles).order_by(articles.c.id)):
        yield Record("article", article)
        for run in children["suggestion_run"].of((article["id"],)):
            yield Record("suggestion_run", run)
        for annotation in children["annotation"].of((article["id"],)):
            yield _with_parts(annotation, parts)
    for name in TAILS:
        table = metadata.tables[name]
        for row in _stream(connection, select(table).order_by(table.c.id)):
            yield Record(name, row)


def annotations_of(connection: Connection, article: int) -> Iterator[Record]:
    """Yield the annotations of one article, in all states."""
    parts = {name: _Children(_parts(connection, name, STATES, article)) for name in PARTS}
    table = metadata.tables["annotation"]
    statement = select(table).where(table.c.article_id == article).order_by(table.c.id)
    for annotation in _stream(connection, statement):
        yield _with_parts(annotation, parts)


class _Children:
    """Rows in the order of their parents, handed out parent by parent."""

    def __init__(self, keyed: Iterator[tuple[tuple[int, ...], Row]]) -> None:
        self._groups = groupby(keyed, key=lambda pair: pair[0])
        self._next = next(self._groups, None)

    def of(self, key: tuple[int, ...]) -> Iterator[Row]:
        """Yield the rows of the parent `key`; parents must come in ascending order."""
        if self._next is not None and self._next[0] == key:
            yield from (row for _key, row in self._next[1])
            self._next = next(self._groups, None)


def _with_parts(annotation: Row, parts: dict[str, _Children]) -> Record:
    key = (annotation["article_id"], annotation["id"])
    rows_of = {name: list(children.of(key)) for name, children in parts.items()}
    return Record("annotation", annotation, {name: rows for name, rows in rows_of.items() if rows})


def _stream(connection: Connection, statement: Select[Any]) -> Iterator[Row]:
    for row in connection.execute(statement).yield_per(1000).mappings():
        yield dict(row)


def _of_articles(
    connection: Connection, name: str, states: Sequence[str]
) -> Iterator[tuple[tuple[int, ...], Row]]:
    table = metadata.tables[name]
    statement = select(table).order_by(table.c.article_id, table.c.id)
    if name == "annotation":
        statement = statement.where(table.c.state.in_(states))
    for row in _stream(connection, statement):
        yield (row["article_id"],), row


def _parts(
    connection: Connection, name: str, states: Sequence[str], article: int | None = None
) -> Iterator[tuple[tuple[int, ...], Row]]:
    table, annotation = metadata.tables[name], metadata.tables["annotation"]
    statement = (
        select(annotation.c.article_id, annotation.c.id, *part_columns(name))
        .join_from(table, annotation, table.c[PARTS[name]] == annotation.c.id)
        .where(annotation.c.state.in_(states))
        .order_by(annotation.c.article_id, annotation.c.id, table.c.id)
    )
    if article is not None:
        statement = statement.where(annotation.c.article_id == article)
    names = [column.name for column in part_columns(name)]
    for article_id, annotation_id, *values in connection.execute(statement).yield_per(1000):
        yield (article_id, annotation_id), dict(zip(names, values, strict=True))


@cache
def references(table: Table) -> dict[str, str]:
    """Return the columns of a table that name a row, and the table of that row."""
    return {
        column.name: next(iter(column.foreign_keys)).column.table.name
        for column in table.columns
        if column.foreign_keys
    }
