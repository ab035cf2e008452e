# SPDX-License-Identifier: MIT
"""The tables that claims refer to: actors, domains, articles, annotators and choices, by code.

A code is the place of a row in the table as it was read. It never changes; rows that come later
get the next ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import Value, value_order
from claimdesk.models.analysis.identities import MAIN_DOMAINS

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]

NONE = -1
"""The code of what is not coded. As an index it is the last place, which stands for it."""

_SELECTS = {
    "actor": ("SELECT id, name, kind, country, member_of_id FROM actor", "id"),
    "domain": (
        "SELECT domain.id, domain.name, parent_id, main_id FROM domain "
        f"LEFT JOIN ({MAIN_DOMAINS}) ON domain_id = domain.id",
        "domain.id",
    ),
    "article": (
        "SELECT id, title, outlet, author, published_on, date(published_on) FROM article",
        "id",
    ),
    "annotator": ("SELECT id, name FROM annotator", "id"),
    "choice": ("SELECT id, key FROM choice", "id"),
}
_NAMES = {
    "actor": ("name", "kind", "country", "member_of_id"),
    "domain": ("name", "parent_id", "main_id"),
    "article": ("title", "outlet", "author", "published_on", "date"),
    "annotator": ("name",),
    "choice": ("key",),
}
TABLES = tuple(_SELECTS)

_AT_ONCE = 2_000
"""Rows that are fetched at a time: a window in another thread is not kept waiting."""


@dataclass(frozen=True)
class Coding:
    """Values by number: `numbers` says for each code which of `values` it has, the last of none."""

    numbers: Codes
    values: tuple[Value, ...]

    @cached_property
    def index(self) -> dict[Value, int]:
        """The number of each value."""
        return {value: number for number, value in enumerate(self.values)}

    @cached_property
    def rank(self) -> Integers:
        """The place of each value in their order; None comes first."""
        order = sorted(range(len(self.values)), key=lambda place: value_order(self.values[place]))
        return _inverse(order)


def _inverse(order: Sequence[int]) -> Integers:
    rank = np.empty(len(order), np.int64)
    rank[np.array(order, np.int64)] = np.arange(len(order))
    return rank


def coding_of(values: Iterable[Value]) -> Coding:
    """Return the coding of the values of codes in their order, and None for what is not coded."""
    index: dict[Value, int] = {}
    numbers = [index.setdefault(value, len(index)) for value in values]
    numbers.append(index.setdefault(None, len(index)))
    return Coding(np.array(numbers, np.int32), tuple(index))


_GONE = -1
"""In place of the id of a row that the table does not have any more."""


class Table:
    """Rows of a table; a column is a list with a value for each code."""

    def __init__(self, ids: Integers, columns: Mapping[str, list[Any]]) -> None:
        self.ids = ids
        self.columns = columns
        self._codings: dict[str, Coding] = {}

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def number_of_rows(self) -> int:
        """How many rows there are; others are gone and only keep their code."""
        return int(np.count_nonzero(self.ids != _GONE))

    @cached_property
    def _sorted(self) -> tuple[Integers, Codes]:
        order = np.argsort(self.ids, kind="stable").astype(np.int32)
        return self.ids[order], order

    def codes(self, ids: Integers) -> Codes:
        """Return the code of each id, NONE for ids that the table does not have."""
        known, order = self._sorted
        if not len(known):
            return np.full(len(ids), NONE, np.int32)
        places = np.minimum(np.searchsorted(known, ids), len(known) - 1)
        return np.where(known[places] == ids, order[places], np.int32(NONE))

    def code(self, number: int | None) -> int:
        """Return the code of one id, or NONE."""
        return NONE if number is None else int(self.codes(np.array([number], np.int64))[0])

    def coding(self, column: str) -> Coding:
        """Return the values of a column by number."""
        if column not in self._codings:
            self._codings[column] = coding_of(self.columns[column])
        return self._codings[column]

    def with_rows(self, rows: Mapping[int, Sequence[Any] | None]) -> Table:
        """Return the table with these rows, by id, as they are now; None: it is gone."""
        if not rows:
            return self
        known = self.codes(np.array(list(rows), np.int64)).tolist()
        new = [number for number, code in zip(rows, known, strict=True) if code == NONE]
        ids = np.concatenate([self.ids, np.array(new, np.int64)])
        codes = dict(zip(rows, known, strict=True)) | {
            number: len(self.ids) + place for place, number in enumerate(new)
        }
        ids[[codes[number] for number, row in rows.items() if row is None]] = _GONE
        columns = {}
        for place, name in enumerate(self.columns):
            values = [*self.columns[name], *[None] * len(new)]
            for number, row in rows.items():
                values[codes[number]] = None if row is None else row[place]
            columns[name] = values
        return Table(ids, columns)

    def replaced_by(self, other: Table) -> Table:
        """Return the table with the rows of another one, and with its own codes for them."""
        gone = np.setdiff1d(self.ids, np.append(other.ids, _GONE))
        rows: dict[int, Sequence[Any] | None] = dict.fromkeys(gone.tolist())
        values = zip(*other.columns.values(), strict=True)
        rows.update(zip(other.ids.tolist(), values, strict=True))
        return self.with_rows(rows)


def read_table(connection: Connection, name: str) -> Table:
    """Return a whole table."""
    select, key = _SELECTS[name]
    found = connection.exec_driver_sql(f"{select} ORDER BY {key}")
    rows: list[Any] = []
    while batch := found.fetchmany(_AT_ONCE):
        rows += batch
    columns = list(zip(*rows, strict=True)) or [()] * (len(_NAMES[name]) + 1)
    return Table(
        np.array(columns[0], np.int64),
        {column: list(columns[place + 1]) for place, column in enumerate(_NAMES[name])},
    )


def read_rows(
    connection: Connection, name: str, ids: Iterable[int]
) -> dict[int, Sequence[Any] | None]:
    """Return rows of a table by their ids; None for those that it does not have."""
    select, key = _SELECTS[name]
    wanted: dict[int, Sequence[Any] | None] = dict.fromkeys(sorted(ids))
    if wanted:
        found = connection.exec_driver_sql(
            f"{select} WHERE {key} IN (SELECT value FROM json_each(?))", (json.dumps(list(wanted)),)
        )
        wanted.update({row[0]: tuple(row[1:]) for row in found})
    return wanted


def newest(connection: Connection, name: str, after: int) -> list[int]:
    """Return the ids of a table that are larger than one."""
    rows = connection.exec_driver_sql(f'SELECT id FROM "{name}" WHERE id > ?', (after,))
    return [row[0] for row in rows]
