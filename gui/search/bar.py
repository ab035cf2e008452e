# SPDX-License-Identifier: MIT
"""The find bar under the article, which outlines the matches in the text while typing."""

from __future__ import annotations

import threading
from bisect import bisect_left

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.search.controls import AnnotateButton, FindField
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.gui.widgets.spacing import BAR
from claimdesk.gui.window import theme
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.search.matching import Query, matches
from claimdesk.models.search.patterns import MOST, PatternProcess
from claimdesk.models.text.reading import words_in
from claimdesk.models.text.spans import Span

_REST = 200
"""Debounce of regular expressions, in milliseconds."""


class FindBar(QWidget):
    """Finds words in the open article."""

    def __init__(self, desk: Desk, jobs: Jobs, view: ArticleView) -> None:
        super().__init__()
        self._desk = desk
        self._jobs = jobs
        self._view = view
        self._patterns = PatternProcess()
        self.hits: list[Span] = []
        """The matches, in text order."""
        self._at: int | None = None
        self._stopped = threading.Event()
        self._steps: list[int] | None = None
        """During a search: the steps to take when it is finished."""
        self.field = FindField(self)
        self.whole_word = QCheckBox(_("&Whole word"), self)
        self.regex = QCheckBox(_("Re&gular expression"), self)
        self.count = QLabel(self)
        self.annotate = AnnotateButton(self)
        self._previous = self._button("previous", _("Previous (Shift+Enter)"))
        self._next = self._button("next", _("Next (Enter)"))
        self._close = self._button("reject", _("Close (Esc)"))
        self._debounce = debounce_timer(_REST, self._search, self)
        self._lay_out()
        self._connect()
        self.hide()

    def query(self) -> Query:
        """Return the query."""
        return Query(self.field.text(), self.whole_word.isChecked(), self.regex.isChecked())

    def open(self) -> None:
        """Show the bar with the words selected in the text, ready to type."""
        span, article = self._view.selected_span(), self._desk.article
        if span is not None and article is not None and span not in self.hits:
            words = words_in(article.body, span)
            if "\n" not in words and not self.regex.isChecked():
                self.field.setText(words)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search()

    def leave(self) -> None:
        """Hide the bar and return to the text, with the current match selected."""
        if self._at is not None:
            self._view.select_span(self.hits[self._at])
        self.hide()
        self._stopped.set()
        self._steps = None
        self._set_hits([])
        self._view.setFocus()

    def step(self, by: int) -> None:
        """Go to the next match (1) or the previous one (-1), wrapping around; opens the bar."""
        if self.isHidden():
            self.open()
            self._view.setFocus()
        if self._steps is not None:
            self._steps.append(by)
        if not self.hits:
            return
        if self._at is not None:
            self._go((self._at + by) % len(self.hits))
            return
        first = self._first_from_here()
        self._go(first if by > 0 else (first - 1) % len(self.hits))

    def stop(self) -> None:
        """Stop searching and end the process for regular expressions; called on closing."""
        self._stopped.set()
        self._patterns.close()

    def _button(self, icon: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        theme.give_icon(button, icon)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button

    def _lay_out(self) -> None:
        self.field.setPlaceholderText(_("Find in the article"))
        self.field.setAccessibleName(_("Find in the article"))
        self.field.setToolTip(
            _("Lower case finds both; capitals find only capitals. Enter goes to the next.")
        )
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumWidth(self.fontMetrics().averageCharWidth() * 18)
        self.whole_word.setToolTip(_("Skip matches that are only part of a word"))
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(BAR)
        layout.addWidget(self.field, 3)
        layout.addWidget(self._previous)
        layout.addWidget(self._next)
        layout.addWidget(self.count, 2)
        for widget in (self.whole_word, self.regex, self.annotate, self._close):
            layout.addWidget(widget)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._changed)
        self.field.stepped.connect(self.step)
        self.field.left.connect(self.leave)
        self.whole_word.toggled.connect(self._search)
        self.regex.toggled.connect(self._search)
        self._previous.clicked.connect(lambda: self.step(-1))
        self._next.clicked.connect(lambda: self.step(1))
        self._close.clicked.connect(self.leave)
        self._desk.article_changed.connect(self._article_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape close the bar from each of its controls."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _changed(self) -> None:
        if self.regex.isChecked():
            self._debounce.start()
        else:
            self._search()

    def _article_changed(self) -> None:
        # The view shows the new article after this; outline in the next turn of the event loop.
        self.hits, self._at = [], None
        if not self.isHidden():
            QTimer.singleShot(0, self, self._search)

    def _search(self) -> None:
        """Search the open article in a job; a previous search is stopped."""
        self._debounce.stop()
        self._stopped.set()
        article, query = self._desk.article, self.query()
        if self.isHidden() or article is None or query.empty:
            self._steps = None
            self._set_hits([])
            return
        self._stopped = threading.Event()
        self._steps = []
        # Outlines stay until new ones come, but the matches of the previous query are not used.
        self.hits, self._at = [], None
        self.annotate.setEnabled(False)
        self._show_status(_("…"))
        self._jobs.run(
            _find,
            article.id,
            article.body,
            query,
            self._patterns,
            self._stopped,
            done=self._show_matches,
            failed=self._show_failure,
            name="find",
        )

    def _show_matches(self, result: tuple[int, Query, list[Span]]) -> None:
        article, query, spans = result
        here = self._desk.article.id if self._desk.article else None
        if (article, query) == (here, self.query()) and not self.isHidden():
            steps, self._steps = self._steps or [], None
            self._set_hits(spans)
            self._show_first()
            for by in steps:
                self.step(by)

    def _show_failure(self, error: Exception) -> None:
        self._steps = None
        if self.regex.isChecked():
            self._set_hits([])
            self._show_status(str(error))

    def _set_hits(self, spans: list[Span]) -> None:
        self.hits, self._at = spans, None
        self._view.set_hits(spans)
        self.annotate.setEnabled(bool(spans))
        if self.query().empty:
            self._show_status("")
        else:
            self._show_status(self._number(len(spans)) if spans else _("Not found"))

    def _number(self, count: int) -> str:
        if count >= MOST:
            return _("{n} or more").format(n=MOST)
        return ngettext("1 hit", "{n} hits", count).format(n=count)

    def _show_first(self) -> None:
        """Scroll to the first match from the visible text; Enter continues from it."""
        if self.hits:
            self._go(self._first_from_here(), select=False)

    def _first_from_here(self) -> int:
        span = self._view.selected_span()
        start = span.start if span is not None else self._view.visible_span().start
        return bisect_left(self.hits, (start, 0)) % len(self.hits)

    def _go(self, number: int, *, select: bool = True) -> None:
        self._at = number
        span = self.hits[number]
        self._view.set_hits(self.hits, span)
        self._view.show_span(span)
        if select:
            self._view.select_span(span)
        place = _("{n} of {count}")
        self._show_status(place.format(n=number + 1, count=len(self.hits)))

    def _show_status(self, words: str) -> None:
        self.count.setText(words)
        self.count.setToolTip(literal_tip(words))


def _find(
    article: int, body: str, query: Query, patterns: PatternProcess, stopped: threading.Event
) -> tuple[int, Query, list[Span]]:
    return article, query, matches(body, query, patterns, stopped)
