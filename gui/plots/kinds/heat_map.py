# SPDX-License-Identifier: MIT
"""A heat map of two fields: the number of a cell is that of its claims, its colour their stance."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from claimdesk.gui.plots.canvas_scroll import CanvasScroll
from claimdesk.gui.plots.heat_drawing import HeatDrawing
from claimdesk.gui.plots.heat_figures import HeatFigures
from claimdesk.gui.plots.mark_canvas import MarkCanvas
from claimdesk.gui.plots.pair_plot import PairPlot
from claimdesk.gui.plots.plot import FigurePrinter, register_plot
from claimdesk.gui.plots.printing import print_heat_map
from claimdesk.models.messages.catalogue import _


@register_plot
class HeatMap(PairPlot):
    """Cells for each pair of values, with sums at the right and at the bottom."""

    kind = "heat_map"
    reads_stances = True
    modules = ("claimdesk.gui.plots.heat_drawing",)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: HeatDrawing | None = None
        self.canvas = MarkCanvas(self)
        self.canvas.chosen.connect(self._choose)
        self.canvas.pointed.connect(self.pointed)
        self.setFocusProxy(self.canvas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(CanvasScroll(self.canvas, self))

    @staticmethod
    def title() -> str:
        return _("Heat map")

    @classmethod
    def caption(cls, plots: Sequence[HeatMap]) -> str:
        return _("By {fields}: claims as numbers, mean stance as colour.").format(
            fields=cls.fields_of(plots)
        )

    def show_figures(self, figures: HeatFigures) -> None:
        if figures is not self._figures:
            before, self._figures = self.canvas.current, figures
            self._drawing = HeatDrawing(figures)
            rows, columns = self._drawing.shape
            fits = before is not None and (before.last.row < rows and before.last.column < columns)
            self.canvas.setMinimumWidth(self._drawing.least_width(self.font()))
            self.canvas.show_drawing(self._drawing, before if fits else None)
        self.canvas.setAccessibleName(
            _("Heat map of the claims by {fields}").format(fields=self.choice.words)
        )
        self.show_chosen(self._chosen)

    def show_chosen(self, mark: Hashable | None) -> None:
        self._chosen = mark
        self.canvas.show_chosen(self._chosen_block())

    def printer(self) -> FigurePrinter:
        return partial(print_heat_map, self._fields)
