# SPDX-License-Identifier: MIT
"""A place for a plot in the panel: which kind it is, its controls, and the plot itself."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from claimdesk.gui.plots.plot import Fields, Plot, plot_kinds
from claimdesk.models.messages.catalogue import _


class PlotSlot(QWidget):
    """Holds one plot, and lets another kind be chosen where there are several."""

    reader_changed = Signal()
    """Other figures are wanted: another plot was chosen, or something else in its controls."""
    mark_chosen = Signal(object, str)
    """A mark of the plot, and the words for it."""
    pointed = Signal(str)
    """The exact numbers of what is pointed at or current; empty for nothing."""

    def __init__(
        self, kind: str, options: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._classes = plot_kinds()
        self._fields: Fields = {}
        self.chooser = QComboBox(self)
        self.chooser.setAccessibleName(_("Kind of plot"))
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for key, plot in self._classes.items():
            self.chooser.addItem(plot.title(), key)
        self.chooser.setVisible(len(self._classes) > 1)
        self._head = QHBoxLayout()
        self._head.addWidget(self.chooser)
        self._head.addStretch(1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addLayout(self._head)
        self.plot = self._place(kind)
        """The plot that is shown."""
        self.plot.set_options(options)
        self.chooser.setCurrentIndex(self.chooser.findData(kind))
        self.chooser.currentIndexChanged.connect(self._kind_chosen)

    def set_fields(self, fields: Fields) -> None:
        """Take the coded fields as they are now."""
        self._fields = fields
        self.plot.set_fields(fields)

    def choose_kind(self, kind: str) -> None:
        """Show another kind of plot."""
        self.chooser.setCurrentIndex(self.chooser.findData(kind))

    def _place(self, kind: str) -> Plot:
        plot = self._classes[kind](self)
        plot.set_fields(self._fields)
        plot.reader_changed.connect(self.reader_changed)
        plot.mark_chosen.connect(self.mark_chosen)
        plot.pointed.connect(self.pointed)
        controls = plot.controls()
        if controls is not None:
            self._head.insertWidget(1, controls)
        self._layout.addWidget(plot, 1)
        return plot

    def _kind_chosen(self) -> None:
        before = self.plot
        for widget in filter(None, (before.controls(), before)):
            widget.hide()
            widget.deleteLater()
        self.plot = self._place(self.chooser.currentData())
        self.plot.set_options(before.options())
        self.reader_changed.emit()
