# SPDX-License-Identifier: MIT
"""Search in the article and through the project, and annotating what was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from claimdesk.gui.article.navigation import show_words
from claimdesk.gui.search.bar import FindBar
from claimdesk.gui.search.panel import SearchPanel
from claimdesk.gui.window.feature_base import ARTICLE, BOTTOM, PROJECT, Command, Dock, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _
from claimdesk.models.search.concordance import ConcordanceLine
from claimdesk.models.text.reading import words_in
from claimdesk.models.text.spans import Span


class SearchFeature(Feature):
    """Puts the find bar below the article and the search panel into its dock."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._desk = bench.desk
        self.bar = FindBar(bench.desk, bench.jobs, bench.view)
        self.panel = SearchPanel(bench.desk, bench.jobs)
        self.bar.annotate.chosen.connect(self._annotate_article)
        self.panel.annotate.chosen.connect(self._annotate_project)
        self.panel.line_opened.connect(self._show_line)
        bench.centre.add_below(self.bar)

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="find",
                text=_("&Find…"),
                run=self._find,
                menu="edit",
                at=210,
                keys=("Ctrl+F",),
                icon="search",
                needs=ARTICLE,
            ),
            Command(
                id="find_next",
                text=_("Find ne&xt"),
                run=lambda: self._step(1),
                menu="edit",
                at=220,
                keys=("F3",),
                needs=ARTICLE,
            ),
            Command(
                id="find_previous",
                text=_("Find pre&vious"),
                run=lambda: self._step(-1),
                menu="edit",
                at=230,
                keys=("Shift+F3",),
                needs=ARTICLE,
            ),
            Command(
                id="find_everywhere",
                text=_("Find in &all articles…"),
                run=self._find_everywhere,
                menu="edit",
                at=240,
                keys=("Ctrl+Shift+F",),
                needs=PROJECT,
            ),
        ]

    def docks(self) -> Sequence[Dock]:
        return [
            Dock(
                name="search",
                title=_("Search"),
                area=BOTTOM,
                at=320,
                widget=self.panel,
                hidden=True,
            )
        ]

    def stop(self) -> None:
        self.panel.stop()
        self.bar.stop()

    def _find(self) -> None:
        if self._desk.article is not None:
            self.bar.open()

    def _step(self, by: int) -> None:
        if self._desk.article is not None:
            self.bar.step(by)

    def _find_everywhere(self) -> None:
        """Search the project, for the selected words if there are any."""
        article, span = self._desk.article, self._bench.view.selected_span()
        words = words_in(article.body, span) if article is not None and span else ""
        dock = self._bench.window.docks["search"]
        dock.show()
        dock.raise_()
        self.panel.open("" if "\n" in words else words)

    def _show_line(self, line: ConcordanceLine) -> None:
        span = Span(line.start, line.end)
        show_words(self._desk, self._bench.view, line.article_id, span)

    def _annotate_article(self, layer: str) -> None:
        article = self._desk.article
        if article is not None:
            hits = {article.id: self.bar.hits}
            place = _above(self.bar.annotate)
            words = self.bar.field.text()
            self._bench.occurrences.annotate_hits(hits, layer, words, place)

    def _annotate_project(self, layer: str) -> None:
        words, place = self.panel.field.text(), _above(self.panel.annotate)
        self._bench.occurrences.annotate_hits(self.panel.hits, layer, words, place)


def _above(widget: QWidget) -> QPoint:
    return widget.mapToGlobal(widget.rect().topLeft())
