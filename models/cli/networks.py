# SPDX-License-Identifier: MIT
"""`claimdesk network`: a discourse network of the claims of a project, printed or written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimdesk.models.cli import output
from claimdesk.models.cli.conditions import CountedStates, StateOption, conditions
from claimdesk.models.messages.catalogue import _

if TYPE_CHECKING:
    from claimdesk.models.analysis.claim_filter import ClaimFilter
    from claimdesk.models.analysis.networks.network import Network
    from claimdesk.models.analysis.networks.options import NetworkOptions
    from claimdesk.models.store.project import Project

_Kind = Annotated[
    str,
    typer.Option(
        metavar=_("KIND"),
        help=_("actor-domain, congruence, conflict, subtract or co-occurrence."),
    ),
]
_Qualifier = Annotated[
    str,
    typer.Option(metavar=_("FIELD"), help=_("stance, or an own field with numbers or yes and no.")),
]
_Cells = Annotated[
    str | None, typer.Option(metavar=_("CELLS"), help=_("With actor-domain: count, net or levels."))
]
_Normalise = Annotated[
    str,
    typer.Option(
        metavar=_("N"),
        help=_("no; average, jaccard, product, cosine; actor-domain: activity, prominence."),
    ),
]
_Duplicates = Annotated[
    str,
    typer.Option(
        metavar=_("D"),
        help=_("Count the same claim once in an article, week, month, year or range; or include."),
    ),
]
_Isolates = Annotated[bool, typer.Option("--isolates", help=_("Keep nodes without an edge."))]
_From = Annotated[
    str | None, typer.Option("--from", metavar=_("TIME"), help=_("The first time, inclusive."))
]
_To = Annotated[
    str | None, typer.Option("--to", metavar=_("TIME"), help=_("The last time, inclusive."))
]
_Window = Annotated[
    str | None,
    typer.Option(
        metavar=_("UNIT:SIZE"),
        help=_("One network for each window, such as months:3; days, weeks, months or years."),
    ),
]
_LikeDna = Annotated[
    bool,
    typer.Option(
        "--like-dna",
        help=_("Weeks and months without the year, and cosine, as Discourse Network Analyzer."),
    ),
]
_Where = Annotated[
    list[str] | None,
    typer.Option(
        metavar=_("FIELD=VALUE…"),
        help=_("Only these claims; FIELD= means that the field is not coded."),
    ),
]
_Format = Annotated[
    str,
    typer.Option("--format", metavar=_("FORMAT"), help=_("json, graphml, gexf, csv or matrix.")),
]
_Output = Annotated[
    Path | None,
    typer.Option(
        "--output", metavar=_("PATH"), help=_("The file or, with --window, the folder to write.")
    ),
]


def network(
    project: Annotated[Path, typer.Argument(metavar=_("PROJECT"), help=_("A project file."))],
    kind: _Kind,
    qualifier: _Qualifier = "stance",
    cells: _Cells = None,
    normalise: _Normalise = "no",
    duplicates: _Duplicates = "include",
    isolates: _Isolates = False,
    start: _From = None,
    stop: _To = None,
    window: _Window = None,
    like_dna: _LikeDna = False,
    state: StateOption = CountedStates.accepted,
    where: _Where = None,
    format_name: _Format = "json",
    target: _Output = None,
) -> None:
    """Print or write a network."""
    from claimdesk.models.analysis.claim_filter import ClaimFilter
    from claimdesk.models.analysis.distribution import UnknownField
    from claimdesk.models.analysis.networks.options import (
        NetworkOptions,
        UnfitOptions,
        parse_time,
        parse_window,
    )
    from claimdesk.models.store.project import Project

    claims = ClaimFilter.having(conditions(where or []), state=state.value)
    try:
        options = NetworkOptions(
            kind=kind,
            qualifier=qualifier,
            cells=cells,
            normalise=normalise,
            duplicates=duplicates,
            isolates=isolates,
            start=None if start is None else parse_time(start),
            stop=None if stop is None else parse_time(stop, ends=True),
            window=None if window is None else parse_window(window),
            like_dna=like_dna,
        )
        options.check()
        _check_format(format_name, target, options)
        with Project.read(project) as opened:
            found = _networks(opened, options, claims)
            _put(opened, found, format_name, target, in_folder=options.window is not None)
    except (UnfitOptions, UnknownField) as error:
        raise typer.BadParameter(str(error)) from error


def _check_format(name: str, target: Path | None, options: NetworkOptions) -> None:
    from claimdesk.models.analysis.networks.graphs import ENDINGS

    if name not in ENDINGS:
        raise typer.BadParameter(
            _("There is no format “{name}” for networks; choose one of {known}.").format(
                name=name, known=", ".join(ENDINGS)
            )
        )
    if options.window is not None and name != "json" and target is None:
        raise typer.BadParameter(
            _("Windows are written as {name} to a folder; name a new one with --output.").format(
                name=name
            )
        )


def _networks(project: Project, options: NetworkOptions, claims: ClaimFilter) -> list[Network]:
    from claimdesk.models.analysis.networks.network import network as whole
    from claimdesk.models.analysis.networks.network import network_windows

    with project.reading() as connection:
        if options.window is None:
            return [whole(connection, options, claims)]
        return list(network_windows(connection, options, claims))


def _put(
    project: Project, found: list[Network], name: str, target: Path | None, *, in_folder: bool
) -> None:
    """Print the networks, or write them to a file or folder that is read again."""
    from claimdesk.models.analysis.networks.graphs import as_text, verify_network, write_network
    from claimdesk.models.store.export_files import write_verified

    if in_folder and name == "json":
        _put_text(project, _list_text(found), target)
    elif in_folder and target is not None:
        _put_folder(found, name, target)
    elif target is None:
        output.print_text(as_text(found[0], name).rstrip("\n"))
    else:
        write_verified(
            target,
            project,
            lambda draft: write_network(found[0], name, draft),
            lambda draft: verify_network(found[0], name, draft),
        )


def _list_text(found: list[Network]) -> str:
    from claimdesk.models.analysis.networks.graphs import json_text

    return "[" + ",\n".join(json_text(each.as_json()).rstrip("\n") for each in found) + "]\n"


def _put_text(project: Project, text: str, target: Path | None) -> None:
    from claimdesk.models.store.export_files import write_verified

    if target is None:
        output.print_text(text.rstrip("\n"))
        return
    write_verified(
        target,
        project,
        lambda draft: _write_text(draft, text),
        lambda _draft: None,
    )


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _put_folder(found: list[Network], name: str, target: Path) -> None:
    """Write one file for each window to a folder that is new or empty."""
    from claimdesk.models.analysis.networks.graphs import verify_network, window_name, write_network
    from claimdesk.models.store.export_files import write_folder

    def write(folder: Path) -> None:
        for each in found:
            write_network(each, name, folder / window_name(each, name))

    def verify(folder: Path) -> None:
        for each in found:
            verify_network(each, name, folder / window_name(each, name))

    if target.is_dir() and not any(target.iterdir()):
        target.rmdir()
    write_folder(target, write, verify)
