# SPDX-License-Identifier: MIT
"""Fills the window: makes the views and the tools, puts them in their places, adds the features."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from claimdesk.gui.annotating.bounds import Bounds
from claimdesk.gui.annotating.bulk.occurrences import Occurrences
from claimdesk.gui.annotating.bulk.similar import Alike
from claimdesk.gui.annotating.bulk.visible import Shown
from claimdesk.gui.annotating.codes import CodeEditor
from claimdesk.gui.annotating.coding import Coding
from claimdesk.gui.annotating.marking import Marking
from claimdesk.gui.annotating.picking.pickers import Pickers
from claimdesk.gui.annotating.review import Review
from claimdesk.gui.annotating.selection import Selection
from claimdesk.gui.article.header import ArticleHeader
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.gc_control import GarbageCollection
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.features.actors import add_actors
from claimdesk.gui.features.appearance import AppearanceFeature
from claimdesk.gui.features.articles import ArticlesFeature
from claimdesk.gui.features.codebook import CodebookFeature
from claimdesk.gui.features.coding import CodingFeature
from claimdesk.gui.features.correcting import CorrectingFeature
from claimdesk.gui.features.deciding import add_deciding
from claimdesk.gui.features.evaluation import EvaluationFeature
from claimdesk.gui.features.finding import add_finding
from claimdesk.gui.features.history import HistoryFeature
from claimdesk.gui.features.language import LanguageFeature
from claimdesk.gui.features.learning import LearningFeature
from claimdesk.gui.features.panes import PanesFeature
from claimdesk.gui.features.project import ProjectFeature
from claimdesk.gui.features.reading import ReadingFeature
from claimdesk.gui.features.safety import SafetyFeature
from claimdesk.gui.features.saving import SavingFeature
from claimdesk.gui.library.view import LibraryPanel
from claimdesk.gui.panes.factory import make_panes
from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.gui.registry.window import Registry
from claimdesk.gui.search.finding import Finding
from claimdesk.gui.suggestions.runner import Suggesting
from claimdesk.gui.widgets import dialogs
from claimdesk.gui.window.commands import Commands
from claimdesk.gui.window.main_window import MainWindow
from claimdesk.gui.window.notices import Notices
from claimdesk.gui.window.projects import Projects
from claimdesk.gui.window.status import StatusLine
from claimdesk.gui.window.welcome import Welcome

_TOOLS = (
    *("open", "import", "export", "", "undo", "redo", "", "suggest", "codebook"),
    *("", "mention", "claim", "domain", "", "accept", "reject", "delete"),
)
_WORDED = ("suggest", "mention", "claim", "domain", "accept", "reject")

FEATURES: tuple[Callable[[Workbench], object], ...] = (
    CodingFeature,
    ReadingFeature,
    ProjectFeature,
    ArticlesFeature,
    LanguageFeature,
    add_deciding,
    PanesFeature,
    add_finding,
    CodebookFeature,
    add_actors,
    CorrectingFeature,
    LearningFeature,
    EvaluationFeature,
    HistoryFeature,
    SafetyFeature,
    SavingFeature,
    AppearanceFeature,
)
"""What the window can do; each takes the workbench. Earlier ones hear of the desk first."""


class Workbench(QObject):
    """Everything in the window that features work with."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.desk = Desk(self)
        self.garbage_collection = GarbageCollection(self.desk, self)
        self.jobs = Jobs(self)
        self.projects = Projects(self.desk, window.settings, window)
        self.suggesting = Suggesting(self.desk, self)
        self.commands = Commands(window)
        self.commands.add_tool_bar(_TOOLS, _WORDED)
        self._keys_in_centre = True
        self._make_views()
        self._make_tools()
        middle = self._fill_docks()
        for failing in (self.desk, self.jobs, self.suggesting):
            failing.failed.connect(self.show_error)
        for feature in FEATURES:
            feature(self)
        lists = [pane.view for pane in self.panes.values()]
        self.commands.keep_to([self.view, *lists])
        self.status = StatusLine(self.desk, self.suggesting, window.statusBar())
        window.fill(middle)
        window.closing.extend(
            [self.suggesting.close, self.jobs.wait, self.desk.close, self.garbage_collection.stop]
        )

    def show_error(self, message: str) -> None:
        """Show what could not be done."""
        dialogs.show_error(self.window, message)

    def show_article(self, shown: bool) -> None:
        """Show the article in the centre of the window, or else the welcome.

        The keys come back to the text if they were there: Qt gives them to anything when it goes.
        """
        focused, was_shown = self.window.focusWidget(), self._centre.currentIndex() == 1
        if was_shown and not shown:
            self._keys_in_centre = focused is None or self._centre.isAncestorOf(focused)
        self.welcome.show_for(self.desk)
        self._centre.setCurrentIndex(1 if shown else 0)
        if shown and not was_shown and self._keys_in_centre:
            self.view.setFocus()

    def _make_views(self) -> None:
        desk = self.desk
        self.library = LibraryPanel(desk, self.jobs)
        self.header = ArticleHeader(desk)
        self.view = ArticleView()
        self.welcome = Welcome(self.projects)
        self.panes = make_panes(desk, self.window.settings)
        self.distribution = DistributionPanel(desk, self.jobs)

    def _make_tools(self) -> None:
        desk, view, window = self.desk, self.view, self.window
        self.selection = Selection(desk, self.panes)
        self.pickers = Pickers(desk, view, window)
        self.review = Review(desk, self.commands["rejected"].isChecked)
        self.marking = Marking(desk, view, self.pickers)
        self.codes = CodeEditor(desk, self.pickers, window)
        self.coding = Coding(desk, view, self.pickers, self.codes, window)
        self.bounds = Bounds(desk, view)
        self.occurrences = Occurrences(desk, self.jobs, view, self.pickers, window)
        self.alike = Alike(desk, self.jobs, self.review, window)
        self.shown = Shown(desk, self.review, window)
        self.finding = Finding(desk, self.jobs, view, self.occurrences, window)
        self.registry = Registry(desk, self.jobs, window)

    def _fill_docks(self) -> QWidget:
        """Put the views into the docks; what belongs in the middle of the window."""
        docks = self.window.docks
        docks["library"].setWidget(self.library)
        docks["distribution"].setWidget(self.distribution)
        docks["distribution"].visibilityChanged.connect(self.distribution.refresh)
        for name, pane in self.panes.items():
            docks[name].setWidget(pane)
        article = QWidget(self.window)
        layout = QVBoxLayout(article)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.finding.bar)
        self._centre = QStackedWidget(self.window)
        self._centre.addWidget(self.welcome)
        self._centre.addWidget(article)
        self.notices = Notices(self.window)
        middle = QWidget(self.window)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self._centre, 1)
        return middle
