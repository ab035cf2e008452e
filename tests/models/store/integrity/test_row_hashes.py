# SPDX-License-Identifier: MIT
"""Seals: whatever changes in a file behind the program's back is noticed, wherever it is."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Actor, metadata
from claimdesk.models.text.spans import Span
from tests.projects import create_sample

pytestmark = pytest.mark.drill


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a history, made once; not to be opened."""
    path = tmp_path_factory.mktemp("made") / "p.claimdesk"
    create_sample(path)
    with Project.open(path) as project:
        with project.edit("Annotate") as session:
            edits.create_mention(session, 1, Span(0, 5), None)
        project.undo()
        with project.edit("Note") as session:
            edits.set_note(session, [1, 2], "日本 🇯🇵")
    return path


@pytest.fixture
def closed(made: Path, path: Path) -> Path:
    """The project of one test, closed."""
    shutil.copyfile(made, path)
    return path


@contextlib.contextmanager
def unnoticed(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection whose changes fire no trigger, as damage to the disk fires none."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        with connection:
            for name, _sql in triggers:
                connection.execute(f'DROP TRIGGER "{name}"')
            yield connection
            for _name, sql in triggers:
                connection.execute(sql)


def content(path: Path) -> list[object]:
    """All rows of all tables but the seals, and the file's numbering."""
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as c:
        c.text_factory = bytes
        names = [t.name for t in metadata.sorted_tables if t.name != "seal"]
        numbers = "SELECT * FROM sqlite_sequence WHERE name NOT IN ('seal', 'unsealed')"
        return [
            *(c.execute(f'SELECT * FROM "{name}" ORDER BY id').fetchall() for name in names),
            sorted(c.execute(numbers), key=repr),
            c.execute("PRAGMA integrity_check").fetchall(),
        ]


def damaged(whole: bytes, place: random.Random, kind: str) -> bytes:
    changed = bytearray(whole)
    if kind == "bit":
        changed[place.randrange(100, len(whole))] ^= 1 << place.randrange(8)
    else:
        size = 512 if kind == "sector" else 4096
        start = place.randrange(1, len(whole) // size) * size
        changed[start : start + size] = place.randbytes(size) if kind == "sector" else bytes(size)
    return bytes(changed)


@pytest.mark.drill
@pytest.mark.parametrize("kind", ["bit", "sector", "page"])
def test_no_damage_that_changes_content_goes_unnoticed(
    closed: Path, tmp_path: Path, kind: str
) -> None:
    before = content(closed)
    whole = closed.read_bytes()
    place = random.Random(5)
    copy = tmp_path / "damaged.claimdesk"
    changed = 0
    for _ in range(40):
        copy.write_bytes(damaged(whole, place, kind))
        try:
            is_changed = content(copy) != before
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            is_changed = True
        changed += is_changed
        try:
            noticed = not check(copy)["ok"]
        except ClaimdeskError:
            noticed = True
        assert noticed or not is_changed
    assert changed > 5


@pytest.mark.parametrize("table", sorted({t.name for t in metadata.sorted_tables} - {"unsealed"}))
def test_a_changed_row_of_any_table_is_noticed(version_1: Path, path: Path, table: str) -> None:
    shutil.copyfile(version_1, path)
    Project.open(path).close()
    with unnoticed(path) as connection:
        names = [c.name for c in metadata.tables[table].columns if not c.foreign_keys]
        column = next((n for n in reversed(names) if n != "id"), "id")
        done = connection.execute(
            f'UPDATE "{table}" SET "{column}" = 7 WHERE id = (SELECT max(id) FROM "{table}")'
        )
        if not done.rowcount:
            pytest.skip("the fixture has no row in it")
    assert not check(path)["ok"]


def test_rows_that_came_or_went_unseen_are_named(closed: Path) -> None:
    with unnoticed(closed) as connection:
        connection.execute("DELETE FROM term WHERE id = 1")
        connection.execute("INSERT INTO annotator(name) VALUES ('Nobody')")
        connection.execute("UPDATE span SET role = 'evidence' WHERE id = 3")
        connection.execute("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'actor'")
    problems = {(found["where"], found["what"]) for found in check(closed)["problems"]}
    assert ("term 1", "it is missing") in problems
    assert ("annotator 2", "it was never recorded") in problems
    assert ("annotation 3 in article 1", "it is not as it was recorded") in problems
    assert ("sqlite_sequence", "it is not as it was recorded") in problems


def test_a_change_by_another_program_is_noticed(closed: Path) -> None:
    with contextlib.closing(sqlite3.connect(closed)) as connection, connection:
        connection.execute("UPDATE actor SET name = 'Other' WHERE id = 1")
    problems = check(closed)["problems"]
    assert {"where": "actor 1", "what": "it was changed by another program"} in problems


def test_every_way_to_write_keeps_the_seals(project: Project, article: int, path: Path) -> None:
    with project.edit("Many at once") as session:
        session.execute(insert(Actor), [{"name": f"A{i}", "kind": "state"} for i in range(30)])
        created = edits.create_mention(session, article, Span(0, 7), 3)
    with project.edit("By SQL, with cascades") as session:
        sql = session.connection().exec_driver_sql
        sql("UPDATE actor SET note = 'n' WHERE id % 2")
        sql("DELETE FROM actor WHERE id = 3")
        sql("INSERT OR REPLACE INTO setting(key, value) VALUES ('colour', 'red')")
        sql("INSERT OR REPLACE INTO setting(key, value) VALUES ('colour', 'blue')")
    with pytest.raises(RuntimeError), project.edit("Not at all") as session:
        registry.create_actor(session, "Oceana", "state")
        raise RuntimeError
    with project.unrecorded() as (connection, _told):
        connection.exec_driver_sql("UPDATE annotation SET score = 0.1 WHERE id = ?", (created,))
        connection.exec_driver_sql("INSERT INTO annotator(name) VALUES ('Noor')")
    assert check(path)["problems"] == []
    while project.undo():
        pass
    assert check(path)["problems"] == []
    while project.redo():
        pass
    assert check(path)["problems"] == []
