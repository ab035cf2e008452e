# SPDX-License-Identifier: MIT
"""Counts claims in columns: filters, groups and names, for the answers that SQL gives too."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from claimdesk.models.analysis import claim_sql
from claimdesk.models.analysis.claim_filter import Between, ClaimFilter, OneOf, Value
from claimdesk.models.analysis.claim_sql import EXPRESSIONS, OwnFields
from claimdesk.models.analysis.columns.claims import (
    ACCEPTED,
    REJECTED,
    SEVERAL,
    SUGGESTED,
    TABLE_OF,
    ClaimColumns,
)
from claimdesk.models.analysis.columns.names import NAMED, Labels, labels_of, main_domains
from claimdesk.models.analysis.columns.reading import read_own
from claimdesk.models.analysis.columns.tables import Codes, Coding, Integers
from claimdesk.models.analysis.identities import Identity

Chosen = NDArray[np.bool_]

_ATTRIBUTES = {
    "speaker_kind": ("speaker", "kind"),
    "country": ("speaker", "country"),
    "stance": ("stance", "key"),
    "kind": ("kind", "key"),
    "certainty": ("certainty", "key"),
    "annotator": ("annotator", "name"),
    "outlet": ("article", "outlet"),
    "author": ("article", "author"),
    "date": ("article", "date"),
}
"""Field -> the column of claims that it follows from, and the column of that one's table."""
_MOST_KEYS = 2**62
_TIMES = ("week", "month", "quarter", "year")


class _Field(NamedTuple):
    """A field: `numbers` leads from the codes of a column of claims to the values."""

    column: str | int
    """Of an own field its id."""
    numbers: Codes | Integers
    size: int
    """How many values there are, with “not coded”."""
    values: Coding | Labels


def _resolve(columns: ClaimColumns, connection: Connection, name: str, own: OwnFields) -> _Field:
    claim_sql.expression(name, own)  # refuses what is unknown
    known = columns.derived.get(("field", name))
    if known is None:
        known = columns.derived["field", name] = _made(columns, connection, name, own)
    found: _Field = known
    return found


def _made(columns: ClaimColumns, connection: Connection, name: str, own: OwnFields) -> _Field:
    if name in NAMED:
        labels = labels_of(columns, name)
        count = len(labels.table) + 1
        if name == "main_domain":
            return _Field("domain", main_domains(labels.table), count, labels)
        return _Field(name, np.arange(count), count, labels)
    if name in _ATTRIBUTES:
        column, attribute = _ATTRIBUTES[name]
        coding = columns.tables[TABLE_OF[column]].coding(attribute)
        return _Field(column, coding.numbers, len(coding.values), coding)
    if name in _TIMES:
        coding = _times(columns, connection, name)
        return _Field("article", coding.numbers, len(coding.values), coding)
    number, kind = own[name]
    choices = columns.tables["choice"]
    if number not in columns.own:
        columns.own[number] = read_own(connection, columns, choices, number, kind)
    values = columns.own[number].values
    if values is None:
        coding = choices.coding("key")
    else:
        coding = Coding(np.arange(len(values) + 1, dtype=np.int32), (*values, None))
    return _Field(number, coding.numbers, len(coding.values), coding)


def _times(columns: ClaimColumns, connection: Connection, name: str) -> Coding:
    """Return the weeks, months … of articles: SQLite computes them from the different days."""
    days = columns.tables["article"].coding("date")
    rows = connection.exec_driver_sql(
        f"SELECT {EXPRESSIONS[name]} FROM (SELECT value AS published_on FROM json_each(?)) article",
        (json.dumps(days.values),),
    )
    index: dict[Value, int] = {}
    of_days = [index.setdefault(row[0], len(index)) for row in rows]
    return Coding(np.array(of_days, np.int32)[days.numbers], tuple(index))


@dataclass(frozen=True)
class Entries:
    """Claims, once for each of their speakers and each of their domains where these matter."""

    rows: Integers
    """The place of the claim of each."""
    extra: Mapping[str, Codes]
    """Of SEVERAL: the values of those after the first `len(claims)`."""


def _entries(columns: ClaimColumns, wanted: frozenset[str]) -> Entries:
    known = columns.derived.get(("entries", wanted))
    if known is None:
        known = columns.derived["entries", wanted] = _expanded(columns, wanted)
    found: Entries = known
    return found


