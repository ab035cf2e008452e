# SPDX-License-Identifier: MIT
"""Annotating every occurrence: what is made, accepted and left alone, and that one undo ends it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import Session

from claimdesk.models.editing import edits, occurrences
from claimdesk.models.editing.occurrences import Target
from claimdesk.models.registry import create_actor
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Annotation, DomainMention, Mention, SpanRow
from claimdesk.models.text.spans import Span

BODY = "🇯🇵 Vantor met Vantor. The Vantor pact, Vantor’s own.\n\nVantors differ. 協力 and 協力会."


@pytest.fixture
def actors(project: Project) -> tuple[int, int]:
    with project.edit("Actors") as session:
        one = create_actor(session, "Vantor", "state")
        return one, create_actor(session, "Oswin", "person")


@pytest.fixture
def body_id(project: Project, add_article: Callable[..., int]) -> int:
    return add_article(project, BODY)


def rows_of(project: Project, article: int) -> list[queries.AnnotationRow]:
    with project.reading() as connection:
        return queries.article_annotations(connection, article)


def suggest(project: Project, article: int, layer: str, span: Span, target: int | None) -> int:
    """A suggestion, written as the suggester writes it: without history."""
    with project.unrecorded() as (connection, _told), Session(connection) as session:
        row = Annotation(article_id=article, layer=layer, state="suggested", origin="rule:test")
        session.add(row)
        session.flush()
        role = "mention" if layer == "actor" else "evidence"
        quote = BODY[span.start : span.end]
        session.add(
            SpanRow(annotation_id=row.id, role=role, start=span[0], end=span[1], quote=quote)
        )
        if layer == "actor":
            session.add(Mention(id=row.id, actor_id=target))
        else:
            session.add(DomainMention(id=row.id, domain_id=target))
        session.flush()
        return row.id


def act(project: Project, article: int, words: str, target: Target) -> list[int]:
    with project.edit(f"Every {words}") as session:
        spans = occurrences.spans_of(BODY, words)
        return occurrences.annotate(session, {article: spans}, target)


def test_every_whole_word_is_a_mention(project: Project, body_id: int, actors, rows) -> None:
    before = rows(project)
    made = act(project, body_id, "Vantor", Target("actor", actors[0]))
    found = rows_of(project, body_id)
    assert [row.id for row in found] == sorted(made)
    assert [BODY[row.start :][:7] for row in found] == ["Vantor ", "Vantor.", "Vantor ", "Vantor’"]
    assert {(row.state, row.origin, row.actor_id) for row in found} == {
        ("accepted", "analyst", actors[0])
    }
    assert all(row.quote("mention") == "Vantor" for row in found)
    after = rows(project)
    project.undo()
    assert rows(project) == before, "one step back"
    project.redo()
    assert rows(project) == after


def test_what_is_written_is_as_one_by_one(
    project: Project, body_id: int, actors, add_article
) -> None:
    other = add_article(project, BODY + " ")
    with project.edit("One by one") as session:
        for span in occurrences.spans_of(BODY, "Vantor"):
            edits.create_mention(session, other, span, actors[0])
    act(project, body_id, "Vantor", Target("actor", actors[0]))
    one, many = rows_of(project, other), rows_of(project, body_id)
    assert [(r.pieces, r.state, r.origin, r.annotator, r.actor_id) for r in one] == [
        (r.pieces, r.state, r.origin, r.annotator, r.actor_id) for r in many
    ]
    with project.reading() as connection:
        statuses = {queries.article(connection, i).status for i in (other, body_id)}
    assert statuses == {"in progress"}


def test_japanese_needs_no_spaces(project: Project, body_id: int, actors) -> None:
    made = act(project, body_id, "協力", Target("actor", actors[0]))
    assert len(made) == 2


def test_occurrences_over_wrapped_lines_and_with_soft_hyphens_are_found() -> None:
    body = (
        "The envoys of the Van\u00adtor Pact met on Monday and went on to talk about the Vantor\n"
        "Pact as before, in whatever way the Vantor Pact may have been meant to be. The end."
    )
    found = [body[s.start : s.end] for s in occurrences.spans_of(body, "Vantor Pact")]
    assert found == ["Van\u00adtor Pact", "Vantor\nPact", "Vantor Pact"]


def test_what_the_analyst_said_stands(project: Project, body_id: int, actors) -> None:
    spans = occurrences.spans_of(BODY, "Vantor")
    with project.edit("Say") as session:
        known = edits.create_mention(session, body_id, spans[0], actors[0])
        refused = edits.create_mention(session, body_id, spans[1], actors[0])
        edits.reject(session, [refused])
        other = edits.create_mention(session, body_id, spans[2], actors[1])
    plan = occurrences.plan(rows_of(project, body_id), spans, Target("actor", actors[0]))
    assert (plan.new, plan.accept, plan.known) == ((spans[3],), (), 3)
    act(project, body_id, "Vantor", Target("actor", actors[0]))
    states = {row.id: (row.state, row.actor_id) for row in rows_of(project, body_id)}
    assert states[known] == ("accepted", actors[0])
    assert states[refused] == ("rejected", actors[0])
    assert states[other] == ("accepted", actors[1])
    assert len(states) == 4


def test_suggestions_are_accepted_and_not_doubled(
    project: Project, body_id: int, actors, rows
) -> None:
    spans = occurrences.spans_of(BODY, "Vantor")
    right = suggest(project, body_id, "actor", spans[0], actors[0])
    wrong = suggest(project, body_id, "actor", spans[1], actors[1])
    wider = Span(spans[2].start - 4, spans[2].end)
    longer = suggest(project, body_id, "actor", wider, actors[0])
    before = rows(project)
    made = act(project, body_id, "Vantor", Target("actor", actors[0]))
    assert {right, wrong, longer} < set(made)
    found = rows_of(project, body_id)
    assert len(found) == 4
    assert {(row.state, row.actor_id) for row in found} == {("accepted", actors[0])}
    assert wider in [row.pieces[0].span for row in found]
    project.undo()
    assert rows(project) == before


def test_words_may_be_about_two_domains(project: Project, body_id: int) -> None:
    with project.reading() as connection:
        one, two = list(queries.domains(connection))[:2]
    act(project, body_id, "pact", Target("domain", one))
    act(project, body_id, "pact", Target("domain", two))
    act(project, body_id, "pact", Target("domain", two))
    assert sorted(row.domain_id for row in rows_of(project, body_id)) == sorted([one, two])


def test_a_proposed_actor_is_accepted_with_its_mentions(project: Project, body_id: int) -> None:
    with project.edit("Propose") as session:
        proposed = create_actor(session, "Vantor", "state", state="suggested")
    act(project, body_id, "Vantor", Target("actor", proposed))
    with project.reading() as connection:
        assert queries.actors(connection)[proposed].state == "accepted"


def test_over_the_project(project: Project, body_id: int, actors, add_article) -> None:
    other = add_article(project, "Oswin and Vantor.")
    hits = {body_id: occurrences.spans_of(BODY, "Vantor"), other: [Span(10, 16)]}
    with project.reading() as connection:
        plans = occurrences.plan_project(connection, hits, Target("actor", actors[0]))
    assert {article: plan.count for article, plan in plans.items()} == {body_id: 4, other: 1}
    with project.edit("Everywhere") as session:
        occurrences.annotate(session, hits, Target("actor", actors[0]))
    with project.reading() as connection:
        assert occurrences.plan_project(connection, hits, Target("actor", actors[0])) == {}


def test_alike(project: Project, body_id: int, actors, add_article) -> None:
    spans = occurrences.spans_of(BODY, "Vantor")
    first, second = (suggest(project, body_id, "actor", span, actors[0]) for span in spans[:2])
    suggest(project, body_id, "actor", spans[2], actors[1])
    suggest(project, body_id, "actor", Span(spans[3].start, spans[3].end + 2), actors[0])
    add_article(project, "Vantor.")
    here = rows_of(project, body_id)
    like = next(row for row in here if row.id == first)
    assert occurrences.similar_suggestions_among(here, like) == [first, second]
    with project.reading() as connection:
        assert occurrences.similar_suggestions(connection, like) == {body_id: [first, second]}
        assert occurrences.similar_suggestions(connection, like, body_id + 1) == {}
