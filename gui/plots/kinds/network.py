# SPDX-License-Identifier: MIT
"""A network of speakers, or of speakers and domains, whose nodes and links lead to their claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLocale
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from claimdesk.gui.plots.film_strip import FilmStrip
from claimdesk.gui.plots.network_controls import NetworkControls, kind_names
from claimdesk.gui.plots.network_figures import MOST_NODES, Frame, NetworkFigures, NetworkReader
from claimdesk.gui.plots.network_marks import NetworkMark
from claimdesk.gui.plots.plot import (
    ControlledPlot,
    FigurePrinter,
    LegendEntry,
    Table,
    register_plot,
)
from claimdesk.gui.plots.print_network import NetworkPrinter, central_table, links_table
from claimdesk.gui.widgets.file_dialogs import ask_to_save
from claimdesk.gui.widgets.labels import set_description
from claimdesk.gui.widgets.spacing import TIGHT, WIDE
from claimdesk.gui.widgets.wording import date_text
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.messages.catalogue import _, ngettext

if TYPE_CHECKING:
    from claimdesk.gui.plots.network_view import NetworkView
    from claimdesk.models.analysis.networks.layout import Position
    from claimdesk.models.analysis.networks.measures import Centrality


class Layout(NamedTuple):
    """Where the nodes of a kind of network are."""

    kind: str
    places: Mapping[str, Position]


@register_plot
class NetworkPlot(ControlledPlot[NetworkControls]):
    """A network that is chosen above it."""

    kind = "network"
    modules = ("claimdesk.gui.plots.network_view", "claimdesk.models.analysis.networks.graphs")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: NetworkFigures | None = None
        self._places: dict[str, Position] = {}
        self._dragged: set[str] = set()
        self._placed_kind: str | None = None
        """The kind of network whose nodes have these places."""
        self.view: NetworkView | None = None
        """What draws the network; made, and numpy imported, with the first figures."""
        self.strip = FilmStrip(self)
        self.choice = NetworkControls(self)
        self._nothing = QLabel(self)
        self._nothing.setWordWrap(True)
        self._nothing.setMargin(WIDE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._nothing)
        layout.addLayout(self._pages, 1)
        layout.addWidget(self.strip)
        self.strip.hide()
        self._connect()

    def _connect(self) -> None:
        self.choice.changed.connect(self.reader_changed)
        self.choice.look_changed.connect(self._show_look)
        self.choice.look_changed.connect(self.look_changed)
        self.choice.fit_wanted.connect(self._fit)
        self.choice.export_wanted.connect(self._ask_where)
        self.strip.moved.connect(self._show_frame)

    @staticmethod
    def title() -> str:
        return _("Network")

    @classmethod
    def caption(cls, plots: Sequence[NetworkPlot]) -> str:
        names = [kind_names()[plot.choice.network_options().kind] for plot in plots]
        listed = "; ".join(dict.fromkeys(names))
        return _("Network: {kinds}.").format(kinds=listed)

    def note(self, claims: int) -> str:
        if self._figures is None:
            return ""
        found = self._figures.whole.network
        counted = len(frozenset(found.statements.claim.tolist()))
        notes = []
        if counted < claims:
            missing = claims - counted
            notes.append(
                ngettext(
                    "1 claim is in no network, since it has no speaker, domain or stance, "
                    "or says the same again.",
                    "{n} claims are in no network, since they have no speaker, domain or stance, "
                    "or say the same again.",
                    missing,
                ).format(n=missing)
            )
        if len(found.nodes) > MOST_NODES:
            notes.append(
                _("The {most} nodes with the most claims are drawn, of {n}.").format(
                    most=MOST_NODES, n=len(found.nodes)
                )
            )
        return " ".join(notes)

    def reader(self) -> NetworkReader:
        options = self.choice.network_options()
        # Another kind of network has a layout of its own.
        before = dict(self._places) if self._placed_kind == options.kind else {}
        return NetworkReader(
            options, self.choice.edge_filter(), self.choice.measure != "claims", before
        )

    def layout_state(self) -> Layout | None:
        return Layout(self._placed_kind, dict(self._places)) if self._placed_kind else None

    def take_layout(self, state: Layout) -> None:
        self._placed_kind, self._places = state.kind, dict(state.places)

    def show_figures(self, figures: NetworkFigures) -> None:
        if figures is not self._figures:
            self._figures = figures
            self._placed_kind = figures.whole.network.options.kind
            # What was dragged while the figures were read stays where it was put.
            moved = {key: self._places[key] for key in self._dragged if key in self._places}
            self._places = {**figures.positions, **moved}
            self._dragged.clear()
        frames = [figures.whole, *figures.windows]
        self.strip.show_windows([_frame_name(frame) for frame in frames])
        self._show_look()
        self._show_frame(self.strip.place)

    @property
    def frame(self) -> Frame | None:
        """What is drawn."""
        return None if self.view is None else self.view.frame

    def legend(self) -> Sequence[LegendEntry]:
        if self._figures is None:
            return ()
        from claimdesk.gui.plots.network_drawing import colours_of, is_signed

        colours = colours_of(self.palette())
        whole = self._figures.whole
        entries = []
        if is_signed(whole):
            entries = [
                LegendEntry(_("Agreement"), QBrush(colours.agree), colours.agree),
                LegendEntry(_("Disagreement, dashed"), QBrush(colours.disagree), colours.disagree),
            ]
        if self.choice.colours.currentData() == "kind":
            entries.append(LegendEntry(_("Actors"), QBrush(colours.actor), colours.actor))
            if any(node.is_domain for node in whole.nodes):
                entries.append(LegendEntry(_("Domains"), QBrush(colours.domain), colours.domain))
        return entries

    def claims_of(self, mark: object, claims: ClaimFilter) -> ClaimFilter:
        assert isinstance(mark, NetworkMark) and self.frame is not None
        frame = self.frame
        one = frame.nodes[frame.places[mark.first]]
        if mark.second is None:
            return replace(claims, only=frame.network.claims_of(one))
        other = frame.nodes[frame.places[mark.second]]
        return replace(claims, only=frame.network.claims_between(one, other))

    def table(self) -> Table:
        frame = self.frame
        return central_table(frame) if frame is not None and frame.central else links_table(frame)

    def print_controls(self) -> NetworkControls:
        self.choice.save.hide()
        return self.choice

    def printer(self) -> FigurePrinter:
        return NetworkPrinter(self.choice.measure, self.choice.colours.currentData() == "groups")

    def describe(self, mark: NetworkMark) -> str:
        """Return the words for a node or link, with its numbers."""
        frame = self.frame
        assert frame is not None
        place = frame.places[mark.first]
        one, edges = frame.nodes[place], frame.edges
        if mark.second is None:
            links = int(((edges.first == place) | (edges.second == place)).sum())
            words = _("{name}: {claims}, {links}").format(
                name=one.name,
                claims=_claims(one.claims),
                links=ngettext("1 link", "{n} links", links).format(n=links),
            )
            return f"{words}; {_central_words(frame.central[place])}" if frame.central else words
        second = frame.places[mark.second]
        other = frame.nodes[second]
        weight = edges.weight[(edges.first == place) & (edges.second == second)]
        return _("{one} – {other}: weight {weight}, {claims}").format(
            one=one.name,
            other=other.name,
            weight=QLocale().toString(float(weight.sum()), "g", 4),
            claims=_claims(len(frame.network.claims_between(one, other))),
        )

    def _view(self) -> NetworkView:
        if self.view is None:
            from claimdesk.gui.plots.network_view import NetworkView

            self.view = NetworkView(self)
            self.view.chosen.connect(self._chosen)
            self.view.pointed.connect(self._point)
            self.view.moved.connect(self._node_moved)
            self._pages.addWidget(self.view)
            self.setFocusProxy(self.view)
        return self.view

    def _fit(self) -> None:
        self._view().fit()

    def _show_look(self) -> None:
        view = self._view()
        view.by_group = self.choice.colours.currentData() == "groups"
        view.refresh_colours()

    def _show_frame(self, place: int) -> None:
        if self._figures is None:
            return
        frames = [self._figures.whole, *self._figures.windows]
        frame = frames[min(place, len(frames) - 1)]
        view = self._view()
        view.measure = self.choice.measure
        view.show_frame(frame, self._places)
        name = kind_names()[frame.network.options.kind]
        view.setAccessibleName(
            _("Network: {kind}; {nodes} nodes, {links} links").format(
                kind=name, nodes=len(frame.nodes), links=len(frame.edges)
            )
        )
        self._nothing.setText(
            _(
                "No claim here has both a speaker and a domain, and a stance where one is needed. "
                "Code them, or choose another network."
            )
        )
        self._pages.setCurrentWidget(view if frame.nodes else self._nothing)

    def _node_moved(self, key: str) -> None:
        self._places[key] = self._view().positions[key]
        self._dragged.add(key)

    def _chosen(self, mark: NetworkMark) -> None:
        self.mark_chosen.emit(mark, self.describe(mark))

    def _point(self, mark: NetworkMark | None) -> None:
        words = "" if mark is None else self.describe(mark)
        set_description(self._view(), words)
        self.pointed.emit(words)

    def _ask_where(self, format_name: str) -> None:
        if self.frame is None:
            return
        from claimdesk.models.analysis.networks.graphs import ENDINGS

        ending = ENDINGS[format_name]
        ask_to_save(
            self,
            _("Save the network"),
            Path(f"network{ending}"),
            partial(self.save, format_name),
            kinds=f"*{ending}",
        )

    def save(self, format_name: str, path: Path) -> None:
        """Have what is shown written in a job, with all its links, for another program."""
        from claimdesk.models.analysis.networks.graphs import ENDINGS, save_network

        assert self.frame is not None
        if not path.suffix:
            path = path.with_suffix(ENDINGS[format_name])
        self.save_wanted.emit(partial(save_network, self.frame.network, format_name), path)


def _frame_name(frame: Frame) -> str:
    """Return the first and last day of a window."""
    if frame.period is None:
        return _("The whole time")
    days = (frame.period.start.date(), frame.period.stop.date())
    return _("{first} to {last}").format(first=date_text(days[0]), last=date_text(days[1]))


def _claims(count: int) -> str:
    return ngettext("1 claim", "{n} claims", count).format(n=count)


def _central_words(found: Centrality) -> str:
    return _(
        "strength {strength:.4g}, betweenness {betweenness:.2f}, eigenvector {eigenvector:.2f}"
    ).format(strength=found.strength, betweenness=found.betweenness, eigenvector=found.eigenvector)
