# SPDX-License-Identifier: MIT
"""Stacked bars: a bar for each value of a field, split by stance."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from claimdesk.gui.plots.alike_strip import AlikeStrip
from claimdesk.gui.plots.bar_controls import BarControls
from claimdesk.gui.plots.bar_figures import BarFigures, BarReader
from claimdesk.gui.plots.plot import (
    ControlledPlot,
    Fields,
    FigurePrinter,
    LegendEntry,
    Table,
    register_plot,
)
from claimdesk.gui.plots.printing import print_bars
from claimdesk.gui.plots.series_style import SeriesStyle, legend_entries, series_styles
from claimdesk.models.analysis.charts import ChartKind
from claimdesk.models.analysis.claim_filter import ClaimFilter, OneOf, Value
from claimdesk.models.analysis.stacks import Series
from claimdesk.models.messages.catalogue import _

if TYPE_CHECKING:
    from claimdesk.gui.plots.chart import Chart


class BarMark(NamedTuple):
    """A bar, or one series of it."""

    field: str
    value: Value
    series: Series | None
    """None: the whole bar."""


@register_plot
class StackedBars(ControlledPlot[BarControls]):
    """A bar for each value of a field that is chosen above it."""

    kind = "stacked_bars"
    modules = ("claimdesk.gui.plots.chart",)
    print_kind: ClassVar[ChartKind] = "stacked"
    """How its bars stand: stacked, on either side of the middle, or side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: Fields = {}
        self._figures: BarFigures | None = None
        self._styles: Sequence[SeriesStyle] = ()
        self._chosen: Hashable | None = None
        self.chart: Chart | None = None
        """What draws the bars; made, and pyqtgraph imported, with the first figures."""
        self.choice = BarControls(self)
        self.choice.changed.connect(self.reader_changed)
        self.choice.look_changed.connect(self._show)
        self.choice.look_changed.connect(self.look_changed)
        self.alike = AlikeStrip(self)
        self.alike.edit_wanted.connect(self.edit_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.alike)

    @staticmethod
    def title() -> str:
        return _("Bars")

    @classmethod
    def caption(cls, plots: Sequence[StackedBars]) -> str:
        names = list(dict.fromkeys(plot.field_name.lower() for plot in plots))
        if len(names) == 1:
            return _("By {field}, stacked by stance.").format(field=names[0])
        return _("By {first} and by {second}, stacked by stance.").format(
            first=", ".join(names[:-1]), second=names[-1]
        )

    def note(self, claims: int) -> str:
        count = sum(row.total for row in self._figures.rows) if self._figures is not None else 0
        if count <= claims:
            return ""
        note = _("By {field}: {count} in all, since a claim with several counts for each.")
        return note.format(field=self.field_name.lower(), count=count)

    @property
    def diverging(self) -> bool:
        """Whether claims for and against stand on either side of the middle."""
        return self.print_kind == "diverging"

    @property
    def field(self) -> str:
        """Key of the field that is chosen."""
        return self.choice.field.field

    @property
    def field_name(self) -> str:
        """Name of the field that is chosen."""
        return self.choice.field.currentText()

    @property
    def rows(self) -> list[tuple[str, dict[str, int]]]:
        """What is shown, from the top: label, and count by series."""
        if self._figures is None:
            return []
        return [
            (
                row.label,
                {
                    style.full_label: count
                    for style, count in zip(self._styles, row.counts, strict=True)
                    if count
                },
            )
            for row in self._figures.rows
        ]

    def set_fields(self, fields: Fields) -> None:
        self._fields = dict(fields)
        super().set_fields(fields)

    def reader(self) -> BarReader:
        order = self.choice.options.value("order")
        return BarReader(self.field, self._fields, self.choice.most, order, self.diverging)

    def show_figures(self, figures: BarFigures) -> None:
        if figures is not self._figures:
            self.alike.show_pairs(figures.alike)
        self._figures = figures
        self._styles = series_styles(figures.series, figures.stances, self.palette())
        self._show()

    def _show(self) -> None:
        if self._figures is None:
            return
        chart = self._chart()
        chart.plot.setAccessibleName(self.name().format(field=self.field_name))
        chart.show_bars(
            self._figures,
            self._styles,
            shares=self.choice.shares,
            grouped=self.print_kind == "grouped",
        )
        self.show_chosen(self._chosen)

    def name(self) -> str:
        """Return what the plot is, for a {field}, to those who can't see it."""
        return _("Claims by {field}, stacked by stance")

    def show_chosen(self, mark: Hashable | None) -> None:
        self._chosen = mark
        if self.chart is None or self._figures is None:
            return
        rows = []
        if isinstance(mark, BarMark) and mark.field == self._figures.field:
            wanted = {mark.value, *(mark.value.values if isinstance(mark.value, OneOf) else ())}
            rows = [n for n, row in enumerate(self._figures.rows) if row.value in wanted]
        self.chart.show_chosen(rows)

    def legend(self) -> Sequence[LegendEntry]:
        return legend_entries(self._styles)

    def claims_of(self, mark: object, claims: ClaimFilter) -> ClaimFilter:
        assert isinstance(mark, BarMark)
        claims = claims.with_value(mark.field, mark.value)
        if mark.series is None:
            return claims
        return claims.in_state(mark.series.state).with_value("stance", mark.series.stance)

    def table(self) -> Table:
        columns = (self.field_name, _("Stance"), _("Claims"))
        return Table(
            columns,
            tuple(
                (label, stance, count)
                for label, counts in self.rows
                for stance, count in counts.items()
            ),
        )

    def printer(self) -> FigurePrinter:
        return partial(print_bars, self.print_kind, self.choice.shares, self._fields)

    def _chart(self) -> Chart:
        if self.chart is None:
            from claimdesk.gui.plots.chart import Chart

            self.chart = Chart(self)
            self.chart.pointed.connect(self.pointed)
            self.chart.chosen.connect(self._bar_chosen)
            self.chart.several_chosen.connect(self._rows_chosen)
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(0, self.chart, 1)
        return self.chart

    def _bar_chosen(self, row: int, place: int | None) -> None:
        assert self.chart is not None and self._figures is not None
        series = None if place is None else self._figures.series[place]
        mark = BarMark(self._figures.field, self._figures.rows[row].value, series)
        self.mark_chosen.emit(mark, self.chart.describe((row, place)))

    def _rows_chosen(self, first: int, last: int) -> None:
        assert self.chart is not None and self._figures is not None
        values: list[Value] = []
        for row in self._figures.rows[first : last + 1]:
            values.extend(row.value.values if isinstance(row.value, OneOf) else [row.value])
        mark = BarMark(self._figures.field, OneOf(tuple(values)), None)
        self.mark_chosen.emit(mark, self.chart.describe_rows(first, last))
