# SPDX-License-Identifier: MIT
"""Suggestions in a project: what a suggester may know, and where its suggestions go.

Suggestions are written without a changeset, since they can be made again. A new run replaces the
undecided ones of the article; what an analyst decided or changed stays and is not suggested again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert

from claimdesk.models import queries
from claimdesk.models.history import Changes
from claimdesk.models.project import Project
from claimdesk.models.schema import Actor as ActorTable
from claimdesk.models.schema import (
    Alias,
    Annotation,
    Claim,
    ClaimDomain,
    DomainMention,
    Mention,
    SpanRow,
    SuggestionRun,
    metadata,
)
from claimdesk.models.spans import Span, anchor
from claimdesk.models.suggest.types import (
    Actor,
    ClaimSuggestion,
    Domain,
    DomainSuggestion,
    Knowledge,
    MentionSuggestion,
    Pipeline,
    Suggestions,
)

_LABEL = "Suggestions"
_SAME_CLAIM = 0.5
"""Two claims are one if their contents share this part of their characters (Jaccard)."""


def knowledge(connection: Connection, language: str = "en") -> Knowledge:
    """What the project knows: its actors with aliases and its domains with terms."""
    return Knowledge(
        actors=tuple(
            Actor(row.name, row.kind, row.country, row.aliases, row.id)
            for row in queries.actors(connection).values()
        ),
        domains=tuple(
            Domain(row.name, row.terms, row.id) for row in queries.domains(connection).values()
        ),
        language=language,
    )


@dataclass
class Run:
    """One run of a suggester over one article, written batch by batch with `add`.

    The undecided suggestions of an earlier run go when the first batch arrives.
    """

    project: Project
    article_id: int
    pipeline: Pipeline
    _id: int | None = None
    _body: str = ""
    _taken: set[tuple[str, Span]] = field(default_factory=set)
    _claims: list[frozenset[int]] = field(default_factory=list)
    _unnamed: set[int] = field(default_factory=set)
    """Actors that were named by suggestions of the earlier run."""

    def add(self, batch: Suggestions) -> None:
        """Write a batch; what coincides with a decided annotation is left out.

        An article that is gone gets nothing.
        """
        touched: set[int] = set()
        with self.project.unrecorded() as (connection, told):
            if self._id is None:
                touched |= self._start(connection)
            if self._id is not None and self._read_decisions(connection):
                touched |= self._write(connection, batch)
            told.append(
                Changes(
                    _LABEL,
                    rows={"annotation": frozenset(touched), "actor": frozenset()},
                    annotations=frozenset(touched),
                    articles=frozenset({self.article_id}),
                )
            )

    def finish(self) -> None:
        """End the run; without any batch, earlier undecided suggestions go all the same.

        Proposed actors that only those named go with them.
        """
        if self._id is None:
            self.add(Suggestions())
        with self.project.unrecorded() as (connection, told):
            removed = _remove_proposed(connection, self._unnamed)
            if removed:
                told.append(Changes(_LABEL, rows={"actor": removed}))

    def _start(self, connection: Connection) -> set[int]:
        article = queries.article(connection, self.article_id)
        if article is None:
            return set()
        self._body = article.body
        self._unnamed = _named(connection, self.article_id)
        removed = _remove_undecided(connection, self.article_id)
        run = SuggestionRun(
            article_id=self.article_id,
            pipeline=self.pipeline.name,
            version=self.pipeline.version,
            settings=json.dumps(self.pipeline.settings, sort_keys=True),
        )
        self._id = _insert_one(connection, SuggestionRun, run.model_dump(exclude={"id"}))
        return removed

    def _read_decisions(self, connection: Connection) -> bool:
        """Learn what is decided, also since the last batch; False if the article is gone."""
        rows = connection.exec_driver_sql(
            "SELECT annotation.id FROM article LEFT JOIN annotation ON article_id = article.id "
            "AND (run_id IS NOT ? OR state <> 'suggested') WHERE article.id = ?",
            (self._id, self.article_id),
        ).all()
        self._claims.clear()
        for row in queries.annotations_by_id(connection, [row[0] for row in rows if row[0]]):
            self._take(row)
        return bool(rows)

    def _take(self, row: queries.AnnotationRow) -> None:
        if row.layer == "claim":
            self._claims.append(_points(piece.span for piece in row.role("content")))
        else:
            self._taken.update((row.layer, piece.span) for piece in row.pieces)

    def _write(self, connection: Connection, batch: Suggestions) -> set[int]:
        names = _Names(connection)
        created = {
            self._write_mention(connection, names, mention)
            for mention in batch.mentions
            if self._free("actor", mention.span)
        }
        created |= {
            self._write_claim(connection, names, claim)
            for claim in batch.claims
            if self._free_claim(claim.content)
        }
        created |= {
            self._write_domain(connection, names, domain)
            for domain in batch.domains
            if self._free("domain", domain.span)
        }
        return created

    def _write_mention(
        self, connection: Connection, names: _Names, mention: MentionSuggestion
    ) -> int:
        created = self._annotation(connection, "actor", mention)
        self._spans(connection, created, {"mention": (mention.span,)})
        _insert(connection, Mention, [{"id": created, "actor_id": names.actor(mention.actor)}])
        return created

    def _write_claim(self, connection: Connection, names: _Names, claim: ClaimSuggestion) -> int:
        created = self._annotation(connection, "claim", claim)
        roles = {"source": claim.source, "cue": claim.cue, "content": claim.content}
        self._spans(connection, created, roles)
        row = {
            "id": created,
            "speaker_id": names.actor(claim.speaker) if claim.speaker else None,
            "stance_id": names.choice("stance", claim.stance),
            "kind_id": names.choice("kind", claim.kind),
        }
        _insert(connection, Claim, [row])
        domains = {names.domain(domain) for domain in claim.domains} - {None}
        _insert(connection, ClaimDomain, [{"claim_id": created, "domain_id": d} for d in domains])
        return created

    def _write_domain(self, connection: Connection, names: _Names, domain: DomainSuggestion) -> int:
        created = self._annotation(connection, "domain", domain)
        self._spans(connection, created, {"evidence": (domain.span,)})
        row = {"id": created, "domain_id": names.domain(domain.domain)}
        _insert(connection, DomainMention, [row])
        return created

    def _free(self, layer: str, span: Span) -> bool:
        if (layer, span) in self._taken:
            return False
        self._taken.add((layer, span))
        return True

    def _free_claim(self, content: Sequence[Span]) -> bool:
        points = _points(content)
        for other in self._claims:
            shared = len(points & other)
            if shared and shared >= _SAME_CLAIM * len(points | other):
                return False
        return True

    def _annotation(
        self,
        connection: Connection,
        layer: str,
        suggestion: MentionSuggestion | ClaimSuggestion | DomainSuggestion,
    ) -> int:
        row = Annotation(
            article_id=self.article_id,
            layer=layer,
            state="suggested",
            origin=suggestion.origin,
            score=suggestion.score,
            reason=suggestion.reason,
            run_id=self._id,
        )
        values = row.model_dump(exclude={"id"})
        return _insert_one(connection, Annotation, values)

    def _spans(
        self, connection: Connection, annotation_id: int, roles: dict[str, tuple[Span, ...]]
    ) -> None:
        rows: list[dict[str, Any]] = []
        for role, spans in roles.items():
            for span in spans:
                found = anchor(self._body, span)
                rows.append(
                    {
                        "annotation_id": annotation_id,
                        "role": role,
                        "start": found.start,
                        "end": found.end,
                        "quote": found.quote,
                        "prefix": found.prefix,
                        "suffix": found.suffix,
                    }
                )
        _insert(connection, SpanRow, rows)


class _Names:
    """Finds the rows that suggestions name; an actor that is not there yet is proposed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._actors: dict[str, int] = {}
        for row in queries.actors(connection).values():
            for name in (row.name, *row.aliases):
                self._actors.setdefault(name.casefold(), row.id)
            self._actors[row.name.casefold()] = row.id
        self._domains = {row.name: row.id for row in queries.domains(connection).values()}
        self._choices = {
            (key, choice.key): choice.id
            for key, found in queries.fields(connection).items()
            for choice in found.choices
        }

    def domain(self, domain: Domain) -> int | None:
        return self._domains.get(domain.name)

    def choice(self, field_key: str, key: str | None) -> int | None:
        return None if key is None else self._choices.get((field_key, key))

    def actor(self, actor: Actor) -> int:
        known = self._actors.get(actor.name.casefold())
        if known is not None:
            return known
        created = _insert_one(
            self._connection,
            ActorTable,
            {
                "name": actor.name,
                "kind": actor.kind,
                "country": actor.country,
                "state": "suggested",
            },
        )
        aliases = [alias for alias in dict.fromkeys(actor.aliases) if alias != actor.name]
        _insert(
            self._connection, Alias, [{"actor_id": created, "text": alias} for alias in aliases]
        )
        for name in (actor.name, *aliases):
            self._actors.setdefault(name.casefold(), created)
        return created


