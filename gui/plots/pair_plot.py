# SPDX-License-Identifier: MIT
"""What plots of two fields have in common: the fields, the figures, and which claims are meant."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from claimdesk.gui.plots.bar_controls import FieldBox
from claimdesk.gui.plots.heat_figures import HeatFigures, HeatReader, values_of
from claimdesk.gui.plots.mark_canvas import Block
from claimdesk.gui.plots.plot import ControlledPlot, Fields, PlotControls, Table
from claimdesk.gui.plots.print_pairs import pair_table
from claimdesk.models.analysis.claim_filter import ClaimFilter, Value, common_value
from claimdesk.models.analysis.field_labels import field_names
from claimdesk.models.messages.catalogue import _


class PairMark(NamedTuple):
    """Some cells, by the values of both fields."""

    row_field: str
    row: Value
    column_field: str
    column: Value
    block: Block
    """Where they stand."""


class FieldPair(PlotControls):
    """Chooses the field of the rows and that of the columns."""

    def __init__(self, rows: str, columns: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = FieldBox(self, _("Rows"), rows)
        self.columns = FieldBox(self, _("Columns"), columns)
        by = QLabel(_("by"), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.rows, by, self.columns):
            layout.addWidget(widget)

    def set_fields(self, fields: Fields) -> None:
        for box in (self.rows, self.columns):
            box.offer(field_names(fields))

    def state(self) -> dict[str, str]:
        return {"rows": self.rows.field, "columns": self.columns.field}

    def set_state(self, state: Mapping[str, str]) -> None:
        self.rows.choose(state.get("rows", self.rows.field))
        self.columns.choose(state.get("columns", self.columns.field))

    @property
    def words(self) -> str:
        """Return both names, such as “speaker and domain”."""
        return _("{rows} and {columns}").format(
            rows=self.rows.currentText().lower(), columns=self.columns.currentText().lower()
        )


class PairPlot(ControlledPlot[FieldPair]):
    """A plot of the claims by two fields; a subclass shows the figures."""

    usual: ClassVar[tuple[str, str]] = ("speaker", "domain")
    """The fields that are chosen at first."""
    reads_stances: ClassVar[bool] = False
    """Whether it shows the mean stance of cells."""
    counts_once: ClassVar[bool] = False
    """Whether it has to know how many claims there are in all cells."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: Fields = {}
        self._figures: HeatFigures | None = None
        self._chosen: Hashable | None = None
        self.choice = FieldPair(*self.usual, self)
        for box in (self.choice.rows, self.choice.columns):
            box.currentIndexChanged.connect(self.reader_changed)

    @staticmethod
    def fields_of(plots: Sequence[PairPlot]) -> str:
        """Return the pairs of fields of some plots in words, each once, for their caption."""
        return "; ".join(dict.fromkeys(plot.choice.words for plot in plots))

    def note(self, claims: int) -> str:
        figures = self._figures
        if figures is None or (figures.total == claims and not figures.missing):
            return ""
        note = (
            _("{title}: {n} in all cells, where a claim with several values counts for each.")
            if figures.total > claims
            else _("{title}: {n} in all cells.")
        )
        return f"{note.format(title=figures.title, n=figures.total)} {figures.missing}".strip()

    def set_fields(self, fields: Fields) -> None:
        self._fields = dict(fields)
        super().set_fields(fields)

    def reader(self) -> HeatReader:
        return HeatReader(
            self.choice.rows.field,
            self.choice.columns.field,
            self._fields,
            self.reads_stances,
            self.counts_once,
        )

    def claims_of(self, mark: Hashable, claims: ClaimFilter) -> ClaimFilter:
        assert isinstance(mark, PairMark)
        if mark.row_field == mark.column_field:
            return claims.with_value(mark.row_field, common_value(mark.row, mark.column))
        claims = claims.with_value(mark.row_field, mark.row)
        return claims.with_value(mark.column_field, mark.column)

    def table(self) -> Table:
        figures = self._figures
        if figures is None:
            return Table(())
        return pair_table(figures, self.choice.rows.currentText())

    def _chosen_block(self) -> Block | None:
        """Return the marks that filter the other plots."""
        mark = self._chosen
        return mark.block if isinstance(mark, PairMark) else None

    def _choose(self, block: Block) -> None:
        """Emit that marks were chosen, if they stand for any claims."""
        figures = self._figures
        assert figures is not None
        rows, columns = figures.ranges(block)
        if not figures.part(rows, columns)[0]:
            return
        mark = PairMark(
            figures.row_field,
            values_of(figures.row_values, rows),
            figures.column_field,
            values_of(figures.column_values, columns),
            block,
        )
        self.mark_chosen.emit(mark, figures.describe(block))
