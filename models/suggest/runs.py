# SPDX-License-Identifier: MIT
"""Runs of a suggester: writes suggestions into a project, batch by batch.

Suggestions are written without a changeset, since they can be made again. A new run replaces the
suggestions of the article that are still to decide; what an analyst decided or changed stays and is
not suggested again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection

from claimdesk.models.editing.suggested import deleted_suggestions, original_pieces
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import queries
from claimdesk.models.store.history import Changes
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import Piece
from claimdesk.models.store.schema import SuggestionRun
from claimdesk.models.suggest.data import Knowledge, Pipeline, Suggestions
from claimdesk.models.suggest.decided import Decided
from claimdesk.models.suggest.writing import SuggestionRows, insert_row
from claimdesk.models.text.spans import Span

_SETTINGS = ("claims", "threshold", "codes")


@dataclass
class Run:
    """One run of a suggester over one article, written batch by batch with `add`.

    The undecided suggestions of an earlier run go when the first batch arrives.
    """

    project: Project
    article_id: int
    pipeline: Pipeline
    body: str | None = None
    """The text that the suggestions are made from; once the article has another, none go in."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """What finds the claims, as `run_settings` says it; stored with the run."""
    _id: int | None = None
    _body: str = ""
    _taken: set[tuple[str, Span]] = field(default_factory=set)
    _decided: Decided = field(default_factory=Decided)
    _deleted: Collection[Sequence[Piece]] = ()
    """What was suggested and deleted before the run."""
    _unnamed: set[int] = field(default_factory=set)
    """Actors that were named by suggestions of the earlier run."""

    def add(self, batch: Suggestions) -> None:
        """Write a batch; what coincides with a decided annotation is left out.

        An article that is gone gets nothing.
        """
        touched: set[int] = set()
        proposed: set[int] = set()
        with self.project.unrecorded() as (connection, changes):
            if self._id is None:
                touched |= self._start(connection)
            if self._id is not None and self._read_decisions(connection):
                created, proposed = self._write(connection, batch)
                touched |= created
            rows = {"annotation": frozenset(touched)}
            if proposed:
                rows["actor"] = frozenset(proposed)
            changes.append(
                Changes(_("Suggestions"), rows, frozenset(touched), frozenset({self.article_id}))
            )

    def finish(self) -> None:
        """End the run; without any batch, earlier undecided suggestions go all the same.

        Proposed actors that only those named go with them.
        """
        if self._id is None:
            self.add(Suggestions())
        with self.project.unrecorded() as (connection, changes):
            removed = _remove_proposed(connection, self._unnamed)
            if removed:
                changes.append(Changes(_("Suggestions"), rows={"actor": removed}))

    def _start(self, connection: Connection) -> set[int]:
        article = queries.article(connection, self.article_id)
        if article is None or self.body not in (None, article.body):
            return set()
        self._body = article.body
        self._unnamed = _named(connection, self.article_id)
        deleted = deleted_suggestions(connection, self.article_id)
        self._deleted = original_pieces(connection, self._body, deleted).values()
        removed = _remove_undecided(connection, self.article_id)
        run = SuggestionRun(
            article_id=self.article_id,
            pipeline=self.pipeline.name,
            version=self.pipeline.version,
            settings=json.dumps({**self.pipeline.settings, **self.settings}, sort_keys=True),
        )
        self._id = insert_row(connection, SuggestionRun, run.model_dump(exclude={"id"}))
        return removed

    def _read_decisions(self, connection: Connection) -> bool:
        """Learn what is decided, also since the last batch.

        False if the article is gone or its text was corrected meanwhile.
        """
        corrected = connection.exec_driver_sql(
            "SELECT 1 FROM article WHERE id = ? AND body <> ?", (self.article_id, self._body)
        )
        if corrected.first() is not None:
            return False
        rows = connection.exec_driver_sql(
            "SELECT annotation.id FROM article LEFT JOIN annotation ON article_id = article.id "
            "AND (run_id IS NOT ? OR state <> 'suggested') WHERE article.id = ?",
            (self._id, self.article_id),
        ).all()
        self._decided = Decided()
        ids = [row[0] for row in rows if row[0]]
        original = original_pieces(connection, self._body, ids)
        for row in queries.annotations_by_id(connection, ids):
            self._decided.take(row, original.get(row.id))
        for pieces in self._deleted:
            self._decided.take_deleted(pieces)
        return bool(rows)

    def _write(self, connection: Connection, batch: Suggestions) -> tuple[set[int], set[int]]:
        """Write what is free; the ids of the annotations and of the actors that are new."""
        assert self._id is not None
        rows = SuggestionRows(connection, self.article_id, self._body, self._id)
        for mention in batch.mentions:
            if self._free("actor", mention.span, partial(rows.resolver.known, mention.actor)):
                rows.add_mention(mention)
        for claim in batch.claims:
            if not self._decided.repeats_claim(claim):
                rows.add_claim(claim)
        for domain in batch.domains:
            if self._free("domain", domain.span, partial(rows.resolver.domain, domain.domain)):
                rows.add_domain(domain)
        rows.write()
        return rows.ids, rows.resolver.proposed

    def _free(self, layer: str, span: Span, means: Callable[[], int | None]) -> bool:
        if (layer, span) in self._taken or self._decided.repeats_mention(layer, span, means):
            return False
        self._taken.add((layer, span))
        return True


def _remove_undecided(connection: Connection, article_id: int) -> set[int]:
    """Delete the suggestions that no analyst has touched: those without a line in the history."""
    rows = connection.exec_driver_sql(
        "DELETE FROM annotation WHERE article_id = ? AND state = 'suggested' AND NOT EXISTS "
        "(SELECT 1 FROM change WHERE change.annotation_id = annotation.id) RETURNING id",
        (article_id,),
    )
    return {row[0] for row in rows}


def _named(connection: Connection, article_id: int) -> set[int]:
    """Return the actors that suggestions of the article name."""
    rows = connection.exec_driver_sql(
        "WITH made AS (SELECT id FROM annotation WHERE article_id = ? AND state = 'suggested') "
        "SELECT actor_id FROM mention JOIN made USING (id) "
        "UNION SELECT speaker_id FROM claim JOIN made USING (id) "
        "UNION SELECT actor_id FROM further_speaker JOIN made ON made.id = claim_id",
        (article_id,),
    )
    return {row[0] for row in rows if row[0] is not None}


# What undo or redo may bring back is in the history with the actor that it names.
_NEEDED_ACTORS = """
SELECT actor_id FROM mention UNION SELECT speaker_id FROM claim
UNION SELECT actor_id FROM further_speaker
UNION SELECT actor_id FROM addressee UNION SELECT actor_id FROM partner
UNION SELECT member_of_id FROM actor
UNION SELECT row_id FROM change WHERE table_name = 'actor'
UNION SELECT actor_id FROM change JOIN alias ON table_name = 'alias' AND row_id = alias.id
UNION SELECT json_extract(before, '$.actor_id') FROM change
  WHERE table_name IN ('mention', 'further_speaker', 'addressee', 'partner', 'alias')
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


