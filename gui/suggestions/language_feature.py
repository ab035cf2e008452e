# SPDX-License-Identifier: MIT
"""A notice on an article in a language that the pipeline does not read."""

from __future__ import annotations

from functools import partial

from claimdesk.gui.library.details import ArticleDetailsDialog
from claimdesk.gui.window.feature_base import Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.languages import language_name
from claimdesk.models.suggest.language_support import LanguageSupport, language_support

_KEY = "language"


class LanguageFeature(Feature):
    """Shows a notice while the open article is in a language that the pipeline does not read."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._desk = bench.desk
        self._closed: set[int] = set()
        """Articles whose notice was closed while this project is open."""
        bench.desk.project_changed.connect(self._closed.clear)
        bench.desk.article_changed.connect(self._check)
        bench.desk.article_edited.connect(self._check)

    def _check(self) -> None:
        self._bench.notices.remove(_KEY)
        article, project = self._desk.article, self._desk.project
        if article is None or project is None or article.id in self._closed:
            return
        self._bench.jobs.run(
            language_support,
            project,
            article.id,
            done=partial(self._show_notice, article.id),
            name=_KEY,
        )

    def _show_notice(self, article_id: int, support: LanguageSupport | None) -> None:
        article = self._desk.article
        if support is None or support or article is None or article.id != article_id:
            return
        self._bench.notices.show_notice(
            _KEY,
            _(
                "This article is in {language}, but suggestions are made for {other}. Only known "
                "names, terms and quotations beside known names are suggested."
            ).format(
                language=language_name(support.language),
                other=language_name(support.reads),
            ),
            [(_("Change language…"), self._change)],
            dismissed=partial(self._closed.add, article_id),
        )

    def _change(self) -> None:
        if self._desk.article is not None:
            bench, article = self._bench, self._desk.article
            ArticleDetailsDialog(self._desk, bench.jobs, article.id, bench.window).open()