def _remove_undecided(connection: Connection, article_id: int) -> set[int]:
    """Delete the suggestions that no analyst has touched: those without a line in the history."""
    rows = connection.exec_driver_sql(
        "DELETE FROM annotation WHERE article_id = ? AND state = 'suggested' AND NOT EXISTS "
        "(SELECT 1 FROM change WHERE change.annotation_id = annotation.id) RETURNING id",
        (article_id,),
    )
    return {row[0] for row in rows}


def _named(connection: Connection, article_id: int) -> set[int]:
    """The actors that suggestions of the article name."""
    rows = connection.exec_driver_sql(
        "SELECT coalesce(actor_id, speaker_id) FROM annotation "
        "LEFT JOIN mention ON mention.id = annotation.id "
        "LEFT JOIN claim ON claim.id = annotation.id "
        "WHERE article_id = ? AND state = 'suggested'",
        (article_id,),
    )
    return {row[0] for row in rows if row[0] is not None}


# What undo or redo may bring back is in the history with the actor that it names.
_NEEDED_ACTORS = """
SELECT actor_id FROM mention UNION SELECT speaker_id FROM claim
UNION SELECT actor_id FROM addressee UNION SELECT actor_id FROM partner
UNION SELECT member_of_id FROM actor
UNION SELECT row_id FROM change WHERE table_name = 'actor'
UNION SELECT actor_id FROM change JOIN alias ON table_name = 'alias' AND row_id = alias.id
UNION SELECT json_extract(before, '$.actor_id') FROM change
  WHERE table_name IN ('mention', 'addressee', 'partner', 'alias')
UNION SELECT json_extract(before, '$.speaker_id') FROM change WHERE table_name = 'claim'
UNION SELECT json_extract(before, '$.member_of_id') FROM change WHERE table_name = 'actor'
"""