def pending(project: Project, articles: Sequence[int], *, also_done: bool) -> Iterator[int]:
    """Return which articles to make suggestions for: the named ones, or all that are not done."""
    with project.reading() as connection:
        rows = queries.articles(connection)
    for row in rows:
        if row.id in articles or (not articles and (also_done or row.status != "done")):
            yield row.id


def without_suggestions(project: Project) -> list[int]:
    """Return the articles that are not done and never had suggestions, newest first."""
    with project.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id FROM article WHERE status <> 'done' AND NOT EXISTS "
            "(SELECT 1 FROM suggestion_run WHERE article_id = article.id) "
            "ORDER BY published_on DESC, id DESC"
        )
        return [row[0] for row in rows]


def run_settings(
    claim_model: int | None, threshold: float | None, code_model: int | None = None
) -> dict[str, str]:
    """Return what a run stores about how claims are found and coded; nothing for rules as usual."""
    found = {} if claim_model is None else {"claims": f"model:claims/{claim_model}"}
    if code_model is not None:
        found["codes"] = f"model:codes/{code_model}"
    return found if threshold is None else found | {"threshold": f"{threshold:.3f}"}


def settings_for(knowledge: Knowledge) -> dict[str, str]:
    """Return the settings of a run that suggests with this knowledge."""
    claims, codes = (
        None if model is None else model.version
        for model in (knowledge.claim_model, knowledge.code_model)
    )
    return run_settings(claims, knowledge.threshold, codes)


def last_settings(connection: Connection, article_id: int) -> dict[str, str] | None:
    """Return the settings of the last run over an article; None if there was none."""
    row = connection.exec_driver_sql(
        "SELECT settings FROM suggestion_run WHERE article_id = ? ORDER BY id DESC LIMIT 1",
        (article_id,),
    ).first()
    if row is None:
        return None
    try:
        stored = json.loads(row[0])
    except (ValueError, RecursionError):
        return None
    if not isinstance(stored, dict):
        return None
    return {key: stored[key] for key in _SETTINGS if key in stored}


def count_suggested(connection: Connection, articles: Sequence[int]) -> dict[str, int]:
    """Return how many suggestions of some articles are still to decide, by layer."""
    rows = connection.exec_driver_sql(
        "SELECT layer, count(*) FROM annotation WHERE state = 'suggested' "
        "AND article_id IN (SELECT value FROM json_each(?)) GROUP BY layer",
        (json.dumps(list(articles)),),
    )
    return {layer: count for layer, count in rows}


def languages(connection: Connection, articles: Sequence[int]) -> list[str]:
    """Return the language of each of some articles."""
    rows = connection.exec_driver_sql(
        "SELECT language FROM article WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(articles)),),
    )
    return [row[0] for row in rows]
