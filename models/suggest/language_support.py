# SPDX-License-Identifier: MIT
"""Whether the language pipeline supports the language of an article."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from claimdesk.models.articles.language import DEFAULT_LANGUAGE, guess_language
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import queries
from claimdesk.models.store.history import Changes
from claimdesk.models.store.project import Project
from claimdesk.models.suggest import preferences
from claimdesk.models.suggest.data import base_language
from claimdesk.models.suggest.installed import installed_pipelines


@dataclass(frozen=True, slots=True)
class LanguageSupport:
    """The language of an article and what reads it."""

    language: str
    """As it is set at the article."""
    reads: str
    """ISO 639 code of the language that the pipeline of the project reads."""
    pipeline: str | None
    """The pipeline that the project prefers; None: the best one for English."""

    def __bool__(self) -> bool:
        """Return whether the pipeline reads this language."""
        return base_language(self.language) == self.reads


def language_support(project: Project, article_id: int) -> LanguageSupport | None:
    """Return how an article is served, with its language settled; None if it is gone."""
    language = settle_language(project, article_id)
    if language is None:
        return None
    with project.reading() as connection:
        pipeline = preferences.pipeline(connection)
    return LanguageSupport(language, pipeline_language(pipeline), pipeline)


def pipeline_language(name: str | None) -> str:
    """Return the language that a pipeline reads; English if the best installed one is used."""
    if name is None:
        return DEFAULT_LANGUAGE
    return (
        next((one.language for one in installed_pipelines() if one.name == name), "")
        or DEFAULT_LANGUAGE
    )


def settle_language(project: Project, article_id: int) -> str | None:
    """Return the language of an article, recognised if nobody ever set it; None if it is gone.

    Articles came in as English when only their script was looked at. What is recognised is stored
    like suggestions, without a step of undo, since it can be recognised again. Once the history
    says that the language was changed, it stays as it is.
    """
    with project.reading() as connection:
        article = queries.article(connection, article_id)
        if article is None:
            return None
        if article.language != DEFAULT_LANGUAGE or _was_set(connection, article_id):
            return article.language
    language = guess_language(article.body)
    if language != article.language and project.read_only_reason is None:
        _store(project, article_id, language)
    return language


def _was_set(connection: Connection, article_id: int) -> bool:
    rows = connection.exec_driver_sql(
        "SELECT 1 FROM change WHERE table_name = 'article' AND row_id = ? "
        "AND json_extract(before, '$.language') IS NOT NULL LIMIT 1",
        (article_id,),
    )
    return rows.first() is not None


def _store(project: Project, article_id: int, language: str) -> None:
    with project.unrecorded() as (connection, changes):
        connection.exec_driver_sql(
            "UPDATE article SET language = ? WHERE id = ? AND language = ?",
            (language, article_id, DEFAULT_LANGUAGE),
        )
        ids = frozenset({article_id})
        changes.append(Changes(_("Language"), {"article": ids}, frozenset(), ids))
