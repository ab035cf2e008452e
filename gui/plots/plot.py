# SPDX-License-Identifier: MIT
"""The interface of a plot, and the list of the kinds that can be chosen.

A plot is one class in a module of `gui/plots/kinds/`, decorated with `register_plot`; nothing else
names it. The panel reads its figures in a job, hands them to it, and looks up the claims that a
clicked mark stands for.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QWidget
from sqlalchemy import Connection

from claimdesk.gui.plots import kinds
from claimdesk.models.analysis.charts import Figure
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.store.queries import FieldRow

Fields = Mapping[str, FieldRow]
"""The coded fields of the codebook by key."""

FigurePrinter = Callable[[Any], Figure]
"""Makes a figure for print of what a reader returned. Called in a job, so it holds plain data."""


class FigureReader(Protocol):
    """Read the figures of a plot. Called in a job, so it holds plain data and no widget.

    Two readers that would read the same must be equal, so that a late answer is recognised:
    make it a frozen dataclass.
    """

    def __call__(self, connection: Connection, claims: ClaimFilter) -> Any:  # noqa: ANN401
        """Return the figures for the claims that a filter lets through, ready to be shown.

        What takes long (sorting, names of values, layout of a network) belongs here, not in
        `Plot.show_figures`. Raises ClaimdeskError if they cannot be read.
        """


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One colour or pattern and its name."""

    label: str
    fill: QBrush
    edge: QColor


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a plot as rows, to be exported."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | float, ...], ...] = ()


class Plot(QWidget):
    """One way to show claims; the widget itself is the picture, without its controls.

    A subclass emits the signals, sets `kind`, and implements what raises NotImplementedError.
    """

    kind: ClassVar[str]
    """Identifies the class of plot in settings; never shown, never changed."""
    modules: ClassVar[tuple[str, ...]] = ()
    """Modules that drawing needs and that load slowly: imported in the job, once there are
    claims to show."""

    reader_changed = Signal()
    """Its controls ask for other figures."""
    look_changed = Signal()
    """Its controls ask for the same figures in another way, such as on another scale."""
    mark_chosen = Signal(object, str)
    """A mark that was clicked or taken by key, and the words for it."""
    pointed = Signal(str)
    """The exact numbers of what is pointed at or current; empty for nothing."""
    edit_wanted = Signal(str, object)
    """The label of an edit of the project, and the change that makes it, as for `Desk.act`."""
    save_wanted = Signal(object, object)
    """What writes a file whole or not at all, to be called in a job with its path; the path."""

    @staticmethod
    def title() -> str:
        """Return the name of the kind of plot, to be chosen by."""
        raise NotImplementedError

    @classmethod
    def caption(cls, plots: Sequence[Any]) -> str:
        """Say in one sentence what plots of this class show, such as “By speaker”."""
        raise NotImplementedError

    def note(self, claims: int) -> str:
        """Say what its counts have to be read with, where `claims` are shown; empty for nothing."""
        return ""

    def controls(self) -> QWidget | None:
        """Return the widget that chooses what is shown, such as a field; None if none is needed.

        The host places it above the plot and owns it.
        """
        return None

    def print_controls(self) -> QWidget | None:
        """Return the same without what makes no sense where a picture for print is made."""
        return self.controls()

    def set_fields(self, fields: Fields) -> None:
        """Take the coded fields as they are now, to be offered and named."""

    def options(self) -> dict[str, str]:
        """Return what is chosen in its controls, such as {"field": "speaker"}."""
        return {}

    def set_options(self, options: Mapping[str, str]) -> None:
        """Choose what `options` returned before; what is unknown is left as it is."""

    def layout_state(self) -> object:
        """Return where the analyst put what it shows, to be printed so; None: nowhere special."""
        return None

    def take_layout(self, state: Any) -> None:  # noqa: ANN401
        """Place what it shows as another plot of this kind, whose `layout_state` this is."""

    def reader(self) -> FigureReader:
        """Return what reads the figures that it wants to show."""
        raise NotImplementedError

    def show_figures(self, figures: Any) -> None:  # noqa: ANN401
        """Show what its reader returned, in the colours of its palette."""
        raise NotImplementedError

    def legend(self) -> Sequence[LegendEntry]:
        """Return what its colours and patterns stand for."""
        return ()

    def claims_of(self, mark: Hashable, claims: ClaimFilter) -> ClaimFilter:
        """Return the filter for the claims of a mark among those that are shown."""
        raise NotImplementedError

    def show_chosen(self, mark: Hashable | None) -> None:
        """Show that a mark filters the other plots; None: that none of its marks does."""

    def table(self) -> Table:
        """Return the figures that are shown as rows."""
        raise NotImplementedError

    def printer(self) -> FigurePrinter | None:
        """Return what makes a figure for print as its controls ask for it; None: none is made.

        It takes what the reader returns, whether or not that is shown.
        """
        return None


class PlotControls(QWidget):
    """A widget that chooses what a plot shows, and knows what is chosen."""

    def set_fields(self, fields: Fields) -> None:
        """Offer the coded fields as they are now."""
        raise NotImplementedError

    def state(self) -> dict[str, str]:
        """Return what is chosen, to be kept."""
        raise NotImplementedError

    def set_state(self, state: Mapping[str, str]) -> None:
        """Choose what `state` returned; what is unknown is left as it is."""
        raise NotImplementedError


Controls = TypeVar("Controls", bound=PlotControls)


class ControlledPlot(Plot, Generic[Controls]):
    """A plot that shows what is chosen in its controls; a subclass makes them as `choice`."""

    choice: Controls

    def controls(self) -> QWidget:
        return self.choice

    def set_fields(self, fields: Fields) -> None:
        self.choice.set_fields(fields)

    def options(self) -> dict[str, str]:
        return self.choice.state()

    def set_options(self, options: Mapping[str, str]) -> None:
        self.choice.set_state(options)


PlotClass = TypeVar("PlotClass", bound=type[Plot])

_kinds: dict[str, type[Plot]] = {}


def register_plot(plot: PlotClass) -> PlotClass:
    """Add a class of plot to those that can be chosen; use it as a decorator."""
    if _kinds.setdefault(plot.kind, plot) is not plot:
        raise ValueError(f"two plots are called {plot.kind}")
    return plot


def unregister_plot(kind: str) -> None:
    """Remove a class of plot from those that can be chosen."""
    _kinds.pop(kind, None)


def plot_kinds() -> dict[str, type[Plot]]:
    """Return the classes of plot that can be chosen, by kind."""
    for module in pkgutil.iter_modules(kinds.__path__, f"{kinds.__name__}."):
        import_module(module.name)
    return dict(_kinds)
