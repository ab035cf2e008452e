# SPDX-License-Identifier: MIT
"""A project file: what is opened and what is refused, who may write, how it grows older."""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from claimdesk.models import registry
from claimdesk.models.codebook.starter import create_project
from claimdesk.models.editing import edits
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.search import library
from claimdesk.models.store import migrations, project_file, queries, storage
from claimdesk.models.store import project as project_module
from claimdesk.models.store.backups.backups import list_backups
from claimdesk.models.store.history import listing
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.locking import InUse
from claimdesk.models.store.migrations import migrate
from claimdesk.models.store.project import Project, set_annotator
from claimdesk.models.store.schema import SCHEMA_VERSION
from claimdesk.models.text.spans import Span


@contextlib.contextmanager
def sqlite(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        yield connection


def altered(statement: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        create_project(path)
        with sqlite(path) as connection:
            connection.executescript(statement)

    return make


def truncated(keep: Callable[[int], int]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        create_project(path)
        os.truncate(path, keep(path.stat().st_size))

    return make


def other_database(path: Path) -> None:
    with sqlite(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, body TEXT)")


def garbage(path: Path) -> None:
    create_project(path)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(random.Random(3).randbytes(4096))


def only_application_id(path: Path) -> None:
    with sqlite(path) as connection:
        connection.execute(f"PRAGMA application_id = {0x434C444B}")
        connection.execute("CREATE TABLE other (id)")


WRONG = {
    "missing": (lambda path: None, "does not exist"),
    "folder": (Path.mkdir, "is not a file"),
    "text": (lambda path: path.write_text("Dear diary,\n" * 50), "is not a Claimdesk project"),
    "empty": (Path.touch, "is empty"),
    "one byte": (lambda path: path.write_bytes(b"S"), "is not a Claimdesk project"),
    "only SQLite's first words": (
        lambda path: path.write_bytes(b"SQLite format 3\x00" + bytes(60)),
        "is a database of another program",
    ),
    "other database": (other_database, "is a database of another program"),
    "nothing but our mark": (only_application_id, "is an unfinished Claimdesk project"),
    "newer": (
        altered(
            f"PRAGMA user_version = {SCHEMA_VERSION + 1}; "
            f"UPDATE setting SET value = {SCHEMA_VERSION + 1} WHERE key = 'oldest_reader'"
        ),
        "newer Claimdesk",
    ),
    "first page only": (truncated(lambda size: 4096), "is damaged"),
    "half": (truncated(lambda size: size // 2), "is damaged"),
    "last byte gone": (truncated(lambda size: size - 1), "is damaged"),
    "header only": (truncated(lambda size: 100), "is damaged"),
    "no table": (altered("DROP TABLE partner"), "is damaged"),
    "no column": (
        altered(
            "DROP TRIGGER history_alias_insert; DROP TRIGGER history_alias_update; "
            "DROP TRIGGER history_alias_delete; ALTER TABLE alias DROP COLUMN language"
        ),
        "is damaged",
    ),
    "strange trigger": (
        altered("CREATE TRIGGER t AFTER INSERT ON article BEGIN DELETE FROM actor; END"),
        "was altered by another program",
    ),
    "trigger gone": (altered("DROP TRIGGER history_claim_update"), "altered by another program"),
    "strange view": (altered("CREATE VIEW v AS SELECT * FROM article"), "altered by another"),
}


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("use", [Project.open, Project.read, check], ids=["open", "read", "check"])
def test_a_wrong_file_is_refused_in_one_sentence_and_left_as_it_is(
    kind: str, use: Callable[[Path], object], path: Path, folder_bytes: Callable
) -> None:
    make, reason = WRONG[kind]
    make(path)
    before = folder_bytes(path.parent)
    found: object = None
    try:
        with contextlib.ExitStack() as stack:
            found = use(path)
            if isinstance(found, Project):
                stack.enter_context(found)
                with found.reading() as connection:
                    queries.articles(connection)
                    queries.domains(connection)
    except ClaimdeskError as error:
        message = str(error)
        assert str(path) in message
        assert "\n" not in message
        assert len(message) < 250 + len(str(path))
        if use is Project.open:
            assert reason in message
    else:
        # Reading looks at what it reads only; opening to write, and checking, look at everything.
        assert (use is Project.read and "damaged" in reason) or not found["ok"]
    assert folder_bytes(path.parent) == before


def test_a_file_with_garbage_inside_is_not_written_to(path: Path, folder_bytes: Callable) -> None:
    garbage(path)
    before = folder_bytes(path.parent)
    with pytest.raises(ClaimdeskError, match="is damaged"):
        Project.open(path)
    assert not check(path)["ok"]
    assert folder_bytes(path.parent) == before


def test_a_write_protected_file_is_read_but_not_opened(path: Path, folder_bytes: Callable) -> None:
    create_project(path)
    path.chmod(0o444)
    before = folder_bytes(path.parent)
    with pytest.raises(ClaimdeskError, match="is read-only; make it writable or open a copy"):
        Project.open(path)
    with Project.read(path) as project, project.reading() as connection:
        assert queries.domains(connection)
    assert check(path)["ok"]
    assert folder_bytes(path.parent) == before


def test_a_folder_that_cannot_be_written_is_read_from(path: Path, folder_bytes: Callable) -> None:
    create_project(path)
    path.parent.chmod(0o555)
    if os.access(path.parent, os.W_OK):
        pytest.skip("this user may write everywhere")
    try:
        before = folder_bytes(path.parent)
        with pytest.raises(ClaimdeskError, match="can't be opened for writing"):
            Project.open(path)
        with Project.read(path) as project, project.reading() as connection:
            assert queries.domains(connection)
        with pytest.raises(ClaimdeskError, match="can't be opened for writing"):
            Project.create(path.with_name("new.claimdesk"))
        assert folder_bytes(path.parent) == before
    finally:
        path.parent.chmod(0o755)


def test_creating_never_replaces_anything(path: Path, folder_bytes: Callable) -> None:
    path.write_text("mine")
    before = folder_bytes(path.parent)
    with pytest.raises(ClaimdeskError, match="exists already"):
        Project.create(path)
    with pytest.raises(ClaimdeskError, match="is not a folder"):
        Project.create(path.parent / "nowhere" / "p.claimdesk")
    assert folder_bytes(path.parent) == before


def test_what_fails_to_fill_a_new_project_leaves_no_file(path: Path) -> None:
    def fill(_session: object) -> None:
        raise ClaimdeskError("no")

    with pytest.raises(ClaimdeskError, match="no"):
        Project.create(path, fill)
    assert list(path.parent.iterdir()) == []


def test_a_closed_project_is_one_file(project: Project, article: int, path: Path) -> None:
    project.close()
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    with pytest.raises(ClaimdeskError, match="only for reading"), project.edit("Late"):
        pass


def test_the_file_says_what_it_is_and_is_written_safely(project: Project) -> None:
    with project.edit("Look") as session:
        connection = session.connection()

        def pragma(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2
        assert pragma("foreign_keys") == 1
        assert pragma("application_id") == 0x434C444B
        assert pragma("user_version") == SCHEMA_VERSION


@pytest.mark.drill
def test_a_second_opener_is_told_who_has_it(project: Project, path: Path) -> None:
    with pytest.raises(InUse, match="open in this program already"):
        Project.open(path)
    link = path.with_name("link.claimdesk")
    link.symlink_to(path)
    with pytest.raises(InUse, match="open in this program already"):
        Project.open(link)
    told = in_another_process("Project.open(path)", path)
    assert "InUse" in told
    assert f"(process {os.getpid()} on " in told


@pytest.mark.drill
def test_a_closed_project_can_be_opened_again(path: Path) -> None:
    create_project(path)
    for _ in range(2):
        Project.open(path).close()
    assert "InUse" not in in_another_process("Project.open(path).close()", path)


@pytest.mark.drill
def test_readers_work_while_the_writer_is_open(project: Project, article: int, path: Path) -> None:
    script = "with Project.read(path) as p, p.reading() as c: print(len(queries.articles(c)))"
    assert in_another_process(script, path).strip() == "1"
    with project.edit("Add an actor") as session:
        registry.create_actor(session, "Oceana", "state")
        assert in_another_process(script, path).strip() == "1"
        with project.reading() as connection:
            assert queries.actors(connection) == {}
    with project.reading() as connection:
        assert len(queries.actors(connection)) == 1


@pytest.mark.drill
def test_looking_at_an_open_project_does_not_take_its_locks_away(
    project: Project, article: int, path: Path
) -> None:
    wal = path.with_name(path.name + "-wal")
    before = wal.stat().st_ino
    with pytest.raises(InUse):
        Project.open(path)
    with Project.read(path) as reader, reader.reading() as connection:
        assert len(queries.articles(connection)) == 1
    assert check(path)["ok"]
    # Another program that opens and closes the file deletes the -wal if it believes to be the last.
    in_another_process(
        "import sqlite3; c = sqlite3.connect(path); "
        "c.execute('SELECT count(*) FROM article').fetchall(); c.close()",
        path,
    )
    assert wal.exists() and wal.stat().st_ino == before


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
@pytest.mark.drill
def test_a_killed_holder_frees_the_project_and_keeps_what_it_saved(
    path: Path, folder_bytes: Callable
) -> None:
    create_project(path)
    with holding(path) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(InUse, match=rf"\(process {holder.pid} on "):
            Project.open(path)
        assert check(path)["ok"]
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    left = folder_bytes(path.parent)
    assert path.name + "-wal" in left
    assert check(path)["ok"]
    assert check(path)["counts"]["actor"] == 1
    assert folder_bytes(path.parent) == left
    with Project.open(path) as project, project.reading() as connection:
        assert [actor.name for actor in queries.actors(connection).values()] == ["Oceana"]


@pytest.mark.drill
def test_of_many_that_race_to_open_one_gets_it(path: Path) -> None:
    create_project(path)
    script = "p = Project.open(path); print('got it', flush=True); sys.stdin.read()"
    racers = [process(script, path) for _ in range(3)]
    until = time.monotonic() + 60
    while sum(racer.poll() is None for racer in racers) > 1 and time.monotonic() < until:
        time.sleep(0.01)
    outputs = [racer.communicate(timeout=60) for racer in racers]
    assert sum("got it" in out for out, _ in outputs) == 1
    assert sum("InUse" in error for _, error in outputs) == 2


HEAD = (
    "import sys; from pathlib import Path; from claimdesk.models.store.project import Project; "
    "from claimdesk.models import registry; from claimdesk.models.store import queries; "
    "path = Path(sys.argv[1])\n"
)


def process(script: str, path: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HEAD + script, str(path), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def in_another_process(script: str, path: Path) -> str:
    return "".join(process(script, path).communicate(timeout=60))


@contextlib.contextmanager
def holding(path: Path) -> Iterator[subprocess.Popen[str]]:
    script = (
        "p = Project.open(path)\n"
        "with p.edit('Add an actor') as s: registry.create_actor(s, 'Oceana', 'state')\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", HEAD + script, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        yield holder


def test_a_project_of_version_1_opens_for_ever(version_1: Path, path: Path, rows: Callable) -> None:
    shutil.copyfile(version_1, path)
    assert struct.unpack(">I", version_1.read_bytes()[60:64]) == (1,)
    with Project.open(path) as project:
        with project.reading() as connection:
            [article] = queries.articles(connection)
            body = queries.article(connection, article.id).body
            found = {row.layer: row for row in queries.article_annotations(connection, article.id)}
            actors = queries.actors(connection)
            fields = queries.fields(connection)
        assert article.title == "Reef patrols to double"
        assert article.outlet == "The Harbour Review"
        assert [actor.aliases for actor in actors.values()] == [("Lindt",), ("the archipelago",)]
        claim = found["claim"]
        assert actors[claim.speaker_id].name == "Mara Lindt"
        assert [piece.quote for piece in claim.role("content")] == [
            "patrols of the outer reef",
            "would double",
        ]
        for row in found.values():
            for piece in row.pieces:
                assert body[piece.span.start : piece.span.end] == piece.quote
        [stance] = [c.key for c in fields["stance"].choices if c.id == claim.codes.get("stance")]
        assert stance == "supportive"
        assert found["actor"].state == "suggested"
        assert found["domain"].domain_id is not None

        before = rows(project)
        with project.edit("Accept") as session:
            edits.accept(session, [found["actor"].id])
        project.undo()
        assert rows(project) == before
        steps = 0
        while project.undo():
            steps += 1
        assert steps >= 3
        while project.redo():
            steps -= 1
        assert steps == -1
        project.undo()
        assert rows(project) == before
    assert check(path)["ok"]


def test_a_project_of_version_2_keeps_every_row_and_its_speakers(
    version_2: Path, path: Path, rows: Callable
) -> None:
    shutil.copyfile(version_2, path)
    select = "SELECT id, speaker_id FROM claim ORDER BY id"
    with sqlite(path) as old:
        names = [row[0] for row in old.execute("SELECT DISTINCT table_name FROM change")]
        before = {n: sorted(old.execute(f'SELECT * FROM "{n}"'), key=repr) for n in names}
        speakers = dict(old.execute(select).fetchall())
    with Project.open(path) as project:
        now = rows(project)
        assert {name: sorted(now[name], key=repr) for name in names} == before
        with project.reading() as connection:
            claims = queries.annotations_by_id(connection, speakers)
        found = {row.id: row.speaker_ids for row in claims}
        assert found == {key: (one,) if one else () for key, one in speakers.items()}
        assert any(found.values())

        with project.edit("Speakers") as session:
            edits.set_speakers(session, list(found), [1, 3])
        while project.undo():
            pass
        assert rows(project)["claim"] == [], "what was done before is undone, too"
        while project.redo():
            pass
        with project.reading() as connection:
            claims = queries.annotations_by_id(connection, speakers)
        assert {row.speaker_ids for row in claims} == {(1, 3)}
    assert check(path)["ok"]


def test_a_project_of_version_3_keeps_every_row_and_is_searched(
    version_3: Path, path: Path, rows: Callable
) -> None:
    shutil.copyfile(version_3, path)
    with sqlite(path) as old:
        names = [row[0] for row in old.execute("SELECT DISTINCT table_name FROM seal")]
        names = [name for name in names if not name.startswith("sqlite_")]
        before = {n: sorted(old.execute(f'SELECT * FROM "{n}"'), key=repr) for n in names}
    with Project.open(path) as project:
        now = rows(project)
        kept = set(names) & now.keys() - {"setting"}
        assert {name: sorted(now[name], key=repr) for name in kept} == {
            name: before[name] for name in kept
        }
        assert {"article", "annotation", "further_speaker"} <= now.keys()
        with project.reading() as connection:
            assert len(library.article_ids(connection, "outlet:harbour")) == 1
            assert len(library.article_ids(connection, "記事")) == 3
        while project.undo():
            pass
        with project.reading() as connection:
            assert library.article_ids(connection, "記事") == []
        while project.redo():
            pass
        with project.reading() as connection:
            assert len(library.article_ids(connection, "記事")) == 3
    assert check(path)["ok"]


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable], None]:
    """Makes the program one version newer, with this step from the version before."""

    def use(step: Callable[[Connection], None]) -> None:
        for module in (storage, project_module, project_file, migrate):
            monkeypatch.setattr(module, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
        monkeypatch.setitem(migrations.STEPS, SCHEMA_VERSION, step)

    return use


def version_of(path: Path) -> int:
    with sqlite(path) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def rebuild_article(connection: Connection) -> None:
    """What SQLite's manual tells to do for changes that ALTER TABLE can't make."""
    [sql] = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'article'").one()
    connection.exec_driver_sql(sql.replace("CREATE TABLE article", "CREATE TABLE newer"))
    connection.exec_driver_sql("INSERT INTO newer SELECT * FROM article")
    connection.exec_driver_sql("DROP TABLE article")
    connection.exec_driver_sql("ALTER TABLE newer RENAME TO article")
    connection.exec_driver_sql("ALTER TABLE article ADD COLUMN mood TEXT")


def test_an_older_project_is_brought_up_and_a_copy_kept(
    version_1: Path, path: Path, rows: Callable, next_version: Callable
) -> None:
    shutil.copyfile(version_1, path)
    with Project.open(path) as project:
        before = rows(project)
    next_version(rebuild_article)
    with pytest.raises(ClaimdeskError, match="has an older version; open it once"):
        Project.read(path)
    with Project.open(path) as project:
        assert {**rows(project), "article": None} == {**before, "article": None}
        with project.edit("Use the column") as session:
            session.connection().exec_driver_sql("UPDATE article SET mood = 'calm', note = 'n'")
        project.undo()
        while project.undo():
            pass
    kept = list_backups(path)
    assert [backup.summary.version for backup in kept] == [SCHEMA_VERSION, 1]
    assert {backup.reason for backup in kept} == {"before migration"}
    assert {found.name for found in path.parent.iterdir()} == {path.name, "p backups"}
    assert version_of(path) == SCHEMA_VERSION + 1
    assert version_of(kept[0].path) == SCHEMA_VERSION
    with sqlite(kept[0].path) as connection:
        count = connection.execute("SELECT count(*) FROM annotation").fetchone()[0]
    assert count == len(before["annotation"])


def fail_in_sql(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE article ADD COLUMN mood TEXT")
    connection.exec_driver_sql("UPDATE article SET nonsense = 1")


def fail_in_references(connection: Connection) -> None:
    connection.exec_driver_sql("DELETE FROM article")


def fail_in_shape(connection: Connection) -> None:
    connection.exec_driver_sql("DROP TABLE alias")


@pytest.mark.parametrize("step", [fail_in_sql, fail_in_references, fail_in_shape])
def test_a_step_that_fails_leaves_the_project_as_it_was(
    version_1: Path, path: Path, rows: Callable, next_version: Callable, step: Callable, monkeypatch
) -> None:
    shutil.copyfile(version_1, path)
    with Project.open(path) as project:
        before = rows(project)
    with monkeypatch.context():
        next_version(step)
        with pytest.raises(ClaimdeskError, match=re.escape(str(path))):
            Project.open(path)
        assert version_of(path) == SCHEMA_VERSION
    monkeypatch.undo()
    with Project.open(path) as project:
        assert rows(project) == before
    assert check(path)["ok"]


def test_edits_carry_the_annotator(project: Project, article: int) -> None:
    set_annotator(project, "Noor")
    with project.edit("Annotate") as session:
        created = edits.create_mention(session, article, Span(0, 7), None)
    set_annotator(project, "Noor")
    with project.reading() as connection:
        [row] = queries.annotations_by_id(connection, [created])
        steps = listing.steps(connection)
        known = connection.exec_driver_sql("SELECT name FROM annotator").scalars().all()
    assert row.annotator == "Noor"
    assert [step.annotator for step in steps[:1]] == ["Noor"]
    assert known == ["Noor"], "named once"
    assert project.undo_label() == "Annotate", "saying who edits is no step of undo"


def test_an_observer_that_fails_does_not_fail_the_edit(
    project: Project, article: int, caplog: pytest.LogCaptureFixture
) -> None:
    def observer(_changes: object) -> None:
        raise RuntimeError("broken view")

    project.observe(observer)
    with project.edit("Rename") as session:
        edits.set_article(session, article, title="New")
    assert "broken view" in caplog.text
    with project.reading() as connection:
        assert queries.article(connection, article).title == "New"


def test_a_value_that_is_not_allowed_is_refused_in_a_sentence(
    project: Project, article: int
) -> None:
    with (
        pytest.raises(ClaimdeskError, match="a value is not allowed"),
        project.edit("x") as session,
    ):
        edits.set_article(session, article, status="asleep")
    with pytest.raises(ClaimdeskError, match="is gone"), project.edit("x") as session:
        edits.create_mention(session, article, Span(0, 3), 999)


@pytest.mark.drill
def test_what_a_crash_left_beside_the_file_is_gone_after_looking_at_it(tmp_path: Path) -> None:
    path = tmp_path / "p.claimdesk"
    Project.create(path).close()
    code = (
        "import os, sys; from pathlib import Path\n"
        "from claimdesk.models.store.project import Project\n"
        "from claimdesk.models.registry import create_actor\n"
        "p = Project.open(Path(sys.argv[1]))\n"
        "with p.edit('Add') as s: create_actor(s, 'Japan', 'state')\n"
        "os._exit(9)"
    )
    subprocess.run([sys.executable, "-P", "-c", code, path], check=False)
    assert path.with_name("p.claimdesk-wal").exists()
    with Project.open(path) as project, project.reading() as connection:
        assert connection.exec_driver_sql("SELECT name FROM actor").scalar() == "Japan"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["p.claimdesk"]


@pytest.mark.parametrize("from_page", [0, 1, 5])
def test_damage_is_told_in_plain_words(tmp_path: Path, from_page: int) -> None:
    path = tmp_path / "p.claimdesk"
    create_project(path)
    page = 4096
    content = bytearray(path.read_bytes())
    start = from_page * page or 100  # the header says that it is a project
    for place in range(start, len(content), page):
        content[place : place + 64] = b"\xa5" * 64
    path.write_bytes(content)
    with pytest.raises(ClaimdeskError) as refused:
        Project.open(path)
    told = str(refused.value)
    assert "is damaged (" in told
    words = (
        "malformed",
        "database",
        "btree",
        "tree",
        "sqlite",
        "no such",
        "rowid",
        "cell",
        "page ",
    )
    assert [word for word in words if word in told.replace(str(path), "").lower()] == []
