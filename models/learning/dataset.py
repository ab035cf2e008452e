# SPDX-License-Identifier: MIT
"""The finished articles that models are learned from."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection

from claimdesk.models.analysis.gold import gold_rows
from claimdesk.models.store import queries

_FINISHED = """
SELECT id FROM article WHERE status = 'done' AND language = :language
AND length(body) BETWEEN 1 AND :longest AND EXISTS (SELECT 1 FROM annotation
  WHERE article_id = article.id AND layer = :layer AND state = 'accepted')
ORDER BY id DESC LIMIT :most
"""


def count_finished(connection: Connection) -> int:
    """Return how many articles are done."""
    return int(
        connection.exec_driver_sql(
            "SELECT count(*) FROM article WHERE status = 'done'"
        ).scalar_one()
    )


def finished_articles(
    connection: Connection, layer: str, language: str, *, longest: int, most: int
) -> list[int]:
    """Return the articles that are done and have accepted annotations of a layer, the newest last.

    At most the newest `most`; none of more than `longest` code points.
    """
    values = {"layer": layer, "language": language, "longest": longest, "most": most}
    return sorted(connection.exec_driver_sql(_FINISHED, values).scalars())


def article_with_annotations(
    connection: Connection, article_id: int, layer: str
) -> tuple[str, list[queries.AnnotationRow]]:
    """Return the text of an article, and its annotations of a layer that count as right."""
    article = queries.article(connection, article_id)
    assert article is not None
    rows = queries.article_annotations(connection, article_id)
    return article.body, gold_rows(row for row in rows if row.layer == layer)


def text_key(text: str) -> str:
    """Return the same for the same text: SHA-256 in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
