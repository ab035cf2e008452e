# SPDX-License-Identifier: MIT
"""The commands; each imports what it needs when it runs, so that all of them start quickly."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from claimdesk.models.cli import debate, library, networks, output, window
from claimdesk.models.cli.conditions import CountedStates, StateOption, WhereOption, conditions
from claimdesk.models.cli.date_option import DayFirst
from claimdesk.models.cli.group import Command, Commands, ManyArticles, ManyConditions
from claimdesk.models.cli.jobs_option import JobsOption, MissingOption
from claimdesk.models.cli.mapping_option import MappingRules, mapping_of
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError

if TYPE_CHECKING:
    from claimdesk.models.exchange.format import Format
    from claimdesk.models.store.backups.summary import Summary

ProjectPath = Annotated[Path, typer.Argument(metavar=_("PROJECT"), help=_("A project file."))]


class States(StrEnum):
    """Which annotations an export holds."""

    accepted = "accepted"
    all = "all"


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def command() -> Any:  # noqa: ANN401
    """Return the command line as an object that runs it."""
    return get_command(app)


def _print_versions(wanted: bool) -> None:
    if wanted:
        output.print_text(window.versions())
        raise typer.Exit


@app.callback(
    invoke_without_command=True,
    help=_("Annotate who claims what in news articles. Without a command: open the window."),
)
def claimdesk(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_print_versions,
            is_eager=True,
            help=_("Show the versions and exit."),
        ),
    ] = False,
) -> None:
    """Open the window if no command is given."""
    if context.invoked_subcommand is None:
        window.open_window(None)


@app.command(cls=Command, help=_("Create an empty project with a codebook; never replaces a file."))
def new(
    project: ProjectPath,
    codebook: Annotated[
        Path | None,
        typer.Option(
            metavar=_("FILE"), help=_("A codebook in JSON, instead of the starter codebook.")
        ),
    ] = None,
    news: Annotated[
        bool,
        typer.Option(
            "--news", help=_("Add domains for news, such as terrorism or humanitarian access.")
        ),
    ] = False,
) -> None:
    """Create an empty project with a codebook."""
    from claimdesk.models.codebook.starter import create_project

    create_project(project, codebook, news=news)
    output.say(_("Created {project}.").format(project=project))


@app.command(cls=Command, help=_("Create a project with the sample article, annotated."))
def sample(project: ProjectPath) -> None:
    """Create the sample project."""
    from claimdesk.models.exchange.sample import create_sample

    create_sample(project)
    output.say(_("Created {project}.").format(project=project))


@app.command(
    "import", cls=Command, help=_("Import articles or annotated corpora; print a JSON report.")
)
def import_(
    project: ProjectPath,
    paths: Annotated[list[Path], typer.Argument(metavar=_("PATH…"), help=_("Files or folders."))],
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format", metavar=_("FORMAT"), help=_("The format; recognised if not given.")
        ),
    ] = None,
    annotator: Annotated[
        str | None,
        typer.Option(metavar=_("NAME"), help=_("Who made annotations that name no annotator.")),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar=_("NAME"),
            help=_("The encoding of text files, such as cp1250; recognised if not given."),
        ),
    ] = None,
    mapping: MappingRules = None,
    near: library.NearOption = library.Near.take,
    day_first: DayFirst = None,
) -> None:
    """Import articles or annotated corpora."""
    from claimdesk.models.exchange.formats import import_paths
    from claimdesk.models.store.backups.backup_scheduler import backing_up_before_edits
    from claimdesk.models.store.project import Project

    progress = output.Progress(_("Reading"))
    with Project.open(project) as opened, backing_up_before_edits(opened):
        report = import_paths(
            opened,
            paths,
            format_name=format_name,
            annotator=annotator,
            progress=progress.show,
            encoding=encoding,
            mapping=mapping_of(mapping or []),
            near=near.value,
            day_first=day_first,
        )
    progress.clear()
    _warn_of_guesses(report.guessed_encodings)
    output.print_json(report.as_json())
    failed = report.failed
    if failed and not (report.articles or report.annotations or report.duplicates):
        raise ClaimdeskError(
            ngettext(
                "Nothing was imported: {reason}",
                "Nothing was imported; {n} failed. The first: {reason}",
                len(failed),
            ).format(n=len(failed), reason=failed[0].reason)
        )


def _warn_of_guesses(files: Sequence[str]) -> None:
    """Say that letters may be wrong, where nobody may look at the JSON."""
    if files:
        output.say(
            ngettext(
                "{file}: the encoding is a guess. If letters are wrong, import again into a new "
                "project with --encoding NAME.",
                "{file} and other files, {n} in all: the encoding is a guess. If letters are "
                "wrong, import again into a new project with --encoding NAME.",
                len(files),
            ).format(file=files[0], n=len(files))
        )


@app.command(
    cls=ManyArticles,
    help=_("Suggest annotations for the articles of a project, or print suggestions for files."),
)
def suggest(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar=_("PROJECT | FILE…"), help=_("A project; with --json, files or folders.")
        ),
    ],
    articles: Annotated[
        list[int] | None,
        typer.Option(
            "--article", metavar=_("ID…"), help=_("Only these articles, even if they are done.")
        ),
    ] = None,
    also_done: Annotated[
        bool, typer.Option("--all", help=_("Include articles that are done."))
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Change nothing; print one JSON object for each FILE."))
    ] = False,
    project: Annotated[
        Path | None,
        typer.Option(
            metavar=_("PROJECT"),
            help=_("With --json: use the names, terms and settings of this project."),
        ),
    ] = None,
    jobs: JobsOption = None,
    only_missing: MissingOption = False,
) -> None:
    """Suggest annotations for a project or for files."""
    from claimdesk.models.cli import suggesting

    if as_json:
        if articles or also_done or only_missing:
            raise typer.BadParameter(
                _("--article, --all and --missing are for projects; leave them out with --json.")
            )
        output.print_lines(suggesting.for_files(paths, project, jobs))
        return
    if len(paths) != 1 or project is not None:
        raise typer.BadParameter(_("Name one project, or use --json with files."))
    report = suggesting.for_project(
        *(paths[0], articles or []), also_done=also_done, only_missing=only_missing, jobs=jobs
    )
    output.print_json(report)


@app.command(cls=Command, help=_("Learn from the articles that are done; print a JSON report."))
def learn(project: ProjectPath) -> None:
    """Learn from the articles that are done."""
    from claimdesk.models.cli import learning

    output.print_json(learning.learn(project))


@app.command(cls=ManyConditions, help=_("Export a project to another format; print a JSON report."))
def export(
    project: ProjectPath,
    target: Annotated[
        Path, typer.Option("--output", metavar=_("PATH"), help=_("The file to write."))
    ],
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format", metavar=_("FORMAT"), help=_("The format; `claimdesk formats` lists them.")
        ),
    ] = None,
    state: Annotated[
        States | None, typer.Option(help=_("Export accepted annotations only, or all."))
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar=_("FIELD=VALUE…"),
            help=_("Export only what has these values, such as outlet=… or layer=claim."),
        ),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(metavar=_("NAME"), help=_("Export as this profile of the project says.")),
    ] = None,
    save_profile: Annotated[
        str | None,
        typer.Option(metavar=_("NAME"), help=_("Save these options as a profile of the project.")),
    ] = None,
) -> None:
    """Export a project to another format."""
    from claimdesk.models.cli.exporting import export as run_export

    values = {name: value or "" for name, value in conditions(where or []).items()}
    chosen = None if state is None else state.value
    output.print_json(
        run_export(project, target, format_name, chosen, values, profile, save_profile)
    )


@app.command(cls=Command, help=_("List the formats, and what each can read, write and not hold."))
def formats(
    as_json: Annotated[bool, typer.Option("--json", help=_("Print a JSON array."))] = False,
) -> None:
    """List the formats."""
    from claimdesk.models.exchange.formats import formats as all_formats

    rows: list[dict[str, Any]] = [
        {
            "name": known.name,
            "label": known.label,
            "extensions": list(known.extensions),
            "reads": known.reads,
            "writes": known.writes,
            "cannot_hold": list(known.cannot_hold),
        }
        for known in all_formats()
    ]
    if as_json:
        output.print_rows(rows)
        return
    for known in all_formats():
        output.print_text(_format_line(known))
        missing = _("cannot hold: {things}").format(things=", ".join(known.cannot_hold))
        output.print_text(f"    {missing}")


def _format_line(known: Format) -> str:
    """Say in one line what a format is, and whether it reads and writes."""
    text = _("{name}: {label} (writes)")
    if known.reads:
        text = _("{name}: {label} (reads)")
        if known.writes:
            text = _("{name}: {label} (reads and writes)")
    return text.format(name=known.name, label=known.label)


@app.command(
    cls=ManyConditions, help=_("Count claims by speaker, stance, domain and other fields.")
)
def distribution(
    project: ProjectPath,
    by: Annotated[
        list[str],
        typer.Option("--by", metavar=_("FIELD"), help=_("A field to count by; may be repeated.")),
    ],
    state: StateOption = CountedStates.accepted,
    where: WhereOption = None,
    as_csv: Annotated[bool, typer.Option("--csv", help=_("Print CSV instead of JSON."))] = False,
) -> None:
    """Count claims by fields."""
    from claimdesk.models.analysis.claim_filter import ClaimFilter
    from claimdesk.models.analysis.distribution import UnknownField
    from claimdesk.models.analysis.distribution import distribution as count
    from claimdesk.models.store.project import Project

    fields = list(dict.fromkeys(by))
    claims = ClaimFilter.having(conditions(where or []), state=state.value)
    try:
        with Project.read(project) as opened, opened.reading() as connection:
            rows = count(connection, fields, claims)
    except UnknownField as error:
        raise typer.BadParameter(str(error)) from error
    if as_csv:
        output.print_text(_csv([*fields, "claims"], rows))
    else:
        output.print_rows(rows)


@app.command(
    cls=ManyConditions,
    help=_("Write a report of the corpus: figures, pictures and the codebook."),
)
def report(
    project: ProjectPath,
    path: Annotated[
        Path,
        typer.Option(
            "--output", metavar=_("PATH"), help=_("The report: a .html, .pdf or .docx file.")
        ),
    ],
    state: StateOption = CountedStates.accepted,
    view: Annotated[
        list[str] | None,
        typer.Option(
            metavar=_("KIND:ROWS:COLUMNS"),
            help=_(
                "A picture, such as diverging:domain:stance; may be repeated. KIND is stacked, "
                "diverging, heat-map or time-line."
            ),
        ),
    ] = None,
    where: WhereOption = None,
) -> None:
    """Write a report."""
    from claimdesk.models.analysis.claim_filter import ClaimFilter
    from claimdesk.models.analysis.distribution import UnknownField
    from claimdesk.models.analysis.report.contents import VIEWS, UnknownView, view_of
    from claimdesk.models.analysis.report.writing import write_report
    from claimdesk.models.store.project import Project

    claims = ClaimFilter.having(conditions(where or []), state=state.value)
    try:
        views = tuple(map(view_of, view)) if view else VIEWS
        with Project.read(project) as opened, opened.reading() as connection:
            write_report(connection, project.stem, path, claims, views)
    except (UnknownField, UnknownView) as error:
        raise typer.BadParameter(str(error)) from error
    output.say(_("Wrote {path}.").format(path=path))


app.command(
    "network",
    cls=ManyConditions,
    help=_("Print or write a network of speakers and domains, as a matrix or a graph."),
)(networks.network)

app.command(
    "debate",
    cls=ManyConditions,
    help=_("Print how polarised a debate is in each window of time, and its phases, as JSON."),
)(debate.debate)
library.add_commands(app)


def _csv(columns: list[str], rows: list[dict[str, Any]]) -> str:
    from claimdesk.models.text.cells import safe_cell

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row[column]) for column in columns] for row in rows)
    return text.getvalue().rstrip("\n")


@app.command(
    cls=Command,
    help=_(
        "Evaluate the suggestions of a project against an annotated corpus; print a JSON report."
    ),
)
def evaluate(
    project: ProjectPath,
    gold: Annotated[
        list[Path],
        typer.Option("--gold", metavar=_("PATH"), help=_("An annotated corpus; may be repeated.")),
    ],
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format", metavar=_("FORMAT"), help=_("The format; recognised if not given.")
        ),
    ] = None,
) -> None:
    """Evaluate the suggestions of a project."""
    from claimdesk.models.analysis.evaluation import evaluate as evaluate_suggestions
    from claimdesk.models.store.project import Project

    progress = output.Progress(_("Comparing"))
    with Project.read(project) as opened:
        evaluation = evaluate_suggestions(
            opened, gold, format_name=format_name, progress=progress.show
        )
    progress.clear()
    if evaluation is not None:
        output.print_json(
            {"project": str(project), "gold": [str(path) for path in gold], **evaluation.report()}
        )


@app.command(
    cls=Command,
    help=_("Check the integrity of a project; print a JSON report. Never writes to the project."),
)
def check(project: ProjectPath) -> None:
    """Check the integrity of a project."""
    from claimdesk.models.store.integrity.report import check as report_on

    report = report_on(project)
    output.print_json(report)
    problems = report["problems"]
    if problems:
        raise ClaimdeskError(
            ngettext(
                "{project}: {where}: {what}.",
                "{project} has {n} problems. The first: {where}: {what}.",
                len(problems),
            ).format(project=project, n=len(problems), **problems[0])
        )


@app.command(
    cls=Command,
    help=_("Back up a project, even while it is open; print what the verified backup contains."),
)
def backup(
    project: ProjectPath,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar=_("DIR"),
            help=_("The folder to write to, instead of the one beside the project."),
        ),
    ] = None,
) -> None:
    """Back up a project."""
    from claimdesk.models.store.backups import backups
    from claimdesk.models.store.project import Project

    with Project.read(project) as opened:
        if to is not None and not to.is_dir():
            raise ClaimdeskError(_("{to} is not a folder; create it first.").format(to=to))
        made = backups.make_backup(opened.path, folder=to)
    output.print_json({"backup": str(made.path), "sha256": made.sha256, **_figures(made.summary)})


@app.command(
    "backups",
    cls=Command,
    help=_("List the verified backups of a project, newest first, even if the project is lost."),
)
def backups_of(project: ProjectPath) -> None:
    """List the backups of a project."""
    from claimdesk.models.store.backups.backups import list_backups

    output.print_json(
        [
            {
                "backup": str(found.path),
                "made": found.made.isoformat(),
                "reason": found.reason,
                "detail": found.detail,
                "bytes": found.size,
                **_figures(found.summary),
            }
            for found in list_backups(project)
        ]
    )


@app.command(
    cls=Command,
    help=_("Restore a backup in place of a project; the project is moved aside, never deleted."),
)
def restore(
    backup: Annotated[Path, typer.Argument(metavar=_("BACKUP"), help=_("A backup of a project."))],
    project: ProjectPath,
) -> None:
    """Restore a backup."""
    from claimdesk.models.store.backups import restoring

    restored = restoring.restore(backup, project)
    replaced = str(restored.replaced) if restored.replaced else None
    output.print_json(
        {"project": str(restored.project), "replaced": replaced, **_figures(restored.summary)}
    )


@app.command(
    cls=Command,
    help=_(
        "Unlock a project that a program on another computer left locked; make sure that it has "
        "ended."
    ),
)
def unlock(project: ProjectPath) -> None:
    """Remove a lock that another computer left."""
    from claimdesk.models.store import locking

    if not project.is_file():
        raise ClaimdeskError(_("{project} does not exist; check the name.").format(project=project))
    holder = locking.unlock(project)
    output.print_json({"project": str(project), "held_by": asdict(holder) if holder else None})


@app.command(
    cls=Command,
    help=_("Recover what can be read from a damaged project and its backups; print a JSON report."),
)
def repair(
    damaged: Annotated[
        Path,
        typer.Argument(metavar=_("DAMAGED"), help=_("The damaged project; it stays as it is.")),
    ],
    new: Annotated[
        Path, typer.Argument(metavar=_("NEW"), help=_("The repaired project to create."))
    ],
    backups: Annotated[
        list[Path] | None,
        typer.Option(
            "--backup",
            metavar=_("BACKUP"),
            help=_(
                "A backup to use instead of those in the project’s backup folder; may be repeated."
            ),
        ),
    ] = None,
) -> None:
    """Repair a damaged project into a new one."""
    from claimdesk.models.store.repair import repair

    report = repair.repair(damaged, new, backups or None)
    saved = {**asdict(report), "project": str(report.project)}
    saved["healed"] = saved.pop("recovered")  # the name that scripts know
    output.print_json(saved)
    if not report.is_sound:
        raise ClaimdeskError(
            _("{project} is not sound; restore a backup of {damaged}.").format(
                project=report.project, damaged=damaged
            )
        )


def _figures(contents: Summary) -> dict[str, Any]:
    last = contents.last_edit
    return {
        "articles": contents.articles,
        "annotations": contents.annotations,
        "last_edit": asdict(last) if last else None,
    }


@app.command(cls=Command, help=_("Print the edits, newest first, as JSON Lines."))
def history(
    project: ProjectPath,
    article: Annotated[
        int | None, typer.Option(metavar=_("ID"), help=_("Only edits of this article."))
    ] = None,
    limit: Annotated[
        int | None, typer.Option(metavar=_("N"), min=1, help=_("Print at most N edits."))
    ] = None,
) -> None:
    """Print the history of a project."""
    from claimdesk.models.store.history.listing import StepFilter, steps
    from claimdesk.models.store.project import Project

    with Project.read(project) as opened, opened.reading() as connection:
        rows = steps(connection, StepFilter(article_id=article), limit=limit)
    output.print_lines(asdict(row) for row in rows)


@app.command(cls=Command, help=_("Undo the last edit that is not undone yet; print its label."))
def undo(project: ProjectPath) -> None:
    """Undo the last edit."""
    from claimdesk.models.store.project import Project

    with Project.open(project) as opened:
        label = opened.undo_label()
        if opened.undo() is None:
            raise ClaimdeskError(_("{project}: there is nothing to undo.").format(project=project))
    output.print_json({"undone": label})
