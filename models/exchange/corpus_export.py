# SPDX-License-Identifier: MIT
"""A project as a corpus: what formats write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection

from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.exchange.corpus import (
    Corpus,
    CorpusActor,
    CorpusAnnotation,
    CorpusArticle,
    CorpusCode,
    CorpusDomain,
)
from claimdesk.models.exchange.records import records
from claimdesk.models.store import queries
from claimdesk.models.store.coded_fields import CodeValue, code_column
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow, ArticleText, ChoiceRow
from claimdesk.models.text.spans import Span

_NAMED = {
    "addressee": "SELECT claim_id, actor_id FROM addressee JOIN annotation "
    "ON annotation.id = claim_id WHERE article_id IN (SELECT value FROM json_each(?)) "
    "ORDER BY addressee.id",
    "partner": "SELECT domain_mention_id, actor_id FROM partner JOIN annotation "
    "ON annotation.id = domain_mention_id "
    "WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY partner.id",
}

_AT_ONCE = 500
"""Annotations that are read at a time, with as many articles as they are in."""

_Ids = Mapping[int, Sequence[int]]


@contextmanager
def read_corpus(
    project: Project, states: Sequence[str], articles: Sequence[int] | None = None
) -> Iterator[Corpus]:
    """Yield the project with its annotations in these states, as long as the block lasts.

    `articles` are the ids of those that it has; None: all.

    Articles are read one at a time, in the order of their ids; annotations in that of the text.
    """
    with project.reading() as connection:
        reader = _Reader(connection, states, articles)
        yield Corpus(
            reader.articles,
            states=states,
            fields=reader.fields,
            domains=reader.domains,
            actors=list(reader.actors.values()),
            records=lambda: records(connection, states),
            source=str(project.path),
        )


class _Reader:
    """Resolves the names of a project."""

    def __init__(
        self, connection: Connection, states: Sequence[str], articles: Sequence[int] | None
    ) -> None:
        self._connection = connection
        self._states = states
        self._ids = articles
        self.actors = {
            row.id: CorpusActor(row.name, row.kind, row.id, row.country, row.aliases)
            for row in queries.actors(connection).values()
        }
        self._domains = {
            row.id: CorpusDomain(
                row.name,
                row.id,
                parent=row.parent_id,
                definition=row.definition,
                colour=row.colour,
                terms=row.terms,
            )
            for row in queries.domains(connection).values()
        }
        self.domains = list(self._domains.values())
        self.fields = list(queries.fields(connection).values())
        self._kinds = {(field.layer, field.key): field.kind for field in self.fields}
        self._choices: dict[CodeValue, ChoiceRow] = {
            choice.id: choice for field in self.fields for choice in field.choices
        }

    def articles(self) -> Iterator[CorpusArticle]:
        """Read the articles; the text of one at a time, the annotations of several."""
        for ids in self._batches():
            addressees, partners = self._named("addressee", ids), self._named("partner", ids)
            annotations = queries.annotations_of_articles(self._connection, ids)
            for article_id in ids:
                article = queries.article(self._connection, article_id)
                if article is not None:
                    rows = annotations.pop(article_id, ())
                    yield self._article(article, rows, addressees, partners)

    def _batches(self) -> Iterator[Sequence[int]]:
        every = queries.article_ids(self._connection) if self._ids is None else self._ids
        counts = queries.numbers_of_annotations(self._connection, every)
        ids: list[int] = []
        together = 0
        for article_id in sorted(every):
            count = 1 + counts.get(article_id, 0)
            if ids and together + count > _AT_ONCE:
                yield ids
                ids, together = [], 0
            ids.append(article_id)
            together += count
        if ids:
            yield ids

    def _article(
        self, row: ArticleText, rows: Iterable[AnnotationRow], addressees: _Ids, partners: _Ids
    ) -> CorpusArticle:
        article = ArticleFile(
            title=row.title,
            body=row.body,
            language=row.language,
            author=row.author,
            agency=row.agency,
            outlet=row.outlet,
            published_on=row.published_on,
            url=row.url,
            origin=row.origin,
        )
        annotations = [
            self._annotation(annotation, addressees, partners)
            for annotation in rows
            if annotation.state in self._states
        ]
        notes = row.note.split("\n") if row.note else []
        return CorpusArticle(article, row.status, annotations, notes, row.id)

    def _annotation(self, row: AnnotationRow, addressees: _Ids, partners: _Ids) -> CorpusAnnotation:
        spans: dict[str, list[Span]] = {}
        for piece in row.pieces:
            spans.setdefault(piece.role, []).append(piece.span)
        actor_id = row.speaker_id if row.layer == "claim" else row.actor_id
        domain_ids = row.domain_ids if row.layer == "claim" else (row.domain_id,)
        return CorpusAnnotation(
            layer=row.layer,
            spans=spans,
            annotator=row.annotator,
            actor=None if actor_id is None else self.actors.get(actor_id),
            codes=list(self._codes(row)),
            further_speakers=[self.actors[i] for i in row.further_speaker_ids],
            domains=[self._domains[i] for i in domain_ids if i in self._domains],
            addressees=self._actors_of(row.id, addressees),
            partners=self._actors_of(row.id, partners),
            note=row.note,
            state=row.state,
            origin=row.origin,
            score=row.score,
            reason=row.reason,
            unplaced=row.waiting,
            id=row.id,
        )

    def _codes(self, row: AnnotationRow) -> Iterator[CorpusCode]:
        for key, value in row.codes.items():
            is_choice = self._kinds.get((row.layer, key)) == "choice"
            if not (is_choice or code_column(row.layer, key)):
                yield CorpusCode(key, value)
            elif (choice := self._choices.get(value)) is not None:
                yield CorpusCode(key, choice.key, choice.label)

    def _named(self, table: str, articles: Sequence[int]) -> dict[int, list[int]]:
        """Return the actors that a table adds to annotations, by annotation."""
        actors: dict[int, list[int]] = {}
        rows = self._connection.exec_driver_sql(_NAMED[table], (json.dumps(articles),))
        for annotation_id, actor_id in rows:
            actors.setdefault(annotation_id, []).append(actor_id)
        return actors

    def _actors_of(self, annotation_id: int, named: _Ids) -> list[CorpusActor]:
        return [self.actors[i] for i in named.get(annotation_id, ()) if i in self.actors]
