# SPDX-License-Identifier: MIT
"""Undo all and redo all: random edits of all kinds, turned back and done again, also reopened."""

from __future__ import annotations

import functools
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from claimdesk.models.store.project import Project
from drills import edits, place, small, state

STEPS = 30

_held = tempfile.TemporaryDirectory(prefix="claimdesk-drill-", dir=place.MEMORY)


@functools.cache
def _begun() -> Path:
    """A project with undecided suggestions and nothing to undo, made once."""
    path = Path(_held.name) / "begun.claimdesk"
    small.create(path)
    with Project.open(path) as project:
        edits.suggest(project, random.Random(5))
    return path


def rows(project: Project) -> dict[str, list[tuple[Any, ...]]]:
    with project.reading() as connection:
        return state.recorded(state.driver(connection))


_KINDS = [*sorted(edits.EDITS), "undo", "undo", "undo", "redo", "redo", "paste", "reopen"]


class Edits(RuleBasedStateMachine):
    """Whatever was done, undoing all of it gives the start, and doing all again gives the end."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir=_held.name)
        path = shutil.copyfile(_begun(), Path(self.folder.name) / "p.claimdesk")
        self.project = Project.open(path)
        self.before = rows(self.project)

    @rule(kind=st.sampled_from(_KINDS), seed=st.integers(0, 1 << 32))
    def step(self, kind: str, seed: int) -> None:
        if kind == "reopen":
            self.reopen()
        elif kind == "paste":
            edits.paste(self.project, random.Random(seed))
        elif kind in ("undo", "redo"):
            for _ in range(1 + seed % 3):
                getattr(self.project, kind)()
        else:
            edits.edit(self.project, kind, random.Random(seed))

    def reopen(self) -> None:
        self.project.close()
        self.project = Project.open(self.project.path)

    def teardown(self) -> None:
        try:
            if hasattr(self, "before"):
                self._undo_all_and_redo_all()
        finally:
            if hasattr(self, "project"):
                self.project.close()
                self.folder.cleanup()

    def _undo_all_and_redo_all(self) -> None:
        while self.project.redo():
            pass
        end = rows(self.project)
        steps = 0
        while self.project.undo():
            steps += 1
        assert rows(self.project) == self.before
        if steps % 2:
            self.reopen()
        while self.project.redo():
            steps -= 1
        assert steps == 0
        assert rows(self.project) == end


def drill(runs: int) -> None:
    """So many runs of up to `STEPS` steps. Raises AssertionError with the shortest that fails."""
    run_state_machine_as_test(
        Edits,
        settings=settings(
            max_examples=runs,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
