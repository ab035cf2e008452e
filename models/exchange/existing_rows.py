# SPDX-License-Identifier: MIT
"""What of a corpus a project has already: rows of the same name, annotations of the same words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from claimdesk.models.exchange.records import Record, Row, annotations_of
from claimdesk.models.store.schema import metadata
from claimdesk.models.text.folding import name_key

_NAMES: dict[str, tuple[str, ...]] = {
    "setting": ("key",),
    "annotator": ("name",),
    "article": ("sha256",),
    "actor": ("name", "kind"),
    "alias": ("actor_id", "text"),
    "domain": ("name",),
    "term": ("domain_id", "text"),
    "field": ("layer", "key"),
    "choice": ("field_id", "key"),
    "suggestion_run": ("article_id", "pipeline", "version", "created"),
}
"""By which columns two rows are the same thing. Two persons of one name in one file stay two."""

_Name = tuple[Any, ...]


class Existing:
    """The rows that the project had before the import, by their names."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._found: dict[str, dict[_Name, list[int]]] = {}
        self._ids: dict[str, set[int]] = {}

    def match(self, table: str, row: Row) -> int | None:
        """Return the id of a row that is the same as `row`, or None; each is given out once."""
        ids = self._rows(table).get(_name(table, row))
        return ids.pop(0) if ids else None

    def has(self, table: str, row_id: int) -> bool:
        """Return whether the project had the row before the import."""
        return row_id in self._ids.get(table, ())

    def _rows(self, table: str) -> dict[_Name, list[int]]:
        if table not in self._found:
            found: dict[_Name, list[int]] = {}
            columns = metadata.tables[table].c
            statement = select(columns.id, *(columns[name] for name in _NAMES[table]))
            for row in self._connection.execute(statement.order_by(columns.id)).mappings():
                found.setdefault(_name(table, dict(row)), []).append(row["id"])
            self._found[table] = found
            self._ids[table] = {row_id for ids in found.values() for row_id in ids}
        return self._found[table]


class Twins:
    """The annotations of an article that is in the project already."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._article: int | None = None
        self._found: dict[_Name, list[int | None]] = {}

    @property
    def article(self) -> int | None:
        """The article of the project that the records of the file belong to; None if it is new."""
        return self._article

    @article.setter
    def article(self, article: int | None) -> None:
        self._article = article
        self._found = {}
        if article is not None:
            for record in annotations_of(self._connection, article):
                annotators = self._found.setdefault(_content(record), [])
                annotators.append(record.row["annotator_id"])

    def has(self, record: Record) -> bool:
        """Return whether the article has an annotation of the same words with the same codes.

        A decision there stands for a suggestion in the file, but not for another annotator's.
        """
        if self._article is None:
            return False
        annotator = record.row["annotator_id"]
        annotators = self._found.get(_content(record), [])
        return bool(annotators) if annotator is None else annotator in annotators


def _name(table: str, row: Row) -> _Name:
    key = {**row, "name": name_key(row["name"])} if table in ("actor", "domain") else row
    return tuple(key[column] for column in _NAMES[table])


def _content(record: Record) -> _Name:
    """Return what an annotation says: layer, words and codes, without annotator and note."""
    parts = []
    for name in sorted(record.parts):
        dropped = {"id", "annotation_id", "claim_id", "domain_mention_id", "prefix", "suffix"}
        rows = [
            tuple(sorted((key, str(value)) for key, value in row.items() if key not in dropped))
            for row in record.parts[name]
        ]
        parts.append((name, tuple(sorted(rows))))
    return (record.row["layer"], *parts)
