# SPDX-License-Identifier: MIT
"""Reads claims into columns: all of a project, or some of them.

SQLite joins the numbers of many rows to one text, which numpy reads: fetching each row would take
three times as long and would keep a busy window waiting.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection

from claimdesk.models.analysis.columns.claims import (
    PLAIN,
    SEVERAL,
    TABLE_OF,
    ClaimColumns,
    Marks,
    OwnColumn,
    Pairs,
    first_and_more,
)
from claimdesk.models.analysis.columns.tables import (
    NONE,
    TABLES,
    Codes,
    Integers,
    Table,
    read_table,
)

_AT_ONCE = 5_000
"""Rows whose numbers are in one text."""

_STATE = "CASE state WHEN 'accepted' THEN 0 WHEN 'suggested' THEN 1 ELSE 2 END"
# 0 is the id of nothing.
_CLAIM = {
    "id": "claim.id",
    "state": _STATE,
    "article": "article_id",
    "annotator": "coalesce(annotator_id, 0)",
    "stance": "coalesce(stance_id, 0)",
    "kind": "coalesce(kind_id, 0)",
    "certainty": "coalesce(certainty_id, 0)",
    "speaker": "coalesce(speaker_id, 0)",
}
_FROM_CLAIM = "claim JOIN annotation ON annotation.id = claim.id"
_OWNERS = {"speaker": ("further_speaker", "actor_id"), "domain": ("claim_domain", "domain_id")}


class Part(NamedTuple):
    """Claims that were read, ids ascending."""

    ids: Integers
    columns: Mapping[str, Codes]
    more: Mapping[str, Pairs]


def read_all(connection: Connection, version: int) -> ClaimColumns:
    """Return the columns of a whole project at this version."""
    tables = {name: read_table(connection, name) for name in TABLES}

    def everything(columns: Sequence[str], source: str, key: str) -> Iterator[list[Integers]]:
        last = -(2**63)
        while True:
            found = _numbers(connection, columns, source, f"{key} > ?", (last,), key)
            if not len(found[0]):
                return
            yield found
            last = int(found[0][-1])

    part = _read(tables, everything)
    marks = read_marks(connection, Marks(0, 0, 0))
    return ClaimColumns(version, marks, part.ids, part.columns, part.more, tables)


def read_claims(connection: Connection, tables: Mapping[str, Table], ids: Iterable[int]) -> Part:
    """Return those of the claims with these ids that are there."""
    wanted = sorted(ids)

    def those(columns: Sequence[str], source: str, key: str) -> Iterator[list[Integers]]:
        owner = key if source == _FROM_CLAIM else "claim_id"
        for start in range(0, len(wanted), _AT_ONCE):
            batch = json.dumps(wanted[start : start + _AT_ONCE])
            which = f"{owner} IN (SELECT value FROM json_each(?))"
            yield _numbers(connection, columns, source, which, (batch,), key, limit=-1)

    return _read(tables, those)


def read_marks(connection: Connection, before: Marks) -> Marks:
    """Return the largest ids as they are now, which are never smaller than before."""
    found = (
        connection.exec_driver_sql(f"SELECT max(id) FROM {table}").scalar_one() or 0
        for table in ("change", "annotation", "suggestion_run")
    )
    return Marks(*(max(pair) for pair in zip(found, before, strict=True)))


_Reader = Callable[[Sequence[str], str, str], Iterator[list[Integers]]]


def _read(tables: Mapping[str, Table], read: _Reader) -> Part:
    found = _joined(read(tuple(_CLAIM.values()), _FROM_CLAIM, "claim.id"), len(_CLAIM))
    numbers = dict(zip(_CLAIM, found, strict=True))
    ids = numbers["id"]
    columns = {
        name: tables[TABLE_OF[name]].codes(numbers[name])
        if name in TABLE_OF
        else numbers[name].astype(np.int32)
        for name in (*PLAIN, "speaker")
    }
    columns["domain"] = np.full(len(ids), NONE, np.int32)
    more = {}
    for name, table in SEVERAL.items():
        source, column = _OWNERS[name]
        _id, owners, values = _joined(read(("id", "claim_id", column), source, "id"), 3)
        columns[name], more[name] = first_and_more(
            ids, columns[name], owners, tables[table].codes(values)
        )
    return Part(ids, columns, more)


def _numbers(
    connection: Connection,
    columns: Sequence[str],
    source: str,
    which: str,
    values: tuple[Any, ...],
    key: str,
    *,
    limit: int = _AT_ONCE,
) -> list[Integers]:
    """Return columns of whole numbers, ordered by a key."""
    listed = ", ".join(f"{column} AS n{place}" for place, column in enumerate(columns))
    joined = ", ".join(f"group_concat(n{place})" for place in range(len(columns)))
    row = connection.exec_driver_sql(
        f"SELECT {joined} FROM (SELECT {listed} FROM {source} WHERE {which} "
        f"ORDER BY {key} LIMIT {limit})",
        values,
    ).one()
    return [np.fromstring(text or "", np.int64, sep=",") for text in row]


def _joined(parts: Iterator[list[Integers]], count: int) -> list[Integers]:
    found = list(parts)
    if not found:
        return [np.empty(0, np.int64) for _column in range(count)]
    return [np.concatenate(column) for column in zip(*found, strict=True)]


def read_own(
    connection: Connection,
    claims: Part | ClaimColumns,
    choices: Table,
    field: int,
    kind: str,
    *,
    only: Iterable[int] | None = None,
    known: tuple[Any, ...] = (),
) -> OwnColumn:
    """Return the column of a field of the analyst; values that are `known` keep their codes."""
    column = {"choice": "choice_id", "text": "text"}.get(kind, "number")
    which, values = "", (field,)
    if only is not None:
        which = "AND annotation_id IN (SELECT value FROM json_each(?))"
        values = (field, json.dumps(sorted(only)))  # type: ignore[assignment]
    rows = connection.exec_driver_sql(
        f"SELECT annotation_id, {column} FROM field_value WHERE field_id = ? "
        f"AND {column} IS NOT NULL {which}",
        values,
    )
    index = {value: code for code, value in enumerate(known)}
    owners: list[int] = []
    codes: list[int] = []
    while batch := rows.fetchmany(2_000):
        owners += [row[0] for row in batch]
        if kind == "choice":
            codes += [row[1] for row in batch]
        else:
            codes += [index.setdefault(row[1], len(index)) for row in batch]
    found = np.full(len(claims.ids), NONE, np.int32)
    numbers = np.array(codes, np.int64)
    if len(claims.ids) and owners:
        of = np.array(owners, np.int64)
        places = np.minimum(np.searchsorted(claims.ids, of), len(claims.ids) - 1)
        there = claims.ids[places] == of
        coded = choices.codes(numbers) if kind == "choice" else numbers.astype(np.int32)
        found[places[there]] = coded[there]
    return OwnColumn(found, None if kind == "choice" else tuple(index))
