# SPDX-License-Identifier: MIT
"""Polarisation and phases for print."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from claimdesk.gui.plots.plot import Table
from claimdesk.models.analysis.print_figures import Curve, CurvePoint
from claimdesk.models.messages.catalogue import _

if TYPE_CHECKING:
    from claimdesk.gui.plots.kinds.debate import DebateFigures
    from claimdesk.models.analysis.networks.debate import Debate


def print_debate(camps: int, figures: DebateFigures) -> Curve:
    """Return polarisation in time as it is shown."""
    moments = figures.debate.moments
    table = debate_table(figures.debate, camps)
    points = tuple(
        CurvePoint(
            moment.period.centre.date(),
            moment.polarisation,
            moment.phase,
            bool(place) and moment.period.start > moments[place - 1].period.stop,
        )
        for place, moment in enumerate(moments)
    )
    events = [(datetime.date.fromisoformat(event.day), event.label) for event in figures.events]
    within = [each for each in events if points and points[0].day <= each[0] <= points[-1].day]
    return Curve(
        _("Polarisation and phases in time"),
        debate_note(figures.debate),
        (_("Time"), _("Polarisation")),
        table.columns,
        table.rows,
        points,
        tuple(within),
    )


def debate_note(debate: Debate) -> str:
    """Say in which windows polarisation is computed, and among whom."""
    names = {"days": _("days"), "weeks": _("weeks"), "months": _("months"), "years": _("years")}
    notes = [
        _("Polarisation in windows of {n} {units}.").format(
            n=debate.window.size, units=names[debate.window.unit]
        )
    ]
    if debate.left_out:
        notes.append(
            _("The {most} actors with the most claims are compared, of {n}.").format(
                most=debate.actors, n=debate.actors + debate.left_out
            )
        )
    return " ".join(notes)


def debate_table(debate: Debate | None, camps: int) -> Table:
    """Return a row for each window: its ends, polarisation, phase and camps."""
    columns = (
        *(_("From"), _("To"), _("Polarisation"), _("Phase")),
        *(_("Camp {n}").format(n=number) for number in range(1, camps + 1)),
    )
    rows: list[tuple[str | float, ...]] = []
    for moment in debate.moments if debate is not None else ():
        score = "" if moment.polarisation is None else round(moment.polarisation, 4)
        names = ["; ".join(camp) for camp in moment.camps]
        ends = (each.date().isoformat() for each in (moment.period.start, moment.period.stop))
        rows.append((*ends, score, moment.phase + 1, *names, *[""] * (camps - len(names))))
    return Table(columns, tuple(rows))
