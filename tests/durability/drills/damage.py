# SPDX-License-Identifier: MIT
"""Damaged files: a flipped bit, a page or sector of zeros or garbage, and whether it is noticed."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from pathlib import Path

from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from drills import edits, small, state

Figures = dict[str, int]

_PAGE = 4096
_SECTOR = 512
_OPENED = 12
"""One in so many is also opened, which takes its time."""
_KINDS = ("bit", "bit", "bit", "zeros", "garbage page", "garbage sector")


def drill(images: int, seed: int, folder: Path) -> Figures:
    """Damage a project so many times; what is noticed when it is checked and opened."""
    chance = random.Random(seed)
    whole = project(folder / "whole.claimdesk")
    path = folder / "p.claimdesk"
    path.write_bytes(whole)
    before, used = _content(path), _used(path)
    figures = {"images": 0, "changed": 0, "undetected": 0, "edited": 0, "written": 0}
    for number in range(images):
        data = damaged(whole, used, _KINDS[number % len(_KINDS)], chance)
        path.write_bytes(data)
        figures["images"] += 1
        changed = _content(path) != before
        figures["changed"] += changed
        figures["undetected"] += changed and not _noticed(path)
        figures["written"] += path.read_bytes() != data
        if changed and number % _OPENED == 0:
            figures["edited"] += _can_be_edited(path)
            figures["written"] += path.read_bytes() != data
        for left in path.parent.glob(path.name + "?*"):
            left.unlink()
            figures["written"] += not left.name.endswith("-shm")
    return figures


def project(path: Path) -> bytes:
    """The bytes of a project with a history, closed in order."""
    small.create(path, annotations=8)
    chance = random.Random(2)
    with Project.open(path) as opened:
        edits.suggest(opened, chance)
        for _ in range(60):
            edits.act(opened, chance)
    return path.read_bytes()


def _used(path: Path) -> list[range]:
    """Where the rows of the tables are in the file: at the ends of their pages."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        pages = connection.execute(
            "SELECT pageno, unused FROM dbstat JOIN sqlite_master USING (name) "
            "WHERE type = 'table' AND ncell > 0 AND pagetype <> 'internal'"
        ).fetchall()
    return [range((page - 1) * _PAGE + 8 + unused, page * _PAGE) for page, unused in pages]


def damaged(whole: bytes, used: list[range], kind: str, chance: random.Random) -> bytes:
    """One damage: anywhere in the file, or more often where the rows are."""
    data = bytearray(whole)
    hit = (
        chance.randrange(len(data)) if chance.random() < 0.3 else chance.choice(chance.choice(used))
    )
    if kind == "bit":
        data[hit] ^= 1 << chance.randrange(8)
        return bytes(data)
    size = _SECTOR if kind == "garbage sector" else _PAGE
    start = hit // size * size
    data[start : start + size] = bytes(size) if kind == "zeros" else chance.randbytes(size)
    return bytes(data)


def _content(path: Path) -> object:
    """All that can be read from every table, without asking Claimdesk whether it is sound."""
    found: dict[str, object] = {}
    uri = f"{path.as_uri()}?mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.text_factory = bytes
            for (table,) in connection.execute(state.TABLES).fetchall():
                name = table.decode("utf-8", "replace")
                # Without an index, which may be damaged by itself.
                rows = connection.execute(f'SELECT * FROM "{name}" NOT INDEXED').fetchall()
                found[name] = rows
            found["version"] = connection.execute("PRAGMA user_version").fetchone()
    except (sqlite3.Error, UnicodeError) as error:
        found["error"] = str(error)
    return found


def _noticed(path: Path) -> bool:
    try:
        return not check(path)["ok"]
    except ClaimdeskError:
        return True


def _can_be_edited(path: Path) -> bool:
    """Whether the window would let somebody go on with it: it opens it, then checks all."""
    try:
        with Project.open(path) as opened:
            opened.verify()
            return opened.read_only_reason is None
    except ClaimdeskError:
        return False
