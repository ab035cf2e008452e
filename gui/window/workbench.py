# SPDX-License-Identifier: MIT
"""The workbench: what the features of the window share; it puts their parts into the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from claimdesk.gui.annotating.bulk.occurrences import Occurrences
from claimdesk.gui.annotating.codes import CodeEditor
from claimdesk.gui.annotating.coding import Coding
from claimdesk.gui.annotating.digit_field import DigitField
from claimdesk.gui.annotating.picking.pickers import Pickers
from claimdesk.gui.annotating.review import Review
from claimdesk.gui.annotating.selection import Selection
from claimdesk.gui.article.layers import LayerDisplay
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.gc_control import GarbageCollection
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.desk.thread_switching import switch_threads_often
from claimdesk.gui.panes.factory import make_panes
from claimdesk.gui.suggestions.queue.runner import QueueRunner
from claimdesk.gui.suggestions.runner import SuggestionRunner
from claimdesk.gui.widgets import dialogs
from claimdesk.gui.widgets.toast import Toast
from claimdesk.gui.window.availability import Availability
from claimdesk.gui.window.centre import Centre
from claimdesk.gui.window.commands import Commands
from claimdesk.gui.window.feature_base import Feature
from claimdesk.gui.window.main_window import MainWindow
from claimdesk.gui.window.notices import Notices
from claimdesk.gui.window.projects import Projects
from claimdesk.gui.window.status import StatusLine
from claimdesk.gui.window.undo_offer import UndoOffer
from claimdesk.gui.window.welcome import Welcome
from claimdesk.models.text import collation

F = TypeVar("F", bound=Feature)


class Workbench(QObject):
    """The desk, the text, the lists and the tools that more than one feature works with."""

    rejected_shown_changed = Signal(bool)
    note_wanted = Signal()
    """The note of the current annotation is to be typed."""
    claims_listed = Signal(object, str)
    """Ids of claims of any article that are to be shown as a table, and the words for them."""
    claims_followed = Signal(object, str)
    """The same after an edit, for a table that is shown already; None: all claims."""
    claims_released = Signal()
    """The table is to show all claims again, and plots too."""

    def __init__(
        self, window: MainWindow, features: Sequence[Callable[[Workbench], Feature]]
    ) -> None:
        """Fill `window` with `features`; their order means nothing."""
        super().__init__(window)
        self.window = window
        self.settings = window.settings
        self.desk = Desk(self)
        self.jobs = Jobs(self)
        self.projects = Projects(self.desk, window.settings, window)
        self.suggesting = SuggestionRunner(self.desk, self)
        self.queue = QueueRunner(self.desk, self.jobs, self)
        self.commands = Commands(window)
        self.notices = Notices(window)
        self.desk.project_changed.connect(self.notices.clear)
        self.welcome = Welcome(self.desk, self.projects)
        self.rejected_shown = False
        """Whether the text and the lists show rejected annotations."""
        self._garbage_collection = GarbageCollection(self.desk, self)
        switch_threads_often()
        self._make_tools()
        self.centre = Centre(self.notices, self.welcome, self.view, window)
        self.toast = Toast(window)
        self._undo_offer = UndoOffer(self.desk, self.toast)
        self.desk.project_changed.connect(self._show_panels)
        self._features = [make(self) for make in features]
        self._assemble()

    def feature(self, kind: type[F]) -> F:
        """Return the feature of a class; features themselves do not need one another."""
        return next(feature for feature in self._features if isinstance(feature, kind))

    def show_error(self, message: str) -> None:
        """Say what could not be done."""
        dialogs.show_error(self.window, message)

    def show_rejected(self, shown: bool) -> None:
        """Show rejected annotations in the text and the lists, or hide them."""
        self.rejected_shown = shown
        self.rejected_shown_changed.emit(shown)

    def _show_panels(self) -> None:
        """Show the panels while a project is open."""
        if self.desk.project is not None:
            self.window.show_panels(True)
        else:
            # Unless another one is opened at once.
            QTimer.singleShot(0, self, self._hide_panels)

    def _hide_panels(self) -> None:
        if self.desk.project is None and self.window.isVisible():
            self.window.show_panels(False)

    def _make_tools(self) -> None:
        desk, window = self.desk, self.window
        self.view = ArticleView()
        self.panes = make_panes(desk, self.settings)
        self.selection = Selection(desk, self.panes)
        self.pickers = Pickers(desk, self.view, window)
        self.layers = LayerDisplay(self.settings, self)
        self.review = Review(desk, lambda: self.rejected_shown, self.layers.is_walked)
        self.digits = DigitField(desk, self)
        self.codes = CodeEditor(desk, self.pickers, window)
        self.coding = Coding(desk, self.view, self.pickers, self.codes, window)
        self.occurrences = Occurrences(desk, self.jobs, self.view, self.pickers, window)

    def _assemble(self) -> None:
        """Put what the features declared into its places, then start them."""
        window = self.window
        self.commands.add(entry for feature in self._features for entry in feature.commands())
        window.add_docks(dock for feature in self._features for dock in feature.docks())
        self._availability = Availability(self.desk, self.commands, self)
        self._status = StatusLine(self.desk, self.suggesting, window.statusBar())
        for source in (self.desk, self.jobs, self.suggesting, self.queue, self.projects):
            source.failed.connect(self.show_error)
        # It takes a tenth of a second, which the first name with an accent would cost this thread.
        self.jobs.run(collation.load_table)
        for feature in self._features:
            feature.start()
        lists = [pane.view for pane in self.panes.values()]
        self.commands.keep_to([self.view, *lists])
        window.fill(self.centre)
        self._show_panels()
        window.closing.extend([feature.stop for feature in self._features])
        window.closing.extend([self.occurrences.stop, self.suggesting.close, self.jobs.end])
        window.closing.extend([self.desk.close, self._garbage_collection.stop])
