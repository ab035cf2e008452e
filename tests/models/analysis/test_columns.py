# SPDX-License-Identifier: MIT
"""Columns of claims say what SQL says, whatever was edited, undone, suggested or deleted."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Connection
from sqlmodel import select

from claimdesk.models import codebook, registry
from claimdesk.models.analysis.claim_filter import Between, ClaimFilter, OneOf, Value
from claimdesk.models.analysis.columns import kept
from claimdesk.models.analysis.columns.kept import columns_for
from claimdesk.models.analysis.distribution import claim_ids, count_claims, distribution_by_identity
from claimdesk.models.analysis.networks.network import network
from claimdesk.models.analysis.networks.options import NetworkOptions
from claimdesk.models.codebook.domains import add_domain, delete_domain, move_domain
from claimdesk.models.codebook.fields import add_field, delete_field
from claimdesk.models.codebook.keys import CLAIM_FIELDS
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.registry.merging import delete_actor, merge_actors
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project, set_annotator
from claimdesk.models.store.schema import Actor, Annotation, Article, Claim, CodedField, Domain
from claimdesk.models.store.storage import reading_engine
from claimdesk.models.suggest.data import (
    ActorEntry,
    ClaimSuggestion,
    DomainEntry,
    Pipeline,
    Suggestions,
)
from claimdesk.models.suggest.runs import Run
from claimdesk.models.text.spans import Span

BODY = "Envoys spoke of the sea, and of nothing else, for an hour."
NAMES = ("Oceana", "Reef", "Kim", "Kim", "kim (person)")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A project whose claims are in columns although they are few."""
    monkeypatch.setattr(kept, "FEW", -1)
    book = {
        "domains": [{"name": name} for name in ("Sea", "Air", "Space")],
        "fields": [
            {"key": "stance", "label": "Stance", "choices": [{"key": "supportive", "label": "S"}]},
            {"key": "urgency", "label": "Urgency", "kind": "number"},
            {"key": "remark", "label": "Remark", "kind": "text"},
        ],
    }
    path = tmp_path / "p.claimdesk"
    Project.create(path, lambda session: codebook.load_codebook(session, book, "book")).close()
    with Project.open(path) as project:
        set_annotator(project, "Noor")
        with project.edit("Fill") as session:
            for number, name in enumerate(NAMES):
                registry.create_actor(session, name, "person", country=("NO", None)[number % 2])
            session.add_all(
                Article(
                    body=BODY,
                    sha256=str(i),
                    title=f"Talks {i % 2}",
                    published_on=day,
                    outlet=outlet,
                )
                for i, (day, outlet) in enumerate(
                    [("2024-12-30", "A"), ("2025-01-01T09:30:00", "B"), (None, None)]
                )
            )
        yield project


