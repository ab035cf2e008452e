# SPDX-License-Identifier: MIT
"""What articles have, and what their annotations name, as SQL: filters and groups are made of it.

The keys are the fields of ArticleFilter.
"""

from __future__ import annotations

from claimdesk.models.store.coded_fields import CHOICE_COLUMNS

CLAIMS_TO_DECIDE = "SELECT article_id FROM annotation WHERE state = 'suggested' AND layer = 'claim'"

ONE_EACH = {
    "status": "status",
    "outlet": "ifnull(outlet, '')",
    "month": "ifnull(substr(published_on, 1, 7), '')",
    "language": "language",
    "claims_to_decide": f"id IN ({CLAIMS_TO_DECIDE})",
}
"""What each article has one of, as an SQL expression on `article`."""

_NAMED = {
    "actor_id": (
        ("mention", "id", "actor_id"),
        ("claim", "id", "speaker_id"),
        ("further_speaker", "claim_id", "actor_id"),
    ),
    "domain_id": (("domain_mention", "id", "domain_id"), ("claim_domain", "claim_id", "domain_id")),
    "choice_id": CHOICE_COLUMNS,
    "field_id": (("field_value", "annotation_id", "field_id"),),
}
"""What annotations name, maybe several: table, its column for the annotation, and the column."""

NAMED = ("annotator_id", *_NAMED)
"""The fields that say what an annotation names."""


def status_order(status: str) -> str:
    """Return an SQL expression by which articles stand in the order of their statuses."""
    return f"CASE {status} WHEN 'in progress' THEN 0 WHEN 'unread' THEN 1 ELSE 2 END"


def articles_naming(field: str) -> str:
    """Return a SELECT of the articles in which an annotation names the parameter `:FIELD`."""
    if field == "annotator_id":
        # For each article alone: one annotator may have made nearly all there is.
        own = f"{field} = :{field} AND article_id = article.id"
        return f"SELECT article_id FROM annotation WHERE {own}"
    found = " UNION ".join(
        f"SELECT {owner} FROM {table} WHERE {column} = :{field}"
        for table, owner, column in _NAMED[field]
    )
    return f"SELECT article_id FROM annotation WHERE id IN ({found})"


def all_named(field: str) -> str:
    """Return a SELECT of all that annotations name, as `value`, each with its `article_id`."""
    if field == "annotator_id":
        return f"SELECT {field} AS value, article_id FROM annotation"
    return " UNION ALL ".join(
        f"SELECT {table}.{column} AS value, article_id FROM {table} "
        f"JOIN annotation ON annotation.id = {table}.{owner}"
        for table, owner, column in _NAMED[field]
    )
