# SPDX-License-Identifier: MIT
"""The distribution panel: claims by two fields, stacked by stance, as of the last edit.

Imports pyqtgraph only once there is something to draw, so that the window is there first.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.debounce import Debouncer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.desk.reference_data import Name
from claimdesk.gui.plots import captions
from claimdesk.gui.plots.fields import field_names
from claimdesk.gui.plots.figures import (
    Figures,
    Question,
    Series,
    Stack,
    read_claim_ids,
    read_figures,
)
from claimdesk.gui.plots.legend import Legend
from claimdesk.gui.plots.plot_controls import Card
from claimdesk.gui.plots.reading import Reading
from claimdesk.gui.plots.series_style import looks_of
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.project import Project

_DEBOUNCE, _AT_LATEST = 120, 600
"""Milliseconds without a change after which the figures are read, and the longest wait."""
_WIDE = 96
"""Characters of width from which on things stand side by side."""
_BESIDE = 60
"""The same for the plots of a panel that is lower than it is wide."""
_ACROSS = QBoxLayout.Direction.LeftToRight
_DOWN = QBoxLayout.Direction.TopToBottom


class DistributionPanel(QWidget):
    """Claims of the article or the project by two fields, stacked by stance."""

    claims_chosen = Signal(object, str)
    """A list of ids of claims whose bar was chosen, and the words for them."""
    refreshed = Signal()
    """What is shown is as of the last edit."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._question: Question | None = None
        self._figures: Figures | None = None
        self._asking = False
        self._again = False
        self._debouncer = Debouncer(self._ask, _DEBOUNCE, _AT_LATEST, self)
        self.cards = (Card("speaker", self), Card("domain", self))
        """The two plots."""
        self._build()
        self._connect()
        self._offer_fields()
        self._show()

    @property
    def rows(self) -> list[tuple[str, dict[str, int]]]:
        """What the first plot shows: label, and count by stance."""
        return self.cards[0].rows

    @property
    def sentence(self) -> str:
        """What is shown, or what to do where there is nothing."""
        return self._sentence.text() if self._pages.currentIndex() else self._empty.text()

    @property
    def reading(self) -> str:
        """Exact numbers of what is pointed at."""
        return self._reading.full_text

    def refresh(self) -> None:
        """Count again, once what is happening now is over."""
        self._debouncer.schedule()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size, character = event.size(), self.fontMetrics().averageCharWidth()
        wide = size.width() >= _WIDE * character
        low = size.width() >= max(_BESIDE * character, size.height())
        self._top.setDirection(_ACROSS if wide else _DOWN)
        self._middle.setDirection(_ACROSS if wide else _DOWN)
        self._plots.setDirection(_ACROSS if wide or low else _DOWN)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show()

    def _build(self) -> None:
        self.article_button = self._scope(_("This article"))
        self.project_button = self._scope(_("Whole project"))
        self.article_button.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.article_button)
        group.addButton(self.project_button)
        self.suggested_box = QCheckBox(_("With suggestions"), self)
        self.suggested_box.setToolTip(_("Count undecided suggestions too; they are hatched"))
        controls = QHBoxLayout()
        controls.setSpacing(4)
        for widget in (self.article_button, self.project_button, self.suggested_box):
            controls.addWidget(widget)
        controls.addStretch(1)
        self._sentence = _text(self)
        self._reading = Reading(self)
        self._legend = Legend(self)
        self._top, self._middle, self._plots = (
            QBoxLayout(_ACROSS),
            QBoxLayout(_ACROSS),
            QBoxLayout(_ACROSS),
        )
        self._top.addLayout(controls)
        self._top.addWidget(self._sentence, 1)
        self._middle.addWidget(self._legend, 3)
        self._middle.addWidget(self._reading, 2)
        self._plots.setSpacing(16)
        for card in self.cards:
            self._plots.addWidget(card, 1)
        charts = QWidget(self)
        below = QVBoxLayout(charts)
        below.setContentsMargins(0, 0, 0, 0)
        below.addLayout(self._middle)
        below.addLayout(self._plots, 1)
        self._empty = _text(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(charts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addLayout(self._top)
        layout.addWidget(self._pages, 1)

    def _scope(self, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _connect(self) -> None:
        desk = self._desk
        for signal in (desk.project_changed, desk.article_changed, desk.annotations_changed):
            signal.connect(self.refresh)
        desk.names_changed.connect(self._names_changed)
        desk.library_changed.connect(self._library_changed)
        self.article_button.toggled.connect(self.refresh)
        self.suggested_box.toggled.connect(self.refresh)
        for card in self.cards:
            card.field_changed.connect(self.refresh)
            card.read.connect(self._reading.show_text)
            card.chosen.connect(partial(self._choose, card))

    def _names_changed(self, changed: frozenset[Name]) -> None:
        if changed:
            self._offer_fields()
            self._show()
            self.refresh()

    def _library_changed(self, articles: frozenset[int]) -> None:
        article = self._desk.article
        if self.project_button.isChecked() or (article is not None and article.id in articles):
            self.refresh()

    def _offer_fields(self) -> None:
        names = field_names(self._desk.fields)
        for card in self.cards:
            card.offer_fields(names)

    def _wanted(self) -> Question | None:
        """Return what the controls ask for; None if there is nothing to ask."""
        article = self._desk.article
        if self._desk.project is None or (self.article_button.isChecked() and article is None):
            return None
        return Question(
            tuple(card.field for card in self.cards),
            article.id if article is not None and self.article_button.isChecked() else None,
            self.suggested_box.isChecked(),
        )

    def _ask(self) -> None:
        # An answer that is on its way is shown first: a stream of edits must not hold all back.
        if self.visibleRegion().isEmpty():
            return
        if self._asking:
            self._again = True
            return
        project, question = self._desk.project, self._wanted()
        if project is None or question is None:
            self._question, self._figures = None, None
            self._show()
            self.refreshed.emit()
            return
        self._asking = True
        self._jobs.run(
            _read,
            project,
            question,
            done=partial(self._answered, project, question),
            failed=partial(self._not_answered, project),
        )

    def _answered(self, project: Project, question: Question, figures: Figures) -> None:
        self._asking = False
        if project is self._desk.project and question == self._wanted():
            self._question, self._figures = question, figures
            self._show()
        else:
            self._again = True
        self._ask_to_retry()

    def _not_answered(self, project: Project, error: Exception) -> None:
        self._asking = False
        if project is self._desk.project and not self._again:
            self._empty.setText(str(error))
            self._pages.setCurrentIndex(0)
        self._ask_to_retry()

    def _ask_to_retry(self) -> None:
        if self._again:
            self._again = False
            self._ask()
        else:
            self.refreshed.emit()

    def _show(self) -> None:
        """Show the figures as they are, in the colours that hold now."""
        question, figures = self._question, self._figures
        empty = captions.nothing(self._wanted(), figures, self._desk.project is not None)
        self._empty.setText(empty)
        self._pages.setCurrentIndex(0 if empty or figures is None else 1)
        self._sentence.clear()
        if empty or question is None or figures is None:
            self._reading.show_text("")
            return
        fields = self._desk.fields
        choices = fields["stance"].choices if "stance" in fields else ()
        looks = looks_of(choices, question.suggested, self.palette())
        self._legend.show_looks(looks)
        for card in self.cards:
            if card.field in figures.stacks:
                card.show_stacks(figures.stacks[card.field], looks, fields)
        names = [card.field_name for card in self.cards]
        self._sentence.setText(captions.shown(question, figures, names))

    def _choose(self, card: Card, stack: Stack, series: Series | None, words: str) -> None:
        project, question = self._desk.project, self._question
        if project is None or question is None:
            return
        self._jobs.run(
            read_claim_ids,
            project,
            question,
            card.field,
            stack.value,
            series,
            done=partial(self._found, project, words),
        )

    def _found(self, project: Project, words: str, ids: list[int]) -> None:
        if ids and project is self._desk.project:
            self.claims_chosen.emit(ids, words)


def _read(project: Project, question: Question) -> Figures:
    """Return the figures, and pyqtgraph loaded where that does not hold the window up."""
    figures = read_figures(project, question)
    if any(figures.stacks.values()):
        import_module("claimdesk.gui.plots.chart")
    return figures


def _text(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label
