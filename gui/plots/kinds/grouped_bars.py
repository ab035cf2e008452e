# SPDX-License-Identifier: MIT
"""Bars side by side: one for each stance of a value, all from zero, to compare the stances."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.plots.kinds.stacked_bars import StackedBars
from claimdesk.gui.plots.plot import register_plot
from claimdesk.models.messages.catalogue import _


@register_plot
class GroupedBars(StackedBars):
    """A group of bars for each value of a field, one bar for each stance."""

    kind = "grouped_bars"
    print_kind = "grouped"

    @staticmethod
    def title() -> str:
        return _("Bars side by side")

    @classmethod
    def caption(cls, plots: Sequence[StackedBars]) -> str:
        names = ", ".join(dict.fromkeys(plot.field_name.lower() for plot in plots))
        return _("By {field}, a bar for each stance.").format(field=names)

    def name(self) -> str:
        return _("Claims by {field}, a bar for each stance")
