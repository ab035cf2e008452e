# SPDX-License-Identifier: MIT
"""Bars of any two fields: made for print only, where colours of more than stances are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from claimdesk.gui.plots.pair_plot import PairPlot
from claimdesk.gui.plots.plot import Fields, FigurePrinter
from claimdesk.models.analysis.charts import Chart, ChartKind, read_chart
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.field_labels import TIMES
from claimdesk.models.messages.catalogue import _


@dataclass(frozen=True, slots=True)
class ChartReader:
    """Reads a chart of two fields."""

    rows: str
    columns: str
    fields: Fields

    def __call__(self, connection: Connection, claims: ClaimFilter) -> Chart:
        """Return bars of the claims that a filter lets through; in time, where rows are times."""
        kind: ChartKind = "time line" if self.rows in TIMES else "stacked"
        return read_chart(connection, kind, self.rows, self.columns, claims, self.fields)


class TwoFieldBars(PairPlot):
    """Bars of the rows, stacked by the columns."""

    kind = "two_field_bars"
    usual = ("outlet", "kind")

    @staticmethod
    def title() -> str:
        return _("Bars of two fields")

    @classmethod
    def caption(cls, plots: Sequence[TwoFieldBars]) -> str:
        return _("By {fields}.").format(fields=cls.fields_of(plots))

    def reader(self) -> ChartReader:  # type: ignore[override]
        return ChartReader(self.choice.rows.field, self.choice.columns.field, self._fields)

    def printer(self) -> FigurePrinter:
        return _as_read


def _as_read(chart: Chart) -> Chart:
    return chart