def _expanded(columns: ClaimColumns, wanted: frozenset[str]) -> Entries:
    rows: list[Integers] = []
    extra: dict[str, list[Codes]] = {name: [] for name in wanted}
    places = {name: columns.places(columns.more[name].claim) for name in wanted}
    for name in wanted:
        rows.append(places[name])
        for other in wanted:
            first = columns.columns[other][places[name]]
            extra[other].append(columns.more[name].code if other == name else first)
    if len(wanted) == len(SEVERAL):
        one, other = wanted
        left, right = _pairs(places[one], places[other])
        rows.append(places[one][left])
        extra[one].append(columns.more[one].code[left])
        extra[other].append(columns.more[other].code[right])
    every = np.arange(len(columns))
    return Entries(
        np.concatenate([every, *rows]),
        {name: np.concatenate(parts) for name, parts in extra.items()},
    )


def _pairs(one: Integers, other: Integers) -> tuple[Integers, Integers]:
    """Return the places of all pairs of equal values in two lists that ascend."""
    start = np.searchsorted(other, one, side="left")
    counts = np.searchsorted(other, one, side="right") - start
    left = np.repeat(np.arange(len(one)), counts)
    within = np.arange(len(left)) - np.repeat(np.cumsum(counts) - counts, counts)
    return left, np.repeat(start, counts) + within


class Selection:
    """The claims that a filter lets through, with the fields that are asked for."""

    def __init__(
        self,
        columns: ClaimColumns,
        connection: Connection,
        claims: ClaimFilter,
        fields: Sequence[str] = (),
    ) -> None:
        self._columns = columns
        own = claim_sql.own_fields(connection)
        asked = [*fields, *(name for name, _value in claims.where)]
        self._fields = {name: _resolve(columns, connection, name, own) for name in asked}
        several = frozenset(f.column for f in self._fields.values() if f.column in SEVERAL)
        self.several = frozenset(str(name) for name in several)
        self.entries = _entries(columns, self.several)
        chosen = self._chosen(claims, own)
        self._places = None if chosen.all() else np.flatnonzero(chosen)

    def field(self, name: str) -> _Field:
        """Return a field that was asked for."""
        return self._fields[name]

    def rows(self) -> Integers:
        """Return the place of the claim of each entry."""
        rows: Integers = self._only(self.entries.rows)
        return rows

    def codes(self, column: str | int) -> Codes:
        """Return the codes of each entry in a column of claims."""
        codes: Codes = self._only(self._whole(column))
        return codes

    def numbers(self, name: str) -> Integers:
        """Return which value each entry has in a field that was asked for."""
        field = self._fields[name]
        return field.numbers[self.codes(field.column)].astype(np.int64)

    def values(self, name: str) -> Sequence[Value]:
        """Return what the numbers of a field without identity stand for."""
        values = self._fields[name].values
        assert isinstance(values, Coding)
        return values.values

    def _only(self, column: Any) -> Any:  # noqa: ANN401
        return column if self._places is None else column[self._places]

    def _whole(self, column: str | int) -> Codes:
        if isinstance(column, int):
            base = self._columns.own[column].codes
        else:
            base = self._columns.columns[column]
        if len(self.entries.rows) == len(base):
            return base
        extra = self.entries.extra.get(str(column))
        if extra is None:
            extra = base[self.entries.rows[len(base) :]]
        return np.concatenate([base, extra])

    def _chosen(self, claims: ClaimFilter, own: OwnFields) -> Chosen:
        columns = self._columns
        chosen = _in_state(columns, claims.state)
        if claims.article_id is not None:
            code = columns.tables["article"].code(claims.article_id)
            chosen &= (columns.columns["article"] == code) & (code >= 0)
        if claims.only is not None:
            among = np.zeros(len(columns), bool)
            places = columns.places(np.array(sorted(claims.only), np.int64))
            among[places[places >= 0]] = True
            chosen &= among
        if len(self.entries.rows) > len(columns):
            chosen = chosen[self.entries.rows]
        for name, value in claims.where:
            field = self._fields[name]
            matching = _matching(field, name, value, own)
            chosen &= matching[field.numbers][self._whole(field.column)]
        return chosen


def _in_state(columns: ClaimColumns, state: str) -> Chosen:
    claim_sql.state_clause(state)  # refuses what is unknown
    states = columns.columns["state"]
    if state == "all":
        return np.not_equal(states, REJECTED)
    return np.equal(states, ACCEPTED if state == "accepted" else SUGGESTED)


def _matching(field: _Field, name: str, value: Value, own: OwnFields) -> Chosen:
    """Return which of the values of a field a condition means."""
    if isinstance(value, Between):
        return _between(field, name, value, own)
    found = np.zeros(field.size, dtype=np.bool_)
    wanted = value.values if isinstance(value, OneOf) else (value,)
    if isinstance(field.values, Labels):
        ids = [one.id for one in wanted if isinstance(one, Identity)]
        codes = field.values.table.codes(np.array(ids, np.int64))
        found[codes[codes >= 0]] = True
        wanted = tuple(one for one in wanted if not isinstance(one, Identity))
    for one in wanted:
        found[_numbers_of(field, claim_sql.parsed_value(name, one, own))] = True
    return found


