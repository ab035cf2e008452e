# SPDX-License-Identifier: MIT
"""Web pages as articles: pages saved from news sites, and exports of databases in HTML."""

from __future__ import annotations

from collections.abc import Iterator

from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.drafts import Draft
from claimdesk.models.articles.export_parts import markup_drafts
from claimdesk.models.articles.markup import MOST_MARKUP
from claimdesk.models.articles.readers import register_reader
from claimdesk.models.messages.catalogue import _


class HtmlReader(DocumentReader):
    """Reads HTML."""

    name = "html"
    extensions = (".html", ".htm", ".xhtml")
    kinds = ("html",)
    position = 1
    most_bytes = MOST_MARKUP

    @property
    def label(self) -> str:
        return _("Saved web pages (HTML)")

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterator[Draft]:
        return markup_drafts(data, name, options.encoding)


register_reader(HtmlReader())
