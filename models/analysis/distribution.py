# SPDX-License-Identifier: MIT
"""Counts of claims by one or more fields."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.text.collation import sort_key


class UnknownField(ClaimdeskError):
    """Claims have no such field in this project."""


Row = dict[str, Any]
"""Field -> value (None: not coded), and `claims` -> count."""

Value = str | float | None
"""What a claim has in a field: a text or key, the number of an own field, None if not coded."""

_Own = Mapping[str, tuple[int, str]]
"""The analyst's own fields: key -> id and kind."""

_DAY = "date(article.published_on)"
_MONTH = f"CAST(strftime('%m', {_DAY}) AS INTEGER)"

_EXPRESSIONS = {
    "speaker": "actor.name",
    "speaker_kind": "actor.kind",
    "country": "actor.country",
    "domain": "domain.name",
    "stance": "stance.key",
    "kind": "claim_kind.key",
    "outlet": "article.outlet",
    "author": "article.author",
    "article": "article.title",
    "annotator": "annotator.name",
    "date": _DAY,
    # The Monday that begins the week, so that weeks sort and join across years.
    "week": f"date({_DAY}, 'weekday 0', '-6 days')",
    "month": f"strftime('%Y-%m', {_DAY})",
    "quarter": f"strftime('%Y', {_DAY}) || '-Q' || (({_MONTH} + 2) / 3)",
    "year": f"strftime('%Y', {_DAY})",
}
FIELDS = tuple(_EXPRESSIONS)
"""The fields that every project has; the analyst's own fields come beside them by key."""

_FROM = """
FROM annotation
JOIN claim ON claim.id = annotation.id
JOIN article ON article.id = annotation.article_id
LEFT JOIN actor ON actor.id = claim.speaker_id
LEFT JOIN choice stance ON stance.id = claim.stance_id
LEFT JOIN choice claim_kind ON claim_kind.id = claim.kind_id
LEFT JOIN annotator ON annotator.id = annotation.annotator_id
"""


def distribution(
    connection: Connection,
    by: Sequence[str],
    *,
    state: str = "accepted",
    where: Mapping[str, Value] | None = None,
    article_id: int | None = None,
) -> list[Row]:
    """How many claims there are for each combination of the fields `by`, most first.

    A claim with several domains counts once for each of them. `state` is `accepted`, `suggested`
    or `all` (both). `where` keeps claims whose field has this value (None: not coded).
    Raises UnknownField for an unknown field.
    """
    own = _own_fields(connection)
    columns = ", ".join([*(_expression(field, own) for field in by), "count(*)"])
    scope, values = _scope(own, by, where or {}, state, article_id)
    positions = ", ".join(str(i + 1) for i in range(len(by)))
    groups = f"GROUP BY {positions}" if by else ""
    rows = connection.exec_driver_sql(f"SELECT {columns} {scope} {groups}", values).all()
    rows = sorted(rows, key=lambda row: (-row[-1], *map(_rank, row[:-1])))
    return [dict(zip([*by, "claims"], row, strict=True)) for row in rows]


def _rank(value: Value) -> tuple[float, str]:
    """Where a value stands among equally frequent ones: what is not coded first, numbers rising."""
    if value is None:
        return -math.inf, ""
    return (0, sort_key(value)) if isinstance(value, str) else (value, "")


def claim_ids(
    connection: Connection,
    where: Mapping[str, Value],
    *,
    state: str = "accepted",
    article_id: int | None = None,
) -> list[int]:
    """The claims whose fields have these values (None: not coded), in the order of their ids."""
    scope, values = _scope(_own_fields(connection), (), where, state, article_id)
    statement = f"SELECT DISTINCT annotation.id {scope} ORDER BY annotation.id"
    return [row[0] for row in connection.exec_driver_sql(statement, values)]


def _scope(
    own: _Own,
    by: Sequence[str],
    where: Mapping[str, Value],
    state: str,
    article_id: int | None,
) -> tuple[str, dict[str, Any]]:
    """The FROM and WHERE of a statement over claims, and the values that it binds."""
    values: dict[str, Any] = {f"value{i}": value for i, value in enumerate(where.values())}
    clauses = [f"{_expression(field, own)} IS :value{i}" for i, field in enumerate(where)]
    clauses.append(_state_clause(state))
    if article_id is not None:
        clauses.append("annotation.article_id = :article")
        values["article"] = article_id
    return f"{_FROM} {_joins([*by, *where], own)} WHERE {' AND '.join(clauses)}", values


def _own_fields(connection: Connection) -> _Own:
    rows = connection.exec_driver_sql("SELECT key, id, kind FROM field WHERE layer = 'claim'")
    return {key: (number, kind) for key, number, kind in rows if key not in _EXPRESSIONS}


def _expression(field: str, own: _Own) -> str:
    if field in _EXPRESSIONS:
        return _EXPRESSIONS[field]
    if field == "certainty":
        return "certainty.key"
    if field in own:
        number, kind = own[field]
        if kind == "choice":
            return f"own{number}_choice.key"
        return f"own{number}.text" if kind == "text" else f"own{number}.number"
    known = ", ".join(sorted({*_EXPRESSIONS, *own, "certainty"}))
    raise UnknownField(f"“{field}” is not a field of claims; choose one of {known}.")


def _joins(fields: Sequence[str], own: _Own) -> str:
    joins = []
    if "domain" in fields:
        joins.append(
            "LEFT JOIN claim_domain ON claim_domain.claim_id = claim.id "
            "LEFT JOIN domain ON domain.id = claim_domain.domain_id"
        )
    for field in dict.fromkeys(fields):
        if field == "certainty":
            joins.append("LEFT JOIN choice certainty ON certainty.id = claim.certainty_id")
        elif field in own:
            number = own[field][0]
            joins.append(
                f"LEFT JOIN field_value own{number} ON own{number}.annotation_id = claim.id "
                f"AND own{number}.field_id = {number} "
                f"LEFT JOIN choice own{number}_choice "
                f"ON own{number}_choice.id = own{number}.choice_id"
            )
    return " ".join(joins)


def _state_clause(state: str) -> str:
    if state in ("accepted", "suggested"):
        return f"annotation.state = '{state}'"
    if state == "all":
        return "annotation.state <> 'rejected'"
    raise ClaimdeskError(f"“{state}” is not a choice of states; choose accepted, suggested or all.")
