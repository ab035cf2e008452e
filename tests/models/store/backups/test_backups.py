# SPDX-License-Identifier: MIT
"""Backups: listed only when verified, restored without destroying what was there."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models import registry
from claimdesk.models.cli import main
from claimdesk.models.editing import edits
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.backups import backups, restoring
from claimdesk.models.store.backups.backup_scheduler import BackupScheduler, run_now
from claimdesk.models.store.backups.backups import (
    BackupFailed,
    list_backups,
    make_backup,
    save_copy,
)
from claimdesk.models.store.backups.restoring import CannotRestore, difference, restore
from claimdesk.models.store.backups.retention import Retention, retained
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.locking import InUse
from claimdesk.models.store.project import Project
from tests.projects import create_project


def add_actor(project: Project, name: str) -> None:
    with project.edit(f"Add {name}") as session:
        registry.create_actor(session, name, "state")


def actors(project: Project) -> list[str]:
    with project.reading() as connection:
        return list(connection.exec_driver_sql("SELECT name FROM actor ORDER BY id").scalars())


def test_a_backup_holds_all_that_was_saved_and_says_what_it_contains(
    project: Project, article: int, path: Path, rows: Callable
) -> None:
    add_actor(project, "Oceana")
    before = rows(project)
    made = make_backup(path)
    add_actor(project, "Late")
    assert made.path.parent == path.parent / "p backups"
    assert (made.summary.articles, made.summary.annotations) == (1, 0)
    assert made.summary.last_edit.label == "Add Oceana"
    assert list_backups(path) == [made]
    assert check(made.path)["ok"]
    with Project.read(made.path) as copy:
        assert rows(copy) == before
    assert sorted(p.suffix for p in made.path.parent.iterdir()) == [".claimdesk", ".json"]


def test_a_snapshot_is_of_its_moment(project: Project, path: Path) -> None:
    add_actor(project, "Oceana")
    with backups.Snapshot(path) as snapshot:
        add_actor(project, "Late")
        made = snapshot.save(backups.REGULAR)
    with Project.read(made.path) as copy:
        assert actors(copy) == ["Oceana"]


def test_a_half_made_or_altered_backup_is_not_listed(project: Project, path: Path) -> None:
    made = [make_backup(path) for _ in range(4)]
    assert len({backup.path for backup in made}) == 4
    made[0].path.with_suffix(".json").unlink()
    os.truncate(made[1].path, made[1].size - 1)
    made[2].path.with_suffix(".json").write_text('{"format": 1')
    (made[0].path.parent / "strange.json").write_text('["x"]')
    assert list_backups(path) == [made[3]]


def test_a_damaged_project_gets_no_backup(project: Project, article: int, path: Path) -> None:
    project.close()
    content = path.read_bytes()
    place = content.index(b"Mara Lindt added")
    path.write_bytes(content[:place] + b"N" + content[place + 1 :])
    with pytest.raises(BackupFailed, match="article 1"):
        make_backup(path)
    assert list((path.parent / "p backups").iterdir()) == []


def test_what_a_killed_backup_left_is_cleared_away(project: Project, path: Path) -> None:
    made = make_backup(path)
    drafts = [made.path.with_name(f".claimdesk-{n}.part") for n in range(2)]
    for draft in drafts:
        draft.write_text("half")
    os.utime(drafts[0], (0, 0))
    make_backup(path)
    assert [draft.exists() for draft in drafts] == [False, True]


def test_backups_go_where_the_analyst_chose(project: Project, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    backups.choose_folder(project, other)
    made = make_backup(path)
    assert made.path.parent == other
    assert list_backups(path) == [made]
    assert project.undo_label() is None
    stranger = tmp_path / "elsewhere" / "p.claimdesk"
    stranger.parent.mkdir()
    create_project(stranger)
    make_backup(stranger, folder=other)
    assert list_backups(path) == [made], "another project of the same name is left out"
    backups.choose_folder(project, None)
    assert backups.backup_folder(path) == path.parent / "p backups"
    assert check(path)["ok"]


def test_a_copy_elsewhere_is_a_project(project: Project, path: Path, rows: Callable) -> None:
    add_actor(project, "Oceana")
    target = path.with_name("copy.claimdesk")
    save_copy(path, target)
    with Project.open(target) as copy:
        assert rows(copy) == rows(project)
    with pytest.raises(BackupFailed, match="exists already"):
        save_copy(path, target)
    with pytest.raises(BackupFailed, match="was not made"):
        save_copy(path, path.parent / "nowhere" / "copy.claimdesk")


def test_restoring_moves_what_was_there_aside(path: Path, rows: Callable) -> None:
    create_project(path)
    with Project.open(path) as project:
        add_actor(project, "Oceana")
        before = rows(project)
        made = make_backup(path)
        add_actor(project, "Late")
        told = difference(made.path, path)
        assert told.tables["actor"].only_in_project == 1
        assert [edit.label for edit in told.edits_since] == ["Add Late"]
        with pytest.raises(InUse):
            restore(made.path, path)
    present = path.read_bytes()
    restored = restore(made.path, path)
    assert restored.summary == made.summary
    assert (restored.replaced / path.name).read_bytes() == present
    with Project.open(path) as project:
        assert rows(project) == before
    assert check(path)["ok"]
    assert difference(made.path, path).tables == {}


STALE = """
import os, sys; from pathlib import Path
from claimdesk.models.registry import create_actor
from claimdesk.models.store.project import Project
p = Project.open(Path(sys.argv[1]))
with p.edit('Add') as s: create_actor(s, 'In the wal', 'state')
os._exit(9)
"""


@pytest.mark.drill
@pytest.mark.parametrize("loss", ["nothing", "the file", "all but the wal"])
def test_restoring_beside_a_stale_wal(path: Path, rows: Callable, loss: str) -> None:
    create_project(path)
    with Project.open(path) as project:
        before = rows(project)
    made = make_backup(path)
    subprocess.run([sys.executable, "-P", "-c", STALE, path], check=False)
    wal = path.with_name("p.claimdesk-wal")
    left = {"p.claimdesk-wal": wal.read_bytes()}
    if loss == "nothing":
        left[path.name] = path.read_bytes()
    elif loss == "the file":
        path.unlink()
    else:
        path.unlink()
        path.with_name("p.claimdesk-shm").unlink()
    restored = restore(made.path, path)
    assert not wal.exists()
    for name, content in left.items():
        assert (restored.replaced / name).read_bytes() == content
    with Project.open(path) as project:
        assert rows(project) == before
    if loss == "nothing":
        # What was moved aside is a project of its own, with what its -wal holds.
        with Project.open(restored.replaced / path.name) as project:
            assert actors(project) == ["In the wal"]


def test_a_damaged_backup_is_not_restored(path: Path, folder_bytes: Callable) -> None:
    create_project(path)
    made = make_backup(path)
    content = made.path.read_bytes()
    place = content.index(b"cyber")
    made.path.write_bytes(content[:place] + b"s" + content[place + 1 :])
    before = folder_bytes(path.parent)
    with pytest.raises(CannotRestore, match="has changed since it was made"):
        restore(made.path, path)
    made.path.with_suffix(".json").unlink()
    with pytest.raises(ClaimdeskError, match="is damaged"):
        restore(made.path, path)
    path.with_name("text.claimdesk").write_text("no project")
    with pytest.raises(ClaimdeskError, match="is not a Claimdesk project"):
        restore(path.with_name("text.claimdesk"), path)
    path.with_name("text.claimdesk").unlink()
    assert folder_bytes(path.parent) == before
    assert restoring.verify_backup(path).articles == 0


def test_a_backup_of_an_older_version_is_restored(
    version_1: Path, path: Path, tmp_path: Path
) -> None:
    old = tmp_path / "old.claimdesk"
    shutil.copyfile(version_1, old)
    made = make_backup(old)
    assert made.summary.version == 1
    restore(made.path, path)
    assert path.read_bytes()[60:64] == version_1.read_bytes()[60:64]
    Project.open(path).close()


NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)


def test_few_of_the_old_ones_are_retained() -> None:
    every_half_hour = [NOW - timedelta(minutes=30 * n) for n in range(48 * 400)]
    left = sorted(retained(every_half_hour, Retention()), reverse=True)
    assert left[:12] == every_half_hour[:12]
    assert 12 + 9 + 7 + 6 <= len(left) <= 12 + 10 + 9 + 9
    assert NOW - left[-1] > timedelta(days=220)


@given(st.lists(st.integers(0, 500_000), unique=True), st.integers(1, 5), st.integers(0, 5))
def test_pruning_twice_is_pruning_once(minutes: list[int], latest: int, other: int) -> None:
    moments = [NOW - timedelta(minutes=n) for n in minutes]
    retention = Retention(latest, other, other, other)
    left = retained(moments, retention)
    assert retained(left, retention) == left
    assert set(sorted(moments, reverse=True)[:latest]) <= left <= set(moments)


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def scheduler(project: Project, clock: Clock):
    count = itertools.count()
    found = BackupScheduler(
        project,
        run=run_now,
        clock=clock,
        now=lambda: NOW + timedelta(seconds=next(count)),
        retention=Retention(2, 0, 0, 0),
    )
    yield found
    found.close()


def reasons(path: Path) -> list[str]:
    return [backup.reason for backup in list_backups(path)]


def test_backups_are_made_on_opening_and_when_something_changed(
    project: Project, scheduler: BackupScheduler, clock: Clock, path: Path
) -> None:
    scheduler.project_opened()
    assert reasons(path) == ["on opening"]
    clock.seconds = 3600
    scheduler.tick()
    scheduler.project_opened()
    assert reasons(path) == ["on opening"], "nothing changed"
    add_actor(project, "Oceana")
    clock.seconds += 60
    scheduler.tick()
    assert len(reasons(path)) == 1, "not yet"
    clock.seconds += 1800
    scheduler.tick()
    assert reasons(path) == ["regular", "on opening"]
    make_backup(path, now=NOW - timedelta(days=400))
    add_actor(project, "Late")
    clock.seconds += 1800
    scheduler.tick()
    assert reasons(path) == ["regular", "regular", "by hand"], "pruned, but not what a person made"


def test_what_was_before_a_risky_edit_is_kept(
    project: Project,
    article: int,
    scheduler: BackupScheduler,
    path: Path,
    clock: Clock,
    rows: Callable,
) -> None:
    add_actor(project, "Oceana")
    assert reasons(path) == []
    before = rows(project)
    with project.edit("Delete the article") as session:
        edits.delete_article(session, article)
    [made] = list_backups(path)
    assert (made.reason, made.detail) == ("before edit", "Delete the article")
    with Project.read(made.path) as copy:
        assert rows(copy) == before
    with project.edit("Delete the actor") as session:
        session.connection().exec_driver_sql("DELETE FROM actor")
    assert len(reasons(path)) == 1, "only a moment ago"
    with project.edit("Import") as session:
        registry_rows = [{"name": f"A{n}", "kind": "state"} for n in range(600)]
        session.connection().exec_driver_sql(
            "INSERT INTO actor(name, kind, state) SELECT json_extract(value, '$.name'), 'state', "
            "'accepted' FROM json_each(?)",
            (json.dumps(registry_rows),),
        )
    assert [backup.detail for backup in list_backups(path)] == ["Import", "Delete the article"]


def test_a_backup_that_fails_is_told_and_does_not_fail_the_edit(
    project: Project, article: int, path: Path, clock: Clock
) -> None:
    told: list[object] = []
    scheduler = BackupScheduler(project, run=run_now, on_backup=told.append, clock=clock)
    (path.parent / "p backups").write_text("in the way")
    with project.edit("Delete the article") as session:
        edits.delete_article(session, article)
    assert isinstance(told[0], BackupFailed)
    (path.parent / "p backups").unlink()
    clock.seconds += 1800
    scheduler.tick()
    scheduler.close()
    assert reasons(path) == ["regular"], "tried again when it was time"
    assert actors(project) == []
    assert project.undo_label() == "Delete the article"


def test_backups_in_a_thread_are_waited_for(project: Project, path: Path) -> None:
    scheduler = BackupScheduler(project)
    add_actor(project, "Oceana")
    scheduler.project_opened()
    add_actor(project, "Late")
    scheduler.close()
    project.close()
    [made] = list_backups(path)
    assert made.summary.last_edit.label == "Add Oceana"


def test_backing_up_and_restoring_by_command(path: Path, tmp_path: Path, capsys) -> None:
    create_project(path)
    other = tmp_path / "other"
    other.mkdir()
    assert main(["backup", str(path), "--to", str(other)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["articles"] == 0
    with Project.open(path) as project:
        add_actor(project, "Late")
    assert main(["restore", told["backup"], str(path)]) == 0
    assert Path(json.loads(capsys.readouterr().out)["replaced"]).is_dir()
    with Project.read(path) as project:
        assert actors(project) == []
    assert main(["restore", str(tmp_path / "none.claimdesk"), str(path)]) == 1
    assert "does not exist" in capsys.readouterr().err


def test_backups_are_listed_by_command_also_of_a_lost_project(path: Path, capsys) -> None:
    create_project(path)
    assert main(["backups", str(path)]) == 0
    assert json.loads(capsys.readouterr().out) == []
    with Project.open(path) as project:
        add_actor(project, "Early")
    made = [make_backup(path), make_backup(path)]
    path.unlink()
    assert main(["backups", str(path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {found["backup"] for found in told} == {str(backup.path) for backup in made}
    assert {found["last_edit"]["label"] for found in told} == {"Add Early"}
    assert main(["restore", told[0]["backup"], str(path)]) == 0
    with Project.read(path) as project:
        assert actors(project) == ["Early"]


def test_a_large_import_by_command_is_backed_up_before(path: Path, tmp_path: Path, capsys) -> None:
    create_project(path)
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(510):
        (folder / f"{number}.txt").write_text(f"Talks {number}\n\nThe minister said so.")
    assert main(["import", str(path), str(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["articles"] == 510
    [made] = list_backups(path)
    assert (made.reason, made.summary.articles) == ("before edit", 0)


def test_the_check_after_an_interruption_is_told(path: Path) -> None:
    create_project(path)
    lock = path.with_name(f"{path.name}.lock")
    lock.write_text(json.dumps({"program": "x", "process": 1, "host": socket.gethostname()}))
    reports: list[dict] = []
    with Project.open(path) as project:
        scheduler = BackupScheduler(project, run=run_now, on_check=reports.append)
        scheduler.project_opened()
        scheduler.close()
    assert [report["ok"] for report in reports] == [True]
    assert reasons(path) == ["on opening"]


KILLED_AT = """
import os, sys; from pathlib import Path
from claimdesk.models.store import disk
from claimdesk.models.store.backups.restoring import restore
left, move = int(sys.argv[3]), disk.move
def moving(source, target):
    global left
    if left == 0: os._exit(9)
    left -= 1
    move(source, target)
disk.move = moving
restore(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.drill
def test_a_restore_that_is_killed_loses_nothing_and_is_done_again(
    path: Path, rows: Callable
) -> None:
    create_project(path)
    with Project.open(path) as project:
        backed_up = rows(project)
    made = make_backup(path)
    subprocess.run([sys.executable, "-P", "-c", STALE, path], check=False)
    present = path.read_bytes(), path.with_name("p.claimdesk-wal").read_bytes()
    moves = 0
    while True:
        place = path.parent / f"run {moves}"
        place.mkdir()
        target = place / path.name
        target.write_bytes(present[0])
        target.with_name("p.claimdesk-wal").write_bytes(present[1])
        arguments = [sys.executable, "-P", "-c", KILLED_AT, made.path, target, str(moves)]
        done = subprocess.run(arguments, check=False)
        restore(made.path, target)
        with Project.open(target) as project:
            assert rows(project) == backed_up
        kept = [found.read_bytes() for found in place.rglob("*") if found.is_file()]
        assert set(present) <= set(kept), "what was there is still there"
        if done.returncode == 0:
            break
        moves += 1
    assert moves == 4, "the copy, the file, its -wal, the copy into its place"
