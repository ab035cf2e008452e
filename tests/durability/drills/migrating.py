# SPDX-License-Identifier: MIT
"""Programs killed while they bring an older project up: it is as it was, or new, and it opens."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import SCHEMA_VERSION
from drills import state
from drills.place import FIXTURES

Figures = dict[str, int]
Rows = dict[str, list[tuple[Any, ...]]]


def drill(kills: int, seed: int, folder: Path) -> Figures:
    """So many kills while each released version is brought up."""
    chance = random.Random(seed)
    figures = {"versions": 0, "kills": 0, "between": 0, "lost": 0, "old": 0, "new": 0}
    for fixture in sorted(FIXTURES.glob("version-*.claimdesk")):
        if _version(fixture) == SCHEMA_VERSION:
            continue
        figures["versions"] += 1
        statements, seconds, expected = _whole_migration(fixture, folder / fixture.name)
        for number in range(kills):
            place = folder / f"{fixture.stem} {number}"
            place.mkdir()
            path = shutil.copyfile(fixture, place / "p.claimdesk")
            if number % 2:
                _kill(path, chance.randrange(statements), 60)
            else:
                _kill(path, None, chance.uniform(0, seconds))
            _look(path, fixture, expected, figures)
            shutil.rmtree(place)
    return figures


def _whole_migration(fixture: Path, path: Path) -> tuple[int, float, Rows]:
    """How many statements it takes, how many seconds, and what is in the project after it."""
    shutil.copyfile(fixture, path)
    count = 0

    def note(*_arguments: object) -> None:
        nonlocal count
        count += 1

    began = time.monotonic()
    event.listen(Engine, "before_cursor_execute", note)
    Project.open(path).close()
    event.remove(Engine, "before_cursor_execute", note)
    return count, time.monotonic() - began, _recorded(path)


def _kill(path: Path, statement: int | None, seconds: float) -> None:
    """Open the project in a process that dies before a statement, or after some time."""
    child = os.fork()
    if child:
        if statement is None:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return
    left = -1 if statement is None else statement

    def count_down(*_arguments: object) -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    try:
        event.listen(Engine, "before_cursor_execute", count_down)
        Project.open(path)
    finally:
        os._exit(0)


def _look(path: Path, fixture: Path, expected: Rows, figures: Figures) -> None:
    figures["kills"] += 1
    version = _version(path)
    figures["new" if version == SCHEMA_VERSION else "old"] += 1
    if version == SCHEMA_VERSION:
        figures["between"] += _recorded(path) != expected
    else:
        figures["between"] += state.of_file(path) != state.of_file(fixture)
    figures["lost"] += _recorded(path) != expected


def _version(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _recorded(path: Path) -> Rows:
    """What the program finds in the project, which it brings up if it is not yet."""
    with Project.open(path) as project, project.reading() as connection:
        return state.recorded(state.driver(connection))
