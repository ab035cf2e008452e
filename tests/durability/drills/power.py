# SPDX-License-Identifier: MIT
"""Power cuts: the real program edits over a disk that remembers its calls, and each of many images
of what a cut may have left is opened by the real program again.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.project import Project
from drills import adapter, edits, small, state
from drills.disk import Call, inserted
from drills.platter import Platter

Figures = dict[str, int]
Words = list[str]
"""What the session said until the cut: each state before it was committed, and `_DONE`."""

_DONE = "done"
_MISSING = "missing"
_ACTS = 60
"""Actions of one session; after half of them the project is closed and opened again."""
_IMAGES = 250
"""Images that are made of one session."""


def drill(images: int, seed: int, folder: Path, synchronous: str = "FULL") -> Figures:
    """So many images of sessions under a setting of SQLite's `synchronous`."""
    chance = random.Random(seed)
    figures = {"images": 0, "sessions": 0, "acknowledged": 0, "lost": 0, "damaged": 0}
    while figures["images"] < images:
        place = folder / f"session{figures['sessions']}"
        place.mkdir(parents=True)
        calls = _session(place, random.Random(chance.random()), synchronous)
        figures["sessions"] += 1
        figures["acknowledged"] += sum(call.data.decode() == _DONE for call in _words(calls))
        count = min(_IMAGES, images - figures["images"])
        for words, files in _cuts(calls, count, chance):
            figures["images"] += 1
            _look(place, words, files, figures)
    return figures


def _session(folder: Path, chance: random.Random, synchronous: str) -> list[Call]:
    """The calls of creating a project and editing it, with what was announced and acknowledged."""
    path = folder / "p.claimdesk"
    with (
        adapter.instead_of("PRAGMA synchronous = FULL", f"PRAGMA synchronous = {synchronous}"),
        inserted(folder) as disk,
        state.before_each_commit(disk.tell),
    ):
        small.create(path)
        disk.tell(_DONE)
        for _ in range(2):
            with Project.open(path) as project:
                for _ in range(_ACTS // 2):
                    edits.act(project, chance)
                    disk.tell(_DONE)
    for found in folder.iterdir():
        found.unlink()
    return disk.calls


def _words(calls: list[Call]) -> list[Call]:
    return [call for call in calls if call.what == "told"]


def _cuts(
    calls: list[Call], count: int, chance: random.Random
) -> Iterator[tuple[Words, Mapping[str, bytes]]]:
    """For moments by chance: what had been said until then, and the files that are left."""
    # Right after an answer, a cut shows best whether it was kept.
    answers = [number for number, call in enumerate(calls) if call.what == "told"]
    moments = sorted(
        chance.choice(answers) if chance.random() < 0.3 else chance.randrange(len(calls))
        for _ in range(count)
    )
    platter = Platter({})
    words = [_MISSING, _DONE]
    taken = 0
    for moment in moments:
        for call in calls[taken : moment + 1]:
            if call.what == "told":
                words.append(call.data.decode())
            else:
                platter.take(call)
        taken = moment + 1
        yield words, platter.cut(chance)


def _look(folder: Path, words: Words, files: Mapping[str, bytes], figures: Figures) -> None:
    """Lay the image out, open it as an analyst would, and compare."""
    for name, data in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(data)
    found = _open(folder / "p.claimdesk")
    states = [word for word in words if word != _DONE]
    allowed = states[-1:] if words[-1] == _DONE else states[-2:]
    if found not in allowed:
        figures["lost" if found in states else "damaged"] += 1
    shutil.rmtree(folder)
    folder.mkdir()


def _open(path: Path) -> str:
    """What the project holds; another word if there is none or it is not sound."""
    if not os.path.exists(path):
        return _MISSING
    try:
        with Project.open(path) as project, project.reading() as connection:
            below = state.driver(connection)
            if below.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return "not sound"
            return state.fingerprint(below)
    except ClaimdeskError as error:
        return str(error)
