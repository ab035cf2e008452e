# SPDX-License-Identifier: MIT
"""What survives kills, power cuts, full disks, damage and bad files, and what safety costs.

With --nightly, as many cases as tests/durability runs over night.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import Session

from claimdesk.models.store.backups.backups import make_backup
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.text.normalization import body_hash, clean_body

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "durability"))

from drills import (
    damage,
    edits,
    faults,
    importing,
    place,
    power,
    restoring,
    small,
    undoing,
    wrong,
)

NIGHTLY = "--nightly" in sys.argv
COMMITS = 200
ARTICLES = 16_000
"""Of about 12,500 bytes each: 200 MB."""
_LENGTH = 9_000


def report(
    name: str,
    value: float,
    unit: str,
    target: float,
    baseline: object = None,
    met: bool | None = None,
) -> None:
    """One figure; it meets its target if it is not above it, unless `met` says otherwise."""
    met = value <= target if met is None else met
    line = {"name": f"durability: {name}", "value": round(value, 2), "unit": unit}
    print(json.dumps({**line, "baseline": baseline, "target": target, "met": met}), flush=True)


def cases(on_push: int, over_night: int) -> int:
    return over_night if NIGHTLY else on_push


def kills() -> None:
    found = place.apart("kill", cases(200, 5_000))
    of = f"of {found['acknowledged']} acknowledged, {found['kills']} kills"
    report(f"kill -9, edits lost {of}", found["lost"], "edits", 0)
    report(f"kill -9, edits half there, {found['kills']} kills", found["torn"], "edits", 0)
    report(f"kill -9, integrity errors, {found['kills']} kills", found["damaged"], "files", 0)


def power_cuts(folder: Path) -> None:
    images = cases(1_000, 50_000)
    # Also during backup, checkpoint, migration and restore.
    found = power.drill(images, 1, folder, sessions=power.SESSIONS)
    # With synchronous=NORMAL the same cuts must lose edits, or they would prove nothing.
    normal = power.drill(100, 1, folder / "normal", "NORMAL")
    baseline = f"synchronous=NORMAL: {normal['lost']} of {normal['images']}"
    report(f"power cuts, images that lost edits of {images}", found["lost"], "images", 0, baseline)
    report(f"power cuts, damaged files of {images}", found["damaged"], "images", 0)


def full_disks(folder: Path) -> None:
    bench = faults.Bench(folder)
    fixtures = sorted(place.FIXTURES.glob("version-*.claimdesk"))
    tasks: dict[str, Callable[[], int]] = {
        **{
            name: lambda name=name: faults.drill_edit(bench, name, faults.FAULTS)
            for name in faults.EDITS
        },
        "close": lambda: faults.drill_closing(bench, faults.FAULTS),
        "backup": lambda: faults.drill_backup(bench, faults.FAULTS),
        **{
            f"migration of {path.stem}": lambda path=path: faults.drill_opening(
                bench, path, faults.FAULTS
            )
            for path in fixtures
        },
    }
    for name, task in tasks.items():
        # A drill raises at the first state between.
        between = 0
        tries = 0
        try:
            tries = task()
        except AssertionError as error:
            print(f"{name}: {error}", file=sys.stderr)
            between = 1
        report(f"disk full or broken, {name}: states between, {tries} tries", between, "states", 0)


def damaged_files(folder: Path) -> None:
    found = damage.drill(cases(900, 20_000), 1, folder)
    of = f"of {found['changed']} changes of content, {found['images']} images"
    report(f"damage, not noticed {of}", found["undetected"], "images", 0)
    report("damage, damaged files written to", found["written"] + found["edited"], "files", 0)


def wrong_files(folder: Path) -> None:
    bytes_ = wrong.whole(folder)
    chance = random.Random(6)
    makers = list(wrong.KINDS.values())
    makers += [wrong.some_kind(chance) for _ in range(cases(20, 2_000))]
    same = 0
    for number, make in enumerate(makers):
        path = folder / f"wrong{number}" / "p.claimdesk"
        path.parent.mkdir()
        make(path, bytes_)
        before = wrong.contents(path.parent)
        for _ in wrong.uses(path, folder):
            pass
        same += wrong.contents(path.parent) == before
    count = len(makers)
    name = f"wrong files left byte-identical, of {count}"
    report(name, same, "files", count, met=same == count)


def races() -> None:
    found = place.apart("races", cases(100, 2_000))
    count = found["races"]
    report(f"races without exactly one writer, of {count}", found["wrong"], "races", 0)
    report("races, refusals that are not clear", found["unclear"], "refusals", 0)
    report("races, slowest refusal", found["slowest_ms"], "ms", 1000)


def migrations() -> None:
    found = place.apart("migrating", cases(50, 500))
    of = f"{found['versions']} versions, {found['kills']} kills"
    report(f"migrations, between old and new, {of}", found["between"], "files", 0)
    report(f"migrations, content lost, {of}", found["lost"], "files", 0)


def undo() -> None:
    runs = cases(60, 20_000)
    differing = 0
    try:
        undoing.drill(runs)
    except AssertionError as error:
        print(f"undo: {error}", file=sys.stderr)
        differing = 1
    name = f"undo all and redo all, runs of {undoing.STEPS} steps that differ, of {runs}"
    report(name, differing, "runs", 0)


def importers(folder: Path) -> None:
    for importer in importing.IMPORTERS:
        own = folder / importer.name
        own.mkdir()
        found = importing.drill(importer, cases(300, 30_000), 1, own)
        of = f"{importer.name}, {found['examples']} mutated files"
        report(f"importers, other errors, {of}", found["unexpected"], "errors", 0)
        report(f"importers, changed after a failure, {of}", found["changed"], "projects", 0)


def restores(folder: Path) -> None:
    found = restoring.drill(cases(20, 100), 1, folder)
    failed = sum(found[key] for key in ("differing", "damaged", "destroyed", "unlisted"))
    report(f"restore drills that failed, of {found['restores']}", failed, "drills", 0)


def commits(folder: Path) -> None:
    """Milliseconds of one edit, from the call to the answer, on this disk."""
    path = folder / "commits.claimdesk"
    small.create(path)
    chance = random.Random(1)
    with Project.open(path) as project:
        found = sorted(
            timed(lambda: edits.do(project, "mention", chance)) * 1000 for _ in range(COMMITS)
        )
    plain = sorted(_plain_commits(folder / "plain.db"))
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        report(
            f"an edit, {name}, {COMMITS} edits",
            found[int(share * len(found))],
            "ms",
            50,
            f"bare SQLite, one row, same settings: {plain[int(share * len(plain))]:.2f} ms",
        )


def _plain_commits(path: Path) -> list[float]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)")
        statement = "INSERT INTO t(text) VALUES ('some words')"
        return [timed(lambda: connection.execute(statement)) * 1000 for _ in range(COMMITS)]


def big_project(folder: Path) -> None:
    path = folder / "big.claimdesk"
    Project.create(path, _fill).close()
    size = path.stat().st_size / 1e6
    backing = timed(lambda: make_backup(path))
    copying = timed(lambda: _copy(path, folder / "copy"))
    opening = min(timed(lambda: Project.open(path).close()) for _ in range(2))
    plain = min(timed(lambda: _plain_open(path)) for _ in range(2))
    baseline = f"plain copy and sync: {copying:.2f} s"
    report(f"backup of {size:.0f} MB, verified", backing, "s", 2, baseline)
    report(f"open {size:.0f} MB", opening, "s", 1.5, f"plain open and one count: {plain:.4f} s")


def _fill(session: Session) -> None:
    chance = random.Random(9)
    words = edits.some_text(chance, 2 * _LENGTH // 5)
    for number in range(ARTICLES):
        start = chance.randrange(len(words) // 4)
        body = clean_body(f"{number}\n{words[start : start + _LENGTH]}")
        row = {"title": f"Talks {number}", "body": body, "sha256": body_hash(body)}
        session.execute(insert(Article), [row])


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    descriptor = os.open(target, os.O_RDWR)
    os.fsync(descriptor)
    os.close(descriptor)


def _plain_open(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT count(*) FROM actor").fetchone()


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as on_disk:
        commits(Path(on_disk))
        big_project(Path(on_disk))
    kills()
    races()
    migrations()
    for drill in (power_cuts, full_disks, damaged_files, wrong_files, importers, restores):
        with place.folder() as folder:
            drill(folder)
    undo()


if __name__ == "__main__":
    sys.exit(main())
