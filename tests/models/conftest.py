# SPDX-License-Identifier: MIT
"""A project with a small article in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article, recorded_tables
from tests.projects import create_project

TEXT = (
    "Harbour talks resume 🇯🇵\n\n"
    "The minister said the reef patrols would grow. “We agree,” Mara Lindt added, "
    "“and quantum clocks come next.”\n\nNobody else spoke of 協力.\n"
)

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the project of the test is."""
    return tmp_path / "p.claimdesk"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    """An open project with the starter codebook."""
    create_project(path)
    with Project.open(path) as opened:
        yield opened


@pytest.fixture
def add_article() -> Callable[..., int]:
    """Adds an article to a project; its id."""

    def add(project: Project, body: str = TEXT, **columns: str) -> int:
        sha256 = hashlib.sha256(body.encode()).hexdigest()
        with project.edit("Add an article") as session:
            article = Article(**{"title": "Talks", **columns}, body=body, sha256=sha256)
            session.add(article)
            session.flush()
            assert article.id is not None
            return article.id

    return add


@pytest.fixture
def article(project: Project, add_article: Callable[..., int]) -> int:
    """The id of an article in the project."""
    return add_article(project)


@pytest.fixture
def text() -> str:
    """The text of the article."""
    return TEXT


@pytest.fixture
def rows() -> Callable[[Project], Rows]:
    """All that a project records, but its history."""

    def read(project: Project) -> Rows:
        with project.reading() as connection:
            return {
                table.name: sorted(
                    (tuple(row) for row in connection.execute(table.select())), key=repr
                )
                for table in recorded_tables()
            }

    return read


@pytest.fixture
def folder_bytes() -> Callable[[Path], dict[str, bytes | None]]:
    """Every name in a folder with its bytes; None for a folder."""

    def read(folder: Path) -> dict[str, bytes | None]:
        return {
            found.name: None if found.is_dir() else found.read_bytes() for found in folder.iterdir()
        }

    return read
