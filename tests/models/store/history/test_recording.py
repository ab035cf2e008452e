# SPDX-License-Identifier: MIT
"""What one edit records and undo brings back; tests/durability turns back many of all kinds."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.history import Changes
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article, recorded_tables
from claimdesk.models.text.spans import Span

TEXT = "The minister 🇯🇵 said the 協力 would grow. “We agree,” she added.\nNobody else spoke."


def rows(project: Project) -> dict[str, list[tuple]]:
    with project.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())]
            for table in recorded_tables()
        }


def add_article(project: Project, title: str = "Talks") -> int:
    with project.edit("Add an article") as session:
        article = Article(title=title, body=TEXT, sha256="0" * 64)
        session.add(article)
        session.flush()
        return article.id


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "p.claimdesk") as project:
        yield project


def test_an_edit_that_fails_leaves_nothing(project: Project) -> None:
    before = rows(project)
    with pytest.raises(RuntimeError), project.edit("Add an actor") as session:
        registry.create_actor(session, "Japan", "state")
        raise RuntimeError
    assert rows(project) == before
    assert project.undo_label() is None


def test_an_edit_that_changes_nothing_is_no_step_of_undo(project: Project) -> None:
    with project.edit("Nothing"):
        pass
    assert project.undo_label() is None


def test_a_new_edit_ends_redo(project: Project) -> None:
    add_article(project)
    project.undo()
    assert project.redo_label() == "Add an article"
    with project.edit("Add an actor") as session:
        registry.create_actor(session, "Japan", "state")
    assert project.redo_label() is None
    assert project.redo() is None


def test_observers_hear_which_rows_changed_once_they_are_on_disk(project: Project) -> None:
    told: list[Changes] = []
    seen: list[int] = []

    def observer(changes: Changes) -> None:
        told.append(changes)
        with Project.read(project.path) as other, other.reading() as connection:
            seen.append(len(queries.articles(connection)))

    stop = project.observe(observer)
    article = add_article(project)
    with project.edit("Annotate") as session:
        created = edits.create_mention(session, article, Span(4, 12), None)
    stop()
    project.undo()
    assert seen == [1, 1]
    assert told[0].rows == {"article": frozenset({article})}
    assert told[1].annotations == {created}
    assert told[1].articles == {article}
    assert set(told[1].rows) == {"annotation", "span", "mention", "article"}


def test_a_cascade_is_recorded_and_comes_back(project: Project) -> None:
    article = add_article(project)
    with project.edit("Annotate") as session:
        edits.create_claim(session, article, {"content": [Span(0, 12)]})
    before = rows(project)
    with project.edit("Delete the article") as session:
        edits.delete_article(session, article)
    assert rows(project)["span"] == []
    project.undo()
    assert rows(project) == before


def test_undo_refuses_to_lose_what_came_later(project: Project) -> None:
    article = add_article(project)
    with project.edit("Rename the article") as session:
        edits.set_article(session, article, title="Other talks")
    before = rows(project)
    with pytest.raises(ClaimdeskError, match="changed since"):
        project.undo(edit=1)
    assert rows(project) == before


def test_rows_that_were_inserted_before_their_parents_are_undone(project: Project) -> None:
    """As a corpus comes in, in portions of each table."""
    before = rows(project)
    values = "'accepted', 'analyst', '2025', '2025'"
    with project.edit("Import") as session:
        sql = session.connection().exec_driver_sql
        sql("PRAGMA defer_foreign_keys = ON")
        sql(
            "INSERT INTO span(annotation_id, role, start, end, quote, prefix, suffix) "
            "VALUES (7, 'mention', 0, 3, 'The', '', ' minister')"
        )
        sql("INSERT INTO mention(id, actor_id) VALUES (7, 5)")
        sql(
            f"INSERT INTO annotation(id, article_id, layer, state, origin, created, updated) "
            f"VALUES (7, 9, 'actor', {values})"
        )
        sql("INSERT INTO actor(id, name, kind, state) VALUES (5, 'Japan', 'state', 'accepted')")
        sql(
            "INSERT INTO article(id, title, body, language, status, sha256, created) "
            f"VALUES (9, 'Talks', '{TEXT}', 'en', 'unread', '0', '2025')"
        )
    after = rows(project)
    for _ in range(2):
        project.undo()
        assert rows(project) == before
        project.redo()
        assert rows(project) == after


def test_the_digest_of_an_edit_covers_all_that_it_recorded(project: Project) -> None:
    article = add_article(project)
    with project.edit("Annotate") as session:
        actor = registry.create_actor(session, "Japan", "state")
        edits.create_mention(session, article, Span(4, 12), actor)
    with project.reading() as connection:
        changesets = connection.exec_driver_sql(
            "SELECT id, digest, label, kind, reverts_id, annotator, created FROM changeset "
            "ORDER BY id"
        ).all()
        previous = None
        for number, digest, *head in changesets:
            changes = connection.exec_driver_sql(
                "SELECT table_name, row_id, operation, annotation_id, before, after FROM change "
                "WHERE changeset_id = ? ORDER BY id",
                (number,),
            ).all()
            said = [[previous, *head], *map(list, changes)]
            text = "".join(json.dumps(one, ensure_ascii=False) for one in said)
            assert hashlib.sha256(text.encode()).hexdigest() == digest
            assert changes
            previous = digest
