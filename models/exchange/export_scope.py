# SPDX-License-Identifier: MIT
"""What an export profile exports of a project: which articles, and how many they are of how many.

A profile chooses articles as the library filters them, and by conditions on their values.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from claimdesk.models.exchange.corpus_filter import article_conditions, article_has
from claimdesk.models.exchange.formats import export_project
from claimdesk.models.exchange.profiles import ExportProfile
from claimdesk.models.exchange.reports import ExportReport
from claimdesk.models.search.library import ArticleFilter, article_ids, count
from claimdesk.models.store.project import Project
from claimdesk.models.store.storage import driver

_VALUES = ("outlet", "author", "agency", "language", "status", "published_on")


@dataclass(frozen=True, slots=True)
class ExportScope:
    """How many articles are exported, and of how many."""

    chosen: int
    total: int


def scope_of(
    project: Project, profile: ExportProfile, articles: Sequence[int] | None = None
) -> ExportScope:
    """Count what a profile exports of the articles with these ids; None: of all."""
    with project.reading() as connection:
        total = count(connection, ArticleFilter()) if articles is None else len(articles)
        wanted = article_conditions(profile.where)
        if profile.articles.is_empty and not wanted:
            return ExportScope(total, total)
        ids = article_ids(connection, profile.articles, among=articles)
        if wanted:
            ids = [i for i, values in _values(connection, ids) if article_has(values, wanted)]
        return ExportScope(len(ids), total)


def export_by_profile(
    project: Project, profile: ExportProfile, output: Path, articles: Sequence[int] | None = None
) -> ExportReport:
    """Export what a profile chooses of the articles with these ids; None: of all.

    Raises ClaimdeskError if the format cannot be written, or `output` cannot.
    """
    if not profile.articles.is_empty:
        with project.reading() as connection:
            articles = sorted(article_ids(connection, profile.articles, among=articles))
    return export_project(
        project,
        profile.format,
        output,
        state=profile.state,
        where=profile.where,
        articles=articles,
    )


def _values(connection: Connection, ids: Sequence[int]) -> list[tuple[int, dict[str, str | None]]]:
    rows = driver(connection).execute(
        f"SELECT id, {', '.join(_VALUES)} FROM article "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return [(number, dict(zip(_VALUES, values, strict=True))) for number, *values in rows]
