# SPDX-License-Identifier: MIT
"""A time line: the claims of each step of time by stance, with gaps, an average and events."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget
from sqlalchemy import Connection

from claimdesk.gui.plots.choice_menu import ChoiceMenu
from claimdesk.gui.plots.event_dialog import EventDialog
from claimdesk.gui.plots.fields import value_label
from claimdesk.gui.plots.mark_canvas import Block, MarkCanvas
from claimdesk.gui.plots.plot import (
    Fields,
    FigurePrinter,
    LegendEntry,
    Plot,
    Table,
    register_plot,
)
from claimdesk.gui.plots.printing import print_time_line, time_note
from claimdesk.gui.plots.series_style import SeriesStyle, legend_entries, series_styles
from claimdesk.gui.plots.time_drawing import TimeDrawing
from claimdesk.models.analysis.claim_filter import Between, ClaimFilter
from claimdesk.models.analysis.events import Event, set_events
from claimdesk.models.analysis.stacks import Series
from claimdesk.models.analysis.time_line import UNITS, TimeLine, read_time_line
from claimdesk.models.messages.catalogue import _

_AVERAGES = (3, 5, 7, 13)


class TimeMark(NamedTuple):
    """Some steps of time, from the first to the last."""

    unit: str
    first: str
    last: str
    block: Block
    """Where they stand."""


@dataclass(frozen=True, slots=True)
class TimeReader:
    """Reads claims in time, by stance."""

    unit: str
    """One of UNITS, or empty for what fits best."""
    fields: Fields

    def __call__(self, connection: Connection, claims: ClaimFilter) -> TimeLine:
        """Return the steps for the claims that a filter lets through."""
        stances = self.fields["stance"].choices if "stance" in self.fields else ()
        series = [
            Series(state, stance)
            for state in claims.states
            for stance in (*(choice.key for choice in stances), None)
        ]
        found = read_time_line(connection, claims, self.unit or None, series)
        for size in _AVERAGES:
            found.moving_average(size)  # computed here, so that the window need not
        return found


@register_plot
class TimeLinePlot(Plot):
    """Bars at their place in time."""

    kind = "time_line"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: Fields = {}
        self._figures: TimeLine | None = None
        self._styles: Sequence[SeriesStyle] = ()
        self._drawing: TimeDrawing | None = None
        self._chosen: Hashable | None = None
        self.canvas = MarkCanvas(self)
        self.canvas.chosen.connect(self._block_chosen)
        self.canvas.pointed.connect(self.pointed)
        self.canvas.typed.connect(self._typed)
        self.setFocusProxy(self.canvas)
        self._controls = self._make_controls()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)

    def _make_controls(self) -> QWidget:
        controls = QWidget(self)
        self.choice = ChoiceMenu(_("Options"), _("Steps of time and moving average"), controls)
        units = {
            "": _("Steps that fit"),
            "date": _("Days"),
            "week": _("Weeks"),
            "month": _("Months"),
            "quarter": _("Quarters"),
            "year": _("Years"),
        }
        assert set(UNITS) == set(units) - {""}
        self.choice.add_group("unit", units)
        averages = {
            str(size): _("Moving average of {n} steps").format(n=size) for size in _AVERAGES
        }
        self.choice.add_group("average", {"0": _("No moving average"), **averages})
        self.choice.chosen.connect(self._option_chosen)
        self.events = QToolButton(controls)
        self.events.setText(_("Events…"))
        self.events.setToolTip(_("Mark what happened, such as a summit (E in the plot)"))
        self.events.setAutoRaise(True)
        self.events.clicked.connect(self.edit_events)
        layout = QHBoxLayout(controls)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choice)
        layout.addWidget(self.events)
        return controls

    @staticmethod
    def title() -> str:
        return _("Time line")

    @classmethod
    def caption(cls, plots: Sequence[TimeLinePlot]) -> str:
        return _("In time, by stance.")

    def note(self, claims: int) -> str:
        return "" if self._figures is None else time_note(self._figures)

    def controls(self) -> QWidget:
        return self._controls

    def print_controls(self) -> QWidget:
        self.events.hide()
        return self._controls

    def set_fields(self, fields: Fields) -> None:
        self._fields = dict(fields)

    def options(self) -> dict[str, str]:
        return self.choice.values()

    def set_options(self, options: Mapping[str, str]) -> None:
        self.choice.choose(options)

    def reader(self) -> TimeReader:
        return TimeReader(self.choice.value("unit"), self._fields)

    def show_figures(self, figures: TimeLine) -> None:
        self._figures = figures
        stances = self._fields["stance"].choices if "stance" in self._fields else ()
        self._styles = series_styles(figures.series, stances, self.palette())
        self._show()

    def _show(self) -> None:
        figures = self._figures
        if figures is None:
            return
        before = self._drawing
        current = self.canvas.current
        same = before is not None and [s.value for s in before.figures.steps] == [
            step.value for step in figures.steps
        ]
        average = int(self.choice.value("average"))
        self._drawing = TimeDrawing(figures, self._styles, self._fields, average)
        self.canvas.show_drawing(self._drawing, current if same else None)
        self.canvas.setAccessibleName(_("Claims in time, by stance"))
        self.show_chosen(self._chosen)

    def show_chosen(self, mark: Hashable | None) -> None:
        self._chosen = mark
        fits = isinstance(mark, TimeMark) and self._is_shown(mark)
        self.canvas.show_chosen(mark.block if fits and isinstance(mark, TimeMark) else None)

    def _is_shown(self, mark: TimeMark) -> bool:
        steps = self._figures.steps if self._figures is not None else ()
        place = mark.block.last.column
        return place < len(steps) and steps[place].value == mark.last

    def legend(self) -> Sequence[LegendEntry]:
        return legend_entries(self._styles)

    def claims_of(self, mark: Hashable, claims: ClaimFilter) -> ClaimFilter:
        assert isinstance(mark, TimeMark)
        if mark.first == mark.last:
            return claims.with_value(mark.unit, mark.first)
        return claims.with_value(mark.unit, Between(mark.first, mark.last))

    def table(self) -> Table:
        if self._figures is None:
            return Table(())
        unit = self._figures.unit
        columns = (_("Time"), *(style.full_label for style in self._styles), _("All"))
        rows: list[tuple[str | float, ...]] = [
            (value_label(unit, step.value, self._fields), *step.counts, step.total)
            for step in self._figures.every_step
        ]
        return Table(columns, tuple(rows))

    def printer(self) -> FigurePrinter:
        return partial(print_time_line, int(self.choice.value("average")), self._fields)

    def edit_events(self) -> None:
        """Open the dialog of events, with the step that the keyboard is at."""
        if self._figures is None:
            return
        current, steps = self.canvas.current, self._figures.steps
        place = current.first.column if current is not None else len(steps) - 1
        day = steps[place].first.isoformat() if steps else ""
        dialog = EventDialog(self._figures.events, day, self)
        dialog.wanted.connect(self._keep_events)
        dialog.open()

    def _keep_events(self, events: Sequence[Event]) -> None:
        self.edit_wanted.emit(
            _("Events on the time line"), lambda session: set_events(session, events)
        )

    def _typed(self, text: str) -> None:
        if text.casefold() == "e":
            self.edit_events()

    def _option_chosen(self, group: str) -> None:
        if group == "unit":
            self.reader_changed.emit()
        else:
            self._show()
            self.look_changed.emit()

    def _block_chosen(self, block: Block) -> None:
        assert self._figures is not None and self._drawing is not None
        steps = self._figures.steps
        first, last = steps[block.first.column].value, steps[block.last.column].value
        mark = TimeMark(self._figures.unit, first, last, block)
        self.mark_chosen.emit(mark, self._drawing.describe(block))
