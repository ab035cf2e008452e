# SPDX-License-Identifier: MIT
"""Columns of claims follow the file: what was changed since is read again, the rest is kept.

What analysts change is in the history. What only the program writes (suggestions, and the actors
that they propose) is not, but it has new ids: new annotations and actors are larger than all before
them, and a new run names the article whose earlier suggestions it replaced.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np
from sqlalchemy import Connection

from claimdesk.models.analysis.columns.claims import SEVERAL, ClaimColumns, OwnColumn, Pairs
from claimdesk.models.analysis.columns.reading import Part, read_claims, read_marks, read_own
from claimdesk.models.analysis.columns.tables import (
    Codes,
    Integers,
    Table,
    newest,
    read_rows,
    read_table,
)

_Numbers = TypeVar("_Numbers", Integers, Codes)

_MOST = 100_000
"""Changes up to which following them takes less time than reading everything again."""

_WHOLE = ("domain", "choice")
"""Tables that are small, and whose rows depend on one another: read again as a whole."""


def followed(before: ClaimColumns, connection: Connection, version: int) -> ClaimColumns | None:
    """Return the columns as they are at a later version; None if they have to be read again."""
    rows = connection.exec_driver_sql(
        "SELECT table_name, row_id, annotation_id FROM change WHERE id > ? LIMIT ?",
        (before.marks.change, _MOST + 1),
    ).all()
    if len(rows) > _MOST:
        return None
    changed: dict[str, set[int]] = {}
    claims: set[int] = set()
    for table, row, annotation in rows:
        if annotation is None:
            changed.setdefault(table, set()).add(row)
        else:
            claims.add(annotation)
    claims |= _suggested(before, connection)
    if len(claims) > _MOST:
        return None
    tables = _tables(before, connection, changed)
    part = read_claims(connection, tables, claims)
    own = {} if "field" in changed else _own(before, connection, tables["choice"], part, claims)
    merged = _merged(before, part, own, claims)
    found = replace(
        merged,
        version=version,
        marks=read_marks(connection, before.marks),
        tables=tables,
        derived=_still_valid(before),
    )
    return found if _is_complete(found, connection) else None


def _suggested(before: ClaimColumns, connection: Connection) -> set[int]:
    """Return the claims that suggestion runs added, replaced or removed since."""
    claims = set(newest(connection, "claim", before.marks.annotation))
    runs = connection.exec_driver_sql(
        "SELECT DISTINCT article_id FROM suggestion_run WHERE id > ?", (before.marks.run,)
    )
    articles = [row[0] for row in runs]
    if articles:
        codes = before.tables["article"].codes(np.array(articles, np.int64))
        claims |= set(before.ids[np.isin(before.columns["article"], codes)].tolist())
        now = connection.exec_driver_sql(
            "SELECT id FROM annotation WHERE layer = 'claim' "
            "AND article_id IN (SELECT value FROM json_each(?))",
            (json.dumps(articles),),
        )
        claims |= {row[0] for row in now}
    return claims


def _tables(
    before: ClaimColumns, connection: Connection, changed: Mapping[str, set[int]]
) -> dict[str, Table]:
    tables = {}
    for name, table in before.tables.items():
        ids = set(changed.get(name, ()))
        ids |= set(newest(connection, name, int(table.ids.max(initial=0))))
        if not (ids and name in _WHOLE):
            table = table.with_rows(read_rows(connection, name, ids))
        if (ids and name in _WHOLE) or table.number_of_rows != _count(connection, name):
            # Proposed actors that nothing names any more go without a line in the history.
            table = table.replaced_by(read_table(connection, name))
        tables[name] = table
    return tables


def _own(
    before: ClaimColumns, connection: Connection, choices: Table, part: Part, claims: set[int]
) -> dict[int, OwnColumn]:
    """Return the values of the claims that were read in those fields that are in columns."""
    rows = connection.exec_driver_sql("SELECT id, kind FROM field")
    kinds = {number: kind for number, kind in rows}
    return {
        field: read_own(
            connection,
            part,
            choices,
            field,
            kinds[field],
            only=claims,
            known=own.values or (),
        )
        for field, own in before.own.copy().items()
        if field in kinds
    }


def _merged(
    before: ClaimColumns, part: Part, own: Mapping[int, OwnColumn], claims: set[int]
) -> ClaimColumns:
    """Return the columns without `claims`, and with those of the part."""
    places = before.places(np.array(sorted(claims), np.int64))
    gone = places[places >= 0]
    merge = _Merge(before.ids, part.ids, gone)
    ids = np.array(sorted(claims), np.int64)
    return replace(
        before,
        ids=merge.column(before.ids, part.ids),
        columns={
            name: merge.column(column, part.columns[name])
            for name, column in before.columns.items()
        },
        more={name: _merged_pairs(before.more[name], part.more[name], ids) for name in SEVERAL},
        own={
            field: OwnColumn(merge.column(before.own[field].codes, new.codes), new.values)
            for field, new in own.items()
        },
    )


class _Merge:
    """Replaces the rows at some places by others, whose ids ascend."""

    def __init__(self, ids: Integers, new: Integers, gone: Integers) -> None:
        self._gone = gone
        self._is_same = len(gone) == len(new) and bool((ids[gone] == new).all())
        self._is_at_end = not len(gone) and (not len(ids) or not len(new) or new[0] > ids[-1])
        if not (self._is_same or self._is_at_end):
            self._kept = np.ones(len(ids), bool)
            self._kept[gone] = False
            self._places = np.searchsorted(ids[self._kept], new)

    def column(self, column: _Numbers, new: _Numbers) -> _Numbers:
        """Return a column with the rows replaced."""
        if self._is_same:
            if not len(new):
                return column
            copied = column.copy()
            copied[self._gone] = new
            return copied
        if self._is_at_end:
            return np.concatenate([column, new])
        return np.insert(column[self._kept], self._places, new)


def _merged_pairs(before: Pairs, new: Pairs, claims: Integers) -> Pairs:
    kept = ~np.isin(before.claim, claims) if len(claims) else np.ones(len(before.claim), bool)
    claim = np.concatenate([before.claim[kept], new.claim])
    order = np.argsort(claim, kind="stable")
    return Pairs(claim[order], np.concatenate([before.code[kept], new.code])[order])


def _still_valid(before: ClaimColumns) -> dict[object, object]:
    """Return what later columns may take over once they have looked at it: the labels."""
    return {
        ("before", key[1]): value
        for key, value in before.derived.copy().items()
        if isinstance(key, tuple) and key[0] == "labels"
    }


def _is_complete(found: ClaimColumns, connection: Connection) -> bool:
    """Return whether there are as many claims as in the file: a guard, which costs little."""
    return _count(connection, "claim") == len(found)


def _count(connection: Connection, table: str) -> int:
    number: int = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
    return number
