# SPDX-License-Identifier: MIT
"""Windows on a project with a few articles of our own, in three scripts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from tests.projects import create_project

BODIES = (
    (
        "Harbour",
        "2024-03-01",
        "🇯🇵 Vantor met Oswin.\n\nThe Vantor pact holds; Vantors differ, vantor too.",
    ),
    ("Reef", "2024-02-01", "日本は協力する。Vantor’s reef.\n\n日本政府 agreed."),
    ("Empty", "2024-01-01", "Nothing of the kind."),
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A project with three articles; “Vantor” stands so written twice and once in the first two."""
    path = tmp_path / "find.claimdesk"
    create_project(path)
    with Project.open(path) as project, project.edit("Articles") as session:
        for title, date, body in BODIES:
            sha256 = hashlib.sha256(body.encode()).hexdigest()
            session.add(Article(title=title, published_on=date, body=body, sha256=sha256))
    return path
