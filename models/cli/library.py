# SPDX-License-Identifier: MIT
"""`claimdesk sample-articles` and `duplicates`: what is done with many articles of a project."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from claimdesk.models.cli import output
from claimdesk.models.cli.group import Command
from claimdesk.models.messages.catalogue import _

_Project = Annotated[Path, typer.Argument(metavar=_("PROJECT"), help=_("A project file."))]


class Near(StrEnum):
    """What happens to articles that are nearly the same as others."""

    take = "take"
    skip = "skip"
    link = "link"


NearOption = Annotated[
    Near,
    typer.Option(
        "--near",
        help=_("Take articles that are nearly the same, skip them, or link them as versions."),
    ),
]


class Stratum(StrEnum):
    """What a sample is stratified by."""

    outlet = "outlet"
    month = "month"


def add_commands(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "sample-articles", cls=Command, help=_("Draw articles at random; print them as JSON.")
    )(_sample_articles)
    app.command(
        "duplicates", cls=Command, help=_("List articles that are nearly the same as JSON.")
    )(_duplicates)


def _sample_articles(
    project: _Project,
    size: Annotated[
        int, typer.Option("-n", "--size", metavar=_("N"), help=_("How many articles."))
    ],
    seed: Annotated[
        int, typer.Option(metavar=_("N"), help=_("The same seed draws the same articles."))
    ] = 1,
    by: Annotated[
        list[Stratum] | None,
        typer.Option(metavar="outlet|month", help=_("Draw from each outlet, or each month.")),
    ] = None,
    name: Annotated[str | None, typer.Option(metavar=_("NAME"), help=_("Its name."))] = None,
    words: Annotated[
        str, typer.Option(metavar=_("WORDS"), help=_("Only articles with these words."))
    ] = "",
) -> None:
    from claimdesk.models.editing.samples import draw_sample
    from claimdesk.models.search.library import ArticleFilter
    from claimdesk.models.store import queries
    from claimdesk.models.store.project import Project

    with Project.open(project) as opened:
        strata = [each.value for each in by or ()]
        among = ArticleFilter(words=words)
        number, drawn = draw_sample(opened, size, seed, name=name, by=strata, among=among)
        with opened.reading() as connection:
            rows = {row.id: row.title for row in queries.article_rows(connection, drawn)}
    articles = [{"id": article, "title": rows[article]} for article in drawn]
    output.print_json({"sample": number, "seed": seed, "articles": articles})


def _duplicates(
    project: _Project,
    link: Annotated[bool, typer.Option("--link", help=_("Link them as versions."))] = False,
) -> None:
    from claimdesk.models.editing import versions
    from claimdesk.models.messages.catalogue import ngettext
    from claimdesk.models.store import queries
    from claimdesk.models.store.project import Project
    from claimdesk.models.text.similarity import groups

    with Project.open(project) if link else Project.read(project) as opened:
        with opened.reading() as connection:
            texts = connection.exec_driver_sql("SELECT id, body FROM article ORDER BY id")
            found = groups(
                ((row[0], row[1]) for row in texts),
                lambda number: queries.article(connection, number).body,  # type: ignore[union-attr]
            )
        pairs = [pair for own in found.values() for pair in own]
        if link and pairs:
            label = ngettext("Link 1 version", "Link {n} versions", len(pairs))
            with opened.edit(label.format(n=len(pairs))) as session:
                for pair in pairs:
                    versions.link(session, pair.second, pair.first)
    listed = [
        {
            "first": first,
            "versions": [{"id": one.second, "common": round(one.share, 3)} for one in own],
        }
        for first, own in found.items()
    ]
    output.print_json({"groups": listed})
