# SPDX-License-Identifier: MIT
"""The history panel: who did what and when, before and after, and undoing a single step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.annotating.card.parts import line
from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.project.history import change_text
from claimdesk.gui.project.history.step_model import WHAT, WHEN, WHO, StepModel
from claimdesk.gui.widgets.spacing import BAR, INSET
from claimdesk.gui.widgets.wording import time_text
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.history import listing
from claimdesk.models.store.history.listing import Step, StepFilter
from claimdesk.models.store.project import Project

PROJECT, ARTICLE, ANNOTATION = "project", "article", "annotation"
_REST = 250
_MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class Details:
    """The text of a step, and the annotation or article to go to."""

    lines: list[str]
    more: bool
    """Whether there are more lines."""
    annotations: list[int]
    article: int | None


def read_details(project: Project, step: Step, wanted: StepFilter) -> Details:
    """Return the details of a step; runs in a job."""
    with project.reading() as connection:
        changes = listing.changes(connection, step.id, wanted, limit=_MOST_LINES)
        texts = change_text.lines(changes, listing.RecordedNames(connection))
        return Details(
            texts,
            len(changes) == _MOST_LINES,
            listing.annotations_of(connection, step.id, 1),
            listing.article_of(connection, step.id),
        )


def read_annotators(project: Project) -> list[str]:
    """Return all annotators in the history; runs in a job."""
    with project.reading() as connection:
        return listing.annotators(connection)


class StepTable(QTableView):
    """The table of steps; Enter goes to what the current step changed."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter go to the annotation of the step."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class HistoryPanel(QWidget):
    """Steps of the project, the open article or the current annotation."""

    annotation_chosen = Signal(int)
    article_chosen = Signal(int)
    deleted_wanted = Signal()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._is_stale = True
        self._chosen: int | None = None
        self._shown: Details | None = None
        self._debounce = debounce_timer(_REST, self.refresh, self)
        self.scope = QComboBox(self)
        self.scope.setAccessibleName(_("History of"))
        self.scope.addItem(_("Whole project"), PROJECT)
        self.scope.addItem(_("This article"), ARTICLE)
        self.scope.addItem(_("Current annotation"), ANNOTATION)
        self.who = QComboBox(self)
        self.who.setAccessibleName(_("By whom"))
        self.who.addItem(_("Everyone"), None)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(_("Of what"))
        for text, key in (
            (_("Everything"), None),
            (_("Annotations"), "annotations"),
            (_("Articles"), "articles"),
            (_("Actors"), "actors"),
            (_("Codebook"), "codebook"),
        ):
            self.kind.addItem(text, key)
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(_("Search the history"))
        self.words.setAccessibleName(_("Search the history"))
        self.words.setClearButtonEnabled(True)
        self.deleted = QPushButton(_("&Deleted items…"), self)
        self.deleted.setToolTip(_("Restore deleted articles, actors, domains and annotations"))
        self.model = StepModel(jobs, self)
        self.table = self._make_table()
        self.details = line("")
        self.details.setAccessibleName(_("What the step changed"))
        self.go = QPushButton(_("&Go to it"), self)
        self.go.setToolTip(_("Open the annotation or article that the step changed (Enter)"))
        self.undo = QPushButton(_("&Undo this step"), self)
        self.undo.setToolTip(
            _("Undo only this step; possible if nothing later changed the same rows")
        )
        self._lay_out()
        self._connect()
        self._show(None)

    def refresh(self) -> None:
        """Reload the history from its newest step."""
        if not self.isVisible():
            self._is_stale = True
            return
        self._is_stale = False
        step = self._current()
        # If the newest step was selected, select whichever is newest then.
        self._chosen = step.id if step is not None and self.table.currentIndex().row() else None
        project = self._desk.project
        self.model.show(
            project if self._wanted() is not None else None, self._wanted() or StepFilter()
        )
        if project is not None:
            self._jobs.run(read_annotators, project, done=self._fill_who, name="annotators")

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh if something changed while the panel was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def _wanted(self) -> StepFilter | None:
        """Return the filter from the fields; None if its article or annotation is not open."""
        scope = self.scope.currentData()
        article = self._desk.article.id if self._desk.article is not None else None
        if (scope == ARTICLE and article is None) or (
            scope == ANNOTATION and self._desk.current is None
        ):
            return None
        return StepFilter(
            article_id=article if scope == ARTICLE else None,
            annotation_id=self._desk.current if scope == ANNOTATION else None,
            annotator=self.who.currentData(),
            kind=self.kind.currentData(),
            words=self.words.text(),
        )

    def _make_table(self) -> StepTable:
        table = StepTable(self)
        table.setModel(self.model)
        table.setAccessibleName(_("Steps of the history"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        header = table.horizontalHeader()
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        unit = self.fontMetrics().averageCharWidth()
        longest = self.fontMetrics().horizontalAdvance(time_text("2028-12-28T22:28:28.888Z"))
        table.setColumnWidth(WHEN, longest + 2 * unit)
        table.setColumnWidth(WHO, unit * 14)
        return table

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(BAR)
        for box in (self.scope, self.who, self.kind):
            head.addWidget(box)
        head.addWidget(self.words, 1)
        head.addWidget(self.deleted)
        area = QScrollArea(self)
        area.setWidget(self.details)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(_("What the step changed"))
        self.details.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.details.setContentsMargins(INSET)
        foot = QHBoxLayout()
        foot.setContentsMargins(BAR)
        foot.addWidget(self.go)
        foot.addWidget(self.undo)
        foot.addStretch(1)
        side = QWidget(self)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(area, 1)
        beside.addLayout(foot)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self.table)
        splitter.addWidget(side)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(splitter, 1)
        for button in (self.go, self.undo, self.deleted):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        desk = self._desk
        for box in (self.scope, self.who, self.kind):
            box.activated.connect(self.refresh)
        self.words.textChanged.connect(self._debounce.start)
        self.table.selectionModel().currentRowChanged.connect(lambda: self._show_current())
        self.model.modelReset.connect(self._choose_first)
        self.table.entered.connect(self._go)
        self.table.doubleClicked.connect(self._go)
        self.go.clicked.connect(self._go)
        self.undo.clicked.connect(self._undo)
        self.deleted.clicked.connect(self.deleted_wanted)
        desk.project_changed.connect(self._debounce.start)
        desk.saved.connect(lambda _label: self._debounce.start())
        desk.library_changed.connect(lambda _ids: self._debounce.start())
        desk.article_changed.connect(lambda: self._follow(ARTICLE))
        desk.current_changed.connect(lambda _id: self._follow(ANNOTATION))

    def _follow(self, scope: str) -> None:
        """Refresh if the scope depends on the open article or the current annotation."""
        if self.scope.currentData() in (scope, ANNOTATION) and self.scope.currentData() != PROJECT:
            self._debounce.start()

    def _fill_who(self, names: list[str]) -> None:
        chosen = self.who.currentData()
        if [self.who.itemData(n) for n in range(1, self.who.count())] == names:
            return
        self.who.clear()
        self.who.addItem(_("Everyone"), None)
        for name in names:
            self.who.addItem(name, name)
        self.who.setCurrentIndex(max(0, self.who.findData(chosen)))

    def _choose_first(self) -> None:
        if self.model.rowCount():
            row = -1 if self._chosen is None else self.model.row_of(self._chosen)
            self.table.setCurrentIndex(self.model.index(max(row, 0), 0))
        else:
            self._show(None)

    def _current(self) -> Step | None:
        return self.model.step(self.table.currentIndex())

    def _show_current(self) -> None:
        step, project, wanted = self._current(), self._desk.project, self._wanted()
        if step is None or project is None or wanted is None:
            self._show(None)
            return
        self._jobs.run(
            read_details,
            project,
            step,
            wanted,
            done=partial(self._show, step),
            name="step of the history",
        )

    def _show(self, step: Step | None, details: Details | None = None) -> None:
        if step is not None and self._current() != step:
            return
        self._shown = details
        self.details.setForegroundRole(
            QPalette.ColorRole.WindowText if step else QPalette.ColorRole.PlaceholderText
        )
        if step is None or details is None:
            self.details.setText(self._nothing())
        else:
            self.details.setText(self._words(step, details))
        leads = details is not None and bool(details.annotations or details.article)
        self.go.setEnabled(leads)
        self.undo.setEnabled(step is not None and step.kind == "edit" and not step.undone)

    def _nothing(self) -> str:
        if self._wanted() is None:
            return _("Nothing is selected. Open an article and click an annotation.")
        return _("No steps.")

    def _words(self, step: Step, details: Details) -> str:
        who = step.annotator or _("unnamed")
        lines = [step.label, f"{time_text(step.created)} · {who}", ""]
        lines += details.lines or [_("Spans only moved with their text.")]
        if details.more:
            lines.append(_("… and more"))
        if step.undone:
            lines += ["", _("This step was undone.")]
        return "\n".join(lines)

    def _go(self) -> None:
        if self._shown is None:
            return
        if self._shown.annotations:
            self.annotation_chosen.emit(self._shown.annotations[0])
        elif self._shown.article is not None:
            self.article_chosen.emit(self._shown.article)

    def _undo(self) -> None:
        step = self._current()
        if step is not None and self.undo.isEnabled():
            self._desk.undo_step(step.id)
