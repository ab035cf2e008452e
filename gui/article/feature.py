# SPDX-License-Identifier: MIT
"""The open article in the centre of the window, with its annotations as marks in the text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from PySide6.QtCore import QPoint

from claimdesk.gui.article.claim_margin import Note
from claimdesk.gui.article.layers import LAYERS, LayerBar
from claimdesk.gui.article.marks import marks_of, style_sources
from claimdesk.gui.desk.reference_data import Name
from claimdesk.gui.window.feature_base import ARTICLE, Command, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.project import Project
from claimdesk.models.text.span_index import Mark


class ArticleFeature(Feature):
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
        bench.view.annotation_clicked.connect(desk.set_current)
        bench.view.field_wanted.connect(self._change_field)
        bench.view.background_clicked.connect(lambda: desk.set_current(None))
        bench.rejected_shown_changed.connect(self._view.set_show_rejected)
        bench.layers.changed.connect(self._show_layers)
        self._view.note_of = self._note

    def commands(self) -> Sequence[Command]:
        view = self._view
        return [
            Command(
                id="larger",
                text=_("&Larger text"),
                run=view.zoom_in,
                menu="view",
                at=210,
                keys=("Ctrl++", "Ctrl+="),
            ),
            Command(
                id="smaller",
                text=_("&Smaller text"),
                run=view.zoom_out,
                menu="view",
                at=220,
                keys=("Ctrl+-",),
            ),
            Command(
                id="normal",
                text=_("Normal &text size"),
                run=view.zoom_reset,
                menu="view",
                at=230,
                keys=("Ctrl+0",),
            ),
            Command(
                id="around",
                text=_("Show or &fold what is not part of the article"),
                run=lambda: view.set_shows_all(not view.shows_all),
                menu="view",
                at=240,
                needs=ARTICLE,
                tip=_("Bylines, captions, links and the like, in which nothing is suggested"),
            ),
        ]

    def start(self) -> None:
        # Directly above the text, whatever other features put there.
        self._bench.centre.add_above(LayerBar(self._desk, self._bench.layers))
        self._show_layers()
        self._article_changed()

    def _show_layers(self) -> None:
        self._view.set_layers({layer: self._bench.layers.state(layer) for layer in LAYERS})

    def _article_changed(self) -> None:
        article = self._desk.article
        if self._shown is not None and (article is None or article.id != self._shown):
            self._remember_place(self._shown)
        self._bench.centre.show_article(article is not None)
        self._view.set_current(self._desk.current)
        if article is not None:
            marks = [mark for row in self._desk.annotations for mark in self._marks(row)]
            bar = self._view.verticalScrollBar()
            height = bar.value()
            self._view.show_article(article.body, marks)
            if article.id == self._shown:
                bar.setValue(height)  # the same article with another text
            else:
                self._return_to_place(article.id)
        self._shown = article.id if article is not None else None

    def _remember_place(self, article: int) -> None:
        """Remember where in the article that is left one was reading."""
        project = self._desk.project
        if project is not None:
            place = self._view.visible_span().start
            self._bench.settings.setValue(_place_key(project), f"{article}:{place}")

    def _return_to_place(self, article: int) -> None:
        """Go where one was reading when this article was left last."""
        project = self._desk.project
        if project is None:
            return
        stored = str(self._bench.settings.value(_place_key(project), ""))
        number, _colon, place = stored.partition(":")
        if number == str(article) and place.isdecimal() and 0 < int(place) < self._length():
            self._view.scroll_to_top(int(place))

    def _length(self) -> int:
        return len(self._desk.article.body) if self._desk.article is not None else 0

    def _annotations_changed(self, ids: frozenset[int]) -> None:
        self._view.update_annotations({number: self._marks(number) for number in ids})

    def _names_changed(self, changed: frozenset[Name]) -> None:
        rows = self._desk.annotations.values() if changed else ()
        shown = [row.id for row in rows if not style_sources(row).isdisjoint(changed)]
        self._view.update_annotations({number: self._marks(number) for number in shown})

    def _note(self, annotation_id: int) -> Note | None:
        """Return what the margin says of a claim: who speaks, and the stance."""
        row, field = self._desk.annotations.get(annotation_id), self._desk.fields.get("stance")
        if row is None or field is None:
            return None
        names = (self._desk.actor_name(speaker) for speaker in row.speaker_ids)
        stance = field.choice(row.codes.get("stance"))
        speaker = ", ".join(name for name in names if name) or row.quote("source")
        return Note(speaker, stance.label if stance else "", stance.colour if stance else None)

    def _change_field(self, claim: int, field: str, place: QPoint) -> None:
        """Ask for the speaker or the stance of a claim where the margin shows it."""
        bench, project = self._bench, self._desk.project
        if project is None or project.read_only_reason:
            return
        self._desk.set_current(claim)
        with bench.pickers.opened_at(place):
            if field == "speaker":
                bench.coding.pick(field, [claim])
            elif field in self._desk.fields:
                bench.codes.ask(self._desk.fields[field], [claim])

    def _marks(self, annotation_id: int) -> list[Mark]:
        row = self._desk.annotations.get(annotation_id)
        return [] if row is None else marks_of(row, self._desk)


def _place_key(project: Project) -> str:
    return f"place/{hashlib.sha256(str(project.path).encode()).hexdigest()[:16]}"
