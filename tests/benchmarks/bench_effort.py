# SPDX-License-Identifier: MIT
"""How many events it takes to annotate real articles to their hand-made claims.

bench_effort.py [--gold FOLDER]

Without a folder it is the seed article; with one, its hand-coded articles: NAME.txt and NAME.json,
{"claims": [{"source", "cue", "content", "speaker", "stance", "kind", "domains", ...}]}, where
"speakers", "speaker_also", "stance_also" and "kind_also" say what is right too.

The real window is driven by key and mouse events. A key press counts 1 (a chord too), a click 1, a
drag 2, a typed character 1; turning the wheel to bring words into sight counts nothing. The hand
annotation is used only to choose what to do next: at each step the cheapest way that the window
offers is looked for among what a person can see in it.

At the end every claim is checked in the project file. It is right if an accepted claim has
- as content exactly the letters and digits of the gold content (so white space, quotation marks and
  punctuation at its ends, or between two pieces, make no difference);
- as speaker the actor of the gold speaker. In the seed gold speakers and actors go one to one, and
  the actor bears the gold name or words by which the gold annotation mentions it; in a folder the
  actor bears a name of the speaker or the end of one;
- the stance, in a folder the kind, and exactly the domains. Gold names in another wording are
  mapped by their beginning.

Domains of the gold annotation that the starter codebook lacks are added before counting starts, as
an analyst sets up a codebook once.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from effort_analyst import Analyst, too_much, wrong
from effort_gold import Article, Gold, Spans, articles, seed
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimdesk.gui.app import application
from claimdesk.gui.window.features import FEATURES
from claimdesk.gui.window.main_window import MainWindow
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models import codebook
from claimdesk.models.codebook.starter import create_project
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.engine import Engine
from claimdesk.models.suggest.runs import Run
from claimdesk.models.text.alignment import Alignment
from claimdesk.models.text.spans import Span

WAYS = {True: "from suggestions", False: "from an article without suggestions"}
SEED_TARGETS: dict[bool, float | None] = {True: 2.0, False: 7.0}
TARGETS: dict[bool, float | None] = {True: 4.5, False: None}


@dataclass(frozen=True)
class Effort:
    """What annotating an article took, and what came of it."""

    events: int
    claims: int
    right: int
    added: int
    """Domains that were added to the starter codebook first."""
    problems: tuple[str, ...] = ()

    def figure(self, name: str, value: float | None, target: float | None) -> dict[str, object]:
        """Return one line of output."""
        rounded = None if value is None else math.ceil(1000 * value) / 1000
        met = None if target is None else not self.problems and (rounded or math.inf) <= target
        return {
            "name": f"effort: {name}",
            "value": rounded,
            "unit": f"events per claim ({self.events} events; {self.right} of {self.claims} claims"
            f" right; {self.added} domains added to the starter codebook first)",
            "baseline": "some 15 actions per claim in a form",
            "target": target,
            "met": met,
            **({"wrong": list(self.problems)} if self.problems else {}),
        }

    @property
    def per_right_claim(self) -> float | None:
        """Events for each claim that is right in every field; None without any."""
        return self.events / self.right if self.right else None


@cache
def engine() -> Engine:
    """Return the suggester, loaded once."""
    return Engine.load()


def placed(article: Article, body: str) -> Article:
    """Return the article with its claims where their words are in the imported body."""
    raw = article.path.read_bytes().decode("utf-8")
    alignment = Alignment(raw, body)

    def move(span: Span) -> Span:
        found = alignment.move(span)
        assert found is not None, f"{raw[slice(*span)]} is not in the imported article"
        return found.span

    def moved(gold: Gold) -> Gold:
        content: Spans = tuple(map(move, gold.content))
        return replace(gold, content=content, source=gold.source and move(gold.source))

    return replace(article, claims=tuple(map(moved, article.claims)))


def prepare(path: Path, gold: Article, *, with_suggestions: bool) -> int:
    """Create a project with the article and the domains it needs; return how many were added."""
    create_project(path)
    with Project.open(path) as project:
        import_paths(project, [gold.path])
        with project.reading() as connection:
            names = [row.name for row in queries.domains(connection).values()]
        wanted = {name for claim in gold.claims for name in claim.domains}
        lacking = [n for n in sorted(wanted) if not any(own.startswith(n) for own in names)]
        with project.edit("Codebook") as session:
            for name in lacking:
                codebook.add_domain(session, name)
        if with_suggestions:
            with project.reading() as connection:
                article = queries.article(connection, 1)
                known = read_knowledge(connection)
            assert article is not None
            run = Run(project, 1, engine().pipeline)
            run.add(engine().suggest_all(article.body, known))
            run.finish()
    return len(lacking)


def annotate(path: Path, gold: Article, *, with_suggestions: bool) -> Effort:
    """Annotate an article in a window of its own."""
    added = prepare(path, gold, with_suggestions=with_suggestions)
    settings = QSettings(str(path.with_suffix(".ini")), QSettings.Format.IniFormat)
    settings.setValue("suggest_on_open", False)
    window = MainWindow(settings)
    workbench = Workbench(window, FEATURES)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    workbench.projects.open(path)
    while workbench.desk.article is None:
        QApplication.processEvents()
    workbench.view.setFocus()
    analyst = Analyst(workbench, placed(gold, workbench.desk.article.body))
    if with_suggestions:
        analyst.review()
    else:
        analyst.from_nothing()
    with workbench.desk.project.reading() as connection:  # type: ignore[union-attr]
        rows = {row.id: row for row in queries.article_annotations(connection, 1)}
    found = wrong(analyst, rows)
    problems = [f"{claim.content[0]}: {', '.join(what)}" for claim, what in found.items()]
    problems += too_much(analyst, rows)
    window.close()
    claims = len(gold.claims)
    return Effort(analyst.hands.count, claims, claims - len(found), added, tuple(problems))


def of_seed(folder: Path) -> Iterator[dict[str, object]]:
    """Yield the figures of the seed article, in events per gold claim."""
    article = seed()
    if article is None:
        print("effort: no annotated article beside the checkout, so nothing is measured")
        return
    for with_suggestions, way in WAYS.items():
        path = folder / f"effort-{with_suggestions}.claimdesk"
        effort = annotate(path, article, with_suggestions=with_suggestions)
        name = f"events per gold claim, {way}" if with_suggestions else way
        yield effort.figure(name, effort.events / effort.claims, SEED_TARGETS[with_suggestions])


def of_folder(folder: Path, gold: Iterable[Article]) -> Iterator[dict[str, object]]:
    """Yield the figures of hand-coded articles, each and all, in events per right claim."""
    found = list(gold)
    for with_suggestions, way in WAYS.items():
        target = TARGETS[with_suggestions]
        efforts = []
        for article in found:
            path = folder / f"{article.path.stem}-{with_suggestions}.claimdesk"
            effort = annotate(path, article, with_suggestions=with_suggestions)
            efforts.append(effort)
            yield effort.figure(f"{article.path.stem}, {way}", effort.per_right_claim, target)
        total = Effort(
            *(
                sum(getattr(e, name) for e in efforts)
                for name in ("events", "claims", "right", "added")
            )
        )
        name = f"{len(found)} articles, events per claim right in every field, {way}"
        yield total.figure(name, total.per_right_claim, target)


def main(arguments: list[str]) -> int:
    """Print the figures, one JSON object a line."""
    parser = argparse.ArgumentParser(description="Events that it takes to annotate an article")
    parser.add_argument("--gold", type=Path, metavar="FOLDER", help="hand-coded articles")
    folder: Path | None = parser.parse_args(arguments).gold
    coded = [] if folder is None else list(articles(folder))
    if folder is not None and not coded:
        print(f"effort: no coded article (NAME.json beside NAME.txt) in {folder}", file=sys.stderr)
        return 1
    application([], "light")
    # Each drag waits this long, so that the next press is not taken for a double click.
    QApplication.setDoubleClickInterval(30)
    with tempfile.TemporaryDirectory() as place:
        made = Path(place)
        for figure in of_seed(made) if folder is None else of_folder(made, coded):
            print(json.dumps(figure), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
