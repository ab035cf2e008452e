# SPDX-License-Identifier: MIT
"""Many at once: every occurrence of some words, all that are alike, all that a pane shows.

How many it is stands in the question before anything is done; each is one step to undo.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from sqlmodel import Session

from claimdesk.gui import likely
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk import Desk
from claimdesk.gui.jobs import Jobs
from claimdesk.gui.panes.pane import Pane
from claimdesk.gui.pickers import Pickers, Resolve
from claimdesk.gui.review import Review
from claimdesk.models import editing, occurrences
from claimdesk.models.occurrences import Target
from claimdesk.models.project import Project
from claimdesk.models.queries import AnnotationRow
from claimdesk.models.search import ProjectSearch, Query
from claimdesk.models.spans import Span

Hits = Mapping[int, Sequence[Span]]
Change = Callable[[Session, Sequence[int]], None]

_ROLE = {"actor": "mention", "domain": "evidence", "claim": "content"}
_SHORT = 40


@dataclass(frozen=True, slots=True)
class _Everywhere:
    """Where words occur in a project, and what annotating them would do."""

    project: Project
    hits: Hits
    count: int
    articles: int


class Bulk(QObject):
    """Does to many annotations at once what was confirmed with their number."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        view: ArticleView,
        review: Review,
        pickers: Pickers,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._jobs = jobs
        self._view = view
        self._review = review
        self._pickers = pickers
        self._window = window
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End what runs in the background; the window closes."""
        self._stopped.set()

    # Every occurrence.

    def every(self, layer: str) -> None:
        """Annotate every occurrence in the article of the selected words, or the current ones."""
        article, words, known = self._desk.article, self._words(), self._known(layer)
        if article is None or not words:
            self._desk.told.emit(self.tr("Select words, or go to a mention or a domain, first."))
            return
        spans = self._with_selection(occurrences.spans_of(article.body, words))
        hits = {article.id: spans}
        if known is None:
            self._ask_target(hits, layer, words)
            return
        rows = self._desk.annotations.values()
        count = occurrences.plan(rows, spans, Target(layer, known)).count
        self._ask_known(hits, layer, words, known, self._occurrences(count), count)

    def every_in_project(self, layer: str) -> None:
        """As `every`, in all articles of the project."""
        project, words, known = self._desk.project, self._words(), self._known(layer)
        if project is None or not words:
            self._desk.told.emit(self.tr("Select words, or go to a mention or a domain, first."))
            return
        target = None if known is None else Target(layer, known)
        self._desk.told.emit(self.tr("Looking for “{words}”…").format(words=_short(words)))

        def found(everywhere: _Everywhere) -> None:
            if everywhere.project is not self._desk.project:
                return
            if known is None:
                self._ask_target(everywhere.hits, layer, words)
                return
            many = self._in_articles(self._occurrences(everywhere.count), everywhere.articles)
            self._ask_known(everywhere.hits, layer, words, known, many, everywhere.count)

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
        """Annotate what was found, by article, as the actor or domain that is picked."""
        if any(hits.values()):
            self._ask_target(hits, layer, words, place)

    def _words(self) -> str:
        """The selected words, or those of the current mention or domain."""
        article, span = self._desk.article, self._view.selected_span()
        if article is None:
            return ""
        row = self._desk.current_row()
        if span is None and row is not None and row.layer != "claim":
            pieces = row.role(_ROLE[row.layer])
            span = pieces[0].span if pieces else None
        return article.body[span.start : span.end] if span is not None else ""

    def _known(self, layer: str) -> int | None:
        """The actor or domain that needs no question."""
        row = self._desk.current_row()
        selected = self._view.selected_span() is not None
        if row is not None and row.layer == layer and not selected:
            return row.actor_id if layer == "actor" else row.domain_id
        actors = self._desk.actors.values()
        return likely.named(self._words(), actors) if layer == "actor" else None

    def _with_selection(self, spans: Sequence[Span]) -> list[Span]:
        """Occurrences with the selection itself, also where that is no whole word."""
        selected = self._view.selected_span()
        if selected is None:
            return list(spans)
        return sorted([*(span for span in spans if not span.overlaps(selected)), selected])

    def _ask_known(
        self, hits: Hits, layer: str, words: str, known: int, many: str, count: int
    ) -> None:
        name = self._name(layer, known)
        if not count:
            told = self.tr("Every “{words}” is annotated already.")
            self._desk.told.emit(told.format(words=_short(words)))
            return
        question = self.tr("Annotate {many} of “{words}” as {name}?").format(
            many=many, words=_short(words), name=name
        )
        self._ask(
            question,
            [
                (
                    self.tr("Annotate {n}").format(n=count),
                    lambda: self._annotate(hits, layer, words, lambda _session: known),
                )
            ],
        )

    def _ask_target(self, hits: Hits, layer: str, words: str, place: QPoint | None = None) -> None:
        count = sum(map(len, hits.values()))
        title = (
            self.tr("Annotate {many} as which actor?")
            if layer == "actor"
            else self.tr("Annotate {many} as which domain?")
        ).format(many=self._occurrences(count))
        pick = self._pickers.actor if layer == "actor" else self._pickers.domain
        pick(
            title,
            lambda resolve: self._annotate(hits, layer, words, resolve),
            typed=words if layer == "actor" else "",
            place=place,
        )

    def _annotate(self, hits: Hits, layer: str, words: str, resolve: Resolve) -> None:
        def change(session: Session) -> list[int]:
            return occurrences.annotate(session, hits, Target(layer, resolve(session)))

        label = self.tr("Every “{words}”").format(words=_short(words))
        made = self._desk.act(label, change)
        if made is None:
            return
        left = sum(map(len, hits.values())) - len(made)
        told = self.tr("{n} annotated.").format(n=len(made))
        if left > 0:
            told += " " + self.tr("{n} were decided already.").format(n=left)
        self._desk.told.emit(told)
        self._view.clear_selection()

    # All alike.

    def accept_alike(self) -> None:
        """Accept the suggestions with the words and the actor or domain of the current one."""
        self._decide_alike(self.tr("Accept"), editing.accept)

    def reject_alike(self) -> None:
        """Reject the suggestions with the words and the actor or domain of the current one."""
        self._decide_alike(self.tr("Reject"), editing.reject)

    def _decide_alike(self, verb: str, change: Change) -> None:
        row, project = self._desk.current_row(), self._desk.project
        if row is None or project is None or row.layer == "claim":
            self._desk.told.emit(self.tr("Go to a mention or a domain first."))
            return
        here = occurrences.alike_here(self._desk.annotations.values(), row)
        words = row.quote(_ROLE[row.layer])
        name = self._name(row.layer, row.actor_id or row.domain_id)
        question = self.tr("{verb} the suggestions of “{words}” as {name}?").format(
            verb=verb, words=_short(words), name=name
        )
        label = self.tr("{verb} all “{words}”").format(verb=verb, words=_short(words))

        def decide_here() -> None:
            self._desk.act(label, lambda session: change(session, here))
            self._review.skip()

        def decide_everywhere() -> None:
            def everywhere(session: Session) -> None:
                found = occurrences.alike(session.connection(), row)
                change(session, [number for ids in found.values() for number in ids])

            self._desk.act(label, everywhere)
            self._review.skip()

        in_project = (self.tr("Project: counting…"), decide_everywhere)
        if here:
            in_article = (self.tr("{n} in this article").format(n=len(here)), decide_here)
            box, (_article, everywhere) = self._ask(question, [in_article, in_project])
            count = _Counting(box, everywhere, len(here)).done
        else:
            # Only worth a question if there are some elsewhere.
            def count(found: Mapping[int, Sequence[int]]) -> None:
                if not found:
                    self._desk.told.emit(self.tr("None like this wait for a decision."))
                elif self._desk.project is project:
                    box, (everywhere,) = self._ask(question, [in_project])
                    _Counting(box, everywhere, 0).done(found)

        self._jobs.run(_alike, project, row, done=count, failed=self._failed, name="alike")

    # All that a pane shows.

    def decide_shown(self, pane: Pane, what: str) -> None:
        """Accept or reject the suggestions that a pane shows, or delete all that it shows."""
        rows = [self._desk.annotations[i] for i in pane.model.shown()]
        if what != "delete":
            rows = [row for row in rows if row.state == "suggested"]
        ids = [row.id for row in rows]
        question, button, change = {
            "accept": (
                self.tr("Accept {many} shown under “{pane}”?"),
                self.tr("Accept {n}"),
                self._review.accept,
            ),
            "reject": (
                self.tr("Reject {many} shown under “{pane}”?"),
                self.tr("Reject {n}"),
                self._review.reject,
            ),
            "delete": (
                self.tr("Delete {many} shown under “{pane}”?"),
                self.tr("Delete {n}"),
                self._review.delete,
            ),
        }[what]
        if not ids:
            self._desk.told.emit(self.tr("Nothing is shown there that it would touch."))
            return
        one = len(ids) == 1
        if what == "delete":
            many = self.tr("1 annotation") if one else self.tr("{n} annotations")
        else:
            many = self.tr("1 suggestion") if one else self.tr("{n} suggestions")
        many = many.format(n=len(ids))
        question = question.format(many=many, pane=pane.view.accessibleName())
        self._ask(question, [(button.format(n=len(ids)), lambda: change(ids))])

    # Asking.

    def _ask(
        self, question: str, answers: Sequence[tuple[str, Callable[[], object]]]
    ) -> tuple[QMessageBox, list[QPushButton]]:
        """Ask without stopping the program; Enter takes the first answer."""
        box = QMessageBox(QMessageBox.Icon.Question, "Claimdesk", question, parent=self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        buttons = []
        for words, act in answers:
            button = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
            button.clicked.connect(lambda _on=False, act=act: act())
            buttons.append(button)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(buttons[0])
        box.open()
        return box, buttons

    def _occurrences(self, count: int) -> str:
        return self.tr("1 occurrence") if count == 1 else self.tr("{n} occurrences").format(n=count)

    def _in_articles(self, many: str, articles: int) -> str:
        one = articles == 1
        where = self.tr("{many} in 1 article") if one else self.tr("{many} in {n} articles")
        return where.format(many=many, n=articles)

    def _name(self, layer: str, number: int | None) -> str:
        if layer == "actor":
            return self._desk.actor_name(number) or self.tr("unknown")
        domain = self._desk.domains.get(number) if number is not None else None
        return domain.name if domain else self.tr("unknown")

    def _failed(self, error: Exception) -> None:
        self._desk.failed.emit(str(error))


class _Counting(QObject):
    """Tells on a button of a question how many there are in the project; ends with the question."""

    def __init__(self, box: QMessageBox, everywhere: QPushButton, here: int) -> None:
        super().__init__(box)
        self._everywhere = everywhere
        self._here = here
        everywhere.setEnabled(False)

    def done(self, found: Mapping[int, Sequence[int]]) -> None:
        """Show the count; the project is offered if it has more than the article."""
        count = sum(map(len, found.values()))
        one = len(found) == 1
        words = self.tr("{n} in the project") if one else self.tr("{n} in {m} articles")
        self._everywhere.setText(words.format(n=count, m=len(found)))
        self._everywhere.setEnabled(count > self._here)
        if not self._here:
            self._everywhere.setFocus()


def _alike(project: Project, row: AnnotationRow) -> dict[int, list[int]]:
    with project.reading() as connection:
        return occurrences.alike(connection, row)


def _everywhere(
    project: Project, words: str, target: Target | None, stopped: threading.Event
) -> _Everywhere:
    hits: dict[int, list[Span]] = {}
    with ProjectSearch(project, Query(words, whole_word=True)) as search:
        while not search.finished and not stopped.is_set():
            for line in search.slice().lines:
                hits.setdefault(line.article_id, []).append(Span(line.start, line.end))
    if target is None:
        return _Everywhere(project, hits, sum(map(len, hits.values())), len(hits))
    with project.reading() as connection:
        plans = occurrences.plan_project(connection, hits, target)
    return _Everywhere(project, hits, sum(plan.count for plan in plans.values()), len(plans))


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHORT else words[: _SHORT - 1].rstrip() + "…"
