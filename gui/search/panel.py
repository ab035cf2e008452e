# SPDX-License-Identifier: MIT
"""The search through the project: concordance lines that come in while one reads them."""

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
from claimdesk.gui.search.annotating import AnnotateButton
from claimdesk.gui.search.bar import FindField
from claimdesk.gui.search.lines import ARTICLE, LEFT, MATCH, MOST_SHOWN, RIGHT, LineModel
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.gui.widgets.line_table import LineTable
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.search.search import ProjectSearch, Query, Slice
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span

_REST = 350
"""Milliseconds of rest after which what was typed is looked for; Enter does not wait."""


class _LineDelegate(QStyledItemDelegate):
    """Elides what stands before a match at its beginning: next to the match it is wanted."""

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
        self._found = 0
        self.hits: dict[int, list[Span]] = {}
        """All that is found so far, by article; also what is not listed."""
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
        self._forget()

    @property
    def searching(self) -> bool:
        """Whether articles are still being searched."""
        return self._search is not None

    def query(self) -> Query:
        """Return what to find."""
        return Query(self.field.text(), self.whole_word.isChecked(), self.regex.isChecked())

    def open(self, words: str = "") -> None:
        """Make ready to type, with `words` if there are any."""
        if words:
            self.field.setText(words)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def start(self) -> None:
        """Search anew; what was found before goes."""
        self._forget()
        query, project = self.query(), self._desk.project
        if project is None or query.empty:
            return
        self._project = project
        self._search = ProjectSearch(project, query)
        self.stop_button.setEnabled(True)
        self._go_on(self._search)

    def stop(self) -> None:
        """End the search; what was found stays."""
        search, self._search = self._search, None
        self.stop_button.setEnabled(False)
        if search is not None:
            # It may be at work; then its pattern ends before it.
            self._jobs.run(search.close)

    def _lay_out(self) -> None:
        self.field.setPlaceholderText(_("Find in all articles"))
        self.field.setAccessibleName(_("Find in all articles"))
        self.field.setToolTip(
            _("Small letters find any; capitals find only capitals. Enter goes to the list.")
        )
        self.field.setClearButtonEnabled(True)
        self.stop_button.setToolTip(_("Stop searching; what was found stays"))
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
        # However much there is to say, the panel stays as wide as it is.
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top = QHBoxLayout()
        top.setContentsMargins(8, 4, 8, 5)
        top.setSpacing(10)
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
        """Search what was typed since; else go into the list."""
        if self._debounce.isActive() or not self.model.lines:
            self.start()
        else:
            self.table.setFocus()
            self.table.setCurrentIndex(self.model.index(0, MATCH))

    def _stopped(self) -> None:
        self.stop()
        self._tell(stopped=True)

    def _project_changed(self) -> None:
        self.setEnabled(self._desk.project is not None)
        self._forget()

    def _forget(self) -> None:
        self._debounce.stop()
        self.stop()
        self.hits, self._found = {}, 0
        self.model.set_lines(())
        self.annotate.setEnabled(False)
        self.count.clear()

    def _go_on(self, search: ProjectSearch) -> None:
        self._jobs.run(
            search.slice,
            done=lambda found: self._add(search, found),
            failed=lambda error: self._not_found(search, error),
        )

    def _add(self, search: ProjectSearch, found: Slice) -> None:
        if search is not self._search or self._project is not self._desk.project:
            return
        self.model.add_lines(found.lines)
        for line in found.lines:
            self.hits.setdefault(line.article_id, []).append(Span(line.start, line.end))
        self._found += len(found.lines)
        self.annotate.setEnabled(self._found > 0)
        if found.done < found.of:
            self._tell(found)
            self._go_on(search)
        else:
            self.stop()
            self._tell(found)

    def _not_found(self, search: ProjectSearch, error: Exception) -> None:
        if search is self._search:
            self.stop()
            self.count.setText(str(error))
            self.count.setToolTip(literal_tip(str(error)))

    def _tell(self, found: Slice | None = None, *, stopped: bool = False) -> None:
        number = QLocale().toString
        if not self._found:
            words = _("Not found")
        else:
            hits = ngettext("1 hit", "{n} hits", self._found).format(n=self._found)
            one = len(self.hits) == 1
            where = _("in 1 article") if one else _("in {m} articles")
            words = f"{hits} {where}".format(n=number(self._found), m=number(len(self.hits)))
        if self._found > MOST_SHOWN:
            more = _("… and {n} more that are not listed")
            words += " " + more.format(n=number(self._found - MOST_SHOWN))
        if stopped:
            words += " · " + _("stopped")
        elif found is not None and found.done < found.of:
            searched = _("{n} of {of} articles searched")
            words = (words if self._found else "") + " · "
            words += searched.format(n=number(found.done), of=number(found.of))
        if found is not None and found.slow:
            words += " · " + _("{n} articles left out: too slow").format(n=found.slow)
        self.count.setText(words)
        self.count.setToolTip(literal_tip(words))
