# SPDX-License-Identifier: MIT
"""Projects whose hashes are right and whose content is not: refused, and repaired."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "durability"))

from drills import sealing

from claimdesk.models.editing import edits
from claimdesk.models.exchange.sample import create_sample
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.registry import create_actor
from claimdesk.models.store import project_file, storage
from claimdesk.models.store.history import deleted
from claimdesk.models.store.integrity import beside, validation
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from claimdesk.models.store.repair.repair import repair
from claimdesk.models.store.storage import Damaged

_DEEP = json.dumps("x").join(["[" * 10_000, "]" * 10_000])

NONSENSE = {
    "title that is no text": "UPDATE article SET title = x'00ff' WHERE id = 1",
    "text that is not UTF-8": "UPDATE article SET outlet = CAST(x'41fe' AS TEXT) WHERE id = 1",
    "quote that is no text": "UPDATE span SET quote = x'00ff' WHERE id = 1",
    "value of another field": "UPDATE claim SET stance_id = (SELECT choice.id FROM choice JOIN "
    "field ON field.id = field_id WHERE field.key = 'kind' LIMIT 1)",
    "name of a megabyte": "UPDATE actor SET name = printf('%.*c', 1000000, 'x') WHERE id = 1",
    "span beyond the text": 'UPDATE span SET "end" = 100000 WHERE id = 1',
    "span beyond everything": 'UPDATE span SET "end" = 9223372036854775807 WHERE id = 1',
    "unknown table": "UPDATE change SET table_name = 'sqlite_master'",
    "unknown operation": "UPDATE change SET operation = 'replace'",
    "unknown column": 'UPDATE change SET before = \'{"id": 1, "x": 2}\' WHERE before IS NOT NULL',
    "no JSON": "UPDATE change SET before = '{' WHERE before IS NOT NULL",
    "nested JSON": f"UPDATE change SET before = '{_DEEP}' WHERE before IS NOT NULL",
    "nested report": "INSERT INTO model(layer, version, active, report, data, created) "
    f"VALUES ('claim', 1, 1, '{_DEEP}', x'00', '')",
    "very many aliases": "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n "
    "WHERE i < 100000) INSERT INTO alias(actor_id, text) SELECT 1, 'a' || i FROM n",
    "run of another article": "UPDATE annotation SET run_id = 99",
    "unknown kind": "UPDATE actor SET kind = 'ghost' WHERE id = 1",
    "actor above itself": "UPDATE actor SET member_of_id = id WHERE id = 1",
    "infinite score": "UPDATE annotation SET score = 9e999",
    "recording for ever": "UPDATE recording SET changeset_id = 1",
    "id that is the last one": "UPDATE sqlite_sequence SET seq = 9223372036854775807 "
    "WHERE name = 'article'",
}
_BEYOND_REPAIR = {"very many aliases"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "p.claimdesk"
    create_sample(path)
    with Project.open(path) as project:
        with project.edit("Note") as session:
            edits.set_note(session, [1, 2], "a note")
        with project.edit("Delete") as session:
            edits.delete_annotations(session, [2])
    return path


@pytest.mark.drill
@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_is_refused_and_repaired(
    kind: str, made: Path, path: Path, folder_bytes: Callable
) -> None:
    shutil.copyfile(made, path)
    with sealing.changing(path) as sqlite:
        sqlite.execute(NONSENSE[kind])
    before = folder_bytes(path.parent)
    for opening in (Project.open, Project.read, Project.open_or_read):
        with pytest.raises(Damaged, match=r"can't work with|parts of the file are broken"):
            opening(path)
    assert not check(path)["ok"]
    assert folder_bytes(path.parent) == before
    report = repair(path, path.with_name("repaired.claimdesk"), backups=[])
    if kind not in _BEYOND_REPAIR:
        assert report.is_sound
        with Project.open(report.project) as project, project.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM span").scalar_one()


def test_what_the_program_writes_itself_passes(made: Path) -> None:
    assert check(made)["problems"] == []
    Project.open(made).close()


def test_an_edit_that_would_make_no_sense_is_not_saved(project: Project) -> None:
    before = check(project.path)["counts"]
    for name in ("x" * 1_000_000, "y" * 50_000):
        with (
            pytest.raises(ClaimdeskError, match="longer than"),
            project.edit("Add an actor") as session,
        ):
            create_actor(session, name, "person")
    assert check(project.path)["counts"] == before


def test_names_in_the_history_never_reach_sql(made: Path, path: Path) -> None:
    """Even where they came after the file was opened."""
    shutil.copyfile(made, path)
    with Project.open(path) as project:
        for table in ("sqlite_master", 'x"; DROP TABLE article; --', "recording"):
            with sealing.behind(path) as sqlite:
                sqlite.execute("UPDATE change SET table_name = ?", (table,))
            with pytest.raises(ClaimdeskError, match="history of this project is damaged"):
                project.undo()
            with project.reading() as connection:
                assert deleted.deleted_items(connection, "annotation") == []


def test_a_large_file_is_validated_once(
    made: Path, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_file, "_CHECKED_AT_ONCE", 0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copyfile(made, path)
    asked: list[object] = []
    whole = beside.validating
    monkeypatch.setattr(
        beside, "validating", lambda engine, one: (asked.append(one), whole(engine, one))[1]
    )
    for _time in range(3):
        with Project.open(path) as project, project.edit("Note") as session:
            edits.set_note(session, [1], f"note {_time}")
    assert len(asked) == 1
    with sealing.changing(path) as sqlite:
        sqlite.execute(NONSENSE["title that is no text"])
    with pytest.raises(Damaged, match="can't work with"):
        Project.open(path)


@pytest.mark.parametrize(
    "name", ["title that is no text", "value of another field", "span beyond the text"]
)
def test_a_large_file_that_makes_no_sense_is_refused_too(
    made: Path, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(project_file, "_CHECKED_AT_ONCE", 0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copyfile(made, path)
    with sealing.changing(path) as sqlite:
        sqlite.execute(NONSENSE[name])
    before = path.read_bytes()
    with pytest.raises(Damaged, match="can't work with"):
        Project.open(path)
    assert path.read_bytes() == before
    assert not storage.wal_path(path).exists()


def test_damage_to_a_large_file_is_named_before_what_it_does_to_the_content(
    made: Path, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_file, "_CHECKED_AT_ONCE", 0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copyfile(made, path)
    with sealing.changing(path) as sqlite:
        sqlite.execute(NONSENSE["span beyond the text"])
        (page,) = sqlite.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'span'"
        ).fetchone()
        (size,) = sqlite.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = content[:size]
    path.write_bytes(content)
    with pytest.raises(Damaged) as refused:
        Project.open(path)
    assert "can't work with" not in str(refused.value)


def test_what_damage_lets_run_for_ever_is_interrupted(path: Path) -> None:
    """Here a check that never ends by itself stands for it."""
    Project.create(path).close()
    endless = (
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    )
    engine = storage.reading_engine(path)
    with (
        pytest.MonkeyPatch.context() as patch,
        engine.connect() as connection,
        pytest.raises(Damaged),
    ):
        patch.setattr(
            validation, "checks", lambda: {"actor": lambda sqlite: iter(sqlite.execute(endless))}
        )
        with beside.validating(engine, connection):
            raise storage.damaged(path, "the block found it")
