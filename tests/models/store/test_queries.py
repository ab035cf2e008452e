# SPDX-License-Identifier: MIT
"""What lists and panes read."""

from __future__ import annotations

from collections.abc import Callable

from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project, set_annotator
from claimdesk.models.store.queries import AnnotationRow, Piece
from claimdesk.models.suggest.data import ActorEntry, MentionSuggestion, Pipeline, Suggestions
from claimdesk.models.suggest.runs import Run
from claimdesk.models.text.spans import Span


def titles(project: Project) -> list[str]:
    with project.reading() as connection:
        return [row.title for row in queries.articles(connection)]


def test_articles_are_listed_newest_first_the_undated_last(
    project: Project, add_article: Callable
) -> None:
    for number, date in enumerate(["2025-03-01", None, "2025-04-01", "2025-03-01"]):
        add_article(project, body=f"Text {number}", title=str(number), published_on=date)
    assert titles(project) == ["2", "3", "0", "1"]


def test_an_article_counts_its_claims_and_what_waits(project: Project, article: int) -> None:
    mention = MentionSuggestion(
        Span(0, 7), ActorEntry("Harbour", "place"), 0.5, "rule:x", "because"
    )
    run = Run(project, article, Pipeline("none", "0"))
    run.add(Suggestions((mention,)))
    run.finish()
    with project.edit("Annotate") as session:
        claims = [
            edits.create_claim(session, article, {"content": [Span(i, i + 3)]}) for i in range(3)
        ]
        edits.reject(session, claims[:1])
    with project.reading() as connection:
        [row] = queries.article_rows(connection, [article, 999])
    assert (row.claims, row.undecided, row.status) == (2, 1, "in progress")


def test_annotations_come_in_the_order_of_the_text(project: Project, article: int) -> None:
    set_annotator(project, "Noor")
    with project.edit("Annotate") as session:
        late = edits.create_mention(session, article, Span(20, 25), None)
        early = edits.create_claim(
            session, article, {"content": [Span(30, 40), Span(2, 9)], "cue": [Span(10, 12)]}
        )
        middle = edits.create_domain_mention(session, article, Span(5, 6), 1)
    with project.reading() as connection:
        rows = queries.article_annotations(connection, article)
        chosen = queries.annotations_by_id(connection, [late, 999, early])
    assert [row.id for row in rows] == [early, middle, late]
    assert [row.id for row in chosen] == [early, late]
    assert rows[0].start == 2
    assert [piece.span for piece in rows[0].role("content")] == [Span(2, 9), Span(30, 40)]
    assert {row.annotator for row in rows} == {"Noor"}
    assert (rows[1].domain_id, rows[1].actor_id) == (1, None)


def test_a_quote_is_one_line() -> None:
    pieces = (
        Piece("content", Span(0, 9), "we  will\nsee"),
        Piece("content", Span(20, 25), "soon"),
    )
    row = AnnotationRow(1, 1, "claim", "accepted", "analyst", None, None, None, None, pieces)
    assert row.quote("content") == "we will see … soon"
    assert row.quote("source") == ""


def test_actors_are_in_the_order_of_their_names(project: Project) -> None:
    with project.edit("Add") as session:
        for name in ("reef", "Atoll", "Oceana"):
            registry.create_actor(session, name, "place")
    with project.reading() as connection:
        names = [row.name for row in queries.actors(connection).values()]
    assert names == ["Atoll", "Oceana", "reef"]
