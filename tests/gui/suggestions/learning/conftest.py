# SPDX-License-Identifier: MIT
"""A project with finished articles that have something to teach."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimdesk.models import registry
from claimdesk.models.articles.importing import import_text
from claimdesk.models.editing import edits
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.text.spans import Span
from tests.projects import create_project

PLACES = ("Bergen", "Lisbon", "Durban", "Callao", "Busan", "Kobe")
THINGS = ("harbour", "reef", "tide", "lock", "canal", "beacon", "dock", "buoy", "ferry", "pier")


@pytest.fixture
def taught(tmp_path: Path) -> Path:
    """Ten finished articles in which offices act, and one that is not finished."""
    path = tmp_path / "taught.claimdesk"
    create_project(path)
    with Project.open(path) as project:
        for number, thing in enumerate(THINGS):
            place, office = PLACES[number % len(PLACES)], f"{thing} warden"
            import_text(
                project,
                f"In {place} the {office} closed the port on Monday. Norway agreed with it.\n"
                f"Later the {office} of {place} opened it again, and ships left.\n",
            )
            with project.edit("Annotate") as session:
                marked = {office: "person", "Norway": "state", place: "place"}
                annotate(session, number + 1, marked)
                edits.set_article(session, number + 1, status="done")
        import_text(project, "In Haifa the quay warden closed the port. Later ships left.")
    return path


def annotate(session, article_id, marked):
    text = session.get_one(Article, article_id).body
    for words, kind in marked.items():
        actor = registry.ActorResolver.of(session.connection()).find(words)
        actor = actor or registry.create_actor(session, words, kind)
        start = text.find(words)
        while start >= 0:
            edits.create_mention(session, article_id, Span(start, start + len(words)), actor)
            start = text.find(words, start + 1)
