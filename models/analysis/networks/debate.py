# SPDX-License-Identifier: MIT
"""A debate in time: how polarised it is in each window, who stands with whom, and its phases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlalchemy import Connection

from claimdesk.models.analysis.claim_filter import ClaimFilter, OneOf
from claimdesk.models.analysis.distribution import distribution_by_identity
from claimdesk.models.analysis.networks.options import NetworkOptions, TimeWindow
from claimdesk.models.analysis.networks.phases import phases
from claimdesk.models.analysis.networks.polarisation import Polarisation, polarisation_over_time
from claimdesk.models.analysis.networks.windows import Period
from claimdesk.models.analysis.time_line import crowded_time

_USUAL = 3
"""Units of a window, unless others are wanted."""
_DAYS = {"days": 1, "weeks": 7, "months": 30, "years": 365}
_USUAL_STEPS, _MOST_STEPS = 60, 400
"""Windows that are usual at most, and that are computed at all."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One window of a debate."""

    period: Period
    polarisation: float | None
    """0 to 1; None: too few actors agree or contradict one another."""
    camps: tuple[tuple[str, ...], ...]
    """The names of the actors of each camp; none if there is nothing to divide them by."""
    phase: int
    """The number of the phase, from 0 in the order in which they first occur."""


@dataclass(frozen=True, slots=True)
class Debate:
    """The windows that have claims, in order of time."""

    moments: tuple[Moment, ...]
    window: TimeWindow
    actors: int
    """How many actors are looked at."""
    left_out: int
    """How many others make claims, too."""
    modularity: float = 0.0
    """How clearly the phases are told apart, at most 1."""


def read_debate(
    connection: Connection,
    claims: ClaimFilter,
    window: TimeWindow | None = None,
    *,
    camps: int = 2,
    most: int | None = None,
    options: NetworkOptions | None = None,
) -> Debate:
    """Return the debate of the claims that a filter lets through, among the `most` busiest actors.

    Without a window one is chosen that fits the time, and a coarser one than is asked for if there
    would be too many. Phases are those of agreement less disagreement. Claims far from the others
    in time are left out.
    """
    speakers = [
        row["speaker"]
        for row in distribution_by_identity(connection, ("speaker",), claims)
        if row["speaker"] is not None
    ]
    left_out = max(len(speakers) - most, 0) if most is not None else 0
    if left_out:
        claims = claims.with_value("speaker", OneOf(tuple(speakers[:most])))
    found = crowded_time(connection, claims)
    fitting = _fitting(window, 0 if found is None else (found[1] - found[0]).days)
    if found is None:
        return Debate((), fitting, len(speakers) - left_out, left_out)
    wanted = replace(
        options or NetworkOptions(),
        kind="subtract",
        window=fitting,
        start=datetime.combine(found[0], time.min),
        stop=datetime.combine(found[1], time(23, 59, 59)),
    )
    polarised = polarisation_over_time(connection, wanted, claims, camps=camps)
    states = phases(connection, wanted, claims)
    moments = _moments(polarised, states.periods, states.states)
    return Debate(moments, fitting, len(speakers) - left_out, left_out, states.modularity)


def _moments(
    polarised: Sequence[Polarisation], periods: Sequence[Period], states: Sequence[int]
) -> tuple[Moment, ...]:
    phase = dict(zip(periods, states, strict=True))
    return tuple(
        Moment(one.period, one.score if one.camps else None, _camps(one), phase[one.period])
        for one in polarised
        if one.period in phase
    )


def _camps(found: Polarisation) -> tuple[tuple[str, ...], ...]:
    names: dict[int, list[str]] = {}
    for node, camp in zip(found.nodes, found.camps, strict=False):
        names.setdefault(camp, []).append(node.name)
    return tuple(tuple(names[camp]) for camp in sorted(names))


def _fitting(window: TimeWindow | None, days: int) -> TimeWindow:
    """Return the window that is wanted, or the finest one with few enough steps."""
    most = _USUAL_STEPS if window is None else _MOST_STEPS
    units = list(_DAYS)
    first = units.index("weeks" if window is None else window.unit)
    unit = next((each for each in units[first:] if days / _DAYS[each] <= most), "years")
    return TimeWindow(unit, _USUAL if window is None else window.size)
