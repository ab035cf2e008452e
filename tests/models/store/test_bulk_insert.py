# SPDX-License-Identifier: MIT
"""Rows that are inserted at once are as those that are inserted one by one."""

from __future__ import annotations

import pytest

from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.bulk_insert import insert_rows
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project


def articles(count: int) -> list[dict[str, str]]:
    return [{"title": f"T{n}", "body": f"Text {n}", "sha256": f"{n:064}"} for n in range(count)]


def titles(project: Project) -> list[str]:
    with project.reading() as connection:
        return list(connection.exec_driver_sql("SELECT title FROM article ORDER BY id").scalars())


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.claimdesk") as project:
        yield project


def test_columns_that_are_not_given_have_their_defaults_and_all_is_undone(project):
    with project.edit("Insert") as session:
        insert_rows(session.connection(), "article", articles(3))
        insert_rows(session.connection(), "article", [])
    with project.reading() as connection:
        rows = connection.exec_driver_sql("SELECT language, status, created FROM article").all()
    assert {row[:2] for row in rows} == {("en", "unread")}
    assert all(row[2] for row in rows)
    assert titles(project) == ["T0", "T1", "T2"]
    assert project.undo() is not None
    assert titles(project) == []
    project.redo()
    assert titles(project) == ["T0", "T1", "T2"]


def test_what_the_schema_refuses_leaves_nothing(project):
    rows = [*articles(2), {"title": "T2", "body": None, "sha256": "2"}]
    with pytest.raises(ClaimdeskError), project.edit("Insert") as session:
        insert_rows(session.connection(), "article", rows)
    with pytest.raises(KeyError), project.edit("Insert") as session:
        insert_rows(session.connection(), "article", [*articles(2), {"title": "T2"}])
    assert titles(project) == []
    assert check(project.path)["ok"]
