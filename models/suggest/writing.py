# SPDX-License-Identifier: MIT
"""Writes suggestions as rows: gathered first, then one statement a table.

Statements of many rows keep the time short in which the window's thread waits for this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert

from claimdesk.models.registry.resolver import ActorResolver
from claimdesk.models.store import queries
from claimdesk.models.store.schema import Actor as ActorTable
from claimdesk.models.store.schema import (
    Alias,
    Annotation,
    Claim,
    ClaimDomain,
    DomainMention,
    Mention,
    SpanRow,
    metadata,
    now,
)
from claimdesk.models.suggest.data import (
    Actor,
    ClaimSuggestion,
    Domain,
    DomainSuggestion,
    MentionSuggestion,
)
from claimdesk.models.text.folding import name_key
from claimdesk.models.text.spans import Span, anchor

Suggestion = MentionSuggestion | ClaimSuggestion | DomainSuggestion

_TABLES = (Annotation, SpanRow, Mention, Claim, ClaimDomain, DomainMention)


class Rows:
    """The rows of a batch of suggestions for one article, written by `write`."""

    def __init__(self, connection: Connection, article_id: int, body: str, run_id: int) -> None:
        self.names = Names(connection)
        self._connection = connection
        self._body = body
        self._common = {
            "article_id": article_id,
            "state": "suggested",
            "run_id": run_id,
            "created": now(),
        }
        self._next = _last_id(connection, "annotation") + 1
        self._rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in _TABLES}

    @property
    def ids(self) -> set[int]:
        """The annotations of the batch."""
        return {row["id"] for row in self._rows[Annotation]}

    def add_mention(self, mention: MentionSuggestion) -> None:
        """Add a mention; its actor is proposed if the project does not have it."""
        created = self._add("actor", mention, {"mention": (mention.span,)})
        actor = self.names.actor(mention.actor)
        self._rows[Mention].append({"id": created, "actor_id": actor})

    def add_claim(self, claim: ClaimSuggestion) -> None:
        """Add a claim; its speaker is proposed if the project does not have it."""
        roles = {"source": claim.source, "cue": claim.cue, "content": claim.content}
        created = self._add("claim", claim, roles)
        row = {
            "id": created,
            "speaker_id": self.names.actor(claim.speaker) if claim.speaker else None,
            "stance_id": self.names.choice("stance", claim.stance),
            "kind_id": self.names.choice("kind", claim.kind),
        }
        self._rows[Claim].append(row)
        found = dict.fromkeys(self.names.domain(domain) for domain in claim.domains)
        self._rows[ClaimDomain].extend(
            {"claim_id": created, "domain_id": domain} for domain in found if domain is not None
        )

    def add_domain(self, domain: DomainSuggestion) -> None:
        """Add a domain mention."""
        created = self._add("domain", domain, {"evidence": (domain.span,)})
        row = {"id": created, "domain_id": self.names.domain(domain.domain)}
        self._rows[DomainMention].append(row)

    def write(self) -> None:
        """Write the rows, parents before children."""
        for table, rows in self._rows.items():
            insert_rows(self._connection, table, rows)

    def _add(self, layer: str, suggestion: Suggestion, roles: Mapping[str, Sequence[Span]]) -> int:
        created, self._next = self._next, self._next + 1
        self._rows[Annotation].append(
            {
                **self._common,
                "id": created,
                "layer": layer,
                "origin": suggestion.origin,
                "score": suggestion.score,
                "reason": suggestion.reason,
                "updated": self._common["created"],
            }
        )
        for role, spans in roles.items():
            self._rows[SpanRow].extend(self._span(created, role, span) for span in spans)
        return created

    def _span(self, annotation_id: int, role: str, span: Span) -> dict[str, Any]:
        found = anchor(self._body, span)
        return {
            "annotation_id": annotation_id,
            "role": role,
            "start": found.start,
            "end": found.end,
            "quote": found.quote,
            "prefix": found.prefix,
            "suffix": found.suffix,
        }


class Names:
    """Finds the rows that suggestions name; an actor that is not there yet is proposed."""

    def __init__(self, connection: Connection) -> None:
        self.proposed: set[int] = set()
        """Actors that were not there and are proposed now."""
        self._connection = connection
        rows = queries.actors(connection)
        self._ids = rows.keys()
        self._actors = ActorResolver(rows.values())
        domains = queries.domains(connection).values()
        self._domains = {name_key(row.name): row.id for row in domains}
        self._choices = {
            (key, choice.key): choice.id
            for key, found in queries.fields(connection).items()
            for choice in found.choices
        }

    def domain(self, domain: Domain) -> int | None:
        """Return the id of a domain; None if the codebook has none of that name."""
        return self._domains.get(name_key(domain.name))

    def choice(self, field_key: str, key: str | None) -> int | None:
        """Return the id of a value of a coded field; None if there is none."""
        return None if key is None else self._choices.get((field_key, key))

    def actor(self, actor: Actor) -> int:
        """Return the id of an actor, by id or by name; a new one is proposed."""
        if actor.id is not None and actor.id in self._ids:
            return actor.id
        known = self._actors.find(actor.name, actor.kind)
        if known is not None:
            return known
        created = insert_row(
            self._connection,
            ActorTable,
            {
                "name": actor.name,
                "kind": actor.kind,
                "country": actor.country,
                "state": "suggested",
            },
        )
        self.proposed.add(created)
        aliases = [alias for alias in dict.fromkeys(actor.aliases) if alias != actor.name]
        insert_rows(
            self._connection, Alias, [{"actor_id": created, "text": alias} for alias in aliases]
        )
        self._actors.add(created, actor.name, actor.kind, aliases, "suggested")
        return created


def insert_rows(connection: Connection, model: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401
    """Insert rows of one table, given by column."""
    if rows:
        connection.execute(insert(metadata.tables[model.__tablename__]), rows)


def insert_row(connection: Connection, model: Any, row: dict[str, Any]) -> int:  # noqa: ANN401
    """Insert one row; its id."""
    table = metadata.tables[model.__tablename__]
    key = connection.execute(insert(table).values(**row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def _last_id(connection: Connection, table: str) -> int:
    """Return the highest id that a table ever had."""
    found = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
    return int(found.scalar() or 0)
