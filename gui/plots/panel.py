# SPDX-License-Identifier: MIT
"""The distribution panel: hosts plots of the claims and keeps them up to date.

It chooses scope, filter and kinds of plot, reads the figures in a job, and reports the claims of a
clicked mark. What a plot reads and draws is known to its own class alone.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.debounce import Debouncer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.desk.reference_data import Name
from claimdesk.gui.plots.captions import caption, empty_text
from claimdesk.gui.plots.legend import Legend, Readout
from claimdesk.gui.plots.plot import FigureReader, Plot
from claimdesk.gui.plots.slot import PlotSlot
from claimdesk.models.analysis.claim_filter import ClaimCounts, ClaimFilter
from claimdesk.models.analysis.distribution import claim_ids, count_claims
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.project import Project

_DEBOUNCE, _AT_LATEST = 120, 600
"""Milliseconds without a change after which the figures are read, and the longest wait."""
_SLOTS = (("stacked_bars", {"field": "speaker"}), ("stacked_bars", {"field": "domain"}))
"""The plots that are shown at first: kind and options."""
_WIDE = 96
"""Width in characters from which everything is placed side by side."""
_BESIDE = 60
"""The same for the plots of a panel that is wider than it is high."""
_ACROSS = QBoxLayout.Direction.LeftToRight
_DOWN = QBoxLayout.Direction.TopToBottom


@dataclass(frozen=True, slots=True)
class Query:
    """Which claims are shown, and what reads the figures of each plot."""

    claims: ClaimFilter
    readers: tuple[FigureReader, ...]
    modules: tuple[str, ...]
    """What to import before they are drawn."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many claims there are, and the figures of each plot."""

    counts: ClaimCounts
    of_plots: tuple[Any, ...]


