# SPDX-License-Identifier: MIT
"""A library of many articles: import, opening, list, sort, filter and search.

--articles N     how many articles, with ten claims each; 20,000 unless told
--keep PATH      keep the project there, and use it again the next time
--part NAME…     only these parts: import, files, open, list, search, registry, history

Each figure is a ratio to a simple way of doing the same, measured in the same run.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.codebook.starter import create_project
from claimdesk.models.exchange.corpus import (
    Corpus,
    CorpusActor,
    CorpusAnnotation,
    CorpusArticle,
    CorpusCode,
    CorpusDomain,
)
from claimdesk.models.exchange.corpus_import import write_corpus
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.search import library
from claimdesk.models.store import history, queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import metadata
from claimdesk.models.text.spans import Span

PARTS = ("import", "files", "open", "list", "search", "registry", "history")
CLAIMS = 10
FILES = 10_000
OUTLETS = tuple(
    f"The {town} {kind}"
    for town in ["Aldgate", "Borrow", "Calder", "Dunmore", "Esk"]
    for kind in ["Courier", "Gazette", "Herald", "Times"]
)
DOMAINS = ("Maritime security", "Trade", "Climate", "Health", "Space")
STANCES = ("supportive", "opposed", "neutral")


def vocabulary() -> list[str]:
    """20,000 words of letters, of which the first are frequent."""
    chance = random.Random(7)
    parts = [a + b for a in "bdfgklmprstvz" for b in "aeiou"]
    return ["".join(chance.choices(parts, k=chance.randint(1, 5))) for _ in range(20_000)]


def corpus(count: int) -> Iterator[CorpusArticle]:
    """Yield so many articles of about 300 words with ten claims each, made as they are read."""
    chance, words = random.Random(1), vocabulary()
    weights = [1 / (n + 3) for n in range(len(words))]
    total, running = 0.0, []
    for weight in weights:
        total += weight
        running.append(total)
    domains = [CorpusDomain(name) for name in DOMAINS]
    actors = max(10, count // 2)
    for number in range(count):
        drawn = chance.choices(words, cum_weights=running, k=280)
        lines, claims, at = [], [], 0
        for n in range(CLAIMS):
            actor = chance.randrange(actors)
            who = f"Envoy {words[actor % len(words)]} {actor}"
            what = " ".join(drawn[n * 28 : n * 28 + 28])
            line = f"{who} said {what}."
            claims.append(_claim(chance, who, at, line, domains))
            lines.append(line)
            at += len(line) + 1
        day = chance.randrange(3650)
        yield CorpusArticle(
            ArticleFile(
                title=f"{drawn[0].title()} {drawn[1]} {drawn[2]} {number}",
                body="\n".join(lines),
                language="en",
                author=None,
                agency=None,
                outlet=chance.choice(OUTLETS),
                published_on=f"{2010 + day // 365}-{1 + day % 12:02}-{1 + day % 28:02}",
                url=None,
                origin=f"{number}.txt",
            ),
            status=("unread", "in progress", "done")[number % 3],
            annotations=claims,
        )


def _claim(
    chance: random.Random, who: str, at: int, line: str, domains: list[CorpusDomain]
) -> CorpusAnnotation:
    return CorpusAnnotation(
        layer="claim",
        spans={
            "source": [Span(at, at + len(who))],
            "cue": [Span(at + len(who) + 1, at + len(who) + 5)],
            "content": [Span(at + len(who) + 6, at + len(line) - 1)],
        },
        annotator=f"Reader {chance.randrange(4)}",
        actor=CorpusActor(who, "person"),
        codes=[CorpusCode("stance", chance.choice(STANCES))],
        domains=[chance.choice(domains)],
        state="suggested" if chance.random() < 0.1 else "accepted",
    )


def megabytes() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor time of an action, in seconds, and its result."""
    begun = time.process_time()
    result = action()
    return time.process_time() - begun, result


def report(name: str, value: float, unit: str, before: object, target: float | None) -> None:
    met = None if target is None else value <= target
    found = {"name": f"library: {name}", "value": round(value, 2), "unit": unit}
    print(json.dumps(found | {"baseline": before, "target": target, "met": met}), flush=True)


def measure_import(path: Path, count: int) -> None:
    """Import the corpus, and compare with plain inserts of the same rows."""
    before = megabytes()
    create_project(path)
    with Project.open(path) as project:
        source = Corpus(lambda: corpus(count), source="bench")
        making, _none = timed(lambda: [None for _one in corpus(count)])
        took, _report = timed(lambda: write_corpus(project, source))
    peak = megabytes()
    plain = plain_inserts(path)
    report("import, processor time", (took - making) / plain, "times plain inserts", plain, 5)
    report("import, memory", peak - before, "MB more", round(before), 100)


