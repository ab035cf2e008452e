# SPDX-License-Identifier: MIT
"""How fast distributions of 150,000 and of 1,000,000 claims are, counted again and after an edit.

--claims N…      how many claims; 150,000 and 1,000,000 unless told
--keep FOLDER    keep the projects there, and use them again the next time
--project FILE   this project instead; it is only read

Baseline of a distribution: loading the same columns of the claims and counting them in Python, in
the same run. The claims go into the file by bulk insert: without spans, which nothing counts.
Times are of the processor. A gap is how late the main thread comes to a turn while another thread
counts, and its baseline how late while another one sleeps.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import itertools
import json
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection

from claimdesk.gui.plots.bar_figures import BarFigures, BarRow
from claimdesk.models.analysis import claim_sql
from claimdesk.models.analysis.claim_filter import Between, ClaimFilter
from claimdesk.models.analysis.columns.kept import columns_for
from claimdesk.models.analysis.cross_table import read_cross_table
from claimdesk.models.analysis.distribution import count_claims, distribution
from claimdesk.models.analysis.networks.network import network
from claimdesk.models.analysis.networks.options import NetworkOptions
from claimdesk.models.analysis.stacks import Series, read_stacks
from claimdesk.models.codebook.starter import create_project
from claimdesk.models.store import history
from claimdesk.models.store.integrity import known_files, row_hashes
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import ChoiceRow
from claimdesk.models.store.schema import ACTOR_KINDS
from claimdesk.models.store.storage import writing_engine

SIZES = (150_000, 1_000_000)
ACTORS, CLAIMS_OF_ARTICLE, OUTLETS = 5_000, 20, 40
KINDS = tuple(ACTOR_KINDS)[:5]
COUNTRIES = ("JP", "NO", "KR", "DE", "US", "FR", None)

FIELDS = (
    ("speaker",),
    ("speaker", "stance"),
    ("speaker", "domain"),
    ("domain", "stance"),
    ("main_domain", "country"),
    ("speaker_kind", "kind"),
    ("outlet", "stance"),
    ("author",),
    ("article",),
    ("annotator", "certainty"),
    ("month", "stance"),
    ("week",),
    ("date",),
    ("quarter", "domain"),
)

_SPEAKER = "LEFT JOIN actor ON actor.id = claim.speaker_id"
_DOMAIN = (
    "LEFT JOIN claim_domain ON claim_domain.claim_id = claim.id "
    "LEFT JOIN domain ON domain.id = claim_domain.domain_id"
)
_ARTICLE = "JOIN article ON article.id = annotation.article_id"
_LOADED = {
    "speaker": ("actor.name", _SPEAKER),
    "speaker_kind": ("actor.kind", _SPEAKER),
    "country": ("actor.country", _SPEAKER),
    "domain": ("domain.name", _DOMAIN),
    "main_domain": ("domain.parent_id, domain.name", _DOMAIN),
    "annotator": (
        "annotator.name",
        "LEFT JOIN annotator ON annotator.id = annotation.annotator_id",
    ),
    "article": ("article.title", _ARTICLE),
    "outlet": ("article.outlet", _ARTICLE),
    "author": ("article.author", _ARTICLE),
} | {
    name: (f"{name}.key", f"LEFT JOIN choice {name} ON {name}.id = claim.{name}_id")
    for name in ("stance", "kind", "certainty")
}
"""Field -> its column and what to join for it, as plainly as it can be asked for."""


def loaded(by: Sequence[str]) -> tuple[str, str]:
    """Return the columns and joins of some fields; times are those of the article."""
    found = [_LOADED.get(name, ("substr(article.published_on, 1, 7)", _ARTICLE)) for name in by]
    joins = dict.fromkeys(join for _column, join in found)
    return ", ".join(column for column, _join in found), " ".join(joins)


def report(
    name: str,
    value: float,
    unit: str,
    baseline: float | None,
    target: float | None,
    met: bool | None,
) -> None:
    """Print one figure."""
    line = {"name": name, "value": round(value, 4), "unit": unit}
    line |= {"baseline": None if baseline is None else round(baseline, 4)}
    sys.stdout.write(f"{json.dumps(line | {'target': target, 'met': met})}\n")
    sys.stdout.flush()


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Return the processor time of some work, the least of some runs."""
    found = []
    for _run in range(times):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return min(found)


