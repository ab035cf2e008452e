# SPDX-License-Identifier: MIT
"""kill -9 at random moments of real edits: what was acknowledged is there, and nothing half-done.

A forked child edits a project. Before each commit it says on a pipe which state the commit leaves,
and after each action that it is done; a state announced is therefore allowed until the next one,
and the state before it only until it is acknowledged.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import time
from pathlib import Path

from claimdesk.models.exchange.formats import export_project
from claimdesk.models.exchange.sample import create_sample
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from drills import edits, state

Figures = dict[str, int]

_LENGTH = 32
_DONE = b"done".ljust(_LENGTH)
_RENEWED_AFTER = 25
"""Kills that one project goes through before the next begins; its history grows with each."""
_LONGEST = 0.1
"""Seconds that a child is left to work at most."""
_COMMIT = 0.001
"""Seconds in which a commit that was announced is under way."""


def drill(kills: int, seed: int, folder: Path) -> Figures:
    """Kill an editing process so many times and look at what it left."""
    chance = random.Random(seed)
    figures = {"kills": kills, "acknowledged": 0, "lost": 0, "torn": 0, "damaged": 0, "in_work": 0}
    sample, corpus = _project(folder)
    for number in range(kills):
        if number % _RENEWED_AFTER == 0:
            path = folder / f"{number}.claimdesk"
            shutil.copyfile(sample, path)
            before = state.of_file(path)
        last = number % _RENEWED_AFTER == _RENEWED_AFTER - 1 or number == kills - 1
        before = _round(path, corpus, before, chance, figures)
        figures["damaged"] += last and not check(path)["ok"]
    return figures


def _project(folder: Path) -> tuple[Path, Path]:
    path, corpus = folder / "sample.claimdesk", folder / "sample.jsonl"
    create_sample(path)
    with Project.open(path) as project:
        export_project(project, "jsonl", corpus)
    return path, corpus


def _round(path: Path, corpus: Path, before: str, chance: random.Random, figures: Figures) -> str:
    """One kill; what the project holds after it."""
    announced, acknowledged, actions = _edit_until_killed(path, corpus, chance)
    states = [before, *announced]
    figures["acknowledged"] += actions
    figures["in_work"] += not acknowledged
    with Project.open(path) as project, project.reading() as connection:
        below = state.driver(connection)
        found = state.fingerprint(below)
        sound = below.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        sound = sound and not below.execute("PRAGMA foreign_key_check").fetchall()
    figures["damaged"] += not sound
    allowed = states[-1:] if acknowledged else states[-2:]
    if found not in allowed:
        figures["lost" if found in states else "torn"] += 1
    return found


def _edit_until_killed(
    path: Path, corpus: Path, chance: random.Random
) -> tuple[list[str], bool, int]:
    """The states that were announced, whether the last was acknowledged, and how many actions."""
    seed = chance.getrandbits(64)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _edit_for_ever(path, corpus, seed, writing)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        told = _wait(pipe, chance)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        told += pipe.readall()
    if not os.WIFSIGNALED(status):
        raise AssertionError("the editing process ended by itself")
    messages = [told[i : i + _LENGTH] for i in range(0, len(told), _LENGTH)]
    announced = [message.decode() for message in messages if message != _DONE]
    acknowledged = not messages or messages[-1] == _DONE
    return announced, acknowledged, messages.count(_DONE)


def _wait(pipe: io.FileIO, chance: random.Random) -> bytes:
    """What the child said until it is to die: while it opens, at any moment, or in a commit."""
    told = b""
    messages = chance.choice([0, *[1] * 4, *range(2, 12)])
    for _ in range(messages):
        told += pipe.read(_LENGTH)
    if messages < 2:
        time.sleep(chance.uniform(0, _LONGEST))
        return told
    while told.endswith(_DONE):
        told += pipe.read(_LENGTH)
    time.sleep(chance.uniform(0, _COMMIT))
    return told


def _edit_for_ever(path: Path, corpus: Path, seed: int, pipe: int) -> None:
    """Never returns. Ends the process, not through Python's exit, if an edit fails."""
    try:
        chance = random.Random(seed)
        with state.before_each_commit(lambda found: os.write(pipe, found.encode())):
            project = Project.open(path)
            os.write(pipe, _DONE)
            while True:
                edits.act(project, chance, corpus)
                os.write(pipe, _DONE)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(1)
