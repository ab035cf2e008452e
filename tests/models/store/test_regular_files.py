# SPDX-License-Identifier: MIT
"""What is no ordinary file, or leads in a circle, is refused in a sentence and never waited for."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from claimdesk.models.cli import main
from claimdesk.models.store.project import Project

Make = Callable[[Path], Path]


def _fifo(folder: Path) -> Path:
    path = folder / "pipe"
    os.mkfifo(path)
    return path


def _circle(folder: Path) -> Path:
    path = folder / "circle.claimdesk"
    path.symlink_to(folder / "other")
    (folder / "other").symlink_to(path)
    return path


THINGS: dict[str, Make] = {
    "folder": lambda folder: folder,
    "circle of links": _circle,
    "device without end": lambda _folder: Path("/dev/zero"),
    "file of the kernel": lambda _folder: Path("/proc/kmsg"),
    "memory": lambda _folder: Path("/proc/self/mem"),
}
if hasattr(os, "mkfifo"):
    THINGS["pipe"] = _fifo


def commands(thing: Path, project: Path, elsewhere: Path) -> list[list[object]]:
    """Every command that reads a file, with `thing` in the place of that file."""
    out = elsewhere / "out.jsonl"
    texts = [["import", project, thing, "--format", name] for name in ("text", "brat", "jsonl")]
    return [
        *texts,
        ["new", elsewhere / "new.claimdesk", "--codebook", thing],
        ["suggest", "--json", thing],
        ["evaluate", project, "--gold", thing],
        ["import", thing, project],
        ["export", thing, "--format", "jsonl", "--output", out],
        ["distribution", thing, "--by", "speaker"],
        ["check", thing],
        ["history", thing],
        ["undo", thing],
        ["backup", thing],
        ["unlock", thing],
        ["learn", thing],
        ["suggest", thing],
        ["repair", thing, elsewhere / "repaired.claimdesk"],
        ["restore", thing, elsewhere / "restored.claimdesk"],
    ]


@pytest.mark.usefixtures("no_hang")
@pytest.mark.skipif(os.name == "nt", reason="Windows has none of them")
@pytest.mark.parametrize("kind", THINGS)
def test_only_ordinary_files_are_read(
    kind: str, project: Project, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    project.close()
    folder = tmp_path / "here"
    folder.mkdir()
    thing = THINGS[kind](folder)
    before = sorted(tmp_path.iterdir())
    for words in commands(thing, project.path, tmp_path):
        assert main([str(word) for word in words]) == 1, words
        said = capfd.readouterr().err.strip().splitlines()[-1]
        assert said.startswith("claimdesk: error: "), words
        assert "nexpected" not in said, words
    assert sorted(tmp_path.iterdir()) == before


def test_a_lock_that_is_no_file_is_not_waited_for(project: Project) -> None:
    project.close()
    os.mkfifo(project.path.with_name(project.path.name + ".lock"))
    assert main(["undo", str(project.path)]) == 1
    assert main(["history", str(project.path)]) == 0


def test_a_file_of_two_versions_is_explained(
    version_1: Path, path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copyfile(version_1, path)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE unplaced_span (id)")
    connection.close()
    before = path.read_bytes()
    assert main(["undo", str(path)]) == 1
    said = capfd.readouterr().err
    assert "older Claimdesk" in said and "unplaced_span" in said and "restore a backup" in said
    assert path.read_bytes() == before


def test_a_project_in_utf_16_is_called_that(
    project: Project, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    project.close()
    other = tmp_path / "other.claimdesk"
    source, target = sqlite3.connect(project.path), sqlite3.connect(other)
    target.execute("PRAGMA encoding = 'UTF-16'")
    source.execute("DROP TABLE article_words")
    for statement in source.iterdump():
        if "sqlite_sequence" not in statement:
            target.execute(statement)
    for name in ("application_id", "user_version"):
        target.execute(f"PRAGMA {name} = {source.execute(f'PRAGMA {name}').fetchone()[0]}")
    target.commit()
    source.close()
    target.close()
    for command in ("check", "undo", "history"):
        assert main([command, str(other)]) == 1
        assert "UTF-16" in capfd.readouterr().err


@pytest.mark.drill
def test_a_huge_model_is_refused_before_it_is_read(
    project: Project, steps: Callable[[Callable[[], object]], int], tmp_path: Path
) -> None:
    project.close()
    connection = sqlite3.connect(project.path)
    connection.execute(
        "INSERT INTO model(layer, version, active, report, data, created) "
        "VALUES ('claim', 1, 1, '{}', zeroblob(300000000), '')"
    )
    connection.commit()
    connection.close()
    assert main(["undo", str(project.path)]) == 1


@pytest.mark.drill
def test_a_large_codebook_takes_no_time_and_a_huge_one_is_refused(
    tmp_path: Path, steps: Callable[[Callable[[], object]], int]
) -> None:
    def made(count: int) -> int:
        file, target = tmp_path / f"{count}.json", tmp_path / f"{count}.claimdesk"
        domains = [
            {"name": f"d{i}", "parent": f"d{i - 1}" if i % 5 else None} for i in range(count)
        ]
        values = [{"key": f"c{i}", "label": f"c{i}"} for i in range(count)]
        field = {"key": "own", "label": "Own", "choices": values}
        file.write_text(json.dumps({"domains": domains, "fields": [field]}))
        status = []
        words = ["new", str(target), "--codebook", str(file)]
        taken = steps(lambda: status.append(main(words)))
        assert status == [0]
        return taken

    made(10)
    small, large = made(200), made(800)
    assert large < 6 * small, "it takes more than in proportion"
    huge = tmp_path / "huge.json"
    for kind in ({"domains": [{"name": str(i)} for i in range(100_000)]},):
        huge.write_text(json.dumps(kind))
        assert main(["new", str(tmp_path / "huge.claimdesk"), "--codebook", str(huge)]) == 1
