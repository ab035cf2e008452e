# SPDX-License-Identifier: MIT
"""Writing many annotations at once: the rows are those that single edits make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.editing.bulk_writer import BulkWriter, Row, span_row
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.store.schema import ANALYST
from claimdesk.models.text.spans import Span

SPANS = {"content": Span(30, 60), "cue": Span(25, 29)}


def annotations(project: Project, article: int) -> list[AnnotationRow]:
    with project.reading() as connection:
        return queries.article_annotations(connection, article)


def row(article: int, layer: str) -> Row:
    return {"article_id": article, "layer": layer, "state": "accepted", "origin": ANALYST}


def test_it_writes_what_single_edits_write(
    project: Project, add_article: Callable[..., int], text: str
) -> None:
    one, other = add_article(project, text), add_article(project, text + "Again.")
    with project.reading() as connection:
        domain = next(iter(queries.domains(connection)))
    with project.edit("One by one") as session:
        actor = registry.create_actor(session, "Vantor", "state")
        edits.create_mention(session, one, Span(0, 7), actor)
        spans = {role: [span] for role, span in SPANS.items()}
        edits.create_claim(session, one, spans, speaker_id=actor, domain_ids=[domain])
        edits.create_domain_mention(session, one, Span(8, 13), domain)
    with project.edit("At once") as session:
        writer = BulkWriter(session.connection())
        writer.add(
            row(other, "actor"),
            {"mention": [{"actor_id": actor}], "span": [span_row(text, "mention", Span(0, 7))]},
        )
        writer.add(
            row(other, "claim"),
            {
                "claim_domain": [{"domain_id": domain}],
                "claim": [{"speaker_id": actor}],
                "span": [span_row(text, role, span) for role, span in SPANS.items()],
            },
        )
        writer.write()
        # What comes after one portion goes into the next.
        writer.add(
            row(other, "domain"),
            {
                "domain_mention": [{"domain_id": domain}],
                "span": [span_row(text, "evidence", Span(8, 13))],
            },
        )
        assert writer.pending == 1
        writer.write()

    single, bulk = annotations(project, one), annotations(project, other)
    assert sorted(writer.ids) == sorted(found.id for found in bulk)
    assert [replace(a, id=0, article_id=0) for a in single] == [
        replace(a, id=0, article_id=0) for a in bulk
    ]
    with project.reading() as connection:
        dated = [queries.annotation_details(connection, found.id) for found in bulk]
    assert all(details and details.created and details.updated for details in dated)

    project.undo()
    assert annotations(project, other) == []


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError):
        span_row("short", "mention", Span(2, 9))


def test_ids_of_deleted_annotations_are_not_used_again(
    project: Project, article: int, text: str
) -> None:
    parts = {"mention": [{"actor_id": None}], "span": [span_row(text, "mention", Span(0, 7))]}
    with project.edit("One") as session:
        first = edits.create_mention(session, article, Span(0, 7), None)
    with project.edit("None") as session:
        edits.delete_annotations(session, [first])
    with project.edit("Another") as session:
        writer = BulkWriter(session.connection())
        assert writer.add(row(article, "actor"), parts) > first
        writer.write()
