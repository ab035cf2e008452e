# SPDX-License-Identifier: MIT
"""What an article file becomes in a project, and adding a text without a file."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert
from sqlmodel import select

from claimdesk.models.articles.read import ArticleFile, article_from_text
from claimdesk.models.messages.catalogue import ngettext
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article, now
from claimdesk.models.text.normalization import body_hash


def import_text(project: Project, text: str) -> bool:
    """Add a pasted text as one edit; return False if the project had it already.

    Raises ClaimdeskError if it is empty or too long.
    """
    article = article_from_text(text)
    key = body_hash(article.body)
    with project.edit(import_label(1)) as session:
        if session.exec(select(Article.id).where(Article.sha256 == key)).first() is not None:
            return False
        session.execute(insert(Article), [article_row(key, article)])
    return True


def import_label(count: int) -> str:
    """Return what an import of so many articles is called in the history."""
    return ngettext("Import 1 article", "Import {n} articles", count).format(n=count)


def article_row(key: str, article: ArticleFile) -> dict[str, Any]:
    """Return the columns of an article that is not in the project yet; `key` is its body's hash."""
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
