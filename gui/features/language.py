# SPDX-License-Identifier: MIT
"""Says at an article whose language the pipeline does not read what can't be suggested for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from claimdesk.gui.library.details import ArticleDetailsDialog
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.languages import language_name
from claimdesk.models.suggest.served import Served, served

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench

_KEY = "language"


class LanguageFeature(QObject):
    """Keeps one notice true: that of the open article's language."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._desk = bench.desk
        self._closed: set[int] = set()
        """Articles whose notice was closed while this project is open."""
        bench.desk.project_changed.connect(self._closed.clear)
        bench.desk.article_changed.connect(self._look)
        bench.desk.article_edited.connect(self._look)

    def _look(self) -> None:
        self._bench.notices.remove(_KEY)
        article, project = self._desk.article, self._desk.project
        if article is None or project is None or article.id in self._closed:
            return
        self._bench.jobs.run(
            served, project, article.id, done=partial(self._tell, article.id), name=_KEY
        )

    def _tell(self, article_id: int, found: Served | None) -> None:
        article = self._desk.article
        if found is None or found or article is None or article.id != article_id:
            return
        self._bench.notices.show_notice(
            _KEY,
            _(
                "This article is in {language}, but suggestions are made for {other}. Only known "
                "names, terms and quotations beside known names are suggested."
            ).format(language=language_name(found.language), other=language_name(found.reads)),
            [(_("Change language…"), self._change)],
            dismissed=partial(self._closed.add, article_id),
        )

    def _change(self) -> None:
        if self._desk.article is not None:
            ArticleDetailsDialog(self._desk, self._desk.article.id, self._bench.window).open()
