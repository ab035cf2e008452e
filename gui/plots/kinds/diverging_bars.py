# SPDX-License-Identifier: MIT
"""Diverging bars: what is for stands right of the middle, what is against left of it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from claimdesk.gui.plots.kinds.stacked_bars import BarMark, StackedBars
from claimdesk.gui.plots.plot import register_plot
from claimdesk.models.analysis.claim_filter import ClaimFilter, OneOf
from claimdesk.models.messages.catalogue import _, ngettext


@register_plot
class DivergingBars(StackedBars):
    """A bar for each value of a field, with neutral claims half on either side of the middle."""

    kind = "diverging_bars"
    print_kind = "diverging"

    @staticmethod
    def title() -> str:
        return _("For and against")

    @classmethod
    def caption(cls, plots: Sequence[StackedBars]) -> str:
        names = ", ".join(dict.fromkeys(plot.field_name.lower() for plot in plots))
        return _("For and against by {field}.").format(field=names)

    def note(self, claims: int) -> str:
        missing = self._figures.without_stance if self._figures is not None else 0
        if not missing:
            return super().note(claims)
        note = ngettext(
            "By {field}: 1 claim without a stance is not shown.",
            "By {field}: {n} claims without a stance are not shown.",
            missing,
        ).format(field=self.field_name.lower(), n=missing)
        return f"{super().note(claims - missing)} {note}".strip()

    def claims_of(self, mark: Hashable, claims: ClaimFilter) -> ClaimFilter:
        if not isinstance(mark, BarMark) or mark.series is not None or self._figures is None:
            return super().claims_of(mark, claims)
        stances = dict.fromkeys(series.stance for series in self._figures.series)
        return super().claims_of(mark, claims).with_value("stance", OneOf(tuple(stances)))

    def name(self) -> str:
        return _("Claims for and against by {field}")
