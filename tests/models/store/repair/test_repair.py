# SPDX-License-Identifier: MIT
"""Repair: what can be read is saved, and nothing is lost or changed without a word."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from claimdesk.models.cli import main
from claimdesk.models.editing import edits
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.backups.backups import make_backup
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.locking import InUse
from claimdesk.models.store.project import Project
from claimdesk.models.store.repair.repair import CannotRepair, RepairReport, repair
from claimdesk.models.text.spans import Span
from tests.projects import create_sample


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "p.claimdesk"
    create_sample(path)
    with Project.open(path) as project:
        with project.edit("Annotate") as session:
            edits.create_mention(session, 1, Span(0, 5), None)
        with project.edit("Note") as session:
            edits.set_note(session, [1, 2], "日本 🇯🇵")
        project.undo()
    return path


@pytest.fixture
def closed(made: Path, path: Path) -> Path:
    """The project of one test, closed."""
    shutil.copyfile(made, path)
    return path


@pytest.fixture
def new(path: Path) -> Path:
    return path.with_name("new.claimdesk")


def row_hashes(path: Path) -> dict[tuple[str, int], int]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT table_name, row_id, digest FROM seal WHERE table_name NOT LIKE 'sqlite%'"
        )
        return {(name, row): digest for name, row, digest in rows}


def told(report: RepairReport) -> set[str]:
    parts = ("mention", "claim", "domain_mention")
    places = {entry["where"] for entry in (*report.lost, *report.altered)}
    return places | {
        f"annotation {place.split()[1]}" for place in places if place.split()[0] in parts
    }


def test_a_sound_project_is_saved_as_it_is(closed: Path, new: Path, rows: Callable) -> None:
    before = closed.read_bytes()
    report = repair(closed, new)
    assert closed.read_bytes() == before
    assert (report.lost, report.altered) == ([], [])
    assert report.has_history and report.is_sound
    assert row_hashes(new) == row_hashes(closed)
    with Project.open(new) as project, Project.read(closed) as old:
        assert rows(project) == rows(old)
        assert project.redo_label() == "Note"
        while project.undo():
            pass
        while project.redo():
            pass


@pytest.mark.drill
@pytest.mark.parametrize("kind", ["bit", "sector", "page"])
def test_nothing_is_lost_or_changed_without_a_word(closed: Path, new: Path, kind: str) -> None:
    whole, before = closed.read_bytes(), row_hashes(closed)
    place = random.Random(9)
    saved = 0
    for _ in range(10):
        changed = bytearray(whole)
        if kind == "bit":
            for _ in range(20):
                changed[place.randrange(4096, len(whole))] ^= 1 << place.randrange(8)
        else:
            size = 512 if kind == "sector" else 4096
            start = place.randrange(4096 // size, len(whole) // size) * size
            changed[start : start + size] = place.randbytes(size) if size == 512 else bytes(size)
        closed.write_bytes(changed)
        try:
            report = repair(closed, new)
        except CannotRepair:
            assert not new.exists()
            continue
        assert closed.read_bytes() == changed
        assert check(new)["problems"] == []
        after = row_hashes(new)
        known = told(report)
        for name, row in before.keys() | after.keys():
            if before.get((name, row)) == after.get((name, row)):
                saved += 1
            elif name == "changeset":
                assert not report.has_history
            elif (name, row) in before or name != "setting":
                assert known & {f"{name} {row}", f"table {name}"}, report
        # What the history speaks of may be lost; then undo says so, and changes nothing.
        with Project.open(new) as project, contextlib.suppress(ClaimdeskError):
            while project.undo():
                pass
        new.unlink()
    assert saved > 10 * len(before) * 0.4


def test_a_damaged_text_lets_words_wait_and_says_where(closed: Path, new: Path) -> None:
    content = closed.read_bytes()
    place = content.index(b"signed in Wellington after two years of quiet talks")
    closed.write_bytes(content[:place] + b"zignet" + content[place + 6 :])
    report = repair(closed, new)
    assert {"where": "article 1", "what": "its text is not the one that was saved"} in (
        report.altered
    )
    with Project.open(new) as project, project.reading() as connection:
        assert "zignet in Wellington" in queries.article(connection, 1).body


def test_a_damaged_annotation_says_so_in_its_note(closed: Path, new: Path) -> None:
    with contextlib.closing(sqlite3.connect(closed)) as connection, connection:
        connection.execute("DROP TRIGGER seal_annotation_update")
        connection.execute("UPDATE annotation SET origin = 'analyzt' WHERE id = 3")
    report = repair(closed, new)
    assert [entry["where"] for entry in report.altered] == ["annotation 3"]
    with Project.open(new) as project, project.reading() as connection:
        [row] = queries.annotations_by_id(connection, [3])
    assert row.note.endswith("This was damaged and may be wrong: check it.")


def test_a_file_without_its_first_words_is_read(closed: Path, new: Path) -> None:
    before = row_hashes(closed)
    content = closed.read_bytes()
    closed.write_bytes(bytes(24) + content[24:])
    assert repair(closed, new).is_sound
    assert row_hashes(new) == before


@pytest.mark.parametrize("version", ["version_1", "version_2"])
def test_an_old_project_is_saved_too(
    version: str, request: pytest.FixtureRequest, path: Path, new: Path
) -> None:
    shutil.copyfile(request.getfixturevalue(version), path)
    report = repair(path, new)
    assert report.is_sound and report.has_history
    assert report.lost == [], "what came in with a later version was not there"
    assert report.saved["annotation"] > 0


def test_what_is_no_project_makes_none(path: Path, new: Path, folder_bytes: Callable) -> None:
    path.write_text("Dear diary,\n" * 900)
    with pytest.raises(CannotRepair, match="can't be read at all"):
        repair(path, new)
    path.unlink()
    with pytest.raises(CannotRepair, match="does not exist"):
        repair(path, new)
    assert folder_bytes(path.parent) == {}
    with Project.create(path), pytest.raises(InUse):
        repair(path, new)
    with pytest.raises(ClaimdeskError, match="exists already"):
        repair(path, path)


def test_repairing_by_command(closed: Path, new: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["repair", str(closed), str(new)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["saved"]["article"] == 1
    assert report["is_sound"]


@pytest.mark.drill
@pytest.mark.parametrize("kind", ["sector", "page"])
def test_what_a_backup_holds_as_it_was_comes_back(closed: Path, new: Path, kind: str) -> None:
    make_backup(closed)
    with Project.open(closed) as project, project.edit("Late") as session:
        edits.set_note(session, [5], "after the backup")
    whole, before = closed.read_bytes(), row_hashes(closed)
    place = random.Random(4)
    recovered = whole_again = 0
    for _ in range(8):
        changed = bytearray(whole)
        size = 512 if kind == "sector" else 4096
        start = place.randrange(4096 * 40 // size, len(whole) // size) * size
        changed[start : start + size] = place.randbytes(size)
        closed.write_bytes(changed)
        try:
            report = repair(closed, new)
        except CannotRepair:
            continue
        assert check(new)["problems"] == []
        recovered += report.recovered
        whole_again += row_hashes(new) == before
        new.unlink()
    assert recovered > 0
    assert whole_again >= 4
