# SPDX-License-Identifier: MIT
"""What changes very many rows is one step of undo, exact and as fast as it is large."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from drills import large
from sqlalchemy import event
from sqlalchemy.engine import Engine

from claimdesk.models.store.project import Project

ACTS = (
    "import",
    "delete annotations",
    "delete articles",
    "accept",
    "merge actors",
    "delete an actor",
    "merge domains",
    "delete a domain",
    "annotate everywhere",
)


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("size", ["few", "many"])
def test_much_is_undone_redone_and_undone_again(
    name: str, size: str, cases: Callable[[int, int], int], folder: Path
) -> None:
    rows = cases(10, 10_000) if size == "few" else cases(600, 200_000)
    path = folder / "p.claimdesk"
    large.create(path, rows)
    large.drill(path, large.acts(folder, rows)[name])


def test_an_import_into_an_empty_project_is_undone_too(
    cases: Callable[[int, int], int], folder: Path
) -> None:
    path = folder / "p.claimdesk"
    Project.create(path).close()
    large.drill(path, large.acts(folder, cases(600, 200_000))["import"])


@pytest.fixture
def work() -> Iterator[Callable[[Callable[[], object]], tuple[int, int]]]:
    """Measures some work: instructions of SQLite in hundreds, and bytes held at most."""
    count = 0

    def counted() -> int:
        nonlocal count
        count += 1
        return 0

    def listen(connection: Any, _record: object) -> None:
        connection.set_progress_handler(counted, 100)

    def measure(act: Callable[[], object]) -> tuple[int, int]:
        before = count
        tracemalloc.start()
        try:
            act()
            return count - before, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    event.listen(Engine, "connect", listen)
    yield measure
    event.remove(Engine, "connect", listen)


@pytest.mark.parametrize("name", ["import", "delete articles", "merge actors"])
def test_undo_of_four_times_as_much_takes_about_four_times_as_much(
    name: str,
    work: Callable,
    steps: Callable[[Callable[[], object]], int],
    folder: Path,
    request: pytest.FixtureRequest,
) -> None:
    if not request.config.getoption("nightly"):
        pytest.skip("the memory that SQLite takes varies with what else runs: nightly only")
    figures: dict[int, list[int]] = {}
    for rows in (200, 800):
        path = folder / f"{rows}.claimdesk"
        large.create(path, rows)
        act = large.acts(folder, rows)[name]
        with Project.open(path) as project:
            act(project)
            figures[rows] = [*work(project.undo), *work(project.redo)]
            figures[rows] += [steps(project.undo), steps(project.redo)]
    for small, much in zip(*figures.values(), strict=True):
        assert much < 5 * small