class Analyst:
    """Edits a project at random."""

    def __init__(self, project: Project, chance: random.Random) -> None:
        self.project = project
        self.chance = chance

    def act(self) -> str:
        """Do one thing, and return what."""
        name = self.chance.choice(
            ["claim"] * 5
            + ["speakers", "domains", "code", "number", "remark", "decide", "remove"] * 2
            + ["rename", "merge", "delete_actor", "new_domain", "move_domain", "delete_domain"]
            + ["article", "delete_article", "suggest", "annotator", "field", "undo", "redo", "undo"]
        )
        try:
            getattr(self, name)()
        except ClaimdeskError as refused:
            return f"{name}: {refused}"
        return name

    def _some(self, table: Any, number: int = 1) -> list[int]:
        with self.project.reading() as connection:
            ids = [row[0] for row in connection.execute(select(table.id).order_by(table.id))]
        return self.chance.sample(ids, min(number, len(ids)))

    def _edit(self, what: Any, *values: Any) -> None:
        with self.project.edit("Edit") as session:
            what(session, *values)

    def claim(self) -> None:
        article = self._some(Article)
        speakers = self._some(Actor, self.chance.randrange(4))
        if article:
            with self.project.edit("Claim") as session:
                edits.create_claim(
                    session,
                    article[0],
                    {"content": [Span(0, 6)]},
                    speaker_id=speakers[0] if speakers else None,
                    further_speakers=speakers[1:],
                    domain_ids=self._some(Domain, self.chance.randrange(3)),
                )

    def speakers(self) -> None:
        wanted = self._some(Actor, self.chance.randrange(3))
        self._edit(edits.set_speakers, self._some(Claim), wanted)

    def domains(self) -> None:
        wanted = self._some(Domain, self.chance.randrange(3))
        self._edit(edits.set_domains, self._some(Claim), wanted)

    def code(self) -> None:
        with self.project.reading() as connection:
            choices = queries.fields(connection)
        stance = next(field for field in choices.values() if field.key == "stance")
        value = self.chance.choice([None, stance.choices[0].id])
        self._edit(set_code, self._some(Claim), "stance", value)

    def number(self) -> None:
        self._edit(set_code, self._some(Claim), "urgency", self.chance.choice([None, 1.0, 2.5]))

    def remark(self) -> None:
        self._edit(set_code, self._some(Claim), "remark", self.chance.choice([None, "x", "y", "z"]))

    def decide(self) -> None:
        self._edit(self.chance.choice([edits.accept, edits.reject]), self._some(Annotation))

    def remove(self) -> None:
        self._edit(edits.delete_annotations, self._some(Claim))

    def rename(self) -> None:
        for actor in self._some(Actor):
            name = f"Envoy {self.chance.randrange(100)}"
            self._edit(registry.rename_actor, actor, name)

    def merge(self) -> None:
        one, *others = self._some(Actor, 2) or [0]
        self._edit(merge_actors, one, others)

    def delete_actor(self) -> None:
        for actor in self._some(Actor):
            self._edit(delete_actor, actor)

    def new_domain(self) -> None:
        self._edit(lambda session: add_domain(session, f"Domain {self.chance.randrange(1000)}"))

    def move_domain(self) -> None:
        one, *others = self._some(Domain, 2) or [0]
        self._edit(move_domain, one, others[0] if others else None)

    def delete_domain(self) -> None:
        for domain in self._some(Domain):
            self._edit(delete_domain, domain, None)

    def article(self) -> None:
        for article in self._some(Article):
            values = {"outlet": self.chance.choice(["A", "C", None]), "published_on": "2023-02-03"}
            with self.project.edit("Article") as session:
                edits.set_article(session, article, **values)

    def delete_article(self) -> None:
        if self.chance.random() < 0.3:
            for article in self._some(Article):
                self._edit(edits.delete_article, article)

    def suggest(self) -> None:
        for article in self._some(Article):
            who = ActorEntry(f"Proposed {self.chance.randrange(3)}", "state", None, ())
            claim = ClaimSuggestion(
                (Span(0, 6),), (), (Span(7, 12),), who, 0.5, "rule:test", "because",
                stance="supportive", domains=(DomainEntry("Sea"),),
            )  # fmt: skip
            run = Run(self.project, article, Pipeline("words", "1"))
            run.add(Suggestions((), (claim,)))
            if self.chance.random() < 0.5:
                run.finish()

    def annotator(self) -> None:
        set_annotator(self.project, f"Reader {self.chance.randrange(3)}")

    def field(self) -> None:
        with self.project.edit("Field") as session:
            known = session.exec(select(CodedField.id).where(CodedField.key == "mood")).first()
            if known is None:
                add_field(session, "Mood", "boolean")
            else:
                delete_field(session, known)

    def undo(self) -> None:
        self.project.undo()

    def redo(self) -> None:
        self.project.redo()


def figures(connection: Connection, seed: str) -> list[Any]:
    """Some figures of a project, the same ones for the same seed."""
    chance = random.Random(seed)
    found: list[Any] = []
    fields = [*CLAIM_FIELDS, "certainty", "urgency", "remark"]
    for _number in range(4):
        by = chance.sample(fields, chance.randint(1, 3))
        claims = ClaimFilter(state=chance.choice(["accepted", "suggested", "all"]))
        field = chance.choice(fields)
        rows = distribution_by_identity(connection, [field], claims)
        if rows:
            claims = claims.with_value(field, _wanted(chance, [row[field] for row in rows]))
        found.append((by, claims, _sorted(distribution_by_identity(connection, by, claims))))
        found.append((count_claims(connection, claims), claim_ids(connection, claims)))
    narrow = claims.within(
        ClaimFilter("all", only=frozenset(claim_ids(connection, ClaimFilter("all"))[::2]))
    )
    found.append(claim_ids(connection, narrow))
    made = network(connection, NetworkOptions(kind="co-occurrence", isolates=True))
    return [*found, made.rows, made.matrix.tolist()]


