# SPDX-License-Identifier: MIT
"""How long writing 100,000 claims takes in each format, and how much memory.

--articles N     how many articles, with ten claims each; 10,000 unless told
--keep PATH      keep the project there, and use it again the next time
--formats NAME…  only these formats

Baseline: the same rows (articles, or of tables claims) as Python's json or csv writes them, read
from the file by one query each, in the same run. Times are of the processor. An export is read
back and compared before it counts; what only writing takes is reported beside it.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import bench_library

from claimdesk.models.codebook.starter import create_project
from claimdesk.models.exchange.corpus import Corpus
from claimdesk.models.exchange.corpus_export import read_corpus
from claimdesk.models.exchange.corpus_import import write_corpus
from claimdesk.models.exchange.format import WritableFormat, registered_formats
from claimdesk.models.exchange.formats import EXPORT_STATES, export_project
from claimdesk.models.store.project import Project

TABLES = ("csv", "xlsx")
"""Formats of claims without the articles' text."""
TARGET = 10
TARGET_MEGABYTES = 100

_CLAIMS = """
SELECT annotation.article_id, annotation.id, annotation.state, annotation.origin, annotator.name,
  actor.name, actor.kind, stance.key, domain.name,
  max(CASE role WHEN 'source' THEN start END), max(CASE role WHEN 'source' THEN quote END),
  max(CASE role WHEN 'cue' THEN start END), max(CASE role WHEN 'cue' THEN quote END),
  max(CASE role WHEN 'content' THEN start END), max(CASE role WHEN 'content' THEN quote END)
FROM annotation JOIN claim ON claim.id = annotation.id
JOIN span ON span.annotation_id = annotation.id
LEFT JOIN annotator ON annotator.id = annotator_id LEFT JOIN actor ON actor.id = speaker_id
LEFT JOIN choice stance ON stance.id = stance_id
LEFT JOIN claim_domain ON claim_domain.claim_id = claim.id
LEFT JOIN domain ON domain.id = domain_id
GROUP BY annotation.id ORDER BY annotation.article_id, annotation.id
"""
_ARTICLES = """
SELECT id, title, body, language, author, agency, outlet, published_on, url, origin, status, note
FROM article ORDER BY id
"""
_NAMES = ("article", "id", "state", "origin", "annotator", "speaker", "kind", "stance", "domain",
          "source_start", "source", "cue_start", "cue", "content_start", "content")  # fmt: skip


def make(path: Path, articles: int) -> None:
    """Make a project of so many articles with ten claims each."""
    create_project(path)
    with Project.open(path) as project:
        write_corpus(project, Corpus(lambda: bench_library.corpus(articles)))


def plain_csv(path: Path, output: Path) -> None:
    """Write a row for each claim, with the metadata of its article."""
    with contextlib.closing(sqlite3.connect(path)) as sqlite, output.open("w") as file:
        articles = {row[0]: (row[1], *row[3:]) for row in sqlite.execute(_ARTICLES)}
        writer = csv.writer(file)
        writer.writerows((*row, *articles[row[0]]) for row in sqlite.execute(_CLAIMS))


def plain_json(path: Path, output: Path) -> None:
    """Write a line for each article, with its text and claims."""
    with contextlib.closing(sqlite3.connect(path)) as sqlite, output.open("w") as file:
        claims = groupby(sqlite.execute(_CLAIMS), itemgetter(0))
        number, own = next(claims, (None, iter(())))
        for row in sqlite.execute(_ARTICLES):
            found: list[dict[str, Any]] = []
            if number == row[0]:
                found = [dict(zip(_NAMES, claim, strict=True)) for claim in own]
                number, own = next(claims, (None, iter(())))
            file.write(f"{json.dumps([*row, found], ensure_ascii=False)}\n")


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of some work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def measure(project: Project, known: WritableFormat, folder: Path) -> tuple[float, float, float]:
    """Return the times of the plain dump, of writing, and of the whole export."""
    plain = plain_csv if known.name in TABLES else plain_json
    base = min(seconds(lambda: plain(project.path, folder / "plain")) for _run in range(2))
    states = [state for state in EXPORT_STATES["all"] if state in known.states]
    draft = folder / f"draft{known.extensions[0]}"
    if known.is_folder:
        draft.mkdir()
    with read_corpus(project, states) as corpus:
        written = seconds(lambda: known.write(corpus, draft, "draft"))
    output = folder / f"export{known.extensions[0]}"
    whole = seconds(lambda: export_project(project, known.name, output, state="all"))
    return base, written, whole


def report(
    name: str, value: float, unit: str, baseline: float | None, target: float | None
) -> None:
    """Print one figure."""
    line = {"name": f"exchange: {name}", "value": round(value, 2), "unit": unit}
    line |= {"baseline": None if baseline is None else round(baseline, 2), "target": target}
    met = None if target is None else value <= target
    sys.stdout.write(f"{json.dumps(line | {'met': met})}\n")
    sys.stdout.flush()


def measure_memory(path: Path, name: str) -> None:
    """Print how much memory an export takes, in a process of its own."""
    command = [sys.executable, "-P", __file__, "--keep", str(path), "--export", name]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    more = float(found.stdout)
    report(f"{name}, memory", more, "MB more", None, TARGET_MEGABYTES)


def memory_of_export(path: Path, name: str) -> float:
    """Return by how much an export raises the most memory of this process, in MB."""
    with Project.read(path) as project, tempfile.TemporaryDirectory() as folder:
        known = format_of(name)
        before = most_memory()
        export_project(project, name, Path(folder) / f"export{known.extensions[0]}", state="all")
    return most_memory() - before


def most_memory() -> float:
    """Return the most memory that this process has had, in MB; getrusage counts its parent's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def written_formats() -> Iterator[WritableFormat]:
    """Yield the formats that exports are written in."""
    for known in sorted(registered_formats(), key=lambda known: known.position):
        if isinstance(known, WritableFormat):
            yield known


def format_of(name: str) -> WritableFormat:
    """Return a format by its name."""
    return next(known for known in written_formats() if known.name == name)


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--formats", nargs="*")
    parser.add_argument("--export", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.export:
        sys.stdout.write(str(memory_of_export(asked.keep, asked.export)))
        return
    with tempfile.TemporaryDirectory() as place:
        path = asked.keep or Path(place) / "library.claimdesk"
        if not path.exists():
            make(path, asked.articles)
        for known in written_formats():
            if asked.formats and known.name not in asked.formats:
                continue
            with Project.read(path) as project, tempfile.TemporaryDirectory() as folder:
                base, written, whole = measure(project, known, Path(folder))
            report(f"{known.name}, written", written / base, "times a plain dump", base, TARGET)
            report(f"{known.name}, and read back", whole / base, "times", base, None)
            measure_memory(path, known.name)


if __name__ == "__main__":
    main()
