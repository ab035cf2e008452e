# SPDX-License-Identifier: MIT
"""Articles: importing, pasting, their details, done and next, and suggestions for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject

from claimdesk.gui.exchange.exporting import ExportDialog
from claimdesk.gui.library import importing, mark_done
from claimdesk.gui.library.details import ArticleDetailsDialog
from claimdesk.gui.widgets.wording import article_status_label
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import ArticleText

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench

_SUGGEST_ON_OPEN = "suggest_on_open"


class ArticlesFeature(QObject):
    """What is done with whole articles."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._desk = bench.desk
        for name, slot in {
            "import": self._import_files,
            "import_folder": self._import_folder,
            "paste": self._paste,
            "export": lambda: ExportDialog(bench.desk, bench.jobs, bench.window).open(),
            "suggest": self._suggest,
            "suggest_on_open": self._keep_suggest_on_open,
            "done": self._done_and_next,
            "next_article": lambda: bench.library.step(1),
            "previous_article": lambda: bench.library.step(-1),
            "details": self._details,
            "find_article": bench.library.focus_search,
        }.items():
            bench.commands.bind(name, slot)
        wanted = bench.window.settings.value(_SUGGEST_ON_OPEN, True, type=bool)
        bench.commands["suggest_on_open"].setChecked(bool(wanted))
        bench.header.done_clicked.connect(self._toggle_done)
        bench.header.details_clicked.connect(self._details)
        bench.library.import_requested.connect(self._import_files)
        bench.library.paste_requested.connect(self._paste)
        bench.welcome.import_requested.connect(self._import_files)
        bench.window.dropped.connect(self._dropped)
        bench.desk.article_changed.connect(self._suggest_at_first)

    # Bringing in.

    def _import_files(self) -> None:
        self._import(importing.choose_files(self._bench.window))

    def _import_folder(self) -> None:
        folder = importing.choose_folder(self._bench.window)
        self._import([folder] if folder else [])

    def _dropped(self, data: QMimeData) -> None:
        paths = importing.dropped_paths(data)
        projects = [path for path in paths if path.suffix == ".claimdesk"]
        if projects:
            self._bench.projects.open(projects[0])
        else:
            self._import(paths)

    def _import(self, paths: list[Path]) -> None:
        bench = self._bench
        if self._desk.project is None:
            bench.show_error(_("Open or create a project first, then import articles."))
        elif paths:
            importing.import_files(bench.desk, bench.jobs, paths, bench.window)

    def _paste(self) -> None:
        importing.PasteDialog(self._desk, self._bench.window).open()

    # The open one.

    def _details(self) -> None:
        if self._desk.article is not None:
            ArticleDetailsDialog(self._desk, self._desk.article.id, self._bench.window).open()

    def _toggle_done(self) -> None:
        """Mark the open article as done, or take it up again."""
        article = self._desk.article
        if article is not None:
            self._mark(article, "in progress" if article.status == "done" else "done")

    def _done_and_next(self) -> None:
        article = self._desk.article
        if article is not None and article.status != "done":
            self._mark(article, "done", lambda: self._bench.library.step(1))
        else:
            self._bench.library.step(1)

    def _mark(
        self, article: ArticleText, status: str, then: Callable[[], object] | None = None
    ) -> None:
        label = _("Mark “{title}” as {status}").format(
            title=article.title, status=article_status_label(status)
        )
        mark_done.mark(self._desk, [article.id], status, label, self._bench.window, then)

    # Suggestions.

    def _suggest(self) -> None:
        if self._desk.article is not None:
            self._bench.suggesting.start(self._desk.article.id)

    def _suggest_at_first(self) -> None:
        article = self._desk.article
        wanted = self._bench.commands["suggest_on_open"].isChecked()
        if article is not None and article.status != "done" and wanted:
            self._bench.suggesting.start(article.id, again=False)

    def _keep_suggest_on_open(self) -> None:
        wanted = self._bench.commands["suggest_on_open"].isChecked()
        self._bench.window.settings.setValue(_SUGGEST_ON_OPEN, wanted)
