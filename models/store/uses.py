# SPDX-License-Identifier: MIT
"""Where an actor or a domain is named by an annotation."""

from __future__ import annotations

from sqlalchemy import Connection

_ACTOR = (
    "SELECT id FROM mention WHERE actor_id = :number"
    " UNION SELECT id FROM claim WHERE speaker_id = :number"
    " UNION SELECT claim_id FROM further_speaker WHERE actor_id = :number"
)
_DOMAIN = (
    "SELECT id FROM domain_mention WHERE domain_id = :number"
    " UNION SELECT claim_id FROM claim_domain WHERE domain_id = :number"
)
_PLACES = (
    "SELECT annotation.article_id, annotation.id,"
    " (SELECT min(start) FROM span WHERE annotation_id = annotation.id) AS place"
    " FROM annotation WHERE annotation.id IN ({named}) AND annotation.state != 'rejected'"
    " ORDER BY article_id IS NOT :here, article_id, place, annotation.id"
)


def place_of_use(
    connection: Connection, kind: str, number: int, here: int | None, after: int | None = None
) -> tuple[int, int] | None:
    """Return the article and id of an annotation that names an `actor` or `domain`.

    It is the next one after the annotation `after` in the article `here`, or the first there, or
    one of another article; None if there is none.
    """
    statement = _PLACES.format(named=_ACTOR if kind == "actor" else _DOMAIN)
    found = connection.exec_driver_sql(statement, {"number": number, "here": here}).fetchall()
    places = [(article, annotation) for article, annotation, _place in found]
    local = [place for place in places if place[0] == here]
    beyond = [place for place in local if place[1] == after]
    if beyond:
        return local[(local.index(beyond[0]) + 1) % len(local)]
    return next(iter(places), None)
