# SPDX-License-Identifier: MIT
"""Annotate every occurrence of some words, in the article or the project, as an actor or domain."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from claimdesk.gui.annotating.bulk.confirm import LABEL_LENGTH, name_of
from claimdesk.gui.annotating.picking import ranking
from claimdesk.gui.annotating.picking.pickers import Pickers, Resolve
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets import dialogs
from claimdesk.gui.widgets.wording import short
from claimdesk.models.editing import occurrences
from claimdesk.models.editing.edits import MAIN_ROLE
from claimdesk.models.editing.occurrences import Target
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.search.concordance import ProjectSearch
from claimdesk.models.search.matching import Query
from claimdesk.models.store.project import Project
from claimdesk.models.text.reading import words_in
from claimdesk.models.text.spans import Span

Hits = Mapping[int, Sequence[Span]]
"""Where words occur, by article."""


@dataclass(frozen=True, slots=True)
class _Everywhere:
    """Where words occur in a project, and what annotating them would do."""

    project: Project
    hits: Hits
    count: int
    articles: int


class Occurrences(QObject):
    """Annotates every occurrence of words, after a confirmation if some are out of sight."""

    def __init__(
        self, desk: Desk, jobs: Jobs, view: ArticleView, pickers: Pickers, window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._jobs = jobs
        self._view = view
        self._pickers = pickers
        self._window = window
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
        rows = self._desk.annotations.values()
        count = occurrences.plan(rows, spans, Target(layer, known)).count
        self._confirm(hits, layer, words, known, count)

    def _in_sight(self, hits: Hits) -> bool:
        """Return whether the analyst sees every one of the words now."""
        here = self._desk.article.id if self._desk.article is not None else None
        seen = self._view.visible_span()
        spans = [span for found in hits.values() for span in found]
        inside = all(seen.start <= span.start and span.end <= seen.end for span in spans)
        return inside and all(number == here for number, found in hits.items() if found)

    def annotate_project(self, layer: str) -> None:
        """As `annotate`, in all articles of the project."""
        project, words, known = self._desk.project, self._words(), self._known(layer)
        if project is None or not words:
            self._desk.status_message.emit(
                _("Select words, or go to a mention or a domain, first.")
            )
            return
        target = None if known is None else Target(layer, known)
        self._desk.status_message.emit(
            _("Looking for “{words}”…").format(words=short(words, LABEL_LENGTH))
        )

        def found(everywhere: _Everywhere) -> None:
            if everywhere.project is not self._desk.project:
                return
            if known is None:
                self._ask_target(everywhere.hits, layer, words)
                return
            count, articles = everywhere.count, everywhere.articles
            self._confirm(everywhere.hits, layer, words, known, count, articles)

        self._jobs.run(
            _everywhere,
            project,
            words,
            target,
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

    def _confirm(
        self,
        hits: Hits,
        layer: str,
        words: str,
        known: int,
        count: int,
        articles: int | None = None,
    ) -> None:
        """Annotate as a known actor or domain, after a question unless all words are in sight."""
        if not count:
            message = _("Every “{words}” is annotated already.")
            self._desk.status_message.emit(message.format(words=short(words, LABEL_LENGTH)))
            return

        def annotate() -> None:
            self._annotate(hits, layer, words, lambda _session: known)

        if self._in_sight(hits):
            annotate()
            return
        question = _question(count, articles).format(
            n=count,
            articles=articles,
            words=short(words, LABEL_LENGTH),
            name=name_of(self._desk, layer, known),
        )
        dialogs.ask(self._window, question, [(_("Annotate {n}").format(n=count), annotate)])

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
        def change(session: Session) -> list[int]:
            return occurrences.annotate(session, hits, Target(layer, resolve(session)))

        label = _("Every “{words}”").format(words=short(words, LABEL_LENGTH))
        created = self._desk.act(label, change)
        if created is None:
            return
        count = len(created.value)
        left = sum(map(len, hits.values())) - count
        message = _("{n} annotated, {left} already decided.") if left > 0 else _("{n} annotated.")
        self._desk.status_message.emit(message.format(n=count, left=left))
        self._view.clear_selection()

    def _failed(self, error: Exception) -> None:
        self._desk.failed.emit(str(error))


def _question(count: int, articles: int | None) -> str:
    """Return the question asked before words are annotated, in one article or in several."""
    if articles is None:
        return ngettext(
            "Annotate 1 occurrence of “{words}” as {name}?",
            "Annotate {n} occurrences of “{words}” as {name}?",
            count,
        )
    if articles == 1:
        return ngettext(
            "Annotate 1 occurrence of “{words}” in 1 article as {name}?",
            "Annotate {n} occurrences of “{words}” in 1 article as {name}?",
            count,
        )
    return _("Annotate {n} occurrences of “{words}” in {articles} articles as {name}?")


def _everywhere(
    project: Project, words: str, target: Target | None, stopped: threading.Event
) -> _Everywhere:
    hits: dict[int, list[Span]] = {}
    with ProjectSearch(project, Query(words, whole_word=True)) as search:
        while not search.finished and not stopped.is_set():
            for line in search.advance().lines:
                hits.setdefault(line.article_id, []).append(Span(line.start, line.end))
    if target is None:
        return _Everywhere(project, hits, sum(map(len, hits.values())), len(hits))
    with project.reading() as connection:
        plans = occurrences.plan_project(connection, hits, target)
    return _Everywhere(project, hits, sum(plan.count for plan in plans.values()), len(plans))