def _remove_proposed(connection: Connection, candidates: set[int]) -> frozenset[int]:
    """Delete those of the actors that are proposed and that nothing names or ever named."""
    if not candidates:
        return frozenset()
    rows = connection.exec_driver_sql(
        "DELETE FROM actor WHERE id IN (SELECT value FROM json_each(?)) AND state = 'suggested' "
        f"AND NOT EXISTS (SELECT 1 FROM ({_NEEDED_ACTORS}) AS needed "
        "WHERE needed.actor_id = actor.id) RETURNING id",
        (json.dumps(sorted(candidates)),),
    )
    return frozenset(row[0] for row in rows)


def _table(model: Any) -> Any:  # noqa: ANN401
    return metadata.tables[model.__tablename__]


def _insert(connection: Connection, model: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401
    if rows:
        connection.execute(insert(_table(model)), rows)


def _insert_one(connection: Connection, model: Any, row: dict[str, Any]) -> int:  # noqa: ANN401
    key = connection.execute(insert(_table(model)).values(**row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def _points(spans: Iterable[Span]) -> frozenset[int]:
    return frozenset(point for span in spans for point in range(span.start, span.end))


def pending(project: Project, articles: Sequence[int], *, also_done: bool) -> Iterator[int]:
    """Which articles to make suggestions for: the named ones, or all that are not done."""
    with project.reading() as connection:
        rows = queries.articles(connection)
    for row in rows:
        if row.id in articles or (not articles and (also_done or row.status != "done")):
            yield row.id


def has_run(connection: Connection, article_id: int) -> bool:
    """Whether suggestions were ever made for the article."""
    row = connection.exec_driver_sql(
        "SELECT 1 FROM suggestion_run WHERE article_id = ? LIMIT 1", (article_id,)
    ).first()
    return row is not None
