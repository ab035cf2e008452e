# SPDX-License-Identifier: MIT
"""The articles of the project: importing and opening them, their details, done and next."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QMimeData

from claimdesk.gui.article.header import ArticleHeader
from claimdesk.gui.library import importing, mark_done
from claimdesk.gui.library.details import ArticleDetailsDialog
from claimdesk.gui.library.pasting import PasteDialog
from claimdesk.gui.library.progress_view import ProgressDialog
from claimdesk.gui.library.sampling import Drawn, SampleDialog
from claimdesk.gui.library.view import LibraryPanel
from claimdesk.gui.widgets.wording import article_status_label
from claimdesk.gui.window.feature_base import ARTICLE, LEFT, PROJECT, Command, Dock, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import ArticleText


class LibraryFeature(Feature):
    """What is done with whole articles, from the panel of articles and the header of the open one.

    A project opens with the article that was open last in it.
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._desk = bench.desk
        self.panel = LibraryPanel(bench.desk, bench.jobs)
        self.panel.import_requested.connect(self._import_files)
        self.panel.paste_requested.connect(self._paste)
        self.panel.suggestions_requested.connect(self._suggest)
        self.header = ArticleHeader(bench.desk)
        self.header.done_clicked.connect(self._toggle_done)
        self.header.details_clicked.connect(self._show_details)
        bench.centre.add_above(self.header)
        bench.welcome.import_requested.connect(self._import_files)
        bench.window.dropped.connect(self._dropped)
        bench.desk.project_opened.connect(self._open_last_article)
        bench.desk.article_changed.connect(self._remember_article)

    def commands(self) -> Sequence[Command]:
        return [*self._import_commands(), *self._article_commands()]

    def _import_commands(self) -> list[Command]:
        return [
            Command(
                id="import",
                text=_("&Import articles…"),
                run=self._import_files,
                menu="file",
                at=210,
                keys=("Ctrl+I",),
                icon="import",
                needs=PROJECT,
                tool=120,
            ),
            Command(
                id="import_folder",
                text=_("Import a &folder…"),
                run=self._import_folder,
                menu="file",
                at=220,
                needs=PROJECT,
            ),
            Command(
                id="paste",
                text=_("&Paste text as article…"),
                run=self._paste,
                menu="file",
                at=230,
                keys=("Ctrl+Shift+V",),
                icon="paste",
                needs=PROJECT,
            ),
        ]

    def _article_commands(self) -> list[Command]:
        command = partial(Command, menu="article")
        return [
            command(
                id="done",
                text=_("&Done, next article"),
                run=self._done_and_next,
                at=110,
                keys=("Ctrl+Return", "Ctrl+Enter"),
                icon="done",
                needs=ARTICLE,
            ),
            command(
                id="next_article",
                text=_("&Next article"),
                run=lambda: self.panel.step(1),
                at=210,
                keys=("Ctrl+PgDown",),
                needs=PROJECT,
            ),
            command(
                id="previous_article",
                text=_("&Previous article"),
                run=lambda: self.panel.step(-1),
                at=220,
                keys=("Ctrl+PgUp",),
                needs=PROJECT,
            ),
            command(
                id="details",
                text=_("D&etails…"),
                run=self._show_details,
                at=230,
                keys=("F4",),
                needs=ARTICLE,
            ),
            command(
                id="draw_sample",
                text=_("Draw a &sample…"),
                run=self._draw_sample,
                at=310,
                tip=_("Draw some of the listed articles at random, for a study"),
                needs=PROJECT,
            ),
            command(
                id="progress",
                text=_("P&rogress…"),
                run=self._show_progress,
                at=320,
                tip=_("How many articles are done, and how many claims there are, per day too"),
                needs=PROJECT,
            ),
            Command(
                id="find_article",
                text=_("Search &articles"),
                run=self.panel.focus_search,
                menu="view",
                at=310,
                keys=("Ctrl+Alt+F",),
                icon="search",
                needs=PROJECT,
            ),
        ]

    def docks(self) -> Sequence[Dock]:
        return [
            Dock(
                name="library",
                title=_("Articles"),
                area=LEFT,
                at=110,
                widget=self.panel,
                folds="claims",
            )
        ]

    # Importing.

    def _import_files(self) -> None:
        importing.choose_files(self._bench.window, self._import)

    def _import_folder(self) -> None:
        importing.choose_folder(self._bench.window, lambda folder: self._import([folder]))

    def _dropped(self, data: QMimeData) -> None:
        paths = importing.dropped_paths(data)
        projects = [path for path in paths if path.suffix == ".claimdesk"]
        if projects:
            self._bench.projects.open(projects[0])
        else:
            self._import(paths)

    def _import(self, paths: Sequence[Path]) -> None:
        bench = self._bench
        if self._desk.project is None:
            bench.show_error(_("Open or create a project first, then import articles."))
        elif paths:
            importing.import_files(bench.desk, bench.jobs, paths, bench.window, bench.settings)

    def _paste(self) -> None:
        bench = self._bench
        if self._desk.project is None or not importing.import_copied_page(
            bench.desk, bench.jobs, bench.window, bench.settings
        ):
            PasteDialog(self._desk, bench.window).open()

    # Several articles.

    def _suggest(self, ids: list[int]) -> None:
        queue = self._bench.queue
        queue.add(ids)
        message = ngettext(
            "1 article waits for suggestions", "{n} articles wait for suggestions", len(ids)
        )
        self._bench.toast.show_text(message.format(n=len(ids)), partial(queue.remove, ids))

    def _draw_sample(self) -> None:
        bench, panel = self._bench, self.panel
        SampleDialog(bench.desk, bench.jobs, panel.search, self._drawn, bench.window).open()

    def _drawn(self, drawn: Drawn) -> None:
        number = QLocale().toString
        message = _("Sample of {n} of {total} articles, seed {seed}").format(
            n=number(drawn.size), total=number(drawn.total), seed=drawn.seed
        )
        self._desk.saved.emit(message)
        self.panel.show_sample(drawn.id)

    def _show_progress(self) -> None:
        ProgressDialog(self._desk, self._bench.jobs, self._bench.window).show()

    # The open article.

    def _open_last_article(self) -> None:
        """Open the article that was open last in the project, or the first one."""
        project = self._desk.project
        if project is None:
            return
        last = str(self._bench.settings.value(_last_article_key(project), ""))
        if last.isdecimal():
            self._desk.open_article(int(last))
        if self._desk.article is None:
            self.panel.step(1)

    def _remember_article(self) -> None:
        project, article = self._desk.project, self._desk.article
        if project is not None and article is not None:
            self._bench.settings.setValue(_last_article_key(project), article.id)

    def _show_details(self) -> None:
        if self._desk.article is not None:
            bench = self._bench
            ArticleDetailsDialog(self._desk, bench.jobs, self._desk.article.id, bench.window).open()

    def _toggle_done(self) -> None:
        """Mark the open article as done, or as in progress again."""
        article = self._desk.article
        if article is not None:
            self._mark(article, "in progress" if article.status == "done" else "done")

    def _done_and_next(self) -> None:
        article = self._desk.article
        if article is not None and article.status != "done":
            self._mark(article, "done", lambda: self.panel.step(1))
        else:
            self.panel.step(1)

    def _mark(
        self, article: ArticleText, status: str, then: Callable[[], object] | None = None
    ) -> None:
        label = _("Mark “{title}” as {status}").format(
            title=article.title, status=article_status_label(status)
        )
        bench = self._bench
        mark_done.mark(self._desk, bench.jobs, [article.id], status, label, bench.window, then)


def _last_article_key(project: Project) -> str:
    return f"last_article/{hashlib.sha256(str(project.path).encode()).hexdigest()[:16]}"
