# SPDX-License-Identifier: MIT
"""Counts of claims by one or more fields.

What is counted again and again is counted in columns that are kept in memory; what is counted once,
in SQL. Both say the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.analysis import claim_sql
from claimdesk.models.analysis.claim_filter import STATES, ClaimCounts, ClaimFilter, value_order
from claimdesk.models.analysis.claim_sql import UnknownField as UnknownField
from claimdesk.models.analysis.columns import kept
from claimdesk.models.analysis.identities import ID_COLUMNS, Identity, labels

CountRow = dict[str, Any]
"""Field -> value (None: not coded), and `claims` -> count."""

_ACCEPTED = ClaimFilter()


def distribution(
    connection: Connection, by: Sequence[str], claims: ClaimFilter = _ACCEPTED
) -> list[CountRow]:
    """Return how many claims there are for each combination of the fields `by`, most first.

    A claim with several speakers or domains counts once for each of them. Speakers, domains and
    articles with the same name have a row each, with a label that distinguishes them; the filter
    takes either the name, for all of them, or the label of one. Raises UnknownField for an unknown
    field.
    """
    rows = distribution_by_identity(connection, by, claims)
    identities = [field for field in by if field in ID_COLUMNS]
    for row in rows:
        for field in identities:
            if row[field] is not None:
                row[field] = row[field].label
    return rows


def distribution_by_identity(
    connection: Connection, by: Sequence[str], claims: ClaimFilter = _ACCEPTED
) -> list[CountRow]:
    """Return the same with an `Identity` for each speaker, domain and article."""
    columns = kept.columns_for(connection)
    if columns is not None:
        from claimdesk.models.analysis.columns.counting import count_rows

        found = count_rows(columns, connection, by, claims)
        if found is not None:
            return found
    rows = claim_sql.grouped_counts(connection, by, claims)
    labels_of = {field: labels(connection, field) for field in by if field in ID_COLUMNS}
    identified = [_with_identities(by, row, labels_of) for row in rows]
    identified.sort(key=lambda row: (-row[-1], *map(value_order, row[:-1])))
    return [dict(zip([*by, "claims"], row, strict=True)) for row in identified]


def _with_identities(
    by: Sequence[str], row: Sequence[Any], labels_of: Mapping[str, Mapping[int, str]]
) -> list[Any]:
    values = [
        Identity(value, labels_of[field][value])
        if field in labels_of and value is not None
        else value
        for field, value in zip(by, row, strict=False)
    ]
    return [*values, row[-1]]


def count_claims(connection: Connection, claims: ClaimFilter) -> ClaimCounts:
    """Return how many claims a filter lets through in either state."""
    rows = (distribution(connection, (), claims.in_state(state)) for state in STATES)
    return ClaimCounts(*(int(row["claims"]) for (row,) in rows))


def number_without(connection: Connection, claims: ClaimFilter, field: str) -> int:
    """Return how many of the claims that a filter lets through are not coded in a field."""
    rows = distribution(connection, (field,), claims)
    return next((row["claims"] for row in rows if row[field] is None), 0)


def claim_ids(connection: Connection, claims: ClaimFilter) -> list[int]:
    """Return the ids of the claims that a filter lets through, ascending."""
    columns = kept.columns_for(connection)
    if columns is not None:
        from claimdesk.models.analysis.columns.counting import claim_ids as ids_of

        return ids_of(columns, connection, claims)
    return claim_sql.claim_ids(connection, claims)
