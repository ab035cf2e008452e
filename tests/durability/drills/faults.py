# SPDX-License-Identifier: MIT
"""A disk that is full, or broken, at each call in turn: what was asked is done, or not at all."""

from __future__ import annotations

import contextlib
import itertools
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimdesk.models.exchange.formats import export_project, import_corpus
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.backups.backups import (
    delete_backup,
    list_backups,
    make_backup,
    sibling_folder,
)
from claimdesk.models.store.backups.restoring import verify_backup
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from drills import edits, small, state
from drills.disk import Disk, inserted

Do = Callable[[Path, Path], object]
"""A task, given the path of a project, and of a corpus that may be imported into it."""


@dataclass(frozen=True)
class Fault:
    """How the disk fails: for want of space or by an error, once or until it is mended."""

    full: bool
    once: bool


FAULTS = [Fault(full, once) for full in (True, False) for once in (False, True)]


def _chance() -> random.Random:
    return random.Random(8)


EDITS: dict[str, Callable[[Project, Path], object]] = {
    "save": lambda project, _: edits.do(project, "claim", _chance()),
    "undo": lambda project, _: project.undo(),
    "paste": lambda project, _: edits.paste(project, _chance()),
    "import": lambda project, corpus: import_corpus(project, corpus),
}
"""What is asked of an open project."""


class Bench:
    """A project and a corpus that each try begins with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start = folder / "start.claimdesk"
        self.corpus = folder / "corpus.jsonl"
        small.create(self.start)
        with Project.open(self.start) as project:
            edits.do(project, "note", _chance())
        other = folder / "other.claimdesk"
        small.create(other)
        with Project.open(other) as project:
            edits.paste(project, random.Random(3))
            export_project(project, "jsonl", self.corpus)

    @contextlib.contextmanager
    def copy(self, of: Path) -> Iterator[Path]:
        """A fresh copy of a project, in a folder of its own."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            yield shutil.copyfile(of, Path(name) / "p.claimdesk")


def drill_edit(bench: Bench, name: str, faults: Sequence[Fault]) -> int:
    """Let the disk fail at each call of an edit in turn, in one open project; the number of tries.

    Raises AssertionError unless all is as before or as after, and the project can be used on.
    """
    tries = 0
    with bench.copy(bench.start) as path:
        with inserted(path.parent) as disk, Project.open(path) as project:
            for fault in faults:
                for call in itertools.count():
                    disk.fail(call, full=fault.full, once=fault.once)
                    try:
                        reached = _try(project, name, bench.corpus, disk)
                    except Exception as error:
                        raise AssertionError(f"{name}, call {call}, {fault}") from error
                    tries += 1
                    if not reached:
                        break
            end = _state(project)
        _expect(path, end)
    return tries


def _try(project: Project, name: str, corpus: Path, disk: Disk) -> int:
    """One try, turned back if it succeeded; how many calls failed until then."""
    announced: list[str] = []
    before = _state(project)
    with state.before_each_commit(announced.append):
        failed = _fails(lambda: EDITS[name](project, corpus), project.path)
    found = _state(project)
    # What is done in several transactions may have got as far as one of the first.
    assert found in (announced[-1:] if not failed else [before, *announced[:-1]])
    reached = disk.mend()
    if not failed:
        project.redo() if name == "undo" else project.undo()
    return reached


def drill_closing(bench: Bench, faults: Sequence[Fault]) -> int:
    """Let the disk fail while a project that was edited is closed; the number of tries."""
    tries = 0
    for fault in faults:
        for call in itertools.count():
            with bench.copy(bench.start) as path:
                with inserted(path.parent) as disk:
                    project = Project.open(path)
                    edits.do(project, "claim", _chance())
                    end = _state(project)
                    disk.fail(call, full=fault.full, once=fault.once)
                    project.close()
                    reached = disk.mend()
                _expect(path, end)
            tries += 1
            if not reached:
                break
    return tries


def drill_backup(bench: Bench, faults: Sequence[Fault]) -> int:
    """Let the disk fail while an open project is backed up; the number of tries.

    Raises AssertionError unless it is there whole or not at all, and the project is as it was.
    """
    tries = 0
    with bench.copy(bench.start) as path:
        with inserted(path.parent) as disk, Project.open(path) as project:
            before = _state(project)
            for call, fault in zip(itertools.count(), itertools.cycle(faults)):
                disk.fail(call, full=fault.full, once=fault.once)
                failed = _fails(lambda: make_backup(path), path)
                reached = disk.mend()
                tries += 1
                listed = list_backups(path)
                assert len(listed) == (0 if failed else 1), (call, fault)
                left = [
                    found for found in sibling_folder(path).iterdir() if found.suffix == ".part"
                ]
                assert not left, (call, fault)
                assert _state(project) == before
                for backup in listed:
                    verify_backup(backup.path)
                    delete_backup(backup)
                if not reached:
                    break
        _expect(path, before)
    return tries


def drill_opening(
    bench: Bench, start: Path, faults: Sequence[Fault], first: int = 0, step: int = 1
) -> int:
    """Let the disk fail while a project is opened, and so perhaps migrated; the number of tries.

    The faults take turns from one call to the next that fails: `first` and each `step` after it.
    Afterwards a sound disk gives all that was in it.
    """
    with bench.copy(start) as path:
        expected = _content(path)
    tries = 0
    for call, fault in zip(itertools.count(first, step), itertools.cycle(faults)):
        with bench.copy(start) as path:
            with inserted(path.parent) as disk:
                disk.fail(call, full=fault.full, once=fault.once)
                _fails(lambda path=path: Project.open(path).close(), path)
                reached = disk.mend()
            tries += 1
            assert _is_as_it_was(path, start) or _content(path) == expected, (call, fault)
            if not reached:
                return tries
    raise AssertionError("the calls have no end")


def _is_as_it_was(path: Path, start: Path) -> bool:
    """Whether not one byte changed and there is nothing beside it that would change it."""
    beside = [path.with_name(path.name + ending) for ending in ("-wal", "-journal")]
    return path.read_bytes() == start.read_bytes() and not any(map(Path.exists, beside))


def _fails(do: Callable[[], object], path: Path) -> bool:
    """Whether something fails, which it may only in one sentence of the program's own."""
    try:
        do()
    except ClaimdeskError as error:
        assert str(path.parent) in str(error), error
        return True
    return False


def _state(project: Project) -> str:
    with project.reading() as connection:
        return state.fingerprint(state.driver(connection))


def _counts(project: Project) -> dict[str, int]:
    with project.reading() as connection:
        return state.counts(state.driver(connection))


def _content(path: Path) -> object:
    """What an analyst finds in the file on a sound disk."""
    with Project.open(path) as project, project.reading() as connection:
        return state.recorded(state.driver(connection))


def _expect(path: Path, end: str) -> None:
    """The file that the real program finds on a sound disk."""
    assert state.of_file(path) == end
    report = check(path)
    assert report["ok"], report["problems"]
