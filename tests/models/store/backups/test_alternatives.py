# SPDX-License-Identifier: MIT
"""Opening: what is read where it can't be written, who holds a project, what a crash leaves."""

from __future__ import annotations

import ast
import contextlib
import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claimdesk.models import registry
from claimdesk.models.cli import main
from claimdesk.models.codebook import read_codebook
from claimdesk.models.exchange.formats import import_corpus, import_paths
from claimdesk.models.messages.errors import ClaimdeskError, NotSaved
from claimdesk.models.registry.spreadsheet import read_actors
from claimdesk.models.store import location_risks, project_file, storage
from claimdesk.models.store.backups.backups import make_backup
from claimdesk.models.store.backups.restoring import read_newest_backup, verify_backup
from claimdesk.models.store.integrity.report import CheckStopped, check
from claimdesk.models.store.locking import CannotWrite, ForeignLock
from claimdesk.models.store.project import Project, set_annotator
from claimdesk.models.store.repair.repair import repair
from claimdesk.models.store.schema import SCHEMA_VERSION
from claimdesk.models.store.storage import Damaged, NewerFile
from tests.projects import create_project

pytestmark = pytest.mark.drill

ROOT = Path(__file__).resolve().parents[4]


def add_actor(project: Project, name: str) -> None:
    with project.edit(f"Add {name}") as session:
        registry.create_actor(session, name, "state")


def actors(project: Project) -> list[str]:
    with project.reading() as connection:
        return list(connection.exec_driver_sql("SELECT name FROM actor ORDER BY id").scalars())


def test_what_cannot_be_written_is_read_and_says_why(path: Path, folder_bytes: Callable) -> None:
    create_project(path)
    path.chmod(0o444)
    before = folder_bytes(path.parent)
    with pytest.raises(CannotWrite):
        Project.open(path)
    with Project.open_or_read(path) as project:
        assert "is read-only" in project.read_only_reason
        set_annotator(project, "Noor")
        with pytest.raises(ClaimdeskError, match="read-only"):
            add_actor(project, "Oceana")
    assert folder_bytes(path.parent) == before


