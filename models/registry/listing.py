# SPDX-License-Identifier: MIT
"""The read side of the registry: sorted lists of actors, and how often and where they are used.

Every function takes a reading connection (`project.reading()`). Rejected annotations do not count.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter

from sqlalchemy import Connection

from claimdesk.models.store.speakers import SPEAKERS
from claimdesk.models.store.storage import driver
from claimdesk.models.text.collation import sort_key
from claimdesk.models.text.contains import phrase
from claimdesk.models.text.folding import accentless_key

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

_COUNTED = ("mentions", "claims")

_ACTORS = """
SELECT actor.id, coalesce(actor.name, ''), actor.kind, actor.country, above.name,
  actor.state <> 'suggested', actor.note
FROM actor LEFT JOIN actor above ON above.id = actor.member_of_id ORDER BY actor.id
"""

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


class ActorIndex:
    """All actors, read once, so that they can be filtered and sorted again and again."""

    def __init__(self, connection: Connection) -> None:
        sqlite = driver(connection)
        aliases: dict[int, list[str]] = {}
        for actor, alias in sqlite.execute("SELECT actor_id, text FROM alias ORDER BY id"):
            aliases.setdefault(actor, []).append(alias)
        rows = sqlite.execute(_ACTORS).fetchall()
        rows.sort(key=lambda row: sort_key(row[1]))
        self._rows = [_Actor(*(*row, len(aliases.get(row[0], ())))) for row in rows]
        self._texts = [
            "\n".join(filter(None, (*row[1:5], row[6], *aliases.get(row[0], ())))) for row in rows
        ]
        self._whole = "\n".join(self._texts)
        self._begins = [0, *accumulate(len(text) + 1 for text in self._texts)]

    def ids(
        self,
        search: str = "",
        order: str = "name",
        *,
        descending: bool = False,
        counts: Mapping[int, UseCount] | None = None,
    ) -> list[int]:
        """Return the actors in which every word of `search` occurs, by one of COLUMNS, then name.

        Neither case nor accents matter. Searched are name, kind, country, membership, aliases and
        note. `counts` is how often actors are used.
        """
        # One character can stand for several words, or for none.
        rows = self._found(accentless_key(search).split())
        if order == "name":
            if descending:
                rows.sort(key=lambda row: sort_key(row.name), reverse=True)
            return [row.id for row in rows]
        used, unused = counts or {}, UseCount()

        def key(row: _Actor) -> str | int | None:
            if order in _COUNTED:
                value: str | int | None = getattr(used.get(row.id, unused), order)
            else:
                value = getattr(row, order)
            return sort_key(value) if isinstance(value, str) else value

        # Sorting is stable: the name decides where the column does not; what is unknown is last.
        keyed = [(key(row), row.id) for row in rows]
        known = [(value, actor) for value, actor in keyed if value is not None]
        known.sort(key=itemgetter(0), reverse=descending)
        return [actor for _value, actor in known] + [i for value, i in keyed if value is None]

    def _found(self, words: list[str]) -> list[_Actor]:
        """Return the actors in which all words occur, in the order of their names."""
        if not words:
            return list(self._rows)
        places = phrase(words[0]).lines_with(self._whole)
        found = sorted({bisect_right(self._begins, place) - 1 for place in places})
        others = [phrase(word) for word in words[1:]]
        return [self._rows[at] for at in found if all(one.is_in(self._texts[at]) for one in others)]


@dataclass(frozen=True, slots=True)
class _Actor:
    """What an actor is sorted by; what is unknown is None."""

    id: int
    name: str
    kind: str
    country: str | None
    member_of: str | None
    state: int
    """0 if it is only suggested."""
    note: str | None
    aliases: int


def actor_ids(
    connection: Connection, search: str = "", order: str = "name", *, descending: bool = False
) -> list[int]:
    """Return the actors as `ActorIndex.ids` does, for once."""
    counts = use_counts(connection) if order in _COUNTED else None
    return ActorIndex(connection).ids(search, order, descending=descending, counts=counts)


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
