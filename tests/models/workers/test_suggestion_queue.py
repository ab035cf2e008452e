# SPDX-License-Identifier: MIT
"""Suggestions for many articles: the queue, and processes that work at the same time."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from claimdesk.models.cli import main
from claimdesk.models.exchange.formats import export_project
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.suggest.data import Knowledge
from claimdesk.models.workers.project_suggestions import ProjectSuggestions
from claimdesk.models.workers.suggestion_messages import Request
from claimdesk.models.workers.suggestion_pool import SuggestionPool, SuggestionProcess
from claimdesk.models.workers.suggestion_queue import SuggestionQueue, read_queue, save_queue
from tests.projects import create_project

TEXT = "Portugal agreed. Norway said that it would wait. No. {}"
PLANTED = """
import os, pathlib, sys
from claimdesk.models.suggest import engine, pipelines
from claimdesk.models.workers import suggestion_worker
pipelines.installed_names = list
usual = engine.Engine.suggest
def suggest(self, text, knowledge, **more):
    mark = pathlib.Path(sys.argv[1])
    if "DIES" in text:
        os._exit(9)
    if "ONCE" in text and not mark.exists():
        mark.write_text("")
        os.kill(os.getpid(), 9)
    if "FAILS" in text:
        raise ValueError("no")
    yield from usual(self, text, knowledge, **more)
