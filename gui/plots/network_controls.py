# SPDX-License-Identifier: MIT
"""What a network is made of and which links it shows: the controls above it, and its options."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QMenu,
    QSpinBox,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from claimdesk.gui.plots.plot import Fields, PlotControls
from claimdesk.gui.plots.slim_combo import SlimCombo
from claimdesk.gui.widgets.spacing import CLOSE
from claimdesk.models.analysis.networks.options import (
    CELLS,
    DUPLICATES,
    KINDS,
    TWO_MODE,
    UNITS,
    EdgeFilter,
    NetworkOptions,
    TimeWindow,
)
from claimdesk.models.messages.catalogue import _

_BACKBONE = 0.05
_MOST = 1_000


def kind_names() -> dict[str, str]:
    """Return what people call the kinds of network."""
    names = {
        "congruence": _("Who agrees"),
        "conflict": _("Who disagrees"),
        "subtract": _("Agreement less disagreement"),
        "co-occurrence": _("Who speaks of the same"),
        TWO_MODE: _("Who speaks of what"),
    }
    assert set(names) == set(KINDS)
    return names


class NetworkControls(PlotControls):
    """Chooses a network; emits `changed` for other figures and `look_changed` for other colours."""

    changed = Signal()
    look_changed = Signal()
    export_wanted = Signal(str)
    """The format of the file that is wanted."""
    fit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = "stance"
        self.kind = _combo(self, _("Network of"), kind_names())
        self.kind.setCurrentIndex(self.kind.findData("subtract"))
        self.links = _combo(
            self,
            _("Links"),
            {"strongest": _("Strongest links"), "backbone": _("Backbone"), "all": _("All links")},
        )
        self.links.setToolTip(
            _("Strongest: three of each. Backbone: those that chance would hardly give.")
        )
        self._make_options()
        self.more = self._button(_("Options"), _("Counting, time windows and colours"))
        self.more.setMenu(self._options_menu())
        self.save = self._button(_("Save…"), _("Save the network for other programs"))
        self.save.setMenu(self._save_menu())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(CLOSE)
        for widget in (self.kind, self.links, self.more, self.save):
            layout.addWidget(widget)
        self._kind_chosen()
        self._connect()

    @property
    def measure(self) -> str:
        """What the size of a node stands for: `claims`, or a field of Centrality."""
        return str(self.measured.currentData())

    def network_options(self) -> NetworkOptions:
        """Return the network that is chosen."""
        kind = str(self.kind.currentData())
        unit = self.unit.currentData()
        return NetworkOptions(
            kind=kind,
            qualifier=str(self.qualifier.currentData() or "stance"),
            cells=str(self.cells.currentData()) if kind == TWO_MODE else None,
            normalise=str(self.normalise.currentData() or "no"),
            duplicates=str(self.duplicates.currentData()),
            isolates=self.isolates.isChecked(),
            window=TimeWindow(unit, self.extent.value()) if unit else None,
        )

    def edge_filter(self) -> EdgeFilter:
        """Return which links are shown."""
        links = self.links.currentData()
        return EdgeFilter(
            threshold=self.threshold.value(),
            strongest=self.strongest.value() if links == "strongest" else None,
            significance=_BACKBONE if links == "backbone" else None,
        )

    def set_fields(self, fields: Fields) -> None:
        """Offer the fields that can qualify a claim."""
        wanted = self.qualifier.currentData() or self._wanted
        with QSignalBlocker(self.qualifier):
            self.qualifier.clear()
            self.qualifier.addItem(_("Stance"), "stance")
            for key, field in fields.items():
                if field.layer == "claim" and field.kind in ("number", "boolean"):
                    self.qualifier.addItem(field.label, key)
            self.qualifier.setCurrentIndex(max(self.qualifier.findData(wanted), 0))

    def state(self) -> dict[str, str]:
        kept = {name: str(box.currentData() or "") for name, box in self._boxes().items()}
        kept["size"] = str(self.extent.value())
        kept["strongest"] = str(self.strongest.value())
        kept["threshold"] = str(self.threshold.value())
        kept["isolates"] = "yes" if self.isolates.isChecked() else "no"
        return kept

    def set_state(self, state: Mapping[str, str]) -> None:
        self._wanted = state.get("qualifier", self._wanted)
        for name, box in self._boxes().items():
            place = box.findData(state.get(name)) if name in state else -1
            if place >= 0:
                box.setCurrentIndex(place)
        if state.get("size", "").isdecimal():
            self.extent.setValue(min(int(state["size"]), _MOST))
        if state.get("strongest", "").isdecimal():
            self.strongest.setValue(min(int(state["strongest"]), _MOST))
        # What was edited by hand may be no number, or none that is a weight.
        with suppress(ValueError):
            threshold = float(state.get("threshold", ""))
            if math.isfinite(threshold):
                self.threshold.setValue(threshold)
        if "isolates" in state:
            self.isolates.setChecked(state["isolates"] == "yes")

    def _boxes(self) -> dict[str, QComboBox]:
        return {
            "network": self.kind,
            "links": self.links,
            "qualifier": self.qualifier,
            "cells": self.cells,
            "normalise": self.normalise,
            "duplicates": self.duplicates,
            "unit": self.unit,
            "colours": self.colours,
            "measure": self.measured,
        }

    def _make_options(self) -> None:
        self.qualifier = _combo(self, _("Agree by"), {"stance": _("Stance")})
        cells = {
            "count": _("Claims"),
            "net": _("Supportive less opposed"),
            "levels": _("Codes for sets of values"),
        }
        assert set(cells) == set(CELLS)
        self.cells = _combo(self, _("Cells"), cells)
        self.normalise = _combo(self, _("Normalise"), {"no": _("No")})
        duplicates = {
            "include": _("Every claim"),
            "article": _("Once an article"),
            "week": _("Once a week"),
            "month": _("Once a month"),
            "year": _("Once a year"),
            "range": _("Once"),
        }
        assert set(duplicates) == set(DUPLICATES)
        self.duplicates = _combo(self, _("Count the same"), duplicates)
        units = {"days": _("Days"), "weeks": _("Weeks"), "months": _("Months"), "years": _("Years")}
        assert set(units) == set(UNITS)
        self.unit = _combo(self, _("Windows"), {"": _("The whole time"), **units})
        self.extent = QSpinBox(self)
        self.extent.setRange(1, _MOST)
        self.extent.setValue(3)
        self.extent.setAccessibleName(_("Size of a window"))
        self.strongest = QSpinBox(self)
        self.strongest.setRange(1, 50)
        self.strongest.setValue(3)
        self.threshold = QDoubleSpinBox(self)
        self.threshold.setRange(0, 1_000_000)
        self.isolates: QCheckBox = QCheckBox(_("Nodes without a link"), self)
        self.colours = _combo(
            self, _("Colours"), {"kind": _("Actors and domains"), "groups": _("Communities")}
        )

        sizes = {
            "claims": _("Claims"),
            "degree": _("Links (degree)"),
            "strength": _("Weight of its links (strength)"),
            "betweenness": _("Between others (betweenness)"),
            "eigenvector": _("Linked with the central (eigenvector)"),
        }
        self.measured = _combo(self, _("Size of a node"), sizes)

    def _options_menu(self) -> QMenu:
        panel = QWidget(self)
        form = QFormLayout(panel)
        for words, widget in (
            (_("Agree by"), self.qualifier),
            (_("Cells"), self.cells),
            (_("Normalise"), self.normalise),
            (_("Count the same"), self.duplicates),
            (_("Windows"), self.unit),
            (_("Size of a window"), self.extent),
            (_("Strongest of each"), self.strongest),
            (_("Least weight"), self.threshold),
            (_("Colours"), self.colours),
            (_("Size of a node"), self.measured),
        ):
            form.addRow(words, widget)
        form.addRow(self.isolates)
        menu = QMenu(self)
        action = QWidgetAction(menu)
        action.setDefaultWidget(panel)
        menu.addAction(action)
        menu.addSeparator()
        menu.addAction(_("Show the whole network")).triggered.connect(self.fit_wanted)
        return menu

    def _save_menu(self) -> QMenu:
        menu = QMenu(self)
        for name, words in (
            ("graphml", _("GraphML, for Gephi and visone…")),
            ("gexf", _("GEXF, for Gephi…")),
            ("csv", _("CSV, one link a row…")),
            ("matrix", _("CSV, the matrix…")),
        ):
            action = menu.addAction(words)
            action.setData(name)
        menu.triggered.connect(lambda action: self.export_wanted.emit(action.data()))
        return menu

    def _button(self, words: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setToolTip(tip)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAutoRaise(True)
        return button

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        for box in self._boxes().values():
            if box is not self.colours:
                box.currentIndexChanged.connect(self.changed)
        self.colours.currentIndexChanged.connect(self.look_changed)
        self.isolates.toggled.connect(self.changed)
        for spin in (self.extent, self.strongest, self.threshold):
            spin.valueChanged.connect(self.changed)

    def _kind_chosen(self) -> None:
        """Offer the ways to normalise that fit the kind of network."""
        is_two_mode = self.kind.currentData() == TWO_MODE
        ways = {"no": _("No")}
        if is_two_mode:
            ways |= {"activity": _("By the actor’s claims"), "prominence": _("By the domain’s")}
        else:
            ways |= {
                "average": _("By the average of both"),
                "jaccard": _("Jaccard"),
                "cosine": _("Cosine"),
                "product": _("By the product of both"),
            }
        before = self.normalise.currentData()
        with QSignalBlocker(self.normalise):
            self.normalise.clear()
            for key, words in ways.items():
                self.normalise.addItem(words, key)
            self.normalise.setCurrentIndex(max(self.normalise.findData(before), 0))
        self.cells.setEnabled(is_two_mode)


def _combo(parent: QWidget, name: str, entries: Mapping[str, str]) -> QComboBox:
    box = SlimCombo(parent, name)
    for key, words in entries.items():
        box.addItem(words, key)
    return box
