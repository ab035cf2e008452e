# SPDX-License-Identifier: MIT
"""The articles of a library in groups: which there are, and how many articles each has, by SQL."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from claimdesk.models.search.article_values import ONE_EACH, all_named, status_order
from claimdesk.models.search.library import ArticleFilter, condition
from claimdesk.models.store.storage import driver

_ORDER = {
    "status": status_order("value"),
    "outlet": "value = '', value COLLATE NOCASE",
    "month": "value DESC",
    "language": "value",
    "claims_to_decide": "value DESC",
}
"""The order of groups by what each article has one of."""

_NAMES = {
    "annotator_id": ("annotator", "name"),
    "actor_id": ("actor", "name"),
    "domain_id": ("domain", "name"),
    "choice_id": ("choice", "label"),
}
"""Where the names are of what annotations name: table and column."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """What articles are grouped by: a field of ArticleFilter; choices are those of one field."""

    by: str
    field_id: int | None = None

    @property
    def overlaps(self) -> bool:
        """Whether an article can be in several groups."""
        return self.by in _NAMES


@dataclass(frozen=True, slots=True)
class Group:
    """One group of articles."""

    wanted: ArticleFilter
    """Lists its articles, together with what all groups are filtered by."""
    name: str
    """Its value, or the name of what its annotations name."""
    count: int


def groups(connection: Connection, wanted: ArticleFilter, grouping: Grouping) -> list[Group]:
    """Return the groups of the articles that a filter lists; those that overlap, largest first."""
    where, values = condition(wanted)
    if grouping.overlaps:
        (table, name), named = _NAMES[grouping.by], all_named(grouping.by)
        of_field = "WHERE field_id = :grouped" if grouping.field_id is not None else ""
        among = (
            "" if wanted.is_empty else f"WHERE article_id IN (SELECT id FROM article WHERE {where})"
        )
        statement = (
            f"SELECT value, {name}, found FROM (SELECT value, count(DISTINCT article_id) AS found "
            f"FROM ({named}) {among} GROUP BY value) JOIN {table} ON {table}.id = value "
            f"{of_field} ORDER BY found DESC, {name}"
        )
    else:
        value, order = ONE_EACH[grouping.by], _ORDER[grouping.by]
        statement = (
            f"SELECT {value} AS value, {value}, count(*) FROM article WHERE {where} "
            f"GROUP BY value ORDER BY {order}"
        )
    rows = driver(connection).execute(statement, {**values, "grouped": grouping.field_id})
    return [
        Group(_filter(grouping, value), str(name), found) for value, name, found in rows.fetchall()
    ]


def _filter(grouping: Grouping, value: object) -> ArticleFilter:
    if grouping.by == "claims_to_decide":
        value = bool(value)
    return ArticleFilter(**{grouping.by: value})  # type: ignore[arg-type]
