# SPDX-License-Identifier: MIT
"""Articles from files into a project: one edit, so one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, select

from claimdesk.models.articles.read import (
    EXTENSIONS,
    ArticleFile,
    Chooser,
    article_from_text,
    find_articles,
    read_many,
)
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article, now
from claimdesk.models.text.normalization import body_hash

Summary = dict[str, Any]
"""{"articles": added, "annotations": added, "duplicates": articles that were there already,
"failed": [{"file", "reason"}], "warnings": [{"file", "reason"}]}, ready for JSON."""


def import_articles(
    project: Project,
    paths: Sequence[Path | str],
    *,
    extensions: Sequence[str] = EXTENSIONS,
    progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] | None = None,
    encoding: str | None = None,
    choose: Chooser | None = None,
) -> Summary:
    """Add the texts of files and folders; the files are read before the project is written to.

    A file that cannot be read is listed as failed and does not stop the rest. A text of which every
    character is in the project already is a duplicate. If `stopped` says so, nothing is added.
    `encoding` and `choose` say how files are read, see read_article.

    Raises ClaimdeskError if a path does not exist or a folder holds no texts.
    """
    read: list[ArticleFile] = []
    failed: list[dict[str, str]] = []
    files = find_articles(paths, extensions=extensions)
    for path, result in read_many(files, progress, stopped, encoding=encoding, choose=choose):
        if isinstance(result, ClaimdeskError):
            failed.append({"file": str(path), "reason": str(result)})
        else:
            read.append(result)
    if stopped and stopped():
        read.clear()
    return _add(project, read, failed)


def import_text(project: Project, text: str) -> Summary:
    """Add a pasted text. Raises ClaimdeskError if it is empty or too long."""
    return _add(project, [article_from_text(text)], [])


def _add(project: Project, read: Sequence[ArticleFile], failed: list[dict[str, str]]) -> Summary:
    rows = {body_hash(article.body): article for article in read}
    added: dict[str, ArticleFile] = {}
    if rows:
        label = f"Import {len(rows)} article{'s' if len(rows) > 1 else ''}"
        with project.edit(label) as session:
            known = _known(session)
            added = {key: article for key, article in rows.items() if key not in known}
            if added:
                session.execute(insert(Article), [article_row(key, added[key]) for key in added])
    warnings = [
        {"file": article.origin or article.title, "reason": warning}
        for article in added.values()
        for warning in article.warnings
    ]
    return {
        "articles": len(added),
        "annotations": 0,
        "duplicates": len(read) - len(added),
        "failed": failed,
        "warnings": warnings,
    }


def _known(session: Session) -> set[str]:
    return set(session.exec(select(Article.sha256)))


def article_row(key: str, article: ArticleFile) -> dict[str, Any]:
    """Return the columns of an article new to the project; `key` is the hash of its body."""
    return {
        "title": article.title,
        "body": article.body,
        "language": article.language,
        "author": article.author,
        "agency": article.agency,
        "outlet": article.outlet,
        "published_on": article.published_on,
        "url": article.url,
        "origin": article.origin,
        "status": "unread",
        "sha256": key,
        "created": now(),
    }
