# SPDX-License-Identifier: MIT
"""The articles of an export of a database of news, whatever kind of document it came in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from claimdesk.models.articles.drafts import Block, Draft, document_draft
from claimdesk.models.articles.europresse import split_europresse
from claimdesk.models.articles.factiva import split_factiva
from claimdesk.models.articles.markup import blocks_of, decode_markup, parse_html
from claimdesk.models.articles.nexis import split_nexis
from claimdesk.models.articles.web_page import page_draft


def split_export(paragraphs: Sequence[str]) -> list[Draft]:
    """Return the articles of an export; empty if the paragraphs are those of one document."""
    return split_nexis(paragraphs) or split_factiva(paragraphs)


def document_drafts(
    blocks: Sequence[Block], title: str | None = None, *, running: Sequence[str] = ()
) -> list[Draft]:
    """Return the articles of an export, or else the one that a document is.

    `running` are the heads and feet of its pages.
    """
    found = split_export([block.text for block in blocks])
    if found:
        return found
    draft = document_draft(blocks, title)
    draft.running = list(running)
    return [draft]


def markup_drafts(data: bytes, name: str, encoding: str | None = None) -> Iterator[Draft]:
    """Return the articles of an export in HTML, or else the one on a web page."""
    text = decode_markup(data, encoding)
    root: Any = parse_html(text, name)
    if "DocPublicationName" in text:
        yield from split_europresse(root)
        return
    found = split_export([block.text for block in blocks_of(root)])
    if found:
        yield from found
    else:
        yield page_draft(text, name)
