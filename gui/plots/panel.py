# SPDX-License-Identifier: MIT
"""The distribution panel: hosts plots of the claims and keeps them up to date.

It chooses scope, filter and kinds of plot, reads the figures in a job, and reports the claims of a
clicked mark. What a plot reads and draws is known to its own class alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QCheckBox,
    QGridLayout,
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
from claimdesk.gui.plots.captions import caption, empty_text, filter_sentence
from claimdesk.gui.plots.legend import Legend, Readout
from claimdesk.gui.plots.narrowing import EVERYTHING, Narrowing, Narrowings
from claimdesk.gui.plots.plot import FigureReader, Plot, plot_kinds
from claimdesk.gui.plots.slot import PlotSlot
from claimdesk.gui.plots.view_menu import ViewMenu
from claimdesk.gui.widgets.spacing import BAR, CLOSE, WIDE
from claimdesk.models.analysis.claim_filter import ClaimCounts, ClaimFilter
from claimdesk.models.analysis.distribution import claim_ids, count_claims
from claimdesk.models.analysis.views import PickedClaims, SavedView
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.project import Project

_DEBOUNCE, _AT_LATEST = 120, 600
"""Milliseconds without a change after which the figures are read, and the longest wait."""
_SLOTS = (("stacked_bars", {"field": "speaker"}), ("stacked_bars", {"field": "domain"}))
"""The plots that are shown at first: kind and options."""
_MORE: tuple[tuple[str, dict[str, str]], ...] = (("heat_map", {}), ("time_line", {}))
"""Those that are added to them."""
_MOST_PLOTS = 4
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
    """Those of the panel."""
    narrowed: ClaimFilter
    """Those that all chosen marks let through."""
    of_plots: tuple[ClaimFilter, ...]
    """Those of each plot, which its own mark does not narrow."""
    readers: tuple[FigureReader, ...]
    modules: tuple[str, ...]
    """What to import before they are drawn."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many claims there are by filter, and the figures of each plot."""

    counts: Mapping[ClaimFilter, ClaimCounts]
    of_plots: tuple[Any, ...]
    ids: Sequence[int] | None
    """The claims that chosen marks let through; None if no mark is chosen."""

    def number(self, claims: ClaimFilter) -> int:
        """Return how many claims a filter lets through."""
        return self.counts[claims].of(claims)