def test_a_newer_file_that_allows_it_is_read(path: Path, folder_bytes: Callable) -> None:
    create_project(path)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE mood (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TRIGGER t AFTER INSERT ON mood BEGIN DELETE FROM mood; END")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = folder_bytes(path.parent)
    with pytest.raises(NewerFile):
        Project.open(path)
    with Project.open_or_read(path) as project:
        assert "newer Claimdesk" in project.read_only_reason
        assert actors(project) == []
    assert folder_bytes(path.parent) == before


def lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def test_a_lock_of_another_computer_is_broken_only_by_choice(
    path: Path, capsys: pytest.CaptureFixture
) -> None:
    create_project(path)
    left = json.dumps({"program": "claimdesk", "process": 7, "host": "elsewhere"})
    lock_of(path).write_text(left)
    with pytest.raises(ForeignLock, match=r"claimdesk \(process 7 on elsewhere\)"):
        Project.open(path)
    assert lock_of(path).read_text() == left
    assert check(path)["ok"]
    with Project.open(path, break_lock=True) as project:
        assert project.was_interrupted
    assert not lock_of(path).exists()
    lock_of(path).write_text(left)
    assert main(["unlock", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["held_by"]["host"] == "elsewhere"
    with Project.open(path):
        assert main(["unlock", str(path)]) == 1
    lock_of(path).write_text("no lock of ours")
    Project.open(path).close()


KILLED = """
import os, sys; from pathlib import Path
from claimdesk.models.registry import create_actor
from claimdesk.models.store.project import Project
p = Project.open(Path(sys.argv[1]))
with p.edit('Add') as s: create_actor(s, 'Oceana', 'state')
os._exit(9)
"""


def test_a_crash_is_noticed_and_what_was_saved_is_there(path: Path) -> None:
    create_project(path)
    with Project.open(path) as project:
        assert (project.was_interrupted, project.is_verified) == (False, True)
    subprocess.run([sys.executable, "-P", "-c", KILLED, path], check=False)
    with Project.open(path) as project:
        assert project.was_interrupted
        assert actors(project) == ["Oceana"]
        assert project.verify()["ok"]
    with Project.open(path) as project:
        assert not project.was_interrupted


def damage(path: Path) -> None:
    content = path.read_bytes()
    place = content.index(b"quantum")
    path.write_bytes(content[:place] + b"Q" + content[place + 1 :])


def test_damage_to_content_is_found_before_anything_is_written(
    path: Path, folder_bytes: Callable
) -> None:
    create_project(path)
    damage(path)
    before = folder_bytes(path.parent)
    with pytest.raises(Damaged, match="not as it was recorded"):
        Project.open(path)
    assert folder_bytes(path.parent) == before


def test_damage_to_a_large_project_ends_writing_once_it_is_found(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_project(path)
    damage(path)
    monkeypatch.setattr(project_file, "_CHECKED_AT_ONCE", 0)
    with Project.open(path) as project:
        assert not project.is_verified
        add_actor(project, "Oceana")
        report = project.verify()
        assert not report["ok"]
        assert report["problems"][0]["where"] in project.read_only_reason
        with pytest.raises(ClaimdeskError, match="restore a backup or repair a copy"):
            add_actor(project, "Late")
        assert actors(project) == ["Oceana"]
        with pytest.raises(ClaimdeskError, match="open in this program"):
            Project.open(path)


def test_damage_that_is_found_later_is_not_taken_for_a_crash(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_project(path)
    damage(path)
    monkeypatch.setattr(project_file, "_CHECKED_AT_ONCE", 0)
    with Project.open(path) as project:
        assert actors(project) == []
        assert not project.verify()["ok"]
        assert actors(project) == []
    assert not storage.wal_path(path).exists()


def test_whoever_comes_second_may_read_the_newest_backup(project: Project, path: Path) -> None:
    add_actor(project, "Oceana")
    with pytest.raises(ClaimdeskError, match="no backup"):
        read_newest_backup(path, "It is in use.")
    make_backup(path)
    add_actor(project, "Late")
    with read_newest_backup(path, "It is in use.") as backup:
        assert actors(backup) == ["Oceana"]
        assert backup.read_only_reason.startswith("It is in use. This is its backup of 20")


def test_two_names_of_one_file_are_one_project(project: Project, path: Path) -> None:
    other = path.with_name("other.claimdesk")
    os.link(path, other)
    assert [risk.kind for risk in location_risks.risks(path)] == ["linked"]
    with pytest.raises(ClaimdeskError, match="open in this program already"):
        Project.open(other)


@pytest.fixture(scope="module")
def opened_files() -> list[str]:
    """What Python opened by name; a hook stays for the life of the process."""
    names: list[str] = []
    sys.addaudithook(
        lambda event, arguments: names.append(str(arguments[0])) if event == "open" else None
    )
    return names


def read_as_an_article(project: Project, path: Path) -> None:
    import_paths(project, [path], format_name="text")


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
@pytest.mark.parametrize(
    "read",
    [
        read_as_an_article,
        lambda project, path: import_corpus(project, path),
        lambda project, path: import_corpus(project, path, format_name="jsonl"),
        lambda _project, path: read_codebook(path),
        lambda _project, path: read_actors(path),
        lambda _project, path: Project.open(path),
        lambda _project, path: verify_backup(path),
        lambda _project, path: repair(path, path.with_name("new.claimdesk")),
    ],
    ids=["text", "guess", "jsonl", "codebook", "csv", "open", "backup", "repair"],
)
def test_the_open_project_is_read_by_nothing_but_sqlite(
    project: Project, path: Path, ending: str, read: Callable, opened_files: list[str]
) -> None:
    add_actor(project, "Oceana")
    opened_files.clear()
    with contextlib.suppress(ClaimdeskError):
        read(project, path.with_name(f"{path.name}{ending}"))
    found = [name for name in opened_files if name.startswith(str(path))]
    assert [name for name in found if not name.endswith(".lock")] == []
    add_actor(project, "Late")


def full(path: Path, project: Project) -> contextlib.AbstractContextManager[None]:
    @contextlib.contextmanager
    def limited():
        size = path.with_name(f"{path.name}-wal").stat().st_size
        import signal

        before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, limits[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            signal.signal(signal.SIGXFSZ, before)

    return limited()


@pytest.mark.skipif(sys.platform == "win32", reason="no limits")
def test_an_edit_that_the_disk_refuses_is_not_half_saved_and_can_be_repeated(
    project: Project, path: Path, rows: Callable
) -> None:
    add_actor(project, "Oceana")
    before = rows(project)
    with full(path, project):
        with pytest.raises(NotSaved) as raised, project.edit("Add many") as session:
            for number in range(200):
                registry.create_actor(session, f"A{number} {'x' * 500}", "state")
        with pytest.raises(NotSaved):
            project.undo()
    assert (raised.value.label, raised.value.retry) == ("Add many", True)
    assert str(path) in str(raised.value)
    assert rows(project) == before
    add_actor(project, "Late")
    assert actors(project) == ["Oceana", "Late"]
    assert check(path)["ok"]


def test_a_full_database_says_what_to_do(project: Project, path: Path) -> None:
    full = pytest.raises(NotSaved, match="the disk is full; nothing was saved")
    with full as raised, project.edit("Add many") as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        for number in range(200):
            registry.create_actor(session, f"A{number} {'x' * 500}", "state")
    assert raised.value.retry


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be moved there")
@pytest.mark.parametrize("other", ["moved", "replaced", "deleted"])
def test_no_edit_goes_to_a_file_that_has_lost_its_name(
    project: Project, path: Path, rows: Callable, other: str
) -> None:
    add_actor(project, "Oceana")
    before = rows(project)
    aside = path.with_name("aside.claimdesk")
    path.rename(aside)
    if other == "replaced":
        create_project(path.with_name("new.claimdesk"))
        path.with_name("new.claimdesk").rename(path)
    with pytest.raises(NotSaved, match="moved, replaced or deleted") as raised:
        add_actor(project, "Late")
    assert raised.value.retry
    if other == "deleted":
        aside.unlink()
    copy = path.with_name("copy.claimdesk")
    assert project.save_copy(copy).last_edit.label == "Add Oceana"
    with Project.open(copy) as saved:
        assert rows(saved) == before
        add_actor(saved, "Late")
    if other == "moved":
        aside.rename(path)
        add_actor(project, "Late")
        assert actors(project) == ["Oceana", "Late"]
        assert check(path)["ok"]


def test_what_another_program_changes_meanwhile_is_not_vouched_for(
    project: Project, path: Path
) -> None:
    add_actor(project, "Oceana")
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE actor SET name = 'Other'")
    with pytest.raises(ClaimdeskError, match="changed by another program"):
        add_actor(project, "Late")
    assert not check(path)["ok"]
    project.close()
    with pytest.raises(Damaged, match="changed by another program"):
        Project.open(path)


def test_a_check_can_be_ended(project: Project) -> None:
    with pytest.raises(CheckStopped):
        project.verify(lambda: True)
    assert project.read_only_reason is None


def test_a_check_tells_how_far_it_is(project: Project) -> None:
    add_actor(project, "Oceana")
    told: list[tuple[int, int]] = []
    assert project.verify(progress=lambda *rows: told.append(rows))["ok"]
    assert told == sorted(told)
    compared, total = told[-1]
    assert 0 < compared <= total
    assert {rows[1] for rows in told} == {total}


def test_damage_that_was_found_counts_also_if_the_check_is_ended(
    project: Project, path: Path
) -> None:
    add_actor(project, "Oceana")
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE actor SET name = 'Other'")
    told: list[int] = []
    report = project.verify(lambda: bool(told), lambda *_rows: told.append(1))
    assert not report["ok"]
    assert "changed by another program" in project.read_only_reason


MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /mnt/share rw - nfs4 server:/x rw
31 22 0:41 / /mnt/my\\040disk rw - ext4 /dev/vdb rw
32 22 0:42 / /home/a/remote rw - fuse.sshfs a@b:/ rw
33 22 0:43 / /media/usb rw - fuseblk /dev/sdb rw
34 22 0:44 / /mnt/win rw - cifs //s/x rw
"""


@pytest.mark.parametrize(
    ("path", "kind", "network"),
    [
        ("/home/a/p.claimdesk", "ext4", False),
        ("/mnt/share/deep/p.claimdesk", "nfs4", True),
        ("/mnt/my disk/p.claimdesk", "ext4", False),
        ("/home/a/remote/p.claimdesk", "fuse.sshfs", True),
        ("/media/usb/p.claimdesk", "fuseblk", False),
        ("/mnt/win/p.claimdesk", "cifs", True),
    ],
)
def test_network_drives_are_told_from_disks(path: str, kind: str, network: bool) -> None:
    assert location_risks.mounted_file_system(Path(path), MOUNTS) == kind
    assert location_risks.is_network(kind) == network


@pytest.mark.parametrize(
    ("folder", "cloud"),
    [
        ("Dropbox", "Dropbox"),
        ("OneDrive - University", "OneDrive - University"),
        ("Library/Mobile Documents/x", "Mobile Documents"),
        ("Nextcloud/team", "Nextcloud"),
        ("Documents", None),
    ],
)
def test_cloud_folders_are_warned_about(tmp_path: Path, folder: str, cloud: str | None) -> None:
    place = tmp_path / folder
    place.mkdir(parents=True)
    found = [risk for risk in location_risks.risks(place / "p.claimdesk") if risk.kind == "cloud"]
    assert [Path(risk.name).name for risk in found] == ([cloud] if cloud else [])
    (place / ".stfolder").mkdir()
    assert location_risks.cloud_folder(place / "p.claimdesk") is not None


CONNECTING = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "urllib3",
    "requests",
    "httpx",
    "ftplib",
    "asyncio",
}
QT_CONNECTING = {"QtNetwork", "QtWebEngineCore", "QtWebEngineWidgets", "QtWebSockets"}


def test_no_module_of_ours_can_open_a_connection() -> None:
    found = set()
    for folder in ("models", "gui", "resources"):
        for source in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
                names: list[str] = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    names = [f"{node.module}.{alias.name}" for alias in node.names]
                for name in names:
                    parts = name.split(".")
                    if parts[0] in CONNECTING or QT_CONNECTING & set(parts):
                        found.add((source.relative_to(ROOT).as_posix(), name))
    # The name of this computer, for the lock file, and the parts of an address, for showing it.
    parse = "urllib.parse"
    harmless = {parse, f"{parse}.urlsplit", f"{parse}.quote", f"{parse}.unquote"}
    left = {(place, name) for place, name in found if name not in harmless}
    assert left == {("models/store/locking.py", "socket")}
    source = (ROOT / "models/store/locking.py").read_text(encoding="utf-8")
    assert [line for line in source.splitlines() if "socket." in line] == [
        "_HOST = socket.gethostname()"
    ]
