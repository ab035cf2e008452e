# SPDX-License-Identifier: MIT
"""The bar of layers above the text: how many annotations each has, and how much of it is shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.spacing import HEAD, TIGHT, USUAL
from claimdesk.models.messages.catalogue import _

FULL, QUIET, OFF = "full", "quiet", "off"
LAYERS = ("actor", "claim", "domain")
_NEXT = {FULL: QUIET, QUIET: OFF, OFF: FULL}


class LayerDisplay(QObject):
    """How much of each layer the text shows: full, quiet or off; remembered."""

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._states = {layer: self._remembered(layer) for layer in LAYERS}

    def _remembered(self, layer: str) -> str:
        state = str(self._settings.value(f"layers/{layer}") or FULL)
        return state if state in _NEXT else FULL

    def state(self, layer: str) -> str:
        """Return how much of a layer is shown."""
        return self._states[layer]

    def cycle(self, layer: str) -> None:
        """Show less of a layer, or all of it again."""
        self._states[layer] = _NEXT[self._states[layer]]
        self._settings.setValue(f"layers/{layer}", self._states[layer])
        self.changed.emit()

    def is_walked(self, layer: str) -> bool:
        """Return whether one comes by the annotations of a layer: it is full, or none is."""
        return self._states[layer] == FULL or FULL not in self._states.values()


class LayerBar(QWidget):
    """A chip for each layer; a click shows less of it, or all again."""

    def __init__(self, desk: Desk, display: LayerDisplay) -> None:
        super().__init__()
        self._desk = desk
        self._display = display
        layout = QHBoxLayout(self)
        layout.setContentsMargins(HEAD.left(), 0, HEAD.right(), TIGHT)
        layout.setSpacing(USUAL)
        self._chips: dict[str, QToolButton] = {}
        for layer in LAYERS:
            chip = QToolButton(self)
            chip.setObjectName(f"layer {layer}")
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(partial(self._clicked, layer))
            self._chips[layer] = chip
            layout.addWidget(chip)
        layout.addStretch(1)
        display.changed.connect(self._show)
        desk.article_changed.connect(self._show)
        desk.annotations_changed.connect(self._show)
        self._show()

    def _clicked(self, layer: str) -> None:
        self._display.cycle(layer)

    def _show(self) -> None:
        counts = self._desk.counts
        for layer, chip in self._chips.items():
            n = counts[layer, "suggested"] + counts[layer, "accepted"]
            state = self._display.state(layer)
            name = {
                "actor": _("Actors {n}"),
                "claim": _("Claims {n}"),
                "domain": _("Domains {n}"),
            }[layer].format(n=n)
            shown = {
                FULL: _("{layer}: shown in full; Tab goes through them. Click to show less."),
                QUIET: _("{layer}: shown faintly, left out by Tab. Click to hide them."),
                OFF: _("{layer}: hidden. Click to show them again."),
            }[state].format(layer=name)
            sign = {FULL: "●", QUIET: "◐", OFF: "○"}[state]
            chip.setText(f"{sign} {name}")
            chip.setToolTip(shown)
            chip.setAccessibleName(shown)