engine.Engine.suggest = suggest
here = sys.argv
suggestion_worker.sys = type("own", (), {"argv": ["worker"]})
suggestion_worker.main()
"""


@pytest.fixture
def project_of(tmp_path: Path) -> Callable[..., Path]:
    """Makes a project with articles that have these words."""

    def make(*words: str) -> Path:
        path = tmp_path / "queue.claimdesk"
        create_project(path)
        with Project.open(path) as project, project.edit("Fill") as session:
            for number, word in enumerate(words):
                body = TEXT.format(f"{number} {word}")
                sha256 = hashlib.sha256(body.encode()).hexdigest()
                session.add(Article(title=f"N{number}", body=body, sha256=sha256))
        return path

    return make


def planted(tmp_path: Path) -> Callable[[], SuggestionProcess]:
    class Planted(SuggestionProcess):
        def _program(self) -> tuple[str, ...]:
            return ("-c", PLANTED, str(tmp_path / "mark"))

    return Planted


def suggested(project: Project) -> dict[int, int]:
    with project.reading() as connection:
        return {row.id: row.undecided for row in queries.articles(connection)}


def test_the_queue_is_seen_paused_reordered_and_kept(project_of: Callable[..., Path]) -> None:
    clock = [0.0]
    queue = SuggestionQueue(clock=lambda: clock[0])
    queue.add([1, 2, 3, 4])
    queue.add([2, 5])
    assert queue.state().waiting == (1, 2, 3, 4, 5)
    queue.to_front([4, 3, 9])
    queue.remove([2])
    assert queue.take() == 4
    assert queue.state().seconds_left is None
    queue.progress(4, 0.5)
    assert queue.state().share == pytest.approx(0.5 / 4)
    clock[0] = 10.0
    queue.finish(4)
    clock[0] = 500.0  # idle, which does not count
    assert queue.take() == 3
    clock[0] = 510.0
    queue.fail(3, "It is too long.")
    assert queue.state().failed == {3: "It is too long."}
    # Two took 20 seconds, two are left.
    assert queue.state().seconds_left == pytest.approx(20)
    queue.pause()
    assert queue.take() is None
    path = project_of(*"abcde")
    with Project.open(path) as project:
        save_queue(project, queue)
        assert project.undo_label() == "Fill"
        jsonl = path.with_suffix(".jsonl")
        export_project(project, "jsonl", jsonl)
        assert "suggest.queue" not in jsonl.read_text(encoding="utf-8")
    with Project.open(path) as project:
        with project.reading() as connection:
            kept = read_queue(connection)
        state = kept.state()
        assert (state.waiting, state.failed, state.paused) == ((1, 5), {3: "It is too long."}, True)
        kept.pause(False)
        assert (kept.take(), kept.take(), kept.take()) == (1, 5, None)
        # What was under way when the program ended comes first the next time.
        save_queue(project, kept)
        with project.reading() as connection:
            assert read_queue(connection).state().waiting == (1, 5)
        with project.unrecorded() as (connection, _told):
            connection.exec_driver_sql(
                "UPDATE setting SET value = ? WHERE key = 'suggest.queue'",
                ('{"waiting": [1, 99, []], "failed": {"1": "x", "2": "y"}}',),
            )
        with project.reading() as connection:
            state = read_queue(connection).state()
        assert (state.waiting, state.failed) == ((1,), {2: "y"})


@pytest.mark.drill
def test_one_article_fails_or_kills_its_process_and_the_others_go_on(
    tmp_path: Path, project_of: Callable[..., Path], no_hang: None
) -> None:
    path = project_of("", "FAILS", "ONCE", "", "DIES", "", "", "")
    with Project.open(path) as project:
        queue = SuggestionQueue()
        queue.add([*range(1, 9), 77])
        pool = SuggestionPool(ProjectSuggestions(project, queue), 2, planted(tmp_path))
        pool.start(9)
        pool.wait()
        state = queue.state()
        assert (state.left, state.done) == (0, 9)
        assert sorted(state.failed) == [2, 5, 77]
        assert state.failed[2] == "The suggestions failed: ValueError: no"
        assert "twice" in state.failed[5]
        found = suggested(project)
        assert {article for article, count in found.items() if not count} == {2, 5}
        # Paused and stopped, it keeps what waits; nothing is half-suggested.
        queue.add([2, 1, 3])
        queue.pause()
        pool.start(3)
        pool.wait()
        assert queue.state().waiting == (2, 1, 3)
        queue.pause(False)
        pool.start(3)
        pool.stop()
        assert set(queue.state().waiting) | set(queue.state().failed) >= {2}
        assert queue.state().running == {}
        assert not any("-c" in p.cmdline() for p in psutil.Process().children(recursive=True))


def test_an_article_that_is_read_while_the_pool_stops_is_put_back(no_hang: None) -> None:
    taken, stopping = threading.Event(), threading.Event()

    class Killed(SuggestionProcess):
        def kill(self) -> None:
            stopping.set()
            super().kill()

    class Slow(ProjectSuggestions):
        def __init__(self) -> None:
            self.queue = SuggestionQueue()
            self.queue.add([1])

        def prepare(self, article_id: int) -> Request | None:
            taken.set()
            stopping.wait()
            return Request(article_id, "Words.", Knowledge())

    work = Slow()
    pool = SuggestionPool(work, 1, Killed)
    pool.start(1)
    taken.wait()
    pool.stop()
    assert (work.queue.state().waiting, work.queue.state().running) == ((1,), {})


@pytest.mark.drill
def test_many_processes_suggest_what_one_does(
    tmp_path: Path, project_of: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = project_of(*"abc")

    def run(*more: str, status: int = 0) -> str:
        assert main(["suggest", *more]) == status
        return capsys.readouterr().out

    capsys.readouterr()
    assert json.loads(run(str(path), "--jobs", "2"))["articles"] == 3
    with Project.read(path) as project:
        assert all(suggested(project).values())
    assert json.loads(run(str(path), "--missing", "--jobs", "2"))["articles"] == 0
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"Title\n\n{TEXT.format(number)}", encoding="utf-8")
    alone = run("--json", str(folder), "--jobs", "1")
    assert [json.loads(line)["file"] for line in alone.splitlines()] == ["0.txt", "1.txt", "2.txt"]
    # What can't be read ends it, after what stands before it.
    missing = str(tmp_path / "none.txt")
    assert run("--json", str(folder), missing, "--jobs", "2", status=1) == alone
