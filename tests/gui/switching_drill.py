# SPDX-License-Identifier: MIT
"""Switches articles in the real window while everything else is at work; ends with status 0.

python switching_drill.py COUNT SEED FOLDER

Of the articles some are English and some Japanese, one is written from right to left, one is long.
Suggestions arrive, articles are imported, plots are counted and lists are filtered meanwhile. The
process that this runs in shows what becomes of memory that is used after it was freed; what
switching itself must do is checked at the end.
"""

from __future__ import annotations

import faulthandler
import gc
import random
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QSettings, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimdesk.gui.app import Start, application
from claimdesk.gui.library.feature import LibraryFeature
from claimdesk.gui.plots.feature import PlotsFeature
from claimdesk.gui.search.feature import SearchFeature
from claimdesk.gui.widgets import dialogs
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.codebook.starter import create_project
from claimdesk.models.editing import edits
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project

ENGLISH = (
    "The Harbour Ministry of Norland said on Monday that the Straits Pact would include drones. "
    "“We will not share missile data with Ostmark,” Mara Lindt told parliament, and Admiral Joss "
    "Weyland of the Verian Navy called her warning “a threat to deterrence”. France denied it.\n\n"
)
JAPANESE = (
    "木原稔防衛相は21日の記者会見で、日本と英国、オーストラリアが量子技術で協力を深めると述べた。"
    "「三か国の連携は地域の安定に欠かせない」と木原氏は語った。🇯🇵🇬🇧🇦🇺\n\n"
    "これに対し、中国外務省は「軍事同盟の拡大に断固反対する」と表明した。\n\n"
)
ARABIC = "قال الوزير يوم الاثنين إن فرنسا ستشارك: “we agree” في المشروع.\n\n"
TEXTS = [ENGLISH * 3, JAPANESE * 2, ENGLISH * 60, JAPANESE * 40, ARABIC * 5 + ENGLISH, ENGLISH * 8]
_MARKED = ("木原稔", "日本", "英国")


def make_project(folder: Path) -> Path:
    """A project with some articles, of which a Japanese one is annotated."""
    path = folder / "switching.claimdesk"
    create_project(path)
    with Project.open(path) as project:
        files = []
        for number, text in enumerate(TEXTS):
            files.append(folder / f"{number}.txt")
            files[-1].write_text(f"Article {number}\n\n{text}", encoding="utf-8")
        import_paths(project, files)
        annotated = folder / "annotated.txt"
        body = f"木原稔防衛相\n\n{JAPANESE}"
        annotated.write_text(body, encoding="utf-8")
        annotated.with_suffix(".ann").write_text(
            "".join(
                f"T{n}\tPerson {body.index(w)} {body.index(w) + len(w)}\t{w}\n"
                for n, w in enumerate(_MARKED, 1)
            ),
            encoding="utf-8",
        )
        import_paths(project, [annotated, annotated.with_suffix(".ann")])
    return path


class Switcher(QObject):
    """Does one thing after another, at random, and goes from article to article between them."""

    def __init__(self, bench: Workbench, count: int, seed: int, folder: Path) -> None:
        super().__init__()
        self.bench = bench
        self.left = count
        self._random = random.Random(seed)
        self._folder = folder
        self._came = 0
        self._deeds: tuple[Callable[[], object], ...] = (
            self._type_filter,
            self._search,
            self._count,
            self._suggest,
            self._import,
            self._decide,
            self._point,
            self._zoom,
            self._find,
            gc.collect,
        )
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)
        self._timer.start(0)

    def _turn(self) -> None:
        if self.left <= 0:
            self._timer.stop()
            self._check()
            self.bench.window.close()
            return
        self.left -= 1
        self._switch()
        if self._random.random() < 0.4:
            self._random.choice(self._deeds)()
        # Sometimes at once again, sometimes after a painting, sometimes when answers are there.
        self._timer.start(self._random.choice((0, 0, 0, 5, 20, 60)))

    def _ids(self) -> list[int]:
        with self.bench.desk.reading() as connection:
            return queries.article_ids(connection)

    def _switch(self) -> None:
        bench, pick = self.bench, self._random.random()
        if pick < 0.4:
            bench.feature(LibraryFeature).panel.step(self._random.choice((1, -1, 2, -2)))
            return
        ids = self._ids()
        if pick < 0.95:
            bench.desk.open_article(self._random.choice(ids[-8:] if pick < 0.8 else ids))
        else:
            bench.desk.open_article(None)

    def _type_filter(self) -> None:
        pane = self._random.choice(list(self.bench.panes.values()))
        pane.filter.setText(self._random.choice(("", "a", "日", "Norland")))

    def _search(self) -> None:
        panel = self.bench.feature(SearchFeature).panel
        panel.open(self._random.choice(("the", "木原", "Ostmark")))

    def _count(self) -> None:
        plots = self.bench.feature(PlotsFeature).panel
        self._random.choice((plots.article_button, plots.project_button)).click()
        plots.suggested_box.setChecked(self._random.random() < 0.8)

    def _suggest(self) -> None:
        article = self.bench.desk.article
        if article is not None and len(article.body) < 4000:
            self.bench.suggesting.start(article.id)

    def _import(self) -> None:
        if self._came < 60:
            self._came += 1
            path = self._folder / f"more{self._came}.txt"
            text = self._random.choice((ENGLISH, JAPANESE))
            path.write_text(f"More {self._came}\n\n{text}", encoding="utf-8")
            project = self.bench.desk.project
            assert project is not None
            self.bench.jobs.run(import_paths, project, [path])

    def _decide(self) -> None:
        desk = self.bench.desk
        if desk.annotations:
            chosen = self._random.choice(list(desk.annotations))
            desk.set_current(chosen)
            decide = self._random.choice((edits.accept, edits.reject))
            desk.act("Decide", lambda session: decide(session, [chosen]))

    def _point(self) -> None:
        view = self.bench.view.viewport()
        place = QPoint(self._random.randrange(600), self._random.randrange(400))
        QTest.mouseMove(view, place)
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)

    def _zoom(self) -> None:
        self.bench.view.set_zoom(self._random.choice((90, 100, 125)))

    def _find(self) -> None:
        bar = self.bench.feature(SearchFeature).bar
        bar.open()
        bar.field.setText(self._random.choice(("a", "は", "the")))
        bar.leave()

    def _check(self) -> None:
        """What is shown is what is open."""
        desk, view = self.bench.desk, self.bench.view
        for number in self._ids()[-4:]:
            desk.open_article(number)
            QApplication.processEvents()
            assert desk.article is not None and desk.article.id == number
            body = desk.article.body.replace("\n", "")
            assert view.toPlainText().replace("\n", "")[:20] == body[:20]


def main() -> int:
    """Run the drill."""
    faulthandler.enable()
    count, seed, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    path = make_project(folder)
    told: list[object] = []
    sys.excepthook = lambda _kind, error, _trace: told.append(error)
    dialogs.show_error = lambda _parent, message: told.append(message)
    app = application([], "light")
    memory = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    start = Start(memory, path, QSize(1440, 900))
    switchers: list[Switcher] = []

    def begin() -> None:
        assert start.workbench is not None
        switchers.append(Switcher(start.workbench, count, seed, folder))

    start.filled.connect(begin, Qt.ConnectionType.QueuedConnection)
    app.exec()
    assert switchers and switchers[0].left == 0, "it ended early"
    assert not told, told
    return 0


if __name__ == "__main__":
    sys.exit(main())
