# SPDX-License-Identifier: MIT
"""Files that are no whole project of ours: whatever is done with them leaves each byte as it is."""

from __future__ import annotations

import contextlib
import io
import os
import random
import shutil
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from claimdesk.models.cli import main
from claimdesk.models.exchange.sample import create_sample
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.history import listing
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import APPLICATION_ID, SCHEMA_VERSION

_PAGE = 4096
_MAGIC = b"SQLite format 3\x00"

Make = Callable[[Path, bytes], object]
"""Puts something at a path; it is given the bytes of a whole project."""


def _patched(offset: int, patch: bytes) -> Make:
    def make(path: Path, whole: bytes) -> None:
        path.write_bytes(whole[:offset] + patch + whole[offset + len(patch) :])

    return make


def _cut(keep: Callable[[int], int]) -> Make:
    return lambda path, whole: path.write_bytes(whole[: keep(len(whole))])


def _altered(statements: str) -> Make:
    def make(path: Path, whole: bytes) -> None:
        path.write_bytes(whole)
        _run(path, statements)

    return make


def _run(path: Path, statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(statements)


def _zip(path: Path, _whole: bytes) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.claimdesk", _MAGIC)


def _middle_page(patch: bytes) -> Make:
    def make(path: Path, whole: bytes) -> None:
        _patched(len(whole) // 2 // _PAGE * _PAGE, patch)(path, whole)

    return make


def _newer_in_wal(path: Path, whole: bytes) -> None:
    """A newer program was killed when it had just made the project its own."""
    source = path.with_name("source")
    source.write_bytes(whole)
    with contextlib.closing(sqlite3.connect(source)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        for ending in ("", "-wal"):
            shutil.copyfile(f"{source}{ending}", f"{path}{ending}")
    source.unlink()


def _text_beside_wal(path: Path, whole: bytes) -> None:
    """Somebody put a text in the place of a project that was not closed in order."""
    _newer_in_wal(path, whole)
    path.write_text("Dear diary,\n" * 500)


_ALIAS_COLUMN = "".join(
    f"DROP TRIGGER history_alias_{op};" for op in ("insert", "update", "delete")
)

KINDS: dict[str, Make] = {
    "missing": lambda _path, _whole: None,
    "folder": lambda path, _whole: path.mkdir(),
    "empty": lambda path, _whole: path.touch(),
    "one byte": lambda path, _whole: path.write_bytes(b"S"),
    "text": lambda path, _whole: path.write_text("Dear diary,\n" * 50),
    "text in UTF-16": lambda path, _whole: path.write_text("SQLite format 3", "utf-16"),
    "archive": _zip,
    "noise": lambda path, _whole: path.write_bytes(random.Random(1).randbytes(20_000)),
    "scrambled": lambda path, whole: path.write_bytes(bytes(byte ^ 0x55 for byte in whole)),
    "only SQLite's first words": lambda path, _whole: path.write_bytes(_MAGIC + bytes(60)),
    "other database": lambda path, _whole: _run(
        path, "PRAGMA journal_mode = WAL; CREATE TABLE article (id INTEGER PRIMARY KEY, body)"
    ),
    "nothing but our mark": lambda path, _whole: _run(
        path, f"PRAGMA application_id = {APPLICATION_ID}; CREATE TABLE other (id)"
    ),
    "no mark": _patched(68, bytes(4)),
    "newer": _patched(60, struct.pack(">I", SCHEMA_VERSION + 1)),
    "newer by its -wal": _newer_in_wal,
    "text beside a -wal": _text_beside_wal,
    "version below zero": _patched(60, b"\xff\xff\xff\xff"),
    "version 0": _patched(60, bytes(4)),
    "other page size": _patched(16, struct.pack(">H", 1024)),
    "header only": _cut(lambda _size: 100),
    "first page only": _cut(lambda _size: _PAGE),
    "half": _cut(lambda size: size // 2 // _PAGE * _PAGE),
    "last byte gone": _cut(lambda size: size - 1),
    "page of zeros": _middle_page(bytes(_PAGE)),
    "page of garbage": _middle_page(random.Random(3).randbytes(_PAGE)),
    "no table": _altered("DROP TABLE partner"),
    "no column": _altered(_ALIAS_COLUMN + "ALTER TABLE alias DROP COLUMN language"),
    "strange trigger": _altered(
        "CREATE TRIGGER t AFTER INSERT ON article BEGIN DELETE FROM actor; END"
    ),
    "trigger gone": _altered("DROP TRIGGER history_claim_update"),
    "strange view": _altered("CREATE VIEW v AS SELECT * FROM article"),
}
if hasattr(os, "mkfifo"):
    KINDS["pipe"] = lambda path, _whole: os.mkfifo(path)


def some_kind(chance: random.Random) -> Make:
    """A wrong file that chance makes up."""
    noise = chance.randbytes(chance.randrange(1, 3 * _PAGE))
    keep = chance.random()
    number = chance.randrange(SCHEMA_VERSION + 1, 1 << 32)
    return chance.choice(
        [
            lambda path, _whole: path.write_bytes(noise),
            lambda path, _whole: path.write_bytes(_MAGIC + noise),
            lambda path, whole: path.write_bytes(whole[:100] + noise),
            _cut(lambda size: int(size * keep)),
            _patched(60, struct.pack(">I", number)),
            _patched(68, struct.pack(">I", number if number != APPLICATION_ID else 0)),
        ]
    )


def whole(folder: Path) -> bytes:
    """The bytes of a whole project with an annotated article."""
    path = folder / "whole.claimdesk"
    create_sample(path)
    return path.read_bytes()


def _read(path: Path) -> None:
    with Project.read(path) as project, project.reading() as connection:
        for article in queries.articles(connection):
            queries.article_annotations(connection, article.id)
        queries.domains(connection)
        listing.steps(connection)


def _command(*arguments: object) -> str:
    """What a command says; nothing if it found nothing wrong."""
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        status = main([str(argument) for argument in arguments])
    return said.getvalue() if status else ""


def uses(path: Path, elsewhere: Path) -> Iterator[tuple[str, str]]:
    """Everything that can be done with a file: its name, and what was said against it."""
    calls: dict[str, Callable[[Path], object]] = {
        "Project.open": lambda path: Project.open(path).close(),
        "Project.read": _read,
        "check": check,
    }
    for name, use in calls.items():
        said = ""
        try:
            use(path)
        except ClaimdeskError as error:
            said = str(error)
        yield name, said
    text = elsewhere / "no such text.txt"
    commands = {
        "check": (),
        "undo": (),
        "history": (),
        "import": (text,),
        "export": ("--format", "jsonl", "--output", elsewhere / "out.jsonl"),
        "distribution": ("--by", "speaker"),
    }
    for name, more in commands.items():
        yield f"claimdesk {name}", _command(name, path, *more)
    yield "claimdesk suggest --project", _command("suggest", "--json", "--project", path, text)


MUST_REFUSE = ("Project.open", "claimdesk check", "claimdesk undo", "claimdesk import")
"""What looks at the whole file before it does anything, so that nothing wrong may pass."""


def contents(folder: Path) -> dict[str, object]:
    """Every name in a folder with its bytes; for what is no file, its kind.

    But for an -shm: reading what has a -wal makes one. It holds SQLite's index of the -wal, and
    nothing of the project.
    """
    return {
        found.name: found.read_bytes() if found.is_file() else found.stat().st_mode
        for found in folder.iterdir()
        if not found.name.endswith("-shm")
    }
