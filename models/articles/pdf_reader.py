# SPDX-License-Identifier: MIT
"""PDFs as articles, exports of databases in them too."""

from __future__ import annotations

from collections.abc import Iterable

from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.drafts import Draft
from claimdesk.models.articles.export_parts import document_drafts
from claimdesk.models.articles.pdf import pdf_text
from claimdesk.models.articles.readers import register_reader
from claimdesk.models.messages.catalogue import _


class PdfReader(DocumentReader):
    """Reads PDFs that hold text."""

    name = "pdf"
    extensions = (".pdf",)
    kinds = ("pdf",)
    position = 2

    @property
    def label(self) -> str:
        return _("PDF with text")

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterable[Draft]:
        found = pdf_text(data, name)
        drafts = document_drafts(found.blocks, found.title, running=found.running)
        for draft in drafts:
            draft.warnings += found.warnings
        return drafts


register_reader(PdfReader())
