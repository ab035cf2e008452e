# SPDX-License-Identifier: MIT
"""Annotate every occurrence of some words as one edit, and find similar suggestions.

An occurrence is skipped if the analyst has already decided on it: accepted or rejected it as the
same actor or domain, or accepted it as another actor. An existing suggestion is accepted instead of
adding a second annotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.editing import edits
from claimdesk.models.editing.bulk_writer import PORTION, BulkWriter, Row, span_row
from claimdesk.models.editing.edits import MAIN_ROLE
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.search.concordance import bodies
from claimdesk.models.search.matching import Query, matches, same_words
from claimdesk.models.search.patterns import PatternProcess
from claimdesk.models.store import queries
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.store.schema import ANALYST
from claimdesk.models.text.spans import Span

_LAYERS = ("actor", "domain")
"""The layers whose annotations are words that mean one thing; a claim is a reading of them."""


@dataclass(frozen=True, slots=True)
class Target:
    """What occurrences are annotated as: an actor or a domain, by layer and id; None is unknown."""

    layer: str
    id: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What annotating occurrences in one article would do."""

    new: tuple[Span, ...]
    """Spans that get an annotation."""
    accept: tuple[int, ...]
    """Suggestions that are accepted, with the target as their actor or domain."""
    known: int
    """Occurrences that are skipped."""

    @property
    def count(self) -> int:
        """Return how many annotations it would make or accept."""
        return len(self.new) + len(self.accept)


def spans_of(body: str, words: str) -> list[Span]:
    """Return every occurrence of some words in a text, as whole words."""
    return matches(body, Query(words, whole_word=True), PatternProcess())


def plan(rows: Iterable[AnnotationRow], spans: Iterable[Span], target: Target) -> Plan:
    """Return what annotating `spans` would do in an article with the annotations `rows`."""
    layer = [row for row in rows if row.layer == target.layer]
    layer.sort(key=lambda row: row.start)
    near = _OverlapIndex(layer, MAIN_ROLE[target.layer])
    new: list[Span] = []
    accept: dict[int, None] = {}
    known = 0
    for span in spans:
        found = near.overlapping(span)
        if _is_spoken_for(found, span, target):
            known += 1
        elif (suggestion := _suggestion(found, span, target)) is not None:
            accept[suggestion.id] = None
        else:
            new.append(span)
    return Plan(tuple(new), tuple(accept), known)


def plan_project(
    connection: Connection, hits: Mapping[int, Sequence[Span]], target: Target
) -> dict[int, Plan]:
    """Return by article what annotating these spans would do, without unchanged articles."""
    plans = {}
    for article, spans in hits.items():
        found = plan(queries.article_annotations(connection, article), spans, target)
        if found.count:
            plans[article] = found
    return plans


def annotate(session: Session, hits: Mapping[int, Sequence[Span]], target: Target) -> list[int]:
    """Annotate spans, by article, as `target`; return the ids that were added or accepted.

    Raises ClaimdeskError if an article is gone or a span is not inside its text.
    """
    session.flush()
    connection = session.connection()
    accepted: list[int] = []
    annotator = edits.current_annotator(session)
    writer = BulkWriter(connection)
    for article, planned in plan_project(connection, hits, target).items():
        texts = bodies(connection, [article])
        if not texts:
            raise ClaimdeskError(_("An article is gone meanwhile; search again."))
        _add(writer, article, texts[0].body, planned.new, target, annotator)
        accepted += planned.accept
    writer.write()
    if accepted:
        # Also those that were suggested as another actor: this is the analyst's word.
        change = edits.set_actor if target.layer == "actor" else edits.set_domain
        change(session, accepted, target.id)
    # Accepts the actor too, and marks the articles as begun.
    edits.accept(session, [*writer.ids, *accepted])
    return [*writer.ids, *accepted]


