# SPDX-License-Identifier: MIT
"""Small multiples: the same bars once for each outlet, stance or value of another field."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial

from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from claimdesk.gui.plots.canvas_scroll import CanvasScroll
from claimdesk.gui.plots.heat_figures import HeatFigures
from claimdesk.gui.plots.mark_canvas import MarkCanvas
from claimdesk.gui.plots.multiples_drawing import MultiplesDrawing
from claimdesk.gui.plots.pair_plot import PairPlot
from claimdesk.gui.plots.plot import FigurePrinter, register_plot
from claimdesk.gui.plots.print_pairs import print_multiples
from claimdesk.gui.plots.series_style import choice_colours
from claimdesk.gui.widgets.roles import LAYERS, of_role, shown
from claimdesk.models.messages.catalogue import _


@register_plot
class SmallMultiples(PairPlot):
    """A panel of bars for each value of the second field."""

    kind = "multiples"
    usual = ("speaker", "outlet")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = MarkCanvas(self)
        self.canvas.chosen.connect(self._choose)
        self.canvas.pointed.connect(self.pointed)
        self.setFocusProxy(self.canvas)
        self._drawing: MultiplesDrawing | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(CanvasScroll(self.canvas, self))

    @staticmethod
    def title() -> str:
        return _("Small multiples")

    @classmethod
    def caption(cls, plots: Sequence[SmallMultiples]) -> str:
        return _("Small multiples by {fields}, all on one scale.").format(
            fields=cls.fields_of(plots)
        )

    def show_figures(self, figures: HeatFigures) -> None:
        current = self.canvas.current if figures is self._figures else None
        self._figures = figures
        self._drawing = MultiplesDrawing(figures, self._colours(figures))
        self._make_room()
        self.canvas.show_drawing(self._drawing, current)
        self.canvas.setAccessibleName(
            _("Small multiples of the claims by {fields}").format(fields=self.choice.words)
        )
        self.show_chosen(self._chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Make the canvas high enough for its rows, and let it be scrolled if need be."""
        if self._drawing is not None:
            self.canvas.setMinimumHeight(self._drawing.least_height(self.width(), self.font()))

    def show_chosen(self, mark: Hashable | None) -> None:
        self._chosen = mark
        self.canvas.show_chosen(self._chosen_block())

    def printer(self) -> FigurePrinter:
        field = self._fields.get(self.choice.columns.field)
        known = choice_colours(field.choices) if field is not None else {}
        return partial(print_multiples, {**known, "": LAYERS["claim"][0]}, self._fields)

    def _colours(self, figures: HeatFigures) -> list[QColor]:
        """Return the colour of each panel: that of the codebook, where it has one."""
        base = self.palette().color(QPalette.ColorRole.Base)
        field = self._fields.get(figures.column_field)
        known = choice_colours(field.choices) if field is not None else {}
        usual = of_role(LAYERS["claim"], base)
        return [
            shown(known[str(value)], base) if str(value) in known else usual
            for value in figures.column_values
        ]
