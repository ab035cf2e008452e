# SPDX-License-Identifier: MIT
"""Restore drills: a project is lost in one of many ways, and the backup brings it back."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from claimdesk.models.store.backups.backups import list_backups, make_backup
from claimdesk.models.store.backups.restoring import restore
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from drills import edits, small, state

Figures = dict[str, int]
Files = dict[str, bytes]
"""What stands in the place of a project: endings of its name (empty, `-wal` …) and the bytes."""

_STEPS = 8

Loss = Callable[[Files, Files, random.Random], Files]
"""Makes what is there when disaster has struck, of the project as it was when it was backed up and
as it was open, with its -wal, at the end."""


def _flipped(_old: Files, new: Files, chance: random.Random) -> Files:
    data = bytearray(new[""])
    data[chance.randrange(len(data))] ^= 0xFF
    return {"": bytes(data)}


def _cut(_old: Files, new: Files, chance: random.Random) -> Files:
    return {"": new[""][: chance.randrange(len(new[""]))]}


LOSSES: dict[str, Loss] = {
    "nothing is lost": lambda _old, new, _chance: {"": new[""]},
    "killed, with a -wal": lambda _old, new, _chance: new,
    "older file beside a stale -wal": lambda old, new, _chance: {**old, "-wal": new["-wal"]},
    "only the -wal is left": lambda _old, new, _chance: {"-wal": new["-wal"]},
    "all is gone": lambda _old, _new, _chance: {},
    "a byte is wrong": _flipped,
    "the end is missing": _cut,
    "a text is there": lambda _old, new, _chance: {"": b"Dear diary", "-wal": new["-wal"]},
    "an index of no -wal": lambda _old, new, _chance: {"": new[""], "-shm": bytes(32768)},
    "a journal is there": lambda _old, new, _chance: {"": new[""], "-journal": new[""][:5000]},
}


def drill(times: int, seed: int, folder: Path) -> Figures:
    """So many restores, one loss after the other."""
    chance = random.Random(seed)
    figures = {"restores": 0, "differing": 0, "damaged": 0, "destroyed": 0, "unlisted": 0}
    losses = list(LOSSES.values())
    for number in range(times):
        place = folder / str(number)
        place.mkdir()
        _restore(place / "p.claimdesk", losses[number % len(losses)], chance, figures)
    return figures


def _restore(path: Path, loss: Loss, chance: random.Random, figures: Figures) -> None:
    small.create(path)
    with Project.open(path) as project:
        _edit(project, chance)
    old = _files(path)
    with Project.open(path) as project:
        backup = make_backup(path)
        with project.reading() as connection:
            expected = state.fingerprint(state.driver(connection))
        _edit(project, chance)
        new = _files(path)
    left = loss(old, new, chance)
    path.unlink()
    for ending, data in left.items():
        path.with_name(path.name + ending).write_bytes(data)
    done = restore(backup.path, path)
    aside = {} if done.replaced is None else _files(done.replaced / path.name)
    figures["restores"] += 1
    figures["destroyed"] += aside != left
    figures["differing"] += state.of_file(path) != expected
    figures["damaged"] += not check(path)["ok"]
    figures["unlisted"] += [each.path for each in list_backups(path)] != [backup.path]
    with Project.open(path) as project:
        edits.do(project, "create actor", chance)


def _edit(project: Project, chance: random.Random) -> None:
    for _ in range(_STEPS):
        edits.act(project, chance)


def _files(path: Path) -> Files:
    """The files of a project, without the index that SQLite keeps in memory."""
    found = {}
    for ending in ("", "-wal", "-shm", "-journal"):
        file = path.with_name(path.name + ending)
        if file.exists() and not (ending == "-shm" and _is_open(path)):
            found[ending] = file.read_bytes()
    return found


def _is_open(path: Path) -> bool:
    return path.with_name(path.name + ".lock").exists()
