# SPDX-License-Identifier: MIT
"""What checking a project finds, and that it leaves no trace."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from claimdesk.models.editing import edits
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span
from tests.projects import create_sample


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with an edit in its history, made once; not to be opened."""
    path = tmp_path_factory.mktemp("made") / "p.claimdesk"
    create_sample(path)
    with Project.open(path) as project:
        with project.edit("Note") as session:
            edits.set_note(session, [1], "seen")
        with project.edit("Annotate") as session:
            edits.create_mention(session, 1, Span(0, 5), None)
        project.undo()
    return path


@pytest.fixture
def closed(made: Path, path: Path) -> Path:
    """The project of one test, closed."""
    shutil.copyfile(made, path)
    return path


def change(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(statement).rowcount != 0


def test_a_sound_project_is_ok(closed: Path, folder_bytes: Callable) -> None:
    before = folder_bytes(closed.parent)
    report = check(closed)
    assert (report["ok"], report["problems"]) == (True, [])
    assert report["project"] == str(closed)
    assert report["counts"]["article"] == 1
    assert report["counts"]["changeset"] == 3
    assert folder_bytes(closed.parent) == before


ALTERATIONS = {
    "text": (
        "UPDATE article SET body = replace(body, 'Wellington', 'Wallington')",
        "article 1",
        "not the one that was saved",
    ),
    "hash": ("UPDATE article SET sha256 = 'x'", "article 1", "not the one that was saved"),
    "quote": (
        "UPDATE span SET quote = 'other' WHERE id = 3",
        "span 3 of annotation 3 in article 1",
        "its quote is not at",
    ),
    "offset": ("UPDATE span SET start = start + 1 WHERE id = 3", "span 3", "its quote is not at"),
    "beyond the end": ('UPDATE span SET "end" = 99999 WHERE id = 3', "span 3", "it ends at 99999"),
    "context": ("UPDATE span SET prefix = 'x' WHERE id = 3", "span 3", "its context is not around"),
    "no fields": ("DELETE FROM mention WHERE id = 2", "annotation 2", "no fields of its layer"),
    "no words": ("DELETE FROM span WHERE id = 2", "annotation 2", "it covers no words"),
    "label": ("UPDATE changeset SET label = 'Other' WHERE id = 1", "history 1", "as it was record"),
    "time": ("UPDATE changeset SET created = '' WHERE id = 2", "history 2", "as it was recorded"),
    "step gone": ("DELETE FROM changeset WHERE id = 2", "changeset 2", "it is missing"),
    "change": ("UPDATE change SET after = '{}' WHERE id = 1", "history 1", "as it was recorded"),
    "change gone": ("DELETE FROM change WHERE id = 1", "history 1", "as it was recorded"),
    "recording": ("UPDATE recording SET changeset_id = 1", "history", "not ready to record"),
    "reference": ("DELETE FROM actor WHERE id = 1", "mention", "refers to a row of actor"),
    "table": ("DROP TABLE partner", "file", "no table “partner”"),
    "trigger": ("DROP TRIGGER history_span_update", "file", "triggers or views differ"),
}


@pytest.mark.parametrize("kind", ALTERATIONS)
def test_what_was_altered_is_found_and_named(
    kind: str, closed: Path, folder_bytes: Callable
) -> None:
    statement, where, what = ALTERATIONS[kind]
    change(closed, statement)
    before = folder_bytes(closed.parent)
    report = check(closed)
    assert not report["ok"]
    assert any(
        problem["where"].startswith(where) and what in problem["what"]
        for problem in report["problems"]
    ), report["problems"]
    assert folder_bytes(closed.parent) == before


def test_every_byte_of_a_text_counts(closed: Path) -> None:
    content = closed.read_bytes()
    words = b"signed in Wellington after two years of quiet talks"
    start = content.index(words)
    for place in range(start, start + len(words), 5):
        closed.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert not check(closed)["ok"]
    closed.write_bytes(content)
    assert check(closed)["ok"]


def test_pages_of_garbage_are_found_or_were_unused(closed: Path, folder_bytes: Callable) -> None:
    content = closed.read_bytes()
    pages = len(content) // 4096
    for page in range(1, pages, 7):
        place = page * 4096
        closed.write_bytes(content[:place] + bytes(range(256)) * 16 + content[place + 4096 :])
        before = folder_bytes(closed.parent)
        report = check(closed)
        assert not report["ok"], page
        assert folder_bytes(closed.parent) == before


def test_a_project_is_checked_while_it_is_open(closed: Path) -> None:
    with Project.open(closed) as project:
        with project.edit("Note") as session:
            edits.set_note(session, [2], "seen")
        assert check(closed)["counts"]["changeset"] == 4
        with project.edit("Note") as session:
            edits.set_note(session, [3], "seen")
            assert check(closed)["ok"]


@pytest.mark.parametrize("with_index", [True, False])
def test_what_a_crash_left_behind_is_read_and_not_tidied_up(
    closed: Path, tmp_path: Path, folder_bytes: Callable, with_index: bool
) -> None:
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with Project.open(closed) as project:
        with project.edit("Note") as session:
            edits.set_note(session, [2], "seen")
        for ending in ("", "-wal", "-shm") if with_index else ("", "-wal"):
            name = closed.name + ending
            shutil.copyfile(closed.with_name(name), crashed / name)
    before = folder_bytes(crashed)
    report = check(crashed / closed.name)
    assert report["ok"]
    assert report["counts"]["changeset"] == 4
    assert folder_bytes(crashed) == before


def test_what_is_no_project_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(ClaimdeskError, match="does not exist"):
        check(tmp_path / "none.claimdesk")
    assert list(tmp_path.iterdir()) == []