def plain_inserts(path: Path) -> float:
    """Return the processor time of inserting the same rows without history, hashes or checks."""
    took = 0.0
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.closing(sqlite3.connect(path)) as source,
        contextlib.closing(sqlite3.connect(Path(folder) / "plain")) as target,
    ):
        source.text_factory = str
        for table in metadata.sorted_tables:
            made = source.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL "
                "AND type IN ('table', 'index') ORDER BY type DESC",
                (table.name,),
            ).fetchall()
            for (statement,) in made:
                target.execute(statement)
            if table.name in ("change", "seal", "recording", "unsealed"):
                continue
            rows = source.execute(f'SELECT * FROM "{table.name}"')
            marks = ", ".join("?" for _column in rows.description)
            while batch := rows.fetchmany(5000):
                begun = time.process_time()
                target.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', batch)
                took += time.process_time() - begun
        begun = time.process_time()
        target.commit()
        took += time.process_time() - begun
    return took


def measure_files(folder: Path) -> None:
    """Import text files, and compare with reading them and inserting what is read."""
    texts = folder / "texts"
    texts.mkdir()
    for number, one in enumerate(corpus(FILES)):
        (texts / f"{number}.txt").write_text(
            f"{one.article.title}\n\n{one.article.body}\n", encoding="utf-8"
        )
    begun = time.process_time()
    with contextlib.closing(sqlite3.connect(folder / "plain")) as target:
        target.execute("CREATE TABLE article(id INTEGER PRIMARY KEY, title, body, sha256)")
        found = ((one.name, one.read_text("utf-8"), None) for one in sorted(texts.iterdir()))
        target.executemany("INSERT INTO article(title, body, sha256) VALUES (?, ?, ?)", found)
        target.commit()
    plain = time.process_time() - begun
    create_project(folder / "files.claimdesk")
    before = megabytes()
    with Project.open(folder / "files.claimdesk") as project:
        took, done = timed(lambda: import_paths(project, [texts]))
    assert done.articles == FILES, done
    report(f"{FILES:,} text files", took / plain, "times reading and inserting", plain, 5)
    report(f"{FILES:,} text files, memory", megabytes() - before, "MB more", round(before), 60)


def measure_open(path: Path) -> None:
    """Open the project again, as it is opened when it is known to be sound."""
    Project.open(path).close()
    took, project = timed(lambda: Project.open(path))
    project.close()
    plain, _none = timed(lambda: _quick_check(path))
    report("opening", took / plain, "times SQLite's quick check", round(plain, 2), 1.5)


def _quick_check(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA quick_check(1)").fetchall()


def measure_list(path: Path) -> None:
    """Ids in order and one page of rows, against all rows."""
    with Project.read(path) as project, project.reading() as connection:
        took, ids = timed(lambda: queries.article_ids(connection))
        page, _rows = timed(lambda: queries.article_rows(connection, ids[:64]))
        whole, _all = timed(lambda: queries.articles(connection))
    report("list opened", (took + page) / whole, "of loading all rows", round(whole, 2), 0.25)
    report("list opened, time", 1000 * (took + page), "ms of processor time", None, 200)


def measure_search(path: Path) -> None:
    """First hits of a frequent, a rare and a missing word."""
    words = vocabulary()
    with Project.read(path) as project, project.reading() as connection:
        for name, typed in (
            ("frequent", words[5]),
            ("rare", words[-3]),
            ("beginning", words[40][:3]),
            ("missing", "qqqxyz"),
        ):
            took, ids = timed(lambda typed=typed: library.article_ids(connection, typed))
            unit = f"ms of processor time, {len(ids)} found"
            report(f"search, {name} word", 1000 * took, unit, None, 100)


def measure_registry(path: Path) -> None:
    with Project.read(path) as project, project.reading() as connection:
        took, actors = timed(lambda: queries.actors(connection))
    report("registry read", 1000 * took, f"ms, {len(actors)} actors", None, None)


def measure_history(path: Path) -> None:
    with Project.read(path) as project, project.reading() as connection:
        took, _label = timed(lambda: history.undo_target(connection))
    report("undo label", 1000 * took, "ms", None, 5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--part", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--apart", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if not asked.apart:
        _each_apart(asked)
        return
    with tempfile.TemporaryDirectory() as folder:
        (part,) = asked.part
        if part == "import":
            measure_import(asked.keep, asked.articles)
        elif part == "files":
            measure_files(Path(folder))
        else:
            MEASURES[part](asked.keep)


MEASURES: dict[str, Callable[[Path], None]] = {
    "open": measure_open,
    "list": measure_list,
    "search": measure_search,
    "registry": measure_registry,
    "history": measure_history,
}


def _each_apart(asked: argparse.Namespace) -> None:
    """Measure each part in a process of its own: its memory is its own, too."""
    with tempfile.TemporaryDirectory() as folder:
        kept = asked.keep or Path(folder) / "bench.claimdesk"
        parts = [part for part in asked.part if part != "import"]
        if not kept.exists():
            parts = ["import", *parts]
        for part in parts:
            command = [sys.executable, "-P", __file__, "--apart", "--part", part]
            command += ["--keep", str(kept), "--articles", str(asked.articles)]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