class DistributionPanel(QWidget):
    """Plots of the claims of the article or the project, side by side."""

    claims_chosen = Signal(object, str)
    """The ids of the claims that a chosen mark stands for, and the words for them."""
    refreshed = Signal()
    """What is shown is up to date."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._shown: tuple[Query, Figures] | None = None
        self._is_reading = False
        self._is_outdated = False
        self._debouncer = Debouncer(self._request, _DEBOUNCE, _AT_LATEST, self)
        self.slots = tuple(PlotSlot(kind, options, self) for kind, options in _SLOTS)
        """The places for plots."""
        self._build()
        self._connect()
        self._set_fields()
        self._show()

    @property
    def plots(self) -> list[Plot]:
        """The plots that are shown."""
        return [slot.plot for slot in self.slots]

    @property
    def claims(self) -> ClaimFilter:
        """The claims that its controls ask for; the accepted ones where there is nothing."""
        return self._chosen_claims() or ClaimFilter()

    @property
    def sentence(self) -> str:
        """Which claims are shown and how, or what to do where there are none."""
        return self._sentence.text() if self._pages.currentIndex() else self._empty.text()

    @property
    def reading(self) -> str:
        """Exact numbers of what is pointed at."""
        return self._readout.full_text

    def refresh(self) -> None:
        """Read the figures again, once no more changes come for a moment."""
        self._debouncer.schedule()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size, character = event.size(), self.fontMetrics().averageCharWidth()
        wide = size.width() >= _WIDE * character
        low = size.width() >= max(_BESIDE * character, size.height())
        self._top.setDirection(_ACROSS if wide else _DOWN)
        self._middle.setDirection(_ACROSS if wide else _DOWN)
        self._plots.setDirection(_ACROSS if wide or low else _DOWN)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show()

    def _build(self) -> None:
        self.article_button = self._scope(_("This article"))
        self.project_button = self._scope(_("Whole project"))
        self.article_button.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.article_button)
        group.addButton(self.project_button)
        self.suggested_box = QCheckBox(_("With suggestions"), self)
        self.suggested_box.setToolTip(
            _("Also count suggestions that are to decide; they are hatched")
        )
        controls = QHBoxLayout()
        controls.setSpacing(4)
        for widget in (self.article_button, self.project_button, self.suggested_box):
            controls.addWidget(widget)
        controls.addStretch(1)
        self._sentence = _text(self)
        self._readout = Readout(self)
        self._legend = Legend(self)
        self._top, self._middle, self._plots = (
            QBoxLayout(_ACROSS),
            QBoxLayout(_ACROSS),
            QBoxLayout(_ACROSS),
        )
        self._top.addLayout(controls)
        self._top.addWidget(self._sentence, 1)
        self._middle.addWidget(self._legend, 3)
        self._middle.addWidget(self._readout, 2)
        self._plots.setSpacing(16)
        for slot in self.slots:
            self._plots.addWidget(slot, 1)
        charts = QWidget(self)
        below = QVBoxLayout(charts)
        below.setContentsMargins(0, 0, 0, 0)
        below.addLayout(self._middle)
        below.addLayout(self._plots, 1)
        self._empty = _text(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(charts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addLayout(self._top)
        layout.addWidget(self._pages, 1)

    def _scope(self, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _connect(self) -> None:
        desk = self._desk
        for signal in (desk.project_changed, desk.article_changed, desk.annotations_changed):
            signal.connect(self.refresh)
        for signal in (desk.project_changed, desk.article_changed):
            signal.connect(self._say_why_empty)
        desk.names_changed.connect(self._names_changed)
        desk.library_changed.connect(self._library_changed)
        self.article_button.toggled.connect(self.refresh)
        self.suggested_box.toggled.connect(self.refresh)
        for slot in self.slots:
            slot.reader_changed.connect(self.refresh)
            slot.pointed.connect(self._readout.show_text)
            slot.mark_chosen.connect(partial(self._choose, slot))

    def _say_why_empty(self) -> None:
        """Say at once why nothing is shown; what was said may no longer hold."""
        if self._shown is None or self._chosen_claims() is None:
            has_project = self._desk.project is not None
            self._empty.setText(empty_text(self._chosen_claims(), None, has_project))

    def _names_changed(self, changed: frozenset[Name]) -> None:
        if changed:
            self._set_fields()
            self.refresh()

    def _library_changed(self, articles: frozenset[int]) -> None:
        article = self._desk.article
        if self.project_button.isChecked() or (article is not None and article.id in articles):
            self.refresh()

    def _set_fields(self) -> None:
        for slot in self.slots:
            slot.set_fields(self._desk.fields)

    def _chosen_claims(self) -> ClaimFilter | None:
        """Return the filter that the controls ask for; None if there is nothing to show."""
        article = self._desk.article
        of_article = self.article_button.isChecked()
        if self._desk.project is None or (of_article and article is None):
            return None
        return ClaimFilter(
            state="all" if self.suggested_box.isChecked() else "accepted",
            article_id=article.id if article is not None and of_article else None,
        )

    def _query(self) -> Query | None:
        claims = self._chosen_claims()
        if claims is None:
            return None
        return Query(
            claims,
            tuple(plot.reader() for plot in self.plots),
            tuple(module for plot in self.plots for module in plot.modules),
        )

    def _request(self) -> None:
        # A result that is on its way is shown first: a stream of edits must not delay all of them.
        if self.visibleRegion().isEmpty():
            return
        if self._is_reading:
            self._is_outdated = True
            return
        project, query = self._desk.project, self._query()
        if project is None or query is None:
            self._shown = None
            self._show()
            self.refreshed.emit()
            return
        self._is_reading = True
        self._jobs.run(
            _read,
            project,
            query,
            done=partial(self._figures_read, project, query),
            failed=partial(self._reading_failed, project),
        )

    def _figures_read(self, project: Project, query: Query, figures: Figures) -> None:
        self._is_reading = False
        if project is self._desk.project and query == self._query():
            self._shown = query, figures
            self._show()
        else:
            self._is_outdated = True
        self._request_if_outdated()

    def _reading_failed(self, project: Project, error: Exception) -> None:
        self._is_reading = False
        if project is self._desk.project and not self._is_outdated:
            self._empty.setText(str(error))
            self._pages.setCurrentIndex(0)
        self._request_if_outdated()

    def _request_if_outdated(self) -> None:
        if self._is_outdated:
            self._is_outdated = False
            self._request()
        else:
            self.refreshed.emit()

    def _show(self) -> None:
        """Show the figures that were read last, in the colours of the palette."""
        counts = self._shown[1].counts if self._shown is not None else None
        has_project = self._desk.project is not None
        empty = empty_text(self._chosen_claims(), counts, has_project)
        self._empty.setText(empty)
        self._pages.setCurrentIndex(0 if empty or self._shown is None else 1)
        if empty or self._shown is None:
            self._sentence.clear()
            self._readout.show_text("")
            return
        query, figures = self._shown
        for plot, reader, own in zip(self.plots, query.readers, figures.of_plots, strict=True):
            if plot.reader() == reader:
                plot.show_figures(own)
        entries = {entry.label: entry for plot in self.plots for entry in plot.legend()}
        self._legend.show_entries(list(entries.values()))
        self._sentence.setText(caption(query.claims, figures.counts, self.plots, self._desk.fields))

    def _choose(self, slot: PlotSlot, mark: Hashable, words: str) -> None:
        project = self._desk.project
        if project is None or self._shown is None:
            return
        claims = slot.plot.claims_of(mark, self._shown[0].claims)
        self._jobs.run(_read_ids, project, claims, done=partial(self._ids_read, project, words))

    def _ids_read(self, project: Project, words: str, ids: list[int]) -> None:
        if ids and project is self._desk.project:
            self.claims_chosen.emit(ids, words)


def _read(project: Project, query: Query) -> Figures:
    """Read all figures from one state of the project, and load what drawing them needs."""
    with project.reading() as connection:
        counts = count_claims(connection, query.claims)
        of_plots = tuple(reader(connection, query.claims) for reader in query.readers)
    if counts.of(query.claims):
        for module in query.modules:
            import_module(module)
    return Figures(counts, of_plots)


def _read_ids(project: Project, claims: ClaimFilter) -> list[int]:
    with project.reading() as connection:
        return claim_ids(connection, claims)


def _text(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label
