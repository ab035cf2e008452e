# SPDX-License-Identifier: MIT
"""What an analyst does to annotations; every step is undone and redone exactly."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.store.storage import driver
from claimdesk.models.suggest.data import (
    ActorEntry,
    ClaimSuggestion,
    MentionSuggestion,
    Pipeline,
    Suggestions,
)
from claimdesk.models.suggest.runs import Run
from claimdesk.models.text.spans import Span


@pytest.fixture
def at(text: str) -> Callable[[str], Span]:
    """Where words first stand in the article."""

    def find(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    return find


@pytest.fixture(autouse=True)
def exactly_undone(project: Project, rows: Callable):
    """After each test: undoing all its edits and redoing them brings back the same rows."""
    yield
    end = rows(project)
    steps = 0
    while project.undo():
        steps += 1
    for _ in range(steps):
        assert project.redo()
    assert rows(project) == end


def only(project: Project, annotation_id: int) -> AnnotationRow:
    with project.reading() as connection:
        [row] = queries.annotations_by_id(connection, [annotation_id])
    return row


def status(project: Project, article: int) -> str:
    with project.reading() as connection:
        return queries.article(connection, article).status


def suggest(project: Project, article: int, span: Span, content: Span | None = None) -> list[int]:
    actor = ActorEntry("Mara Lindt", "person", aliases=("Lindt",))
    mention = MentionSuggestion(span, actor, 0.9, "rule:test", "because")
    claims = ()
    if content:
        claims = (ClaimSuggestion((span,), (), (content,), actor, 0.5, "rule:test", "because"),)
    run = Run(project, article, Pipeline("none", "0"))
    run.add(Suggestions((mention,), claims))
    run.finish()
    with project.reading() as connection:
        return [r.id for r in queries.article_annotations(connection, article)]


def test_a_mention_holds_its_words_and_starts_the_article(
    project: Project, article: int, at: Callable
) -> None:
    assert status(project, article) == "unread"
    with project.edit("Annotate") as session:
        actor = registry.create_actor(session, "Mara Lindt", "person")
        created = edits.create_mention(session, article, at("Mara Lindt"), actor)
    row = only(project, created)
    assert (row.layer, row.state, row.origin) == ("actor", "accepted", "analyst")
    assert row.quote("mention") == "Mara Lindt"
    assert row.actor_id == actor
    assert status(project, article) == "in progress"


def test_a_claim_may_be_in_pieces_and_without_a_source(
    project: Project, article: int, at: Callable
) -> None:
    pieces = [at("quantum clocks come next"), at("We agree")]
    with project.edit("Annotate") as session:
        created = edits.create_claim(
            session, article, {"content": pieces, "cue": [at("added")]}, domain_ids=[3, 1]
        )
    row = only(project, created)
    assert [piece.quote for piece in row.role("content")] == [
        "We agree",
        "quantum clocks come next",
    ]
    assert row.quote("content") == "We agree … quantum clocks come next"
    assert row.role("source") == ()
    assert row.domain_ids == (3, 1)
    with pytest.raises(ValueError, match="needs a content"), project.edit("x") as session:
        edits.create_claim(session, article, {"content": []})


def test_pieces_are_added_moved_and_removed(project: Project, article: int, at: Callable) -> None:
    with project.edit("Annotate") as session:
        created = edits.create_claim(session, article, {"content": [at("We agree")]})
    with project.edit("Add a piece") as session:
        edits.add_span(session, created, "content", at("quantum clocks"))
        edits.add_span(session, created, "source", at("Mara"))
    with project.edit("Move") as session:
        edits.move_span(session, created, "source", at("Mara"), at("Mara Lindt"))
    assert only(project, created).quote("source") == "Mara Lindt"
    with pytest.raises(ClaimdeskError, match="covers these words already"), project.edit("x") as s:
        edits.add_span(s, created, "content", at("clocks come"))
    with pytest.raises(ClaimdeskError, match="covers these words already"), project.edit("x") as s:
        edits.move_span(s, created, "content", at("We agree"), at("quantum"))
    with pytest.raises(ClaimdeskError, match="not inside the article"), project.edit("x") as s:
        edits.move_span(s, created, "source", at("Mara Lindt"), Span(5, 10_000))
    with pytest.raises(ClaimdeskError, match="changed meanwhile"), project.edit("x") as s:
        edits.move_span(s, created, "source", at("Mara"), at("Mara Lindt"))
    with project.edit("Remove a piece") as session:
        edits.remove_span(session, created, "content", at("We agree"))
        edits.remove_span(session, created, "source", at("Mara Lindt"))
    row = only(project, created)
    assert (row.quote("content"), row.role("source")) == ("quantum clocks", ())
    with pytest.raises(ClaimdeskError, match="last piece"), project.edit("x") as session:
        edits.remove_span(session, created, "content", at("quantum clocks"))


def test_a_role_takes_exactly_these_pieces(project: Project, article: int, at: Callable) -> None:
    with project.edit("Annotate") as session:
        created = edits.create_claim(session, article, {"content": [at("We agree")]})
    with project.edit("Set") as session:
        edits.set_role(session, created, "source", [at("Mara Lindt")])
        edits.set_role(session, created, "content", [at("quantum"), at("We agree")])
        edits.set_role(session, created, "source", [])
    row = only(project, created)
    assert row.quote("content") == "We agree … quantum"
    assert row.role("source") == ()
    with pytest.raises(ClaimdeskError, match="needs a content"), project.edit("x") as session:
        edits.set_role(session, created, "content", [])


def test_the_words_around_follow_a_moved_span(
    project: Project, article: int, at: Callable, text: str
) -> None:
    with project.edit("Annotate") as session:
        created = edits.create_mention(session, article, at("🇯🇵"), None)
    with project.edit("Move") as session:
        edits.move_span(session, created, "mention", at("🇯🇵"), at("協力"))
    with project.reading() as connection:
        row = connection.exec_driver_sql("SELECT quote, prefix, suffix FROM span").one()
    start = text.index("協力")
    assert tuple(row) == ("協力", text[start - 32 : start], text[start + 2 :][:32])


def test_claims_are_coded_together(project: Project, article: int, at: Callable) -> None:
    with project.edit("Annotate") as session:
        claims = [
            edits.create_claim(session, article, {"content": [at(words)]})
            for words in ("We agree", "quantum clocks")
        ]
        speaker = registry.create_actor(session, "Oceana", "state", state="suggested")
    with project.reading() as connection:
        stance = queries.fields(connection)["stance"].choices[1].id
    with project.edit("Code") as session:
        edits.set_speaker(session, claims, speaker)
        set_code(session, claims, "stance", stance)
        edits.set_domains(session, claims, [2, 2, 5])
        edits.set_note(session, claims, "  both  ")
    for row in map(lambda i: only(project, i), claims):
        assert (row.speaker_id, row.codes.get("stance"), row.note) == (speaker, stance, "both")
        assert row.domain_ids == (2, 5)
    with project.reading() as connection:
        assert queries.actors(connection)[speaker].state == "accepted"
    with project.edit("Code again") as session:
        edits.set_domains(session, claims[:1], [5, 7])
        set_code(session, claims[:1], "stance", None)
        edits.set_note(session, claims[:1], " ")
    row = only(project, claims[0])
    assert (row.domain_ids, row.codes.get("stance"), row.note) == ((5, 7), None, None)
    with pytest.raises(ClaimdeskError, match="field"), project.edit("x") as session:
        set_code(session, claims, "mood", 1)


CORRECTIONS = {
    "actor": lambda s, i, at: edits.set_actor(s, [i], None),
    "note": lambda s, i, at: edits.set_note(s, [i], "n"),
    "bounds": lambda s, i, at: edits.move_span(s, i, "mention", at("Mara"), at("Mara Lindt")),
    "piece": lambda s, i, at: edits.add_span(s, i, "mention", at("Nobody")),
    "role": lambda s, i, at: edits.set_role(s, i, "mention", [at("Lindt")]),
}


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_a_corrected_suggestion_is_accepted(
    project: Project, article: int, at: Callable, correction: str
) -> None:
    [suggested] = suggest(project, article, at("Mara"))
    assert only(project, suggested).state == "suggested"
    with project.edit("Correct") as session:
        CORRECTIONS[correction](session, suggested, at)
    assert only(project, suggested).state == "accepted"
    assert only(project, suggested).origin == "rule:test"
    project.undo()
    assert only(project, suggested).state == "suggested"


def test_accepting_a_suggestion_accepts_the_actor_it_names(
    project: Project, article: int, at: Callable
) -> None:
    claim, mention = sorted(suggest(project, article, at("Mara"), at("We agree")), reverse=True)
    with project.edit("Accept") as session:
        edits.accept(session, [claim])
    with project.reading() as connection:
        assert [actor.state for actor in queries.actors(connection).values()] == ["accepted"]
    assert only(project, mention).state == "suggested"
    project.undo()
    with project.edit("Reject") as session:
        edits.reject(session, [claim, mention])
    with project.reading() as connection:
        assert [actor.state for actor in queries.actors(connection).values()] == ["suggested"]
    assert {only(project, i).state for i in (claim, mention)} == {"rejected"}


def test_deleting_takes_all_that_belongs_to_it(
    project: Project, article: int, at: Callable
) -> None:
    with project.edit("Annotate") as session:
        created = edits.create_claim(
            session, article, {"content": [at("We agree")]}, domain_ids=[1]
        )
    with project.edit("Delete") as session:
        edits.delete_annotations(session, [created])
    with project.reading() as connection:
        for table in ("annotation", "span", "claim", "claim_domain"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
    project.undo()
    assert only(project, created).domain_ids == (1,)


def test_an_article_changes_but_for_its_text(project: Project, article: int) -> None:
    with project.edit("Set") as session:
        edits.set_article(session, article, status="done", outlet="The Harbour Review")
    assert status(project, article) == "done"
    with pytest.raises(ValueError, match="does not change"), project.edit("x") as session:
        edits.set_article(session, article, body="other")


def test_an_article_that_is_gone_is_not_annotated(project: Project, article: int) -> None:
    with project.edit("Delete") as session:
        edits.delete_article(session, article)
    with pytest.raises(ClaimdeskError, match="article is gone"), project.edit("x") as session:
        edits.create_mention(session, article, Span(0, 3), None)


def test_more_annotations_than_sqlite_binds_values_are_decided_at_once(project, article):
    many, most_variables = 300, 100
    with project.unrecorded() as (connection, _told):
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "INSERT INTO annotation(article_id, layer, state, origin, created, updated) "
            "SELECT ?, 'actor', 'suggested', 'rule:test', '', '' FROM n",
            (many, article),
        )
        connection.exec_driver_sql("INSERT INTO mention(id) SELECT id FROM annotation")
        ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM annotation")]
    with project.edit("Accept all") as session:
        # As if SQLite had been built with a lower limit: its own is 32,766.
        sqlite = driver(session.connection())
        sqlite.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, most_variables)
        with pytest.raises(sqlite3.OperationalError, match="too many"):
            sqlite.execute(f"SELECT 1 IN ({', '.join('?' * many)})", ids)
        edits.accept(session, ids)
    with project.reading() as connection:
        states = connection.exec_driver_sql("SELECT DISTINCT state FROM annotation").all()
    assert [tuple(row) for row in states] == [("accepted",)]
