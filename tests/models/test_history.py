# SPDX-License-Identifier: MIT
"""Undo and redo bring back exactly the rows that were there, also after a restart."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from claimdesk.models import codebook, editing, queries, registry
from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.history import Changes
from claimdesk.models.project import Project
from claimdesk.models.schema import Article, recorded_tables
from claimdesk.models.spans import Span

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


class Edits(RuleBasedStateMachine):
    """Random edits; at any time everything can be undone, redone, and the file reopened."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.project = Project.create(Path(self.folder.name) / "p.claimdesk")
        self.empty = rows(self.project)

    def teardown(self) -> None:
        self.project.close()
        self.folder.cleanup()

    def ids(self, table: str) -> list[int]:
        with self.project.reading() as connection:
            found = connection.exec_driver_sql(f'SELECT id FROM "{table}" ORDER BY id')
            return [row[0] for row in found]

    def one(self, data: st.DataObject, table: str) -> int | None:
        ids = self.ids(table)
        return data.draw(st.sampled_from(ids)) if ids else None

    def annotations(self, layer: str) -> list[int]:
        with self.project.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT id FROM annotation WHERE layer = ? ORDER BY id", (layer,)
            )
            return [row[0] for row in found]

    @rule(title=st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
    def article(self, title: str) -> None:
        add_article(self.project, title)

    @rule(
        name=st.sampled_from(["Japan", "AUKUS", "日本", "O’Brien"]),
        kind=st.sampled_from(["state", "person"]),
    )
    def actor(self, name: str, kind: str) -> None:
        with self.project.edit("Add an actor") as session:
            registry.create_actor(session, name, kind, aliases=[name.upper(), "Alias"])

    @rule(data=st.data(), name=st.sampled_from(["Nippon", "Tokyo"]))
    def rename(self, data: st.DataObject, name: str) -> None:
        actor = self.one(data, "actor")
        if actor is not None:
            with self.project.edit("Rename") as session:
                registry.rename_actor(session, actor, name)

    @rule(name=st.text(min_size=1, alphabet="abc 海"))
    def domain(self, name: str) -> None:
        try:
            with self.project.edit("Add a domain") as session:
                domain = codebook.add_domain(session, name)
                codebook.set_terms(session, domain, [name, "x", "x "])
        except ClaimdeskError:
            pass

    @rule(data=st.data(), same_id=st.booleans())
    def replace_term(self, data: st.DataObject, same_id: bool) -> None:
        """A row goes and another takes its unique words, or its id, in one edit."""
        term = self.one(data, "term")
        if term is None:
            return
        with self.project.edit("Replace a term") as session:
            sql = session.connection().exec_driver_sql
            row = sql("SELECT domain_id, text FROM term WHERE id = ?", (term,)).one()
            sql("DELETE FROM term WHERE id = ?", (term,))
            number = term if same_id else None
            sql("INSERT INTO term(id, domain_id, text) VALUES (?, ?, ?)", (number, *row))

    @rule(data=st.data(), layer=st.sampled_from(["actor", "claim", "domain"]))
    def annotate(self, data: st.DataObject, layer: str) -> None:
        article = self.one(data, "article")
        if article is None:
            return
        start = data.draw(st.integers(0, len(TEXT) - 2))
        span = Span(start, data.draw(st.integers(start + 1, len(TEXT))))
        with self.project.edit("Annotate") as session:
            if layer == "actor":
                editing.create_mention(session, article, span, self.one(data, "actor"))
            elif layer == "domain":
                editing.create_domain_mention(session, article, span, self.one(data, "domain"))
            else:
                domains = self.ids("domain")
                editing.create_claim(
                    session,
                    article,
                    {"content": [span], "cue": [Span(0, 3)]},
                    speaker_id=self.one(data, "actor"),
                    domain_ids=domains[:2],
                )

    @rule(data=st.data(), state=st.sampled_from(["accept", "reject", "delete", "note"]))
    def decide(self, data: st.DataObject, state: str) -> None:
        ids = self.ids("annotation")
        if not ids:
            return
        chosen = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
        act = {
            "accept": editing.accept,
            "reject": editing.reject,
            "delete": editing.delete_annotations,
            "note": lambda session, found: editing.set_note(session, found, "n"),
        }[state]
        with self.project.edit(state) as session:
            act(session, chosen)

    @rule(data=st.data())
    def code_claim(self, data: st.DataObject) -> None:
        claims = self.annotations("claim")
        if claims:
            with self.project.edit("Code") as session:
                editing.set_domains(session, claims, self.ids("domain")[-2:])
                editing.set_claim(session, claims[:1], speaker_id=self.one(data, "actor"))

    @rule(data=st.data(), table=st.sampled_from(["article", "actor", "domain"]))
    def remove(self, data: st.DataObject, table: str) -> None:
        found = self.one(data, table)
        if found is not None:
            with self.project.edit(f"Delete {table}") as session:
                session.connection().exec_driver_sql(
                    f'DELETE FROM "{table}" WHERE id = ?', (found,)
                )

    @rule(times=st.integers(1, 3))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.project.undo()

    @rule(times=st.integers(1, 3))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self.project.redo()

    @rule()
    def reopen(self) -> None:
        self.project.close()
        self.project = Project.open(self.project.path)

    @precondition(lambda self: hasattr(self, "project"))
    @rule(reopened=st.booleans())
    def undo_all_and_redo_all(self, reopened: bool) -> None:
        while self.project.redo():
            pass
        end = rows(self.project)
        steps = 0
        while self.project.undo():
            steps += 1
        assert rows(self.project) == self.empty
        if reopened:
            self.reopen()
        while self.project.redo():
            steps -= 1
        assert steps == 0
        assert rows(self.project) == end


Edits.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestEdits = Edits.TestCase


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
        created = editing.create_mention(session, article, Span(4, 12), None)
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
        editing.create_claim(session, article, {"content": [Span(0, 12)]})
    before = rows(project)
    with project.edit("Delete the article") as session:
        editing.delete_article(session, article)
    assert rows(project)["span"] == []
    project.undo()
    assert rows(project) == before


def test_undo_refuses_to_lose_what_came_later(project: Project) -> None:
    article = add_article(project)
    with project.edit("Rename the article") as session:
        editing.set_article(session, article, title="Other talks")
    before = rows(project)
    with pytest.raises(ClaimdeskError, match="changed since"):
        project.undo(edit=1)
    assert rows(project) == before
