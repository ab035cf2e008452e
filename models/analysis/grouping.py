# SPDX-License-Identifier: MIT
"""Tables whose rarer rows or columns are summed as one, counted anew so that no claim is doubled.

A row that stands for several values is a `OneOf`. A claim of two of its speakers counts in it once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import ClaimFilter, OneOf, Value, common_value
from claimdesk.models.analysis.cross_table import CrossTable
from claimdesk.models.analysis.distribution import distribution_by_identity

Cells = dict[tuple[Value, ...], int]
"""Row, column and value of the fields in addition -> claims."""


def grouped_values(values: Sequence[Value], most: int) -> tuple[Value, ...]:
    """Return the first values, and those after `most` as one; what is not coded stays last.

    A single value is never summed: its name says more than “1 other”.
    """
    coded = [value for value in values if value is not None]
    uncoded = [value for value in values if value is None]
    if len(coded) <= most + 1:
        return (*coded, *uncoded)
    return (*coded[:most], OneOf(tuple(coded[most:])), *uncoded)


def grouped_table(
    connection: Connection,
    table: CrossTable,
    claims: ClaimFilter,
    most_rows: int,
    most_columns: int,
) -> CrossTable:
    """Return a table with at most so many rows and columns by name, and the others as one each."""
    rows = grouped_values(table.rows, most_rows)
    columns = grouped_values(table.columns, most_columns)
    shape = CrossTable(table.row_field, table.column_field, rows, columns, ())
    if (len(rows), len(columns)) == (len(table.rows), len(table.columns)):
        return table
    return with_counts(shape, cells_of(connection, shape, claims))


def with_counts(table: CrossTable, cells: Cells) -> CrossTable:
    """Return a table of the same rows and columns with the counts of `cells`."""
    counts = tuple(
        tuple(cells.get((row, column), 0) for column in table.columns) for row in table.rows
    )
    return CrossTable(table.row_field, table.column_field, table.rows, table.columns, counts)


def cells_of(
    connection: Connection, table: CrossTable, claims: ClaimFilter, *further: str
) -> Cells:
    """Return the claims of each row and column of a table, also by further fields."""
    if table.row_field == table.column_field:
        return _cells_of_one_field(connection, table, claims, further)
    cells: Cells = {}
    for row in _parts(table.rows):
        for column in _parts(table.columns):
            sought, by = claims, list(further)
            if column is None:
                by.insert(0, table.column_field)
            else:
                sought = sought.with_value(table.column_field, column)
            if row is None:
                by.insert(0, table.row_field)
            else:
                sought = sought.with_value(table.row_field, row)
            for found in distribution_by_identity(connection, by, sought):
                key = (
                    found[table.row_field] if row is None else row,
                    found[table.column_field] if column is None else column,
                    *(found[field] for field in further),
                )
                cells[key] = found["claims"]
    return cells


def _cells_of_one_field(
    connection: Connection, table: CrossTable, claims: ClaimFilter, further: Sequence[str]
) -> Cells:
    """Return the cells of a field crossed with itself: a value only meets itself.

    What stands for several values meets those of them that the other side has, too.
    """
    field, cells = table.row_field, Cells()
    known: dict[Value, list[tuple[tuple[Value, ...], int]]] = {}
    for found in distribution_by_identity(connection, (field, *further), claims):
        key = tuple(found[name] for name in further)
        known.setdefault(found[field], []).append((key, found["claims"]))
    for row, column in product(table.rows, table.columns):
        met = common_value(row, column)
        if met == OneOf(()):
            continue
        if isinstance(met, OneOf) and met not in known:
            rows = distribution_by_identity(connection, further, claims.with_value(field, met))
            known[met] = [
                (tuple(found[name] for name in further), found["claims"]) for found in rows
            ]
        cells |= {(row, column, *key): count for key, count in known.get(met, ())}
    return cells


def _parts(values: Sequence[Value]) -> Iterator[OneOf | None]:
    """Yield None for the values that stand for themselves, then each that stands for several."""
    yield None
    for value in values:
        if isinstance(value, OneOf):
            yield value