class DistributionPanel(QWidget):
    """Plots of the claims of the article or the project, side by side."""

    claims_chosen = Signal(object, str)
    """The ids of the claims that chosen marks let through, and the words for them."""
    claims_changed = Signal(object, str)
    """The same for marks that were chosen before, after an edit; None: no mark is chosen."""
    refreshed = Signal()
    """What is shown is up to date."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._shown: tuple[Query, Figures] | None = None
        self._is_across = True
        self._is_reading = False
        self._is_outdated = False
        self._ids: Sequence[int] | None = None
        self._announces = False
        """Whether the claims that are read next are those of a mark that was just chosen."""
        self.narrowings = Narrowings(self)
        """The filters that chosen marks set."""
        self._debouncer = Debouncer(self._request, _DEBOUNCE, _AT_LATEST, self)
        self.slots: list[PlotSlot] = []
        """The places for plots."""
        self._build()
        self._connect()
        for kind, options in _SLOTS:
            self._add_slot(kind, options)
        self._arrange()
        self._show()

    @property
    def plots(self) -> list[Plot]:
        """The plots that are shown."""
        return [slot.plot for slot in self.slots]

    @property
    def claims(self) -> ClaimFilter:
        """The claims that its controls ask for; the accepted ones where there is nothing."""
        return self.narrowings.applied(self._chosen_claims() or ClaimFilter())

    @property
    def sentence(self) -> str:
        """Which claims are shown and how, or what to do where there are none."""
        return self._sentence.text() if self._pages.currentIndex() else self._empty.text()

    @property
    def reading(self) -> str:
        """Exact numbers of what is pointed at."""
        return self._readout.full_text

    def shown_plots(self) -> list[tuple[str, dict[str, str], ClaimFilter, object]]:
        """Return the kind, options, claims and layout of each plot, to be printed."""
        claims = self._chosen_claims() or ClaimFilter()
        return [
            (
                slot.plot.kind,
                slot.plot.options(),
                self.narrowings.applied(claims, slot),
                slot.plot.layout_state(),
            )
            for slot in self.slots
        ]

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
        self._middle.setDirection(_ACROSS if wide else _DOWN)
        self._top.setDirection(_ACROSS if wide or low else _DOWN)
        if self._is_across != (wide or low):
            self._is_across = wide or low
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back the last filter with Escape or Backspace."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        keys = (Qt.Key.Key_Escape, Qt.Key.Key_Backspace)
        if not (plain and event.key() in keys and self.narrowings.back()):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show()

    def _build(self) -> None:
        self.article_button = self._tool(_("This article"))
        self.project_button = self._tool(_("Whole project"))
        group = QButtonGroup(self)
        for button in (self.article_button, self.project_button):
            button.setCheckable(True)
            group.addButton(button)
        self.article_button.setChecked(True)
        self.suggested_box = QCheckBox(_("With suggestions"), self)
        self.suggested_box.setToolTip(
            _("Also count suggestions that are to decide; they are hatched")
        )
        self._sentence = _text(self)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._readout = Readout(self)
        self._legend = Legend(self)
        self._top = QBoxLayout(_ACROSS)
        self._top.addLayout(self._scope_row())
        self._top.addStretch(1)
        self._top.addLayout(self._filter_row())
        self._middle = QBoxLayout(_ACROSS)
        self._middle.addWidget(self._legend, 3)
        self._middle.addWidget(self._readout, 2)
        self._plots = QGridLayout()
        self._plots.setSpacing(WIDE)
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
        layout.setContentsMargins(BAR)
        layout.addLayout(self._top)
        layout.addWidget(self._sentence)
        layout.addWidget(self._pages, 1)

    def _scope_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(CLOSE)
        for widget in (self.article_button, self.project_button, self.suggested_box):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _filter_row(self) -> QHBoxLayout:
        """Return what takes filters back, keeps them as views, and copies the sentence."""
        self.back_button = self._tool(_("Back"), _("Take back the last filter (Escape)"))
        self.clear_button = self._tool(_("Clear"), _("Show all claims again"))
        self.copy_button = self._tool(_("Copy caption"), _("Copy the sentence, to be pasted"))
        self.views = ViewMenu(self._desk, self)
        self.add_button = self._tool(_("Add plot"), _("Show one more plot"))
        row = QHBoxLayout()
        row.setSpacing(CLOSE)
        for widget in (
            *(self.back_button, self.clear_button, self.copy_button),
            *(self.views, self.add_button),
        ):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _tool(self, text: str, tip: str = "") -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _connect(self) -> None:
        desk = self._desk
        for signal in (desk.project_changed, desk.article_changed, desk.annotations_changed):
            signal.connect(self.refresh)
        for signal in (desk.project_changed, desk.article_changed):
            signal.connect(self._say_why_empty)
        desk.settings_changed.connect(self.refresh)  # events on time lines are kept there
        desk.names_changed.connect(self._names_changed)
        desk.library_changed.connect(self._library_changed)
        self.article_button.toggled.connect(self.refresh)
        self.suggested_box.toggled.connect(self.refresh)
        desk.project_changed.connect(self.narrowings.forget)
        desk.article_changed.connect(self._article_changed)
        self.narrowings.changed.connect(self._narrowed)
        self.back_button.clicked.connect(self.narrowings.back)
        self.clear_button.clicked.connect(lambda: self.narrowings.replace_all(None))
        self.copy_button.clicked.connect(self._copy_sentence)
        self.add_button.clicked.connect(self._add_usual)
        self.views.wanted.connect(self.show_view)
        self.views.current = self.view

    # The plots.

    def _add_usual(self) -> None:
        self._add_slot(*_MORE[(len(self.slots) - len(_SLOTS)) % len(_MORE)])
        self._arrange()
        self.refresh()

    def _add_slot(self, kind: str, options: Mapping[str, str]) -> None:
        slot = PlotSlot(kind, options, self._jobs, self)
        slot.set_fields(self._desk.fields)
        slot.reader_changed.connect(partial(self._other_figures, slot))
        slot.pointed.connect(self._readout.show_text)
        slot.mark_chosen.connect(partial(self._choose, slot))
        slot.edit_wanted.connect(self._desk.act)
        slot.told.connect(self._desk.status_message)
        slot.closed.connect(partial(self._remove_slot, slot))
        self.slots.append(slot)

    def _remove_slot(self, slot: PlotSlot) -> None:
        self.slots.remove(slot)
        self.narrowings.release(slot)
        slot.hide()
        slot.deleteLater()
        self._arrange()
        self.refresh()

    def _arrange(self) -> None:
        """Place the plots beside one another, at most two in a row, or below one another."""
        columns = 2 if self._is_across and len(self.slots) > 1 else 1
        for number, slot in enumerate(self.slots):
            self._plots.removeWidget(slot)
            row, column = divmod(number, columns)
            is_alone = not column and number == len(self.slots) - 1
            self._plots.addWidget(slot, row, column, 1, columns if is_alone else 1)
            slot.close_button.setVisible(len(self.slots) > 1)
        for number in range(_MOST_PLOTS):
            self._plots.setColumnStretch(number, int(number < columns))
            self._plots.setRowStretch(number, int(number * columns < len(self.slots)))
        self.add_button.setEnabled(len(self.slots) < _MOST_PLOTS)

    def _other_figures(self, slot: PlotSlot) -> None:
        self.narrowings.release(slot)
        self.refresh()

    def view(self, name: str) -> SavedView:
        """Return what is shown, to be kept under a name."""
        narrowed = self.narrowings.applied(EVERYTHING)
        plots = tuple((plot.kind, plot.options()) for plot in self.plots)
        return SavedView(
            name,
            self.article_button.isChecked(),
            self.suggested_box.isChecked(),
            plots,
            narrowed.where,
            tuple(PickedClaims(words, ids) for words, ids in self.narrowings.picked),
            narrowed.state,
        )

    def show_view(self, view: SavedView) -> None:
        """Show what was kept; kinds of plot that are unknown now are left out."""
        known = [plot for plot in view.plots if plot[0] in plot_kinds()][:_MOST_PLOTS]
        for slot in list(self.slots) if known else ():
            self.slots.remove(slot)
            slot.hide()
            slot.deleteLater()
        for kind, options in known:
            self._add_slot(kind, options)
        self._arrange()
        (self.article_button if view.of_article else self.project_button).setChecked(True)
        self.suggested_box.setChecked(view.suggested)
        fields = ClaimFilter(view.state, where=view.where)
        picked = [(one.words, one.claims) for one in view.picked]
        self.narrowings.replace_all(fields if fields != EVERYTHING else None, picked)
        self._shown = None
        self.refresh()

    def _copy_sentence(self) -> None:
        QGuiApplication.clipboard().setText(self.sentence)
        self._desk.status_message.emit(_("The caption is copied"))

    def _article_changed(self) -> None:
        if self.article_button.isChecked():
            self.narrowings.forget()

    def _narrowed(self) -> None:
        self._announces = True
        self.refresh()

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
            self.narrowings.applied(claims),
            tuple(self.narrowings.applied(claims, slot) for slot in self.slots),
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
        counts = None
        if self._shown is not None:
            counts = self._shown[1].counts[self._shown[0].claims]
        has_project = self._desk.project is not None
        empty = empty_text(self._chosen_claims(), counts, has_project)
        self._empty.setText(empty)
        self._pages.setCurrentIndex(0 if empty or self._shown is None else 1)
        self._sentence.setVisible(not empty and self._shown is not None)
        self.clear_button.setEnabled(self.narrowings.is_set)
        self.back_button.setEnabled(self.narrowings.can_go_back)
        if empty or self._shown is None:
            self._sentence.clear()
            self._readout.show_text("")
            self._tell(None)
            return
        query, figures = self._shown
        for slot, reader, own in zip(self.slots, query.readers, figures.of_plots, strict=False):
            if slot.plot.reader() == reader:
                slot.show_figures(own)
                slot.plot.show_chosen(self.narrowings.mark_of(slot))
        entries = {entry.label: entry for plot in self.plots for entry in plot.legend()}
        self._legend.show_entries(list(entries.values()))
        self._sentence.setText(self._words(query, figures))
        self._tell(figures.ids)

    def _words(self, query: Query, figures: Figures) -> str:
        plots = self.plots[: len(query.of_plots)]
        shown = [figures.number(claims) for claims in query.of_plots[: len(plots)]]
        fields = self._desk.fields
        words = caption(query.claims, figures.counts[query.claims], plots, shown, fields)
        return words if figures.ids is None else f"{self._filter_words(query, figures)}. {words}"

    def _filter_words(self, query: Query, figures: Figures) -> str:
        return filter_sentence(
            self.narrowings.applied(EVERYTHING),
            query.claims,
            figures.number(query.narrowed),
            figures.number(query.claims),
            self._desk.fields,
            self.narrowings.words,
        )

    def _tell(self, ids: Sequence[int] | None) -> None:
        """Tell which claims chosen marks let through, if these are other ones than before."""
        announces, self._announces = self._announces, False
        if self._shown is None or (ids == self._ids and not announces):
            return
        self._ids = ids
        words = self._filter_words(*self._shown) if ids is not None else ""
        if announces and ids:
            self.claims_chosen.emit(ids, words)
        else:
            self.claims_changed.emit(ids, words)

    def _choose(self, slot: PlotSlot, mark: Hashable, words: str) -> None:
        if self._shown is None:
            return
        self._announces = True
        self.narrowings.set(Narrowing(slot.plot.claims_of(mark, EVERYTHING), slot, mark, words))
        self.refresh()


def _read(project: Project, query: Query) -> Figures:
    """Read all figures from one state of the project, and load what drawing them needs."""
    with project.reading() as connection:
        filters = {query.claims, query.narrowed, *query.of_plots}
        counts = {claims: count_claims(connection, claims) for claims in filters}
        pairs = zip(query.readers, query.of_plots, strict=True)
        of_plots = tuple(reader(connection, claims) for reader, claims in pairs)
        is_narrowed = query.narrowed != query.claims
        ids = claim_ids(connection, query.narrowed) if is_narrowed else None
    if counts[query.claims].of(query.claims):
        for module in query.modules:
            import_module(module)
    return Figures(counts, of_plots, ids)


def _text(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label
