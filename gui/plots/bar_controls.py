# SPDX-License-Identifier: MIT
"""The controls of bars: what they stand for, how many, in which order, and on which scale."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from claimdesk.gui.plots.bar_figures import BY_NAME, FREQUENT, SUPPORTIVE
from claimdesk.gui.plots.choice_menu import ChoiceMenu
from claimdesk.gui.plots.plot import Fields, PlotControls
from claimdesk.gui.plots.slim_combo import SlimCombo
from claimdesk.models.analysis.charts import MOST_ROWS
from claimdesk.models.analysis.field_labels import field_names
from claimdesk.models.messages.catalogue import _


class FieldBox(SlimCombo):
    """Offers the fields by which claims are counted; keeps what is chosen when they change."""

    def __init__(self, parent: QWidget, name: str, wanted: str) -> None:
        super().__init__(parent, name)
        self._wanted = wanted
        self.currentIndexChanged.connect(self._remember)

    @property
    def field(self) -> str:
        """Key of the field that is chosen."""
        return str(self.currentData() or self._wanted)

    def offer(self, names: Mapping[str, str]) -> None:
        """Offer these fields, key -> name."""
        field = self.field
        with QSignalBlocker(self):
            self.clear()
            for key, name in names.items():
                self.addItem(name, key)
            self.setCurrentIndex(max(self.findData(field), 0))
        self._wanted = field

    def choose(self, field: str) -> None:
        """Choose a field, also one that is offered only later."""
        if not self.count():
            self._wanted = field
        place = self.findData(field)
        if place >= 0:
            self.setCurrentIndex(place)

    def _remember(self) -> None:
        self._wanted = self.field


class BarControls(PlotControls):
    """Chooses field, rows, order and scale; emits `changed` for other figures."""

    changed = Signal()
    look_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = FieldBox(self, _("Claims by"), "speaker")
        self.field.setToolTip(_("Choose what the bars stand for"))
        self.options = ChoiceMenu(_("Options"), _("Rows, order and scale"), self)
        self.options.add_group(
            "rows",
            {"top": _("The first {n}, others as one").format(n=MOST_ROWS), "all": _("All rows")},
        )
        self.options.add_group(
            "order",
            {
                FREQUENT: _("Most claims first"),
                BY_NAME: _("By name"),
                SUPPORTIVE: _("Most supportive first"),
            },
        )
        self.options.add_group("scale", {"counts": _("Counts"), "shares": _("Shares, 100 %")})
        label = QLabel(_("By"), self)
        label.setBuddy(self.field)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (label, self.field, self.options):
            layout.addWidget(widget)
        self.field.currentIndexChanged.connect(self.changed)
        self.options.chosen.connect(self._option_chosen)

    def set_fields(self, fields: Fields) -> None:
        self.field.offer(field_names(fields))

    @property
    def shares(self) -> bool:
        """Whether each bar is 100 %."""
        return self.options.value("scale") == "shares"

    @property
    def most(self) -> int | None:
        """How many rows are named; None: all."""
        return MOST_ROWS if self.options.value("rows") == "top" else None

    def state(self) -> dict[str, str]:
        return {"field": self.field.field, **self.options.values()}

    def set_state(self, state: Mapping[str, str]) -> None:
        self.field.choose(state.get("field", self.field.field))
        self.options.choose(state)

    def _option_chosen(self, group: str) -> None:
        (self.look_changed if group == "scale" else self.changed).emit()
