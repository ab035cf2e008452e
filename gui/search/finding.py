# SPDX-License-Identifier: MIT
"""Puts the find bar and the search panel into the window, with what they ask for."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from claimdesk.gui.annotating.bulk.occurrences import Occurrences
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.search.bar import FindBar
from claimdesk.gui.search.panel import SearchPanel
from claimdesk.gui.window.main_window import MainWindow
from claimdesk.models.messages.catalogue import _
from claimdesk.models.search.search import Line
from claimdesk.models.text.reading import words_in
from claimdesk.models.text.spans import Span


class Finding(QObject):
    """Find in the article and through the project."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        view: ArticleView,
        occurrences: Occurrences,
        window: MainWindow,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._view = view
        self._occurrences = occurrences
        self.bar = FindBar(desk, jobs, view)
        self.panel = SearchPanel(desk, jobs)
        self._dock = window.docks["search"]
        self._dock.setWidget(self.panel)
        self.bar.annotate.chosen.connect(self._annotate_article)
        self.panel.annotate.chosen.connect(self._annotate_project)
        self.panel.line_opened.connect(self._show)
        window.closing.insert(0, self._close)
        window.closing.append(self.bar.stop)

    def find(self) -> None:
        """Find in the article."""
        if self._desk.article is not None:
            self.bar.open()

    def next(self) -> None:
        """Go to the next hit in the article."""
        if self._desk.article is not None:
            self.bar.step(1)

    def previous(self) -> None:
        """Go to the hit before in the article."""
        if self._desk.article is not None:
            self.bar.step(-1)

    def find_everywhere(self) -> None:
        """Find through the project, what is selected if anything is."""
        article, span = self._desk.article, self._view.selected_span()
        words = words_in(article.body, span) if article is not None and span else ""
        self._dock.show()
        self._dock.raise_()
        self.panel.open("" if "\n" in words else words)

    def show_words(self, article_id: int, span: Span) -> None:
        """Open an article at some of its words, selected."""
        if self._desk.article is None or self._desk.article.id != article_id:
            self._desk.open_article(article_id)
        article = self._desk.article
        if article is None or span.end > len(article.body):
            self._desk.status_message.emit(_("The article is gone; search again."))
            return
        self._view.select_span(span)
        self._view.show_span(span)
        self._view.setFocus()

    def _show(self, line: Line) -> None:
        self.show_words(line.article_id, Span(line.start, line.end))

    def _annotate_article(self, layer: str) -> None:
        article = self._desk.article
        if article is not None:
            hits = {article.id: self.bar.hits}
            place = _above(self.bar.annotate)
            self._occurrences.annotate_hits(hits, layer, self.bar.field.text(), place)

    def _annotate_project(self, layer: str) -> None:
        place = _above(self.panel.annotate)
        self._occurrences.annotate_hits(self.panel.hits, layer, self.panel.field.text(), place)

    def _close(self) -> None:
        self._occurrences.stop()
        self.panel.stop()


def _above(widget: QWidget) -> QPoint:
    return widget.mapToGlobal(widget.rect().topLeft())
