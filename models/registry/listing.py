# SPDX-License-Identifier: MIT
"""The read side of the registry: sorted lists of actors, and how often and where they are used.

Every function takes a reading connection (`project.reading()`). Rejected annotations do not count.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from claimdesk.models.store.speakers import SPEAKERS
from claimdesk.models.text.collation import sort_key

COLUMNS = (
    *("name", "kind", "country", "member_of", "aliases", "mentions", "claims", "state", "note"),
)
"""What the registry can be sorted by."""


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """An actor as the registry lists it; unknown texts are empty."""

    id: int
    name: str
    kind: str
    state: str
    country: str
    member_of_id: int | None
    member_of: str
    colour: str | None
    note: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UseCount:
    """How many annotations name an actor."""

    mentions: int = 0
    claims: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """One place where an actor is named; `role` is mention, speaker, addressee or partner."""

    annotation_id: int
    article_id: int
    title: str
    quote: str
    role: str
    state: str


_COUNTS = f"""
SELECT actor_id, sum(mention) AS mentions, sum(1 - mention) AS claims FROM (
  SELECT m.actor_id, 1 AS mention FROM mention m JOIN annotation a ON a.id = m.id
  WHERE m.actor_id IS NOT NULL AND a.state <> 'rejected'
  UNION ALL
  SELECT c.actor_id, 0 FROM ({SPEAKERS}) c JOIN annotation a ON a.id = c.claim_id
  WHERE a.state <> 'rejected'
) GROUP BY actor_id
"""

_ALIASES = "(SELECT group_concat(text, char(10)) FROM alias WHERE alias.actor_id = actor.id)"

_TEXT = f"""
coalesce(actor.name, '') || char(10) || actor.kind || char(10) || coalesce(actor.country, '')
|| char(10) || coalesce(above.name, '') || char(10) || coalesce({_ALIASES}, '')
|| char(10) || coalesce(actor.note, '')
"""

_ORDER = {
    "name": "NULL",
    "kind": "actor.kind",
    "country": "actor.country",
    "member_of": "above.name",
    "aliases": "(SELECT count(*) FROM alias WHERE alias.actor_id = actor.id)",
    "mentions": "coalesce(used.mentions, 0)",
    "claims": "coalesce(used.claims, 0)",
    "state": "CASE actor.state WHEN 'suggested' THEN 0 ELSE 1 END",
    "note": "actor.note",
}
"""What each of COLUMNS sorts by, before the name."""

_USES = """
SELECT a.id, a.article_id, article.title, named.role, a.state FROM (
  SELECT id, 'mention' AS role FROM mention WHERE actor_id = :actor
  UNION ALL SELECT id, 'speaker' FROM claim WHERE speaker_id = :actor
  UNION SELECT claim_id, 'speaker' FROM further_speaker WHERE actor_id = :actor
  UNION ALL SELECT claim_id, 'addressee' FROM addressee WHERE actor_id = :actor
  UNION ALL SELECT domain_mention_id, 'partner' FROM partner WHERE actor_id = :actor
) named JOIN annotation a ON a.id = named.id JOIN article ON article.id = a.article_id
WHERE a.state <> 'rejected'
ORDER BY article.published_on DESC, article.id DESC,
  (SELECT min(start) FROM span WHERE span.annotation_id = a.id), a.id
LIMIT :count
"""

_QUOTES = """
SELECT annotation_id, role, quote FROM span
WHERE annotation_id IN (SELECT value FROM json_each(?)) ORDER BY annotation_id, start
"""


def actor_ids(
    connection: Connection, search: str = "", order: str = "name", *, descending: bool = False
) -> list[int]:
    """Return the actors in which every word of `search` occurs, by one of COLUMNS, then by name.

    Neither case nor accents matter. Searched are name, kind, country, membership, aliases and note.
    """
    words = search.split()
    where = " AND ".join("contains_words(CAST(words AS BLOB), ?)" for _ in words) or "1"
    used = f"LEFT JOIN ({_COUNTS}) used ON used.actor_id = actor.id"
    rows = connection.exec_driver_sql(
        f"SELECT actor.id, coalesce(actor.name, ''), {_ORDER[order]}, "
        f"{_TEXT if words else 'NULL'} AS words "
        "FROM actor LEFT JOIN actor above ON above.id = actor.member_of_id "
        f"{used if order in ('mentions', 'claims') else ''} WHERE {where} ORDER BY actor.id",
        tuple(words),
    ).all()
    # Sorting is stable: the name decides where the column does not, what is unknown stays last.
    rows = sorted(rows, key=lambda row: sort_key(row[1]), reverse=order == "name" and descending)
    if order != "name":
        known = [row for row in rows if row[2] is not None]
        known.sort(key=lambda row: _column_key(row[2]), reverse=descending)
        rows = [*known, *(row for row in rows if row[2] is None)]
    return [row[0] for row in rows]


def _column_key(value: str | int) -> str | int:
    return sort_key(value) if isinstance(value, str) else value


def actor_rows(connection: Connection, ids: Iterable[int]) -> dict[int, RegistryRow]:
    """Return the actors with these ids that exist, by id."""
    listed = json.dumps(list(ids))
    aliases: dict[int, list[str]] = {}
    for actor, text in connection.exec_driver_sql(
        "SELECT actor_id, text FROM alias WHERE actor_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY id",
        (listed,),
    ):
        aliases.setdefault(actor, []).append(text)
    rows = connection.exec_driver_sql(
        "SELECT actor.id, actor.name, actor.kind, actor.state, coalesce(actor.country, ''), "
        "actor.member_of_id, coalesce(above.name, ''), actor.colour, coalesce(actor.note, '') "
        "FROM actor LEFT JOIN actor above ON above.id = actor.member_of_id "
        "WHERE actor.id IN (SELECT value FROM json_each(?))",
        (listed,),
    )
    return {row[0]: RegistryRow(*[*row, tuple(aliases.get(row[0], ()))]) for row in rows}


def use_counts(connection: Connection) -> dict[int, UseCount]:
    """Return how often each actor is named, by id; unused actors are missing."""
    rows = connection.exec_driver_sql(_COUNTS)
    return {actor: UseCount(mentions, claims) for actor, mentions, claims in rows}


def uses(connection: Connection, actor_id: int, limit: int = -1) -> list[Use]:
    """Return where an actor is named, newest articles first; all places if `limit` is negative.

    The quote is the mention's, the evidence of a domain, or a claim's content.
    """
    found = connection.exec_driver_sql(
        _USES.replace(":actor", "?1").replace(":count", "?2"), (actor_id, limit)
    ).all()
    quotes: dict[int, list[str]] = {}
    listed = json.dumps([row[0] for row in found])
    for annotation, role, quote in connection.exec_driver_sql(_QUOTES, (listed,)):
        if role in ("mention", "content", "evidence"):
            quotes.setdefault(annotation, []).append(" ".join(quote.split()))
    return [
        Use(annotation, article, title, " … ".join(quotes.get(annotation, ())), role, state)
        for annotation, article, title, role, state in found
    ]