def _wanted(chance: random.Random, values: list[Any]) -> Value:
    """What to look for in a field that has these values: one of them, its name, some or a range."""
    value = chance.choice(values)
    if value is None:
        return chance.choice([None, OneOf((None, *values[:2]))])
    ends = sorted((one for one in values if one is not None), key=str)
    ends = [end if isinstance(end, float) else str(end) for end in ends]
    return chance.choice(
        [value, str(value), OneOf(tuple(values[:2])), OneOf((str(value), None)), OneOf(()),
         Between(ends[0], ends[-1]), Between(ends[-1], ends[len(ends) // 2])]
    )  # fmt: skip


def _sorted(rows: list[dict[str, Any]]) -> list[str]:
    """Rows that are equally frequent and called the same have no order."""
    return sorted(map(repr, rows))


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.drill) for seed in range(1, 6))]
)
def test_columns_say_what_sql_says_after_every_edit(project: Project, seed: int) -> None:
    analyst = Analyst(project, random.Random(seed))
    plain = reading_engine(project.path)
    with Project.read(project.path) as other:
        for step in range(60):
            done = analyst.act()
            key = f"{seed} {step}"
            with plain.begin() as connection:
                assert columns_for(connection) is None
                wanted = figures(connection, key)
            for one in (project, other):  # the other one is told of nothing
                if one is other and step % 3:
                    continue
                with one.reading() as connection:
                    assert columns_for(connection) is not None
                    assert figures(connection, key) == wanted, (step, done)
    plain.dispose()


def test_a_reader_of_an_earlier_state_asks_by_sql(project: Project) -> None:
    Analyst(project, random.Random(1)).claim()
    with project.reading() as before:
        assert columns_for(before) is not None
        first = distribution_by_identity(before, ["article"])
        Analyst(project, random.Random(2)).claim()
        with project.reading() as connection:
            rows = distribution_by_identity(connection, ["article"])
            assert sum(row["claims"] for row in rows) == 2
        assert columns_for(before) is None
        assert distribution_by_identity(before, ["article"]) == first
    with project.edit("Edit") as session:
        assert columns_for(session.connection()) is None


def test_few_and_too_many_claims_are_counted_by_sql(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = Analyst(project, random.Random(1))
    analyst.claim()
    for name, number in (("FEW", 1), ("MANY", 0)):
        with monkeypatch.context() as patch, project.reading() as connection:
            patch.setattr(kept, name, number)
            assert columns_for(connection) is None
            assert count_claims(connection, ClaimFilter()).accepted == 1


def test_what_another_program_changed_is_counted_by_sql(project: Project) -> None:
    """Its changes are in no history that the columns could follow."""
    analyst = Analyst(project, random.Random(1))
    analyst.claim()
    with project.reading() as connection:
        assert columns_for(connection) is not None
    with contextlib.closing(sqlite3.connect(project.path)) as sqlite, sqlite:
        sqlite.execute("UPDATE article SET outlet = 'Elsewhere'")
    with project.reading() as connection:
        assert [row["outlet"] for row in distribution_by_identity(connection, ["outlet"])] == [
            "Elsewhere"
        ]


def test_an_interrupted_reader_leaves_no_half_made_columns(project: Project) -> None:
    Analyst(project, random.Random(1)).claim()
    with pytest.raises(ClaimdeskError), project.reading() as connection:
        sqlite = connection.connection.driver_connection
        assert sqlite is not None
        sqlite.set_authorizer(lambda _what, table, *_: int(table == "further_speaker"))
        try:
            distribution_by_identity(connection, ["speaker"])
        finally:
            sqlite.set_authorizer(None)
    with project.reading() as connection:
        rows = distribution_by_identity(connection, ["speaker"])
    assert sum(row["claims"] for row in rows) >= 1


@pytest.mark.drill
def test_threads_that_count_while_claims_are_edited_agree_with_sql(project: Project) -> None:
    """Each answer is that of one state of the file."""
    analyst = Analyst(project, random.Random(4))
    ended = threading.Event()
    answers: list[tuple[int, int]] = []

    def count() -> None:
        while not ended.is_set():
            with project.reading() as connection:
                rows = distribution_by_identity(connection, ["article", "remark"])
                number = connection.exec_driver_sql(
                    "SELECT count(*) FROM annotation WHERE layer = 'claim' AND state = 'accepted'"
                ).scalar_one()
            answers.append((sum(row["claims"] for row in rows), number))

    threads = [threading.Thread(target=count) for _number in range(3)]
    for thread in threads:
        thread.start()
    for _number in range(60):
        analyst.act()
    ended.set()
    for thread in threads:
        thread.join()
    assert answers
    assert all(counted == there for counted, there in answers)


def test_columns_do_not_change_when_the_project_does(project: Project) -> None:
    """A figure that is being made in another thread goes on with what it began with."""
    analyst = Analyst(project, random.Random(3))
    for _number in range(20):
        analyst.claim()
    with project.reading() as connection:
        before = columns_for(connection)
        assert before is not None
        copies = {name: column.copy() for name, column in before.columns.items()}
    for _number in range(20):
        analyst.act()
        with project.reading() as connection:
            assert columns_for(connection) is not before
    for name, column in before.columns.items():
        assert np.array_equal(column, copies[name])
