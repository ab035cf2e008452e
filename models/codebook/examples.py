# SPDX-License-Identifier: MIT
"""Examples for the codebook: accepted annotations that use a domain or a value."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from claimdesk.models.editing.edits import MAIN_ROLE
from claimdesk.models.store.coded_fields import CHOICE_COLUMNS

_EXAMPLES = """
SELECT annotation.id, annotation.article_id, annotation.layer, article.title, article.outlet,
  article.published_on
FROM annotation JOIN article ON article.id = annotation.article_id
WHERE annotation.state = 'accepted' AND annotation.id IN ({uses})
ORDER BY annotation.id DESC LIMIT :limit
"""

_OF_DOMAIN = """
SELECT claim_id FROM claim_domain WHERE domain_id = :id
UNION ALL SELECT id FROM domain_mention WHERE domain_id = :id
"""

_OF_CHOICE = " UNION ALL ".join(
    f"SELECT {annotation} FROM {table} WHERE {column} = :id"  # noqa: S608
    for table, annotation, column in CHOICE_COLUMNS
)


@dataclass(frozen=True, slots=True)
class Example:
    """An accepted annotation with the words that it is about."""

    annotation_id: int
    article_id: int
    quote: str
    article: str
    outlet: str | None
    published_on: str | None


def domain_examples(connection: Connection, domain_id: int, limit: int = 20) -> list[Example]:
    """Return the accepted claims and mentions of a domain, the newest first."""
    return _examples(connection, _OF_DOMAIN, domain_id, limit)


def choice_examples(connection: Connection, choice_id: int, limit: int = 20) -> list[Example]:
    """Return the accepted annotations that have a value, the newest first."""
    return _examples(connection, _OF_CHOICE, choice_id, limit)


def _examples(connection: Connection, uses: str, number: int, limit: int) -> list[Example]:
    rows = connection.exec_driver_sql(
        _EXAMPLES.replace("{uses}", uses), {"id": number, "limit": limit}
    ).all()
    quotes = _quotes(connection, {row[0]: MAIN_ROLE[row[2]] for row in rows})
    return [Example(row[0], row[1], quotes.get(row[0], ""), *row[3:]) for row in rows]


def _quotes(connection: Connection, roles: dict[int, str]) -> dict[int, str]:
    spans: Iterable[tuple[int, str, str]] = connection.exec_driver_sql(
        "SELECT annotation_id, role, quote FROM span "
        "WHERE annotation_id IN (SELECT value FROM json_each(?)) ORDER BY annotation_id, start",
        (json.dumps(list(roles)),),
    )
    pieces: dict[int, list[str]] = {}
    for annotation, role, quote in spans:
        if role == roles[annotation]:
            pieces.setdefault(annotation, []).append(" ".join(quote.split()))
    return {annotation: " … ".join(found) for annotation, found in pieces.items()}
