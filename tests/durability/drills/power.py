# SPDX-License-Identifier: MIT
"""Power cuts: the real program edits over a disk that remembers its calls, and each of many images
of what a cut may have left is opened by the real program again.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.backups.backups import make_backup
from claimdesk.models.store.backups.restoring import restore
from claimdesk.models.store.disk import sync_file, sync_folder
from claimdesk.models.store.project import Project
from drills import adapter, edits, small, state
from drills.disk import Call, Disk, inserted
from drills.place import VERSION_1
from drills.platter import Platter

Figures = dict[str, int]
Words = list[str]
"""What the session said until the cut: each state before it was committed, and `_DONE`."""

Session = Callable[[Path, Disk, random.Random], None]
"""Something done to a project at a path that does not exist, with words to the disk between."""

_DONE = "done"
_BEGUN = "begun"
"""Said by a session that lays files out itself: cuts come after it."""
_MISSING = "missing"
_ACTS = 60
"""Actions of one session; after half of them the project is closed and opened again."""
_IMAGES = 250
"""Images that are made of one session."""


def drill(
    images: int,
    seed: int,
    folder: Path,
    synchronous: str = "FULL",
    sessions: Sequence[Session] = (),
) -> Figures:
    """So many images of sessions under a setting of SQLite's `synchronous`.

    The sessions take turns; without any, each creates a project and edits it.
    """
    chance = random.Random(seed)
    figures = {"images": 0, "sessions": 0, "acknowledged": 0, "lost": 0, "damaged": 0}
    while figures["images"] < images:
        place = folder / f"session{figures['sessions']}"
        place.mkdir(parents=True)
        session = ([*sessions] or [edit])[figures["sessions"] % (len(sessions) or 1)]
        calls = _calls(session, place, random.Random(chance.random()), synchronous)
        figures["sessions"] += 1
        figures["acknowledged"] += sum(call.data.decode() == _DONE for call in _words(calls))
        count = min(_IMAGES, images - figures["images"])
        for words, files in _cuts(calls, count, chance):
            figures["images"] += 1
            _look(place, words, files, figures)
    return figures


def _calls(session: Session, folder: Path, chance: random.Random, synchronous: str) -> list[Call]:
    """The calls of a session, with what was announced and acknowledged."""
    with (
        adapter.instead_of("PRAGMA synchronous = FULL", f"PRAGMA synchronous = {synchronous}"),
        inserted(folder) as disk,
        state.before_each_commit(disk.tell),
    ):
        session(folder / "p.claimdesk", disk, chance)
    shutil.rmtree(folder)
    folder.mkdir()
    return disk.calls


def edit(path: Path, disk: Disk, chance: random.Random) -> None:
    """Create a project, edit it, close it, open it and go on."""
    small.create(path)
    disk.tell(_DONE)
    for _ in range(2):
        with Project.open(path) as project:
            _act(project, disk, chance, _ACTS // 2)


def back_up(path: Path, disk: Disk, chance: random.Random) -> None:
    """Edit a project, long enough for a checkpoint, that is backed up meanwhile."""
    small.create(path)
    disk.tell(_DONE)
    with Project.open(path) as project:
        for _ in range(4):
            _act(project, disk, chance, 20)
            make_backup(path)


def migrate(path: Path, disk: Disk, chance: random.Random) -> None:
    """Bring a project of the first version up, and edit it."""
    migrated = path.with_name("migrated.claimdesk")
    for copy in (path, migrated):
        shutil.copyfile(VERSION_1, copy)
        sync_file(copy)
    sync_folder(path.parent)
    Project.open(migrated).close()
    # What was announced is what an image gives, which is brought up as it is opened.
    announced = Call("told", data=state.of_file(migrated).encode())
    heard = [call for call in disk.calls if call.path == str(path)]
    disk.calls[:] = [announced, *heard]
    disk.hear(Call("sync folder", str(path.parent)))
    # The copying was the drill's own: a cut of it would say nothing of the program.
    disk.tell(_BEGUN)
    disk.tell(_DONE)
    with Project.open(path) as project:
        disk.tell(_DONE)
        _act(project, disk, chance, 20)


def put_back(path: Path, disk: Disk, chance: random.Random) -> None:
    """Restore a backup over a project, and go on with it."""
    edit(path, disk, chance)
    backup = make_backup(path)
    with Project.open(path) as project:
        _act(project, disk, chance, 10)
    # Between the two moves of a restore, nothing is in the place of the project.
    disk.tell(_MISSING)
    disk.tell(state.of_file(backup.path))
    restore(backup.path, path)
    disk.tell(_DONE)
    with Project.open(path) as project:
        _act(project, disk, chance, 10)


def _act(project: Project, disk: Disk, chance: random.Random, times: int) -> None:
    for _ in range(times):
        edits.act(project, chance)
        disk.tell(_DONE)


SESSIONS: tuple[Session, ...] = (edit, back_up, migrate, put_back)


def _words(calls: list[Call]) -> list[Call]:
    return [call for call in calls if call.what == "told"]


def _cuts(
    calls: list[Call], count: int, chance: random.Random
) -> Iterator[tuple[Words, Mapping[str, bytes]]]:
    """For moments by chance: what had been said until then, and the files that are left."""
    # Right after an answer, a cut shows best whether it was kept.
    answers = [number for number, call in enumerate(calls) if call.what == "told"]
    begun = next((n for n in answers if calls[n].data.decode() == _BEGUN), -1) + 1
    answers = [number for number in answers if number >= begun]
    moments = sorted(
        chance.choice(answers) if chance.random() < 0.3 else chance.randrange(begun, len(calls))
        for _ in range(count)
    )
    platter = Platter({})
    words = [_MISSING, _DONE]
    taken = 0
    for moment in moments:
        for call in calls[taken : moment + 1]:
            if call.what == "told":
                if call.data.decode() != _BEGUN:
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
    if allowed[0] == _MISSING:
        allowed = states[-3:]
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
