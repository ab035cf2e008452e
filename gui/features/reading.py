# SPDX-License-Identifier: MIT
"""The open article in the view, and what can be done with what is current in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from claimdesk.gui.article.marks import look_of, marks_of
from claimdesk.gui.desk.reference_data import Name
from claimdesk.gui.window.menus import ARTICLE
from claimdesk.models.text.span_index import Mark

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench


class ReadingFeature(QObject):
    """Shows what the desk holds in the article view, and refreshes what changed."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._desk = bench.desk
        self._view = bench.view
        self._shown: int | None = None
        desk = bench.desk
        desk.project_changed.connect(self._article_changed)
        desk.article_changed.connect(self._article_changed)
        desk.annotations_changed.connect(self._annotations_changed)
        desk.names_changed.connect(self._names_changed)
        desk.current_changed.connect(self._view.set_current)
        desk.selection_changed.connect(self._tell_enabled)
        bench.view.annotation_clicked.connect(desk.set_current)
        bench.view.background_clicked.connect(lambda: desk.set_current(None))
        bench.commands.bind("go_text", bench.view.setFocus)
        bench.commands.bind("rejected", self._show_rejected)
        self._article_changed()

    def _article_changed(self) -> None:
        article = self._desk.article
        self._bench.show_article(article is not None)
        self._bench.commands.offer(ARTICLE, article is not None)
        self._view.set_current(self._desk.current)
        self._tell_enabled()
        if article is not None:
            marks = [mark for row in self._desk.annotations for mark in self._marks(row)]
            bar = self._view.verticalScrollBar()
            height = bar.value()
            self._view.show_article(article.body, marks)
            if article.id == self._shown:
                bar.setValue(height)  # the same article with another text
        self._shown = article.id if article is not None else None

    def _annotations_changed(self, ids: frozenset[int]) -> None:
        for annotation_id in ids:
            self._view.update_annotation(annotation_id, self._marks(annotation_id))

    def _names_changed(self, changed: frozenset[Name]) -> None:
        for row in self._desk.annotations.values() if changed else ():
            if look_of(row) in changed:
                self._view.update_annotation(row.id, self._marks(row.id))

    def _tell_enabled(self) -> None:
        """Offer what can be done with the annotations that are chosen."""
        desk = self._desk
        layers = {desk.annotations[i].layer for i in desk.selected}
        alone = len(desk.selected) == 1 and desk.current is not None
        self._bench.commands.offer_chosen(layers, alone=alone)

    def _marks(self, annotation_id: int) -> list[Mark]:
        row = self._desk.annotations.get(annotation_id)
        return [] if row is None else marks_of(row, self._desk)

    def _show_rejected(self) -> None:
        shown = self._bench.commands["rejected"].isChecked()
        self._view.set_show_rejected(shown)
        for pane in self._bench.panes.values():
            pane.model.set_show_rejected(shown)
