# SPDX-License-Identifier: MIT
"""A cross-tabulation: claims by two fields with shares, their intervals, and a test."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from claimdesk.gui.plots.choice_menu import ChoiceMenu
from claimdesk.gui.plots.cross_view import CrossView
from claimdesk.gui.plots.heat_figures import HeatFigures
from claimdesk.gui.plots.mark_canvas import Block
from claimdesk.gui.plots.pair_plot import PairPlot
from claimdesk.gui.plots.plot import FigurePrinter, Table, register_plot
from claimdesk.gui.plots.print_pairs import (
    cell_words,
    cross_rows,
    print_cross_table,
)
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.models.analysis.cross_words import share_words
from claimdesk.models.messages.catalogue import _


@register_plot
class CrossTablePlot(PairPlot):
    """Counts and shares of each pair of values, with sums at the right and at the bottom."""

    kind = "cross_table"
    usual = ("speaker_kind", "stance")
    counts_once = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.options_menu = ChoiceMenu(_("Options"), _("What the cells say"), self)
        self.options_menu.add_group(
            "cells",
            {
                "counts": _("Claims"),
                "row": _("Per cent of the row"),
                "column": _("Per cent of the column"),
                "row_interval": _("Per cent of the row with interval of 95 %"),
                "column_interval": _("Per cent of the column with interval of 95 %"),
            },
        )
        self.options_menu.chosen.connect(self._show)
        self.options_menu.chosen.connect(lambda _group: self.look_changed.emit())
        self._controls = QWidget(self)
        row = QHBoxLayout(self._controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choice)
        row.addWidget(self.options_menu)
        self.view = CrossView(self)
        self.view.chosen.connect(self._choose)
        self.view.pointed.connect(self._point)
        self.test = hint_label(self)
        self.test.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusProxy(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.test)

    @staticmethod
    def title() -> str:
        return _("Cross-tabulation")

    @classmethod
    def caption(cls, plots: Sequence[CrossTablePlot]) -> str:
        return _("Cross-tabulation of {fields}.").format(fields=cls.fields_of(plots))

    def controls(self) -> QWidget:
        return self._controls

    def options(self) -> dict[str, str]:
        return {**super().options(), **self.options_menu.values()}

    def set_options(self, options: Mapping[str, str]) -> None:
        super().set_options(options)
        self.options_menu.choose(options)

    def show_figures(self, figures: HeatFigures) -> None:
        self._figures = figures
        self._show()

    def show_chosen(self, mark: Hashable | None) -> None:
        self._chosen = mark
        self.view.show_chosen(self._chosen_block())

    def table(self) -> Table:
        """Return a row for each cell, with its shares and their intervals in per cent."""
        figures = self._figures
        if figures is None:
            return Table(())
        names = (self.choice.rows.currentText(), self.choice.columns.currentText())
        return cross_rows(figures, *names)

    def printer(self) -> FigurePrinter:
        return partial(print_cross_table, self.options_menu.value("cells"), self._fields)

    def _show(self) -> None:
        figures = self._figures
        if figures is None:
            return
        if not figures.rows:
            self.view.show_cells((), (), ())
            self.test.setText(_("No claims are coded in both fields. Choose others."))
            return
        rows, columns = (*figures.rows, _("All")), (*figures.columns, _("All"))
        cells = [
            [
                cell_words(self.options_menu.value("cells"), figures, row, column)
                for column in range(len(columns))
            ]
            for row in range(len(rows))
        ]
        self.view.show_cells(rows, columns, cells)
        self.view.setAccessibleName(
            _("Cross-tabulation of the claims by {fields}").format(fields=self.choice.words)
        )
        self.test.setText(figures.test_words)
        self.show_chosen(self._chosen)

    def _point(self, block: Block | None) -> None:
        figures = self._figures
        if figures is None or block is None or not figures.rows:
            self.pointed.emit("")
            return
        words = figures.describe(block)
        if block.first == block.last:
            row, column = block.first
            count = figures.at(row, column)
            words += "; " + _("{row} of the row, {column} of the column").format(
                row=share_words(count, figures.at(row, len(figures.columns))),
                column=share_words(count, figures.at(len(figures.rows), column)),
            )
        self.pointed.emit(words)
