# SPDX-License-Identifier: MIT
"""Projects whose hashes are right and whose content is not: one cell of each was changed.

Every command has to come to an end with what was asked for or with one sentence. A watchdog ends
the process where a command takes more than some seconds of the processor's time; what it was doing
is then written to the standard error output.
"""

from __future__ import annotations

import contextlib
import faulthandler
import functools
import io
import json
import random
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from claimdesk.models.cli import entry, suggesting
from claimdesk.models.learning import components
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.history import deleted, listing
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import metadata
from claimdesk.models.suggest import pipelines
from drills import edits, sealing, small

Figures = dict[str, Any]

LONGEST = 5.0
"""Seconds of the processor's time that anything done to one project may take."""
_AT_MOST = 300.0
"""Seconds that it may take by the clock, should it wait for something."""

_LARGE = "x" * 1_000_000
_DEEP = "[" * 10_000 + "]" * 10_000
VALUES: tuple[object, ...] = (
    None, b"\xff\x00", b"", "", _LARGE, "\0", "a\nb", "\u202e\u0301🇯🇵", -1, 0, 1, 2, 7, 1.5,
    2**31, 2**53, 2**63 - 1, -(2**63), float("inf"), "1", "sqlite_master", "actor", "claim",
    "insert", "delete", "edit", "[]", "{}", '{"id": 1, "nothing": 2}', '{"id": []}',
    '{"name": {"a": 1}}', _DEEP, "{", "[" * 900 + "]" * 900,
    '{"now": 1, "before": [], "mistakes": {}}', "2026-02-31", "9999-12-31", "0000-00-00", "#12345",
)  # fmt: skip
"""What a cell may become; or else the value of another cell."""
NOT_TEXT = "CAST(x'fe41ff' AS TEXT)"
"""In SQL: a text that is not UTF-8."""

Cell = tuple[str, int, str]


def drill(changes: int, seed: int, folder: Path) -> Figures:
    """Change a cell so many times, and use each project; what was not as it should be."""
    chance = random.Random(seed)
    whole = project(folder / "whole.claimdesk")
    # Declaring the commands anew takes as long as most of them.
    entry.command = functools.cache(entry.command)
    # Without a parser: what reads a project for it, and writes to it, is the same.
    pipelines.installed_names = list
    plain = components.load_engine()
    suggesting.load_engine = lambda _name=None: plain
    wrong: list[str] = []
    figures = {"changes": 0, "refused": 0, "wrong": wrong}
    while figures["changes"] < changes:
        place = folder / "one"
        place.mkdir()
        path = place / "p.claimdesk"
        path.write_bytes(whole)
        what = change_a_cell(path, chance)
        if what is not None:
            with watched(what):
                said = use(path, chance)
            figures["changes"] += 1
            figures["refused"] += "can't work with" in said
            if "nexpected" in said or "Traceback" in said:
                wrong.append(f"{what}: {said}")
        shutil.rmtree(place)
    return figures


def project(path: Path) -> bytes:
    """The bytes of a small project with something of everything, and a history."""
    chance = random.Random(3)
    small.create(path, annotations=2)
    with Project.open(path) as opened:
        edits.suggest(opened, chance)
        for kind in ("guideline", "aliases", "own value", "addressees", "partner", "move domain"):
            edits.edit(opened, kind, chance)
        for _ in range(30):
            edits.act(opened, chance)
        for kind in ("mention", "delete", "create actor", "delete actor", "code", "speaker"):
            edits.edit(opened, kind, chance)
    with sealing.changing(path) as sqlite:
        sqlite.execute(
            "INSERT INTO model(layer, version, active, report, data, created) "
            "VALUES ('claim', 1, 1, '{}', x'00', '2026-01-01T00:00:00.000Z')"
        )
    return path.read_bytes()


def change_a_cell(path: Path, chance: random.Random) -> str | None:
    """Change one cell of a project and make its hashes right; what was changed.

    None if SQLite itself did not accept it.
    """
    with contextlib.suppress(sqlite3.DatabaseError, AssertionError, OverflowError, TypeError):
        with sealing.changing(path) as sqlite:
            table, row, column = cell = a_cell(sqlite, chance)
            value = a_value(sqlite, cell, chance)
            shown = NOT_TEXT if value is NOT_TEXT else repr(value)[:60]
            sql = NOT_TEXT if value is NOT_TEXT else "?"
            done = sqlite.execute(
                f'UPDATE "{table}" SET "{column}" = {sql} '
                f'WHERE rowid = ? AND "{column}" IS NOT {sql}',
                (row,) if value is NOT_TEXT else (value, row, value),
            )
            if not done.rowcount:
                raise OverflowError
        return f"{table} {row} {column} = {shown}"
    return None


