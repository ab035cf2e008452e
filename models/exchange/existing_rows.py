# SPDX-License-Identifier: MIT
"""Finding duplicates: rows of the same name and annotations of the same words in a project."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from claimdesk.models.exchange.records import Record, Row, annotations_of
from claimdesk.models.store.schema import metadata
from claimdesk.models.text.folding import name_key

_KEY_COLUMNS: dict[str, tuple[str, ...]] = {
    "setting": ("key",),
    "annotator": ("name",),
    "article": ("sha256",),
    "actor": ("name", "kind"),
    "alias": ("actor_id", "text"),
    "domain": ("name",),
    "term": ("domain_id", "text"),
    "field": ("layer", "key"),
    "choice": ("field_id", "key"),
    "article_version": ("article_id",),
    "article_sample": ("name",),
    "sampled_article": ("sample_id", "article_id"),
    "suggestion_run": ("article_id", "pipeline", "version", "created"),
}
"""By which columns two rows are the same thing. Two persons of one name in one file stay two."""

_Key = tuple[Any, ...]


class ExistingRows:
    """The rows that a project had before an import, by what identifies them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._by_key: dict[str, dict[_Key, list[int]]] = {}
        self._ids: dict[str, set[int]] = {}

    def match(self, table: str, row: Row) -> int | None:
        """Return the id of a row that is the same as `row`, or None; each is given out once."""
        ids = self._rows(table).get(_key(table, row))
        return ids.pop(0) if ids else None

    def has(self, table: str, row_id: int) -> bool:
        """Return whether the project had the row before the import."""
        return row_id in self._ids.get(table, ())

    def _rows(self, table: str) -> dict[_Key, list[int]]:
        if table not in self._by_key:
            by_key: dict[_Key, list[int]] = {}
            columns = metadata.tables[table].c
            statement = select(columns.id, *(columns[name] for name in _KEY_COLUMNS[table]))
            for row in self._connection.execute(statement.order_by(columns.id)).mappings():
                by_key.setdefault(_key(table, dict(row)), []).append(row["id"])
            self._by_key[table] = by_key
            self._ids[table] = {row_id for ids in by_key.values() for row_id in ids}
        return self._by_key[table]


class ExistingAnnotations:
    """The annotations of an article that is in the project already."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._article: int | None = None
        self._annotators: dict[_Key, list[int | None]] = {}

    @property
    def article(self) -> int | None:
        """The article of the project whose annotations are compared; None if it is new."""
        return self._article

    @article.setter
    def article(self, article: int | None) -> None:
        self._article = article
        self._annotators = {}
        if article is not None:
            for record in annotations_of(self._connection, article):
                annotators = self._annotators.setdefault(_content(record), [])
                annotators.append(record.row["annotator_id"])

    def contain(self, record: Record) -> bool:
        """Return whether the article has an annotation of the same words with the same codes.

        A decision there stands for a suggestion in the file, but not for another annotator's.
        """
        if self._article is None:
            return False
        annotator = record.row["annotator_id"]
        annotators = self._annotators.get(_content(record), [])
        return bool(annotators) if annotator is None else annotator in annotators


def _key(table: str, row: Row) -> _Key:
    values = {**row, "name": name_key(row["name"])} if table in ("actor", "domain") else row
    return tuple(values[column] for column in _KEY_COLUMNS[table])


def _content(record: Record) -> _Key:
    """Return what an annotation says: layer, words and codes, without annotator and note."""
    parts = []
    for name in sorted(record.parts.keys() - {"further_speaker"}):
        dropped = {"id", "annotation_id", "claim_id", "domain_mention_id", "prefix", "suffix"}
        dropped.add("speaker_id")
        rows = [
            tuple(sorted((key, str(value)) for key, value in row.items() if key not in dropped))
            for row in record.parts[name]
        ]
        parts.append((name, tuple(sorted(rows))))
    return (record.row["layer"], _speakers(record), *parts)


def _speakers(record: Record) -> frozenset[int]:
    """Return who makes a claim, in whatever order."""
    named = [row["speaker_id"] for row in record.parts.get("claim", ())]
    named += [row["actor_id"] for row in record.parts.get("further_speaker", ())]
    return frozenset(actor for actor in named if actor is not None)
