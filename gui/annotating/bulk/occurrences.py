# SPDX-License-Identifier: MIT
"""Annotate every occurrence of some words, in the article or the project, as an actor or domain."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from claimdesk.gui.annotating.bulk.wording import brief_words, name_of
from claimdesk.gui.annotating.picking import ranking
from claimdesk.gui.annotating.picking.pickers import Pickers, Resolve
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.models.editing import occurrences
from claimdesk.models.editing.edits import MAIN_ROLE
from claimdesk.models.editing.occurrences import Target
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.search.concordance import ProjectSearch
from claimdesk.models.search.matching import Query
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.text.reading import words_in
from claimdesk.models.text.spans import Span

Hits = Mapping[int, Sequence[Span]]
"""Where words occur, by article."""


class Occurrences(QObject):
    """Annotates every occurrence of words, then says how many that were, with Undo."""

    def __init__(
        self, desk: Desk, jobs: Jobs, view: ArticleView, pickers: Pickers, window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._jobs = jobs
        self._view = view
        self._pickers = pickers
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Stop the background search because the window closes."""
        self._stopped.set()

    def annotate(self, layer: str) -> None:
        """Annotate every occurrence in the article of the selected words, or the current ones."""
        article, words, known = self._desk.article, self._words(), self._known(layer)
        if article is None or not words:
            self._desk.status_message.emit(
                _("Select words, or go to a mention or a domain, first.")
            )
            return
        spans = self._with_selection(occurrences.spans_of(article.body, words))
        hits = {article.id: spans}
        if known is None:
            self._ask_target(hits, layer, words)
            return
        self._annotate(hits, layer, words, lambda _session: known)

    def annotate_project(self, layer: str) -> None:
        """As `annotate`, in all articles of the project."""
        project, words, known = self._desk.project, self._words(), self._known(layer)
        if project is None or not words:
            self._desk.status_message.emit(
                _("Select words, or go to a mention or a domain, first.")
            )
            return
        self._desk.status_message.emit(_("Looking for “{words}”…").format(words=brief_words(words)))

        def found(hits: Hits) -> None:
            if project is not self._desk.project:
                return
            if known is None:
                self._ask_target(hits, layer, words)
            else:
                self._annotate(hits, layer, words, lambda _session: known)

        self._jobs.run(
            _everywhere,
            project,
            words,
            self._stopped,
            done=found,
            failed=self._failed,
            name="every occurrence",
        )

    def annotate_hits(self, hits: Hits, layer: str, words: str, place: QPoint | None) -> None:
        """Annotate the hits of a search, by article, as the actor or domain that is picked."""
        if any(hits.values()):
            self._ask_target(hits, layer, words, place)

    def _words(self) -> str:
        """Return the selected words, or those of the current mention or domain."""
        article, span = self._desk.article, self._view.selected_span()
        if article is None:
            return ""
        row = self._desk.current_row()
        if span is None and row is not None and row.layer != "claim":
            pieces = row.role(MAIN_ROLE[row.layer])
            span = pieces[0].span if pieces else None
        return words_in(article.body, span) if span is not None else ""

    def _known(self, layer: str) -> int | None:
        """Return the actor or domain that the words stand for, so that nobody needs to be asked."""
        row = self._desk.current_row()
        selected = self._view.selected_span() is not None
        if row is not None and row.layer == layer and not selected:
            return row.actor_id if layer == "actor" else row.domain_id
        return ranking.actor_named(self._words(), self._desk.resolver) if layer == "actor" else None

    def _with_selection(self, spans: Sequence[Span]) -> list[Span]:
        """Return occurrences with the selection itself, even if that is not a whole word."""
        selected = self._view.selected_span()
        if selected is None:
            return list(spans)
        return sorted([*(span for span in spans if not span.overlaps(selected)), selected])

    def _ask_target(self, hits: Hits, layer: str, words: str, place: QPoint | None = None) -> None:
        count = sum(map(len, hits.values()))
        pick = self._pickers.actor if layer == "actor" else self._pickers.domain
        title = (
            ngettext(
                "Annotate 1 occurrence as which actor?",
                "Annotate {n} occurrences as which actor?",
                count,
            )
            if layer == "actor"
            else ngettext(
                "Annotate 1 occurrence as which domain?",
                "Annotate {n} occurrences as which domain?",
                count,
            )
        )
        pick(
            title.format(n=count),
            lambda resolve: self._annotate(hits, layer, words, resolve),
            words=words if layer == "actor" else "",
            place=place,
        )

    def _annotate(self, hits: Hits, layer: str, words: str, resolve: Resolve) -> None:
        """Annotate, then say how many that were, with Undo."""

        def change(session: Session) -> tuple[int, int, int | None]:
            target = Target(layer, resolve(session))
            made = occurrences.annotate(session, hits, target)
            return len(made), queries.article_count(session.connection(), made), target.id

        shown = brief_words(words)
        done = self._desk.act(_("Every “{words}”").format(words=shown), change)
        if done is None:
            return
        count, articles, target = done.value
        if count:
            text = _annotated(count, articles)
            name = name_of(self._desk, layer, target)
            self._desk.offer_undo(
                text.format(n=count, articles=articles, words=shown, name=name), done
            )
        else:
            message = _("Every “{words}” is annotated already.")
            self._desk.status_message.emit(message.format(words=shown))
        self._view.clear_selection()

    def _failed(self, error: Exception) -> None:
        self._desk.failed.emit(str(error))


def _annotated(count: int, articles: int) -> str:
    """Return what was annotated, in one article or in several."""
    if articles > 1:
        return _("{n} occurrences of “{words}” in {articles} articles annotated as {name}")
    return ngettext(
        "1 occurrence of “{words}” annotated as {name}",
        "{n} occurrences of “{words}” annotated as {name}",
        count,
    )


def _everywhere(project: Project, words: str, stopped: threading.Event) -> Hits:
    hits: dict[int, list[Span]] = {}
    with ProjectSearch(project, Query(words, whole_word=True)) as search:
        while not search.finished and not stopped.is_set():
            for line in search.advance().lines:
                hits.setdefault(line.article_id, []).append(Span(line.start, line.end))
    return hits
