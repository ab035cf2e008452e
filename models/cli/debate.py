# SPDX-License-Identifier: MIT
"""`claimdesk debate`: how polarised a debate is in each window of time, and its phases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimdesk.models.cli import output
from claimdesk.models.cli.conditions import CountedStates, StateOption, WhereOption, conditions
from claimdesk.models.messages.catalogue import _

if TYPE_CHECKING:
    from claimdesk.models.analysis.networks.debate import Debate

_Window = Annotated[
    str | None,
    typer.Option(
        metavar=_("UNIT:SIZE"),
        help=_("Windows of time, such as months:3; days, weeks, months or years."),
    ),
]
_Camps = Annotated[
    int,
    typer.Option(min=2, max=20, metavar=_("N"), help=_("Into how many camps actors are divided.")),
]
_Actors = Annotated[
    int | None,
    typer.Option(min=3, metavar=_("N"), help=_("Only the N actors with the most claims.")),
]
_Qualifier = Annotated[
    str,
    typer.Option(metavar=_("FIELD"), help=_("stance, or an own field with numbers or yes and no.")),
]


def debate(
    project: Annotated[Path, typer.Argument(metavar=_("PROJECT"), help=_("A project file."))],
    window: _Window = None,
    camps: _Camps = 2,
    actors: _Actors = None,
    qualifier: _Qualifier = "stance",
    state: StateOption = CountedStates.accepted,
    where: WhereOption = None,
) -> None:
    """Print the polarisation of each window and its phase."""
    from claimdesk.models.analysis.claim_filter import ClaimFilter
    from claimdesk.models.analysis.distribution import UnknownField
    from claimdesk.models.analysis.networks.debate import read_debate
    from claimdesk.models.analysis.networks.options import (
        NetworkOptions,
        UnfitOptions,
        parse_window,
    )
    from claimdesk.models.store.project import Project

    claims = ClaimFilter.having(conditions(where or []), state=state.value)
    try:
        wanted = None if window is None else parse_window(window)
        with Project.read(project) as opened, opened.reading() as connection:
            found = read_debate(
                connection,
                claims,
                wanted,
                camps=camps,
                most=actors,
                options=NetworkOptions(qualifier=qualifier),
            )
    except (UnfitOptions, UnknownField) as error:
        raise typer.BadParameter(str(error)) from error
    output.print_json(_report(found))


def _report(found: Debate) -> dict[str, Any]:
    return {
        "window": str(found.window),
        "actors": found.actors,
        "left_out": found.left_out,
        "modularity": round(found.modularity, 9),
        "windows": [
            {
                "start": moment.period.start.isoformat(),
                "stop": moment.period.stop.isoformat(),
                "polarisation": None
                if moment.polarisation is None
                else round(moment.polarisation, 9),
                "phase": moment.phase + 1,
                "camps": moment.camps,
            }
            for moment in found.moments
        ],
    }