def make(path: Path, count: int) -> None:
    """Make a project of so many accepted claims, 20 in an article."""
    create_project(path)
    engine = writing_engine(path)
    with engine.begin() as connection:
        history.drop_triggers(connection)
        fill(connection.connection.driver_connection, count)
        history.create_triggers(connection)
        row_hashes.create_triggers(connection)
    engine.dispose()
    known_files.note_validated(path)


def fill(sqlite: Any, count: int) -> None:
    """Insert the rows, drawn at random with a fixed seed."""
    random = np.random.default_rng(7)
    articles = max(1, count // CLAIMS_OF_ARTICLE)
    insert(
        sqlite,
        "actor(id, name, kind, state, country)",
        (
            (i, f"Envoy {i:05}", KINDS[i % len(KINDS)], "accepted", COUNTRIES[i % len(COUNTRIES)])
            for i in range(1, ACTORS + 1)
        ),
    )
    days = random.integers(0, 3_650, articles).astype("timedelta64[D]")
    dates = (np.datetime64("2014-01-01") + days).astype(str).tolist()
    insert(
        sqlite,
        "article(id, title, body, language, outlet, author, published_on, status, sha256, created)",
        (
            (i, f"Talks {i:06}", "x", "en", f"Review {i % OUTLETS}", f"Reporter {i % 300}",
             dates[i - 1], "done", f"{i}", "2024-01-01T00:00:00.000Z")
            for i in range(1, articles + 1)
        ),
    )  # fmt: skip
    insert(sqlite, "annotator(id, name)", [(1, "Noor"), (2, "Per")])
    domains = [row[0] for row in sqlite.execute("SELECT id FROM domain ORDER BY id")]
    own = {
        key: [row[0] for row in sqlite.execute(
            "SELECT choice.id FROM choice JOIN field ON field.id = field_id "
            "WHERE field.key = ? AND layer = 'claim'", (key,))]
        for key in ("stance", "kind", "certainty")
    }  # fmt: skip
    created = "2024-01-01T00:00:00.000Z"
    # Few speakers say much and many say little.
    speakers = np.minimum(random.zipf(1.3, count), ACTORS).tolist()
    drawn = {key: random.integers(0, len(ids), count).tolist() for key, ids in own.items()}
    topics = random.integers(0, len(domains), (count, 2)).tolist()
    insert(
        sqlite,
        "annotation(id, article_id, layer, state, origin, annotator_id, created, updated)",
        (
            (i, 1 + i % articles, "claim", "accepted", "analyst", 1 + i % 2, created, created)
            for i in range(1, count + 1)
        ),
    )
    insert(
        sqlite,
        "claim(id, speaker_id, stance_id, kind_id, certainty_id)",
        (
            (i, speakers[i - 1] if i % 10 else None, *(own[k][drawn[k][i - 1]] for k in own))
            for i in range(1, count + 1)
        ),
    )
    insert(
        sqlite,
        "claim_domain(claim_id, domain_id)",
        (
            (i, domains[topic])
            for i in range(1, count + 1)
            for topic in sorted(set(topics[i - 1][: 1 + (i % 5 == 0)]))
        ),
    )


def insert(sqlite: sqlite3.Connection, target: str, rows: Iterator[Any] | Sequence[Any]) -> None:
    """Insert rows into the named columns of a table."""
    marks = ", ".join("?" for _column in target.split(","))
    sqlite.executemany(f"INSERT INTO {target} VALUES ({marks})", rows)


def loaded_and_counted(path: Path, by: Sequence[str]) -> Counter[Any]:
    """Load the columns and count them in Python."""
    columns, joins = loaded(by)
    with contextlib.closing(sqlite3.connect(path)) as sqlite:
        rows = sqlite.execute(
            f"SELECT {columns} FROM annotation JOIN claim ON claim.id = annotation.id {joins} "
            "WHERE annotation.state = 'accepted'"
        )
        return Counter(rows)


def measure(path: Path, name: str, *, edit: bool = True) -> None:
    """Print the figures of one project."""
    by = ("speaker", "stance")
    plain = seconds(lambda: loaded_and_counted(path, by))
    with Project.read(path) as project, project.reading() as connection:
        sql = seconds(lambda: claim_sql.grouped_counts(connection, by, ClaimFilter()), 1)
        report(f"{name}: by SQL", sql, "s", plain, None, None)
        first = seconds(lambda: distribution(connection, by), 1)
        report(f"{name}: the first, with its columns", first, "s", plain, None, None)
        measure_counts(connection, path, name)
    measure_gaps(path, name)
    if edit:
        measure_edits(path, name, plain)


def measure_counts(connection: Connection, path: Path, name: str) -> None:
    """Print how long each distribution takes, the slowest of them, and the memory."""
    columns = columns_for(connection)
    assert columns is not None
    report(f"{name}: memory of the columns", columns.megabytes, "MB", None, None, None)
    ratios = {}
    for what, by, run in questions(connection):
        run()
        plain = seconds(partial(loaded_and_counted, path, by or ("speaker",)), 1)
        ratios[what] = plain / max(seconds(run), 1e-9)
        met = ratios[what] >= 20
        report(f"{name}: {what}", ratios[what], "times loading and counting", plain, 20, met)
    slowest = min(ratios, key=lambda what: ratios[what])
    least = ratios[slowest]
    report(f"{name}: the slowest ({slowest})", least, "times", None, 20, least >= 20)
    options = NetworkOptions(kind="subtract", duplicates="article")
    linked = seconds(lambda: network(connection, options), 1)
    report(f"{name}: network of all speakers", linked, "s", None, None, None)


Question = tuple[str, Sequence[str], Callable[[], object]]


def questions(connection: Connection) -> Iterator[Question]:
    """Yield what is asked for: a name, the fields, and what answers it."""
    accepted, two = ClaimFilter(), ("speaker", "stance")
    for by in FIELDS:
        yield f"by {' and '.join(by)}", by, partial(distribution, connection, by)
    narrowed = accepted.with_value("speaker_kind", KINDS[0])
    yield "filtered", two, partial(distribution, connection, two, narrowed)
    months = accepted.with_value("month", Between("2015-01", "2019-06"))
    yield "in a range of months", two, partial(distribution, connection, two, months)
    yield "bars", two, partial(read_stacks, connection, accepted, "speaker")
    yield "table", two, partial(read_cross_table, connection, *two, accepted)
    yield "number of claims", (), partial(count_claims, connection, accepted)


def measure_gaps(path: Path, name: str) -> None:
    """Print the longest gaps while columns are made, and while everything is counted."""

    def count(project: Project, *, everything: bool = False) -> None:
        with project.reading() as connection:
            for _what, _by, run in questions(connection) if everything else ():
                run()
            columns_for(connection)

    made, counted, idle = [], [], []
    for _run in range(3):  # other programs make gaps, too: the least of the longest ones counts
        with Project.read(path) as project:
            made.append(longest_gap(partial(count, project)))
            counted.append(longest_gap(partial(count, project, everything=True)))
        idle.append(longest_gap(lambda: time.sleep(2)))
    for what, gaps in (("columns are made", made), ("everything is counted", counted)):
        gap = min(gaps)
        report(f"{name}: longest gap while {what}", gap, "ms", min(idle), 50, gap <= 50)


def longest_gap(work: Callable[[], object]) -> float:
    """Return by how much the turns of this thread are late while another one works, in ms.

    At most the processor time of this program meanwhile: other programs add nothing.
    """
    thread = threading.Thread(target=work)
    longest = 0.0
    thread.start()
    while thread.is_alive():
        begun, worked = time.perf_counter(), time.process_time()
        time.sleep(0.005)
        late = time.perf_counter() - begun - 0.005
        longest = max(longest, min(late, time.process_time() - worked))
    return 1000 * longest


def measure_redraw() -> None:
    """Print how long other stacked bars take to be drawn, and one item for each bar."""
    from PySide6.QtGui import QPalette
    from PySide6.QtWidgets import QApplication

    from claimdesk.gui.plots.chart import Chart
    from claimdesk.gui.plots.series_style import series_styles

    app = QApplication.instance() or QApplication([])
    assert app is not None
    every = [bar_figures(seed) for seed in range(4)]
    styles = series_styles(every[0].series, every[0].stances, QPalette())
    chart = Chart()
    chart.resize(800, 600)
    shown = itertools.cycle(every)

    def redraw() -> None:
        chart.show_bars(next(shown), styles)
        chart.grab()

    redraw()
    ours = seconds(lambda: [redraw() for _run in range(10)]) / 10
    plain = plain_redraw(itertools.cycle(every))
    ratio = plain / ours
    report(
        "200 x 5 stacked bars drawn again", ratio, "times one item a bar", plain, 100, ratio >= 100
    )


def bar_figures(seed: int) -> BarFigures:
    """Return 200 rows of five stances, at random."""
    random = np.random.default_rng(seed)
    stances = tuple(ChoiceRow(n, f"s{n}", f"Stance {n}", None, None) for n in range(5))
    series = tuple(Series("accepted", stance.key) for stance in stances)
    rows = []
    for number in range(200):
        counts = tuple(random.integers(1, 50, len(series)).tolist())
        rows.append(BarRow(f"Envoy {number}", f"Envoy {number}", counts, sum(counts)))
    rows.sort(key=lambda row: -row.total)
    return BarFigures("speaker", tuple(rows), series, stances)


def plain_redraw(shown: Iterator[BarFigures]) -> float:
    """Return how long other bars take where each is a new item of its own."""
    import pyqtgraph as pg

    view = pg.PlotWidget()
    view.resize(800, 600)

    def redraw() -> None:
        view.clear()
        for number, row in enumerate(next(shown).rows):
            at = 0
            for count in row.counts:
                view.addItem(pg.BarGraphItem(x0=[at], y0=[number], width=[count], height=0.66))
                at += count
        view.grab()

    redraw()
    return seconds(redraw)


def measure_edits(path: Path, name: str, plain: float) -> None:
    """Print how long the first distribution after an edit takes."""
    by, took = ("speaker", "stance"), []

    def count() -> None:
        with project.reading() as connection:
            distribution(connection, by)

    with Project.open(path) as project:
        count()
        for number in range(1, 4):
            with project.edit("Code") as session:
                session.connection().exec_driver_sql(
                    "UPDATE claim SET speaker_id = ? WHERE id = ?", (number, number)
                )
            took.append(seconds(count, 1))
    ratio = plain / min(took)
    report(f"{name}: after an edit", ratio, "times", plain, 20, ratio >= 20)


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="*", default=SIZES)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--project", type=Path)
    asked = parser.parse_args()
    gc.disable()  # as in the window, which collects only while the keyboard is idle
    if asked.project:
        measure(asked.project, f"distribution, {asked.project.name}", edit=False)
        return
    measure_redraw()
    with tempfile.TemporaryDirectory() as folder:
        for count in asked.claims:
            path = (asked.keep or Path(folder)) / f"claims-{count}.claimdesk"
            if not path.exists():
                make(path, count)
            measure(path, f"distribution, {count:,} claims")


if __name__ == "__main__":
    main()
