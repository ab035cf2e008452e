# SPDX-License-Identifier: MIT
"""A place for a plot in the panel: which kind it is, its controls, and the plot itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.plots.figures_table import FiguresTable
from claimdesk.gui.plots.legend import FlowLayout
from claimdesk.gui.plots.plot import Fields, Plot, plot_kinds
from claimdesk.gui.plots.slim_combo import SlimCombo
from claimdesk.gui.widgets.dialogs import show_error
from claimdesk.gui.widgets.spacing import CLOSE
from claimdesk.models.messages.catalogue import _


class PlotSlot(QWidget):
    """Holds one plot, and lets another kind be chosen where there are several."""

    reader_changed = Signal()
    """Other figures are wanted: another plot was chosen, or something else in its controls."""
    mark_chosen = Signal(object, str)
    """A mark of the plot, and the words for it."""
    edit_wanted = Signal(str, object)
    """The label of an edit of the project, and the change that makes it."""
    closed = Signal()
    """The plot is not wanted any more."""
    pointed = Signal(str)
    """The exact numbers of what is pointed at or current; empty for nothing."""
    told = Signal(str)
    """What was done, for the status bar."""

    def __init__(
        self, kind: str, options: Mapping[str, str], jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._classes = plot_kinds()
        self._fields: Fields = {}
        self.chooser = SlimCombo(self, _("Kind of plot"))
        for key, plot in self._classes.items():
            self.chooser.addItem(plot.title(), key)
        self.chooser.setVisible(len(self._classes) > 1)
        self._head = FlowLayout(across=4, down=2)
        self._head.addWidget(self.chooser)
        self._head.addWidget(self._buttons())
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(CLOSE)
        self._layout.addLayout(self._head)
        self._pages = QStackedWidget(self)
        self.table = FiguresTable(self)
        """The figures of the plot as rows; shown in its place if wanted."""
        self.table.save_wanted.connect(self._save_table)
        self._pages.addWidget(self.table)
        self._layout.addWidget(self._pages, 1)
        self.plot = self._place(kind)
        """The plot that is shown."""
        self.plot.set_options(options)
        self.chooser.setCurrentIndex(self.chooser.findData(kind))
        self.chooser.currentIndexChanged.connect(self._kind_chosen)
        self.table_button.toggled.connect(self._show_table)
        self.close_button.clicked.connect(self.closed)

    def set_fields(self, fields: Fields) -> None:
        """Take the coded fields as they are now."""
        self._fields = fields
        self.plot.set_fields(fields)

    def choose_kind(self, kind: str) -> None:
        """Show another kind of plot."""
        self.chooser.setCurrentIndex(self.chooser.findData(kind))

    def show_figures(self, figures: object) -> None:
        """Show other figures."""
        self.plot.show_figures(figures)
        if self.table_button.isChecked():
            self.table.show_table(self.plot.table(), self.plot.title())

    def _show_table(self, wanted: bool) -> None:
        if wanted:
            self.table.show_table(self.plot.table(), self.plot.title())
        self._pages.setCurrentWidget(self.table if wanted else self.plot)
        (self.table.view if wanted else self.plot).setFocus()

    def _buttons(self) -> QWidget:
        buttons = QWidget(self)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.table_button = self._button(_("Table"), _("Show the figures as a table"))
        self.table_button.setCheckable(True)
        self.close_button = self._button("✕", _("Remove this plot"))
        self.close_button.setAccessibleName(_("Remove this plot"))
        for button in (self.table_button, self.close_button):
            row.addWidget(button)
        return buttons

    def _button(self, words: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setToolTip(tip)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _place(self, kind: str) -> Plot:
        plot = self._classes[kind](self)
        plot.set_fields(self._fields)
        plot.reader_changed.connect(self.reader_changed)
        plot.mark_chosen.connect(self.mark_chosen)
        plot.pointed.connect(self.pointed)
        plot.edit_wanted.connect(self.edit_wanted)
        plot.save_wanted.connect(self._save)
        controls = plot.controls()
        if controls is not None:
            self._head.insert(1, controls)
        self._pages.addWidget(plot)
        if not self.table_button.isChecked():
            self._pages.setCurrentWidget(plot)
        return plot

    def _save(self, write: Callable[[Path], object], path: Path) -> None:
        """Write a file of the plot in a job."""
        self._jobs.run(write, path, done=partial(self._saved, path), failed=self._not_saved)

    def _saved(self, path: Path, _nothing: object) -> None:
        self.told.emit(_("Saved {file}.").format(file=path.name))

    def _not_saved(self, error: Exception) -> None:
        show_error(self, str(error))

    def _save_table(self, write: Callable[[Path], object], path: Path) -> None:
        self._jobs.run(
            write, path, done=partial(self._table_saved, path), failed=self._table_not_saved
        )

    def _table_saved(self, path: Path, _nothing: object) -> None:
        self.table.show_saved(_("Saved {file}.").format(file=path.name))

    def _table_not_saved(self, error: Exception) -> None:
        self.table.show_saved(str(error))

    def _kind_chosen(self) -> None:
        before = self.plot
        for widget in filter(None, (before.controls(), before)):
            self._head.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.plot = self._place(self.chooser.currentData())
        self.plot.set_options(before.options())
        self.reader_changed.emit()