def _numbers_of(field: _Field, value: str | float | None) -> list[int]:
    values = field.values
    if isinstance(values, Coding):
        return [values.index[value]] if value in values.index else []
    if value is None:
        return [field.size - 1]
    return values.named(value) if isinstance(value, str) else []


def _between(field: _Field, name: str, value: Between, own: OwnFields) -> Chosen:
    """Return which values are in a range, compared as SQLite does: texts are after numbers."""
    first, last = (_order(claim_sql.parsed_value(name, e, own)) for e in (value.first, value.last))
    values = field.values
    named = [*values.names, None] if isinstance(values, Labels) else values.values
    inside = [one is not None and first <= _order(one) <= last for one in named]
    return np.array(inside, dtype=np.bool_)


def _order(value: object) -> tuple[bool, Any]:
    return isinstance(value, str), value


def count_rows(
    columns: ClaimColumns, connection: Connection, by: Sequence[str], claims: ClaimFilter
) -> list[dict[str, Any]] | None:
    """Return what `distribution_by_identity` returns; None for more combinations than numbers."""
    selection = Selection(columns, connection, claims, by)
    fields = [selection.field(name) for name in by]
    size = math.prod(field.size for field in fields)
    if size > _MOST_KEYS:
        return None
    keys = _keys(selection, by)
    groups, counts = _counted(keys, size)
    if selection.several - {f.column for f in fields if _is_identity(f)}:
        counts = counts - _repeated(columns, selection, keys, groups)
    if not by:
        return [{"claims": int(counts[0]) if len(counts) else 0}]
    numbers = _split(groups, [field.size for field in fields])
    ranks = [field.values.rank[own] for field, own in zip(fields, numbers, strict=True)]
    order = np.lexsort((*reversed(ranks), -counts))
    values = [_values(f, own[order]) for f, own in zip(fields, numbers, strict=True)]
    return _rows(by, values, counts[order].tolist())


def _rows(
    by: Sequence[str], values: Sequence[Sequence[Value]], counts: list[int]
) -> list[dict[str, Any]]:
    if len(by) == 1:
        return [{by[0]: one, "claims": n} for one, n in zip(values[0], counts, strict=True)]
    if len(by) == 2:
        first, second = by
        return [
            {first: one, second: other, "claims": n}
            for one, other, n in zip(*values, counts, strict=True)
        ]
    names = [*by, "claims"]
    return [dict(zip(names, row, strict=True)) for row in zip(*values, counts, strict=True)]


def _is_identity(field: _Field) -> bool:
    return isinstance(field.values, Labels) and field.values.field in SEVERAL


def _keys(selection: Selection, by: Sequence[str]) -> Integers:
    """Return one number for each entry that says which combination of values it has."""
    keys = np.zeros(len(selection.rows()), np.int64)
    for name in by:
        keys = keys * selection.field(name).size + selection.numbers(name)
    return keys


def _counted(keys: Integers, size: int) -> tuple[Integers, Integers]:
    """Return the numbers that occur, ascending, and how often."""
    if size <= max(4 * len(keys), 1 << 16):
        every = np.bincount(keys, minlength=size)
        groups = np.flatnonzero(every)
        return groups, every[groups]
    return np.unique(keys, return_counts=True)


def _repeated(
    columns: ClaimColumns, selection: Selection, keys: Integers, groups: Integers
) -> Integers:
    """Return for each group how many of its entries are a claim that it has already."""
    several = np.zeros(len(columns), bool)
    several[selection.entries.rows[len(columns) :]] = True
    rows = selection.rows()
    chosen = several[rows]
    keys, rows = keys[chosen], rows[chosen]
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    again = (keys[1:] == keys[:-1]) & (rows[1:] == rows[:-1])
    return np.bincount(np.searchsorted(groups, keys[1:][again]), minlength=len(groups))


def _split(groups: Integers, counts: Sequence[int]) -> list[Integers]:
    numbers: list[Integers] = []
    for count in reversed(counts):
        groups, own = np.divmod(groups, count)
        numbers.append(own)
    return numbers[::-1]


def _values(field: _Field, numbers: Integers) -> list[Any]:
    values = field.values
    named = values.identities if isinstance(values, Labels) else values.values
    return list(map(named.__getitem__, numbers.tolist()))


def claim_ids(columns: ClaimColumns, connection: Connection, claims: ClaimFilter) -> list[int]:
    """Return the ids of the claims that a filter lets through, ascending."""
    rows = Selection(columns, connection, claims).rows()
    found: list[int] = columns.ids[np.unique(rows)].tolist()
    return found
