# SPDX-License-Identifier: MIT
"""The search panel: concordance lines of the whole project, listed while the search goes on."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.search.concordance_model import (
    ARTICLE,
    LEFT,
    MATCH,
    MOST_SHOWN,
    RIGHT,
    LineModel,
)
from claimdesk.gui.search.controls import AnnotateButton, FindField
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.gui.widgets.line_table import LineTable
from claimdesk.gui.widgets.spacing import BAR, USUAL
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.search.concordance import ProjectSearch, SearchProgress
from claimdesk.models.search.matching import Query
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span

_REST = 350
"""Debounce of typing, in milliseconds; Enter searches immediately."""


class _LineDelegate(QStyledItemDelegate):
    """Elides the context before a match at its start, so that the words next to it stay visible."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if index.column() == LEFT:
            option.textElideMode = Qt.TextElideMode.ElideLeft


class SearchPanel(QWidget):
    """Finds words in every article of the project."""

    line_opened = Signal(object)
    """The Line to show in its article."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk = desk
        self._jobs = jobs
        self._search: ProjectSearch | None = None
        self._project: Project | None = None
        self._match_count = 0
        self.hits: dict[int, list[Span]] = {}
        """All matches so far by article, including those not listed."""
        self.model = LineModel(self)
        self.field = FindField(self)
        self.whole_word = QCheckBox(_("&Whole word"), self)
        self.regex = QCheckBox(_("Re&gular expression"), self)
        self.stop_button = QPushButton(_("Stop"), self)
        self.annotate = AnnotateButton(self)
        self.count = QLabel(self)
        self.table = LineTable(self)
        self._debounce = debounce_timer(_REST, self.start, self)
        self._lay_out()
        self._connect()
        self._clear()

    @property
    def searching(self) -> bool:
        """Whether articles are still being searched."""
        return self._search is not None

    def query(self) -> Query:
        """Return the query."""
        return Query(self.field.text(), self.whole_word.isChecked(), self.regex.isChecked())

    def open(self, words: str = "") -> None:
        """Focus the field, filled with `words` if given."""
        if words:
            self.field.setText(words)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def start(self) -> None:
        """Start a new search and clear the list."""
        self._clear()
        query, project = self.query(), self._desk.project
        if project is None or query.empty:
            return
        self._project = project
        self._search = ProjectSearch(project, query)
        self.stop_button.setEnabled(True)
        self._continue(self._search)

    def stop(self) -> None:
        """Stop the search; the matches so far stay."""
        search, self._search = self._search, None
        self.stop_button.setEnabled(False)
        if search is not None:
            # It may be running; closing ends its pattern first.
            self._jobs.run(search.close)

    def _lay_out(self) -> None:
        self.field.setPlaceholderText(_("Find in all articles"))
        self.field.setAccessibleName(_("Find in all articles"))
        self.field.setToolTip(
            _("Lower case finds both; capitals find only capitals. Enter goes to the list.")
        )
        self.field.setClearButtonEnabled(True)
        self.stop_button.setToolTip(_("Stop searching; keep the matches so far"))
        self.table.setModel(self.model)
        self._delegate = _LineDelegate(self)
        self.table.setItemDelegate(self._delegate)
        self.table.setAccessibleName(_("Found in all articles"))
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        for column, mode in (
            (ARTICLE, QHeaderView.ResizeMode.Interactive),
            (LEFT, QHeaderView.ResizeMode.Stretch),
            (MATCH, QHeaderView.ResizeMode.Interactive),
            (RIGHT, QHeaderView.ResizeMode.Stretch),
        ):
            header.setSectionResizeMode(column, mode)
        width = self.fontMetrics().averageCharWidth()
        self.table.setColumnWidth(ARTICLE, width * 34)
        self.table.setColumnWidth(MATCH, width * 20)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        # A long text must not widen the panel.
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top = QHBoxLayout()
        top.setContentsMargins(BAR)
        top.setSpacing(USUAL)
        top.addWidget(self.field, 3)
        for widget in (self.whole_word, self.regex):
            top.addWidget(widget)
        top.addWidget(self.count, 2)
        for button in (self.stop_button, self.annotate):
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.table)

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda _text: self._debounce.start())
        self.field.stepped.connect(self._entered)
        self.field.left.connect(self.stop)
        self.whole_word.toggled.connect(self.start)
        self.regex.toggled.connect(self.start)
        self.stop_button.clicked.connect(self._stopped)
        self.table.opened.connect(
            lambda index: self.line_opened.emit(self.model.lines[index.row()])
        )
        self._desk.project_changed.connect(self._project_changed)

    def _entered(self) -> None:
        """Search if the query changed; otherwise move the focus to the list."""
        if self._debounce.isActive() or not self.model.lines:
            self.start()
        else:
            self.table.setFocus()
            self.table.setCurrentIndex(self.model.index(0, MATCH))

    def _stopped(self) -> None:
        self.stop()
        self._show_status(stopped=True)

    def _project_changed(self) -> None:
        self.setEnabled(self._desk.project is not None)
        self._clear()

    def _clear(self) -> None:
        self._debounce.stop()
        self.stop()
        self.hits, self._match_count = {}, 0
        self.model.set_lines(())
        self.annotate.setEnabled(False)
        self.count.clear()

    def _continue(self, search: ProjectSearch) -> None:
        self._jobs.run(
            search.advance,
            done=lambda found: self._add(search, found),
            failed=lambda error: self._show_failure(search, error),
        )

    def _add(self, search: ProjectSearch, found: SearchProgress) -> None:
        if search is not self._search or self._project is not self._desk.project:
            return
        self.model.add_lines(found.lines)
        for line in found.lines:
            self.hits.setdefault(line.article_id, []).append(Span(line.start, line.end))
        self._match_count += len(found.lines)
        self.annotate.setEnabled(self._match_count > 0)
        if found.done < found.of:
            self._show_status(found)
            self._continue(search)
        else:
            self.stop()
            self._show_status(found)

    def _show_failure(self, search: ProjectSearch, error: Exception) -> None:
        if search is self._search:
            self.stop()
            self.count.setText(str(error))
            self.count.setToolTip(literal_tip(str(error)))

    def _show_status(
        self, progress: SearchProgress | None = None, *, stopped: bool = False
    ) -> None:
        parts = [self._count_text()]
        if self._match_count > MOST_SHOWN:
            more = self._match_count - MOST_SHOWN
            parts.append(_("{n} more not listed").format(n=_number(more)))
        if stopped:
            parts.append(_("stopped"))
        elif progress is not None and progress.done < progress.of:
            searched = _("{n} of {total} articles searched").format(
                n=_number(progress.done), total=_number(progress.of)
            )
            parts = [*(parts if self._match_count else ()), searched]
        if progress is not None and progress.slow:
            skipped = ngettext(
                "1 article skipped: too slow", "{n} articles skipped: too slow", progress.slow
            )
            parts.append(skipped.format(n=_number(progress.slow)))
        text = " · ".join(parts)
        self.count.setText(text)
        self.count.setToolTip(literal_tip(text))

    def _count_text(self) -> str:
        if not self._match_count:
            return _("Not found")
        hits = ngettext("1 hit", "{n} hits", self._match_count).format(n=_number(self._match_count))
        articles = ngettext("1 article", "{n} articles", len(self.hits)).format(
            n=_number(len(self.hits))
        )
        return _("{hits} in {articles}").format(hits=hits, articles=articles)


def _number(value: int) -> str:
    return QLocale().toString(value)
