# SPDX-License-Identifier: MIT
"""Annotating, correcting, undoing and bringing back in any order: every quote is in its place."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from claimdesk.models.editing import edits as editing
from claimdesk.models.editing import unplaced
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import correcting, queries
from claimdesk.models.store.history import deleted, listing
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article, recorded_tables
from claimdesk.models.suggest import runs
from claimdesk.models.suggest.data import ActorEntry, MentionSuggestion, Pipeline, Suggestions
from claimdesk.models.text.normalization import body_hash
from claimdesk.models.text.spans import CONTEXT, Span
from tests.projects import create_project

BODY = "Mara said the reef grows. 協力 🙂 is what Jon wants, Mara said. Reefs grow, e\u0301 too."
WORDS = st.sampled_from(["", "reef ", "協", "🙂", "Mara ", "\u0301", "said. ", "zzz"])


class Annotating(RuleBasedStateMachine):
    """One article, edited in any order."""

    @initialize()
    def create(self) -> None:
        self._stack = contextlib.ExitStack()
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        create_project(folder / "p.claimdesk")
        self.project = self._stack.enter_context(Project.open(folder / "p.claimdesk"))
        with self.project.edit("Article") as session:
            session.add(Article(id=1, title="T", body=BODY, sha256=body_hash(BODY)))
        with self.project.reading() as connection:
            self.first = listing.steps(connection)[0].id

    def teardown(self) -> None:
        if hasattr(self, "_stack"):
            self._stack.close()

    def body(self) -> str:
        with self.project.reading() as connection:
            found = queries.article(connection, 1)
        assert found is not None
        return found.body

    def rows(self) -> list[queries.AnnotationRow]:
        with self.project.reading() as connection:
            return queries.article_annotations(connection, 1)

    def recorded(self) -> dict[str, list[Any]]:
        with self.project.reading() as connection:
            return {
                table.name: list(connection.execute(table.select().order_by(table.c.id)))
                for table in recorded_tables()
            }

    def steps(self) -> list[int]:
        with self.project.reading() as connection:
            found = listing.steps(connection)
        return [step.id for step in found if step.kind == "edit" and step.id > self.first]

    def span(self, data: st.DataObject) -> Span:
        body = self.body()
        start = data.draw(st.integers(0, len(body) - 1))
        return Span(start, data.draw(st.integers(start + 1, min(len(body), start + 12))))

    @rule(data=st.data())
    def annotate(self, data: st.DataObject) -> None:
        span = self.span(data)
        with self.project.edit("Mention") as session:
            editing.create_mention(session, 1, span, None)

    @rule(data=st.data())
    def suggest(self, data: st.DataObject) -> None:
        found = MentionSuggestion(self.span(data), ActorEntry("Mara", "person"), 0.5, "rule:x", "x")
        run = runs.Run(self.project, 1, Pipeline("test", "1"), self.body())
        run.add(Suggestions(mentions=(found,)))
        run.finish()

    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        placed = [(row, piece) for row in self.rows() if (piece := row.role("mention"))]
        if placed:
            row, pieces = data.draw(st.sampled_from(placed))
            with self.project.edit("Move") as session:
                editing.move_span(session, row.id, "mention", pieces[0].span, self.span(data))

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        rows = self.rows()
        if rows:
            row = data.draw(st.sampled_from(rows))
            with self.project.edit("Delete") as session:
                editing.delete_annotations(session, [row.id])

    @rule(data=st.data(), words=WORDS)
    def correct(self, data: st.DataObject, words: str) -> None:
        body = self.body()
        start = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(start, min(len(body), start + 8)))
        new = body[:start] + words + body[end:]
        if new.strip():
            with self.project.edit("Correct") as session:
                correcting.correct(session, 1, new)

    @rule()
    def undo(self) -> None:
        with self.project.reading() as connection:
            edits = [step for step in listing.steps(connection) if step.kind == "edit"]
        # The step that added the article stays.
        target = max((s.id for s in edits if not s.undone and s.id > self.first), default=None)
        if target is None:
            return
        before = self.recorded()
        try:
            self.project.undo()
        except ClaimdeskError:
            # Undoing an older correction moved what came after it: that is taken back first.
            assert any(step.undone and step.id < target for step in edits)
            assert self.recorded() == before

    @rule(data=st.data())
    def undo_any(self, data: st.DataObject) -> None:
        steps = self.steps()
        if not steps:
            return
        step = data.draw(st.sampled_from(steps))
        before = self.recorded()
        try:
            undone = self.project.undo(step)
        except ClaimdeskError:
            assert self.recorded() == before
            return
        if undone:
            after = self.recorded()
            self.project.redo()
            assert self.recorded() == before
            self.project.undo(step)
            assert self.recorded() == after

    @rule()
    def redo(self) -> None:
        with contextlib.suppress(ClaimdeskError):
            self.project.redo()

    @rule(data=st.data())
    def bring_back(self, data: st.DataObject) -> None:
        with self.project.reading() as connection:
            found = deleted.deleted_items(connection, "annotation")
        if found:
            one = data.draw(st.sampled_from(found))
            with self.project.edit("Bring back") as session:
                deleted.restore(session, one.change_id)

    @rule(data=st.data())
    def place(self, data: st.DataObject) -> None:
        with self.project.reading() as connection:
            found = unplaced.unplaced_pieces(connection, 1)
        if found:
            one = data.draw(st.sampled_from(found))
            span = self.span(data)
            with contextlib.suppress(ClaimdeskError), self.project.edit("Place") as session:
                unplaced.place(session, one.piece.id, span)

    @invariant()
    def every_quote_is_in_its_place(self) -> None:
        if not hasattr(self, "project"):
            return
        body = self.body()
        with self.project.reading() as connection:
            spans = connection.exec_driver_sql(
                'SELECT start, "end", quote, prefix, suffix FROM span'
            ).all()
        for start, end, quote, prefix, suffix in spans:
            assert body[start:end] == quote
            assert body[max(0, start - CONTEXT) : start] == prefix
            assert body[end : end + CONTEXT] == suffix
        for row in self.rows():
            assert row.role("mention") or row.waiting


@pytest.mark.drill
def test_every_order_keeps_every_quote_in_its_place(request: pytest.FixtureRequest) -> None:
    runs = 500 if request.config.getoption("--nightly") else 12
    run_state_machine_as_test(
        Annotating, settings=settings(max_examples=runs, stateful_step_count=14)
    )
