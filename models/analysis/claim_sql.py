# SPDX-License-Identifier: MIT
"""Claims and their fields in SQL: the FROM, WHERE and GROUP BY of every count of claims."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import Between, ClaimFilter, OneOf, Value
from claimdesk.models.analysis.identities import (
    ID_COLUMNS,
    MAIN_DOMAINS,
    NAME_COLUMNS,
    Identity,
    by_label,
)
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.speakers import is_speaker
from claimdesk.models.text.numbers import read_number


class UnknownField(ClaimdeskError):
    """Claims have no such field in this project."""


_TRUTH = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}

OwnFields = Mapping[str, tuple[int, str]]
"""The analyst's own fields: key -> id and kind."""

_DAY = "date(article.published_on)"
_MONTH = f"CAST(strftime('%m', {_DAY}) AS INTEGER)"

EXPRESSIONS = {
    "speaker": "actor.name",
    "speaker_kind": "actor.kind",
    "country": "actor.country",
    "domain": "domain.name",
    "main_domain": "main.name",
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
_OF_SPEAKERS = frozenset({"speaker", "speaker_kind", "country"})
_OF_DOMAINS = frozenset({"domain", "main_domain"})
_SEVERAL = _OF_SPEAKERS | _OF_DOMAINS
"""The fields in which a claim may have several values."""

_FROM = """
FROM annotation
JOIN claim ON claim.id = annotation.id
JOIN article ON article.id = annotation.article_id
LEFT JOIN choice stance ON stance.id = claim.stance_id
LEFT JOIN choice claim_kind ON claim_kind.id = claim.kind_id
LEFT JOIN annotator ON annotator.id = annotation.annotator_id
"""


def grouped_counts(
    connection: Connection, by: Sequence[str], claims: ClaimFilter
) -> list[tuple[Any, ...]]:
    """Return a row for each combination of values of the fields `by`, and how many claims have it.

    Values of fields with an identity are ids. Raises UnknownField for an unknown field.
    """
    own = own_fields(connection)
    columns = ", ".join([*(_group(field, own) for field in by), _count(by, claims)])
    scope, values = _scope(connection, own, by, claims)
    positions = ", ".join(str(i + 1) for i in range(len(by)))
    groups = f"GROUP BY {positions}" if by else ""
    rows = connection.exec_driver_sql(f"SELECT {columns} {scope} {groups}", values)
    return [tuple(row) for row in rows]


def claim_ids(connection: Connection, claims: ClaimFilter) -> list[int]:
    """Return the ids of the claims that a filter lets through, ascending."""
    own = own_fields(connection)
    scope, values = _scope(connection, own, (), claims)
    statement = f"SELECT DISTINCT annotation.id {scope} ORDER BY annotation.id"
    return [row[0] for row in connection.exec_driver_sql(statement, values)]


_PLAIN_COLUMNS = {
    "claim": "annotation.id",
    "speaker_id": "actor.id",
    "domain_id": "domain.id",
    "article_id": "article.id",
    "published_on": "article.published_on",
}
"""What claims are read by beside their fields."""
_FIELD_OF = {"speaker_id": "speaker", "domain_id": "domain"}


def claim_columns(
    connection: Connection, columns: Sequence[str], claims: ClaimFilter
) -> list[tuple[Any, ...]]:
    """Return the claims that a filter lets through, one row for each speaker and each domain.

    `columns` are fields, or `claim`, `speaker_id`, `domain_id`, `article_id`, `published_on`.
    Raises UnknownField for an unknown field.
    """
    own = own_fields(connection)
    listed = ", ".join(_PLAIN_COLUMNS.get(name) or expression(name, own) for name in columns)
    by = [
        _FIELD_OF.get(name, name)
        for name in columns
        if name in _FIELD_OF or name not in _PLAIN_COLUMNS
    ]
    scope, values = _scope(connection, own, by, claims)
    rows = connection.exec_driver_sql(f"SELECT {listed} {scope}", values)
    return [tuple(row) for row in rows]


def _scope(
    connection: Connection,
    own: OwnFields,
    by: Sequence[str],
    claims: ClaimFilter,
) -> tuple[str, dict[str, Any]]:
    """Return the FROM and WHERE of a statement over claims, and the values that it binds."""
    values: dict[str, Any] = {}
    clauses = []
    for i, (field, value) in enumerate(claims.where):
        clause, wanted = _clause(connection, own, field, value, f"value{i}")
        clauses.append(clause)
        values |= wanted
    clauses.append(state_clause(claims.state))
    if claims.article_id is not None:
        clauses.append("annotation.article_id = :article")
        values["article"] = claims.article_id
    if claims.only is not None:
        clauses.append("annotation.id IN (SELECT value FROM json_each(:only))")
        values["only"] = json.dumps(sorted(claims.only))
    fields = [*by, *(field for field, _value in claims.where)]
    return f"{_FROM} {_joins(fields, own)} WHERE {' AND '.join(clauses)}", values


_Bound = dict[str, str | float | None]
"""What a statement binds, by name."""


def _clause(
    connection: Connection, own: OwnFields, field: str, value: Value, name: str
) -> tuple[str, _Bound]:
    """Return the condition that a field has a value, and what it binds under names with `name`."""
    if isinstance(value, OneOf):
        return _one_of(connection, own, field, value, name)
    if isinstance(value, Between):
        first, last = (parsed_value(field, end, own) for end in (value.first, value.last))
        clause = f"{expression(field, own)} BETWEEN :{name}_first AND :{name}_last"
        return clause, {f"{name}_first": first, f"{name}_last": last}
    column, wanted = _condition(connection, own, field, value)
    return f"{column} IS :{name}", {name: wanted}


def _one_of(
    connection: Connection, own: OwnFields, field: str, several: OneOf, name: str
) -> tuple[str, _Bound]:
    """Return the condition that a field has one of several values, by column: ids or texts."""
    wanted: dict[str, list[str | float | None]] = {}
    for value in several.values:
        column, one = _condition(connection, own, field, value)
        wanted.setdefault(column, []).append(one)
    clauses, bound = ["0"], {}
    for number, (column, ones) in enumerate(wanted.items()):
        key = f"{name}_{number}"
        clauses.append(f"{column} IN (SELECT value FROM json_each(:{key}))")
        bound[key] = json.dumps([one for one in ones if one is not None])
        if None in ones:
            clauses.append(f"{column} IS NULL")
    return f"({' OR '.join(clauses)})", {**bound}


def _condition(
    connection: Connection, own: OwnFields, field: str, value: Value
) -> tuple[str, str | float | None]:
    """Return the column that holds the value of a field, and what it must be."""
    column = expression(field, own)
    if isinstance(value, Identity) and field in ID_COLUMNS:
        return ID_COLUMNS[field], value.id
    if field in ID_COLUMNS and isinstance(value, str):
        table, name = NAME_COLUMNS[field]
        named = connection.exec_driver_sql(
            f"SELECT count(*) FROM {table} WHERE {name} = ?", (value,)
        ).scalar_one()
        labelled = None if named else by_label(connection, field, value)
        if labelled is not None:
            return ID_COLUMNS[field], labelled
    return column, parsed_value(field, value, own)


def _group(field: str, own: OwnFields) -> str:
    """Return the column by which the values of a field are distinguished."""
    return ID_COLUMNS.get(field) or expression(field, own)


def parsed_value(field: str, value: Value, own: OwnFields) -> str | float | None:
    """Return the value to look for; numbers may be typed as people write them."""
    if isinstance(value, Identity | OneOf | Between):
        raise UnknownField(_("“{field}” has no such value.").format(field=field))
    kind = own[field][1] if field in own else "text"
    if not isinstance(value, str) or kind not in ("number", "boolean"):
        return value
    if kind == "boolean" and value.casefold() in _TRUTH:
        return _TRUTH[value.casefold()]
    number = read_number(value)
    if number is None:
        raise ClaimdeskError(
            _("“{field}” is a number; “{value}” is not. Write 3 or 3.5.").format(
                field=field, value=value
            )
        )
    return number


def own_fields(connection: Connection) -> OwnFields:
    """Return the analyst's own fields of claims."""
    rows = connection.exec_driver_sql("SELECT key, id, kind FROM field WHERE layer = 'claim'")
    return {key: (number, kind) for key, number, kind in rows if key not in EXPRESSIONS}


def expression(field: str, own: OwnFields) -> str:
    """Return the SQL for the value of a field. Raises UnknownField for an unknown field."""
    if field in EXPRESSIONS:
        return EXPRESSIONS[field]
    if field == "certainty":
        return "certainty.key"
    if field in own:
        number, kind = own[field]
        if kind == "choice":
            return f"own{number}_choice.key"
        return f"own{number}.text" if kind == "text" else f"own{number}.number"
    known = ", ".join(sorted({*EXPRESSIONS, *own, "certainty"}))
    raise UnknownField(
        _("“{field}” is not a field of claims; choose one of {known}.").format(
            field=field, known=known
        )
    )


def _count(by: Sequence[str], claims: ClaimFilter) -> str:
    """Return what counts claims: each once, whatever it is joined with for its fields."""
    fields = {*by, *(field for field, _value in claims.where)}
    return "count(*)" if fields.isdisjoint(_SEVERAL) else "count(DISTINCT annotation.id)"


def _joins(fields: Sequence[str], own: OwnFields) -> str:
    joins = []
    if not _OF_SPEAKERS.isdisjoint(fields):
        joins.append(f"LEFT JOIN actor ON {is_speaker('actor.id')}")
    if not _OF_DOMAINS.isdisjoint(fields):
        joins.append(
            "LEFT JOIN claim_domain ON claim_domain.claim_id = claim.id "
            "LEFT JOIN domain ON domain.id = claim_domain.domain_id"
        )
    if "main_domain" in fields:
        joins.append(
            f"LEFT JOIN ({MAIN_DOMAINS}) above ON above.domain_id = domain.id "
            "LEFT JOIN domain main ON main.id = above.main_id"
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


def state_clause(state: str) -> str:
    """Return the SQL condition for a choice of states. Raises ClaimdeskError for another one."""
    if state in ("accepted", "suggested"):
        return f"annotation.state = '{state}'"
    if state == "all":
        return "annotation.state <> 'rejected'"
    raise ClaimdeskError(
        _("“{state}” is not a choice of states; choose accepted, suggested or all.").format(
            state=state
        )
    )
