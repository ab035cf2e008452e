# SPDX-License-Identifier: MIT
"""One plot of the panel with the field that it shows claims by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from claimdesk.gui.plots.fields import in_order, told_apart, value_label
from claimdesk.gui.plots.figures import Series, Stack
from claimdesk.gui.plots.series_style import Look
from claimdesk.models.analysis.distribution import Value
from claimdesk.models.analysis.identities import Identity
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import FieldRow

if TYPE_CHECKING:
    from claimdesk.gui.plots.chart import Chart


class Card(QWidget):
    """A field to choose, and a stacked bar for each of its values."""

    field_changed = Signal()
    """Another field was chosen."""
    chosen = Signal(object, object, str)
    """A `Stack`, a `Series` of it (None: all of it), and the words for them."""
    read = Signal(str)
    """Exact numbers of what is pointed at or current; empty for nothing."""

    def __init__(self, field: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = field
        self._stacks: list[Stack] = []
        self._looks: Sequence[Look] = ()
        self.chart: Chart | None = None
        """The plot; made, and pyqtgraph imported, with the first figures."""
        self.combo = QComboBox(self)
        self.combo.setAccessibleName(_("Claims by"))
        self.combo.setToolTip(_("Choose what the bars stand for"))
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.combo.currentIndexChanged.connect(self._combo_changed)
        label = QLabel(_("By"), self)
        label.setBuddy(self.combo)
        head = QHBoxLayout()
        head.addWidget(label)
        head.addWidget(self.combo)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addStretch(1)

    @property
    def field(self) -> str:
        """Key of the field that is shown."""
        return str(self.combo.currentData() or self._wanted)

    @property
    def field_name(self) -> str:
        """Name of the field that is shown."""
        return self.combo.currentText()

    @property
    def rows(self) -> list[tuple[str, dict[str, int]]]:
        """What is shown, from the top: label, and count by series."""
        if self.chart is None:
            return []
        return [
            (row.label, {look.full_label: n for look, n in self._counted(row.counts)})
            for row in self.chart.rows
        ]

    def choose_field(self, field: str) -> None:
        """Show the claims by another field."""
        place = self.combo.findData(field)
        if place >= 0:
            self.combo.setCurrentIndex(place)

    def offer_fields(self, names: Mapping[str, str]) -> None:
        """Let these fields be chosen, key -> name; the one that is shown stays if it can."""
        field = self.field
        with QSignalBlocker(self.combo):
            self.combo.clear()
            for key, name in names.items():
                self.combo.addItem(name, key)
            place = self.combo.findData(field)
            self.combo.setCurrentIndex(max(place, 0))
        self._wanted = field

    def show_stacks(
        self, stacks: Sequence[Stack], looks: Sequence[Look], fields: Mapping[str, FieldRow]
    ) -> None:
        """Show a bar for each stack."""
        from claimdesk.gui.plots.bars import Row

        self._stacks = in_order(self.field, stacks, fields)
        self._looks = looks
        labels = told_apart(
            [value_label(self.field, stack.value, fields) for stack in self._stacks],
            [stack.value is not None for stack in self._stacks],
        )
        rows = [
            Row(
                (self.field, _key(stack.value)),
                label,
                tuple(stack.counts.get(look.series, 0) for look in looks),
                stack.value is None,
            )
            for stack, label in zip(self._stacks, labels, strict=True)
        ]
        chart = self._chart()
        chart.plot.setAccessibleName(
            _("Claims by {field}, stacked by stance").format(field=self.field_name)
        )
        chart.show_rows(rows, looks)

    def _chart(self) -> Chart:
        if self.chart is None:
            from claimdesk.gui.plots.chart import Chart

            self.chart = Chart(self)
            self.chart.read.connect(self.read)
            self.chart.chosen.connect(self._chosen)
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.takeAt(1)
            layout.addWidget(self.chart, 1)
        return self.chart

    def _counted(self, counts: Sequence[int]) -> list[tuple[Look, int]]:
        return [(look, n) for look, n in zip(self._looks, counts, strict=True) if n]

    def _chosen(self, row: int, place: int | None) -> None:
        assert self.chart is not None
        series: Series | None = None if place is None else self._looks[place].series
        self.chosen.emit(self._stacks[row], series, self.chart.describe((row, place)))

    def _combo_changed(self) -> None:
        self._wanted = self.field
        self.field_changed.emit()


def _key(value: Value) -> Value:
    """Return what stays the same of a value when it is renamed."""
    return value.id if isinstance(value, Identity) else value
