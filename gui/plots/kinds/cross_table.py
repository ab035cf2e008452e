# SPDX-License-Identifier: MIT
"""A cross-tabulation: claims by two fields with shares, their intervals, and a test."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from claimdesk.gui.plots.choice_menu import ChoiceMenu
from claimdesk.gui.plots.cross_view import CrossView
from claimdesk.gui.plots.heat_figures import HeatFigures
from claimdesk.gui.plots.mark_canvas import Block
from claimdesk.gui.plots.pair_plot import PairPlot
from claimdesk.gui.plots.plot import Table, register_plot
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.models.analysis.cross_table import CrossTable, share_interval
from claimdesk.models.analysis.cross_words import independence_words, share_words
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
        words = "; ".join(dict.fromkeys(plot.choice.words for plot in plots))
        return _("Cross-tabulation of {fields}.").format(fields=words)

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
        columns = (
            *(self.choice.rows.currentText(), self.choice.columns.currentText(), _("Claims")),
            *(_("% of the row"), _("from"), _("to")),
            *(_("% of the column"), _("from"), _("to")),
        )
        rows: list[tuple[str | float, ...]] = []
        for row, label in enumerate(figures.rows):
            for column, other in enumerate(figures.columns):
                count = figures.counts[row][column]
                totals = figures.row_totals[row], figures.column_totals[column]
                shares = [share for total in totals for share in _percents(count, total)]
                rows.append((label, other, count, *shares))
        return Table(columns, tuple(rows))

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
            [self._cell(figures, row, column) for column in range(len(columns))]
            for row in range(len(rows))
        ]
        self.view.show_cells(rows, columns, cells)
        self.view.setAccessibleName(
            _("Cross-tabulation of the claims by {fields}").format(fields=self.choice.words)
        )
        table = CrossTable(
            figures.row_field,
            figures.column_field,
            figures.row_values,
            figures.column_values,
            figures.counts,
        )
        self.test.setText(
            independence_words(table.independence(), repeated=figures.total > figures.claims)
        )
        self.show_chosen(self._chosen)

    def _cell(self, figures: HeatFigures, row: int, column: int) -> str:
        """Return what a cell says, that of a sum included."""
        count = figures.at(row, column)
        shown = self.options_menu.value("cells")
        if shown == "counts":
            return str(count)
        by_row = shown.startswith("row")
        total = figures.at(row, len(figures.columns)) if by_row else 0
        total = total if by_row else figures.at(len(figures.rows), column)
        if shown.endswith("interval"):
            return share_words(count, total)
        return _("{share:.1f} %").format(share=100 * count / total) if total else "–"

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


def _percents(count: int, total: int) -> list[float]:
    """Return a share and the ends of its interval in per cent, to one digit after the point."""
    ends = share_interval(count, total)
    return [round(100 * share, 1) for share in (count / total if total else 0.0, *ends)]