def similar_suggestions(
    connection: Connection, row: AnnotationRow, article_id: int | None = None
) -> dict[int, list[int]]:
    """Return by article the suggestions with the same actor or domain and the same words as `row`.

    Of the whole project, or of one article. Nothing for claims.
    """
    if row.layer not in _LAYERS:
        return {}
    table, column, value = (
        ("mention", "actor_id", row.actor_id)
        if row.layer == "actor"
        else ("domain_mention", "domain_id", row.domain_id)
    )
    statement = (
        f"SELECT annotation.id, article_id, quote FROM {table} "  # noqa: S608
        f"JOIN annotation ON annotation.id = {table}.id "
        "JOIN span ON span.annotation_id = annotation.id "
        f"WHERE {column} IS ? AND state = 'suggested' AND (? IS NULL OR article_id = ?) "
        "ORDER BY annotation.id, start"
    )
    quotes: dict[tuple[int, int], list[str]] = {}
    for number, article, quote in connection.exec_driver_sql(
        statement, (value, article_id, article_id)
    ):
        quotes.setdefault((article, number), []).append(quote)
    wanted = " … ".join(piece.quote for piece in row.role(MAIN_ROLE[row.layer]))
    found: dict[int, list[int]] = {}
    for (article, number), pieces in quotes.items():
        if same_words(" … ".join(pieces), wanted):
            found.setdefault(article, []).append(number)
    return found


def similar_suggestions_among(rows: Iterable[AnnotationRow], like: AnnotationRow) -> list[int]:
    """Return the same of an article whose annotations are `rows`."""
    if like.layer not in _LAYERS:
        return []
    wanted = like.quote(MAIN_ROLE[like.layer])
    return [
        row.id
        for row in rows
        if row.state == "suggested"
        and row.layer == like.layer
        and (row.actor_id, row.domain_id) == (like.actor_id, like.domain_id)
        and same_words(row.quote(MAIN_ROLE[row.layer]), wanted)
    ]


def _target(row: AnnotationRow) -> int | None:
    return row.actor_id if row.layer == "actor" else row.domain_id


def _is_spoken_for(found: Sequence[AnnotationRow], span: Span, target: Target) -> bool:
    for row in found:
        same_target = _target(row) == target.id
        if row.state == "accepted" and same_target:
            return True
        here = any(piece.span == span for piece in row.pieces)
        if row.state == "rejected" and same_target and here:
            return True
        # Words can be about two domains, but mean one actor.
        if row.state == "accepted" and here and target.layer == "actor":
            return True
    return False


def _suggestion(found: Sequence[AnnotationRow], span: Span, target: Target) -> AnnotationRow | None:
    """Return the suggestion to accept: of the same target, or at least for the same words."""
    waiting = [row for row in found if row.state == "suggested"]
    for row in waiting:
        if _target(row) == target.id:
            return row
    if target.layer == "actor":
        for row in waiting:
            if [piece.span for piece in row.pieces] == [span]:
                return row
    return None


class _OverlapIndex:
    """Finds the annotations that overlap a span."""

    def __init__(self, rows: Iterable[AnnotationRow], role: str) -> None:
        self._by_block: dict[int, list[tuple[Span, AnnotationRow]]] = {}
        for row in rows:
            for piece in row.role(role):
                for block in _blocks(piece.span):
                    self._by_block.setdefault(block, []).append((piece.span, row))

    def overlapping(self, span: Span) -> list[AnnotationRow]:
        found: dict[int, AnnotationRow] = {}
        for block in _blocks(span):
            for other, row in self._by_block.get(block, ()):
                if other.overlaps(span):
                    found[row.id] = row
        return list(found.values())


def _blocks(span: Span) -> range:
    return range(span.start // 256, (span.end - 1) // 256 + 1)


def _add(
    writer: BulkWriter,
    article: int,
    body: str,
    spans: Iterable[Span],
    target: Target,
    annotator: int | None,
) -> None:
    """Add an annotation of an article for each span."""
    annotation = {
        "article_id": article,
        "layer": target.layer,
        "state": "accepted",
        "origin": ANALYST,
        "annotator_id": annotator,
    }
    named: dict[str, list[Row]] = (
        {"mention": [{"actor_id": target.id}]}
        if target.layer == "actor"
        else {"domain_mention": [{"domain_id": target.id}]}
    )
    for span in spans:
        try:
            row = span_row(body, MAIN_ROLE[target.layer], span)
        except ValueError as error:
            raise ClaimdeskError(_("An article has changed meanwhile; search again.")) from error
        writer.add(annotation, {"span": [row], **named})
    if writer.pending >= PORTION:
        writer.write()
