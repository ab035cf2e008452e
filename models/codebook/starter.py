# SPDX-License-Identifier: MIT
"""New projects: with the starter codebook, or with the codebook in a file; domains for news."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session

from claimdesk.models.codebook import Book, import_book, parse_book, read_codebook
from claimdesk.models.store.project import Project
from claimdesk.resources import files

STARTER_CODEBOOK = "codebooks/security.json"

_NEWS_DOMAINS = "codebooks/news.json"


def news_domains() -> Book:
    """Return the domains that news needs beside the starter codebook, to import on demand."""
    return parse_book(files.read_json(_NEWS_DOMAINS), _NEWS_DOMAINS)


def create_project(path: Path, codebook: Path | None = None, *, news: bool = False) -> None:
    """Make a new project at `path` with the codebook of the file `codebook`, or the starter one.

    With `news`, it gets the domains of `news_domains` too.

    Its codebook is there from the start: undo does not take it away. Raises ClaimdeskError if
    something is at `path` already or the codebook is none; then no file is made.
    """
    source = STARTER_CODEBOOK if codebook is None else str(codebook)
    content = files.read_json(STARTER_CODEBOOK) if codebook is None else read_codebook(codebook)

    book = parse_book(content, source)

    def fill(session: Session) -> None:
        import_book(session, book)
        if news:
            import_book(session, news_domains())

    Project.create(path, fill).close()
