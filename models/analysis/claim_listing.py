# SPDX-License-Identifier: MIT
"""The claims of the whole project in any order, filtered by what any field says.

Only ids are listed at once; what is shown of them is read a page at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection

from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.coded_fields import CODE_COLUMNS
from claimdesk.models.store.speakers import is_speaker
from claimdesk.models.text.collation import sort_key

ANY = ""
"""Stands for all fields in a condition."""

_TEXTS = {
    "speaker": f"(SELECT group_concat(name, ', ') FROM actor WHERE {is_speaker('actor.id')})",
    "claim": "(SELECT group_concat(quote, ' … ') FROM (SELECT quote FROM span "
    "WHERE annotation_id = annotation.id AND role = 'content' ORDER BY start))",
    "domains": "(SELECT group_concat(name, ', ') FROM (SELECT domain.name FROM claim_domain "
    "JOIN domain ON domain.id = domain_id WHERE claim_id = claim.id ORDER BY claim_domain.id))",
    "article": "article.title",
    "date": "article.published_on",
    "outlet": "article.outlet",
    "note": "annotation.note",
}
"""What a claim says in each field that is not a coded one, as SQL."""

_FROM = """
FROM annotation JOIN claim ON claim.id = annotation.id
JOIN article ON article.id = annotation.article_id
"""
_START = "(SELECT min(start) FROM span WHERE annotation_id = annotation.id)"


@dataclass(frozen=True, slots=True)
class Condition:
    """Words that a field of a claim must contain; those of any field if it is ANY."""

    field: str
    words: str


class Origin(NamedTuple):
    """The article that a claim is in."""

    title: str
    published_on: str | None
    outlet: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """Which claims to list, and in which order."""

    conditions: tuple[Condition, ...] = ()
    order: str = ""
    """The field to sort by; empty for the order of the articles, newest first, and their text."""
    descending: bool = False
    only: frozenset[int] | None = None
    """Only claims with these ids, such as those of a bar of a plot; None: any."""


class _Fields:
    """What each field of a claim says, as SQL over the same rows."""

    def __init__(self, connection: Connection, states: Mapping[str, str]) -> None:
        cases = " ".join(f"WHEN '{state}' THEN :state_{state}" for state in states)
        self.bound: dict[str, Any] = {f"state_{state}": words for state, words in states.items()}
        self.bound |= {"yes": _("Yes"), "no": _("No")}
        self.texts = {**_TEXTS, "state": f"(CASE annotation.state {cases} END)"}
        self.places = {"date": "article.published_on", "state": "annotation.state"}
        columns = {column.key: column.column for column in CODE_COLUMNS if column.layer == "claim"}
        rows = connection.exec_driver_sql("SELECT id, key, kind FROM field WHERE layer = 'claim'")
        for number, key, kind in rows.all():
            stored = columns.get(key)
            value = f"claim.{stored}" if stored else self._own(number, "choice_id")
            if kind == "choice":
                self.texts[key] = f"(SELECT label FROM choice WHERE id = {value})"
                self.places[key] = f"(SELECT position FROM choice WHERE id = {value})"
            elif kind == "text":
                self.texts[key] = self._own(number, "text")
            else:
                said = f"CAST({self._own(number, 'number')} AS TEXT)"
                if kind == "boolean":
                    said = f"(CASE {said} WHEN '0.0' THEN :no WHEN '1.0' THEN :yes END)"
                self.texts[key] = said
                self.places[key] = self._own(number, "number")

    def _own(self, field: int, column: str) -> str:
        return (
            f"(SELECT {column} FROM field_value "
            f"WHERE annotation_id = annotation.id AND field_id = {int(field)})"
        )


def list_claims(connection: Connection, listing: Listing, states: Mapping[str, str]) -> list[int]:
    """Return the ids of the claims of a listing that are not rejected, in its order.

    `states` are the words for the states of an annotation, as they are shown.
    """
    fields = _Fields(connection, states)
    values = dict(fields.bound)
    clauses = ["annotation.state <> 'rejected'"]
    for number, condition in enumerate(listing.conditions):
        names = fields.texts if condition.field == ANY else [condition.field]
        values[f"words{number}"] = condition.words
        wanted = f"contains_words(CAST({{}} AS BLOB), :words{number})"
        clauses.append(f"({' OR '.join(wanted.format(fields.texts[name]) for name in names)})")
    if listing.only is not None:
        clauses.append("annotation.id IN (SELECT value FROM json_each(:only))")
        values["only"] = json.dumps(sorted(listing.only))
    scope = f"{_FROM} WHERE {' AND '.join(clauses)}"
    return _ordered(connection, listing, fields, scope, values)


def _ordered(
    connection: Connection,
    listing: Listing,
    fields: _Fields,
    scope: str,
    values: Mapping[str, Any],
) -> list[int]:
    usual = f"article.published_on DESC, article.id DESC, {_START}, annotation.id"
    way = "DESC" if listing.descending else "ASC"
    place = fields.places.get(listing.order)
    if listing.order in fields.texts and place is None:
        text = fields.texts[listing.order]
        pairs = _fetched(
            connection,
            f"json_array(id, text) FROM (SELECT annotation.id, {text} "
            f"AS text {scope} ORDER BY {usual} LIMIT -1)",
            values,
        )
        key = lru_cache(maxsize=None)(sort_key)
        # What says nothing comes last, whichever way.
        said = [pair for pair in pairs if pair[1]]
        said.sort(key=lambda pair: key(pair[1]), reverse=listing.descending)
        return [int(pair[0]) for pair in said + [pair for pair in pairs if not pair[1]]]
    order = usual if place is None else f"{place} IS NULL, {place} {way}, {usual}"
    inner = f"id FROM (SELECT annotation.id {scope} ORDER BY {order} LIMIT -1)"
    return [int(number) for number in _fetched(connection, inner, values)]


def _fetched(connection: Connection, column: str, values: Mapping[str, Any]) -> list[Any]:
    """Return all rows as one row of JSON: fetching each would contend with a busy window."""
    expression, _unused, rest = column.partition(" FROM ")
    statement = f"SELECT json_group_array({expression}) FROM {rest}"
    if expression.startswith("json_array"):
        statement = f"SELECT json_group_array(json({expression})) FROM {rest}"
    found = connection.exec_driver_sql(statement, dict(values)).scalar_one()
    rows: list[Any] = json.loads(found)
    return rows


def count(connection: Connection) -> int:
    """Return how many claims of the project are not rejected."""
    statement = "SELECT count(*) FROM annotation WHERE layer = 'claim' AND state <> 'rejected'"
    return int(connection.exec_driver_sql(statement).scalar_one())


def origins(connection: Connection, ids: Iterable[int]) -> dict[int, Origin]:
    """Return the article of each claim."""
    rows = connection.exec_driver_sql(
        "SELECT annotation.id, title, published_on, outlet FROM annotation "
        "JOIN article ON article.id = annotation.article_id "
        "WHERE annotation.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {number: Origin(title, published, outlet) for number, title, published, outlet in rows}


def conditions_of(pairs: Sequence[tuple[str, str]]) -> tuple[Condition, ...]:
    """Return the conditions that pairs of field and words make; empty words make none."""
    return tuple(Condition(field, words.strip()) for field, words in pairs if words.strip())
