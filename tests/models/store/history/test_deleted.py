# SPDX-License-Identifier: MIT
"""Bringing back what was deleted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimdesk.models import codebook, registry
from claimdesk.models.editing import edits
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import correcting, queries
from claimdesk.models.store.history.deleted import DeletedItem, RestoredItem, deleted_items, restore
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def actor(project: Project) -> int:
    with project.edit("Actor") as session:
        created = registry.create_actor(session, "Mara Lindt", "person")
        registry.add_alias(session, created, "the minister")
        return created


@pytest.fixture
def claim(project: Project, article: int, text: str, actor: int) -> int:
    """A claim with a speaker and a domain."""
    spans = {
        "source": [place(text, "Mara Lindt")],
        "content": [place(text, "quantum clocks come next")],
    }
    with project.edit("Claim") as session:
        return edits.create_claim(session, article, spans, speaker_id=actor, domain_ids=[1, 2])


def listed(project: Project, table: str, **how: object) -> list[DeletedItem]:
    with project.reading() as connection:
        return deleted_items(connection, table, **how)  # type: ignore[arg-type]


def bring_back(project: Project, one: DeletedItem) -> RestoredItem:
    with project.edit("Bring back") as session:
        return restore(session, one.change_id)


def delete_row(project: Project, table: str, row_id: int) -> None:
    with project.edit(f"Delete the {table}") as session:
        session.connection().exec_driver_sql(f"DELETE FROM {table} WHERE id = ?", (row_id,))


def test_an_annotation_comes_back_with_all_it_had(
    project: Project, claim: int, rows: Callable
) -> None:
    before = rows(project)
    with project.edit("Delete") as session:
        edits.delete_annotations(session, [claim])
    (one,) = listed(project, "annotation")
    assert (one.row_id, one.detail) == (claim, "Talks")
    assert one.name == "quantum clocks come next … Mara Lindt"
    assert listed(project, "annotation", words="QUANTUM") == [one]
    assert listed(project, "annotation", words="nowhere") == []
    gone = rows(project)
    bring_back(project, one)
    assert rows(project) == before
    assert listed(project, "annotation") == []
    with pytest.raises(ClaimdeskError, match="restored already"):
        bring_back(project, one)
    project.undo()
    assert rows(project) == gone
    assert check(project.path)["problems"] == []


def test_an_article_comes_back_with_its_annotations(
    project: Project, article: int, claim: int, rows: Callable
) -> None:
    before = rows(project)
    with project.edit("Delete the article") as session:
        edits.delete_article(session, article)
    assert listed(project, "annotation") == []
    (one,) = listed(project, "article", words="reef patrols")
    assert (one.name, one.annotations) == ("Talks", 1)
    bring_back(project, one)
    assert rows(project) == before
    assert check(project.path)["problems"] == []


def test_an_actor_comes_back_and_is_named_again(
    project: Project, claim: int, actor: int, rows: Callable
) -> None:
    before = rows(project)
    delete_row(project, "actor", actor)
    (one,) = listed(project, "actor")
    assert (one.name, one.detail) == ("Mara Lindt", "person")
    bring_back(project, one)
    assert rows(project) == before


def test_what_names_another_by_now_keeps_that(project: Project, claim: int, actor: int) -> None:
    delete_row(project, "actor", actor)
    with project.edit("Another speaker") as session:
        other = registry.create_actor(session, "Jon Harker", "person")
        edits.set_speaker(session, [claim], other)
    bring_back(project, listed(project, "actor")[0])
    with project.reading() as connection:
        assert queries.annotations_by_id(connection, [claim])[0].speaker_id == other


def test_a_domain_comes_back_with_its_terms_and_claims(
    project: Project, claim: int, rows: Callable
) -> None:
    before = rows(project)
    with project.edit("Delete the domain") as session:
        codebook.delete_domain(session, 1, None)
    (one,) = listed(project, "domain")
    bring_back(project, one)
    after = rows(project)
    assert after["term"] == before["term"]
    assert after["domain"] == before["domain"]
    assert after["claim_domain"] == before["claim_domain"]
    assert check(project.path)["problems"] == []


def test_names_that_are_gone_are_found_by_name_or_left_out(
    project: Project, claim: int, actor: int
) -> None:
    with project.edit("Delete") as session:
        edits.delete_annotations(session, [claim])
    delete_row(project, "actor", actor)
    delete_row(project, "domain", 2)
    with project.edit("The same name again") as session:
        again = registry.create_actor(session, "Mara Lindt", "person")
    done = bring_back(project, listed(project, "annotation")[0])
    with project.reading() as connection:
        row = queries.annotations_by_id(connection, [claim])[0]
    assert row.speaker_id == again
    assert row.domain_ids == (1,)
    assert done.left_out == 1
    assert check(project.path)["problems"] == []


def test_an_annotation_of_a_deleted_article_waits_for_it(
    project: Project, article: int, claim: int
) -> None:
    with project.edit("Delete") as session:
        edits.delete_annotations(session, [claim])
    with project.edit("Delete the article") as session:
        edits.delete_article(session, article)
    (one,) = listed(project, "annotation")
    assert one.detail == "Talks"
    with pytest.raises(ClaimdeskError, match="restore the article first"):
        bring_back(project, one)
    bring_back(project, listed(project, "article")[0])
    bring_back(project, one)
    assert check(project.path)["problems"] == []


def test_spans_follow_a_text_that_was_corrected_meanwhile(
    project: Project, article: int, claim: int, text: str
) -> None:
    with project.edit("Delete") as session:
        edits.delete_annotations(session, [claim])
    new = "Now: " + text.replace("quantum clocks", "atomic clocks")
    with project.edit("Correct") as session:
        correcting.correct(session, article, new)
    done = bring_back(project, listed(project, "annotation")[0])
    with project.reading() as connection:
        row = queries.annotations_by_id(connection, [claim])[0]
    assert done.unplaced == 1
    assert [piece.span for piece in row.pieces] == [place(new, "Mara Lindt")]
    assert [piece.role for piece in row.waiting] == ["content"]
    assert check(project.path)["problems"] == []


def test_the_list_is_read_in_pages(project: Project, article: int, text: str) -> None:
    for n in range(5):
        with project.edit(f"Mention {n}") as session:
            created = edits.create_mention(session, article, Span(n, n + 3), None)
        with project.edit(f"Delete {n}") as session:
            edits.delete_annotations(session, [created])
    everything = listed(project, "annotation")
    assert [one.label for one in everything] == [f"Delete {n}" for n in (4, 3, 2, 1, 0)]
    first = listed(project, "annotation", limit=2)
    rest = listed(project, "annotation", before=first[-1].change_id)
    assert first + rest == everything
    with pytest.raises(ValueError, match="not one of"):
        listed(project, "span")
