# SPDX-License-Identifier: MIT
"""A project file with articles, actors, domains and stances, and the panel that shows it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import update
from sqlmodel import col

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.models import codebook, registry
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Annotation, Article
from claimdesk.models.text.spans import Span

TEXT = "The harbour towns agreed to share their tide tables, the envoys said on Monday. " * 4

CODEBOOK = {
    "domains": [{"name": "Tide tables"}, {"name": "Lighthouses"}, {"name": "Dredging"}],
    "fields": [
        {
            "key": "stance",
            "label": "Stance",
            "choices": [
                {"key": "supportive", "label": "supportive", "colour": "#1f78b4"},
                {"key": "neutral", "label": "neutral", "colour": "#8a8a8a"},
                {"key": "opposed", "label": "opposed"},
            ],
        },
        {
            "key": "kind",
            "label": "Kind",
            "choices": [{"key": "demand", "label": "Demand"}, {"key": "denial", "label": "Denial"}],
        },
        {"key": "urgency", "label": "Urgency", "kind": "number"},
    ],
}


@dataclass
class Sample:
    """A project that is easy to fill; names stand for ids."""

    project: Project
    articles: list[int] = field(default_factory=list)
    actors: dict[str, int] = field(default_factory=dict)

    def article(self, title: str, **values: str) -> int:
        with self.project.edit("Add an article") as session:
            digest = hashlib.sha256(TEXT.encode()).hexdigest()
            row = Article(title=title, body=TEXT, sha256=digest, **values)
            session.add(row)
            session.flush()
            assert row.id is not None
            self.articles.append(row.id)
            return row.id

    def actor(self, name: str) -> int:
        if name not in self.actors:
            with self.project.edit("Add an actor") as session:
                self.actors[name] = registry.create_actor(session, name, "state")
        return self.actors[name]

    def claim(
        self,
        speaker: str | None,
        stance: str | None,
        *domains: str,
        article: int = 0,
        suggested: bool = False,
    ) -> int:
        speaker_id = self.actor(speaker) if speaker else None
        with self.project.reading() as connection:
            known = {row.name: row.id for row in queries.domains(connection).values()}
            choices = queries.fields(connection)["stance"].choices
        stances = {choice.key: choice.id for choice in choices}
        with self.project.edit("Add a claim") as session:
            created = edits.create_claim(
                session,
                self.articles[article],
                {"content": [Span(4, 20)]},
                speaker_id=speaker_id,
                domain_ids=[known[name] for name in domains],
            )
            if stance is not None:
                set_code(session, [created], "stance", stances[stance])
            if suggested:
                session.execute(
                    update(Annotation)
                    .where(col(Annotation.id) == created)
                    .values(state="suggested")
                )
        return created


def _fill(sample: Sample) -> None:
    with sample.project.edit("Load the codebook") as session:
        codebook.load_codebook(session, CODEBOOK, "towns.json")
    sample.article("Tides", outlet="The Buoy", published_on="2026-03-02")
    sample.article("Lights", outlet="The Anchor", published_on="2026-04-09")
    sample.claim("Northport", "supportive", "Tide tables", "Lighthouses")
    sample.claim("Northport", "supportive", "Tide tables")
    sample.claim("Northport", "opposed", "Dredging")
    sample.claim("Southmole", None)
    sample.claim("Southmole", "supportive", "Dredging", suggested=True)
    sample.claim("Eastquay", "neutral", "Lighthouses", article=1)
    sample.claim(None, "neutral", article=1)


@pytest.fixture(scope="session")
def made_towns(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The project of `sample`, made once and closed; to be copied."""
    project = Project.create(tmp_path_factory.mktemp("towns") / "towns.claimdesk")
    made = Sample(project)
    _fill(made)
    project.close()
    return made


@pytest.fixture
def sample(made_towns: Sample, tmp_path: Path) -> Sample:
    """Two articles: the first with four accepted claims and one suggested, the second with two."""
    path = tmp_path / "towns.claimdesk"
    shutil.copyfile(made_towns.project.path, path)
    return Sample(Project.open(path), list(made_towns.articles), dict(made_towns.actors))


@pytest.fixture
def desk(qapp: object, sample: Sample) -> Iterator[Desk]:
    desk = Desk()
    desk.open(sample.project)
    desk.open_article(sample.articles[0])
    yield desk
    desk.close()


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> Iterator[DistributionPanel]:
    jobs = Jobs()
    panel = DistributionPanel(desk, jobs)
    qtbot.addWidget(panel)
    panel.resize(1000, 420)
    with qtbot.waitSignal(panel.refreshed):
        panel.show()
    yield panel
    jobs.wait()


@pytest.fixture
def after(panel: DistributionPanel, qtbot: QtBot) -> Callable[[Callable[[], object]], None]:
    """Does something, and returns after the one refresh that it brings about."""

    def act(change: Callable[[], object]) -> None:
        with qtbot.waitSignal(panel.refreshed):
            change()

    return act
