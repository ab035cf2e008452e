# SPDX-License-Identifier: MIT
"""Writes suggestions as rows: gathered first, then one statement a table.

One statement for many rows keeps the time short for which the window's thread waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert

from claimdesk.models.editing.bulk_writer import BulkWriter, Row, span_row
from claimdesk.models.registry.resolver import ActorResolver
from claimdesk.models.store.coded_fields import code_column
from claimdesk.models.store.lookup import Lookup
from claimdesk.models.store.schema import Actor as ActorTable
from claimdesk.models.store.schema import Alias, metadata, now
from claimdesk.models.suggest.data import (
    ActorEntry,
    ClaimSuggestion,
    DomainEntry,
    DomainSuggestion,
    MentionSuggestion,
)
from claimdesk.models.text.spans import Span

Suggestion = MentionSuggestion | ClaimSuggestion | DomainSuggestion


class SuggestionRows:
    """The rows of a batch of suggestions for one article, written by `write`."""

    def __init__(self, connection: Connection, article_id: int, body: str, run_id: int) -> None:
        self.resolver = RowResolver(connection)
        self._body = body
        self._common = {
            "article_id": article_id,
            "state": "suggested",
            "run_id": run_id,
            "created": now(),
        }
        self._writer = BulkWriter(connection)

    @property
    def ids(self) -> set[int]:
        """The annotations of the batch."""
        return set(self._writer.ids)

    def add_mention(self, mention: MentionSuggestion) -> None:
        """Add a mention; its actor is proposed if the project does not have it."""
        row = {"actor_id": self.resolver.actor(mention.actor)}
        self._add("actor", mention, {"mention": (mention.span,)}, {"mention": [row]})

    def add_claim(self, claim: ClaimSuggestion) -> None:
        """Add a claim; its speakers are proposed if the project does not have them."""
        roles = {"source": claim.source, "cue": claim.cue, "content": claim.content}
        first, *further = self._speakers(claim)
        row = {
            "speaker_id": first,
            "stance_id": self.resolver.choice("stance", claim.stance),
            "kind_id": self.resolver.choice("kind", claim.kind),
            "certainty_id": self.resolver.choice("certainty", dict(claim.codes).get("certainty")),
        }
        named = dict.fromkeys(self.resolver.domain(domain) for domain in claim.domains)
        domains = [{"domain_id": domain} for domain in named if domain is not None]
        parts: dict[str, Sequence[Row]] = {
            "claim": [row],
            "further_speaker": [{"actor_id": actor} for actor in further],
            "claim_domain": domains,
            "field_value": self.resolver.values("claim", claim.codes),
        }
        self._add("claim", claim, roles, parts)

    def _speakers(self, claim: ClaimSuggestion) -> list[int | None]:
        """Return who speaks, each once, the first one first; [None] for nobody."""
        named = (claim.speaker, *claim.speakers)
        ids = dict.fromkeys(self.resolver.actor(actor) for actor in named if actor is not None)
        return list(ids) or [None]

    def add_domain(self, domain: DomainSuggestion) -> None:
        """Add a domain mention."""
        row = {"domain_id": self.resolver.domain(domain.domain)}
        self._add("domain", domain, {"evidence": (domain.span,)}, {"domain_mention": [row]})

    def write(self) -> None:
        """Write the rows."""
        self._writer.write()

    def _add(
        self,
        layer: str,
        suggestion: Suggestion,
        roles: Mapping[str, Sequence[Span]],
        parts: Mapping[str, Sequence[Row]],
    ) -> None:
        annotation = {
            **self._common,
            "layer": layer,
            "origin": suggestion.origin,
            "score": suggestion.score,
            "reason": suggestion.reason,
            "updated": self._common["created"],
        }
        spans = [
            span_row(self._body, role, span) for role, found in roles.items() for span in found
        ]
        self._writer.add(annotation, {"span": spans, **parts})


class RowResolver:
    """Finds the rows that suggestions refer to; an actor that is missing is proposed."""

    def __init__(self, connection: Connection) -> None:
        self.proposed: set[int] = set()
        """Actors that were missing and are now proposed."""
        self._connection = connection
        self._lookup = Lookup(connection)
        self._actors = ActorResolver(self._lookup.actors.values())

    def domain(self, domain: DomainEntry) -> int | None:
        """Return the id of a domain; None if the codebook has none of that name."""
        return self._lookup.domain_id(domain.name)

    def choice(self, field_key: str, key: str | None) -> int | None:
        """Return the id of a value of a coded field; None if there is none."""
        return self._lookup.choice_id(field_key, key)

    def values(self, layer: str, codes: Iterable[tuple[str, str]]) -> list[Row]:
        """Return the rows of codes in the analyst's own fields, as far as the project has them."""
        rows: list[Row] = []
        for field_key, key in codes:
            field = self._lookup.fields.get(field_key)
            choice = self.choice(field_key, key)
            if field is not None and choice is not None and code_column(layer, field_key) is None:
                rows.append({"field_id": field.id, "choice_id": choice})
        return rows

    def known(self, actor: ActorEntry) -> int | None:
        """Return the id of an actor, by id or by name; None if the project does not have it."""
        if (own := self._lookup.actor(actor.id)) is not None:
            return own.id
        return self._actors.find(actor.name, actor.kind)

    def actor(self, actor: ActorEntry) -> int:
        """Return the id of an actor, by id or by name; a new one is proposed."""
        known = self.known(actor)
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
