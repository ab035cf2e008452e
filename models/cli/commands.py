# SPDX-License-Identifier: MIT
"""The commands. What each needs is imported when it runs, so that all of them start quickly."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from claimdesk.models.cli import output, window
from claimdesk.models.cli.group import Commands, ManyArticles, ManyConditions
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError

if TYPE_CHECKING:
    from claimdesk.models.exchange.reports import ImportReport
    from claimdesk.models.store.backups.summary import Contents

ProjectPath = Annotated[Path, typer.Argument(metavar="PROJECT", help="A project file.")]


class States(StrEnum):
    """Which annotations an export holds."""

    accepted = "accepted"
    all = "all"


class CountedStates(StrEnum):
    """Which claims are counted."""

    accepted = "accepted"
    suggested = "suggested"
    all = "all"


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="[PROJECT | COMMAND …]",
)


def command() -> Any:  # noqa: ANN401
    """Return the command line as an object that runs it."""
    return get_command(app)


def _print_versions(wanted: bool) -> None:
    if wanted:
        output.print_text(window.versions())
        raise typer.Exit


@app.callback(invoke_without_command=True)
def claimdesk(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_versions, is_eager=True, help="Show the versions and exit."
        ),
    ] = False,
) -> None:
    """Annotate who claims what in news articles. Without a command: open the window."""
    if context.invoked_subcommand is None:
        window.open_window(None)


@app.command()
def new(
    project: ProjectPath,
    codebook: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A codebook in JSON instead of the starter.")
    ] = None,
) -> None:
    """Create an empty project with a codebook; never replaces a file."""
    from claimdesk.models.codebook.starter import create_project

    create_project(project, codebook)
    output.say(f"Created {project}.")


@app.command()
def sample(project: ProjectPath) -> None:
    """Create a project with the sample article, annotated."""
    from claimdesk.models.exchange.sample import create_sample

    create_sample(project)
    output.say(f"Created {project}.")


@app.command("import")
def import_(
    project: ProjectPath,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files or folders.")],
    format_name: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="Guessed if not given.")
    ] = None,
    annotator: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who made the annotations that name nobody."),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Of text files, such as cp1250; recognised if not given."
        ),
    ] = None,
) -> None:
    """Add articles or annotated corpora; print a JSON summary."""
    from claimdesk.models.exchange.formats import import_paths
    from claimdesk.models.store.backups.backup_scheduler import kept_at_once
    from claimdesk.models.store.project import Project

    progress = output.Progress("Reading")
    with Project.open(project) as opened, kept_at_once(opened):
        report = import_paths(
            opened,
            paths,
            format_name=format_name,
            annotator=annotator,
            progress=progress.show,
            encoding=encoding,
        )
    progress.clear()
    _warn_of_guesses(report)
    output.print_json(report.as_json())
    if report.failed and not (report.articles or report.annotations or report.duplicates):
        reason = report.failed[0].reason
        others = len(report.failed) - 1
        raise ClaimdeskError(
            ngettext(
                "Nothing was imported: {reason} (1 more failed)",
                "Nothing was imported: {reason} ({n} more failed)",
                others,
            ).format(reason=reason, n=others)
            if others
            else _("Nothing was imported: {reason}").format(reason=reason)
        )


def _warn_of_guesses(report: ImportReport) -> None:
    """Say that letters may be wrong, where nobody may look at the JSON."""
    if not report.guessed_encodings:
        return
    file, *others = report.guessed_encodings
    advice = _("if the letters are wrong, import again into a new project with --encoding NAME.")
    if others:
        said = ngettext(
            "{file} and 1 more: the encoding is a guess; {advice}",
            "{file} and {n} more: the encoding is a guess; {advice}",
            len(others),
        )
    else:
        said = _("{file}: the encoding is a guess; {advice}")
    output.say(said.format(file=file, n=len(others), advice=advice))


@app.command(cls=ManyArticles)
def suggest(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PROJECT | FILE…", help="Files with --json.")
    ],
    articles: Annotated[
        list[int] | None,
        typer.Option("--article", metavar="ID…", help="Only these articles, also if done."),
    ] = None,
    also_done: Annotated[bool, typer.Option("--all", help="Also articles that are done.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Change nothing: print one JSON object for each FILE.")
    ] = False,
    project: Annotated[
        Path | None,
        typer.Option(metavar="PROJECT", help="With --json: use what this project knows."),
    ] = None,
) -> None:
    """Make suggestions for the articles of a project, or print those for files."""
    from claimdesk.models.cli import suggesting

    if as_json:
        if articles or also_done:
            raise typer.BadParameter("--article and --all are for projects, not with --json.")
        output.print_lines(suggesting.for_files(paths, project))
        return
    if len(paths) != 1 or project is not None:
        raise typer.BadParameter("Name one PROJECT, or files with --json.")
    output.print_json(suggesting.for_project(paths[0], articles or [], also_done=also_done))


@app.command()
def learn(project: ProjectPath) -> None:
    """Learn claims and mentions from the articles that are done; print a JSON report."""
    from claimdesk.models.cli import learning

    output.print_json(learning.learn(project))


@app.command()
def export(
    project: ProjectPath,
    format_name: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="See `claimdesk formats`.")
    ],
    target: Annotated[Path, typer.Option("--output", metavar="PATH", help="The file to write.")],
    state: Annotated[States, typer.Option(help="Only accepted annotations, or all.")] = (
        States.accepted
    ),
) -> None:
    """Write a project in another format; print a JSON report."""
    from claimdesk.models.exchange.formats import export_project
    from claimdesk.models.store.project import Project

    with Project.read(project) as opened:
        report = export_project(opened, format_name, target, state=state.value)
    output.print_json(report.as_json())


@app.command()
def formats(
    as_json: Annotated[bool, typer.Option("--json", help="A JSON array.")] = False,
) -> None:
    """List the formats, and what each reads, writes and cannot hold."""
    from claimdesk.models.exchange.format import ReadableFormat, WritableFormat
    from claimdesk.models.exchange.formats import formats as all_formats

    rows: list[dict[str, Any]] = [
        {
            "name": known.name,
            "label": known.label,
            "extensions": list(known.extensions),
            "reads": isinstance(known, ReadableFormat),
            "writes": isinstance(known, WritableFormat),
            "cannot_hold": list(known.cannot_hold),
        }
        for known in all_formats()
    ]
    if as_json:
        output.print_rows(rows)
        return
    for row in rows:
        able = {
            (True, True): _("{name}: {label} (reads and writes)"),
            (True, False): _("{name}: {label} (reads)"),
            (False, True): _("{name}: {label} (writes)"),
        }[row["reads"], row["writes"]]
        output.print_text(able.format(name=row["name"], label=row["label"]))
        limits = ", ".join(row["cannot_hold"])
        output.print_text(_("    cannot hold: {limits}").format(limits=limits))


@app.command(cls=ManyConditions)
def distribution(
    project: ProjectPath,
    by: Annotated[list[str], typer.Option("--by", metavar="FIELD", help="May be repeated.")],
    state: Annotated[
        CountedStates, typer.Option(help="Decided claims, suggestions, or both (all).")
    ] = CountedStates.accepted,
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=VALUE…", help="Only such claims; FIELD= is not coded."),
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV instead of JSON.")] = False,
) -> None:
    """Count claims by speaker, stance, domain and other fields."""
    from claimdesk.models.analysis.distribution import UnknownField
    from claimdesk.models.analysis.distribution import distribution as count
    from claimdesk.models.store.project import Project

    fields = list(dict.fromkeys(by))
    conditions = _conditions(where or [])
    try:
        with Project.read(project) as opened, opened.reading() as connection:
            rows = count(connection, fields, state=state.value, where=conditions)
    except UnknownField as error:
        raise typer.BadParameter(str(error)) from error
    if as_csv:
        output.print_text(_csv([*fields, "claims"], rows))
    else:
        output.print_rows(rows)


def _conditions(words: list[str]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for word in words:
        field, sign, value = word.partition("=")
        if not field or not sign:
            raise typer.BadParameter(f"--where takes FIELD=VALUE, not “{word}”.")
        if field in found:
            raise typer.BadParameter(f"--where names “{field}” twice.")
        found[field] = value or None
    return found


def _csv(columns: list[str], rows: list[dict[str, Any]]) -> str:
    from claimdesk.models.exchange.cells import safe_cell

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row[column]) for column in columns] for row in rows)
    return text.getvalue().rstrip("\n")


@app.command()
def evaluate(
    project: ProjectPath,
    gold: Annotated[
        list[Path],
        typer.Option("--gold", metavar="PATH", help="An annotated corpus; may be repeated."),
    ],
    format_name: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="Guessed if not given.")
    ] = None,
) -> None:
    """Measure the suggestions of a project by an annotated corpus; print a JSON report."""
    from claimdesk.models.analysis.evaluation import evaluate as measure
    from claimdesk.models.store.project import Project

    progress = output.Progress("Comparing")
    with Project.read(project) as opened:
        found = measure(opened, gold, format_name=format_name, progress=progress.show)
    progress.clear()
    if found is not None:
        output.print_json(
            {"project": str(project), "gold": [str(path) for path in gold], **found.report()}
        )


@app.command()
def check(project: ProjectPath) -> None:
    """Check that a project is whole; print a JSON report. Never writes."""
    from claimdesk.models.store.integrity.report import check as report_on

    report = report_on(project)
    output.print_json(report)
    problems = report["problems"]
    if problems:
        first = problems[0]
        more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
        raise ClaimdeskError(f"{project}: {first['where']}: {first['what']}{more}.")


@app.command()
def backup(
    project: ProjectPath,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Instead of the folder beside the project."),
    ] = None,
) -> None:
    """Back up a project, also while it is open; print what the verified backup contains."""
    from claimdesk.models.store.backups import backups
    from claimdesk.models.store.project import Project

    with Project.read(project) as opened:
        if to is not None and not to.is_dir():
            raise ClaimdeskError(_("{to} is not a folder; create it first.").format(to=to))
        made = backups.make_backup(opened.path, folder=to)
    output.print_json({"backup": str(made.path), "sha256": made.sha256, **_figures(made.contents)})


@app.command("backups")
def backups_of(project: ProjectPath) -> None:
    """List the verified backups of a project, newest first, also if it is lost itself."""
    from claimdesk.models.store.backups.backups import list_backups

    output.print_json(
        [
            {
                "backup": str(found.path),
                "made": found.made.isoformat(),
                "reason": found.reason,
                "detail": found.detail,
                "bytes": found.size,
                **_figures(found.contents),
            }
            for found in list_backups(project)
        ]
    )


@app.command()
def restore(
    backup: Annotated[Path, typer.Argument(metavar="BACKUP", help="A backup of a project.")],
    project: ProjectPath,
) -> None:
    """Put a backup in the place of a project; what was there is moved aside, never deleted."""
    from claimdesk.models.store.backups import restoring

    restored = restoring.restore(backup, project)
    replaced = str(restored.replaced) if restored.replaced else None
    output.print_json(
        {"project": str(restored.project), "replaced": replaced, **_figures(restored.contents)}
    )


@app.command()
def unlock(project: ProjectPath) -> None:
    """Open up a project that a program on another computer left locked; be sure that it ended."""
    from claimdesk.models.store import locking

    if not project.is_file():
        raise ClaimdeskError(_("{project} does not exist; check the name.").format(project=project))
    holder = locking.unlock(project)
    output.print_json({"project": str(project), "held_by": asdict(holder) if holder else None})


@app.command()
def repair(
    damaged: Annotated[Path, typer.Argument(metavar="DAMAGED", help="It stays as it is.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The project to make of it.")],
    backups: Annotated[
        list[Path] | None,
        typer.Option("--backup", metavar="BACKUP", help="Instead of those in its own folder."),
    ] = None,
) -> None:
    """Save what can be read of a damaged project, and is in backups; print a JSON report."""
    from claimdesk.models.store.repair import repair

    report = repair.repair(damaged, new, backups or None)
    output.print_json({**asdict(report), "project": str(report.project)})
    if not report.is_sound:
        raise ClaimdeskError(
            _("{project} is not sound; restore a backup of {damaged}.").format(
                project=report.project, damaged=damaged
            )
        )


def _figures(contents: Contents) -> dict[str, Any]:
    last = contents.last_edit
    return {
        "articles": contents.articles,
        "annotations": contents.annotations,
        "last_edit": asdict(last) if last else None,
    }


@app.command()
def history(
    project: ProjectPath,
    article: Annotated[
        int | None, typer.Option(metavar="ID", help="Only what changed this article.")
    ] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="At most N.")] = None,
) -> None:
    """Print what was done, newest first, as JSON Lines."""
    from claimdesk.models.store.history.listing import Wanted, steps
    from claimdesk.models.store.project import Project

    with Project.read(project) as opened, opened.reading() as connection:
        rows = steps(connection, Wanted(article_id=article), limit=limit)
    output.print_lines(asdict(row) for row in rows)


@app.command()
def undo(project: ProjectPath) -> None:
    """Undo the last edit that is not undone; say which it was."""
    from claimdesk.models.store.project import Project

    with Project.open(project) as opened:
        label = opened.undo_label()
        if opened.undo() is None:
            raise ClaimdeskError(_("{project}: there is nothing to undo.").format(project=project))
    output.print_json({"undone": label})
