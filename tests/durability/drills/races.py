# SPDX-License-Identifier: MIT
"""Programs that open one project at the same moment: one of them writes, the others are told."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from pathlib import Path
from typing import Any

from claimdesk.models.codebook.starter import create_project
from claimdesk.models.registry import create_actor
from claimdesk.models.store.locking import InUse
from claimdesk.models.store.project import Project

Figures = dict[str, float]

_RACERS = 3


def drill(races: int, seed: int, folder: Path) -> Figures:
    """So many races. Before every fourth, the program that had the project is killed."""
    chance = random.Random(seed)
    figures: Figures = dict.fromkeys(("races", "wrong", "unclear", "killed", "slowest_ms"), 0)
    path = folder / "raced.claimdesk"
    create_project(path)
    for number in range(races):
        if number % 4 == 3:
            _leave_a_killed_holder(path)
            figures["killed"] += 1
        told = _race(path, chance)
        winners = [each for each in told if each["got"]]
        losers = [each for each in told if not each["got"]]
        figures["races"] += 1
        figures["wrong"] += len(winners) != 1
        figures["unclear"] += sum(not each["clear"] for each in losers)
        slowest = max(each["seconds"] for each in losers) if losers else 0
        figures["slowest_ms"] = max(figures["slowest_ms"], round(slowest * 1000, 1))
    figures["wrong"] += _actors(path) != figures["races"] + figures["killed"]
    return figures


def _actors(path: Path) -> int:
    with Project.read(path) as project, project.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM actor").scalar_one())


def _race(path: Path, chance: random.Random) -> list[dict[str, Any]]:
    """What each racer has to tell: {"got", "clear", "seconds"}."""
    start, go = os.pipe()
    ended, end = os.pipe()
    racers = []
    for _ in range(_RACERS):
        reading, writing = os.pipe()
        late = chance.uniform(0, 0.002)
        child = os.fork()
        if child == 0:
            os.close(go)
            os.close(end)
            _run_as_child(lambda w=writing, late=late: _compete(path, start, ended, w, late))
        os.close(writing)
        racers.append((child, reading))
    os.close(start)
    os.close(ended)
    os.close(go)
    told = [json.loads(os.read(reading, 4096)) for _child, reading in racers]
    os.close(end)
    for child, reading in racers:
        os.close(reading)
        os.waitpid(child, 0)
    return told


def _compete(path: Path, start: int, ended: int, writing: int, late: float) -> None:
    os.read(start, 1)  # ends when the last racer is there
    time.sleep(late)
    began = time.monotonic()
    told: dict[str, Any] = {"got": False, "clear": False}
    try:
        with Project.open(path) as project:
            told["got"] = True
            with project.edit("Win") as session:
                create_actor(session, f"Winner {os.getpid()}", "person")
            _tell(writing, told, began)
            os.read(ended, 1)  # holds the project until everybody has tried
    except InUse as error:
        told["clear"] = str(path) in str(error) and "close it there first" in str(error)
        _tell(writing, told, began)


def _tell(writing: int, told: dict[str, Any], began: float) -> None:
    os.write(writing, json.dumps({**told, "seconds": time.monotonic() - began}).encode())


def _leave_a_killed_holder(path: Path) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _run_as_child(lambda: _hold(path, writing))
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _hold(path: Path, writing: int) -> None:
    project = Project.open(path)
    with project.edit("Hold") as session:
        create_actor(session, f"Holder {os.getpid()}", "person")
    os.write(writing, b".")
    time.sleep(60)


def _run_as_child(work: Any) -> None:
    """Never returns: ends the process without what Python would do at its end."""
    try:
        work()
        os._exit(0)
    finally:
        os._exit(1)