def a_cell(sqlite: sqlite3.Connection, chance: random.Random) -> Cell:
    """A cell, of each table with rows as probable as of any other."""
    names = [*(table.name for table in metadata.sorted_tables), "sqlite_sequence"]
    filled = [n for n in names if sqlite.execute(f'SELECT 1 FROM "{n}"').fetchone() is not None]
    table = chance.choice([name for name in filled if name != "seal"])
    rows = [row[0] for row in sqlite.execute(f'SELECT rowid FROM "{table}" ORDER BY rowid')]
    columns = [row[1] for row in sqlite.execute(f'PRAGMA table_info("{table}")')]
    return table, chance.choice(rows), chance.choice(columns)


def a_value(sqlite: sqlite3.Connection, cell: Cell, chance: random.Random) -> Any:
    kind = chance.random()
    if kind < 0.05:
        return NOT_TEXT
    if kind < 0.7:
        return chance.choice(VALUES)
    table, _row, column = cell if kind < 0.85 else a_cell(sqlite, chance)
    values = sqlite.execute(f'SELECT "{column}" FROM "{table}"').fetchall()
    return chance.choice(values)[0]


@contextlib.contextmanager
def watched(what: str) -> Iterator[None]:
    """End the process, with a traceback, if the block uses the processor for too long."""
    faulthandler.dump_traceback_later(_AT_MOST, exit=True)
    if hasattr(signal, "setitimer"):
        faulthandler.register(signal.SIGVTALRM, all_threads=True, chain=True)
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
    try:
        yield
    except BaseException:
        sys.stderr.write(f"with {what}\n")
        raise
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        faulthandler.cancel_dump_traceback_later()


def use(path: Path, chance: random.Random) -> str:
    """Do one of the things that can be done with a project; what was said against it."""
    return chance.choice(USES)(path)


def _command(*arguments: object) -> str:
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        entry.main([str(argument) for argument in arguments])
    return errors.getvalue()


def _export(name: str) -> Callable[[Path], str]:
    def export(path: Path) -> str:
        target = path.with_name(f"out.{name}")
        return _command("export", path, "--format", name, "--output", target, "--state", "all")

    return export


def _distribution(*fields: str) -> Callable[[Path], str]:
    by = [word for field in fields for word in ("--by", field)]
    return lambda path: _command("distribution", path, *by, "--state", "all")


def _look(path: Path) -> str:
    """Read what the window reads; the first sentence that is said against it."""
    try:
        with Project.read(path) as opened, opened.reading() as connection:
            for article in queries.articles(connection):
                queries.article(connection, article.id)
                for row in queries.article_annotations(connection, article.id):
                    queries.annotation_details(connection, row.id)
                    queries.annotation_history(connection, row.id)
            queries.actors(connection)
            queries.domains(connection)
            queries.fields(connection)
            for step in listing.steps(connection):
                listing.changes(connection, step.id)
            for kind in deleted.KINDS:
                deleted.deleted_items(connection, kind)
    except ClaimdeskError as error:
        return str(error)
    return ""


def _restore(path: Path) -> str:
    """Restore whatever was deleted, and undo that."""
    said = ""
    try:
        with Project.open(path) as opened:
            with opened.reading() as connection:
                items = [
                    i for kind in deleted.KINDS for i in deleted.deleted_items(connection, kind)
                ]
            for item in items[:4]:
                try:
                    with opened.edit("Restore") as session:
                        deleted.restore(session, item.change_id)
                except ClaimdeskError as error:
                    said = str(error)
            opened.undo()
    except ClaimdeskError as error:
        said = str(error)
    return said


def _repair(path: Path) -> str:
    return _command("repair", path, path.with_name("repaired.claimdesk"))


def _undo(path: Path) -> str:
    return "\n".join(_command("undo", path) for _ in range(2))


USES: tuple[Callable[[Path], str], ...] = (
    _undo,
    _look,
    _restore,
    _repair,
    lambda path: _command("check", path),
    lambda path: _command("history", path),
    _export("jsonl"),
    _export("csv"),
    _export("brat"),
    _export("xlsx"),
    _distribution("speaker", "stance"),
    _distribution("domain", "kind", "speaker_kind", "country"),
    _distribution("article", "outlet", "author", "annotator"),
    _distribution("week"),
    _distribution("month", "quarter", "year", "date"),
    lambda path: _command("backup", path),
    lambda path: _command("backups", path),
    lambda path: _command("suggest", path, "--all"),
)


def dumped(figures: Figures) -> str:
    """The figures as a line."""
    return json.dumps(figures)
