# SPDX-License-Identifier: MIT
"""Polarisation and phases of a debate through time, whose windows lead to their claims."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget
from sqlalchemy import Connection

from claimdesk.gui.plots.choice_menu import ChoiceMenu
from claimdesk.gui.plots.mark_canvas import Block, MarkCanvas
from claimdesk.gui.plots.plot import FigurePrinter, Plot, Table, register_plot
from claimdesk.gui.plots.print_debate import debate_note, debate_table, print_debate
from claimdesk.models.analysis.claim_filter import Between, ClaimFilter
from claimdesk.models.analysis.events import Event, events
from claimdesk.models.analysis.networks.options import UNITS, TimeWindow
from claimdesk.models.messages.catalogue import _, ngettext

if TYPE_CHECKING:
    from claimdesk.gui.plots.debate_drawing import DebateDrawing
    from claimdesk.models.analysis.networks.debate import Debate

_BUSIEST = ("40", "20", "80")
"""Numbers of actors that are compared; the first is usual."""
_SIZES = ("3", "5", "7", "13")


class DebateMark(NamedTuple):
    """The days from the beginning of a window to the end of one."""

    first: str
    last: str
    block: Block
    """Where they stand."""


@dataclass(frozen=True, slots=True)
class DebateFigures:
    """A debate and the events that are marked."""

    debate: Debate
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class DebateReader:
    """Reads polarisation and phases."""

    unit: str
    """One of UNITS, or empty for what fits best."""
    size: int
    camps: int
    most: int

    def __call__(self, connection: Connection, claims: ClaimFilter) -> DebateFigures:
        """Return the windows for the claims that a filter lets through."""
        from claimdesk.models.analysis.networks.debate import read_debate

        window = TimeWindow(self.unit, self.size) if self.unit else None
        found = read_debate(connection, claims, window, camps=self.camps, most=self.most)
        return DebateFigures(found, tuple(events(connection)))


@register_plot
class DebatePlot(Plot):
    """A line of polarisation over the phases of the debate."""

    kind = "debate"
    modules = ("claimdesk.gui.plots.debate_drawing",)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: DebateFigures | None = None
        self._drawing: DebateDrawing | None = None
        self._chosen: Hashable | None = None
        self.canvas = MarkCanvas(self)
        self.canvas.chosen.connect(self._block_chosen)
        self.canvas.pointed.connect(self.pointed)
        self.setFocusProxy(self.canvas)
        self.choice = self._make_choice()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)

    def _make_choice(self) -> ChoiceMenu:
        choice = ChoiceMenu(_("Options"), _("Windows of time, camps and actors"), self)
        units = {
            "": _("Windows that fit"),
            "days": _("Days"),
            "weeks": _("Weeks"),
            "months": _("Months"),
            "years": _("Years"),
        }
        assert set(UNITS) == set(units) - {""}
        choice.add_group("unit", units)
        choice.add_group(
            "size",
            {size: ngettext("{n} wide", "{n} wide", int(size)).format(n=size) for size in _SIZES},
        )
        choice.add_group("camps", {n: _("{n} camps").format(n=n) for n in ("2", "3", "4")})
        choice.add_group("most", {n: _("The {n} busiest actors").format(n=n) for n in _BUSIEST})
        choice.chosen.connect(self.reader_changed)
        return choice

    @staticmethod
    def title() -> str:
        return _("Polarisation")

    @classmethod
    def caption(cls, plots: Sequence[DebatePlot]) -> str:
        return _("Polarisation and phases in time.")

    def note(self, claims: int) -> str:
        return "" if self._figures is None else debate_note(self._figures.debate)

    def controls(self) -> QWidget:
        return self.choice

    def options(self) -> dict[str, str]:
        return self.choice.values()

    def set_options(self, options: Mapping[str, str]) -> None:
        self.choice.choose(options)

    def reader(self) -> DebateReader:
        value = self.choice.value
        return DebateReader(
            value("unit"), int(value("size")), int(value("camps")), int(value("most"))
        )

    def show_figures(self, figures: DebateFigures) -> None:
        if figures is self._figures:
            return
        from claimdesk.gui.plots.debate_drawing import DebateDrawing

        before, current = self._drawing, self.canvas.current
        self._figures = figures
        self._drawing = DebateDrawing(figures.debate.moments, figures.events)
        same = before is not None and len(before.moments) == len(figures.debate.moments)
        self.canvas.show_drawing(self._drawing, current if same else None)
        self.canvas.setAccessibleName(_("Polarisation of the claims in time"))
        self.show_chosen(self._chosen)

    def show_chosen(self, mark: Hashable | None) -> None:
        self._chosen = mark
        moments = self._drawing.moments if self._drawing is not None else ()
        fits = isinstance(mark, DebateMark) and mark.block.last.column < len(moments)
        self.canvas.show_chosen(mark.block if fits and isinstance(mark, DebateMark) else None)

    def claims_of(self, mark: Hashable, claims: ClaimFilter) -> ClaimFilter:
        assert isinstance(mark, DebateMark)
        return claims.with_value("date", Between(mark.first, mark.last))

    def table(self) -> Table:
        return debate_table(
            self._figures.debate if self._figures is not None else None, self._camps
        )

    def printer(self) -> FigurePrinter:
        return partial(print_debate, self._camps)

    @property
    def _camps(self) -> int:
        return int(self.choice.value("camps"))

    def _block_chosen(self, block: Block) -> None:
        assert self._figures is not None and self._drawing is not None
        moments = self._figures.debate.moments
        first = moments[block.first.column].period.start.date().isoformat()
        last = moments[block.last.column].period.stop.date().isoformat()
        self.mark_chosen.emit(DebateMark(first, last, block), self._drawing.describe(block))
