# SPDX-License-Identifier: MIT
"""The articles of a library in groups: which there are, and how many articles each has, by SQL."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from claimdesk.models.search.library import CLAIMS_TO_DECIDE, MONTH, ArticleFilter, condition
from claimdesk.models.store.storage import driver

_BY_VALUE = {
    "status": ("status", "CASE value WHEN 'in progress' THEN 0 WHEN 'unread' THEN 1 ELSE 2 END"),
    "outlet": ("ifnull(outlet, '')", "value = '', value COLLATE NOCASE"),
    "month": (MONTH, "value DESC"),
    "language": ("language", "value"),
    "claims_to_decide": (f"id IN ({CLAIMS_TO_DECIDE})", "value DESC"),
}
"""What each article has one of: the value, and the order of the groups."""

_BY_ANNOTATION = {
    "annotator_id": ("annotator", "SELECT annotator_id AS value, article_id FROM annotation"),
    "actor_id": (
        "actor",
        "SELECT actor_id AS value, article_id FROM mention JOIN annotation USING (id) "
        "UNION ALL SELECT speaker_id, article_id FROM claim JOIN annotation USING (id) "
        "UNION ALL SELECT actor_id, article_id FROM further_speaker "
        "JOIN annotation ON annotation.id = claim_id",
    ),
    "domain_id": (
        "domain",
        "SELECT domain_id AS value, article_id FROM domain_mention JOIN annotation USING (id) "
        "UNION ALL SELECT domain_id, article_id FROM claim_domain "
        "JOIN annotation ON annotation.id = claim_id",
    ),
    "choice_id": (
        "choice",
        "SELECT stance_id AS value, article_id FROM claim JOIN annotation USING (id) "
        "UNION ALL SELECT kind_id, article_id FROM claim JOIN annotation USING (id) "
        "UNION ALL SELECT certainty_id, article_id FROM claim JOIN annotation USING (id) "
        "UNION ALL SELECT stage_id, article_id FROM domain_mention JOIN annotation USING (id) "
        "UNION ALL SELECT choice_id, article_id FROM field_value "
        "JOIN annotation ON annotation.id = annotation_id",
    ),
}
"""What the annotations of an article name, maybe several: the table of names, and all of them."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """What articles are grouped by: a field of ArticleFilter; choices are those of one field."""

    by: str
    field_id: int | None = None

    @property
    def overlaps(self) -> bool:
        """Whether an article can be in several groups."""
        return self.by in _BY_ANNOTATION


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
        table, named = _BY_ANNOTATION[grouping.by]
        name = "label" if table == "choice" else "name"
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
        value, order = _BY_VALUE[grouping.by]
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
